"""What is still ahead of a plan on the day shown: deadlines to be met, and the next visit."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from plans.dates import full_date

from .models import Visit
from .register import Register, VisitRow
from .visit_papers import Deadline, VisitPapers

_BY_OFSTED = frozenset(
    {Visit.Kind.INSPECTION, Visit.Kind.MONITORING_VISIT, Visit.Kind.FOCUSED_VISIT, Visit.Kind.JTAI}
)


@dataclass(frozen=True, slots=True)
class DeadlineAhead:
    """A deadline that is not met, and the visit that brought it."""

    visit: VisitRow
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class NextVisit:
    """What was said after one visit of when the next is expected.

    Attributes:
        said_after: the visit.
        followed_by: the visit that came next, where one is recorded.
        on: the day shown.
    """

    said_after: VisitRow
    followed_by: VisitRow | None
    on: dt.date

    @property
    def words(self) -> str:
        """When, as it was written."""
        return self.said_after.next_expected

    @property
    def by(self) -> dt.date | None:
        """The last day that the words can mean; None where they mean none, or are that day."""
        by = self.said_after.next_expected_by
        return None if by is None or self.words in (full_date(by), by.isoformat()) else by

    @property
    def is_awaited(self) -> bool:
        """Whether it has not been yet."""
        return self.followed_by is None

    @property
    def is_overdue(self) -> bool:
        """Whether it has not been, and the last day it was expected by is past."""
        by = self.said_after.next_expected_by
        return self.is_awaited and by is not None and by < self.on


def deadlines_ahead(register: Register, papers: VisitPapers) -> tuple[DeadlineAhead, ...]:
    """The deadlines that are not met, soonest first, those that have not started last.

    Args:
        register: the visits that brought them, with their findings.
        papers: which were met.
    """
    ahead = [
        DeadlineAhead(visit, deadline)
        for visit in register.visits
        for deadline in papers.deadlines_of(visit, register.of_visit(visit))
        if deadline.met is None
    ]
    return tuple(sorted(ahead, key=lambda one: one.deadline.clock.due or dt.date.max))


def next_after(visit: VisitRow, visits: Iterable[VisitRow], *, on: dt.date) -> NextVisit | None:
    """What was said after a visit of when the next is expected; None where nothing was.

    It has been once a later visit of the same visitors is recorded: a DfE review between two of Ofsted's
    visits does not stand for the second.

    Args:
        visit: which.
        visits: all of the register.
        on: the day shown.
    """
    if not visit.next_expected:
        return None
    later = [row for row in visits if _comes(row) == _comes(visit) and row.last_on > visit.last_on]
    return NextVisit(visit, min(later, key=lambda row: (row.last_on, row.id), default=None), on)


def next_visit(register: Register, *, on: dt.date) -> NextVisit | None:
    """The next visit from outside that is awaited; None where nothing was said, or it has been since.

    Of several the one expected first; of those whose day is past, only where nothing else is awaited, the one
    that was said last.

    Args:
        register: the visits.
        on: the day shown.
    """
    outside = [row for row in register.visits if row.kind != Visit.Kind.SITE_DAY]
    said = [next_after(row, outside, on=on) for row in outside]
    awaited = [one for one in said if one and one.is_awaited]
    coming = [one for one in awaited if not one.is_overdue]
    if coming:
        return min(coming, key=lambda one: one.said_after.next_expected_by or dt.date.max)
    return awaited[0] if awaited else None


def _comes(visit: VisitRow) -> tuple[str, int | None]:
    """Who visits: Ofsted, whatever its visit is called; the others by the kind, and SMT by the site."""
    return ("ofsted", None) if visit.kind in _BY_OFSTED else (visit.kind.value, visit.locality_id)
