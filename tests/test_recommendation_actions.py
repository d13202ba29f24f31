"""Recording recommendations, how far they have come, and what later meetings said of that."""

import datetime as dt

import pytest

from plans.actions.recommendations import (
    Reviewed,
    delete_recommendation,
    newest_progress,
    record_progress,
    review_recommendations,
    save_recommendation,
)
from plans.actions.refusals import ChildDetailsFound, NotAllowed, RecordedAlready, Refused, Stale
from plans.models import Meeting, Plan, Progress, Recommendation

from .cast import Cast
from .factories import AuthorityFactory, PlanFactory, set_up_by
from .meetings import a_meeting, a_recommendation, a_review, days, some_progress, the_version_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    return a_meeting(plan)


@pytest.fixture
def asked(meeting: Meeting) -> Recommendation:
    return a_recommendation(meeting)


@pytest.mark.parametrize("who", ["reader", "manager", "smt", "stranger", "outsider"])
def test_only_clerks_and_administrators_record_them(who: str, meeting: Meeting, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_recommendation(meeting, by=getattr(cast, who))


@pytest.mark.parametrize("who", ["reader", "manager", "stranger", "outsider"])
def test_managers_and_readers_report_no_progress(who: str, asked: Recommendation, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        some_progress(asked, by=getattr(cast, who))


@pytest.mark.parametrize("who", ["smt", "clerk", "administrator", "superuser"])
def test_smt_clerks_and_administrators_report_progress(who: str, asked: Recommendation, cast: Cast) -> None:
    made = some_progress(asked, by=getattr(cast, who))
    row = made.history.get()
    assert (row.history_by, row.history_change_reason) == (
        getattr(cast, who).display_name,
        "Progress recorded",
    )


def test_smt_records_no_review(asked: Recommendation, plan: Plan, cast: Cast) -> None:
    later = a_meeting(plan, on=days(-1))
    with pytest.raises(NotAllowed):
        review_recommendations(
            meeting=later, plan=plan, reviews=[Reviewed(asked, "agreed", "green")], by=cast.smt
        )


@pytest.mark.parametrize(
    ("words", "day"),
    [("31 March 2027", dt.date(2027, 3, 31)), ("March 2027", dt.date(2027, 3, 31)), ("Next meeting", None)],
)
def test_what_is_due_is_kept_in_its_words_with_the_day_they_mean(
    words: str, day: dt.date | None, meeting: Meeting
) -> None:
    made = a_recommendation(meeting, due=words)
    assert (made.due, made.due_on) == (words, day)


def test_pressed_twice_nothing_is_recorded_twice(meeting: Meeting) -> None:
    asked = a_recommendation(meeting)
    with pytest.raises(RecordedAlready):
        a_recommendation(meeting, words="That the duty rota  is published\na month ahead")
    some_progress(asked, seen=0)
    with pytest.raises(RecordedAlready):
        some_progress(asked, seen=0)
    assert (Recommendation.objects.count(), Progress.objects.count()) == (1, 1)


def test_progress_that_somebody_else_recorded_meanwhile_is_shown_first(asked: Recommendation) -> None:
    theirs = some_progress(asked, seen=0, rag="red")
    with pytest.raises(Stale) as stale:
        some_progress(asked, seen=0, rag="green")
    assert stale.value.current == theirs
    some_progress(asked, seen=theirs.pk, rag="green")
    assert newest_progress(asked).rag == "green"


def test_a_recommendation_changed_meanwhile_is_not_overwritten(asked: Recommendation, plan: Plan) -> None:
    stale = Recommendation.objects.get()
    asked.who = "Director"
    save_recommendation(recommendation=asked, plan=plan, by=set_up_by(), reason="x", seen_version=1)
    with pytest.raises(Stale):
        save_recommendation(recommendation=stale, plan=plan, by=set_up_by(), reason="x", seen_version=1)
    with pytest.raises(Stale):
        delete_recommendation(recommendation=stale, plan=plan, by=set_up_by(), reason="x", seen_version=1)


@pytest.mark.parametrize(("on", "message"), [(days(1), "still to come"), (days(-31), "It was made on")])
def test_progress_is_from_a_day_on_which_it_can_have_been_made(
    on: dt.date, message: str, asked: Recommendation
) -> None:
    with pytest.raises(Refused, match=message) as refused:
        some_progress(asked, on=on)
    assert refused.value.field == "on"


def test_a_meeting_to_come_has_said_nothing(plan: Plan, asked: Recommendation) -> None:
    ahead = a_meeting(plan, on=days(9))
    with pytest.raises(Refused, match="still to come"):
        a_recommendation(ahead)
    with pytest.raises(Refused, match="still to come"):
        a_review(ahead, asked, "agreed")


def test_a_meeting_reviews_what_earlier_ones_asked_for(plan: Plan, asked: Recommendation) -> None:
    later = a_meeting(plan, on=days(-2))
    made = a_review(later, asked, "update_asked", words="Members asked when")
    assert (made.on, made.meeting, made.review) == (later.on, later, "update_asked")
    with pytest.raises(Refused, match="after the one that made it"):
        a_review(asked.meeting, asked, "agreed")


def test_of_several_reviews_all_are_saved_or_none(plan: Plan, asked: Recommendation) -> None:
    later, other = a_meeting(plan, on=days(-2)), a_recommendation(asked.meeting, ref="2", words="Another")
    some_progress(other)
    with pytest.raises(Stale):
        review_recommendations(
            meeting=later,
            plan=plan,
            reviews=[Reviewed(asked, "agreed", "green", seen=0), Reviewed(other, "agreed", "green", seen=0)],
            by=set_up_by(),
        )
    assert Progress.objects.count() == 1


def test_what_a_meeting_reviewed_stays_and_what_was_a_mistake_goes(plan: Plan, asked: Recommendation) -> None:
    some_progress(asked)
    mistake = a_recommendation(asked.meeting, ref="2", words="Not ours")
    some_progress(mistake)
    delete_recommendation(recommendation=mistake, plan=plan, by=set_up_by(), reason="Another plan's")
    assert Progress.history.filter(history_type="-").count() == 1
    a_review(a_meeting(plan, on=days(-1)), asked, "agreed")
    with pytest.raises(Refused, match="has reviewed this"):
        delete_recommendation(recommendation=asked, plan=plan, by=set_up_by(), reason="x")


def test_another_plans_are_left_alone(plan: Plan, asked: Recommendation) -> None:
    other = PlanFactory(authority=AuthorityFactory())
    for attempt in (
        lambda: record_progress(
            recommendation=asked, plan=other, rag="red", words="", on=days(0), by=set_up_by()
        ),
        lambda: save_recommendation(recommendation=asked, plan=other, by=set_up_by(), reason="x"),
        lambda: delete_recommendation(recommendation=asked, plan=other, by=set_up_by(), reason="x"),
        lambda: a_recommendation(asked.meeting, plan=other),
    ):
        with pytest.raises(Refused, match="not part of this plan"):
            attempt()


def test_progress_under_the_next_version_is_told_in_its_record(plan: Plan, asked: Recommendation) -> None:
    after = the_version_after(plan)
    made = record_progress(
        recommendation=asked, plan=after, rag="red", words="Late", on=days(0), by=set_up_by()
    )
    assert made.history.get().history_plan_id == after.pk
    assert Recommendation.objects.get().plan == after


def test_a_childs_details_are_refused(meeting: Meeting, asked: Recommendation) -> None:
    with pytest.raises(ChildDetailsFound):
        a_recommendation(meeting, words="About 943 476 5919")
    with pytest.raises(ChildDetailsFound):
        some_progress(asked, words="About 943 476 5919")
