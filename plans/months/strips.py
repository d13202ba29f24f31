"""The months of every cell, under their outcomes and sections: the small multiples of a plan."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..snapshot import OVERALL
from .plan_months import Letters, OutcomeThen, PlanMonths, SectionThen


@dataclass(frozen=True, slots=True)
class Strip:
    """One cell's months.

    Attributes:
        key: how an address names the column (``Column.key``).
        name: what the column is called.
        letters: one a month (``plan_months.Letters``).
    """

    key: str
    name: str
    letters: str


@dataclass(frozen=True, slots=True)
class OutcomeStrips:
    """An outcome's months, one strip for each of its columns.

    Attributes:
        refs: its ref at each month end, empty where the plan did not have it.
        withdrawn: whether it is withdrawn, or gone from the plan, by the last month.
    """

    outcome: OutcomeThen
    refs: tuple[str, ...]
    withdrawn: bool
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class SectionStrips:
    """A section's outcomes, each with its months."""

    id: int
    heading: str
    outcomes: tuple[OutcomeStrips, ...]

    @property
    def rows(self) -> int:
        """About how many rows they fill: two lines for a heading, and for what an outcome says."""
        return 2 + sum(2 + len(outcome.strips) for outcome in self.outcomes)


def strips_of(months: PlanMonths, letters: Letters) -> list[SectionStrips]:
    """The strips of some cells, each outcome in the last section that it was in.

    Args:
        months: the plan.
        letters: the cells (``PlanMonths.letters``).
    """
    columns: dict[int, list[int | None]] = defaultdict(list)
    for outcome_id, column in letters:
        columns[outcome_id].append(column)
    outcomes = sorted((months.outcomes[pk] for pk in columns), key=lambda row: (row.position, row.id))
    made = []
    for section in months.sections.values():
        place = {column: number for number, column in enumerate(section.columns)}
        rows = tuple(
            _outcome(months, letters, row, sorted(columns[row.id], key=lambda c: _order(place, c)))
            for row in outcomes
            if row.section_id == section.id
        )
        if rows:
            made.append(SectionStrips(section.id, section.heading, rows))
    return made


def sections_of(months: PlanMonths, letters: Letters) -> list[tuple[SectionThen, int]]:
    """The sections that some cells are in, each with how many outcomes; in the plan's order."""
    numbers = Counter(months.outcomes[pk].section_id for pk in {pk for pk, _ in letters})
    return [(section, numbers[pk]) for pk, section in months.sections.items() if numbers[pk]]


def stacked(sections: Sequence[SectionStrips], stacks: int) -> list[list[SectionStrips]]:
    """Sections in their order, dealt into stacks of about one height.

    Args:
        sections: the sections.
        stacks: how many stacks at most.
    """
    made: list[list[SectionStrips]] = [[]]
    left, height = sum(section.rows for section in sections), 0
    for section in sections:
        # The next stack begins where this one would come nearer to its share without the section.
        share = left / (stacks - len(made) + 1)
        if made[-1] and len(made) < stacks and height + section.rows / 2 > share:
            left -= height
            height = 0
            made.append([])
        made[-1].append(section)
        height += section.rows
    return [stack for stack in made if stack]


def _order(place: dict[int | None, int], column: int | None) -> tuple[int, int]:
    """Columns as the section has them; one it has no longer after those, but before Overall."""
    return (2 if column is None else 0 if column in place else 1, place.get(column, 0))


def _outcome(
    months: PlanMonths, letters: Letters, outcome: OutcomeThen, columns: list[int | None]
) -> OutcomeStrips:
    now = months.spells[-1].outcomes.get(outcome.id)
    return OutcomeStrips(
        outcome,
        tuple(months.refs(outcome.id)),
        not now or not now.columns,
        tuple(
            Strip(
                OVERALL if column is None else str(column),
                "Overall" if column is None else months.localities[column],
                letters[outcome.id, column],
            )
            for column in columns
        ),
    )
