"""What the words in a Timescale column mean as a date."""

import calendar
import datetime as dt
import re

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DASH = r"[-\u2010-\u2015]"
_GAP = r"[-\u2010-\u2015\s]*"
_YEAR = r"(?:20\d\d|19\d\d)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
# In the order they are tried; each later one is looked for in what the earlier ones left.
_DAY_IN_WORDS = re.compile(
    rf"\b{_WEEKDAY}(\d{{1,2}})\s?(?:st|nd|rd|th)?(?:\s+of)?{_GAP}({_MONTH})\b\.?,?{_GAP}({_YEAR})\b",
    re.I,
)
_DAY_ISO = re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")
_DAY_IN_FIGURES = re.compile(rf"\b(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR}|\d\d)\b")
_QUARTER = re.compile(
    rf"\b(?:q|qtr\.?|quarter)\s?([1-4])\b,?(?:\s+of)?\s*({_YEAR})(?:\s?[/\u2010-\u2015-]\s?(?:20)?(\d\d)\b)?",
    re.I,
)
_MONTH_IN_WORDS = re.compile(
    rf"\b({_MONTH})\b\.?,?(?:\s*{_DASH}\s*|\s*['\u2019]|\s+)({_YEAR}|(?<=['\u2019\u2010-\u2015-])\d\d)\b",
    re.I,
)
_MONTH_IN_FIGURES = re.compile(rf"\b(\d{{1,2}})/({_YEAR})\b")
# Words that may stand around a date without changing the day by which something is to be done.
_AROUND = re.compile(
    r"\b(?:by|end|of|the|on|before|no|later|than|in|and|to|until|due|target|date|deadline|revised|completed?"
    r"|week|ending)\b",
    re.I,
)


def meant_by(words: str) -> dt.date | None:
    """The day by which something is to be done, from the words of a plan.

    Args:
        words: as written: ``31 March 2015``, ``31/03/2015`` (day first), ``March 2015`` or ``End of March
        2015``
            (the last day of the month), ``Q2 2021/22`` or ``Quarter 2 2021`` (the last day of the quarter).
            Quarters are those of a council's financial year, which begins on 1 April (Local Government
            Finance
            Act 1992): quarter 1 of 2021 is April to June 2021, quarter 4 ends on 31 March 2022.
            Where there are several dates, as for several milestones in one cell, the latest is meant.

    Returns:
        The date, or None where the words name none (``TBC``, ``Ongoing``), leave part of it open
        (``March 2015, then TBC``) or say more than a date.
    """
    found: list[dt.date | None] = []
    left = words
    for pattern, date_of in (
        (_DAY_IN_WORDS, lambda m: _day(int(m[3]), _MONTHS[m[2].lower()], int(m[1]))),
        (_DAY_ISO, lambda m: _day(int(m[1]), int(m[2]), int(m[3]))),
        (_DAY_IN_FIGURES, lambda m: _day(_year(m[3]), int(m[2]), int(m[1]))),
        (_QUARTER, _end_of_quarter),
        (_MONTH_IN_WORDS, lambda m: _end_of_month(_year(m[2]), _MONTHS[m[1].lower()])),
        (_MONTH_IN_FIGURES, lambda m: _end_of_month(int(m[2]), int(m[1]))),
    ):
        found += [date_of(match) for match in pattern.finditer(left)]
        left = pattern.sub(" ", left)
    dates = [date for date in found if date]
    if not dates or len(dates) < len(found) or re.search(r"\w", _AROUND.sub(" ", left)):
        return None
    return max(dates)


def _year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> dt.date | None:
    return _day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _end_of_quarter(match: re.Match[str]) -> dt.date | None:
    quarter, year = int(match[1]), int(match[2])
    if match[3] and int(match[3]) != (year + 1) % 100:
        return None
    return _end_of_month(year, 3 * quarter + 3) if quarter < 4 else _end_of_month(year + 1, 3)
