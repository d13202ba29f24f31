"""When the papers of a meeting have to be published, and when people are chased for what goes into them.

A copy of the agenda and of the reports of a meeting has to be open to inspection for at least five clear days
before it: sections 100A(6) and 100B(3) of the Local Government Act 1972, as amended (SI 2002/715). Clear days
leave out both the day of publication and the day of the meeting; days on which councils do not work
(``plans.working_days``) are none. Other bodies keep to a number of their own.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .working_days import is_working_day, working_days_between


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be done by when, for one meeting.

    Attributes:
        meeting: the day of the meeting.
        deadline: the last working day on which its papers can be published.
        chases: days on which people are chased, the earliest first.
    """

    meeting: dt.date
    deadline: dt.date
    chases: tuple[dt.date, ...]

    def next_chase(self, today: dt.date) -> dt.date | None:
        """The next day on which people are chased, today counted; None once the last has passed."""
        return next((day for day in self.chases if day >= today), None)


def publication_of(meeting: dt.date, clear_days: int, chase_days: Iterable[int] = ()) -> Publication:
    """The clocks of a meeting.

    Args:
        meeting: its day, a working day or not.
        clear_days: how many working days lie between publication and the meeting, neither counted; 0 or more.
        chase_days: how many working days before the deadline people are chased.
    """
    deadline = back_working_days(meeting, clear_days + 1)
    chases = sorted({back_working_days(deadline, number) for number in chase_days})
    return Publication(meeting, deadline, tuple(chases))


def back_working_days(day: dt.date, number: int) -> dt.date:
    """The working day that comes so many before a day.

    Args:
        day: not counted, whatever day it is.
        number: 0 or more. 0 gives the day itself.
    """
    if number < 0:
        raise ValueError("Working days before a day are counted backwards.")
    while number:
        day -= dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


def left_in_words(day: dt.date, today: dt.date) -> str:
    """How long there is until a day, in working days: "4 working days left", "2 working days late".

    Args:
        day: by when something is to be done.
        today: not counted itself.

    Returns:
        "today" on the day. Where only days off lie between, "before the next working day" or "since the last
        working day".
    """
    if day == today:
        return "today"
    days = working_days_between(today, day)
    if days == 0:
        return "before the next working day" if day > today else "late, since the last working day"
    number = abs(days)
    return f"{number} working {'day' if number == 1 else 'days'} {'left' if days > 0 else 'late'}"
