"""The list of findings and its export, and one finding."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plans.dates import full_date
from plans.papers.document import Document
from plans.papers.xlsx import CONTENT_TYPE, write_xlsx

from ..filters import FindingFilter
from ..finding_history import history_of
from ..models import Finding
from ..papers.findings_part import findings_part
from ..ratings_since import ratings_since
from .opening import Opened, open_page

PER_PAGE = 100
_WRONG = (
    "This address asks for a visit, section or other choice that the findings do not have. "
    "Go back to the list of findings, filter it again and export from there."
)


@require_safe
def finding_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every finding, or those a filter in the address asks for."""
    opened = open_page(request, slug)
    chosen = FindingFilter(request.GET, register=opened.register, on=opened.shown.snapshot.at)
    found = chosen.found
    context = opened.context(
        "findings",
        filter=chosen,
        form=chosen.form,
        page=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        total=len(opened.register.findings),
        export=opened.shown.links.to("findings_xlsx", **chosen.asked),
        figures=_figures(opened, chosen),
    )
    return render(request, "ofsted/findings.html", context)


@require_safe
@never_cache
def findings_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The findings that the filter in the address leaves, as a workbook. For every member.

    Better no workbook than one of another date, or every finding under the name of some.
    """
    opened = open_page(request, slug)
    if opened.shown.error:
        return _refused(f"{opened.shown.error} Go back to the findings and choose the date again.")
    snapshot = opened.shown.snapshot
    chosen = FindingFilter(request.GET, register=opened.register, on=snapshot.at)
    if not chosen.is_valid():
        return _refused(_WRONG)
    known = opened.shown.moment.known_words
    document = Document(
        title=f"Findings: {snapshot.title}",
        owner=snapshot.authority,
        subject=f"Findings of visits to {snapshot.authority} as at {full_date(snapshot.at)}",
        as_at=snapshot.at,
        produced_at=timezone.now(),
        produced_by=opened.access.user.display_name,
        note="; ".join(
            [
                *([f"as known {known}"] if known else []),
                *(["selected findings only"] if chosen.described else []),
            ]
        ),
        parts=(findings_part(chosen.found, on=snapshot.at, described=chosen.described),),
    )
    name = f"{snapshot.slug}-findings-{snapshot.at:%Y-%m-%d}.xlsx"
    return HttpResponse(
        write_xlsx(document),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _refused(why: str) -> HttpResponse:
    return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")


def _figures(opened: Opened, chosen: FindingFilter) -> list[tuple[int, str, str]]:
    """The numbers that sum the findings up, whatever the filter: each is a link to what it counts."""
    rows, to = opened.register.findings, opened.shown.links.to
    waiting = [row for row in rows if row.is_open]
    late = sum(1 for row in waiting if row.overdue(chosen.on))
    unanswered = sum(1 for row in rows if row.is_open and not row.is_answered)
    again = len(chosen.raised_again)
    return [
        (len(waiting), "open or being addressed", to("findings", status=["open", "addressed"])),
        (late, "overdue", to("findings", only="overdue")),
        (unanswered, "open that no outcome answers", to("findings", only="unanswered")),
        (again, "raised more than once", to("findings", only="again")),
    ]


@require_safe
def finding_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One finding: its words, its outcomes and how they were rated then and are now, and its history."""
    opened = open_page(request, slug)
    register, snapshot = opened.register, opened.shown.snapshot
    finding = register.finding(pk)
    if finding is None:
        return _not_then(request, opened, pk)
    since = ratings_since(
        opened.plan, snapshot, register.heirs, [(row, finding.visit.last_on) for row in finding.outcomes]
    )
    context = opened.context(
        "findings",
        finding=finding,
        overdue=finding.overdue(snapshot.at),
        may_respond=opened.may_respond_to(finding),
        may_write=opened.may_write_of(finding.visit),
        answers=[
            (answer, [(row, since[row.id, finding.visit.last_on]) for row in answer.outcomes])
            for answer in finding.answers
        ],
        earlier=register.repeats_of(finding),
        later=register.repeated_by(finding),
        history=history_of(pk, register, opened.plan),
    )
    return render(request, "ofsted/finding.html", context)


def _not_then(request: HttpRequest, opened: Opened, pk: int) -> HttpResponse:
    """The page for a finding that had not been recorded at the date shown, or has been deleted since.

    Raises:
        Http404: this plan never had it.
    """
    rows = Finding.history.filter(id=pk, history_plan_id__in=opened.register.line)
    first = rows.order_by("history_date", "history_id").first()
    if first is None:
        raise Http404
    context = opened.context("findings", since=timezone.localdate(first.history_date))
    return render(request, "ofsted/finding_not_then.html", context, status=404)
