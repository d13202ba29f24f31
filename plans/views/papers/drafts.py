"""Making a paper: begin it, choose its parts, write its cover report, check it, issue it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ...actions.papers import delete_paper, last_issued, save_paper, start_paper, start_supplement
from ...actions.refusals import ChildDetailsFound, Refused, Stale
from ...changes import CannotCompare
from ...forms.deleting import DeleteForm
from ...forms.paper import CoverForm, IssueForm, PaperForm
from ...issuing import issue_whole
from ...line import line_of
from ...models import Meeting, Paper
from ...packs import brief_of, packs_of_brief
from ...paper_checks import checks_of
from ...parts import parts_for_papers
from ..access import allowed, person, plan_for
from ..changes import issued_papers
from ..deleted import deleted_already
from ..saving import saved
from .now import OpenedPaper, draft_for, not_compared, paper_for

CHOICES = "Choices for the paper changed"
COVER = "Cover report changed"
_CHANGED = "Somebody else has changed this draft since you opened it. Read it again."


@require_POST
def paper_begin(request: HttpRequest, slug: str, meeting: int) -> HttpResponse:
    """Begin the paper for a meeting; where it is begun already, go there."""
    plan, access = plan_for(request, slug)
    allowed(access.may_run_meetings and plan.takes_ratings)
    meetings = Meeting.objects.select_related("body").filter(plan_id__in=line_of(plan))
    for_meeting = get_object_or_404(meetings, pk=meeting)
    there = Paper.objects.filter(meeting=for_meeting).order_by("-supplement").first()
    if there is None:
        first = last_issued(for_meeting) is None  # so that nothing could be said of what changed
        parts = parts_for_papers().values()
        usual = [part.key for part in parts if part.usual and not (first and part.key == "changes")]
        try:
            there = start_paper(meeting=for_meeting, plan=plan, parts=usual, by=person(request))
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("meeting", slug, meeting)
    return redirect("paper", slug, there.pk)


@require_POST
def paper_supplement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin a supplement to an issued paper."""
    opened = paper_for(request, slug, pk)
    allowed(opened.may_run)
    there = Paper.objects.filter(meeting=opened.paper.meeting_id, status=Paper.Status.DRAFT).first()
    if there:
        return redirect("paper", slug, there.pk)
    try:
        made = start_supplement(paper=opened.paper, plan=opened.plan, by=person(request))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("paper", slug, pk)
    messages.success(request, f"Supplement {made.number} begun. Say what it changes.")
    return redirect("paper_choices", slug, made.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def paper_choices(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose a paper's date, what it is compared with, its parts and who may read each."""
    opened = draft_for(request, slug, pk)
    meeting = opened.paper.meeting
    earlier = issued_papers(opened.plan).filter(
        Q(meets_on__lt=meeting.on) | Q(pk=opened.paper.since_paper_id)
    )
    papers = sorted(earlier.select_related("meeting"), key=lambda one: one.meeting.body_id != meeting.body_id)
    parts = list(parts_for_papers().values())
    form = PaperForm(request.POST or None, paper=opened.paper, papers=papers, parts=parts)
    return _change(request, opened, form, CHOICES, "plans/paper_choices.html")


@require_http_methods(["GET", "POST"])
@never_cache
def paper_cover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write the cover report."""
    opened = draft_for(request, slug, pk)
    hints = {one["title"]: one.get("help", "") for one in opened.paper.meeting.body.cover}
    form = CoverForm(request.POST or None, paper=opened.paper, hints=hints)
    return _change(request, opened, form, COVER, "plans/paper_cover.html")


def _change(request: HttpRequest, opened: OpenedPaper, form: Any, reason: str, template: str) -> HttpResponse:
    """Save what a form says of a draft; where somebody was faster, show what they saved above it.

    Where they issued it, what was typed stays on the page that says so.
    """
    issued = opened.paper.is_issued
    if issued and request.method != "POST":
        return redirect("paper", opened.plan.slug, opened.paper.pk)
    current: Any = opened.paper if issued else None
    if request.method == "POST" and form.is_valid():
        paper = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=opened.paper.pk)
        try:
            save_paper(
                paper=form.fill(paper),
                plan=opened.plan,
                by=person(request),
                reason=reason,
                false_alarm=form.said_false_alarm,
                seen_version=form.cleaned_data["version"] or 0,
            )
        except Stale as stale:
            current = stale.current
            form.add_error(None, stale.message)
            form.data = {**request.POST.dict(), "version": current.version if current else ""}
        except ChildDetailsFound as found:
            form.add_error(None, found.message)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, "Saved.")
            return redirect("paper", opened.plan.slug, paper.pk)
    context = opened.context(form=form, saved=current)
    return render(request, template, context, status=409 if current else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def paper_issue(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read what the checks found, and issue the paper; who pressed twice sees it issued."""
    opened = paper_for(request, slug, pk)
    allowed(opened.may_run)
    if opened.paper.is_issued:
        return redirect("paper", slug, pk)
    try:
        brief = brief_of(opened.paper)
    except CannotCompare as wrong:
        messages.error(request, not_compared(opened.paper, wrong))
        return redirect("paper_choices", slug, pk)
    packs = packs_of_brief(brief, opened.paper)
    checks = checks_of(opened.paper, brief, packs, today=timezone.localdate())
    template = opened.paper.meeting.body.template
    found = [check.found for check in checks if check.found and check.waivable]
    stopped = [check.found for check in checks if check.found and not check.waivable]
    form = IssueForm(
        request.POST or None,
        found=found,
        version=opened.paper.version,
        template=template.sha256 if template else "",
    )
    if request.method == "POST" and form.is_valid() and not stopped:
        try:
            issue_whole(
                paper=opened.paper,
                plan=opened.plan,
                packs=packs,
                waived=found,
                by=person(request),
                seen_version=form.cleaned_data["version"],
            )
        except Stale:
            messages.error(
                request, "Somebody else has changed this draft since you opened it: read it again."
            )
            return redirect("paper_issue", slug, pk)
        except CannotCompare as wrong:
            messages.error(request, not_compared(opened.paper, wrong))
            return redirect("paper_choices", slug, pk)
        except Refused as refused:
            if Paper.objects.filter(pk=pk, status=Paper.Status.ISSUED).exists():
                return redirect("paper", slug, pk)  # by this person's other press, or a colleague's
            form.add_error(None, refused.message)
        else:
            return redirect("paper", slug, pk)
    context = opened.context(form=form, checks=checks, found=found, stopped=stopped, packs=packs)
    return render(request, "plans/paper_issue.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def paper_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether to discard a draft, and why; then do so."""
    plan, _ = plan_for(request, slug)
    if not Paper.objects.filter(pk=pk).exists():
        gone = deleted_already(request, Paper, pk, line=line_of(plan))
        return redirect("meeting", slug, gone.meeting_id)
    opened = draft_for(request, slug, pk)
    if opened.paper.is_issued:
        return redirect("paper", slug, pk)
    form = DeleteForm(request.POST or None, initial={"version": opened.paper.version})

    act = partial(delete_paper, paper=opened.paper, plan=opened.plan)
    ok, current = saved(request, form, act)
    if ok:
        messages.success(request, "The draft is discarded.")
        return redirect("meeting", slug, opened.paper.meeting_id)
    context = opened.context(form=form)
    return render(request, "plans/paper_delete.html", context, status=409 if current else 200)
