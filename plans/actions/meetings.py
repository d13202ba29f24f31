"""Recording the meetings at which the plan is on the agenda."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError

from ..dates import full_date
from ..models import Body, Meeting, Plan, User
from ..permissions import Access
from . import records
from .child_details import check_no_child_details, check_record
from .deleting import check_seen
from .opening import belongs, bring_under, open_to
from .refusals import NotAllowed, RecordedAlready, Refused
from .same_moment import refused_if_taken

_SAID = ("body_id", "on", "begins_at", "place", "item", "pages")


def open_to_run(plan: Plan, by: User) -> Access:
    """Somebody may record meetings on a plan, and it is open until the transaction ends.

    Raises:
        NotAllowed: they are no clerk of it and do not administer it.
        Refused: the plan is closed, a draft of the next version, or gone.
    """
    access = open_to(plan, by, "meetings")
    if not access.may_run_meetings:
        raise NotAllowed("You cannot change this: meetings are recorded by clerks and administrators.")
    return access


@transaction.atomic
def save_meeting(
    *,
    meeting: Meeting,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Meeting:
    """Record a meeting, or change what is recorded of it.

    Args:
        meeting: with its new values.
        plan: the version in use, which it comes under.
        by: a clerk or an administrator.
        reason: why.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from; None for a new meeting.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, the body meets on that day already, or it
            cannot become another body's meeting any more.
        RecordedAlready: a new meeting is recorded already, exactly so.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_to_run(plan, by)
    was = Meeting.objects.get(pk=meeting.pk) if meeting.pk else None
    if was:
        belongs(plan, was.plan_id)
    body = Body.objects.filter(pk=meeting.body_id, authority=plan.authority_id).first()
    if body is None:
        raise Refused("Choose one of the authority's bodies.", "body")
    taken = f"{body} meets on {full_date(meeting.on)} already. Change that meeting, or choose another day."
    _refuse_twice(meeting, taken)
    if was and was.body_id != meeting.body_id:
        _stays_with_its_body(was)
    if was and was.on != meeting.on:
        _check_order(meeting)
    meeting.plan = plan
    check_record(record=meeting, by=by, reason=reason, false_alarm=false_alarm)
    with refused_if_taken(taken):
        return records.save(meeting, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_meeting(
    *,
    meeting: Meeting,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a meeting that was recorded by mistake. Its history stays.

    Args:
        meeting, plan, by, reason, false_alarm: as for ``save_meeting``, which says what is raised too.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        Refused: it has papers, made recommendations, or reviewed any.
    """
    open_to_run(plan, by)
    belongs(plan, meeting.plan_id)
    check_seen(meeting, seen_version)
    where = "Meeting: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    bring_under(meeting, plan, by=by)
    try:
        records.delete(meeting, by=by, reason=reason)
    except ProtectedError:
        raise Refused(
            "This meeting has papers, or made or reviewed recommendations, so it stays. "
            "Delete its recommendations first if they were a mistake."
        ) from None


def _refuse_twice(meeting: Meeting, taken: str) -> None:
    """Raise RecordedAlready or Refused where the body meets on that day already."""
    for other in Meeting.objects.filter(body=meeting.body_id, on=meeting.on).exclude(pk=meeting.pk):
        if not meeting.pk and all(getattr(other, name) == getattr(meeting, name) for name in _SAID):
            raise RecordedAlready("This meeting has been recorded already.")
        raise Refused(taken, "on")


def _stays_with_its_body(was: Meeting) -> None:
    """Raise Refused where something is on record as this body's already."""
    if was.papers.exists() or was.recommendations.exists() or was.reviewed.exists():
        raise Refused(
            "This meeting has papers, or made or reviewed recommendations, so it stays with its body.", "body"
        )


def _check_order(meeting: Meeting) -> None:
    """Raise Refused where a meeting's new day would come after what is recorded of its recommendations."""
    for one in meeting.recommendations.filter(progress__on__lt=meeting.on)[:1]:
        raise Refused(f"On that day this meeting would come after the first progress of {one}.", "on")
    if meeting.reviewed.exclude(on=meeting.on).exists():
        raise Refused("This meeting reviewed recommendations on the day recorded, so that day stays.", "on")
