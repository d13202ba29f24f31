"""Which part of a plan the months are counted of: a section, a locality's column, a theme, a lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..snapshot import OVERALL
from .plan_months import OutcomeThen, PlanMonths

Choices = list[tuple[str, str]]
"""What may be chosen: (as an address says it, as it is called)."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What an address asks for, in the words of the filter of the list of outcomes; empty for any.

    An outcome counts in the months in which it was so: one that has moved counts for its old section until
    then.

    Attributes:
        section: its number, the last it had.
        column: a locality's id, or ``overall``.
        theme, lead: ids.
    """

    section: str = ""
    column: str = ""
    theme: str = ""
    lead: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What is chosen, by name."""
        of = {"section": self.section, "column": self.column, "theme": self.theme, "lead": self.lead}
        return {name: value for name, value in of.items() if value}

    def asked_at_each(self, months: PlanMonths) -> list[dict[str, str]]:
        """What is chosen as each month end has it: the section by the number that it had then."""
        asked = [dict(self.asked) for _ in months.ends]
        for pk in self._sections(months):
            for of, number in zip(asked, months.numbers(pk), strict=True):
                if number:
                    of["section"] = number
        return asked

    def _sections(self, months: PlanMonths) -> set[int]:
        return {pk for pk, section in months.sections.items() if section.number == self.section}

    def keeps(self, months: PlanMonths) -> Callable[[OutcomeThen, int | None], bool] | None:
        """Whether an outcome in a column is meant, for ``PlanMonths.letters``; None where all are."""
        if not self.asked:
            return None
        sections = self._sections(months)
        theme, lead = _id(self.theme), _id(self.lead)

        def keep(outcome: OutcomeThen, column: int | None) -> bool:
            return (
                (not self.section or outcome.section_id in sections)
                and (not self.column or self.column == (OVERALL if column is None else str(column)))
                and (theme is None or theme in outcome.theme_ids)
                and (lead is None or lead in outcome.lead_ids)
            )

        return keep


def choices(months: PlanMonths) -> dict[str, Choices]:
    """What may be chosen of a plan, by name: all that it had in any of the months."""
    outcomes = [outcome for spell in months.spells for outcome in spell.outcomes.values()]
    columns = {column for section in months.sections.values() for column in section.columns}
    columns |= {column for outcome in outcomes for column in outcome.columns}
    localities = _named(months.localities, {pk for pk in columns if pk is not None})
    return {
        "section": [(section.number, section.heading) for section in months.sections.values()],
        "column": [*localities, *([(OVERALL, "Overall")] if None in columns else [])],
        "theme": _named(months.themes, {pk for outcome in outcomes for pk in outcome.theme_ids}),
        "lead": _named(months.leads, {pk for outcome in outcomes for pk in outcome.lead_ids}),
    }


def _named(names: Mapping[int, str], ids: set[int]) -> Choices:
    return sorted(((str(pk), names[pk]) for pk in ids), key=lambda choice: choice[1].lower())


def _id(value: str) -> int | None:
    """A theme's or lead's id as asked for; one that no record has for what is no number."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else -1
