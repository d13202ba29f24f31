"""A section's ratings in one form: a cell for each outcome and column, of which a person changes a few."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from ..actions.rating import CellRating
from ..actions.refusals import CellProblem
from ..child_details import Sighting, find_child_details
from ..dashboards import is_stale, may_rate_cell
from ..dates import full_date
from ..models import Locality, Outcome, Rag, Rating
from ..models.rating import LONGEST_COMMENTARY
from ..permissions import Access
from ..snapshot import Cell, OutcomeRow, SectionView
from .child_details import ChildDetailsCheck, found_words

Key = tuple[int, int | None]

NO_CHANGE = "No change."
"""What the reason of a confirmed rating begins with."""


@dataclass
class GridCell:
    """One cell of the grid, with what was typed in it.

    Attributes:
        mine: whether this person rates it.
        name: what its inputs' names end with.
        rag: the colour chosen.
        commentary: the reason typed; empty where none was.
        same: "no change" is ticked in this cell.
        seen: id of the rating the form was made from; None where none stood.
        was: its colour: what the person was shown, whatever stands by now.
        error: what is wrong with it.
        in_reason: it is the reason that is wrong.
        overtaken: what the person was shown no longer stands.
        overtaken_by: the rating that stands instead, if any.
    """

    outcome: OutcomeRow
    cell: Cell
    mine: bool
    rag: Rag | None
    commentary: str = ""
    same: bool = False
    seen: int | None = None
    was: Rag | None = None
    error: str = ""
    in_reason: bool = False
    overtaken: bool = False
    overtaken_by: Rating | None = None

    @property
    def name(self) -> str:
        """Names its inputs."""
        return f"{self.outcome.id}-{self.cell.column.key}"

    @property
    def key(self) -> Key:
        """The cell, as actions name it."""
        return (self.outcome.id, self.cell.column.locality_id)

    @property
    def control(self) -> str:
        """Id of what to mend in it: the box for the reason, or a letter."""
        return f"commentary-{self.name}" if self.in_reason else f"rag-{self.name}-{self.rag or Rag.RED}"

    @property
    def label(self) -> str:
        """Such as ``2.2 Wexley``."""
        return f"{self.outcome.ref} {self.cell.column.name}"

    @property
    def shown(self) -> str:
        """What the form keeps of the rating it was made from, such as ``123.amber``; empty for none."""
        return f"{self.seen}.{self.was.value}" if self.seen and self.was else ""

    @property
    def confirmation(self) -> str:
        """What is recorded where somebody confirms this rating: the reason that stood, and whose it was."""
        stood = self.cell.standing
        if not stood or not stood.commentary:
            return NO_CHANGE
        if stood.commentary.startswith(NO_CHANGE):
            return stood.commentary
        return f"{NO_CHANGE} {stood.commentary} ({stood.recorded_by}, {full_date(stood.effective_on)})"

    @property
    def stale(self) -> bool:
        """Whether what stands is old."""
        return is_stale(self.cell)

    @property
    def has_input(self) -> bool:
        """Whether anything was typed or chosen that must not be lost."""
        return bool(self.commentary or self.error or self.rag != self.was)


@dataclass
class SectionGrid:
    """The grid, empty or filled in.

    Attributes:
        rows: an outcome and its cells.
        entry: the form's own number, so that a form sent twice makes one set of ratings.
        same_rows: outcomes whose row is ticked "no change".
        same_all: the whole grid is ticked "no change".
        child_details: asks, once for all of it, why what looks like a child's details is none.
    """

    section: SectionView
    rows: list[tuple[OutcomeRow, list[GridCell]]]
    entry: uuid.UUID = field(default_factory=uuid.uuid4)
    same_rows: set[int] = field(default_factory=set)
    same_all: bool = False
    child_details: ChildDetailsCheck = field(default_factory=ChildDetailsCheck)

    @classmethod
    def of(cls, section: SectionView, access: Access) -> "SectionGrid":
        """The grid as a person first sees it."""
        rows = [
            (
                outcome,
                [
                    GridCell(
                        outcome,
                        cell,
                        may_rate_cell(access, outcome, cell),
                        cell.rag,
                        seen=cell.standing.id if cell.standing else None,
                        was=cell.rag,
                    )
                    for cell in outcome.cells
                ],
            )
            for outcome in section.outcomes
            if not outcome.withdrawn_on
        ]
        return cls(section, rows)

    @property
    def mine(self) -> Iterator[GridCell]:
        """The cells this person rates."""
        return (cell for _, cells in self.rows for cell in cells if cell.mine)

    @property
    def count_mine(self) -> int:
        """How many cells this person rates."""
        return sum(1 for _ in self.mine)

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent. A cell the person may not rate is left as it is, whatever was sent for it."""
        self.child_details = ChildDetailsCheck(data)
        self.child_details.full_clean()
        self.same_all = "same-all" in data
        self.same_rows = {outcome.id for outcome, _ in self.rows if f"same-row-{outcome.id}" in data}
        try:
            self.entry = uuid.UUID(data.get("entry", ""))
        except ValueError:
            self.entry = uuid.uuid4()
        for cell in self.mine:
            seen, _, was = data.get(f"seen-{cell.name}", "").partition(".")
            cell.seen = int(seen) if seen.isdecimal() else None
            cell.was = Rag(was) if was in Rag.values else None
            chosen = data.get(f"rag-{cell.name}", "")
            cell.rag = Rag(chosen) if chosen in Rag.values else cell.was
            cell.commentary = data.get(f"commentary-{cell.name}", "").replace("\r\n", "\n").strip()
            cell.same = f"same-{cell.name}" in data

    def wanted(self, outcomes: Mapping[int, Outcome], localities: Mapping[int, Locality]) -> list[CellRating]:
        """The ratings asked for: cells changed, and cells confirmed. Sets ``error`` where one is unclear.

        Args:
            outcomes: the section's outcomes by id.
            localities: the section's localities by id.
        """
        wanted = []
        found: dict[Key, tuple[Sighting, ...]] = {}
        for cell in self.mine:
            changed = cell.rag != cell.was
            confirmed = cell.same or self.same_all or cell.outcome.id in self.same_rows
            if len(cell.commentary) > LONGEST_COMMENTARY:
                cell.error = f"Keep the reason to {LONGEST_COMMENTARY:,} characters."
                cell.in_reason = True
            elif cell.commentary and cell.rag is None:
                cell.error = "Choose a colour to go with the reason."
            elif cell.same and changed:
                cell.error = "You chose another colour and ticked no change: do one or the other."
            elif cell.rag and (changed or cell.commentary or confirmed):
                reason = cell.commentary if changed or cell.commentary else cell.confirmation
                wanted.append(self._rating(cell, cell.rag, reason, outcomes, localities))
                if seen := find_child_details(reason):
                    found[cell.key] = seen
        if not self.child_details.settles(found.values()):
            self._show_child_details(found)
        return wanted

    def _show_child_details(self, found: Mapping[Key, tuple[Sighting, ...]]) -> None:
        for cell in self.mine:
            if seen := found.get(cell.key):
                cell.in_reason = True
                cell.error = found_words(seen)
                if not cell.commentary:
                    cell.error = f"In the reason that stands, and that no change repeats, {cell.error}"

    def _rating(
        self,
        cell: GridCell,
        rag: Rag,
        commentary: str,
        outcomes: Mapping[int, Outcome],
        localities: Mapping[int, Locality],
    ) -> CellRating:
        locality_id = cell.cell.column.locality_id
        return CellRating(
            outcomes[cell.outcome.id],
            localities[locality_id] if locality_id is not None else None,
            rag,
            commentary,
            seen=cell.seen,
        )

    @property
    def has_errors(self) -> bool:
        """Whether any cell needs the person's attention."""
        return any(cell.error for cell in self.mine)

    @property
    def child_details_problems(self) -> list[dict[str, str]]:
        """For the summary of what is wrong: the question at the foot of the grid, if it is not answered."""
        question = self.child_details["false_alarm"]
        said = list(map(str, question.errors))
        if self.child_details.asks and not question.value():
            said = ["Or say why this is a false alarm"]
        return [{"href": f"#{question.id_for_label}", "text": words} for words in said]

    def show_problems(self, problems: Mapping[Key, CellProblem]) -> None:
        """Put what the action refused beside the cells; the next save is made against what stands now."""
        for cell in self.mine:
            problem = problems.get(cell.key)
            if problem is None:
                continue
            cell.error, cell.in_reason = problem.message, problem.field == "commentary"
            if problem.overtaken:
                cell.overtaken = True
                cell.overtaken_by = problem.overtaken_by
                cell.seen = cell.cell.standing.id if cell.cell.standing else None
                cell.was = cell.cell.rag
