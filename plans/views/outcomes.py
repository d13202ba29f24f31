"""The list of outcomes, and one outcome."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..dashboards import STALE_AFTER_DAYS, is_stale, may_rate_cell
from ..filters import OutcomeFilter
from ..lineage import Line, lineage_of
from ..months import months_of, read_months
from ..parts import Seen, panels_of_outcome
from ..permissions import people_above_managers
from ..timeline import chapters_of, timeline_of, version_changes
from ..withdrawals import withdrawals_of
from .access import plan_for
from .moment import asked_for, not_then, shown_at

PER_PAGE = 100
MONTHS_IN_STRIP = 12


@require_safe
def outcome_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every outcome, or those a filter in the address asks for."""
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access)
    outcome_filter = OutcomeFilter(request.GET, snapshot=shown.snapshot)
    rows = list(outcome_filter.narrowed.outcomes)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asks = outcome_filter.asks_for_cells
    dated, undated = (
        ("Oldest rating", "Not rated") if outcome_filter.asks_for_age else ("Last rated", "Not yet")
    )
    context = {
        "plan": plan,
        "access": access,
        **shown.context,
        "filter": outcome_filter,
        "form": outcome_filter.form,
        "page": page,
        "export": shown.links.to("export_xlsx", **outcome_filter.asked),
        "total": sum(1 for _ in outcome_filter.snapshot.outcomes),
        "matching": outcome_filter.matching_in_words(rows),
        "dated": dated,
        "undated": undated,
        "withdrawn": sum(1 for row in rows if row.withdrawn_on),
        "listed": [
            (
                row,
                [(cell, is_stale(cell), asks and outcome_filter.matches(cell)) for cell in row.rated_cells],
                outcome_filter.rated_on(row),
            )
            for row in page
        ],
        "stale_days": STALE_AFTER_DAYS,
        "nav": "outcomes",
    }
    return render(request, "plans/outcomes.html", context)


@require_safe
def outcome_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One outcome: what stands, its whole history, and what stands around it."""
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access)
    snapshot = shown.snapshot
    context = {"plan": plan, "access": access, **shown.context}
    outcome = asked_for(request, snapshot.outcomes, lambda row: row.ref, ref)
    if outcome is None:
        return not_then(request, shown, context, ref=ref)
    if outcome.ref != ref:
        return redirect(shown.links.outcome(outcome.ref))
    open_for_rating = plan.takes_ratings and not shown.past
    mine = {cell.column.locality_id for cell in outcome.cells if may_rate_cell(access, outcome, cell)}
    overall = outcome.cell(None)
    names = {cell.column.locality_id: cell.column.name for cell in outcome.cells}
    line = Line(outcome.id, outcome.ref, outcome.statement)
    lineage = lineage_of(plan, line, access.user, moment=shown.past_moment)
    timeline = timeline_of(
        outcome.id, at=snapshot.at, known_at=snapshot.known_at, names=names, before=lineage.before
    )
    own, *earlier = chapters_of(timeline, lineage.before)
    own_months = read_months(
        plan,
        until=snapshot.at,
        months=MONTHS_IN_STRIP,
        known_at=snapshot.known_at,
        set_up_on=snapshot.set_up_on,
        wording_at=snapshot.wording_at,
        outcome_id=outcome.id,
    )
    months = months_of(own_months, timeline, lineage.before)
    not_theirs = people_above_managers(plan) - {access.user.pk} if access.is_manager else set()
    withdrawn = withdrawals_of([outcome.id] if outcome.withdrawn_on else [], moment=snapshot.wording_at)
    context |= {
        "shown": shown.about(outcome.id),
        "outcome": outcome,
        "withdrawal": withdrawn.get(outcome.id),
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
                and entry.given_by_id not in not_theirs,
            )
            for entry in own.entries
        ],
        "earlier": [(part.step, [(entry, False) for entry in part.entries]) for part in earlier],
        # What had been withdrawn was not dropped by a later version.
        "continued": [step for step in lineage.after if step.lines or not outcome.withdrawn_on],
        "version_changes": version_changes(lineage.before),
        "listed": {entry.rating.pk for entry in timeline},
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
        "stale_days": STALE_AFTER_DAYS if any(map(is_stale, outcome.rated_cells)) else None,
        "panels": panels_of_outcome(Seen(plan, access, snapshot, shown.links), outcome),
        "nav": "outcomes",
    }
    return render(request, "plans/outcome.html", context)
