"""The first page after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..dashboards import STALE_AFTER_DAYS, counts, my_ratings
from ..late_ratings import awaited_for, managers_of
from ..meetings import MeetingRow, PapersOfMeeting, papers_by_meeting, take_meetings
from ..models import Plan
from ..permissions import Access, access_to, may_import
from ..snapshot import PlanSnapshot, take_snapshot
from .access import person


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My plans; for a manager what I rate, and for a clerk the meetings to come and who is late for them."""
    user = person(request)
    plans = Plan.objects.visible_to(user).select_related("authority").order_by("authority__name", "-dated")
    rows = []
    for plan in plans:
        access = access_to(plan, user)
        snapshot = take_snapshot(plan, previous=False)
        rows.append(
            {
                "plan": plan,
                "access": access,
                "totals": counts(cell for _, cell in snapshot.cells),
                "ahead": _ahead(plan, snapshot, access)
                if access.may_run_meetings and plan.takes_ratings
                else [],
                "mine": my_ratings(snapshot, access) if access.is_manager and plan.takes_ratings else None,
            }
        )
    context = {"rows": rows, "may_import": may_import(user), "stale_days": STALE_AFTER_DAYS, "nav": "home"}
    return render(request, "plans/home.html", context)


def _ahead(plan: Plan, snapshot: PlanSnapshot, access: Access) -> list[dict[str, Any]]:
    """The meetings that a clerk has in hand, the soonest first: of each body up to the first without a paper.

    Each comes with its clocks, where its papers stand and, until one is issued, who has ratings to update.
    """
    found = take_meetings(plan, snapshot)
    papers = papers_by_meeting(found, access)
    in_hand: list[tuple[MeetingRow, PapersOfMeeting]] = []
    waiting: set[int] = set()
    for meeting in found.upcoming:
        if meeting.body.id not in waiting:
            stand = papers.of(meeting)
            in_hand.append((meeting, stand))
            if not stand.issued:
                waiting.add(meeting.body.id)
    managers = managers_of(plan) if waiting else []
    return [
        {
            "meeting": meeting,
            "papers": stand,
            "left": meeting.left(found.on),
            "chase": None if stand.issued else meeting.clocks.next_chase(found.on),
            "waits": None
            if stand.issued
            else awaited_for(snapshot, managers, deadline=stand.deadline, cycle_days=meeting.body.cycle_days),
        }
        for meeting, stand in in_hand
    ]
