"""Who withdrew an outcome, and why: its history knows, and nothing else does."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Outcome


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an outcome was withdrawn.

    Attributes:
        on: the day from which it is.
        by: the name of who recorded it, as it was then.
        reason: why, in their words.
    """

    on: dt.date
    by: str
    reason: str


def withdrawals_of(outcomes: Iterable[int], *, moment: dt.datetime | None) -> dict[int, Withdrawal]:
    """The withdrawals of some outcomes, by id; one that was not withdrawn is left out. One query, or none.

    Whoever set the date of withdrawal is meant, and not whoever changed another word of the outcome since.

    Args:
        outcomes: their ids; for none, nothing is asked.
        moment: as it stood then (``PlanSnapshot.wording_at``); as it is now if None.
    """
    ids = list(outcomes)
    if not ids:
        return {}
    history = Outcome.history.filter(id__in=ids).order_by("history_date", "history_id")
    if moment:
        history = history.filter(history_date__lte=moment)
    found: dict[int, Withdrawal] = {}
    for pk, on, by, reason in history.values_list(
        "id", "withdrawn_on", "history_by", "history_change_reason"
    ):
        if on is None:
            found.pop(pk, None)
        elif pk not in found or found[pk].on != on:
            found[pk] = Withdrawal(on, by, reason)
    return found
