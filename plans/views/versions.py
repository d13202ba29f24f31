"""One version of a plan beside the one before it."""

from enum import StrEnum
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..lineage import links_to_version_before
from ..snapshot import take_snapshot
from ..versions import Aspect, Kind, compare_versions
from .access import plan_for, predecessor_for
from .moment import shown_at

# What stands after a number: one, and several.
KINDS: dict[StrEnum, str] = {
    Kind.SAME: "the same,the same",
    Kind.REWORDED: "reworded,reworded",
    Kind.MOVED: "only moved,only moved",
    Kind.SPLIT: "from a split,from splits",
    Kind.MERGED: "merged,merged",
    Kind.NEW: "new,new",
    Kind.DROPPED: "dropped,dropped",
}
ASPECTS: dict[StrEnum, str] = {
    Aspect.TARGET_GAINED: "timescale gained,timescales gained",
    Aspect.TARGET_LOST: "timescale lost,timescales lost",
    Aspect.TARGET_CHANGED: "timescale changed,timescales changed",
    Aspect.LEADS: "change of leads,changes of leads",
    Aspect.THEMES: "change of themes,changes of themes",
    Aspect.COLUMNS: "change of columns,changes of columns",
    Aspect.STATEMENTS: "statement changed,statements changed",
}


@require_safe
def version_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """How a plan differs from the version before, line by line; for whoever may see both.

    Both are read at the date that the page shows, and as known then if that is asked for; the older one, once
    it was closed, as it was left. So are the links between them.
    """
    plan, access = plan_for(request, slug)
    older = predecessor_for(plan, access.user)
    shown = shown_at(request, plan, access)
    then = shown.past_moment
    old = take_snapshot(
        older, at=timezone.localdate(then) if then else None, known_at=shown.moment.known_at, previous=False
    )
    whole = compare_versions(old, shown.snapshot, links_to_version_before(plan, moment=then))
    asked = request.GET.get("kind", "")
    wanted = next((one for one in (*Kind, *Aspect) if one == asked), None)
    kinds = [(kind, KINDS[kind], number) for kind, number in whole.counts.items()]
    aspects = [(aspect, ASPECTS[aspect], number) for aspect, number in whole.aspect_counts.items()]
    context = {
        "plan": plan,
        "access": access,
        **shown.context,
        "older": older,
        "old": old,
        "old_query": f"?{urlencode(shown.moment.moved_to(old.at).kept)}" if old.past else "",
        "whole": whole,
        "comparison": whole.only(wanted) if wanted else whole,
        "old_total": sum(not row.withdrawn_on for row in old.outcomes),
        "total": sum(not row.withdrawn_on for row in shown.snapshot.outcomes),
        "wanted": wanted,
        "kinds": kinds,
        "aspects": aspects,
        "listed": next((one for one in (*kinds, *aspects) if one[0] == wanted), None),
        "nav": "plan",
    }
    return render(request, "plans/version_comparison.html", context)
