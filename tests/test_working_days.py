"""Working days in England: weekends and bank holidays left out, the day it begins not counted."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.working_days import add_working_days, is_working_day, working_days_between

# As published by the government, year by year: what a library may get wrong is what was moved or added.
OFF = {
    2012: ["01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"],
    2016: ["01-01", "03-25", "03-28", "05-02", "05-30", "08-29", "12-26", "12-27"],
    2018: ["01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"],
    2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
    2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
    2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
}


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("year", OFF)
def test_bank_holidays_of_a_year(year):
    days = [dt.date(year, 1, 1) + dt.timedelta(number) for number in range(365 + (year % 4 == 0))]
    off = [day for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert off == [on(f"{year}-{day}") for day in OFF[year]]


@pytest.mark.parametrize(
    ("begin", "number", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # a Friday, then a Monday
        ("2026-11-21", 1, "2026-11-23"),  # a Saturday counts no more than a Friday does
        ("2026-12-24", 1, "2026-12-29"),  # Boxing Day is a Saturday, so the Monday is off
        ("2026-12-24", 0, "2026-12-24"),
        ("2020-05-07", 1, "2020-05-11"),  # the early May bank holiday was moved to the 75th VE day
        ("2020-05-01", 1, "2020-05-04"),
        ("2022-06-01", 1, "2022-06-06"),  # the Platinum Jubilee
        ("2022-09-16", 1, "2022-09-20"),  # the Queen's funeral
        ("2023-05-05", 1, "2023-05-09"),  # the coronation
        ("2019-04-18", 1, "2019-04-23"),  # Easter
        ("2023-05-09", 70, "2023-08-16"),  # a council's report, and the day that Ofsted set it
    ],
)
def test_days_that_are_known(begin, number, end):
    assert add_working_days(on(begin), number) == on(end)
    assert working_days_between(on(begin), on(end)) == number


def test_days_are_counted_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(on("2026-11-20"), -1)


_DAYS = st.dates(dt.date(2006, 1, 1), dt.date(2035, 12, 31))


@given(_DAYS, st.integers(0, 400))
def test_the_quick_count_is_the_slow_one(begin, length):
    end = begin + dt.timedelta(days=length)
    slowly = sum(is_working_day(begin + dt.timedelta(days=number)) for number in range(1, length + 1))
    assert working_days_between(begin, end) == slowly
    assert working_days_between(end, begin) == -slowly


@given(_DAYS, st.integers(1, 150))
def test_the_day_that_is_due_is_a_working_day_so_many_after(begin, number):
    due = add_working_days(begin, number)
    assert is_working_day(due)
    assert working_days_between(begin, due) == number
