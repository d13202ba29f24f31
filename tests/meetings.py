"""Bodies, meetings and what these asked for, for tests, written through the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from plans.actions import records
from plans.actions.bodies import save_body
from plans.actions.body_templates import set_template
from plans.actions.meetings import save_meeting
from plans.actions.recommendations import (
    Reviewed,
    record_progress,
    review_recommendations,
    save_recommendation,
)
from plans.meetings import Meetings, take_meetings
from plans.models import Body, Meeting, Plan, Progress, Recommendation, User
from plans.snapshot import take_snapshot

from .a_word_template import a_template
from .factories import PlanFactory, set_up_by

MINUTES = "From the minutes"


def days(number: int) -> dt.date:
    """The day so many from today; before it, where the number is negative."""
    return timezone.localdate() + dt.timedelta(days=number)


def a_body(plan: Plan, *, by: User | None = None, when: dt.datetime | None = None, **said: Any) -> Body:
    """The Improvement Board, unless told otherwise; the one there is, if it is set up already."""
    values = {"kind": Body.Kind.BOARD, "name": "Improvement Board"} | said
    found = plan.authority.bodies.filter(name=values["name"]).first()
    return found or save_body(
        body=Body(**values), plan=plan, by=by or set_up_by(), reason="Terms of reference", when=when
    )


def a_body_with_a_template(
    plan: Plan,
    content: bytes | None = None,
    *,
    file: str = "Council.docx",
    by: User | None = None,
    **said: Any,
) -> Body:
    """The same, whose Word papers look like a council's document; the usual one for tests, if not told."""
    return set_template(
        body=a_body(plan, **said),
        plan=plan,
        name=file,
        content=content or a_template(),
        by=by or set_up_by(),
        reason="The council's new template",
    )


def a_meeting(plan: Plan, *, by: User | None = None, when: dt.datetime | None = None, **said: Any) -> Meeting:
    """A meeting of the board thirty days ago, unless told otherwise."""
    body = said.pop("body", None) or a_body(plan, when=when)
    values = {"on": days(-30), "place": "Committee Room 2"} | said
    return save_meeting(
        meeting=Meeting(body=body, **values), plan=plan, by=by or set_up_by(), reason=MINUTES, when=when
    )


def a_recommendation(
    meeting: Meeting, *, plan: Plan | None = None, by: User | None = None, when: Any = None, **said: Any
) -> Recommendation:
    """A recommendation that the meeting made, unless told otherwise."""
    values = {
        "kind": Recommendation.Kind.RECOMMENDATION,
        "ref": "1",
        "words": "That the duty rota is published a month ahead",
        "who": "Head of Assessment",
    } | said
    return save_recommendation(
        recommendation=Recommendation(meeting=meeting, **values),
        plan=plan or meeting.plan,
        by=by or set_up_by(),
        reason=MINUTES,
        when=when,
    )


def some_progress(
    recommendation: Recommendation, *, by: User | None = None, when: Any = None, **said: Any
) -> Progress:
    """Amber today, unless told otherwise."""
    values = {"rag": "amber", "words": "Drafted, with managers for comment", "on": days(0)} | said
    return record_progress(
        recommendation=recommendation, plan=recommendation.plan, by=by or set_up_by(), when=when, **values
    )


def a_review(meeting: Meeting, recommendation: Recommendation, review: str, **said: Any) -> Progress:
    """What a meeting said of a recommendation of an earlier one: amber, unless told otherwise."""
    reviewed = Reviewed(recommendation, review, **({"rag": "amber"} | said))
    [made] = review_recommendations(meeting=meeting, plan=meeting.plan, reviews=[reviewed], by=set_up_by())
    return made


def read(plan: Plan, at: dt.date | None = None) -> Meetings:
    """The plan's meetings as they are read for a page."""
    return take_meetings(plan, take_snapshot(plan, at=at))


def the_version_after(plan: Plan) -> Plan:
    """The plan is closed, and the next version of it has started."""
    plan.status = Plan.Status.CLOSED
    records.save(plan, by=set_up_by(), reason="Replaced")
    return PlanFactory(authority=plan.authority, predecessor=plan)
