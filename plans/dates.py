"""How a date is written, everywhere: 12 October 2026, and October 2026 for a plan's month."""

import datetime as dt

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def full_date(day: dt.date) -> str:
    """12 October 2026, whatever language the machine speaks."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """12 Oct 2026, for a table's narrow columns."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_year(day: dt.date) -> str:
    """October 2026, of any day in it."""
    return f"{MONTHS[day.month - 1]} {day.year}"
