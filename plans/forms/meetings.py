"""The form for a meeting."""

import datetime as dt
from typing import Any

from django import forms

from ..meetings import BodyRow
from ..models import Meeting
from .child_details import ChildDetailsCheck
from .rating import date_field


def reason_field(example: str) -> forms.CharField:
    """Where something comes from: asked of everything that is recorded of meetings.

    Args:
        example: such as one would write.
    """
    return forms.CharField(
        label="Where this comes from, or why it is changed",
        max_length=500,
        help_text=f"Kept in the record with your name, such as: {example}.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )


class MeetingForm(ChildDetailsCheck, forms.Form):
    """When and where a body meets, and what is known of its agenda.

    Args:
        bodies: to choose from.
        meeting: that is changed; a new one has none yet.
    """

    body = forms.ChoiceField(
        label="Which body meets",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose which body meets.",
            "invalid_choice": "Choose a body.",
        },
    )
    on = date_field(label="Date", help_text="Deadlines are counted back from it.")
    begins_at = forms.TimeField(
        label="Time",
        required=False,
        help_text="Such as 14:00.",
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time like 14:00."},
    )
    place = forms.CharField(label="Place", required=False, max_length=200)
    item = forms.CharField(
        label="Agenda item",
        required=False,
        max_length=20,
        help_text="The number of the plan's item, such as 11.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    pages = forms.CharField(
        label="Pages of the pack",
        required=False,
        max_length=20,
        help_text="Once they are known, such as 71 to 82.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    reason = reason_field("calendar of meetings 2026 to 2027")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        bodies: tuple[BodyRow, ...],
        meeting: Meeting | None = None,
        body: int | None = None,
    ) -> None:
        names = ("on", "begins_at", "place", "item", "pages", "version")
        initial: dict[str, Any] = {"body": str(body or "")}
        if meeting:
            initial = {name: getattr(meeting, name) for name in names} | {"body": str(meeting.body_id)}
        super().__init__(data, initial=initial)
        self.fields["on"].error_messages["required"] = "Enter the date of the meeting."
        field: Any = self.fields["body"]
        field.choices = [(str(row.id), row.name) for row in bodies]

    def fill(self, meeting: Meeting) -> Meeting:
        """The meeting with what was typed."""
        typed = self.cleaned_data
        meeting.body_id = int(typed["body"])
        on: dt.date = typed["on"]
        meeting.on, meeting.begins_at = on, typed["begins_at"]
        meeting.place, meeting.item, meeting.pages = typed["place"], typed["item"], typed["pages"]
        return meeting
