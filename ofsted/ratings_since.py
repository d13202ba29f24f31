"""How the ratings of outcomes stood on the last day of a visit, and how they stand since.

A visit may have been under an earlier version of the plan. Up to the day on which a version closed, what
stood is told by that version's outcome, which the one shown continues; where it continues several, nobody
ever gave it the one colour that would be compared with.
"""

# ruff: noqa: S608 - the statement is made of constants; what varies goes in as parameters

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone

from plans.as_at import as_moment, closing, fetch
from plans.as_recorded import one_of
from plans.models import Plan, Rag
from plans.snapshot import Cell, Column, OutcomeRow, PlanSnapshot
from plans.standing import Key, Stood, stood_on, turning_ratings

from .through_versions import Heirs

Day = tuple[int, dt.date]
"""(outcome id, the last day of a visit)"""


class Since(Enum):
    """What became of a rating since a visit, in words."""

    BETTER = "Better"
    WORSE = "Worse"
    SAME = "No change"
    FIRST = "First rated since"
    GONE = "Rated then, not now"
    NOT_RATED = "Not rated"
    MERGED = "Several outcomes then"

    @property
    def direction(self) -> str:
        """``up``, ``down`` or empty: which way the colour went."""
        return {Since.BETTER: "up", Since.WORSE: "down"}.get(self, "")


@dataclass(frozen=True, slots=True)
class CellSince:
    """One column of an outcome, on the last day of a visit and at the date shown.

    Attributes:
        before: the rating that stood on that day; None where none did.
        now: the rating that stands.
        turned: where the colour is another, the rating that brought the one that stands.
        kind: what became of it.
    """

    column: Column
    before: Stood | None
    now: Stood | None
    turned: Stood | None
    kind: Since

    @property
    def was(self) -> Rag | None:
        """The colour on that day."""
        return self.before.rag if self.before else None

    @property
    def rag(self) -> Rag | None:
        """The colour that stands."""
        return self.now.rag if self.now else None

    @property
    def rating(self) -> Stood | None:
        """The rating that the change came with, whose date and reason are its own; None for no change."""
        return self.turned

    @property
    def words(self) -> str:
        """Such as "Better: red then, amber now"."""
        if self.kind in (Since.BETTER, Since.WORSE) and self.was and self.rag:
            return f"{self.kind.value}: {self.was.label.lower()} then, {self.rag.label.lower()} now"
        return self.kind.value


def ratings_since(
    plan: Plan, snapshot: PlanSnapshot, heirs: Heirs, asked: Iterable[tuple[OutcomeRow, dt.date]]
) -> dict[Day, tuple[CellSince, ...]]:
    """For each of some outcomes, its columns on the last day of a visit and at the date shown.

    Two queries, with outcomes or without; one more where the plan follows an earlier version.

    Args:
        plan: the plan shown.
        snapshot: of it.
        heirs: what its outcomes come from (``Register.heirs``).
        asked: outcomes of the snapshot, each with the day.

    Returns:
        By outcome and day, a cell for each column that the outcome is rated in.
    """
    pairs = {(row.id, day): row for row, day in asked}
    closings = _closings(plan, heirs)
    told_by = {key: _told_by(key, heirs, closings) for key in pairs}
    probes: list[tuple[Key, dt.date]] = [
        ((sources[0], cell.column.locality_id), day)
        for (pk, day), sources in told_by.items()
        if len(sources) == 1
        for cell in pairs[pk, day].rated_cells
    ]
    # One cell at least, so that a page asks as much whatever its findings are linked to.
    stood = stood_on(plan, probes or [((0, None), snapshot.at)], snapshot.known_at)
    found: dict[Day, list[tuple[Cell, Stood | None]]] = {
        (pk, day): [
            (cell, stood.get(((sources[0], cell.column.locality_id), day)) if len(sources) == 1 else None)
            for cell in pairs[pk, day].rated_cells
        ]
        for (pk, day), sources in told_by.items()
    }
    moved = [
        cell.standing
        for cells in found.values()
        for cell, before in cells
        if cell.standing and (before is None or before.rag != cell.standing.rag)
    ]
    turned = turning_ratings(plan, moved, snapshot.at, snapshot.known_at)
    return {
        key: tuple(_since(cell, before, turned, merged=len(told_by[key]) > 1) for cell, before in cells)
        for key, cells in found.items()
    }


def _since(cell: Cell, before: Stood | None, turned: dict[int, Stood], *, merged: bool) -> CellSince:
    now = cell.standing
    kind = _kind(before, now, merged=merged)
    changed = now is not None and kind not in (Since.SAME, Since.MERGED)
    return CellSince(cell.column, before, now, turned.get(now.id, now) if now and changed else None, kind)


def _kind(before: Stood | None, now: Stood | None, *, merged: bool) -> Since:
    if merged:
        return Since.MERGED
    if before is None:
        return Since.NOT_RATED if now is None else Since.FIRST
    if now is None:
        return Since.GONE
    if now.rag == before.rag:
        return Since.SAME
    return Since.BETTER if now.rag.rank > before.rag.rank else Since.WORSE


_CLOSINGS = f"""
SELECT o.id, p.closed FROM plans_outcome o
JOIN (SELECT v.id, {closing("v.id")} AS closed FROM plans_plan v) p ON p.id = o.plan_id WHERE """


def _closings(plan: Plan, heirs: Heirs) -> dict[int, dt.date]:
    """The day on which the version of each earlier outcome closed; what is of an open one is left out."""
    if plan.predecessor_id is None:
        return {}
    found = fetch(_CLOSINGS + one_of("o.id", heirs.continued.keys()), plan)
    return {pk: timezone.localdate(as_moment(closed)) for pk, closed in found if closed}


def _told_by(key: Day, heirs: Heirs, closings: dict[int, dt.date]) -> Sequence[int]:
    """Which outcomes tell what stood: those of the version in use on that day; the one shown if it was."""
    pk, day = key
    by_closing: dict[dt.date, list[int]] = defaultdict(list)
    for ancestor in heirs.ancestors.get(pk, ()):
        closed = closings.get(ancestor)
        if closed is not None and closed >= day:
            by_closing[closed].append(ancestor)
    return by_closing[min(by_closing)] if by_closing else [pk]
