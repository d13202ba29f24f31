"""Every paper of a plan, to find one again."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...meetings import papers_shown
from ...models import Paper
from ..access import as_id
from ..meetings.opening import open_page

PER_PAGE = 50


@require_safe
@never_cache
def paper_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers issued by the date shown, the newest first; and today's drafts, for whoever sees them."""
    opened = open_page(request, slug)
    body = opened.meetings.body(as_id(request.GET.get("body", "")))
    papers = papers_shown(opened.meetings, opened.access).select_related("meeting__body")
    if body:
        papers = papers.filter(meeting__body_id=body.id)
    issued = papers.filter(status=Paper.Status.ISSUED).order_by("-known_at", "-pk")
    drafts = papers.filter(status=Paper.Status.DRAFT).order_by("meeting__on", "pk")
    context = opened.context(
        "papers",
        body=body,
        page=Paginator(issued, PER_PAGE).get_page(request.GET.get("page")),
        drafts=list(drafts) if opened.access.may_see_drafts else [],
    )
    return render(request, "plans/paper_list.html", context)
