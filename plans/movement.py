"""What changed between two snapshots of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from .models import Rag
from .snapshot import Cell, OutcomeRow, PlanSnapshot, Stood


@dataclass(frozen=True, slots=True)
class Move:
    """A cell whose colour differs between two dates.

    Attributes:
        was: the rating that stood before.
        now: the rating that stands after.
    """

    outcome: OutcomeRow
    cell: Cell
    was: Stood
    now: Stood

    @property
    def better(self) -> bool:
        """Whether it moved towards complete."""
        return self.now.rag.rank > self.was.rag.rank


def moves(before: PlanSnapshot, after: PlanSnapshot) -> Iterator[Move]:
    """The cells rated at both dates whose colour changed, in the plan's order. A first rating is not a move."""
    earlier = {
        (outcome.id, cell.column.locality_id): cell.standing
        for outcome, cell in before.cells
        if cell.standing
    }
    for outcome, cell in after.cells:
        was = earlier.get((outcome.id, cell.column.locality_id))
        if was and cell.standing and was.rag != cell.standing.rag:
            yield Move(outcome, cell, was, cell.standing)


def worst(cells: tuple[Cell, ...]) -> Rag | None:
    """The worst colour among some cells; None where none is rated."""
    rated = [cell.rag for cell in cells if cell.rag]
    return min(rated, key=lambda rag: rag.rank, default=None)
