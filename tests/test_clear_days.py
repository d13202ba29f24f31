"""When papers are published: clear working days, the days of publication and meeting not counted."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.clear_days import back_working_days, left_in_words, publication_of
from plans.working_days import is_working_day

d = dt.date


@pytest.mark.parametrize(
    ("meeting", "clear", "published"),
    [
        (d(2020, 1, 24), 5, d(2020, 1, 16)),  # a Friday: Thursday of the week before
        (d(2026, 11, 30), 5, d(2026, 11, 20)),  # a Monday: Friday of the week before the last
        (d(2026, 1, 7), 5, d(2025, 12, 29)),  # New Year's Day stands between
        (d(2026, 1, 5), 5, d(2025, 12, 23)),  # Christmas Day, Boxing Day and New Year's Day do
        (d(2026, 4, 9), 5, d(2026, 3, 30)),  # Good Friday and Easter Monday do
        (d(2026, 11, 28), 5, d(2026, 11, 20)),  # a Saturday: Monday to Friday lie between
        (d(2026, 11, 25), 0, d(2026, 11, 24)),
    ],
)
def test_so_many_working_days_lie_between(meeting: d, clear: int, published: d) -> None:
    assert publication_of(meeting, clear).deadline == published


@given(st.dates(d(2019, 1, 1), d(2031, 1, 1)), st.integers(0, 15))
def test_it_is_the_latest_working_day_with_so_many_between(meeting: d, clear: int) -> None:
    deadline = publication_of(meeting, clear).deadline
    between = [deadline + dt.timedelta(n) for n in range(1, (meeting - deadline).days)]
    assert is_working_day(deadline)
    assert sum(map(is_working_day, between)) == clear
    later = [day for day in between if is_working_day(day)]
    assert all(sum(is_working_day(x) for x in between if x > day) < clear for day in later)


def test_people_are_chased_so_many_working_days_before_publication() -> None:
    clocks = publication_of(d(2026, 1, 7), 5, [2, 10, 5])
    # Published on Monday 29 December; Christmas stands before it.
    assert clocks.chases == (d(2025, 12, 11), d(2025, 12, 18), d(2025, 12, 23))
    assert clocks.next_chase(d(2025, 12, 18)) == d(2025, 12, 18)
    assert clocks.next_chase(d(2025, 12, 19)) == d(2025, 12, 23)
    assert clocks.next_chase(d(2025, 12, 24)) is None


def test_a_day_on_which_people_are_chased_twice_is_told_once() -> None:
    assert len(publication_of(d(2026, 1, 7), 5, [2, 2]).chases) == 1


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        (d(2026, 11, 26), d(2026, 11, 20), "4 working days left"),
        (d(2026, 11, 24), d(2026, 11, 23), "1 working day left"),
        (d(2026, 11, 24), d(2026, 11, 24), "today"),
        (d(2026, 11, 20), d(2026, 11, 24), "2 working days late"),
        (d(2026, 11, 20), d(2026, 11, 23), "1 working day late"),
        (d(2026, 11, 20), d(2026, 11, 21), "late, since the last working day"),
        (d(2026, 11, 22), d(2026, 11, 21), "before the next working day"),
        (d(2025, 12, 29), d(2025, 12, 24), "1 working day left"),
    ],
)
def test_what_is_left_is_told_in_working_days(day: d, today: d, words: str) -> None:
    assert left_in_words(day, today) == words


def test_days_are_counted_backwards_only() -> None:
    with pytest.raises(ValueError, match="backwards"):
        back_working_days(d(2026, 11, 20), -1)
