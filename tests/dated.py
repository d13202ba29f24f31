"""A plan with a past: the small plan, set up on 4 November 2024 and looked at on 12 June 2025."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from plans.actions import records
from plans.models import Plan, User

from .cast import Cast, make_small_plan
from .factories import set_up_by
from .reading import Part, page

ClientFor = Callable[[User | None], Client]
PLAN = "/plans/westermoor-2024/"


def moment(day: str, hour: int = 9) -> dt.datetime:
    """An hour of a day."""
    return dt.datetime.fromisoformat(day).replace(hour=hour, tzinfo=dt.UTC)


def on(day: str, hour: int = 9) -> time_machine.travel:
    """What is done within this is done at that hour."""
    return time_machine.travel(moment(day, hour), tick=False)


def change(record: object, why: str = "The board asked for it", **values: object) -> None:
    """Save a record with other values."""
    for name, value in values.items():
        setattr(record, name, value)
    records.save(record, by=set_up_by(), reason=why)


def bar(seen: Part) -> Part:
    """The part of a page that says which date it shows."""
    return seen.the("section", css="date-bar")


@pytest.fixture
def plan(db: None) -> Plan:
    """In place of the plan of every other test, which is set up today."""
    with on("2024-11-04"):
        return make_small_plan()


@pytest.fixture
def look(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``look(PLAN, at="2025-01-31")``: a page as a board member sees it."""
    return lambda address, user=None, **asked: page(client_for(user or cast.reader), address, **asked)
