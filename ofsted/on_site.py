"""The words people write for when a visit was, or will be -> days."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plans.dates import MONTHS, full_date
from plans.timescale import meant_by

MAX_LENGTH = 200
_LONGEST = dt.timedelta(days=366)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = {
    name[:length].lower(): number
    for number, name in enumerate(MONTHS, start=1)
    for length in {3, 4, len(name)}
    if length in (3, len(name)) or name == "September"
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
      (?P<iso>(?:19|20)\d\d-\d\d?-\d\d?)\b
    | (?P<figures>\d\d?[/.]\d\d?[/.](?:(?:19|20)\d\d|\d\d))\b
    | (?P<year>(?:19|20)\d\d)\b
    | (?P<day>\d\d?)(?:st|nd|rd|th)?\b
    | (?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b
    | (?P<month>{_MONTH})\b
    | (?P<to>[-\u2010-\u2015\u2212]|\b(?:to|until|till)\b)
    | (?P<and>[,;&/+]|\band\b)
    | (?P<between>\bbetween\b)
    | (?P<around>[\s.()]+|\b(?:from|on|the|of|in)\b)
    | (?P<other>\S[^\s,;]*)
    """,
    re.X | re.I,
)
_WHAT_TO_WRITE = (
    "Write the days, such as 16 and 17 October 2019 or 27 January to 14 February 2025, "
    "or the month if you do not know the days, such as August 2016."
)


class NotDays(ValueError):
    """The words name no days. The message says what to write."""


@dataclass(frozen=True, slots=True)
class OnSite:
    """When a visit was.

    Attributes:
        words: as written, spaces aside.
        first, last: the days between which it was.
        days: each day, in order; of a stretch such as 27 January to 14 February its Mondays to Fridays and
            both ends. None where only a month is known.
    """

    words: str
    first: dt.date
    last: dt.date
    days: tuple[dt.date, ...] | None


@dataclass(frozen=True, slots=True)
class Expected:
    """When the next visit is expected: the words, and the last day that they can mean, if they mean one."""

    words: str
    by: dt.date | None


@dataclass(slots=True)
class _Point:
    """A day, or a month, with what is not said of it missing."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    until: bool = False  # the end of a stretch that begins with the point before


def read_days(words: str) -> OnSite:
    """The days that words name.

    Args:
        words: such as ``16 and 17 October 2019``, ``13, 14, 18, 19 and 20 January 2016``,
            ``27 January to 14 February 2025``, ``2019-10-16``, ``16/10/2019`` (day first) or ``August 2016``.
            What is said once holds for the days before it, as people write; ``30 December and 3 January
            2025`` begins in 2024.

    Raises:
        NotDays: they name no days, a day that is not in the calendar, or more than a year.
    """
    words = " ".join(words.split())
    if len(words) > MAX_LENGTH:
        raise NotDays(f"Use at most {MAX_LENGTH} characters. {_WHAT_TO_WRITE}")
    points = _complete(_points(words))
    days = set[dt.date]()
    whole_months = False
    first_of = {index: _first(point) for index, point in enumerate(points)}
    last_of = {index: _last(point) for index, point in enumerate(points)}
    for index, point in enumerate(points):
        whole_months = whole_months or point.day is None
        days |= {first_of[index], last_of[index]}
        if point.until:
            begin, end = first_of[index - 1], last_of[index]
            if begin > end:
                raise NotDays(f"{full_date(begin)} is after {full_date(end)}. Write the earlier day first.")
            if end - begin <= _LONGEST:
                between = (begin + dt.timedelta(number) for number in range((end - begin).days))
                days |= {day for day in between if day.weekday() < 5}
    first, last = min(days), max(days)
    if last - first > _LONGEST:
        raise NotDays(f"From {full_date(first)} to {full_date(last)} is more than a year. {_WHAT_TO_WRITE}")
    return OnSite(words, first, last, None if whole_months else tuple(sorted(days)))


def read_expected(words: str) -> Expected:
    """When the next visit is expected, in any words.

    Args:
        words: anything: ``Spring 2020``, ``TBC``, ``March 2020``, ``Q2 2021/22``, ``16 and 17 October 2026``.
            A season or a school term means no one day, so it gives none.
    """
    words = " ".join(words.split())
    by = meant_by(words)
    if by is None:
        try:
            by = read_days(words).last
        except NotDays:
            by = None
    return Expected(words, by)


def _points(words: str) -> list[_Point]:
    points: list[_Point] = []
    to = between = False
    weekday: int | None = None
    for kind, text in _tokens(words):
        last = points[-1] if points else None
        if kind in ("day", "iso", "figures") or (
            kind == "month" and not (last and last.day is not None and not last.month)
        ):
            point = _point(kind, text)
            point.weekday, point.until = weekday, to
            to, weekday = False, None
            points.append(point)
        elif kind == "month" and last:
            last.month = _MONTHS[text.lower()]
        elif kind == "year" and last and last.month and not last.year:
            last.year = int(text)
        elif kind == "weekday":
            weekday = next(n for n, name in enumerate(_WEEKDAYS) if name.lower().startswith(text.lower()))
        elif kind == "to" or (kind == "and" and between):
            if last is None or last.until:
                raise NotDays(f"“{words}” cannot be read as days. {_WHAT_TO_WRITE}")
            to, between = True, False
        elif kind == "between":
            between = True
        elif kind in ("other", "year"):
            raise NotDays(f"“{text}” cannot be read as part of a date. {_WHAT_TO_WRITE}")
    if not points or to:
        raise NotDays(_WHAT_TO_WRITE)
    return points


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(words):
        yield str(match.lastgroup), match[str(match.lastgroup)]


def _point(kind: str, text: str) -> _Point:
    if kind == "iso":
        year, month, day = map(int, text.split("-"))
        return _Point(day, month, year)
    if kind == "figures":
        day, month, year = map(int, re.split(r"[/.]", text))
        return _Point(day, month, year if year > 99 else 2000 + year)
    return _Point(month=_MONTHS[text.lower()]) if kind == "month" else _Point(day=int(text))


def _complete(points: list[_Point]) -> list[_Point]:
    """Give each point the month and the year that are said of one after it, or of one before it."""
    for point, after in reversed(list(pairwise(points))):
        point.month = point.month or after.month
        if point.year is None and after.year is not None and point.month and after.month:
            point.year = after.year - (point.month > after.month)
    for before, point in pairwise(points):
        if point.year is None and before.year is not None and point.month and before.month:
            point.year = before.year + (point.month < before.month)
    for point in points:
        if point.month is None:
            raise NotDays(f"Say which month day {point.day} is of. {_WHAT_TO_WRITE}")
        if point.year is None:
            raise NotDays(f"Say which year it was. {_WHAT_TO_WRITE}")
    return points


def _first(point: _Point) -> dt.date:
    year, month, day = point.year or 0, point.month or 0, 1 if point.day is None else point.day
    try:
        date = dt.date(year, month, day)
    except ValueError:
        named = MONTHS[month - 1] if 1 <= month <= 12 else f"month {month} of"
        raise NotDays(f"There is no {day} {named} {year}. Check the date.") from None
    if point.weekday is not None and date.weekday() != point.weekday:
        right, written = _WEEKDAYS[date.weekday()], _WEEKDAYS[point.weekday]
        raise NotDays(f"{full_date(date)} is a {right}, not a {written}. Check the date.")
    return date


def _last(point: _Point) -> dt.date:
    first = _first(point)
    return (
        first if point.day is not None else first.replace(day=calendar.monthrange(first.year, first.month)[1])
    )
