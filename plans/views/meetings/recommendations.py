"""The tracker of what meetings asked for, its export, and one recommendation."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...dates import full_date
from ...forms.recommendation_filter import RecommendationFilter
from ...papers.document import Document
from ...papers.recommendations_part import recommendations_data, recommendations_part
from ...papers.xlsx import CONTENT_TYPE, write_xlsx
from .opening import Opened, open_page

PER_PAGE = 100
_WRONG = (
    "This address asks for a body or other choice that the recommendations do not have. "
    "Go back to the list of recommendations, filter it again and export from there."
)


@require_safe
def recommendation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that meetings asked for, or what a filter in the address asks for."""
    opened = open_page(request, slug)
    chosen = RecommendationFilter(request.GET, meetings=opened.meetings)
    context = opened.context(
        "recommendations",
        filter=chosen,
        form=chosen.form,
        page=Paginator([(row, row.overdue(opened.meetings.on)) for row in chosen.found], PER_PAGE).get_page(
            request.GET.get("page")
        ),
        total=len(opened.meetings.recommendations),
        export=opened.shown.links.to("recommendations_xlsx", **chosen.asked),
        figures=_figures(opened),
    )
    return render(request, "plans/meetings/recommendations.html", context)


@require_safe
@never_cache
def recommendations_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The recommendations that the filter in the address leaves, as a workbook. For every member."""
    opened = open_page(request, slug)
    if opened.shown.error:
        return _refused(f"{opened.shown.error} Go back to the recommendations and choose the date again.")
    chosen = RecommendationFilter(request.GET, meetings=opened.meetings)
    if not chosen.is_valid():
        return _refused(_WRONG)
    snapshot, known = opened.shown.snapshot, opened.shown.moment.known_words
    notes = [*([f"as known {known}"] if known else [])]
    notes += ["selected recommendations only"] if chosen.described else []
    found = chosen.found
    document = Document(
        title=f"Recommendations and actions: {snapshot.title}",
        owner=snapshot.authority,
        subject=f"What meetings asked of {snapshot.authority}, as at {full_date(snapshot.at)}",
        as_at=snapshot.at,
        produced_at=timezone.now(),
        produced_by=opened.access.user.display_name,
        note="; ".join(notes),
        parts=(
            recommendations_part(found, on=snapshot.at, described=chosen.described),
            recommendations_data(found),
        ),
    )
    name = f"{snapshot.slug}-recommendations-{snapshot.at:%Y-%m-%d}.xlsx"
    return HttpResponse(
        write_xlsx(document),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def recommendation_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One recommendation: its words, how it stood from when, and what each meeting said of that."""
    opened = open_page(request, slug)
    row = opened.recommendation(pk)
    expected = opened.meetings.next_of(row.meeting.body.id) if row.awaits_review else None
    context = opened.context(
        "recommendations",
        recommendation=row,
        overdue=row.overdue(opened.meetings.on),
        expected=expected if expected and expected.on > row.meeting.on else None,
    )
    return render(request, "plans/meetings/recommendation.html", context)


def _figures(opened: Opened) -> list[tuple[int, str, str]]:
    """The numbers that sum the tracker up, whatever the filter: each is a link to what it counts."""
    rows, to = opened.meetings.recommendations, opened.shown.links.to
    tests = (
        ("open", "not complete", [row for row in rows if not row.is_complete]),
        ("overdue", "overdue", [row for row in rows if row.overdue(opened.meetings.on)]),
        ("awaiting", "awaiting review", [row for row in rows if row.awaits_review]),
        ("update", "update asked for", [row for row in rows if row.update_asked]),
    )
    return [(len(found), words, to("recommendations", only=name)) for name, words, found in tests]


def _refused(why: str) -> HttpResponse:
    return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
