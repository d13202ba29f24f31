"""The history of one outcome: what each entry changed, what was corrected, and which entry stands."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.actions.correcting import correct_rating
from plans.models import Plan, Rag, Rating
from plans.months import NOT_RATED, months_of
from plans.snapshot import take_snapshot
from plans.timeline import Entry, timeline_of

from .cast import Cast, at, days_ago, place
from .months_reading import read

pytestmark = pytest.mark.usefixtures("clock")
Rate = Callable[..., Rating]
R, A, G, C = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE


@pytest.fixture
def on(rate: Rate) -> Callable[..., Rating]:
    """``on(20, "Wexley", R)``: rated 20 days ago, and entered ``entered`` days ago (the same day)."""

    def give(days: int, column: str | None, rag: Rag, *, entered: int | None = None, hour: int = 9) -> Rating:
        recorded = at(days if entered is None else entered, hour)
        return rate("2.1", column, rag, effective_on=days_ago(days), recorded_at=recorded)

    return give


@pytest.fixture
def history(plan: Plan) -> Callable[[], list[Entry]]:
    return lambda: timeline_of(plan.outcomes.get(ref="2.1").pk)


def told(entries: list[Entry]) -> list[tuple[str, Rag | None, Rag | None]]:
    return [(entry.column, entry.was, entry.rag) for entry in entries]


def standing(entries: list[Entry]) -> list[tuple[str, Rag | None]]:
    return [(entry.column, entry.rag) for entry in entries if entry.standing]


def test_each_entry_says_what_it_changed_in_its_own_column(
    on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(50, "Wexley", R)
    on(40, "Thornby", G)
    on(30, "Wexley", A)
    on(20, None, C)
    on(10, "Wexley", A)
    assert told(history()) == [
        ("Wexley", A, A),
        ("Overall", None, C),
        ("Wexley", R, A),
        ("Thornby", None, G),
        ("Wexley", None, R),
    ]
    assert [entry.unchanged for entry in history()] == [True, False, False, False, False]
    assert standing(history()) == [("Wexley", A), ("Overall", C), ("Thornby", G)]


def test_the_newest_by_effective_date_is_first_whenever_it_was_entered(
    on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(10, "Wexley", G, entered=10)
    on(30, "Wexley", R, entered=5)
    entries = history()
    assert [(entry.rag, entry.standing, entry.entered_late) for entry in entries] == [
        (G, True, False),
        (R, False, True),
    ]


def test_a_backdated_entry_is_seen_against_what_stood_when_it_was_entered(
    on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(30, "Wexley", R)
    on(10, "Wexley", G)
    on(20, "Wexley", A, entered=5)
    assert told(history()) == [("Wexley", R, G), ("Wexley", G, A), ("Wexley", None, R)]
    assert standing(history()) == [("Wexley", G)]


def test_of_two_on_one_day_the_later_entered_stands(
    on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(10, "Wexley", R, hour=9)
    on(10, "Wexley", G, hour=10)
    assert standing(history()) == [("Wexley", G)]
    assert [entry.rag for entry in history()] == [G, R]


def test_of_two_entered_at_one_moment_the_second_stands(
    on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(10, "Wexley", R)
    on(10, "Wexley", G)
    assert told(history()) == [("Wexley", R, G), ("Wexley", None, R)]
    assert standing(history()) == [("Wexley", G)]


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True), (40, True)])
def test_an_entry_is_late_from_the_next_day(
    on: Callable[..., Rating], history: Callable[[], list[Entry]], days: int, late: bool
) -> None:
    on(50, "Wexley", R, entered=50 - days)
    assert [entry.entered_late for entry in history()] == [late]


def test_the_day_it_was_entered_is_told_by_the_clock_here(
    rate: Rate, history: Callable[[], list[Entry]]
) -> None:
    """Half past midnight of 2 June in British Summer Time is still 1 June in UTC."""
    moment = dt.datetime(2025, 6, 1, 23, 30, tzinfo=dt.UTC)
    rate("2.1", "Wexley", G, effective_on=dt.date(2025, 6, 2), recorded_at=moment)
    assert [entry.entered_late for entry in history()] == [False]


def test_a_strike_out_brings_back_what_stood_before(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(30, "Wexley", R)
    wrong = on(20, "Wexley", G)
    strike = correct_rating(rating=wrong, reason="Misread.", by=cast.smt, rag=None, recorded_at=at(10))
    entries = {entry.rating.pk: entry for entry in history()}
    assert entries[wrong.pk].correction == strike
    assert entries[strike.pk].rag is None
    assert not entries[strike.pk].unchanged
    assert standing(history()) == [("Wexley", R)]
    assert [entry.rating.pk for entry in history()][:2] == [strike.pk, wrong.pk]


def test_after_a_strike_out_the_next_is_seen_against_what_came_back(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(30, "Wexley", R)
    wrong = on(20, "Wexley", G)
    correct_rating(rating=wrong, reason="Misread.", by=cast.smt, rag=None, recorded_at=at(10))
    on(5, "Wexley", A)
    assert told(history())[0] == ("Wexley", R, A)


def test_striking_out_the_only_rating_leaves_none_standing(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    wrong = on(20, "Wexley", G)
    correct_rating(rating=wrong, reason="Misread.", by=cast.smt, rag=None, recorded_at=at(10))
    assert standing(history()) == []
    assert [entry.unchanged for entry in history()] == [False, False]


def test_a_replacement_is_seen_against_what_stood_before_the_mistake(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(30, "Wexley", R)
    wrong = on(20, "Wexley", G)
    correct_rating(rating=wrong, reason="Misread.", by=cast.smt, rag=A, locality=place("Wexley"),
                   recorded_at=at(10))  # fmt: skip
    assert told(history()) == [("Wexley", R, A), ("Wexley", R, G), ("Wexley", None, R)]
    assert standing(history()) == [("Wexley", A)]


def test_a_correction_moves_a_rating_to_another_column(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    on(40, "Wexley", A)
    on(30, "Thornby", R)
    wrong = on(20, "Wexley", G)
    moved = correct_rating(rating=wrong, reason="Wrong area.", by=cast.smt, rag=G, locality=place("Thornby"),
                           recorded_at=at(10))  # fmt: skip
    entries = {entry.rating.pk: entry for entry in history()}
    assert (entries[moved.pk].column, entries[moved.pk].was) == ("Thornby", R)
    assert (entries[wrong.pk].column, entries[wrong.pk].correction) == ("Wexley", moved)
    assert standing(history()) == [("Thornby", G), ("Wexley", A)]


def test_a_correction_of_a_correction(
    cast: Cast, on: Callable[..., Rating], history: Callable[[], list[Entry]]
) -> None:
    first = on(20, "Wexley", G)
    second = correct_rating(rating=first, reason="Misread.", by=cast.smt, rag=R, locality=place("Wexley"),
                            recorded_at=at(15))  # fmt: skip
    third = correct_rating(rating=second, reason="It was Overall.", by=cast.smt, rag=A, locality=None,
                           recorded_at=at(10))  # fmt: skip
    entries = {entry.rating.pk: entry for entry in history()}
    assert [entries[row.pk].correction for row in (first, second, third)] == [second, third, None]
    assert standing(history()) == [("Overall", A)]


def test_it_is_one_query(plan: Plan, on: Callable[..., Rating], django_assert_num_queries: Any) -> None:
    for days in range(60, 0, -5):
        on(days, "Wexley", G)
    pk = plan.outcomes.get(ref="2.1").pk
    with django_assert_num_queries(1):
        assert len([(entry.column, entry.correction) for entry in timeline_of(pk)]) == 12


@settings(max_examples=40)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from(["Wexley", "Thornby", None]),
            st.sampled_from(list(Rag)),
            st.sampled_from(["rate", "rate", "strike", "move"]),
        ),
        max_size=12,
    )
)
def test_what_stands_is_what_every_other_page_says_stands(
    plan: Plan, cast: Cast, rate: Rate, history: Callable[[], list[Entry]], steps: list
) -> None:
    """Whatever was rated, backdated, struck out and moved, in whatever order."""
    with transaction.atomic():
        clock = itertools.count()
        for days, column, rag, what in steps:
            moment = at(70) + dt.timedelta(days=70, minutes=next(clock))
            live = [entry.rating for entry in history() if entry.rag and not entry.correction]
            if what == "rate" or not live:
                rate("2.1", column, rag, effective_on=days_ago(days), recorded_at=moment)
            else:
                correct_rating(
                    rating=live[days % len(live)],
                    reason="Entered wrongly.",
                    by=cast.smt,
                    rag=rag if what == "move" else None,
                    locality=place(column),
                    effective_on=days_ago(days),
                    recorded_at=moment,
                )
        outcome = take_snapshot(plan, known_at=at(0, 23)).outcome("2.1")
        assert outcome
        stands = {(cell.column.name, cell.standing.id) for cell in outcome.cells if cell.standing}
        assert {(entry.column, entry.rating.pk) for entry in history() if entry.standing} == stands
        transaction.set_rollback(True)


def test_the_strip_of_months_shows_what_stood_at_each_month_end(
    plan: Plan, on: Callable[..., Rating], history: Callable[[], list[Entry]], cast: Cast
) -> None:
    on(100, "Wexley", R)
    on(50, "Wexley", G)
    wrong = on(20, "Wexley", C)
    correct_rating(rating=wrong, reason="Wrong column.", rag=None, by=cast.smt)
    until = days_ago(0)

    outcome_id = plan.outcomes.get(ref="2.1").pk
    strips = months_of(read(plan, until=until, months=5, outcome_id=outcome_id), history())

    assert list(strips) == [place("Wexley").pk]
    for end, shown in strips[place("Wexley").pk]:
        assert shown == ("g" if end >= days_ago(50) else "r" if end >= days_ago(100) else NOT_RATED)
    ends = [end for end, _ in strips[place("Wexley").pk]]
    assert ends[-1] == until
    assert all((end + dt.timedelta(days=1)).day == 1 for end in ends[:-1])
