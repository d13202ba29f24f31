"""The form of a site day: every outcome that is looked at there, section by section, saved at once."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from plans.actions.refusals import CellProblem
from plans.child_details import find_child_details
from plans.forms.child_details import ChildDetailsCheck, found_words
from plans.models import Locality, Outcome, Rag
from plans.snapshot import PlanSnapshot, SectionView
from plans.standing import Stood

from ..actions.site_days import NO_SUCH_RATING, Key, Saw, TakenOut
from ..measured import Check
from .site_cells import SiteCell, site_cell

MAX_SEEN = 5_000
MAX_QUESTION = 300


@dataclass
class SiteSection:
    """A section with the cells that are looked at on the day."""

    section: SectionView
    cells: list[SiteCell]

    @property
    def filled(self) -> int:
        """Of how many outcomes something is recorded or typed."""
        return sum(1 for cell in self.cells if cell.is_filled)

    @property
    def has_errors(self) -> bool:
        """Whether any cell of it needs the person's attention."""
        return any(cell.error for cell in self.cells)


@dataclass
class SiteDayGrid:
    """The form of a site day, empty or filled in.

    Attributes:
        sections: first those that are rated in the locality, then those that have one rating for everywhere.
        child_details: asks, once for all of it, why what looks like a child's details is none.
    """

    sections: list[SiteSection]
    child_details: ChildDetailsCheck = field(default_factory=ChildDetailsCheck)

    @classmethod
    def of(
        cls,
        snapshot: PlanSnapshot,
        locality_id: int,
        checks: Collection[Check],
        stood: Mapping[tuple[Key, dt.date], Stood],
        on: dt.date,
    ) -> "SiteDayGrid":
        """The form as a person first sees it.

        Args:
            snapshot: the plan as it is now.
            locality_id: where the site is.
            checks: what is recorded of the day already.
            stood: the ratings that stood on the site day, of the cells that were rated by then.
            on: the site day.
        """
        there = {(row.id, check.locality_id): check for check in checks for row in check.outcomes}
        here: list[SiteSection] = []
        everywhere: list[SiteSection] = []
        for section in snapshot.sections:
            one_rating = all(column.locality_id is None for column in section.columns)
            asked = None if one_rating else locality_id
            cells = [
                site_cell(
                    outcome, cell, there.get((outcome.id, asked)), stood.get(((outcome.id, asked), on)), on
                )
                for outcome in section.outcomes
                if not outcome.withdrawn_on and (cell := outcome.cell(asked))
            ]
            if cells:
                (everywhere if one_rating else here).append(SiteSection(section, cells))
        return cls([*here, *everywhere])

    @property
    def cells(self) -> Iterator[SiteCell]:
        """Every cell of it."""
        return (cell for section in self.sections for cell in section.cells)

    @property
    def filled(self) -> int:
        """Of how many outcomes something is recorded or typed."""
        return sum(section.filled for section in self.sections)

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent."""
        self.child_details = ChildDetailsCheck(data)
        self.child_details.full_clean()
        for cell in self.cells:
            cell.take(data)

    def wanted(
        self, outcomes: Mapping[int, Outcome], localities: Mapping[int, Locality]
    ) -> tuple[list[Saw], list[TakenOut]]:
        """What is to be recorded, and which cells were emptied and are to be taken out. Sets ``error``.

        Args:
            outcomes: of the plan, by id.
            localities: its localities, by id.
        """
        wanted: list[Saw] = []
        emptied: list[TakenOut] = []
        found = {}
        for cell in self.cells:
            if not cell.is_changed:
                continue
            if not cell.is_filled:
                emptied += [TakenOut(cell.key, cell.check_id, cell.version)] if cell.check_id else []
                continue
            self._check(cell)
            if not cell.error:
                locality_id = cell.cell.column.locality_id
                wanted.append(
                    Saw(
                        outcome=outcomes[cell.outcome.id],
                        locality=localities[locality_id] if locality_id is not None else None,
                        seen=cell.seen,
                        question=cell.question,
                        met=int(cell.met) if cell.met else None,
                        of=int(cell.of) if cell.of else None,
                        rag=cell.rag,
                        check_id=cell.check_id,
                        seen_version=cell.version,
                    )
                )
            for name in ("seen", "question"):
                if seen := find_child_details(getattr(cell, name)):
                    found[cell.key, name] = (cell, seen)
        if not self.child_details.settles([seen for _, seen in found.values()]):
            for (_, name), (cell, seen) in found.items():
                cell.error, cell.error_in = found_words(seen), name
        return wanted, emptied

    def _check(self, cell: SiteCell) -> None:
        numbers = [number for number in (cell.met, cell.of) if number]
        if cell.rag and cell.rag not in Rag.values:
            cell.error, cell.error_in = NO_SUCH_RATING, "rag"
        elif not cell.seen:
            cell.error, cell.error_in = "Say what was seen.", "seen"
        elif len(cell.seen) > MAX_SEEN:
            cell.error, cell.error_in = f"Keep what was seen to {MAX_SEEN:,} characters.", "seen"
        elif len(cell.question) > MAX_QUESTION:
            cell.error, cell.error_in = f"Keep what was counted to {MAX_QUESTION} characters.", "question"
        elif not all(number.isascii() and number.isdecimal() and len(number) < 7 for number in numbers):
            cell.error, cell.error_in = "Enter whole numbers: how many met it, and of how many.", "met"
        elif len(numbers) == 1:
            cell.error, cell.error_in = "Enter both numbers: how many met it, and of how many.", "met"
        elif numbers and (int(cell.of) == 0 or int(cell.met) > int(cell.of)):
            cell.error, cell.error_in = "It cannot be more than it is of, nor of 0.", "met"
        elif numbers and not cell.question:
            cell.error, cell.error_in = "Say what was counted.", "question"
        elif cell.question and not numbers:
            cell.error, cell.error_in = "Enter how many met it, and of how many.", "met"

    def show_problems(self, problems: Mapping[Key, CellProblem]) -> None:
        """Put what the action refused beside the cells; the next save is made against what is there now."""
        for cell in self.cells:
            if problem := problems.get(cell.key):
                cell.error, cell.error_in = problem.message, problem.field or "seen"
                if problem.overtaken:
                    cell.overtaken_by = by = problem.overtaken_by
                    cell.check_id, cell.version = (by.pk, by.version) if by else (None, None)

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary of what is wrong, each with a link to its place."""
        found = [
            {"href": f"#{cell.control}", "text": f"{cell.label}: {cell.error}"}
            for cell in self.cells
            if cell.error
        ]
        question = self.child_details["false_alarm"]
        said = list(map(str, question.errors))
        if self.child_details.asks and not question.value():
            said = ["Or say why this is a false alarm"]
        return found + [{"href": f"#{question.id_for_label}", "text": words} for words in said]
