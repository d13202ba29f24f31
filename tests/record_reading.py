"""Reads the record of a plan as the tests of it do: its changes in the order in which they happened."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from plans.actions import records
from plans.models import (
    Outcome,
    Plan,
    User,
)
from plans.models.tracking import tracked_models
from plans.record import Asked, Kind, RecordPage, Told, read_record

from .cast import Cast
from .factories import set_up_by
from .past_the_triggers import triggers_lifted

NOW = dt.datetime(2025, 6, 12, 10, tzinfo=dt.UTC)
EVERY = frozenset(Kind)


@pytest.fixture
def later(plan: Plan, cast: Cast) -> Iterator[None]:
    """It is 12 June 2025, long after the plan was set up: what a test does is told apart by its moment."""
    all_at_once(dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC))
    with time_machine.travel(NOW, tick=True):
        yield


def all_at_once(moment: dt.datetime) -> None:
    """Put every change so far into one moment."""
    with triggers_lifted():
        for model in tracked_models():
            model.history.model._base_manager.update(history_date=moment)


def page(plan: Plan, by: User | None = None, **asked: Any) -> RecordPage:
    """A page of the record, read by a superuser unless told."""
    turned = {name: asked.pop(name) for name in ("before", "after", "per_page") if name in asked}
    return read_record(plan, Asked(**{"kinds": EVERY} | asked), user=by or set_up_by(), **turned)


def told(plan: Plan, **asked: Any) -> list[Told]:
    """What was changed since the plan was set up, in the order in which it happened."""
    saves = page(plan, **{"since": dt.date(2025, 1, 1)} | asked).saves
    return [change for save in reversed(saves) for change in save.changes]


def sentences(plan: Plan, **asked: Any) -> list[str]:
    return [change.sentence for change in told(plan, **asked)]


def outcome_of(plan: Plan, ref: str) -> Outcome:
    return plan.outcomes.get(ref=ref)


def change(record: Any, reason: str = "Agreed by the board", **values: Any) -> Any:
    """Change a record as its form does."""
    for name, value in values.items():
        setattr(record, name, value)
    return records.save(record, by=set_up_by(), reason=reason)


def walk(plan: Plan, per_page: int, **asked: Any) -> list[RecordPage]:
    """Every page, from the newest to the oldest."""
    pages = [page(plan, per_page=per_page, **asked)]
    while pages[-1].older:
        pages.append(page(plan, per_page=per_page, before=pages[-1].older, **asked))
        assert len(pages) < 500
    return pages


def lines(pages: list[RecordPage]) -> list[str]:
    return [f"{save.by} {one.sentence}" for each in pages for save in each.saves for one in save.changes]
