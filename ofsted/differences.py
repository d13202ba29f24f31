"""Where SMT, on a site day, rated an outcome otherwise than the rating that stands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from plans.models import Plan, Rag
from plans.snapshot import Cell, OutcomeRow, PlanSnapshot
from plans.standing import Stood, turning_ratings

from .measured import Check

RULE = (
    "SMT's latest rating on a site day is another colour than the rating that stands, and than the one that "
    "stood that day: where the two agreed then, a later rating makes no difference. It is open until they "
    "agree or somebody says how it was resolved, and open again if the rating then becomes a third colour."
)
"""What a difference is, in words for the pages that show one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that SMT and the manager see differently.

    Attributes:
        outcome, cell: of the plan shown; the cell is rated.
        check: SMT's latest rating of it.
        rag: SMT's colour.
        standing: the colour that stands.
    """

    outcome: OutcomeRow
    cell: Cell
    check: Check
    rag: Rag
    standing: Rag

    @property
    def has_moved(self) -> bool:
        """Whether another colour stands than when SMT looked."""
        return self.standing != self.check.stood

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet how this difference, of these two colours, was resolved."""
        return not self.check.resolution or self.check.settled != self.standing


@dataclass(frozen=True, slots=True)
class Moved:
    """How a rating has moved since SMT looked.

    Attributes:
        was: the colour that stood that day; None where none did.
        now: the one that stands.
        on: the day on which it took effect; of one put right or entered afterwards for that day or before,
            the day of that.
    """

    was: Rag | None
    now: Rag
    on: dt.date


def moved_since(plan: Plan, snapshot: PlanSnapshot, found: Iterable[Difference]) -> dict[int, Moved]:
    """How the ratings of some differences have moved since SMT looked. One query, or none where none has.

    Args:
        plan: the plan shown.
        snapshot: of it, at the date shown.
        found: the differences.

    Returns:
        By the id of what SMT saw; where the same colour stands as then, nothing.
    """
    moved = [(one, one.cell.standing) for one in found if one.has_moved and one.cell.standing]
    if not moved:
        return {}
    turned = turning_ratings(plan, [standing for _, standing in moved], snapshot.at, snapshot.known_at)
    return {
        one.check.id: Moved(one.check.stood, one.standing, _day(turned.get(standing.id, standing), one.check))
        for one, standing in moved
    }


def _day(turned: Stood, check: Check) -> dt.date:
    afterwards = turned.effective_on <= check.visit.last_on
    return timezone.localdate(turned.recorded_at) if afterwards else turned.effective_on


def differences(snapshot: PlanSnapshot, checks: Iterable[Check]) -> tuple[Difference, ...]:
    """Every cell whose standing rating is another colour than SMT's latest (``RULE``), in the plan's order.

    A cell that is not rated differs from nothing; one that was not when SMT looked may differ since. What
    SMT saw of an outcome that was since split is no rating of any of its parts.

    Args:
        snapshot: the plan at the date shown.
        checks: what SMT saw, the newest day's first.
    """
    latest: dict[tuple[int, int | None], Check] = {}
    for one in checks:
        if one.rag and len(one.outcomes) == 1:
            latest.setdefault((one.outcomes[0].id, one.locality_id), one)
    if not latest:
        return ()
    return tuple(
        Difference(outcome, cell, check, check.rag, cell.rag)
        for outcome, cell in snapshot.cells
        if (check := latest.get((outcome.id, cell.column.locality_id)))
        and check.rag
        and cell.rag
        and check.rag not in (cell.rag, check.stood)
    )
