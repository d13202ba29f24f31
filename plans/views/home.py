"""The first page after signing in."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..dashboards import STALE_AFTER_DAYS, counts, my_ratings
from ..late_ratings import managers_of, who_is_late
from ..meetings import MeetingRow, take_meetings
from ..models import Plan
from ..permissions import access_to, may_import
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
                "ahead": _ahead(plan, snapshot) if access.may_run_meetings and plan.takes_ratings else [],
                "mine": my_ratings(snapshot, access) if access.is_manager and plan.takes_ratings else None,
            }
        )
    context = {"rows": rows, "may_import": may_import(user), "stale_days": STALE_AFTER_DAYS, "nav": "home"}
    return render(request, "plans/home.html", context)


def _ahead(plan: Plan, snapshot: PlanSnapshot) -> list[dict[str, Any]]:
    """The next meeting of each body, with its clocks and how many people have ratings to update for it."""
    found = take_meetings(plan, snapshot)
    nearest: dict[int, MeetingRow] = {}
    for meeting in found.upcoming:
        nearest.setdefault(meeting.body.id, meeting)
    managers = managers_of(plan) if nearest else []
    return [
        {
            "meeting": meeting,
            "left": meeting.left(found.on),
            "chase": meeting.clocks.next_chase(found.on),
            "late": who_is_late(snapshot, managers, found.on - dt.timedelta(days=meeting.body.cycle_days)),
        }
        for meeting in nearest.values()
    ]
