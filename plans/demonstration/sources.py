"""Reads the demonstration's files, and moves their dates so that the story ends just before today."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone

Record = TypeVar("Record")

FOLDER = Path(settings.BASE_DIR) / "fixtures"


def read(name: str) -> dict[str, Any]:
    """A file of the demonstration.

    Args:
        name: its path under ``fixtures/``, such as ``marlshire/plan.toml``.
    """
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def one_line(text: str) -> str:
    """A sentence that was broken over lines to be read in the file."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Calendar:
    """From the dates in the files to the dates in the database: whole weeks later, so that weekdays stay.

    Attributes:
        shift: how much later.
    """

    shift: dt.timedelta

    @classmethod
    def ending_before(cls, today: dt.date, story_ends: dt.date) -> "Calendar":
        """The calendar in which the story's last day is one to seven days before ``today``."""
        return cls(dt.timedelta(weeks=(today - dt.timedelta(days=1) - story_ends).days // 7))

    def day(self, written: dt.date) -> dt.date:
        """The day that a date in the files stands for."""
        return written + self.shift

    def month(self, written: dt.date) -> dt.date:
        """The first day of the month it falls in."""
        return self.day(written).replace(day=1)

    def moment(self, written: dt.date, clock: str = "09:00") -> dt.datetime:
        """That day at a time of day (``HH:MM``, as people in England read it)."""
        return timezone.make_aware(dt.datetime.combine(self.day(written), dt.time.fromisoformat(clock)))


def months_after(month: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after."""
    years, index = divmod(month.month - 1 + months, 12)
    return dt.date(month.year + years, index + 1, 1)


def dated(record: Record, when: dt.datetime) -> Record:
    """The same record, whose next row of history will bear this date instead of the moment it is loaded."""
    record._history_date = when  # type: ignore[attr-defined]
    return record
