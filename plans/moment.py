"""Which moment of a plan somebody asks for: "as at 31 October, as known on 5 November".

The pages, the export and the commands all read it here, so they take the same dates and refuse the same ones.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from .as_at import end_of
from .dates import full_date
from .models import Outcome, Plan, Section
from .snapshot import PlanSnapshot, take_cover, take_snapshot

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
"""How a day may be written: as a browser's date picker sends it, and as people here type it."""


class NoSuchMoment(Exception):
    """The plan cannot be shown as at that moment.

    Attributes:
        field: what was wrong: ``at`` or ``known``.
        message: why, for the person who asked.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class Moment:
    """The date that a plan is shown at.

    Attributes:
        at: the date; None for today.
        known_at: leave out what was recorded later; None for nothing left out.
    """

    at: dt.date | None = None
    known_at: dt.datetime | None = None

    @property
    def knows_whole_day(self) -> bool:
        """Whether ``known_at`` is the end of a day, and so is told without its time."""
        return self.known_at is not None and self.known_at == end_of(timezone.localdate(self.known_at))

    @property
    def known_on(self) -> dt.date | None:
        """The day of ``known_at``."""
        return timezone.localdate(self.known_at) if self.known_at else None

    @property
    def known_words(self) -> str:
        """``known_at`` in words, such as "on 5 November 2026"; empty where nothing is left out."""
        if not self.known_at:
            return ""
        time = "" if self.knows_whole_day else f"at {timezone.localtime(self.known_at):%H:%M} "
        return f"{time}on {full_date(timezone.localdate(self.known_at))}"

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What an address says to ask for this moment again, as names and values."""
        pairs = []
        if self.at:
            pairs.append(("at", self.at.isoformat()))
        if self.known_at:
            local = timezone.localtime(self.known_at).replace(tzinfo=None)
            exact = "auto" if local.second or local.microsecond else "minutes"
            whole = self.knows_whole_day
            pairs.append(("known", local.date().isoformat() if whole else local.isoformat(timespec=exact)))
        return tuple(pairs)

    def moved_to(self, at: dt.date | None) -> "Moment":
        """Another date, as known at the same time unless that was before it; None for today."""
        if at is None or (self.known_on and self.known_on < at):
            return Moment(at)
        return Moment(at, self.known_at)


TODAY = Moment()


def moment_asked(at: str, known: str) -> Moment:
    """The moment that somebody typed.

    A date that is today, or known today, is not a past one, so it is left out. "As known on" without a date
    means the plan as it stood on that day.

    Args:
        at: a day; empty for today.
        known: a day, meaning its end, or a day and a time (``2026-11-05 14:30``); empty for all that is
            known now.

    Raises:
        NoSuchMoment: either is not a date or is in the future, or ``known`` is a day before ``at``: what held
            on a date was not recorded before it.
    """
    today = timezone.localdate()
    day = _day(at, "at") if at.strip() else None
    if day and day > today:
        raise NoSuchMoment("at", f"{full_date(day)} is in the future. Enter today or an earlier date.")
    known_at = _moment(known) if known.strip() else None
    if known_at:
        known_on = timezone.localdate(known_at)
        if known_on > today or (known_at > timezone.now() and known_at != end_of(today)):
            raise NoSuchMoment("known", "“As known on” cannot be in the future.")
        if day and known_on < day:
            raise NoSuchMoment(
                "known",
                f"“As known on” must be {full_date(day)}, the date shown, or later.",
            )
        day = day or known_on
        known_at = None if known_at == end_of(today) else known_at
    return Moment(None if day == today else day, known_at)


def snapshot_at(plan: Plan, moment: Moment, *, previous: bool = True, cover: bool = False) -> PlanSnapshot:
    """The plan at that moment.

    Args:
        plan: the plan.
        moment: the moment.
        previous: as for ``take_snapshot``.
        cover: leave out the sections (``take_cover``), for a page that reads them in its own way.

    Raises:
        NoSuchMoment: it is before the plan's first day.
    """
    if cover:
        snapshot = take_cover(plan, at=moment.at, known_at=moment.known_at)
    else:
        snapshot = take_snapshot(plan, at=moment.at, known_at=moment.known_at, previous=previous)
    first = first_day(plan, snapshot)
    if moment.at and moment.at < first:
        raise NoSuchMoment("at", f"This plan begins on {full_date(first)}. Enter that date or a later one.")
    return snapshot


def first_day(plan: Plan, snapshot: PlanSnapshot) -> dt.date:
    """The first day the plan can be shown at. Its month may have been corrected since: the earlier counts."""
    return min(snapshot.starts_on, plan.dated)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When a plan last had something: ``day``; None if it has it now."""

    day: dt.date | None


def last_seen(plan: Plan, model: type[Outcome] | type[Section], **named: Any) -> LastSeen | None:
    """When a plan last had an outcome or a section; None if it never had at the end of a day.

    Args:
        plan: the plan.
        model: what is looked for.
        named: its ``ref`` or ``number``, or its ``id``.
    """
    if any("\x00" in str(name) for name in named.values()):
        return None  # no name has one, and PostgreSQL takes none in a question
    rows = model.history.filter(history_plan_id=plan.pk, **named).exclude(history_type="-")
    newest = rows.order_by("-history_date", "-history_id").first()
    if newest is None:
        return None
    later = Q(history_date__gt=newest.history_date) | Q(
        history_date=newest.history_date, history_id__gt=newest.history_id
    )
    ended = model.history.filter(later, id=newest.id).order_by("history_date", "history_id").first()
    if ended is None:
        return LastSeen(None)
    day = timezone.localdate(ended.history_date) - dt.timedelta(days=1)
    oldest = rows.filter(id=newest.id).order_by("history_date", "history_id").first()
    return LastSeen(day) if timezone.localdate(oldest.history_date) <= day else None


def _day(words: str, field: str) -> dt.date:
    try:
        day: dt.date = forms.DateField(input_formats=DAY_FORMATS).clean(words)
    except ValidationError as error:
        raise NoSuchMoment(
            field, f"“{_short(words)}” is not a date. Enter one like 31 October 2026 or 31/10/2026."
        ) from error
    return day


def _moment(words: str) -> dt.datetime:
    """A day, meaning its end, or a day and a time as people in England have it."""
    for pattern in _TIMES:
        try:
            return timezone.make_aware(dt.datetime.strptime(words.strip(), pattern))
        except ValueError:
            continue
    return end_of(_day(words, "known"))


_TIMES = (
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    *(f"{day} {time}" for day in DAY_FORMATS for time in ("%H:%M", "%H:%M:%S")),
)


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= 40 else f"{words[:39]}…"
