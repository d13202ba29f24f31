"""A paper: where it stands, to be read as a page, and its files."""

import logging

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ...actions.papers import kept_papers
from ...changes import CannotCompare, Compared, read_changes
from ...models import Paper, PaperFile
from ...packs import packs_of
from ...papers.formats import FORMATS
from ...papers.html import part_html
from ...tasks import latest_making, make_files
from ..access import allowed
from .now import paper_for

_log = logging.getLogger(__name__)


@require_safe
@never_cache
def paper_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where a paper stands: a draft with what is still to do, or an issued one with its files."""
    opened = paper_for(request, slug, pk)
    paper = opened.paper
    if not paper.is_issued:
        return render(request, "plans/paper_draft.html", opened.context())
    files = list(paper.files.all())
    missing = len(paper.to_make) - len(files)
    context = opened.context(
        files=_by_pack(files),
        made=len(files),
        missing=missing,
        making=latest_making(paper) if missing else None,
        since=_changed_since(paper),
        supplements=Paper.objects.filter(meeting=paper.meeting).order_by("supplement"),
    )
    return render(request, "plans/paper_issued.html", context)


@require_safe
def paper_read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A paper as a page: the public pack, or the full one where the address asks for it."""
    opened = paper_for(request, slug, pk)
    try:
        packs = packs_of(opened.paper)
    except CannotCompare as wrong:
        messages.error(request, f"{wrong.message} Change what the paper is compared with.")
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
    try:
        content = kept_papers().open(kept.stored_as)
    except OSError:
        _log.exception("File %s of paper %s cannot be read from the folder of attachments", file, pk)
        return render(request, "plans/paper_file_missing.html", opened.context(name=kept.name), status=404)
    return FileResponse(
        content,
        as_attachment=True,
        filename=kept.name,
        content_type=kept.content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@require_POST
def paper_make(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin again to make the files of an issued paper that are not there."""
    opened = paper_for(request, slug, pk)
    allowed(opened.access.may_run_meetings)
    if opened.paper.is_issued and opened.paper.files.count() < len(opened.paper.to_make):
        make_files.enqueue(pk)
    return redirect("paper", slug, pk)


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


def _changed_since(paper: Paper) -> Compared | None:
    """What is known now of the paper's own date that it did not know: corrections, and what came late."""
    try:
        return read_changes(
            paper.plan,
            since=paper.at,
            until=paper.at,
            known_at=timezone.now(),
            since_known_at=paper.known_at,
        )
    except CannotCompare:
        return None
