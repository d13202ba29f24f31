"""Days counted as deadlines in children's services are: without weekends and England's bank holidays.

"Working day" leaves out Saturdays, Sundays, Christmas Day, Good Friday and bank holidays in England:
regulation 1(2) of the Education and Inspections Act 2006 (Inspection of Local Authorities) Regulations 2007.
"""

import datetime as dt
from functools import lru_cache

import holidays

_WEEK = 5


def is_working_day(day: dt.date) -> bool:
    """Whether councils in England work on it."""
    return day.weekday() < _WEEK and day not in _bank_holidays(day.year)


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The working day that comes so many after a day.

    Args:
        day: the day something came; it is not counted, whatever day it is.
        number: 0 or more. 0 gives the day itself.
    """
    if number < 0:
        raise ValueError("Working days are counted forwards.")
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(begin: dt.date, end: dt.date) -> int:
    """How many working days lie after ``begin``, ``end`` counted.

    Returns:
        0 for the same day; negative, as many as lie after ``end``, where ``end`` is the earlier.
    """
    if end < begin:
        return -working_days_between(end, begin)
    off = sum(begin < day <= end for year in range(begin.year, end.year + 1) for day in _bank_holidays(year))
    return _weekdays_until(end) - _weekdays_until(begin) - off


def _weekdays_until(day: dt.date) -> int:
    """Mondays to Fridays up to a day, counted from one Monday long ago."""
    weeks, rest = divmod(day.toordinal() - 1, 7)  # 1 January of the year 1 is a Monday
    return weeks * _WEEK + min(rest + 1, _WEEK)


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    """England's, of a year, that fall on Mondays to Fridays."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in found if day.weekday() < _WEEK and day.year == year)
