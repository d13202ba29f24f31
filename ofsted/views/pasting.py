"""Many findings of a visit at once, pasted from its letter or report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused
from plans.models import Lead, Section
from plans.views.access import allowed, person

from ..actions.findings import Links, SavedAlready, add_findings
from ..forms.finding import earlier_findings, owner_choices, section_choices
from ..forms.paste import PASTE_LIMITS, PasteForm, PasteTable
from ..kinds import KINDS
from ..models import Finding, Visit
from ..register import VisitRow
from .opening import Opened, open_to_record


@require_http_methods(["GET", "POST"])
def findings_paste(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """First the text, then the table it was split into; then all that is ticked is saved, or nothing."""
    opened = open_to_record(request, slug)
    visit = opened.visit(pk)
    allowed(opened.may_write_of(visit))
    if request.method == "POST" and "row" in request.POST:
        return _save(request, opened, visit)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        table = _table(opened, visit)
        table.take(form.pieces)
        return _show(request, opened, visit, table)
    context = opened.context("visits", shown=None, visit=visit, form=form, limits=PASTE_LIMITS)
    return render(request, "ofsted/findings_paste.html", context)


def _save(request: HttpRequest, opened: Opened, visit: VisitRow) -> HttpResponse:
    table = _table(opened, visit)
    table.fill_in(request.POST)
    if table.is_wrong:
        return _show(request, opened, visit, table)
    number = len(table.kept)
    said = f"{number} {'finding' if number == 1 else 'findings'}"
    try:
        add_findings(
            visit=get_object_or_404(Visit, pk=visit.id),
            plan=opened.plan,
            findings=_findings(table),
            by=person(request),
            reason=table.reason,
            after=table.after,
            false_alarm=table.child_details.said_false_alarm,
        )
    except SavedAlready as saved:
        if saved.every:
            have = "has" if number == 1 else "have"
            messages.info(request, f"{said} {have} been saved already; nothing was added.")
            return redirect("visit", opened.plan.slug, visit.id)
        for place in saved.places:
            table.kept[place].errors["keep"] = "It has been saved already, since you pasted it. Untick it."
        return _show(request, opened, visit, table)
    except Refused as refused:
        table.problem = refused.message
        return _show(request, opened, visit, table)
    messages.success(request, f"Saved: {said} of this visit.")
    return redirect("visit", opened.plan.slug, visit.id)


def _table(opened: Opened, visit: VisitRow) -> PasteTable:
    register, snapshot = opened.register, opened.shown.snapshot
    return PasteTable(
        snapshot,
        earlier_findings(visit, register.findings),
        " ".join(visit.looked_at),
        section_choices(snapshot),
        owner_choices(opened.plan),
        after=max((row.position for row in register.of_visit(visit)), default=0),
        reason=f"Recorded from {KINDS[visit.kind].written_in}",
    )


def _findings(table: PasteTable) -> list[tuple[Finding, Links]]:
    """What is ticked, as the action takes it."""
    kept = table.kept
    sections = Section.objects.in_bulk({int(row.section) for row in kept if row.section})
    owners = Lead.objects.in_bulk({int(row.owner) for row in kept if row.owner})
    earlier = Finding.objects.select_related("visit").in_bulk(
        {int(row.repeats) for row in kept if row.repeats}
    )
    return [
        (
            Finding(
                ref=row.ref,
                paragraph=row.paragraph,
                words=row.words,
                kind=row.kind,
                section=sections[int(row.section)] if row.section else None,
                area=row.area,
                owner=owners[int(row.owner)] if row.owner else None,
                repeats=earlier[int(row.repeats)] if row.repeats else None,
            ),
            table.links(row),
        )
        for row in kept
    ]


def _show(request: HttpRequest, opened: Opened, visit: VisitRow, table: PasteTable) -> HttpResponse:
    context = opened.context("visits", shown=None, visit=visit, table=table, problems=table.problems)
    return render(request, "ofsted/findings_table.html", context)
