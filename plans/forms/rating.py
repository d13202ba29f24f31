"""Forms for one rating: giving it, and correcting it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from ..dates import full_date
from ..models import Rag, Rating
from ..models.rating import LONGEST_COMMENTARY
from ..snapshot import Cell, PlanSnapshot
from .child_details import ChildDetailsCheck


class DateInput(forms.DateInput):
    """The browser's own date picker; it wants the date written as 2026-10-31."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


def date_field(**options: Any) -> forms.DateField:
    """A date: from the browser's picker, or typed in the ways people here write one."""
    return forms.DateField(
        widget=DateInput(attrs={"max": None, "class": "govuk-input--width-10"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "invalid": "Enter a date like 31/10/2026.",
            "required": "Enter the date it takes effect.",
        },
        **options,
    )


def rag_field(snapshot: PlanSnapshot, **options: Any) -> forms.TypedChoiceField:
    """The four colours as radios, each with the plan's own definition under it."""
    field = forms.TypedChoiceField(
        label="RAG",
        choices=Rag.choices,
        coerce=Rag,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a colour."},
        **options,
    )
    field.choice_hints = {rag.value: words for rag, words in snapshot.definitions.items()}  # type: ignore[attr-defined]
    field.shows_rag = True  # type: ignore[attr-defined]
    return field


def column_field(cells: list[Cell]) -> forms.ChoiceField:
    """The columns a person may rate, with what stands in each."""
    field = forms.ChoiceField(
        label="Locality",
        choices=[(cell.column.key, cell.column.name) for cell in cells],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you are rating."},
    )
    field.choice_hints = {cell.column.key: standing_words(cell) for cell in cells}  # type: ignore[attr-defined]
    return field


def standing_words(cell: Cell) -> str:
    """Such as "Amber, last rated 3 October 2026"."""
    if not cell.standing:
        return "Not rated"
    return f"{cell.standing.rag.label}, last rated {full_date(cell.standing.effective_on)}"


def locality_id_of(key: str) -> int | None:
    """A column's key as an id; None for Overall."""
    return None if key == "overall" else int(key)


class RateForm(ChildDetailsCheck):
    """One rating of one outcome."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    commentary = forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST_COMMENTARY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you have seen that makes it so: an audit, a sample, a figure. "
        "Needed for red and amber, and whenever the colour changes.",
    )
    effective_on = date_field(label="From", help_text="The date it takes effect. Not in the future.")

    field_order = ["column", "rag", "commentary", "effective_on", "entry"]

    def __init__(
        self, data: Any = None, *, snapshot: PlanSnapshot, cells: list[Cell], column: str = ""
    ) -> None:
        super().__init__(
            data, initial={"entry": uuid.uuid4(), "effective_on": timezone.localdate(), "column": column}
        )
        self.fields["column"] = column_field(cells)
        self.fields["rag"] = rag_field(snapshot)
        self.fields["effective_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        if len(cells) == 1:
            self.fields["column"].widget = forms.HiddenInput()
            self.initial["column"] = cells[0].column.key
        self.order_fields(self.field_order)

    @property
    def locality_id(self) -> int | None:
        """The chosen column."""
        return locality_id_of(self.cleaned_data["column"])


class CorrectForm(ChildDetailsCheck):
    """Mends one rating that was entered wrongly."""

    REPLACE = "replace"
    STRIKE = "strike"

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="What was wrong with it?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="This is kept beside the rating, with your name.",
        error_messages={"required": "Say what was wrong with the rating."},
    )
    what = forms.ChoiceField(
        label="What should be there?",
        choices=[
            (REPLACE, "A different rating"),
            (STRIKE, "Nothing: it should not have been entered"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should be there."},
    )
    commentary = forms.CharField(
        label="Why it has that colour",
        required=False,
        max_length=LONGEST_COMMENTARY,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    effective_on = date_field(label="From")

    field_order = ["reason", "what", "column", "rag", "commentary", "effective_on", "entry"]

    def __init__(
        self, data: Any = None, *, rating: Rating, snapshot: PlanSnapshot, cells: list[Cell]
    ) -> None:
        initial: dict[str, Any] = {
            "entry": uuid.uuid4(),
            "what": self.REPLACE,
            "column": str(rating.locality_id) if rating.locality_id else "overall",
            "rag": rating.rag,
            "commentary": rating.commentary,
            "effective_on": rating.effective_on,
        }
        super().__init__(data, initial=initial)
        self.rating = rating
        self.fields["column"] = column_field(cells)
        self.fields["column"].required = False
        self.fields["rag"] = rag_field(snapshot, required=False)
        self.fields["effective_on"].required = False
        self.fields["effective_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.order_fields(self.field_order)

    @property
    def replaces(self) -> bool:
        """Whether another rating takes its place."""
        return bool(self.cleaned_data.get("what") == self.REPLACE)

    def clean(self) -> dict[str, Any]:
        """A replacement needs a colour and a column, and must differ from what it replaces."""
        cleaned = super().clean() or {}
        if cleaned.get("what") != self.REPLACE:
            return cleaned
        if not cleaned.get("rag") and "rag" not in self.errors:
            self.add_error("rag", "Choose a colour.")
        if not cleaned.get("column") and "column" not in self.errors:
            self.add_error("column", "Choose where it should be.")
        if not self.errors and self._says_the_same(cleaned):
            self.add_error(
                None, "This is the same as the rating you are correcting: change what was wrong with it."
            )
        return cleaned

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Of a rating that is only struck out nothing is said but why."""
        names = ["reason", "commentary"] if cleaned.get("what") == self.REPLACE else ["reason"]
        return {name: cleaned[name] for name in names if name in cleaned}

    def _says_the_same(self, cleaned: dict[str, Any]) -> bool:
        day: dt.date | None = cleaned.get("effective_on")
        return (
            cleaned["rag"] == self.rating.rag
            and locality_id_of(cleaned["column"]) == self.rating.locality_id
            and cleaned["commentary"].strip() in ("", self.rating.commentary)
            and day in (None, self.rating.effective_on)
        )
