"""The first page after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..dashboards import STALE_AFTER_DAYS, counts, my_ratings
from ..models import Plan
from ..permissions import access_to, may_import
from ..snapshot import take_snapshot
from .access import person


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The plans I am a member of and, for a manager, what I rate and when it was last rated."""
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
                "mine": my_ratings(snapshot, access) if access.is_manager and plan.takes_ratings else None,
            }
        )
    context = {"rows": rows, "may_import": may_import(user), "stale_days": STALE_AFTER_DAYS, "nav": "home"}
    return render(request, "plans/home.html", context)
