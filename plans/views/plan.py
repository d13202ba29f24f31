"""The plan as a whole, and a section as it is printed."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..changes import CannotCompare, papers_to_compare, read_changes_since
from ..dashboards import (
    GOOD,
    GROWS_OLD,
    MOVED_WITHIN_DAYS,
    STALE_AFTER_DAYS,
    Moved,
    PlanFigures,
    may_rate_cell,
    moved_between,
    plan_figures,
    wall_of,
)
from ..lineage import neighbours, versions_of
from ..models import Paper, Plan, Rag, Statement
from ..parts import Seen, panels_of_plan, panels_of_section
from ..snapshot import PlanSnapshot
from ..standing import rags_at, turning_ratings
from .access import as_id, plan_for
from .changes import papers_offered
from .moment import asked_for, not_then, shown_at


@require_safe
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """SMT's screen: the figures, the wall of every outcome, what moved, what is old, what does not add up."""
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access)
    snapshot = shown.snapshot
    dates = [snapshot.at - dt.timedelta(days=days) for days in MOVED_WITHIN_DAYS]
    figures = plan_figures(snapshot, rags_at(plan, dates, snapshot.known_at, wording_at=snapshot.wording_at))
    known = papers_to_compare(plan).filter(at__lte=snapshot.at, known_at__lte=snapshot.known_at)
    asked = request.GET.get("since", "")
    papers, more_papers = papers_offered(known, as_id(asked.removeprefix("paper-")))
    moved, paper = _moved_since(asked, plan, snapshot, figures, papers)
    context = {
        "plan": plan,
        "access": access,
        **shown.context,
        "figures": figures,
        "moved": moved,
        "papers": papers,
        "more_papers": more_papers,
        "paper": paper,
        "no_such_paper": asked.startswith("paper-") and paper is None,
        "wall": wall_of(snapshot, moved, shown.links.outcome),
        "colours": list(Rag),
        "section_numbers": [section.number for section in snapshot.sections],
        "good": GOOD,
        "grows_old": GROWS_OLD,
        "stale_days": STALE_AFTER_DAYS,
        "panels": panels_of_plan(Seen(plan, access, snapshot, shown.links)),
        "nav": "plan",
    }
    context["versions"] = versions = versions_of(plan, access.user)
    context["version_before"], context["version_after"] = neighbours(plan, versions)
    return render(request, "plans/plan.html", context)


def _moved_since(
    asked: str, plan: Plan, snapshot: PlanSnapshot, figures: PlanFigures, papers: list[Paper]
) -> tuple[Moved, Paper | None]:
    """What moved since what an address asks for: ``90`` days before, or ``paper-12``; and that paper.

    Where it asks for nothing that is offered, since the first of the days.
    """
    paper = next((one for one in papers if asked == f"paper-{one.pk}"), None)
    if paper:
        try:
            compared = read_changes_since(plan, paper, until=snapshot.at, known_at=snapshot.known_at)
        except CannotCompare:
            paper = None
        else:
            return moved_between(compared.comparison), paper
    days = next((days for days in figures.moved if str(days) == asked), MOVED_WITHIN_DAYS[0])
    moved = figures.moved[days]
    turned = turning_ratings(plan, moved.standing, snapshot.at, snapshot.known_at)
    return moved.with_turns(turned), None


@require_safe
def section_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A section as the printed plan has it: what is wanted, what must change, and the table."""
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access)
    snapshot = shown.snapshot
    context = {"plan": plan, "access": access, **shown.context}
    section = asked_for(request, snapshot.sections, lambda row: row.number, number)
    if section is None:
        return not_then(request, shown, context, number=number)
    if section.number != number:
        return redirect(shown.links.to("section", section.number))
    place = snapshot.sections.index(section)
    context |= {
        "shown": shown.about(section.id),
        "section": section,
        "headings": [
            (kind.label, statements) for kind in Statement.Kind if (statements := section.statements_of(kind))
        ],
        "rates_here": plan.takes_ratings
        and not shown.past
        and any(may_rate_cell(access, row, cell) for row in section.outcomes for cell in row.cells),
        "before": snapshot.sections[place - 1] if place else None,
        "after": snapshot.sections[place + 1] if place + 1 < len(snapshot.sections) else None,
        "stale_days": STALE_AFTER_DAYS,
        "panels": panels_of_section(Seen(plan, access, snapshot, shown.links), section),
        "nav": "plan",
    }
    return render(request, "plans/section.html", context)
