"""The words for when a visit was or is expected, read as days."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted.on_site import NotDays, read_days, read_expected
from plans.dates import MONTHS, full_date


def day(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, number)


JANUARY = tuple(day(2016, 1, number) for number in (13, 14, 18, 19, 20))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("16 and 17 October 2019", (day(2019, 10, 16), day(2019, 10, 17))),
        ("16th & 17th Oct 2019", (day(2019, 10, 16), day(2019, 10, 17))),
        ("16-17 October 2019", (day(2019, 10, 16), day(2019, 10, 17))),
        ("16/17 October 2019", (day(2019, 10, 16), day(2019, 10, 17))),
        ("17 and 16 October 2019", (day(2019, 10, 16), day(2019, 10, 17))),
        ("13, 14, 18, 19 and 20 January 2016", JANUARY),
        ("13, 14, 18, 19, and 20 January, 2016", JANUARY),
        (
            "Wednesday 13 January, Thursday 14 January, Mon 18 January, Tues 19 January and 20 January 2016",
            JANUARY,
        ),
        ("2019-10-16", (day(2019, 10, 16),)),
        ("16/10/2019", (day(2019, 10, 16),)),
        ("16/10/19 and 17/10/19", (day(2019, 10, 16), day(2019, 10, 17))),
        ("03.04.2019", (day(2019, 4, 3),)),
        ("on the 16th of October 2019.", (day(2019, 10, 16),)),
        ("31 October and 1 November 2019", (day(2019, 10, 31), day(2019, 11, 1))),
        ("30 December and 3 January 2025", (day(2024, 12, 30), day(2025, 1, 3))),
        ("30 December 2024 and 3 January", (day(2024, 12, 30), day(2025, 1, 3))),
        ("4 to 8 March 2019", tuple(day(2019, 3, number) for number in range(4, 9))),
        ("between 7 and 11 March 2019", tuple(day(2019, 3, number) for number in (7, 8, 11))),
        ("from Sunday 3 to 5 March 2019", tuple(day(2019, 3, number) for number in (3, 4, 5))),
        (
            "29 Sept \u2013 2 Oct 2025",
            (day(2025, 9, 29), day(2025, 9, 30), day(2025, 10, 1), day(2025, 10, 2)),
        ),
    ],
)
def test_days_are_read(words, days):
    found = read_days(words)
    assert found.days == days
    assert (found.first, found.last) == (days[0], days[-1])
    assert found.words == words


def test_two_stretches():
    found = read_days("27 January - 7 February and 10 - 12 February 2025")
    assert (found.first, found.last) == (day(2025, 1, 27), day(2025, 2, 12))
    assert found.days == tuple(
        date for n in range(17) if (date := found.first + dt.timedelta(n)).weekday() < 5
    )
    assert len(found.days) == 13


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("August 2016", (2016, 8, 1), (2016, 8, 31)),
        ("Feb 2016", (2016, 2, 1), (2016, 2, 29)),
        ("August and September 2016", (2016, 8, 1), (2016, 9, 30)),
        ("December 2015 to February 2016", (2015, 12, 1), (2016, 2, 29)),
        ("November to January 2016", (2015, 11, 1), (2016, 1, 31)),
    ],
)
def test_a_month_is_all_of_it_and_no_days(words, first, last):
    found = read_days(words)
    assert (found.first, found.last, found.days) == (day(*first), day(*last), None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Write the days, such as"),
        ("TBC", "“TBC” cannot be read"),
        ("Spring 2020", "“Spring” cannot be read.*August 2016"),
        ("Autumn term 2020", "“Autumn”"),
        ("16 and 17 October", "Say which year"),
        ("October", "Say which year"),
        ("16", "Say which month"),
        ("2019", "“2019” cannot"),
        ("16 2019", "“2019” cannot"),
        ("31 February 2020", "There is no 31 February 2020"),
        ("31/02/2020", "There is no 31 February 2020"),
        ("16/13/2019", "There is no 16 month 13 of 2019"),
        ("0 May 2020", "There is no"),
        ("Tuesday 16 October 2019", "16 October 2019 is a Wednesday, not a Tuesday"),
        ("17 to 16 October 2019", "17 October 2019 is after 16 October 2019"),
        ("16 to", "Write the days"),
        ("to 16 October 2019", "cannot be read as days"),
        ("16 to 17 to 18 October 2019", "cannot be read as days"),
        ("1 May 2019 and 1 June 2020", "more than a year"),
        ("1 May 2019 to 1 June 2099", "more than a year"),
        ("16 October 2019 " * 20, "at most 200 characters"),
    ],
)
def test_what_names_no_days_is_refused_with_what_to_write(words, said):
    with pytest.raises(NotDays, match=said):
        read_days(words)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("Spring 2020", None),
        ("Autumn term 2020", None),
        ("TBC", None),
        ("", None),
        ("within the quarter", None),
        ("March 2020", (2020, 3, 31)),
        ("by the end of March 2020", (2020, 3, 31)),
        ("Q2 2021/22", (2021, 9, 30)),
        ("16 and 17 October 2026", (2026, 10, 17)),
        ("July to September 2026", (2026, 9, 30)),
    ],
)
def test_when_the_next_is_expected_may_be_any_words(words, by):
    assert read_expected(f"  {words}\n").words == words
    assert read_expected(words).by == (by and day(*by))


_DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2098, 12, 31))


@given(_DAYS)
def test_every_day_is_read_as_it_is_written(date):
    for words in (
        full_date(date),
        date.isoformat(),
        f"{date:%d/%m/%Y}",
        f"{date:%A} {full_date(date)}",
        f"{date.day} {MONTHS[date.month - 1][:3]} {date.year}",
    ):
        assert read_days(words).days == (date,)


@given(_DAYS, st.sets(st.integers(1, 11), min_size=1, max_size=5))
def test_days_in_a_row_of_any_months_and_years(first, steps):
    dates = [first, *(first + dt.timedelta(days=step) for step in sorted(steps))]
    parts = []
    for date, after in zip(dates, [*dates[1:], None], strict=True):
        same_month = after and (after.year, after.month) == (date.year, date.month)
        same_year = after and after.year == date.year
        parts.append(
            str(date.day)
            if same_month
            else full_date(date).removesuffix(f" {date.year}" if same_year else "")
        )
    words = f"{', '.join(parts[:-1])} and {parts[-1]}"
    assert read_days(words).days == tuple(dates)


@given(st.text(alphabet=" 0123456789/-.,toandbetweenMarchOctober&", max_size=40) | st.text(max_size=60))
def test_any_words_are_read_or_refused(words):
    with suppress(NotDays):
        found = read_days(words)
        assert found.first <= found.last
    assert read_expected(words).words == " ".join(words.split())
