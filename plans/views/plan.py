"""The plan as a whole, and a section as it is printed."""

import datetime as dt
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..dashboards import MOVED_WITHIN_DAYS, STALE_AFTER_DAYS, may_rate_cell, plan_figures, wall_of
from ..models import Statement
from ..snapshot import take_snapshot
from ..standing import rags_at
from .access import found, plan_for


@require_safe
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """SMT's screen: the figures, the wall of every outcome, what moved, what is old, what does not add up."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan, previous=False)
    dates = [snapshot.at - dt.timedelta(days=days) for days in MOVED_WITHIN_DAYS]
    figures = plan_figures(snapshot, rags_at(plan, dates, snapshot.known_at))
    asked = request.GET.get("since", "")
    since = next((days for days in figures.moved if str(days) == asked), MOVED_WITHIN_DAYS[0])
    outcomes = reverse("outcomes", args=[slug])
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "figures": figures,
        "moved": figures.moved[since],
        "wall": wall_of(
            snapshot, figures.moved[since], lambda ref, key: f"{outcomes}{quote(ref)}/#column-{key}"
        ),
        "stale_days": STALE_AFTER_DAYS,
        "nav": "plan",
    }
    return render(request, "plans/plan.html", context)


@require_safe
def section_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A section as the printed plan has it: what is wanted, what must change, and the table."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan, previous=False)
    section = snapshot.section(number)
    found(section)
    assert section is not None  # noqa: S101
    place = snapshot.sections.index(section)
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "section": section,
        "headings": [
            (kind.label, statements) for kind in Statement.Kind if (statements := section.statements_of(kind))
        ],
        "rates_here": plan.takes_ratings
        and any(may_rate_cell(access, row, cell) for row in section.outcomes for cell in row.cells),
        "before": snapshot.sections[place - 1] if place else None,
        "after": snapshot.sections[place + 1] if place + 1 < len(snapshot.sections) else None,
        "stale_days": STALE_AFTER_DAYS,
        "nav": "plan",
    }
    return render(request, "plans/section.html", context)
