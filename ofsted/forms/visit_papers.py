"""The forms for a file of a visit, and for a deadline that it brought."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from plans.dates import full_date
from plans.forms.child_details import ChildDetailsCheck
from plans.forms.rating import date_field
from plans.uploaded.names import clean_name

from ..models import Attachment, Visit
from ..visit_papers import FileRow, Met


class FileForm(ChildDetailsCheck, forms.Form):
    """A file to keep with a visit. Whether its content can be kept, the action says."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=Attachment.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file is."},
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the action says so, with what to do
        max_length=None,
        help_text="PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, at most 20 MB. Everybody who sees this "
        "plan can download it, so it must name no child.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
        error_messages={"required": "Choose the file."},
    )

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """The name of the file is free text, too."""
        name = {"file": clean_name(cleaned["file"].name)} if cleaned.get("file") else {}
        return super().typed(cleaned) | name


class DeadlineForm(ChildDetailsCheck, forms.Form):
    """That a deadline was met.

    Args:
        visit: that brought it.
        files: the visit's.
        met: what is recorded of it now.
        seen: what the form is made from (``ofsted.actions.deadlines.seen_of``).
    """

    met_on = date_field(label="Met on")
    document = forms.TypedChoiceField(
        label="Document",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="What was sent or published, of the files of this visit.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        help_text="Such as where it was published, or who took it on.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, visit: Visit, files: Iterable[FileRow], met: Met | None, seen: int
    ) -> None:
        initial: dict[str, Any] = {"seen": seen}
        if met:
            document = met.document.id if met.document else None
            initial |= {"met_on": met.on, "document": document, "note": met.note}
        super().__init__(data, initial=initial)
        self.visit = visit
        fields: Any = self.fields
        fields["met_on"].error_messages["required"] = "Enter the day on which it was met."
        fields["document"].choices = [("", "None"), *((row.id, row.name) for row in files)]

    def clean_met_on(self) -> dt.date:
        """Between the visit and today."""
        day: dt.date = self.cleaned_data["met_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(f"{full_date(day)} is still to come.")
        if day < self.visit.first_on:
            began = full_date(self.visit.first_on)
            raise forms.ValidationError(f"{full_date(day)} is before the visit, which began on {began}.")
        return day


class TakeBackForm(ChildDetailsCheck, forms.Form):
    """That a deadline was not met after all."""

    reason = forms.CharField(
        label="Why it was not met after all",
        max_length=500,
        help_text="Kept in the record with your name.",
        error_messages={"required": "Say why it was not met after all: it is kept in the record."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: int) -> None:
        super().__init__(data, initial={"seen": seen}, auto_id="id_back_%s")
