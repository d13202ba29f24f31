"""Makes meetings and their papers for the tests, and issues them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from plans.actions import records
from plans.actions.papers import issue_paper, save_paper, start_paper
from plans.cover_headings import default_cover
from plans.models import Body, Meeting, Paper, Plan, User
from plans.packs import packs_of
from plans.parts import parts_for_papers
from plans.tasks import make_files

from .factories import set_up_by


def meeting_for(plan: Plan, *, days: int = 7, name: str = "Select Committee", **said: Any) -> Meeting:
    """A meeting so many days from today, of a body with the usual cover report.

    Args:
        plan: whose.
        days: before today where negative.
        name: of the body, which is made where it is not there.
        said: of the meeting.
    """
    body = Body.objects.filter(authority=plan.authority, name=name).first()
    if body is None:
        body = Body(authority=plan.authority, name=name, kind=Body.Kind.COMMITTEE, cover=default_cover())
        records.save(body, by=set_up_by(), reason="Terms of reference")
    on = timezone.localdate() + dt.timedelta(days=days)
    return records.save(
        Meeting(plan=plan, body=body, on=on, **said), by=set_up_by(), reason="From the calendar"
    )


def draft_for(meeting: Meeting, by: User, *, parts: dict[str, int] | None = None, **said: Any) -> Paper:
    """A draft with every part, or with these, each with its paragraph of Schedule 12A or 0."""
    every = dict.fromkeys(parts_for_papers(), 0)
    paper = start_paper(meeting=meeting, plan=meeting.plan, parts=list(every), by=by)
    paper.parts = [[key, paragraph] for key, paragraph in (every if parts is None else parts).items()]
    for name, value in said.items():
        setattr(paper, name, value)
    return save_paper(paper=paper, plan=meeting.plan, by=by, reason="Chosen for a test")


def issue(paper: Paper, by: User, *, waived: tuple[str, ...] = (), files: bool = True) -> Paper:
    """Issue a draft, and make its files unless told otherwise."""
    paper = Paper.objects.select_related("plan", "meeting__body").get(pk=paper.pk)
    to_make = [(pack.kind, key) for pack in packs_of(paper) for key in pack.keys]
    issued = issue_paper(paper=paper, plan=paper.plan, waived=waived, to_make=to_make, by=by)
    if files:
        make_files.call(issued.pk)
    return Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=issued.pk)


def an_issued_paper(meeting: Meeting, *, supplement: int = 0, **said: Any) -> Paper:
    """The record alone of a paper of the plan issued now, for lists of many; no more of it is there.

    Args:
        meeting: for which.
        supplement: its number; 0 for the paper itself.
        said: of the paper.
    """
    now = timezone.now()
    values = {
        "status": Paper.Status.ISSUED, "at": timezone.localdate(), "known_at": now, "issued_by": "Nadia",
        "body_name": meeting.body.name, "meets_on": meeting.on,
        "change_note": f"What {supplement} changes" if supplement else "",
    } | said  # fmt: skip
    paper = Paper(plan=meeting.plan, meeting=meeting, supplement=supplement, **values)
    return records.save(paper, by=set_up_by(), reason="For a list")
