"""What became of one rating between two dates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ..models import Rag
from ..snapshot import Cell, Column, OutcomeRow
from ..standing import Stood
from ..withdrawals import Withdrawal


class CellKind(Enum):
    """What became of a cell: its name in an address, and in words. Every cell has exactly one."""

    BETTER = ("better", "Better")
    WORSE = ("worse", "Worse")
    NEWLY_RATED = ("newly-rated", "Newly rated")
    NEWLY_COMPLETE = ("newly-complete", "Newly complete")
    REOPENED = ("reopened", "Reopened")
    CORRECTED = ("corrected", "Corrected")
    CONFIRMED = ("confirmed", "Confirmed unchanged")
    NO_UPDATE = ("no-update", "No update")
    STILL_COMPLETE = ("still-complete", "Still complete")  # which needs no update
    NOT_RATED = ("not-rated", "Still not rated")
    NOW_ASKED = ("now-asked", "Now asked for, not rated yet")
    NO_LONGER_ASKED = ("no-longer-asked", "No longer asked for")

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label

    @property
    def quiet(self) -> bool:
        """Whether nothing was said that a reader must know of; left out of a list unless asked for."""
        return self in _QUIET

    @property
    def new_colour(self) -> bool:
        """Whether somebody gave the cell another colour than it had, or its first."""
        return bool(self.direction) or self is CellKind.NEWLY_RATED

    @property
    def direction(self) -> str:
        """``up``, ``down`` or empty: which way the colour went."""
        if self in (CellKind.BETTER, CellKind.NEWLY_COMPLETE):
            return "up"
        return "down" if self in (CellKind.WORSE, CellKind.REOPENED) else ""


_QUIET = (CellKind.CONFIRMED, CellKind.NO_UPDATE, CellKind.STILL_COMPLETE, CellKind.NOT_RATED)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell at two dates.

    Attributes:
        outcome: its outcome, at the later date where it was there then.
        was, now: the cell at each date; None where it was not asked for then.
        turned: the rating that brought it to the colour it now has, where later ones have confirmed that.
        withdrawal: why it is no longer asked for, where its outcome was withdrawn.
    """

    outcome: OutcomeRow
    column: Column
    kind: CellKind
    was: Cell | None
    now: Cell | None
    turned: Stood | None = None
    withdrawal: Withdrawal | None = None

    @property
    def rating(self) -> Stood | None:
        """The rating that the change came with; its reason is the change's."""
        return self.turned or (self.now.standing if self.now else None)

    @property
    def cell(self) -> Cell:
        """The later of the two that there is."""
        cell = self.now or self.was
        assert cell is not None  # noqa: S101 - a change is of something
        return cell


def cell_changes(
    was: OutcomeRow | None,
    now: OutcomeRow | None,
    corrections: Mapping[int, int],
    withdrawal: Withdrawal | None = None,
) -> Iterator[CellChange]:
    """What became of every cell of an outcome, in the order of its columns; those that are gone come last.

    Args:
        was, now: the outcome at the two dates; None where it was not there.
        corrections: as for ``compare``.
        withdrawal: the outcome's, if it was withdrawn between the two.
    """
    before = {cell.column.locality_id: cell for cell in (was.rated_cells if was else ())}
    outcome = now or was
    assert outcome is not None  # noqa: S101 - one of the two is there
    for cell in now.rated_cells if now else ():
        earlier = before.pop(cell.column.locality_id, None)
        yield CellChange(outcome, cell.column, _kind(earlier, cell, corrections), earlier, cell)
    for earlier in before.values():
        yield CellChange(
            outcome, earlier.column, CellKind.NO_LONGER_ASKED, earlier, None, withdrawal=withdrawal
        )


def _kind(was: Cell | None, now: Cell, corrections: Mapping[int, int]) -> CellKind:
    before, after = was.standing if was else None, now.standing
    if before is None:
        if after is None:
            return CellKind.NOT_RATED if was else CellKind.NOW_ASKED
        return CellKind.NEWLY_COMPLETE if after.rag == Rag.COMPLETE else CellKind.NEWLY_RATED
    if after is not None and after.id == before.id:
        return CellKind.STILL_COMPLETE if after.rag == Rag.COMPLETE else CellKind.NO_UPDATE
    # Without a correction, what stands later is always further on in the order that decides what stands.
    if after is None or after.order < before.order or _puts_right(after, before, corrections):
        return CellKind.CORRECTED
    if after.rag == before.rag:
        return CellKind.CONFIRMED
    if after.rag == Rag.COMPLETE:
        return CellKind.NEWLY_COMPLETE
    if before.rag == Rag.COMPLETE:
        return CellKind.REOPENED
    return CellKind.BETTER if after.rag.rank > before.rag.rank else CellKind.WORSE


def _puts_right(later: Stood, earlier: Stood, corrections: Mapping[int, int]) -> bool:
    """Whether a rating corrects another, or corrects what corrected it, and so on."""
    corrected = later.corrects
    while corrected is not None and corrected != earlier.id:
        corrected = corrections.get(corrected)
    return corrected is not None
