"""The list of outcomes, and one outcome."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..dashboards import STALE_AFTER_DAYS, is_stale, may_rate_cell
from ..filters import OutcomeFilter
from ..permissions import people_above_managers
from ..snapshot import take_snapshot
from ..timeline import months_of, timeline_of
from .access import found, plan_for

PER_PAGE = 100


@require_safe
def outcome_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every outcome, or those a filter in the address asks for."""
    plan, access = plan_for(request, slug)
    outcome_filter = OutcomeFilter(request.GET, snapshot=take_snapshot(plan, previous=False))
    rows = list(outcome_filter.narrowed.outcomes)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asks = outcome_filter.asks_for_cells
    context = {
        "plan": plan,
        "access": access,
        "filter": outcome_filter,
        "form": outcome_filter.form,
        "page": page,
        "total": sum(1 for _ in outcome_filter.snapshot.outcomes),
        "withdrawn": sum(1 for row in rows if row.withdrawn_on),
        "listed": [
            (row, [(cell, is_stale(cell), asks and outcome_filter.matches(cell)) for cell in row.rated_cells])
            for row in page
        ],
        "nav": "outcomes",
    }
    return render(request, "plans/outcomes.html", context)


@require_safe
def outcome_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One outcome: what stands, its whole history, and what stands around it."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan, previous=False)
    outcome = snapshot.outcome(ref)
    found(outcome)
    assert outcome is not None  # noqa: S101
    open_for_rating = plan.takes_ratings
    mine = {cell.column.locality_id for cell in outcome.cells if may_rate_cell(access, outcome, cell)}
    overall = outcome.cell(None)
    timeline = timeline_of(outcome.id)
    months = months_of(timeline, until=snapshot.at)
    not_theirs = people_above_managers(plan) - {access.user.pk} if access.is_manager else set()
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "outcome": outcome,
        "section": snapshot.section(outcome.section_number),
        "cells": [
            (
                cell,
                is_stale(cell),
                months.get(cell.column.locality_id),
                next((e for e in timeline if cell.standing and e.rating.pk == cell.standing.id), None),
            )
            for cell in outcome.cells
        ],
        "timeline": [
            (
                entry,
                open_for_rating
                and entry.rag is not None
                and entry.correction is None
                and entry.rating.locality_id in mine
                and entry.rating.recorded_by_id not in not_theirs,
            )
            for entry in timeline
        ],
        "may_rate": open_for_rating and bool(mine),
        "worse_than_overall": [
            cell
            for cell in outcome.rated_cells
            if overall and overall.rag and cell.rag and cell.rag.rank < overall.rag.rank
        ],
        "same_theme": [
            (
                theme,
                [
                    row
                    for row in snapshot.outcomes
                    if theme in row.themes and row.id != outcome.id and not row.withdrawn_on
                ],
            )
            for theme in outcome.themes
        ],
        "stale_days": STALE_AFTER_DAYS,
        "nav": "outcomes",
    }
    return render(request, "plans/outcome.html", context)
