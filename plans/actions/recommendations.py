"""Recording what meetings recommended and asked for, and how far it has come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..dates import full_date
from ..models import Meeting, Plan, Progress, Rag, Recommendation, User
from ..timescale import meant_by
from . import records
from .child_details import check_no_child_details, check_record
from .deleting import check_seen
from .meetings import open_to_run
from .opening import belongs, bring_under, open_to
from .refusals import NotAllowed, RecordedAlready, Refused, Stale

_PROGRESS, _REVIEWED = "Progress recorded", "Recorded from the meeting"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a meeting said of one recommendation.

    Attributes:
        review: a ``Progress.Review`` value.
        rag: the status that was agreed, or that stands while an update is awaited.
        words: what was said, if anything.
        seen: id of the newest progress that the form was made from; 0 for none, None where there was no form.
    """

    recommendation: Recommendation
    review: str
    rag: str
    words: str = ""
    seen: int | None = None


@transaction.atomic
def save_recommendation(
    *,
    recommendation: Recommendation,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Recommendation:
    """Record a recommendation or minuted action, or change what is recorded of it.

    Args:
        recommendation: with its new values; ``due_on`` follows from the words of ``due``.
        plan: the version in use, which it comes under.
        by: a clerk or an administrator.
        reason: why.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from; None for a new one.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, or the meeting is of another plan, still to
            come, or later than what was recorded of it.
        RecordedAlready: the meeting made it already, in the same words.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_to_run(plan, by)
    if recommendation.pk:
        belongs(plan, Recommendation.objects.values_list("plan_id", flat=True).get(pk=recommendation.pk))
    meeting = recommendation.meeting
    belongs(plan, meeting.plan_id)
    _has_been(meeting)
    if recommendation.pk and recommendation.progress.filter(on__lt=meeting.on).exists():
        raise Refused("Progress is recorded from before that meeting. Choose an earlier one.", "meeting")
    recommendation.words, recommendation.who = recommendation.words.strip(), recommendation.who.strip()
    _refuse_twice(recommendation)
    recommendation.due_on = meant_by(recommendation.due)
    recommendation.plan = plan
    check_record(record=recommendation, by=by, reason=reason, false_alarm=false_alarm)
    return records.save(recommendation, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_recommendation(
    *,
    recommendation: Recommendation,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete what was recorded by mistake, with its progress. The history of both stays.

    Args:
        recommendation, plan, by, reason, false_alarm: as for ``save_recommendation``, which says what is
            raised too.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        Refused: a meeting has reviewed it.
    """
    open_to_run(plan, by)
    belongs(plan, recommendation.plan_id)
    check_seen(recommendation, seen_version)
    where = "Recommendation: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    if recommendation.progress.exclude(meeting=None).exists():
        raise Refused("A meeting has reviewed this, so it stays.")
    bring_under(recommendation, plan, by=by)
    records.delete(recommendation, by=by, reason=reason)


@transaction.atomic
def record_progress(
    *,
    recommendation: Recommendation,
    plan: Plan,
    rag: str,
    words: str,
    on: dt.date,
    by: User,
    reason: str = "",
    false_alarm: str = "",
    seen: int | None = None,
    when: dt.datetime | None = None,
) -> Progress:
    """Say how a recommendation stands from a day on.

    Args:
        recommendation: which.
        plan: the version in use.
        rag: a ``Rag`` value.
        words: what was done.
        on: from when; not to come, and not before the meeting that made it.
        by: SMT, a clerk or an administrator.
        reason: why it is recorded; "Progress recorded" if empty.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen: id of the newest progress that the form was made from; 0 for none, None where there was no form.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, or the day cannot be.
        RecordedAlready: just this is recorded already.
        ChildDetailsFound: the words seem to hold a child's details.
        Stale: somebody has recorded progress since the form was made.
    """
    if not open_to(plan, by, "recommendations").may_report_progress:
        raise NotAllowed("You cannot change this: progress is recorded by SMT, clerks and administrators.")
    said = Progress(recommendation=recommendation, rag=rag, words=words.strip(), on=on)
    return _add(said, plan, by, reason.strip() or _PROGRESS, false_alarm, seen, when)


@transaction.atomic
def review_recommendations(
    *,
    meeting: Meeting,
    plan: Plan,
    reviews: Sequence[Reviewed],
    by: User,
    reason: str = "",
    false_alarm: str = "",
    when: dt.datetime | None = None,
) -> list[Progress]:
    """Record what a meeting said of recommendations of earlier meetings: all of it, or nothing.

    Args:
        meeting: that reviewed them; its day is the day from which this holds.
        plan: the version in use.
        reviews: what it said of each.
        by: a clerk or an administrator.
        reason, false_alarm, when: as for ``record_progress``, which says what is raised too.

    Raises:
        Refused: the meeting is still to come, or a recommendation is its own or a later meeting's.
    """
    open_to_run(plan, by)
    belongs(plan, meeting.plan_id)
    _has_been(meeting)
    added = []
    for one in reviews:
        if one.recommendation.meeting.on >= meeting.on:
            raise Refused("A recommendation is reviewed at a meeting after the one that made it.")
        said = Progress(
            recommendation=one.recommendation,
            rag=one.rag,
            words=one.words.strip(),
            on=meeting.on,
            meeting=meeting,
            review=one.review,
        )
        added.append(_add(said, plan, by, reason.strip() or _REVIEWED, false_alarm, one.seen, when))
    return added


def newest_progress(recommendation: Recommendation) -> Progress | None:
    """What was recorded last of a recommendation, whatever day it is from; what a form is made from."""
    return recommendation.progress.order_by("-id").first()


def _add(
    said: Progress,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str,
    seen: int | None,
    when: dt.datetime | None,
) -> Progress:
    """Add a row of progress; the plan is held, so nobody adds any meanwhile."""
    kept = Recommendation.objects.select_related("meeting").get(pk=said.recommendation_id)
    belongs(plan, kept.plan_id)
    if said.on > timezone.localdate():
        raise Refused(f"{full_date(said.on)} is still to come. Enter today or an earlier day.", "on")
    if said.on < kept.meeting.on:
        raise Refused(f"It was made on {full_date(kept.meeting.on)}. Enter that day or a later one.", "on")
    if said.rag not in Rag.values:
        raise Refused("Choose a colour.", "rag")
    newest = newest_progress(kept)
    if seen is not None and seen != (newest.pk if newest else 0):
        if newest and _same(newest, said):
            raise RecordedAlready("This progress has been recorded already.")
        raise Stale(
            f"Somebody else has recorded progress of this {kept.get_kind_display().lower()} since you opened "
            "the page. Nothing of yours has been saved yet: compare the two and save again.",
            newest,
        )
    bring_under(kept, plan, by=by, when=when)
    said.recommendation = kept
    check_record(record=said, by=by, reason=reason, false_alarm=false_alarm)
    return records.save(said, by=by, reason=reason, when=when)


def _same(one: Progress, other: Progress) -> bool:
    fields = ("rag", "words", "on", "meeting_id", "review")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _has_been(meeting: Meeting) -> None:
    """Raise Refused where a meeting is still to come, so that nobody can have said anything there."""
    if meeting.on > timezone.localdate():
        raise Refused(
            f"That meeting is on {full_date(meeting.on)}, which is still to come. "
            "Record what it says once it has met.",
            "meeting",
        )


def _refuse_twice(recommendation: Recommendation) -> None:
    """Raise RecordedAlready where the meeting made it already. The plan is held, so nobody adds any."""
    others = Recommendation.objects.filter(meeting=recommendation.meeting).exclude(pk=recommendation.pk)
    words = recommendation.words.split()
    if any(other.words.split() == words and other.ref == recommendation.ref for other in others):
        raise RecordedAlready("That meeting made this already, in the same words.")
