"""What changed on a plan between two dates."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from ..changes import CannotCompare, Compared, papers_to_compare, read_changes, read_changes_since
from ..filters import OutcomeFilter
from ..forms.comparison import ChangeFilterForm, ComparedDatesForm
from ..line import line_of
from ..links import PlanLinks
from ..models import Paper, Plan
from ..moment import Moment
from ..movement import CellKind, Comparison, OutcomeKind
from ..movement.tallies import tally
from ..snapshot import PlanSnapshot
from .access import plan_for

PAPERS_OFFERED = 5
"""How many of the papers issued last are offered to compare with; the list of papers has the others."""


@require_safe
def changes_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Two dates side by side: every rating and every wording that differs, and how many did not move."""
    plan, access = plan_for(request, slug)
    dates = ComparedDatesForm.of(request.GET)
    context = {"plan": plan, "access": access, "form": dates, "nav": "changes"}
    compared = read_asked(plan, dates)
    if compared is None:
        return render(request, "plans/changes.html", context)
    comparison = compared.comparison
    chosen = ChangeFilterForm(request.GET, comparison=comparison)
    narrowed = chosen.narrow(comparison)
    kind = chosen.asked_kind
    paper = dates.cleaned_data["paper"]
    known = papers_to_compare(plan).filter(at__lte=comparison.after.at)
    papers, more_papers = papers_offered(known, paper)
    context |= {
        "comparison": narrowed,
        "basis": compared.basis,
        "filter": chosen,
        "problems": chosen.problems,
        "kind": kind,
        "cell_counts": [(one, number) for one, number in narrowed.cell_counts.items() if number],
        "outcome_counts": [(one, number) for one, number in narrowed.outcome_counts.items() if number],
        "tallies": tally(narrowed),
        "sections": _by_section(narrowed, kind),
        "links": _links(slug, narrowed.after.at),
        **_export(slug, compared, chosen, paper=paper),
        "structure": kind is None and not chosen.wanted,
        "periods": _periods(comparison),
        "papers": papers,
        "more_papers": more_papers,
        "paper": paper,
    }
    return render(request, "plans/changes.html", context)


def papers_offered(known: QuerySet[Paper], chosen: int | None) -> tuple[list[Paper], bool]:
    """The newest papers to compare with, and an older one that is chosen; and whether there are others.

    Args:
        known: those that there are, the newest first.
        chosen: id of the one that is compared with, if any.
    """
    newest = list(known[: PAPERS_OFFERED + 1])
    offered = newest[:PAPERS_OFFERED]
    if chosen and len(newest) > PAPERS_OFFERED and chosen not in [one.pk for one in offered]:
        offered += known.filter(pk=chosen)
    return offered, len(newest) > PAPERS_OFFERED


def issued_papers(plan: Plan) -> QuerySet[Paper]:
    """The papers issued of a plan and of the versions before it, the newest first."""
    issued = Paper.objects.filter(plan_id__in=line_of(plan), status=Paper.Status.ISSUED)
    return issued.order_by("-known_at", "-pk")


def read_asked(
    plan: Plan, dates: ComparedDatesForm, *, until: dt.date | None = None, **more: Any
) -> Compared | None:
    """What changed between the two days of a form, which then shows both.

    Args:
        plan: the plan.
        dates: the form.
        until: the later day, in place of the form's.
        more: as for ``read_changes``.

    Returns:
        None, with the reason on the form, if there are no two such days.
    """
    if not dates.is_valid():
        return None
    asked = dates.cleaned_data
    more |= {"until": until or asked["until"], "as_then": dates.as_then}
    paper = None
    if asked["paper"]:
        paper = papers_to_compare(plan).filter(pk=asked["paper"]).first()
        if paper is None:
            dates.add_error(None, "There is no such paper to compare with. Choose a date instead.")
            return None
        if asked["since"] not in (None, paper.at):
            paper = asked["paper"] = None  # somebody has typed another date since they chose the paper
    try:
        if paper:
            compared = read_changes_since(plan, paper, **more)
        else:
            compared = read_changes(plan, since=asked["since"], **more)
    except CannotCompare as wrong:
        dates.show(wrong.since, wrong.until)
        dates.add_error(wrong.field, wrong.message)
        return None
    dates.show(compared.comparison.before.at, compared.comparison.after.at)
    return compared


