"""The forms for what meetings asked for, how far it has come, and what later meetings said of that."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms

from ..actions.recommendations import Reviewed
from ..meetings import MeetingRow, RecommendationRow
from ..models import Progress, Rag, Recommendation
from ..snapshot import PlanSnapshot
from .child_details import ChildDetailsCheck
from .long_select import LongSelect
from .meetings import reason_field
from .rating import date_field, rag_field


class RecommendationForm(ChildDetailsCheck, forms.Form):
    """What a meeting recommended or asked for.

    Args:
        meetings: that may have made it, the newest first.
        recommendation: that is changed.
        meeting: chosen at first, for a new one.
    """

    meeting = forms.ChoiceField(
        label="Made at",
        widget=LongSelect,
        error_messages={
            "required": "Choose the meeting.",
            "invalid_choice": "Choose a meeting.",
        },
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=Recommendation.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a recommendation or an action."},
    )
    ref = forms.CharField(
        label="Ref",
        required=False,
        max_length=20,
        help_text="As the minutes number it, such as 3.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    words = forms.CharField(
        label="What it says",
        max_length=5000,
        help_text="In the words of the minutes.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was recommended or asked for."},
    )
    who = forms.CharField(
        label="Who is to do it", max_length=200, error_messages={"required": "Enter who is to do it."}
    )
    due = forms.CharField(
        label="Due",
        required=False,
        max_length=100,
        help_text="As it is written: 31 January 2027, January 2027, next meeting. It is overdue after "
        "the last day that means.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    reason = reason_field("minutes of 14 October 2026, item 11")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        meetings: Sequence[MeetingRow],
        recommendation: Recommendation | None = None,
        meeting: int | None = None,
    ) -> None:
        names = ("kind", "ref", "words", "who", "due", "version")
        initial: dict[str, Any] = {"meeting": str(meeting or ""), "kind": "recommendation"}
        if recommendation:
            initial = {name: getattr(recommendation, name) for name in names}
            initial["meeting"] = str(recommendation.meeting_id)
        super().__init__(data, initial=initial)
        field: Any = self.fields["meeting"]
        field.choices = [("", "Choose a meeting"), *((str(row.id), row.title) for row in meetings)]

    def fill(self, recommendation: Recommendation) -> Recommendation:
        """The recommendation with what was typed."""
        typed = self.cleaned_data
        recommendation.meeting_id = int(typed["meeting"])
        for name in ("kind", "ref", "words", "who", "due"):
            setattr(recommendation, name, typed[name].replace("\r\n", "\n"))
        return recommendation


class ProgressForm(ChildDetailsCheck, forms.Form):
    """How a recommendation stands.

    Args:
        snapshot: has the plan's meanings of the colours.
        progress: what the form starts with.
        seen: id of the newest progress that the page shows.
    """

    words = forms.CharField(
        label="What has been done",
        max_length=5000,
        help_text="In a sentence or two, for members who will read nothing else.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what has been done, or that nothing has."},
    )
    on = date_field(label="As at", help_text="The day from which this holds; today unless you change it.")
    reason = forms.CharField(
        label="Where this comes from",
        required=False,
        max_length=500,
        help_text="Kept in the record with your name. Leave it empty if you know it yourself.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, snapshot: PlanSnapshot, progress: Progress | None = None, seen: int = 0
    ) -> None:
        initial: dict[str, Any] = {"on": snapshot.at, "seen": seen}
        if progress:
            initial |= {"rag": progress.rag, "words": progress.words, "on": progress.on}
        super().__init__(data, initial=initial | {"rag": initial.get("rag", "")})
        self.fields["on"].error_messages["required"] = "Enter the day from which this holds."
        rag = rag_field(snapshot)
        rag.choice_hints = {}  # type: ignore[attr-defined]
        self.fields = {"rag": rag, **self.fields}

    @property
    def said(self) -> Progress:
        """What was typed."""
        typed = self.cleaned_data
        words = typed["words"].replace("\r\n", "\n").strip()
        return Progress(rag=str(typed["rag"]), words=words, on=typed["on"])


class ReviewRow(NamedTuple):
    """The fields for one recommendation that a meeting reviews."""

    recommendation: RecommendationRow
    review: forms.BoundField
    rag: forms.BoundField
    words: forms.BoundField
    seen: forms.BoundField


class ReviewForm(ChildDetailsCheck, forms.Form):
    """What a meeting said of the statuses it was shown; a row left as "not reviewed" is not recorded.

    Args:
        rows: what it was to review.
    """

    reason = forms.CharField(
        label="Where this comes from",
        max_length=500,
        help_text="Kept in the record with your name, such as: minutes of the meeting, item 11.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )

    def __init__(self, data: Any = None, *, rows: Sequence[RecommendationRow]) -> None:
        super().__init__(data)
        self._rows = rows
        why = self.fields.pop("reason")
        for row in rows:
            newest = max((said.id for said in row.progress), default=0)
            self.fields |= {
                f"review-{row.id}": forms.ChoiceField(
                    label=f"What members said of {row.name}",
                    required=False,
                    choices=[
                        ("", "Not reviewed"),
                        ("agreed", "Agreed the status"),
                        ("update_asked", "Asked for an update"),
                    ],
                    error_messages={"invalid_choice": "Choose from the list."},
                ),
                f"rag-{row.id}": forms.ChoiceField(
                    label=f"Status of {row.name}",
                    required=False,
                    choices=[*([] if row.rag else [("", "Not reported")]), *Rag.choices],
                    initial=row.rag or "",
                    error_messages={"invalid_choice": "Choose a colour from the list."},
                ),
                f"words-{row.id}": forms.CharField(
                    label=f"What was said of {row.name}",
                    required=False,
                    max_length=5000,
                    widget=forms.Textarea(attrs={"rows": 2}),
                ),
                f"seen-{row.id}": forms.IntegerField(
                    required=False, initial=newest, widget=forms.HiddenInput
                ),
            }
            self.initial[f"seen-{row.id}"] = newest
        self.fields["reason"] = why

    @property
    def rows(self) -> Iterator[ReviewRow]:
        """The fields of each recommendation."""
        for row in self._rows:
            names = (f"{name}-{row.id}" for name in ("review", "rag", "words", "seen"))
            yield ReviewRow(row, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        """At least one was reviewed, and each that was has a colour."""
        cleaned = super().clean()
        said = [row.id for row in self._rows if cleaned.get(f"review-{row.id}")]
        for row in self._rows:
            if not cleaned.get(f"review-{row.id}") and (cleaned.get(f"words-{row.id}") or "").strip():
                self.add_error(f"review-{row.id}", f"Choose what members said of {row.name}.")
            elif row.id in said and not cleaned.get(f"rag-{row.id}"):
                self.add_error(f"rag-{row.id}", f"Choose the status of {row.name}.")
        if not said and not self.errors:
            raise forms.ValidationError("Choose what members said of at least one recommendation.")
        return cleaned

    def reviews(self, recommendations: dict[int, Recommendation]) -> list[Reviewed]:
        """What was said.

        Args:
            recommendations: id -> the record.
        """
        typed = self.cleaned_data
        return [
            Reviewed(
                recommendations[row.id],
                typed[f"review-{row.id}"],
                typed[f"rag-{row.id}"],
                typed[f"words-{row.id}"].replace("\r\n", "\n"),
                typed[f"seen-{row.id}"] or 0,
            )
            for row in self._rows
            if typed[f"review-{row.id}"]
        ]
