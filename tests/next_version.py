"""What the tests of a plan's next version do again and again."""

import datetime as dt
from typing import Any

from plans.actions.joining import SameLocality
from plans.actions.versions import match_outcomes, start_version
from plans.models import (
    OutcomePredecessor,
    Plan,
    Rating,
)

from .cast import Cast, place

MONTH = dt.date(2025, 6, 1)


def start(plan: Plan, cast: Cast, **given: Any) -> Any:
    return start_version(plan=plan, by=cast.administrator, reason="The board agreed it", **given)


def ids(plan: Plan, *refs: str) -> list[int]:
    return [plan.outcomes.get(ref=ref).pk for ref in refs]


def carried(plan: Plan) -> dict[tuple[str, str], Rating]:
    return {
        (one.outcome.ref, one.locality.name if one.locality else "Overall"): one
        for one in Rating.objects.filter(plan=plan).select_related("outcome", "locality")
    }


def links(plan: Plan) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in OutcomePredecessor.objects.filter(outcome__plan=plan):
        found.setdefault(link.outcome.ref, set()).add(link.predecessor.ref)
    return found


def join(draft: Plan, cast: Cast, name: str = "") -> None:
    same = SameLocality(place("Wexleys").pk, place("Wexley").pk, name)
    match_outcomes(
        plan=draft, matches={}, localities=[same], by=cast.administrator, reason="One and the same"
    )
