"""What the tests of the months share: an old plan, rows written when we choose, and what is read of them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from plans.models import (
    Plan,
    Rag,
    Rating,
)
from plans.months import PlanMonths, read_months
from plans.snapshot import take_cover, take_snapshot

from .cast import make_small_plan, place
from .factories import set_up_by

START = dt.datetime(2024, 10, 7, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 1, 20, 12, tzinfo=dt.UTC)
WHY = "Said why"


def on(day: int) -> dt.datetime:
    """Nine in the morning, so many days after the plan was set up."""
    return START + dt.timedelta(days=day)


@pytest.fixture(name="old_plan")
def old_plan_fixture(db: None) -> Iterator[Plan]:
    """The small plan, set up on 7 October 2024; it is now 20 January 2026."""
    with time_machine.travel(START, tick=False):
        made = make_small_plan()
    with time_machine.travel(NOW, tick=False):
        yield made


def write(plan: Plan, ref: str, column: str | None, rag: Rag | None, day: int, **given: Any) -> Rating:
    """A row straight into the table, recorded when we choose."""
    recorded = given.pop("recorded", day)
    row = Rating(
        plan=plan,
        outcome=plan.outcomes.get(ref=ref),
        locality=place(column),
        rag=rag,
        commentary=WHY,
        effective_on=on(day).date(),
        recorded_at=on(recorded),
        recorded_by=set_up_by(),
        recorded_by_name="Set Up",
        **given,
    )
    row.save()
    return row


def read(
    plan: Plan,
    *,
    months: int = 15,
    until: dt.date | None = None,
    known: dt.datetime | None = None,
    outcome_id: int | None = None,
) -> PlanMonths:
    cover = take_cover(plan, at=until, known_at=known)
    return read_months(
        plan,
        until=cover.at,
        months=months,
        known_at=cover.known_at,
        set_up_on=cover.set_up_on,
        wording_at=cover.wording_at,
        outcome_id=outcome_id,
    )


def agrees(plan: Plan, months: PlanMonths, known: dt.datetime | None = None) -> None:
    """Fail unless every month is what a snapshot of its last day says."""
    for place_, end in enumerate(months.ends):
        then = take_snapshot(plan, at=end, known_at=known, previous=False)
        stood = {(row.id, cell.column.locality_id): cell.rag for row, cell in then.cells}
        assert months.rags(place_) == stood, end


def letters(months: PlanMonths, ref: str, column: str | None) -> str:
    locality = place(column)
    outcome = next(row for row in months.outcomes.values() if row.ref == ref)
    return months.letters()[outcome.id, locality.pk if locality else None]
