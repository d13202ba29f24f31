"""Recording, changing and deleting what meetings asked for, and how far it has come."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ...actions.recommendations import (
    delete_recommendation,
    newest_progress,
    record_progress,
    save_recommendation,
)
from ...actions.refusals import RecordedAlready, Stale
from ...forms.both_texts import both_texts
from ...forms.deleting import DeleteForm
from ...forms.recommendations import ProgressForm, RecommendationForm
from ...meetings import MeetingRow
from ...models import Recommendation
from ..deleted import deleted_already
from ..saving import done, saved
from .opening import Opened, open_to_report, open_to_run


@require_http_methods(["GET", "POST"])
def recommendation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Record what a meeting recommended or asked for; several can be recorded one after another."""
    opened = open_to_run(request, slug)
    meeting = request.GET.get("meeting", "")
    chosen = int(meeting) if meeting.isascii() and meeting.isdecimal() else None
    form = RecommendationForm(request.POST or None, meetings=_have_met(opened), meeting=chosen)
    return _edit(request, opened, Recommendation(), form)


@require_http_methods(["GET", "POST"])
def recommendation_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a recommendation."""
    opened = open_to_run(request, slug)
    kept = _recommendation(opened, pk)
    form = RecommendationForm(request.POST or None, meetings=_have_met(opened), recommendation=kept)
    return _edit(request, opened, kept, form)


@require_http_methods(["GET", "POST"])
def recommendation_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a recommendation that was recorded by mistake."""
    opened = open_to_run(request, slug)
    if not Recommendation.objects.filter(pk=pk).exists():
        deleted_already(request, Recommendation, pk, line=opened.meetings.line)
        return redirect("recommendations", slug)
    kept = _recommendation(opened, pk)
    meeting = kept.meeting_id
    form = DeleteForm(request.POST or None, initial={"version": kept.version})
    ok, current = saved(request, form, partial(delete_recommendation, recommendation=kept, plan=opened.plan))
    if ok:
        messages.success(request, f"{kept} deleted.")
        return redirect("meeting", slug, meeting)
    context = opened.context("recommendations", shown=None, form=form, recommendation=current or kept)
    status = 409 if current else 200
    return render(request, "plans/meetings/delete_recommendation.html", context, status=status)


@require_http_methods(["GET", "POST"])
def recommendation_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say how a recommendation stands."""
    opened = open_to_report(request, slug)
    kept = _recommendation(opened, pk)
    newest = newest_progress(kept)
    snapshot = opened.shown.snapshot
    form = ProgressForm(request.POST or None, snapshot=snapshot, seen=newest.pk if newest else 0)
    differing = []
    try:
        ok = done(
            request,
            form,
            lambda **signed: record_progress(
                recommendation=kept,
                plan=opened.plan,
                rag=form.said.rag,
                words=form.said.words,
                on=form.said.on,
                seen=form.cleaned_data["seen"] or 0,
                **signed,
            ),
            raising=(RecordedAlready,),
        )
    except RecordedAlready:
        ok = True  # sent twice, it is saved all the same
    except Stale as stale:
        ok = False
        form.add_error(None, stale.message)
        form.data = {**request.POST.dict(), "seen": stale.current.pk}
        typed, now = (ProgressForm(snapshot=snapshot, progress=one) for one in (form.said, stale.current))
        differing = both_texts(typed, now)
    if ok:
        messages.success(request, f"Progress of {kept} saved.")
        return redirect("recommendation", slug, pk)
    context = opened.context(
        "recommendations",
        shown=None,
        form=form,
        recommendation=opened.recommendation(pk),
        differing=differing,
    )
    return render(request, "plans/meetings/progress_form.html", context, status=409 if differing else 200)


def _have_met(opened: Opened) -> list[MeetingRow]:
    """The meetings that can have asked for something, the newest first."""
    found = opened.meetings
    return [row for row in reversed(found.meetings) if row.on <= found.on]


def _recommendation(opened: Opened, pk: int) -> Recommendation:
    return get_object_or_404(
        Recommendation.objects.select_related("meeting__body"), pk=pk, plan_id__in=opened.meetings.line
    )


def _edit(
    request: HttpRequest, opened: Opened, kept: Recommendation, form: RecommendationForm
) -> HttpResponse:
    slug, meetings, new = opened.plan.slug, _have_met(opened), not kept.pk
    try:
        ok, current = saved(
            request,
            form,
            lambda **signed: save_recommendation(recommendation=form.fill(kept), plan=opened.plan, **signed),
            raising=() if kept.pk else (RecordedAlready,),
        )
    except RecordedAlready:
        messages.info(request, "This has been saved already; nothing was added.")
        return redirect("meeting", slug, kept.meeting_id)
    differing = []
    if current:
        typed, now = (RecommendationForm(meetings=meetings, recommendation=one) for one in (kept, current))
        differing = both_texts(typed, now)
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, f"{kept} saved.")
        if new:
            return redirect("meeting", slug, kept.meeting_id)
        return redirect("recommendation", slug, kept.pk)
    context = opened.context(
        "recommendations", shown=None, form=form, recommendation=kept, differing=differing
    )
    status = 409 if differing else 200
    return render(request, "plans/meetings/recommendation_form.html", context, status=status)
