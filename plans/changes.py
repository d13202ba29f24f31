"""Reads a plan on two days and says what changed between them: one answer for page, workbook and command."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from .as_at import end_of
from .dates import full_date
from .models import Paper, Plan, Rating
from .movement import CellChange, Comparison, compare, newly_withdrawn
from .snapshot import OutcomeRow, take_snapshot
from .standing import turning_ratings
from .withdrawals import withdrawals_of

DEFAULT_DAYS = 30
"""How far back the earlier day is, where nobody says."""


class CannotCompare(Exception):
    """There are no two such days in the life of the plan.

    Attributes:
        field: what was wrong: ``since`` or ``until``.
        message: why, for the person who asked.
        since, until: the days that were tried.
    """

    def __init__(self, field: str, message: str, *, since: dt.date, until: dt.date) -> None:
        super().__init__(message)
        self.field, self.message, self.since, self.until = field, message, since, until


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed, and how the two days were taken.

    Attributes:
        comparison: what changed.
        as_then: each day was taken as it was known at its end, and not both as they are known today.
        from_paper: the earlier day was taken as a paper had it.
    """

    comparison: Comparison
    as_then: bool
    from_paper: bool = False

    def only(self, outcome: Callable[[OutcomeRow], bool], *, column: str = "") -> "Compared":
        """The same of some outcomes: those that this holds of on either day.

        Args:
            outcome: keeps an outcome.
            column: the key of the only column whose ratings are kept; empty for all.
        """

        def in_column(change: CellChange) -> bool:
            return column in ("", change.column.key)

        return replace(self, comparison=self.comparison.only(outcome=outcome, cell=in_column))

    @property
    def basis(self) -> str:
        """How the two days were taken, in a sentence."""
        if self.from_paper:
            return (
                "The earlier date is shown as the paper issued then had it, so corrections and ratings "
                "entered since count as changes."
            )
        if self.as_then:
            return (
                "Each date is shown as it was known at its end, so corrections and ratings entered late "
                "count as changes."
            )
        return (
            "Both dates are shown as they are known today: ratings corrected since are left out, and ratings "
            "entered late are counted from their own day."
        )


def papers_to_compare(plan: Plan) -> QuerySet[Paper]:
    """The papers that a plan can be compared with: those issued of this version of it, the newest first."""
    return Paper.objects.filter(plan=plan, status=Paper.Status.ISSUED).order_by("-known_at", "-pk")


def read_changes_since(plan: Plan, paper: Paper, **more: Any) -> Compared:
    """What changed on a plan since one of its papers, which is told as that paper had it.

    Args:
        plan: the plan.
        paper: one of ``papers_to_compare``.
        more: as for ``read_changes``: the later day, and how it is known.

    Raises:
        CannotCompare: the later day is before that of the paper.
    """
    return read_changes(plan, since=paper.at, since_known_at=paper.known_at, **more)


def read_changes(
    plan: Plan,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    as_then: bool = True,
    known_at: dt.datetime | None = None,
    since_known_at: dt.datetime | None = None,
) -> Compared:
    """What changed on a plan between two days.

    Args:
        plan: the plan.
        since: the earlier day; 30 days before the later one if None, or the day the plan starts.
        until: the later day; today if None. Of a closed plan, none is later than the day it was closed.
        as_then: take each day as it was known at its end; else both as they are known today.
        known_at: take the later day as it was known at this moment instead; aware.
        since_known_at: take the earlier day as it was known then, which is when a paper was issued; aware. It
            may then be the later day itself.

    Raises:
        CannotCompare: the plan had not started by one of the days, the earlier is not before the later, or
            the later is to be taken as it was known before the paper was issued.
    """
    today = timezone.localdate()
    until = until or today
    if since_known_at and known_at and known_at < since_known_at:
        issued = full_date(timezone.localdate(since_known_at))
        said = f"That paper was issued on {issued}, when more was known. Choose a later known at."
        raise CannotCompare("until", said, since=since or until, until=until)
    if known_at is None and as_then and until < today:
        # A paper of the end of a month may be issued weeks after it: what it knew is known of the later day.
        known_at = max(end_of(until), since_known_at) if since_known_at else end_of(until)
    after = take_snapshot(plan, at=until, known_at=known_at, previous=False)
    first, last = after.starts_on, after.at
    if last <= first and since_known_at is None:
        later = "there is nothing to compare yet" if last == today else "choose a later day"
        raise CannotCompare(
            "until", f"The plan starts on {full_date(first)}: {later}.", since=since or last, until=last
        )
    since = since or max(first, last - dt.timedelta(days=DEFAULT_DAYS))
    if since < first:
        said = f"The plan starts on {full_date(first)}: choose that day or later."
        raise CannotCompare("since", said, since=since, until=last)
    if since > last or (since == last and since_known_at is None):
        said = f"From must be an earlier day than To, {full_date(last)}."
        raise CannotCompare("since", said, since=since, until=last)
    then = since_known_at or (end_of(since) if as_then else known_at)
    before = take_snapshot(plan, at=since, known_at=then, seen_at=after.known_at, previous=False)
    corrected = Rating.objects.filter(plan=plan, corrects__isnull=False).order_by()
    corrections = dict(corrected.values_list("pk", "corrects_id"))
    withdrawals = withdrawals_of(newly_withdrawn(before, after), moment=after.wording_at)
    comparison = compare(before, after, corrections=corrections, withdrawals=withdrawals)
    turned = turning_ratings(plan, comparison.newly_coloured, after.at, after.known_at)
    return Compared(comparison.with_turns(turned), as_then, from_paper=since_known_at is not None)
