"""The inspector's document of one visit: as a page to print, and as a workbook."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plans.papers.document import Document
from plans.papers.html import part_html
from plans.papers.xlsx import CONTENT_TYPE, write_xlsx

from ..kinds import can_have
from ..measured import checks_of, samples_of
from ..papers.counted_and_seen import counted_and_seen
from ..papers.visit_document import visit_document
from ..ratings_since import ratings_since
from ..register import VisitRow
from .opening import Opened, open_page


@require_safe
def visit_document_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Each finding, what was done, how the ratings moved and what shows it, by Ofsted's questions."""
    opened = open_page(request, slug)
    visit = _visit(opened, pk)
    document = _document(opened, visit)
    parts = [part_html(part, anchor=f"part-{place}") for place, part in enumerate(document.parts, start=1)]
    context = opened.context("visits", visit=visit, document=document, parts=parts)
    return render(request, "ofsted/visit_document.html", context)


@require_safe
@never_cache
def visit_document_xlsx(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same as a workbook."""
    opened = open_page(request, slug)
    if opened.shown.error:
        return HttpResponseBadRequest(opened.shown.error, content_type="text/plain; charset=utf-8")
    visit = _visit(opened, pk)
    name = f"{slug}-{visit.kind.value.replace('_', '-')}-{visit.last_on:%Y-%m-%d}.xlsx"
    return HttpResponse(
        write_xlsx(_document(opened, visit)),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _visit(opened: Opened, pk: int) -> VisitRow:
    """A visit of a kind that is told to inspectors; raises Http404 for any other."""
    visit = opened.visit(pk)
    if "document" not in can_have(visit.kind):
        raise Http404
    return visit


def _document(opened: Opened, visit: VisitRow) -> Document:
    snapshot, register = opened.shown.snapshot, opened.register
    findings = register.of_visit(visit)
    asked = [(outcome, visit.last_on) for finding in findings for outcome in finding.outcomes]
    return visit_document(
        visit,
        findings,
        ratings_since(opened.plan, snapshot, register.heirs, asked),
        snapshot=snapshot,
        shown=counted_and_seen(
            samples_of(opened.plan, snapshot, register), checks_of(opened.plan, snapshot, register)
        ),
        produced_by=opened.access.user.display_name,
        produced_at=timezone.now(),
    )
