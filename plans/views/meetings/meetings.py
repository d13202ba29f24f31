"""The list of meetings, one meeting, and what it said of earlier recommendations."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ...actions.recommendations import review_recommendations
from ...actions.refusals import RecordedAlready, Stale
from ...dashboards import GROWS_OLD
from ...filters import NOT_RATED
from ...forms.recommendations import ReviewForm
from ...late_ratings import Awaited, awaited_for, mail_to, managers_of
from ...meetings import MeetingRow, PapersOfMeeting, papers_by_meeting
from ...models import Meeting, Recommendation
from ..access import as_id
from ..saving import done
from .opening import Opened, open_page, open_to_run


@require_safe
def meeting_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings to come, with how long there is until their papers are published, and those that were."""
    opened = open_page(request, slug)
    body = opened.meetings.body(as_id(request.GET.get("body", "")))
    ahead, past = (
        [row for row in rows if body is None or row.body == body]
        for rows in (opened.meetings.upcoming, opened.meetings.past)
    )
    papers = papers_by_meeting(opened.meetings, opened.access)
    context = opened.context(
        "meetings",
        body=body,
        ahead=[
            (row, *_clocks(row, papers.of(row), opened), len(opened.meetings.to_review(row))) for row in ahead
        ],
        past=[
            (
                row,
                papers.of(row),
                len(opened.meetings.made_at(row.id)),
                len(opened.meetings.reviewed_at(row.id)),
            )
            for row in past
        ],
    )
    return render(request, "plans/meetings/list.html", context)


@require_safe
def meeting_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting: what is to be done before it, what it is to review, and what it asked for."""
    opened = open_page(request, slug, cover=False)
    meeting = opened.meeting(pk)
    return _page(request, opened, meeting, _review_form(opened, meeting))


@require_http_methods(["GET", "POST"])
def meeting_review(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record what a meeting said of the statuses it was shown."""
    opened = open_to_run(request, slug, cover=False)
    meeting = opened.meeting(pk)
    form = _review_form(opened, meeting, request.POST or None)
    if form is None:
        messages.info(request, "There is nothing left for this meeting to review.")
        return redirect("meeting", slug, pk)
    records = {row.recommendation.id: row.recommendation.id for row in form.rows}
    kept = Recommendation.objects.select_related("meeting").in_bulk(records)
    try:
        saved = done(
            request,
            form,
            lambda **signed: review_recommendations(
                meeting=Meeting.objects.get(pk=pk), plan=opened.plan, reviews=form.reviews(kept), **signed
            ),
            raising=(RecordedAlready,),
        )
    except RecordedAlready:
        saved = True
    except Stale as stale:
        form.add_error(None, stale.message)
        seen = {row.seen.html_name: row.seen.initial for row in form.rows}
        form.data = {**request.POST.dict(), **seen}
        return _page(request, opened, meeting, form, status=409)
    if saved:
        messages.success(request, "What the meeting said is recorded.")
        return redirect("meeting", slug, pk)
    return _page(request, opened, meeting, form)


def _page(
    request: HttpRequest, opened: Opened, meeting: MeetingRow, form: ReviewForm | None, *, status: int = 200
) -> HttpResponse:
    found = opened.meetings
    papers = papers_by_meeting(found, opened.access, meeting).of(meeting)
    waited_for = meeting.on >= found.on and not papers.issued
    waits = _awaited(opened, meeting) if waited_for else None
    next_chase = meeting.clocks.next_chase(found.on) if waited_for else None
    context = opened.context(
        "meetings",
        meeting=meeting,
        left=meeting.left(found.on) if meeting.on >= found.on else "",
        papers=papers,
        chases=[(day, day == next_chase) for day in meeting.clocks.chases],
        ahead=meeting.on >= found.on,
        may_ask=opened.access.may_report_progress,
        waits=waits,
        mail=mail_to(waits.late, f"Your ratings for {meeting.title}") if waits and waits.late else "",
        to_update=(*GROWS_OLD, NOT_RATED),
        to_review=found.to_review(meeting),
        made=found.made_at(meeting.id),
        reviewed=found.reviewed_at(meeting.id),
        review=form,
        form=form if form is not None and form.is_bound else None,
    )
    return render(request, "plans/meetings/meeting.html", context, status=status)


def _awaited(opened: Opened, meeting: MeetingRow) -> Awaited | None:
    """The ratings that the paper of a meeting waits for, for whoever may chase people; else None."""
    if not opened.access.may_report_progress or opened.shown.past:
        return None
    return awaited_for(
        opened.shown.snapshot,
        managers_of(opened.plan),
        deadline=meeting.clocks.deadline,
        cycle_days=meeting.body.cycle_days,
    )


def _review_form(opened: Opened, meeting: MeetingRow, data: Any = None) -> ReviewForm | None:
    """The form for what a meeting said; None where it has not met, or has nothing left to review."""
    rows = opened.meetings.to_review(meeting)
    if not rows or not opened.may_run or meeting.on > opened.meetings.on:
        return None
    return ReviewForm(data, rows=rows)


def _clocks(
    row: MeetingRow, papers: PapersOfMeeting, opened: Opened
) -> tuple[PapersOfMeeting, str, dt.date | None]:
    """Where its papers stand, how long there is, and the next chase: none once the paper is issued."""
    on = opened.meetings.on
    return papers, row.left(on), None if papers.issued else row.clocks.next_chase(on)
