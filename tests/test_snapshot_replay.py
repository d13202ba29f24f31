"""A snapshot of any day, as known at any moment, is what a slow and obvious replay of events says it is."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.snapshot import take_snapshot
from tests.factories import set_up_by
from tests.replay import day_of, picture_of
from tests.storytelling import HAPPENINGS, STORIES, Teller
from tests.storytelling.beginning import DATED

# Days and moments are told from the set-up, or are those of something that happened.
DAYS = st.one_of(st.none(), st.integers(-4, 120), st.integers(0, 400).map(lambda number: ("of", number)))
MOMENTS = st.one_of(
    st.none(), st.integers(-48, 24 * 120), st.integers(0, 400).map(lambda number: ("of", number))
)
ASKED = st.lists(st.tuples(DAYS, MOMENTS), min_size=3, max_size=8)


def check(teller: Teller, at: dt.date | None, known_at: dt.datetime | None, now: dt.datetime) -> None:
    with time_machine.travel(now, tick=False):
        snapshot = take_snapshot(teller.plan, at=at, known_at=known_at)
    assert picture_of(snapshot) == teller.story.picture(at=at, known_at=known_at, now=now)


@settings(max_examples=60)
@given(happenings=STORIES, asked=ASKED, later=st.integers(0, 40))
def test_it_is_what_a_replay_says(db: None, happenings: Any, asked: Any, later: int) -> None:
    with transaction.atomic():
        teller = Teller(set_up_by())
        start = teller.now
        teller.goes_on(happenings)
        now = teller.now + dt.timedelta(hours=later)
        happened = [event[0] for event in teller.story.events] + [row["at"] for row in teller.story.ratings]
        check(teller, None, None, now)
        check(teller, DATED, None, now)
        check(teller, day_of(now) + dt.timedelta(days=30), None, now)
        for day, known in asked:
            match day:
                case (_, number):
                    at = day_of(happened[number % len(happened)])
                case None:
                    at = None
                case days:
                    at = day_of(start) + dt.timedelta(days=days)
            match known:
                case (_, number):
                    known_at = happened[number % len(happened)]
                case None:
                    known_at = None
                case hours:
                    known_at = start + dt.timedelta(hours=hours)
            check(teller, at, known_at, now)
        transaction.set_rollback(True)


@pytest.mark.parametrize("what", [*HAPPENINGS, "close", "reopen"])
def test_each_thing_that_may_happen_does(db: None, what: str) -> None:
    """The stories above would prove little if what they are made of were refused."""
    teller = Teller(set_up_by())
    teller.goes_on([(4, "rate", 0, 0, 0), (4, "rate", 0, 3, 0), (0, "add_section", 9, 0, 1)])
    before = len(teller.story.events) + len(teller.story.ratings)
    for number in range(3):
        teller.goes_on([(3, what, number, 3 + number, number), (0, what, number, 4 + number, number)])
    assert len(teller.story.events) + len(teller.story.ratings) > before
    now = teller.now + dt.timedelta(hours=1)
    for day in range(-1, 12):
        check(teller, day_of(teller.now) - dt.timedelta(days=day), None, now)
