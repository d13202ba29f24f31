"""A paper: where it stands, to be read as a page, and its files."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ...changes import CannotCompare
from ...kept_files import kept_files, wrong_with_file, wrong_with_template
from ...line import line_of
from ...models import Paper, PaperFile, Plan, Rating
from ...models.rating import RatingQuerySet
from ...packs import packs_of
from ...papers.formats import FORMATS
from ...papers.html import part_html
from ...tasks import make_files, making_of
from ..access import allowed, person
from ..downloads import as_download
from .now import OpenedPaper, not_compared, paper_for

_log = logging.getLogger(__name__)

_MOST_SINCE = 200
"""Of what was recorded since a paper, so many rows are shown on its page; the record has the rest."""


@require_safe
@never_cache
def paper_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where a paper stands: a draft with what is still to do, or an issued one with its files."""
    opened = paper_for(request, slug, pk)
    paper = opened.paper
    if not paper.is_issued:
        return render(request, "plans/paper_draft.html", opened.context())
    files = list(paper.files.all())
    entered = _entered_since(paper)
    since = list(entered.select_related("outcome", "locality", "corrects__locality")[: _MOST_SINCE + 1])
    missing = len(files) < len(paper.to_make)
    context = opened.context(
        files=_by_pack(files),
        template_lost=missing and paper.word_template and wrong_with_template(paper.word_template),
        made=len(files),
        making=making_of(paper, len(files)),
        since=since[:_MOST_SINCE],
        sees_plan=paper.plan_id == opened.plan.pk
        or Plan.objects.visible_to(person(request)).filter(pk=paper.plan_id).exists(),
        since_in_all=len(since) if len(since) <= _MOST_SINCE else entered.count(),
        **_others_of_its_meeting(opened),
    )
    return render(request, "plans/paper_issued.html", context)


@require_safe
@never_cache
def paper_status(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How the making of an issued paper's files stands, and how many there are: for its page's script."""
    paper = paper_for(request, slug, pk).paper
    if not paper.is_issued:
        raise Http404
    made = paper.files.count()
    return JsonResponse({"making": making_of(paper, made), "made": made})


@require_safe
@never_cache
def paper_read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A paper as a page: the public pack, or the full one where the address asks for it."""
    opened = paper_for(request, slug, pk)
    try:
        packs = packs_of(opened.paper)
    except CannotCompare as wrong:
        messages.error(request, not_compared(opened.paper, wrong))
        return redirect("paper", slug, pk)
    full = request.GET.get("pack") == PaperFile.Pack.FULL
    pack = next((one for one in packs if (one.kind == PaperFile.Pack.FULL) == full), packs[0])
    parts = [
        (f"part-{number}", part.heading, part_html(part, anchor=f"part-{number}"))
        for number, part in enumerate(pack.document.chapters, start=1)
    ]
    return render(
        request, "plans/paper_read.html", opened.context(parts=parts, pack=pack, several=len(packs) > 1)
    )


@require_safe
@never_cache
def paper_file(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponseBase:
    """A file of an issued paper, as a download; for every member of the plan. Always the same bytes."""
    opened = paper_for(request, slug, pk)
    kept = get_object_or_404(PaperFile, pk=file, paper=opened.paper)
    if wrong := wrong_with_file(kept):
        _log.error("File %s of paper %s cannot be given out: %s", file, pk, wrong.what)
        context = opened.context(name=kept.name, wrong=wrong)
        return render(request, "plans/paper_file_missing.html", context, status=404)
    content = kept_files().open(kept.stored_as)
    return as_download(content, name=kept.name, content_type=kept.content_type)


@require_POST
def paper_make(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin again to make the files of an issued paper that are not there."""
    opened = paper_for(request, slug, pk)
    allowed(opened.access.may_run_meetings)
    if opened.paper.is_issued and opened.paper.files.count() < len(opened.paper.to_make):
        make_files.enqueue(pk)
    return redirect("paper", slug, pk)


def _others_of_its_meeting(opened: OpenedPaper) -> dict[str, list[Paper]]:
    """The papers of its meeting, for whoever looks; and those of them that were issued after it."""
    papers = Paper.objects.filter(meeting=opened.paper.meeting, plan_id__in=line_of(opened.plan))
    if not opened.access.may_see_drafts:
        papers = papers.filter(status=Paper.Status.ISSUED)
    shown = list(papers.order_by("supplement"))
    later = [one for one in shown if one.is_issued and one.supplement > opened.paper.supplement]
    return {"of_meeting": shown, "later": later}


def _entered_since(paper: Paper) -> RatingQuerySet:
    """What was recorded about the days of an issued paper that it could not know, the newest first."""
    if paper.known_at is None or paper.at is None:
        raise ValueError("Only an issued paper is of a moment")
    return Rating.objects.filter(plan=paper.plan_id).entered_after(paper.known_at, about=paper.at)


def _by_pack(files: list[PaperFile]) -> list[tuple[str, list[tuple[str, PaperFile]]]]:
    """The files of each pack that there is, each with what people call its format."""
    labels = {one.key: one.label for one in FORMATS}
    packs = []
    for pack in PaperFile.Pack:
        rows = [
            (labels.get(one.key) or f"CSV: {one.key.removeprefix('csv-')}", one)
            for one in files
            if one.pack == pack
        ]
        if rows:
            packs.append((str(pack.label), rows))
    return packs
