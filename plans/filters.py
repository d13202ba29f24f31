"""The filter over a plan's outcomes: kept in the address, so that a list can be sent on and exported."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms

from .models import Outcome, Rag
from .snapshot import OVERALL, Cell, OutcomeRow, PlanSnapshot

NOT_RATED = "none"


def _not_offered(words: str) -> dict[str, str]:
    return {"invalid_choice": words}


class OutcomeFilter(django_filters.FilterSet):
    """Narrows a plan to some outcomes.

    Section, lead, theme and words choose outcomes. Column, RAG and age choose ratings, all three of the
    *same* rating: "Wexley" with "Red" means red in Wexley. An outcome is listed if it has such a rating.

    The library makes the form and checks what is asked. The answer is looked up in the snapshot and not in
    the tables, which know only how the plan reads today.
    """

    q = django_filters.CharFilter(label="Words", help_text="In the ref, outcome or reason.")
    section = django_filters.ChoiceFilter(
        label="Section", empty_label="Any", error_messages=_not_offered("Choose a section from the list.")
    )
    column = django_filters.ChoiceFilter(
        label="Locality", empty_label="Any", error_messages=_not_offered("Choose a locality from the list.")
    )
    rag = django_filters.MultipleChoiceFilter(
        label="RAG",
        widget=forms.CheckboxSelectMultiple,
        error_messages=_not_offered("Choose RAG ratings from those listed."),
    )
    lead = django_filters.ChoiceFilter(
        label="Lead", empty_label="Any", error_messages=_not_offered("Choose a lead from the list.")
    )
    theme = django_filters.ChoiceFilter(
        label="Theme", empty_label="Any", error_messages=_not_offered("Choose a theme from the list.")
    )
    days = django_filters.NumberFilter(
        label="Not rated for",
        min_value=0,
        max_value=9999,
        decimal_places=0,
        help_text="Days. Lists what was never rated, too.",
    )

    class Meta:
        model = Outcome
        fields: list[str] = []

    def __init__(self, data: Any, *, snapshot: PlanSnapshot) -> None:
        super().__init__(data, queryset=Outcome.objects.none())
        self.snapshot = snapshot
        self._offer("section", [(section.number, section.heading) for section in snapshot.sections])
        columns = {column.key: column.name for section in snapshot.sections for column in section.columns}
        names = sorted(
            ((key, name) for key, name in columns.items() if key != OVERALL), key=lambda pair: pair[1]
        )
        self._offer("column", [*names, *([(OVERALL, "Overall")] if OVERALL in columns else [])])
        self._offer("rag", [*Rag.choices, (NOT_RATED, "Not rated")])
        self._offer(
            "lead", sorted({(str(x.id), x.name) for row in snapshot.outcomes for x in row.leads}, key=_name)
        )
        self._offer(
            "theme", sorted({(str(x.id), x.name) for row in snapshot.outcomes for x in row.themes}, key=_name)
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def wanted(self) -> dict[str, Any]:
        """The chosen values; nothing where the filter itself is wrong."""
        return self.form.cleaned_data if self.is_valid() else {}

    @property
    def asked(self) -> dict[str, list[str]]:
        """What the address asks for, as it asks for it, so that another address can ask for the same."""
        return {name: self.data.getlist(name) for name in self.data if name in self.filters}

    def chooses(self, row: OutcomeRow) -> bool:
        """Whether an outcome is one the filter asks for, its ratings apart."""
        wanted = self.wanted
        if wanted.get("section") and row.section_number != wanted["section"]:
            return False
        if wanted.get("lead") and wanted["lead"] not in {str(lead.id) for lead in row.leads}:
            return False
        if wanted.get("theme") and wanted["theme"] not in {str(theme.id) for theme in row.themes}:
            return False
        words = (wanted.get("q") or "").lower()
        return not words or words == row.ref.lower() or any(words in said.lower() for said in _said(row))

    def matches(self, cell: Cell) -> bool:
        """Whether a cell is one the filter asks for."""
        wanted = self.wanted
        if wanted.get("column") and cell.column.key != wanted["column"]:
            return False
        if wanted.get("rag") and (cell.rag or NOT_RATED) not in wanted["rag"]:
            return False
        return wanted.get("days") is None or cell.days is None or cell.days >= wanted["days"]

    @property
    def asks_for_cells(self) -> bool:
        """Whether the filter chooses ratings, not outcomes alone."""
        return any(self.wanted.get(name) not in (None, [], "") for name in ("column", "rag", "days"))

    def matching_in_words(self, rows: Iterable[OutcomeRow]) -> str:
        """How many cells of these outcomes it asks for, such as ``9 ratings that match and 2 not rated``.

        Empty where it chooses outcomes alone, or finds none.
        """
        if not self.asks_for_cells:
            return ""
        found = [cell for row in rows for cell in row.rated_cells if self.matches(cell)]
        rated = sum(1 for cell in found if cell.standing)
        parts = [f"{rated} {'rating that matches' if rated == 1 else 'ratings that match'}"] if rated else []
        if len(found) > rated:
            parts.append(f"{len(found) - rated} not rated")
        return " and ".join(parts)

    @property
    def asks_for_age(self) -> bool:
        """Whether the filter asks for ratings of an age."""
        return self.wanted.get("days") is not None

    def rated_on(self, row: OutcomeRow) -> dt.date | None:
        """The date to list an outcome with: its newest rating's; asked for an age, the oldest that matches.

        None where there is no such rating.
        """
        if not self.asks_for_age:
            return row.last_rated_on
        return min(
            (cell.standing.effective_on for cell in row.rated_cells if cell.standing and self.matches(cell)),
            default=None,
        )

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered at all."""
        return any(value not in (None, [], "") for value in self.wanted.values())

    @property
    def narrowed(self) -> PlanSnapshot:
        """The plan with only the outcomes that match. No queries."""
        if not self.is_active:
            return self.snapshot
        return self.snapshot.only(self.keeps)

    def keeps(self, row: OutcomeRow) -> bool:
        """Whether an outcome is one the filter leaves, here or in another snapshot of the plan."""
        return self.chooses(row) and (not self.asks_for_cells or any(map(self.matches, row.rated_cells)))

    @property
    def described(self) -> str:
        """The filter in words, such as ``RAG: Red or Amber; Locality: Wexley``; empty for none."""
        parts = []
        for name, value in self.wanted.items():
            if value in (None, [], ""):
                continue
            if name == "days":
                parts.append(f"Not rated for: {int(value)} {'day' if value == 1 else 'days'}")
            elif name == "q":
                parts.append(f"Words: “{value}”")
            else:
                labels = dict(self.filters[name].extra["choices"])
                chosen = [value] if isinstance(value, str) else value
                parts.append(f"{self.filters[name].label}: {' or '.join(labels[key] for key in chosen)}")
        return "; ".join(parts)


def _name(pair: tuple[str, str]) -> str:
    return pair[1].lower()


def _said(row: OutcomeRow) -> list[str]:
    """What an outcome says: its text, and the reasons that stand."""
    return [row.statement, *(cell.standing.commentary for cell in row.rated_cells if cell.standing)]
