"""Making a paper for a meeting, issuing it, and keeping its files. An issued paper is never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..dates import full_date
from ..kept_files import wrong_with_template
from ..models import Meeting, Outcome, Paper, PaperTemplate, Plan, User
from ..permissions import Access
from . import records
from .child_details import check_no_child_details
from .deleting import check_seen
from .opening import belongs, open_to
from .refusals import NotAllowed, Refused
from .same_moment import hold_names, refused_if_taken

NOT_YOURS = "You cannot do this: papers are made and issued by clerks and administrators."
FROZEN = "This paper has been issued, so it is never changed. Make a supplement to it instead."
_THERE = "Somebody has just begun this paper. Open it from the page of the meeting."


def start_paper(
    *, meeting: Meeting, plan: Plan, parts: Sequence[str], by: User, when: dt.datetime | None = None
) -> Paper:
    """Begin the paper for a meeting: a draft, compared with the last one issued to the same body.

    Args:
        meeting: for which; of this plan, or of a version before it.
        plan: the version in use.
        parts: keys of the parts that it begins with.
        by: a clerk or an administrator.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: it has been begun already, or the plan is not open.
    """
    with transaction.atomic():
        _open(plan, by)
        belongs(plan, meeting.plan_id)
        if Paper.objects.filter(meeting=meeting).exists():
            raise Refused(_THERE)
        last = last_issued(meeting)
        paper = Paper(
            plan=plan,
            meeting=meeting,
            since_paper=last,
            parts=[[key, 0] for key in parts],
            cover=_usual_cover(meeting, plan),
        )
        with refused_if_taken(_THERE):
            return records.save(paper, by=by, reason=f"Paper begun for {meeting}", when=when)


def start_supplement(*, paper: Paper, plan: Plan, by: User) -> Paper:
    """Begin a supplement to an issued paper: a draft of 1.1 of the same day with what 1.0 had chosen.

    Whoever wants later ratings in it chooses a later day; it is never of another day unasked.

    Raises:
        NotAllowed, Refused: as for ``start_paper``; or the paper is not issued.
    """
    with transaction.atomic():
        _open(plan, by)
        belongs(plan, paper.plan_id)
        newest = Paper.objects.filter(meeting=paper.meeting).order_by("-supplement").first()
        if newest is None or not newest.is_issued:
            raise Refused("A paper for this meeting is still a draft: change that, or issue it first.")
        made = Paper(
            plan=plan,
            meeting=newest.meeting,
            supplement=newest.supplement + 1,
            since_paper=newest.since_paper,
            since=newest.since,
            at=newest.at,
            parts=newest.parts,
            cover=with_every_heading(newest),
        )
        with refused_if_taken(_THERE):
            return records.save(made, by=by, reason=f"Supplement begun to paper {newest.number}")


@transaction.atomic
def save_paper(
    *,
    paper: Paper,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Paper:
    """Change a draft: its date, what it is compared with, its parts, its cover report.

    Args:
        paper: with its new values.
        plan: the version in use.
        by: a clerk or an administrator.
        reason: why, for the record.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: it is issued, its date is still to come, or the plan is not open.
        ChildDetailsFound: its cover seems to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    _open(plan, by)
    _draft(paper, plan)
    _check_day(paper)
    texts = {f"Cover report: {title}": text for title, text, _ in paper.cover}
    texts["What the supplement changes"] = paper.change_note
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    paper.plan = plan
    return records.save(paper, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_paper(
    *,
    paper: Paper,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Discard a draft. Its history stays.

    Args:
        paper, plan, by, reason, false_alarm: as for ``save_paper``.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        NotAllowed, Refused, ChildDetailsFound, Stale: as for ``save_paper``.
    """
    _open(plan, by)
    _draft(paper, plan)
    check_seen(paper, seen_version)
    texts = {"Why a draft is discarded": reason}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    records.delete(paper, by=by, reason=reason)


@transaction.atomic
def issue_paper(
    *,
    paper: Paper,
    plan: Plan,
    waived: Sequence[str],
    to_make: Sequence[tuple[str, str]],
    by: User,
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Paper:
    """Freeze a draft as a numbered paper. Nothing recorded from now on is in it, and nothing is left out.

    Every outcome is held while the moment is taken, so that a rating which is being saved is either in the
    paper or recorded after it.

    Args:
        paper: the draft.
        plan: the version in use.
        waived: what the checks found, as the clerk read it and let it stand.
        to_make: (pack, key) of every file to be made.
        by: a clerk or an administrator.
        seen_version: the version of the draft that they read.
        when: the moment it was issued, for papers that were issued elsewhere; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: it is issued already, has no parts, is a supplement that does not say what it changes, the
            body's Word template is lost, or the plan is not open.
        Stale: somebody has changed the draft since.
    """
    _open(plan, by)
    _draft(paper, plan)
    _check_day(paper)
    if not paper.parts:
        raise Refused("Choose at least one part for the paper before you issue it.")
    if paper.supplement and not paper.change_note.strip():
        raise Refused("Say what the supplement changes before you issue it.", "change_note")
    hold_names(plan.authority)
    list(Outcome.objects.select_for_update().filter(plan=plan).order_by("pk").values_list("pk", flat=True))
    meeting = Meeting.objects.select_related("body__template").get(pk=paper.meeting_id)
    if meeting.body.template:
        _check_there(meeting.body.template)
    paper.plan = plan
    paper.template = meeting.body.template
    paper.status = Paper.Status.ISSUED
    paper.known_at = when or timezone.now()
    paper.at = paper.at or timezone.localdate(paper.known_at)
    paper.waived = list(waived)
    paper.to_make = [list(pair) for pair in to_make]
    paper.issued_by = by.display_name
    paper.body_name, paper.meets_on, paper.item = meeting.body.name, meeting.on, meeting.item
    return records.save(
        paper, by=by, reason=f"Issued as paper {paper.number}", seen_version=seen_version, when=paper.known_at
    )


def last_issued(meeting: Meeting) -> Paper | None:
    """The newest paper issued to the body of a meeting for an earlier one."""
    issued = Paper.objects.filter(
        meeting__body_id=meeting.body_id, status=Paper.Status.ISSUED, meets_on__lt=meeting.on
    )
    return issued.order_by("-meets_on", "-supplement").first()


def _open(plan: Plan, by: User) -> Access:
    access = open_to(plan, by, "papers")
    if not access.may_run_meetings:
        raise NotAllowed(NOT_YOURS)
    return access


def _draft(paper: Paper, plan: Plan) -> None:
    """Raise Refused where the paper, as it is now, is no draft of this plan."""
    current: Paper | None = Paper.objects.filter(pk=paper.pk).first()
    if current is None:
        raise Refused("This draft has been discarded.")
    belongs(plan, current.plan_id)
    if current.is_issued:
        raise Refused(FROZEN)


def _check_day(paper: Paper) -> None:
    today = timezone.localdate()
    for field, day in (("at", paper.at), ("since", paper.since)):
        if day and day > today:
            raise Refused(f"{full_date(day)} is still to come. Choose today or an earlier day.", field)


def _check_there(template: PaperTemplate) -> None:
    """Raise Refused where no Word file could be made with a template."""
    if wrong := wrong_with_template(template):
        raise Refused(
            f"The Word template of this body, “{template.name}”, cannot be used: {wrong.what}. Ask an "
            "administrator to choose the file again on the body's page, and issue the paper then."
        )


def with_every_heading(paper: Paper) -> list[list[str]]:
    """The cover report of a paper with the headings that its body has by now, in the body's order.

    What is under a heading stays there. A heading that the body has no more stays, at the end, if anything
    is written under it.
    """
    there = {title: text for title, text, _ in paper.cover}
    usual = _usual_cover(paper.meeting, paper.plan)
    now = {title for title, _, _ in usual}
    kept = [list(one) for one in paper.cover if one[0] not in now and one[1].strip()]
    return [[title, there.get(title, text), place] for title, text, place in usual] + kept


def _usual_cover(meeting: Meeting, plan: Plan) -> list[list[str]]:
    """The headings of the body's cover report, each with what usually stands there."""
    usual: Mapping[str, str] = {"Title": f"{plan.title}: update", "Date": full_date(meeting.on)}
    headings: list[dict[str, Any]] = meeting.body.cover
    return [
        [one["title"], one.get("text") or usual.get(one["title"], ""), one.get("place", "body")]
        for one in headings
    ]
