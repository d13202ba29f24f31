"""Where SMT, on a site day, rated an outcome otherwise than the rating that stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import Rag
from plans.snapshot import Cell, OutcomeRow, PlanSnapshot

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
    def is_open(self) -> bool:
        """Whether nobody has said yet how this difference, of these two colours, was resolved."""
        return not self.check.resolution or self.check.settled != self.standing


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
