"""What a value of a table or a fact says: the same words in a page, in Word and in PDF."""

import datetime as dt

from django.utils import timezone

from ..dates import full_date, short_date
from .document import Mark, Value


def in_words(value: Value, *, short: bool = False) -> str:
    """A value as people read it; a moment in the service's own time zone.

    Args:
        value: of a cell or a fact.
        short: "10 Nov 2026, 09:54" and not "09:54 on 10 November 2026": for a table's narrow columns.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case Mark(_, word):
            return word
        case dt.datetime():
            local = timezone.localtime(value, timezone.get_default_timezone())
            day, time = local.date(), f"{local:%H:%M}"
            return f"{short_date(day)}, {time}" if short else f"{time} on {full_date(day)}"
        case dt.date():
            return short_date(value) if short else full_date(value)
        case _:
            return f"{value:,}"
