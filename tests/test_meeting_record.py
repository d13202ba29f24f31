"""What the record of a plan tells of its meetings and of what these asked for."""

import datetime as dt

import pytest
from django.utils import timezone

from plans.actions.bodies import save_body
from plans.actions.meetings import delete_meeting, save_meeting
from plans.actions.recommendations import delete_recommendation, save_recommendation
from plans.models import Plan
from plans.record import Asked, Kind, read_record

from .cast import Cast
from .factories import PlanFactory, set_up_by
from .meetings import a_body, a_meeting, a_recommendation, a_review, some_progress

pytestmark = pytest.mark.django_db
WHEN = timezone.make_aware(dt.datetime(2026, 1, 5, 9))
FIRST, SECOND = dt.date(2025, 10, 2), dt.date(2025, 11, 6)


def told(plan: Plan, cast: Cast) -> list[str]:
    page = read_record(plan, Asked(frozenset({Kind.MEETING})), user=cast.superuser)
    return [change.sentence for save in page.saves for change in save.changes]


def test_a_meeting_is_told_from_its_recording_to_its_end(plan: Plan, cast: Cast) -> None:
    meeting = a_meeting(plan, on=FIRST, when=WHEN)
    meeting.on, meeting.item = SECOND, "11"
    save_meeting(meeting=meeting, plan=plan, by=cast.clerk, reason="Moved")
    delete_meeting(meeting=meeting, plan=plan, by=cast.clerk, reason="Called off")
    assert told(plan, cast) == [
        "Meeting of Improvement Board, 6 November 2025 deleted",
        "Meeting of Improvement Board, 6 November 2025, which was on 2 October 2025, moved",
        "Meeting of Improvement Board, 6 November 2025: agenda item changed",
        "Meeting of Improvement Board, 2 October 2025 recorded",
    ]


def test_what_it_asked_for_is_told_with_what_became_of_it(plan: Plan, cast: Cast) -> None:
    asked = a_recommendation(a_meeting(plan, on=FIRST, when=WHEN), when=WHEN)
    some_progress(asked, rag="red", on=dt.date(2025, 10, 20), when=WHEN + dt.timedelta(hours=1))
    a_review(a_meeting(plan, on=SECOND, when=WHEN + dt.timedelta(hours=2)), asked, "update_asked")
    asked.who, asked.words = "Director", "That it is published"
    save_recommendation(recommendation=asked, plan=plan, by=cast.clerk, reason="As minuted")
    assert told(plan, cast) == [
        "Recommendation 1 of Improvement Board, 2 October 2025, reworded",
        "Recommendation 1 of Improvement Board, 2 October 2025: who is to do it changed",
        "Recommendation 1 of Improvement Board: members asked for an update at Improvement Board, "
        "6 November 2025; amber",
        "Meeting of Improvement Board, 6 November 2025 recorded",
        "Recommendation 1 of Improvement Board: red from 20 October 2025",
        "Meeting of Improvement Board, 2 October 2025 recorded",
        "Recommendation 1 of Improvement Board, 2 October 2025, recorded",
    ]


def test_what_was_deleted_is_told_with_its_progress(plan: Plan, cast: Cast) -> None:
    asked = a_recommendation(a_meeting(plan, on=FIRST))
    some_progress(asked)
    delete_recommendation(recommendation=asked, plan=plan, by=cast.clerk, reason="Another plan's")
    assert {
        "Recommendation 1 of Improvement Board, 2 October 2025, deleted",
        "Progress of Recommendation 1 of Improvement Board deleted",
    } <= set(told(plan, cast))


def test_a_body_is_told_in_the_plans_that_it_met_about(plan: Plan, cast: Cast) -> None:
    body = a_body(plan, when=WHEN)
    elsewhere = PlanFactory(authority=plan.authority)
    a_meeting(plan, when=WHEN)
    body.name, body.clear_days, body.cycle_days = "Board", 3, 60
    save_body(body=body, plan=plan, by=set_up_by(), reason="New terms of reference")
    assert told(plan, cast)[:2] == [
        "Board, which was Improvement Board, renamed",
        "Board: clear days and how often ratings are updated changed",
    ]
    assert told(elsewhere, cast) == []
