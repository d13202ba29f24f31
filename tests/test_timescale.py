"""What the words of a Timescale column mean as a date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.timescale import meant_by


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("31 March 2015", (2015, 3, 31)),
        ("Tuesday 3rd March 2015", (2015, 3, 3)),
        ("3 Mar 2015", (2015, 3, 3)),
        ("03/04/2015", (2015, 4, 3)),
        ("3.4.15", (2015, 4, 3)),
        ("2015-04-03", (2015, 4, 3)),
        ("March 2015", (2015, 3, 31)),
        ("february 2016", (2016, 2, 29)),
        ("Feb 2015", (2015, 2, 28)),
        ("Sept. 2015", (2015, 9, 30)),
        ("Mar-15", (2015, 3, 31)),
        ("May \u201921", (2021, 5, 31)),
        ("06/2021", (2021, 6, 30)),
        ("End of May 2021", (2021, 5, 31)),
        ("By end May 2021", (2021, 5, 31)),
        ("by the end of June 2021.", (2021, 6, 30)),
        ("Q2 2021/22", (2021, 9, 30)),
        ("Q4 2021/22", (2022, 3, 31)),
        ("Q3 2021-2022", (2021, 12, 31)),
        ("Quarter 2 2021", (2021, 9, 30)),
        ("Q4 2021", (2022, 3, 31)),
        ("February 2015 March 2015", (2015, 3, 31)),
        ("Dec 2014\nJan 2015\nFeb 2015", (2015, 2, 28)),
        ("January 2015 - March 2015", (2015, 3, 31)),
        ("February 2015; 6 March 2015", (2015, 3, 6)),
    ],
)
def test_words_that_name_a_date(words, date):
    assert meant_by(words) == dt.date(*date)


@pytest.mark.parametrize(
    "words",
    [
        "", "TBC", "tbc", "Ongoing", "Quarterly review", "March", "2021", "Spring 2021", "March 2015 TBC",
        "March 2015; TBC; TBC", "From March 2015 and then each quarter", "32 March 2015", "30 February 2015",
        "13/2021", "Q5 2021", "Q2 2021/25", "Mid-March 2015", "six months", "Board to agree dates in "
        "January 2015",
    ],
)  # fmt: skip
def test_words_that_name_none(words):
    assert meant_by(words) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_understood_as_it_is_written(day):
    for words in (f"{day.day} {day:%B %Y}", f"{day:%d/%m/%Y}", f"{day:%d %b %Y}", day.isoformat()):
        assert meant_by(words) == day


@given(st.text())
def test_any_words_are_taken(words):
    assert meant_by(words) is None or isinstance(meant_by(words), dt.date)
