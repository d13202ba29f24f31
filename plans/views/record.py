"""The record of a plan: who changed what, when and why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..forms.record import RecordFilter
from ..links import PlanLinks
from ..moment import Moment
from ..record import OF_ADMINISTRATORS, Asked, Kind, RecordPage, read_places, read_record
from .access import plan_for


@require_safe
def record_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of a plan, or of what a filter in the address asks for: the newest first, page by page.

    For every member: it is the trail behind what the plan says. Only who became a member and what members
    hold is left to those who administer the plan: it is about people, who may have changed nothing here, and
    its reasons are not written for a board to read ("away until spring"). So is what became of drafts of the
    next version, which nobody else has seen.
    """
    plan, access = plan_for(request, slug)
    kinds = frozenset(Kind) if access.may_set_up else frozenset(Kind) - OF_ADMINISTRATORS
    places = read_places(plan, kinds=kinds)
    chosen = RecordFilter(request.GET, places=places, kinds=kinds)
    asked = chosen.asked
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    page = read_record(plan, asked, user=access.user, before=before, after=after) if asked else RecordPage(())
    context: dict[str, Any] = {
        "plan": plan,
        "access": access,
        "filter": chosen,
        "form": chosen.form,
        "asked": asked,
        "page": page,
        "elsewhere": bool(before or after),
        "newest": page.saves[0].moment if page.saves else None,
        "oldest": page.saves[-1].moment if page.saves else None,
        "places": places,
        # The navigation keeps the day up to which changes are shown; what a change leads to is there now.
        "links": PlanLinks(plan.slug, _day_shown(asked)),
        "today": PlanLinks(plan.slug),
        "nav": "record",
    }
    return render(request, "plans/record.html", context)


def _day_shown(asked: Asked | None) -> tuple[tuple[str, str], ...]:
    """What an address says for the last day asked for, if that is past."""
    return Moment(asked.to).kept if asked and asked.to and asked.to < timezone.localdate() else ()
