"""Recording, changing and deleting a meeting."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ...actions.meetings import delete_meeting, save_meeting
from ...actions.refusals import RecordedAlready
from ...dates import full_date
from ...forms.both_texts import both_texts
from ...forms.deleting import DeleteForm
from ...forms.meetings import MeetingForm
from ...models import Meeting
from ..deleted import deleted_already
from ..saving import saved
from .opening import Opened, open_to_run


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a meeting."""
    opened = open_to_run(request, slug)
    body = request.GET.get("body", "")
    form = MeetingForm(
        request.POST or None,
        bodies=opened.meetings.bodies,
        body=int(body) if body.isascii() and body.isdecimal() else None,
    )
    return _edit(request, opened, Meeting(), form)


@require_http_methods(["GET", "POST"])
def meeting_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a meeting."""
    opened = open_to_run(request, slug)
    meeting = _meeting(opened, pk)
    form = MeetingForm(request.POST or None, bodies=opened.meetings.bodies, meeting=meeting)
    return _edit(request, opened, meeting, form)


@require_http_methods(["GET", "POST"])
def meeting_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a meeting that was recorded by mistake."""
    opened = open_to_run(request, slug)
    if not Meeting.objects.filter(pk=pk).exists():
        deleted_already(request, Meeting, pk, line=opened.meetings.line)
        return redirect("meetings", slug)
    meeting = _meeting(opened, pk)
    form = DeleteForm(request.POST or None, initial={"version": meeting.version})
    title = str(meeting)
    ok, current = saved(request, form, partial(delete_meeting, meeting=meeting, plan=opened.plan))
    if ok:
        messages.success(request, f"Meeting of {title} deleted.")
        return redirect("meetings", slug)
    context = opened.context("meetings", shown=None, form=form, meeting=current or meeting)
    return render(request, "plans/meetings/delete_meeting.html", context, status=409 if current else 200)


def _meeting(opened: Opened, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("body"), pk=pk, plan_id__in=opened.meetings.line)


def _edit(request: HttpRequest, opened: Opened, meeting: Meeting, form: MeetingForm) -> HttpResponse:
    slug, bodies = opened.plan.slug, opened.meetings.bodies
    try:
        ok, current = saved(
            request,
            form,
            lambda **signed: save_meeting(meeting=form.fill(meeting), plan=opened.plan, **signed),
            raising=() if meeting.pk else (RecordedAlready,),
        )
    except RecordedAlready:
        messages.info(request, "This meeting has been saved already; nothing was added.")
        return redirect("meetings", slug)
    differing = []
    if current:
        typed, now = (MeetingForm(bodies=bodies, meeting=one) for one in (meeting, current))
        differing = both_texts(typed, now)
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, f"Meeting of {full_date(meeting.on)} saved.")
        return redirect("meeting", slug, meeting.pk)
    context = opened.context("meetings", shown=None, form=form, meeting=meeting, differing=differing)
    return render(request, "plans/meetings/meeting_form.html", context, status=409 if differing else 200)
