"""The colour of the manager's that a resolution was about: what stood when somebody said it was resolved."""

import datetime as dt
from collections.abc import Collection, Mapping

from plans.models import Rag, Rating

Settled = tuple[Collection[int], int | None, dt.datetime]
"""An outcome's ids in the versions in which it may have been rated, the column, and when it was resolved."""


def settled_rags(resolved: Mapping[int, Settled]) -> dict[int, Rag]:
    """The colour that stood in each cell when its difference was resolved. One query; none for no cells.

    Args:
        resolved: by the id of what SMT saw.

    Returns:
        By the same id; a cell in which nothing stood then is left out.
    """
    if not resolved:
        return {}
    outcomes = {pk for lives, _, _ in resolved.values() for pk in lives}
    ratings = Rating.objects.filter(outcome_id__in=outcomes)
    newest = sorted(ratings, key=lambda row: (row.effective_on, row.recorded_at, row.pk), reverse=True)
    found = {}
    for check_id, (lives, locality_id, at) in resolved.items():
        known = [row for row in newest if row.recorded_at <= at and row.outcome_id in lives]
        put_right = {row.corrects_id for row in known}
        for row in known:
            if row.rag and row.locality_id == locality_id and row.pk not in put_right:
                found[check_id] = Rag(row.rag)
                break
    return found
