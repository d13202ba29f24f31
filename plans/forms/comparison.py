"""Which two dates to compare, and which of the changes to show: all of it kept in the address."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from ..moment import DAY_FORMATS
from ..movement import CellChange, CellKind, Comparison, OutcomeKind
from ..snapshot import OutcomeRow

KINDS = {kind.key: kind for kind in (*CellKind, *OutcomeKind)}


_DAY = forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d")


class ComparedDatesForm(forms.Form):
    """Two days, each as it was known at its end unless told otherwise (``earlier``).

    What was corrected or entered late between them is then among the changes; of two days as they are known
    today it is not. The later is today if it is left out, and the earlier 30 days before that.
    """

    since = forms.DateField(
        label="From",
        required=False,
        input_formats=DAY_FORMATS,
        widget=_DAY,
        error_messages={"invalid": "From must be a date, such as 31/10/2026."},
    )
    until = forms.DateField(
        label="To",
        required=False,
        input_formats=DAY_FORMATS,
        widget=_DAY,
        error_messages={"invalid": "To must be a date, such as 31/10/2026."},
    )
    earlier = forms.ChoiceField(
        label="Corrections, late entries",
        required=False,
        choices=[("then", "count as changes"), ("today", "do not count")],
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": "Choose whether corrections and late entries count from the list."},
    )

    paper = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "There is no such paper to compare with."},
    )

    @classmethod
    def of(cls, asked: Any) -> "ComparedDatesForm":
        """The form for what an address asks."""
        data = asked.dict()
        data.setdefault("earlier", "then")
        return cls(data)

    @property
    def as_then(self) -> bool:
        """Whether each day is taken as it was known at its end."""
        return self.cleaned_data["earlier"] != "today"

    @property
    def all_errors(self) -> list[str]:
        """What is wrong, in sentences."""
        return [str(message) for messages in self.errors.values() for message in messages]

    def clean(self) -> dict[str, Any]:
        """Neither day is to come."""
        given = super().clean() or {}
        for name in ("since", "until"):
            if given.get(name) and given[name] > timezone.localdate():
                self.add_error(name, f"{self.fields[name].label} must be today or in the past.")
        return given

    def show(self, since: dt.date, until: dt.date) -> None:
        """Fill in the days that were taken, where the person left one out."""
        self.data = {**self.data, "since": since.isoformat(), "until": until.isoformat()}


class ChangeFilterForm(forms.Form):
    """Narrows a comparison to a section, a locality, a theme or a kind of change."""

    section = forms.ChoiceField(label="Section", required=False)
    column = forms.ChoiceField(label="Locality", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(label="Change", required=False)

    def __init__(self, data: Any, *, comparison: Comparison) -> None:
        super().__init__(data)
        snapshots = (comparison.before, comparison.after)
        rows = [*comparison.before.outcomes, *comparison.after.outcomes]
        sections = {s.number: s.heading for snapshot in snapshots for s in snapshot.sections}
        columns = {c.key: c.name for snapshot in snapshots for s in snapshot.sections for c in s.columns}
        themes = {str(theme.id): theme.name for row in rows for theme in row.themes}
        for name, offered in (
            ("section", list(sections.items())),
            ("column", sorted(columns.items(), key=lambda pair: (pair[1] == "Overall", pair[1].lower()))),
            ("theme", sorted(themes.items(), key=lambda pair: pair[1].lower())),
            ("kind", [(key, kind.label) for key, kind in KINDS.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", "Any"), *offered]
            field.widget.attrs["class"] = "govuk-select"
            noun = "kind of change" if name == "kind" else str(field.label).lower()
            field.error_messages["invalid_choice"] = f"Choose a {noun} from the list."

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, each with where: for the summary above the page's heading."""
        return [
            {"href": f"#{self[name].id_for_label}", "text": str(message)}
            for name, messages in self.errors.items()
            for message in messages
        ]

    @property
    def wanted(self) -> dict[str, str]:
        """The chosen values; nothing where the filter itself is wrong."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    @property
    def asked_kind(self) -> CellKind | OutcomeKind | None:
        """The one kind of change asked for."""
        return KINDS.get(self.wanted.get("kind", ""))

    def narrow(self, comparison: Comparison) -> Comparison:
        """The comparison with only what is asked for, kinds apart: those are counted over all of it."""
        wanted = self.wanted

        def keep(row: OutcomeRow) -> bool:
            themes = {str(theme.id) for theme in row.themes}
            return wanted.get("section") in (None, row.section_number) and (
                "theme" not in wanted or wanted["theme"] in themes
            )

        def in_column(change: CellChange) -> bool:
            return wanted.get("column") in (None, change.column.key)

        chosen = keep if "section" in wanted or "theme" in wanted else None
        return comparison.only(outcome=chosen, cell=in_column)
