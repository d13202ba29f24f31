"""The date that a plan's page shows, from its address: ``?at=2026-10-31&known=2026-11-05``."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..links import PlanLinks
from ..models import Outcome, Plan, Section
from ..moment import TODAY, Moment, NoSuchMoment, first_day, last_seen, moment_asked, snapshot_at
from ..permissions import Access
from ..snapshot import OutcomeRow, PlanSnapshot, SectionView

NOT_THEIRS = "Only clerks and plan administrators may choose “as known on”. This is what is known today."

# They belong to the date, or to a page of a list that another date would make shorter.
_NOT_CARRIED = ("at", "known", "same", "page")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of a plan shows, and how to get from there to another date.

    Attributes:
        snapshot: the plan.
        moment: the moment asked for; today's where there was something wrong with it.
        links: addresses of the plan's pages that keep the date.
        path: the page's own address.
        rest: the rest of what its address asks for, as names and values: a filter keeps through dates.
        typed: what was typed for ``at`` and ``known``.
        error: what was wrong with it, or empty.
        error_in: ``at`` or ``known``.
        may_choose_known: whether "as known on" is offered.
        first: the first day it can be shown at.
        follows: the version that follows a closed plan, where this person may see it.
        same: id of the outcome or section that the page is about, which may have had another ref then.
    """

    snapshot: PlanSnapshot
    moment: Moment
    links: PlanLinks
    path: str
    rest: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    error: str
    error_in: str
    may_choose_known: bool
    first: dt.date
    follows: Plan | None
    same: int | None = None

    @property
    def context(self) -> dict[str, Any]:
        """What the template of every page with a date is given of it."""
        return {"shown": self, "links": self.links, "snapshot": self.snapshot}

    @property
    def past(self) -> bool:
        """Whether it is not the plan as it is, so that nothing is to be changed from here."""
        return self.snapshot.past or self.moment.known_at is not None

    @property
    def past_moment(self) -> dt.datetime | None:
        """The moment whose wording is shown, on a page of the past; None where it is the plan as it is."""
        return self.snapshot.wording_at if self.past else None

    @property
    def closed_on(self) -> dt.date | None:
        """The day the plan was closed."""
        return self.snapshot.closed_on

    @property
    def at_closing(self) -> bool:
        """Whether it is a closed plan, shown as it was left."""
        return self.closed_on is not None and self.snapshot.at >= self.closed_on

    @property
    def before_set_up(self) -> bool:
        """Whether the wording is older than the record of it, and so is the first that was entered."""
        return self.past and self.snapshot.at < self.snapshot.set_up_on

    @property
    def last(self) -> dt.date:
        """The last day it can be shown at."""
        return self.closed_on or timezone.localdate()

    @property
    def at_value(self) -> str:
        """What stands in the field for the date."""
        return self.typed["at"] if self.error else self.snapshot.at.isoformat()

    @property
    def known_value(self) -> str:
        """What stands in the field for "as known on"."""
        return self.typed["known"] if self.error else dict(self.moment.kept).get("known", "")

    @property
    def at_is_picked(self) -> bool:
        """Whether a date picker can show what is in the field; it shows nothing where that is no date."""
        return _is_iso_day(self.at_value)

    @property
    def known_is_picked(self) -> bool:
        """The same for "as known on", which may have a time."""
        return not self.known_value or _is_iso_day(self.known_value)

    @property
    def month_end_before(self) -> dt.date | None:
        """The end of the month before; None where the plan had not begun."""
        day = self.snapshot.at.replace(day=1) - dt.timedelta(days=1)
        return day if day >= self.first else None

    @property
    def month_end_after(self) -> dt.date | None:
        """The next end of a month; None where that is not over yet."""
        tomorrow = self.snapshot.at + dt.timedelta(days=1)
        day = (tomorrow.replace(day=1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return day if day < self.last else None

    @property
    def to_month_end_before(self) -> str:
        """This page at that date."""
        return self.to_day(self.month_end_before, self.same)

    @property
    def to_month_end_after(self) -> str:
        """This page at that date."""
        return self.to_day(self.month_end_after, self.same)

    @property
    def to_first(self) -> str:
        """This page on the plan's first day."""
        return self.to_day(self.first, self.same)

    @property
    def to_today(self) -> str:
        """This page as it is now."""
        return self.to_day(None, self.same)

    @property
    def kept_by_dates(self) -> tuple[tuple[str, str], ...]:
        """What a change of date keeps of the address."""
        return (*self.rest, *([("same", str(self.same))] if self.same else []))

    def about(self, record_id: int) -> "Shown":
        """The same, for the page of one outcome or section."""
        return dataclasses.replace(self, same=record_id)

    def to_day(self, day: dt.date | None, same: int | None) -> str:
        """This page at another date: of the record with that id, or of whatever has its ref on that day."""
        kept = [*self.rest, *([("same", str(same))] if same else []), *self.moment.moved_to(day).kept]
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


def shown_at(
    request: HttpRequest, plan: Plan, access: Access, *, previous: bool = False, cover: bool = False
) -> Shown:
    """The plan at the moment that a page's address asks for, or as it is now, with what was wrong.

    Args:
        request: its query has ``at`` and ``known``, as typed.
        plan: the plan, which this person may see.
        access: what they may do on it.
        previous, cover: as for ``snapshot_at``.
    """
    typed = {name: request.GET.get(name, "") for name in ("at", "known")}
    error = error_in = ""
    if typed["known"].strip() and not access.may_choose_known_at:
        typed["known"], error_in = "", "known"
    try:
        moment = moment_asked(typed["at"], typed["known"])
        snapshot = snapshot_at(plan, moment, previous=previous, cover=cover)
    except NoSuchMoment as wrong:
        moment, error, error_in = TODAY, f"{wrong.message} This is the plan as it is now.", wrong.field
        snapshot = snapshot_at(plan, moment, previous=previous, cover=cover)
    followers = Plan.objects.visible_to(access.user).filter(predecessor=plan)
    return Shown(
        snapshot=snapshot,
        moment=moment,
        links=PlanLinks(plan.slug, moment.kept),
        path=request.path,
        rest=tuple(
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in _NOT_CARRIED and value
        ),
        typed=typed,
        error=error or (NOT_THEIRS if error_in else ""),
        error_in=error_in,
        may_choose_known=access.may_choose_known_at,
        first=first_day(plan, snapshot),
        follows=followers.first() if snapshot.closed_on else None,
    )


Row = TypeVar("Row", OutcomeRow, SectionView)


def asked_for(
    request: HttpRequest, rows: Iterable[Row], name: Callable[[Row], str], asked: str
) -> Row | None:
    """The outcome or section that an address names.

    Somebody who chooses another date on an outcome's page means that outcome, whatever its ref was then: the
    links to other dates say which it is.

    Args:
        request: its query may have ``same``, an id.
        rows: those that the plan has at the date shown.
        name: what an address calls one.
        asked: what this address says.
    """
    same = _same(request)
    return next((row for row in rows if (row.id == same if same else name(row) == asked)), None)


def not_then(request: HttpRequest, shown: Shown, context: dict[str, Any], **named: str) -> HttpResponse:
    """The page for what the plan did not have at the date shown, which says when it had it.

    Args:
        request: as asked.
        shown: the date.
        context: what every plan page has.
        named: how the address names it: an outcome's ``ref`` or a section's ``number``.

    Raises:
        Http404: the plan never had it.
    """
    (by, name), same = next(iter(named.items())), _same(request)
    model = Outcome if by == "ref" else Section
    seen = last_seen(context["plan"], model, **({"id": same} if same else named))
    if seen is None:
        raise Http404
    context |= {
        "shown": shown.about(same) if same else shown,
        "what": f"{model._meta.verbose_name} {name}",
        "renamed": same is not None,
        "seen": seen,
        "to_seen": shown.to_day(seen.day, same),
    }
    return render(request, "plans/not_then.html", context, status=404)


def _same(request: HttpRequest) -> int | None:
    same = request.GET.get("same", "")
    return int(same) if same.isascii() and same.isdecimal() and len(same) < 19 else None


def _is_iso_day(words: str) -> bool:
    try:
        return dt.date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False
