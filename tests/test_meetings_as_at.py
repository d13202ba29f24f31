"""Meetings as they stood at a date, what awaits review, and who has not updated their ratings."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from plans.actions.bodies import save_body
from plans.late_ratings import mail_to, managers_of, who_is_late
from plans.models import Plan, Rag
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago
from .factories import set_up_by
from .meetings import (
    a_body,
    a_meeting,
    a_recommendation,
    a_review,
    days,
    read,
    some_progress,
    the_version_after,
)

pytestmark = pytest.mark.django_db


def ago(number: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=number)


def test_a_review_of_an_earlier_day_does_not_push_out_a_later_status(
    plan: Plan,
) -> None:
    asked = a_recommendation(a_meeting(plan, on=days(-90)))
    later = a_meeting(plan, on=days(-30))
    some_progress(asked, rag="green", on=days(-10))
    a_review(later, asked, "update_asked", rag="red")
    [row] = read(plan).recommendations
    assert (row.rag, row.update_asked, row.awaits_review) == (Rag.GREEN, False, True)
    assert [said.rag for said in row.progress] == [Rag.GREEN, Rag.RED]


def test_what_is_agreed_as_complete_awaits_nothing_more(plan: Plan) -> None:
    asked = a_recommendation(a_meeting(plan, on=days(-90)))
    some_progress(asked, rag="complete", on=days(-60))
    [row] = read(plan).recommendations
    assert (row.is_complete, row.is_open) == (True, True)
    a_review(a_meeting(plan, on=days(-30)), asked, "agreed", rag="complete")
    [row] = read(plan).recommendations
    assert (row.is_open, row.awaits_review) == (False, False)


def test_the_next_meeting_of_the_same_body_reviews_what_is_not_agreed(plan: Plan) -> None:
    asked = a_recommendation(a_meeting(plan, on=days(-90)))
    other = a_meeting(plan, body=a_body(plan, name="Cabinet"), on=days(5))
    soon, later = a_meeting(plan, on=days(9)), a_meeting(plan, on=days(40))
    found = read(plan)
    waiting = {pk: found.to_review(row) for pk in (soon.pk, later.pk, other.pk) if (row := found.meeting(pk))}
    assert [row.id for row in waiting[soon.pk]] == [asked.pk]
    assert waiting[later.pk] == waiting[other.pk] == ()


def test_what_is_due_is_overdue_the_day_after_unless_it_is_complete(plan: Plan) -> None:
    asked = a_recommendation(a_meeting(plan), due=days(-1).isoformat())
    [row] = read(plan).recommendations
    assert (row.overdue(days(-1)), row.overdue(days(0))) == (False, True)
    some_progress(asked, rag="complete")
    assert not read(plan).recommendations[0].overdue(days(0))


def test_an_earlier_date_has_what_was_recorded_by_then_as_it_read_then(plan: Plan) -> None:
    body = a_body(plan, when=ago(20))
    meeting = a_meeting(plan, body=body, on=days(-19), when=ago(20))
    some_progress(a_recommendation(meeting, when=ago(15)), on=days(-5), when=ago(5))
    body.name = "Board"
    save_body(body=body, plan=plan, by=set_up_by(), reason="Renamed", when=ago(2))
    then = read(plan, at=days(-10))
    assert then.meetings[0].title.startswith("Improvement Board")
    assert then.recommendations[0].progress == ()
    assert read(plan, at=days(-17)).recommendations == ()
    assert read(plan, at=days(-21)).meetings == ()
    assert read(plan).meetings[0].title.startswith("Board")
    assert read(plan).recommendations[0].rag == Rag.AMBER


def test_the_next_version_shows_the_meetings_of_the_one_before(plan: Plan) -> None:
    a_recommendation(a_meeting(plan))
    after = the_version_after(plan)
    a_meeting(after, on=days(3))
    assert [len(read(one).meetings) for one in (plan, after)] == [1, 2]
    assert len(read(after).recommendations) == 1


def test_a_manager_is_late_with_what_they_hold_and_nothing_else(
    plan: Plan, cast: Cast, rate: Callable
) -> None:
    since = days(-31)

    def late() -> dict[str, int]:
        found = who_is_late(take_snapshot(plan), managers_of(plan), since)
        return {one.name: one.late for one in found}

    before = late()
    assert before[cast.manager.display_name] == 3  # 1.2, 2.1 and 2.2 for Wexley, never rated
    rate("2.1", "Wexley", Rag.GREEN, by=cast.manager, effective_on=days_ago(31))
    assert late()[cast.manager.display_name] == 2
    rate("2.2", "Wexley", Rag.COMPLETE, by=cast.manager, effective_on=days_ago(200))
    assert late()[cast.manager.display_name] == 1
    rate("1.2", None, Rag.RED, by=cast.manager, effective_on=days_ago(32))
    assert late()[cast.manager.display_name] == 1
    assert cast.smt.display_name not in late()


def test_the_message_goes_to_all_of_them_and_its_subject_is_quoted(plan: Plan, cast: Cast) -> None:
    found = who_is_late(take_snapshot(plan), managers_of(plan), days(0))
    address = mail_to(found, "Ratings & papers")
    assert all(one.email in address for one in found)
    assert address.endswith("&subject=Ratings%20%26%20papers")
