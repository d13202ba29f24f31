"""A plan at the end of each of many months, and how many of its cells had each colour."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..models import Rag
from ..standing import Key

NOT_RATED, ABSENT = "-", " "
"""A month in which a cell was not rated yet, and one in which it was no part of the plan."""

RAGS: dict[str, Rag | None] = {rag.value[0]: rag for rag in Rag} | {NOT_RATED: None}
"""The colour that each letter stands for."""

Months = list[tuple[dt.date, str]]
"""Month ends, oldest first, each with the letter of what stood: r, a, g, c, ``NOT_RATED`` or ``ABSENT``."""

Letters = dict[Key, str]
"""For each cell one letter a month, oldest first: r, a, g, c, ``NOT_RATED`` or ``ABSENT``."""


@dataclass(frozen=True, slots=True)
class SectionThen:
    """A section as it was over some months."""

    id: int
    number: str
    title: str
    position: int
    columns: tuple[int | None, ...]

    @property
    def heading(self) -> str:
        """Number and title, as printed."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class OutcomeThen:
    """An outcome as it was over some months; ``columns`` are those it is rated in, none once withdrawn."""

    id: int
    ref: str
    statement: str
    position: int
    section_id: int
    lead_ids: frozenset[int]
    theme_ids: frozenset[int]
    columns: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Spell:
    """Months over which the plan had the same outcomes and columns.

    Attributes:
        first, last: its first month and the one after its last, counted from nought.
    """

    first: int
    last: int
    sections: Mapping[int, SectionThen]
    outcomes: Mapping[int, OutcomeThen]


@dataclass(frozen=True)
class PlanMonths:
    """A plan at the end of each of some months, oldest first.

    Attributes:
        ends: the days: the last of each month, but for the newest the day asked for.
        spells: what the plan had, all the months through.
        colours: what stood in every cell that was ever rated, whether or not the plan had it then.
        localities, leads, themes: what each was called on the last day, by id.
    """

    ends: tuple[dt.date, ...]
    spells: tuple[Spell, ...]
    colours: Letters
    localities: Mapping[int, str]
    leads: Mapping[int, str]
    themes: Mapping[int, str]

    @cached_property
    def outcomes(self) -> dict[int, OutcomeThen]:
        """Every outcome that the plan had in any of the months, as it was in the last of them."""
        return {pk: outcome for spell in self.spells for pk, outcome in spell.outcomes.items()}

    @cached_property
    def sections(self) -> dict[int, SectionThen]:
        """Every section, likewise, in the plan's order."""
        found = {pk: section for spell in self.spells for pk, section in spell.sections.items()}
        return dict(sorted(found.items(), key=lambda pair: (pair[1].position, pair[0])))

    def letters(self, keep: Callable[[OutcomeThen, int | None], bool] | None = None) -> Letters:
        """The months of every cell that the plan had in any of them.

        Args:
            keep: whether an outcome as it was then is wanted, in a column; a cell is ``ABSENT`` in the months
                in which it is not, and left out if that is all of them.
        """
        months = len(self.ends)
        unrated, nothing = NOT_RATED * months, ABSENT * months
        found: Letters = {}
        for spell in self.spells:
            first, last = spell.first, spell.last
            for outcome in spell.outcomes.values():
                for column in outcome.columns:
                    if keep is None or keep(outcome, column):
                        key = (outcome.id, column)
                        rated, had = self.colours.get(key, unrated), found.get(key, nothing)
                        found[key] = had[:first] + rated[first:last] + had[last:]
        return found

    def rags(self, month: int) -> dict[Key, Rag | None]:
        """The colour of every cell that the plan had at one month end; None where it was not rated."""
        return {
            key: RAGS[letters[month]] for key, letters in self.letters().items() if letters[month] != ABSENT
        }

    def refs(self, outcome_id: int) -> list[str]:
        """An outcome's ref at each month end; empty where the plan did not have it."""
        refs: list[str] = []
        for spell in self.spells:
            outcome = spell.outcomes.get(outcome_id)
            refs += [outcome.ref if outcome else ""] * (spell.last - spell.first)
        return refs

    def numbers(self, section_id: int) -> list[str]:
        """A section's number at each month end; empty where the plan did not have it."""
        numbers: list[str] = []
        for spell in self.spells:
            section = spell.sections.get(section_id)
            numbers += [section.number if section else ""] * (spell.last - spell.first)
        return numbers


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How many cells had each colour at a month end.

    Attributes:
        counts: by colour; None counts those not rated.
        change: how many more cells there were than at the month end before; None for the first.
    """

    end: dt.date
    counts: Mapping[Rag | None, int]
    change: int | None

    @property
    def total(self) -> int:
        """All the cells there were."""
        return sum(self.counts.values())


def count_months(ends: Sequence[dt.date], letters: Letters) -> list[MonthCounts]:
    """Cells by colour at each month end, oldest first.

    Args:
        ends: the month ends.
        letters: the cells to count (``PlanMonths.letters``).
    """
    everything, months = "".join(letters.values()), len(ends)
    made: list[MonthCounts] = []
    for place, end in enumerate(ends):
        then = everything[place::months]
        counts = {rag: then.count(letter) for letter, rag in RAGS.items()}
        change = sum(counts.values()) - made[-1].total if made else None
        made.append(MonthCounts(end, counts, change))
    return made
