"""The guard at the door of every page about meetings: the plan, the date shown, its meetings then."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from ...meetings import MeetingRow, Meetings, RecommendationRow, take_meetings
from ...models import Plan
from ...permissions import Access
from ..access import allowed, plan_for
from ..moment import Shown, shown_at


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan that somebody may see, at the date they ask for, with its meetings then."""

    plan: Plan
    access: Access
    shown: Shown
    meetings: Meetings

    @property
    def is_open(self) -> bool:
        """Whether anything can be written from this page: it shows today, and the plan is in use."""
        return not self.shown.past and not self.shown.closed_on and not self.plan.is_next_draft

    @property
    def may_run(self) -> bool:
        """Whether this person may record meetings and recommendations from this page."""
        return self.is_open and self.access.may_run_meetings

    @property
    def may_set_up(self) -> bool:
        """Whether this person may set up bodies from this page."""
        return self.is_open and self.access.may_set_up

    @property
    def may_report(self) -> bool:
        """Whether this person may record progress from this page."""
        return self.is_open and self.access.may_report_progress

    def context(self, tab: str, **more: Any) -> dict[str, Any]:
        """What every page about meetings gives its template.

        Args:
            tab: which it is: ``meetings``, ``recommendations`` or ``bodies``.
            more: what this page gives besides.
        """
        return {
            "plan": self.plan,
            "access": self.access,
            **self.shown.context,
            "meetings": self.meetings,
            "may_run": self.may_run,
            "may_set_up": self.may_set_up,
            "may_report": self.may_report,
            "tab": tab,
            "nav": "meetings",
            **more,
        }

    def meeting(self, pk: int) -> MeetingRow:
        """A meeting of the plan at the date shown; raises Http404 where there is none."""
        row = self.meetings.meeting(pk)
        if row is None:
            raise Http404
        return row

    def recommendation(self, pk: int) -> RecommendationRow:
        """A recommendation of the plan at the date shown; raises Http404 where there is none."""
        row = self.meetings.recommendation(pk)
        if row is None:
            raise Http404
        return row


def open_page(request: HttpRequest, slug: str, *, cover: bool = True) -> Opened:
    """What a page that can be read at any date begins with.

    Args:
        request, slug: as the view has them.
        cover: leave out the sections of the plan, for a page that shows none of its ratings.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
    """
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access, cover=cover)
    return Opened(plan, access, shown, take_meetings(plan, shown.snapshot))


def open_to_run(request: HttpRequest, slug: str, *, cover: bool = True) -> Opened:
    """What a page that records meetings begins with: the plan as it is now.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
        PermissionDenied: they may not record meetings, or the plan is not open for it.
    """
    opened = open_page(request, slug, cover=cover)
    allowed(opened.may_run)
    return opened


def open_to_set_up(request: HttpRequest, slug: str) -> Opened:
    """What a page that sets up bodies begins with; raises as ``open_to_run``, unless for administrators."""
    opened = open_page(request, slug)
    allowed(opened.may_set_up)
    return opened


def open_to_report(request: HttpRequest, slug: str) -> Opened:
    """What a page that records progress begins with; raises as ``open_to_run``, unless SMT too."""
    opened = open_page(request, slug)
    allowed(opened.may_report)
    return opened
