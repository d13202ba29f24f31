"""What changed on a plan since an earlier date."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..models import Rag
from ..snapshot import Cell, OutcomeRow, PlanSnapshot, Stood
from ..standing import Key


@dataclass(frozen=True, slots=True)
class Move:
    """A cell whose colour differs between two dates.

    Attributes:
        was: the colour that stood before.
        now: the rating that stands after.
        turned: the rating that brought that colour, where later ones have confirmed it.
    """

    outcome: OutcomeRow
    cell: Cell
    was: Rag
    now: Stood
    turned: Stood | None = None

    @property
    def on(self) -> dt.date:
        """The day it moved; the day of what stands, where that is all that is known."""
        return (self.turned or self.now).effective_on

    @property
    def better(self) -> bool:
        """Whether it moved towards complete."""
        return self.now.rag.rank > self.was.rank


def moves(before: Mapping[Key, Rag], after: PlanSnapshot) -> Iterator[Move]:
    """The cells rated at both dates whose colour changed, in the plan's order. A first rating is not a move.

    Args:
        before: the colours that stood on the earlier date (``standing.rags_at``).
        after: the plan on the later date.
    """
    for outcome, cell in after.cells:
        was = before.get((outcome.id, cell.column.locality_id))
        if was and cell.standing and was != cell.standing.rag:
            yield Move(outcome, cell, was, cell.standing)


def worst(cells: tuple[Cell, ...]) -> Rag | None:
    """The worst colour among some cells; None where none is rated."""
    rated = [cell.rag for cell in cells if cell.rag]
    return min(rated, key=lambda rag: rag.rank, default=None)