def _by_section(comparison: Comparison, kind: CellKind | OutcomeKind | None) -> list[dict[str, Any]]:
    """What to list, section by section: the kind asked for, or all but what nothing was said of.

    Each change comes with the address of its outcome, on the earlier day where it is gone by the later one.
    """
    before, after = comparison.before, comparison.after
    headings = {section.number: section.heading for one in (before, after) for section in one.sections}
    then, now = _links(before.slug, before.at), _links(after.slug, after.at)
    found: dict[str, dict[str, Any]] = {}
    for change in comparison.outcomes:
        number = change.outcome.section_number
        place = found.setdefault(number, {"heading": headings[number], "cells": [], "wording": []})
        links = now if change.now else then
        place["cells"] += [
            (cell, links.outcome(cell.outcome.ref, cell.column.key))
            for cell in change.cells
            if (cell.kind is kind if kind else not cell.kind.quiet)
        ]
        if change.kinds and (kind is None or kind in change.kinds):
            place["wording"].append((change, links.outcome(change.outcome.ref)))
    return [place for place in found.values() if place["cells"] or place["wording"]]


def _export(slug: str, compared: Compared, chosen: ChangeFilterForm, *, paper: int | None) -> dict[str, Any]:
    """The address of the workbook of what is shown, and what it holds where that is not all of the same.

    The workbook is of the later day, so it follows a section, locality or theme that the plan has then. It
    lists every kind of change.
    """
    comparison, wanted = compared.comparison, chosen.wanted
    asked: dict[str, list[str]] = {
        name: [wanted[name]] for name in ("section", "column", "theme") if name in wanted
    }
    follows = _follows(comparison.after, asked) if asked else None
    address = PlanLinks(slug).to(
        "export_xlsx",
        at=comparison.after.at.isoformat(),
        since=comparison.before.at.isoformat(),
        earlier=None if compared.as_then else "today",
        paper=str(paper) if paper else None,
        **(follows.asked if follows else {}),
    )
    only = follows.described if follows and follows.is_active else ""
    holds = f"Only outcomes filtered by {only}" if only else "The whole plan"
    note = f"{holds}{', with every kind of change' if 'kind' in wanted else ''}." if wanted else ""
    return {"export": address, "export_holds": note}


def _follows(snapshot: PlanSnapshot, asked: Mapping[str, list[str]]) -> OutcomeFilter:
    """What is asked for of a plan, as far as the plan has it."""
    wrong = OutcomeFilter(MultiValueDict(asked), snapshot=snapshot).form.errors
    known = {name: values for name, values in asked.items() if name not in wrong}
    return OutcomeFilter(MultiValueDict(known), snapshot=snapshot)


def _links(slug: str, day: dt.date) -> PlanLinks:
    """Addresses of the plan's pages as they were on a day."""
    return PlanLinks(slug, Moment(day).kept if day < timezone.localdate() else ())


def _periods(comparison: Comparison) -> list[tuple[str, dt.date]]:
    """Dates that people compare with: (its name, the day), those before the plan starts left out."""
    until = comparison.after.at
    month_end = until.replace(day=1) - dt.timedelta(days=1)
    offered = [
        ("30 days before", until - dt.timedelta(days=30)),
        ("90 days before", until - dt.timedelta(days=90)),
        ("End of the month before", month_end),
        ("Plan start", comparison.after.starts_on),
    ]
    return [(name, day) for name, day in offered if comparison.after.starts_on <= day < until]
