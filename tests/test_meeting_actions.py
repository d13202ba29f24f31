"""Setting up bodies and recording their meetings: who may, what is refused, and what is told."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from plans.actions.bodies import delete_body, save_body
from plans.actions.meetings import delete_meeting, save_meeting
from plans.actions.refusals import ChildDetailsFound, NotAllowed, RecordedAlready, Refused, Stale
from plans.cover_headings import default_cover
from plans.models import Body, FalseAlarm, Meeting, Plan

from .cast import Cast
from .factories import AuthorityFactory, PlanFactory, set_up_by
from .meetings import a_body, a_meeting, a_recommendation, a_review, days, the_version_after

pytestmark = pytest.mark.django_db
NHS = "Seen in the file of 943 476 5919"


def board(**said: object) -> Body:
    return Body(**({"kind": "board", "name": "Improvement Board"} | said))


def test_a_body_starts_with_the_usual_headings_and_the_usual_days(plan: Plan, cast: Cast) -> None:
    made = save_body(body=board(), plan=plan, by=cast.administrator, reason="Set up")
    made.refresh_from_db()
    assert (made.authority, made.clear_days, made.chase_days) == (plan.authority, 5, [10, 5, 2])
    assert [heading["title"] for heading in made.cover][:2] == ["Title", "Date"]
    assert {heading["place"] for heading in made.cover} == {"head", "body"}
    assert made.history.get().history_change_reason == "Set up"


@pytest.mark.parametrize("who", ["reader", "manager", "smt", "clerk", "stranger", "outsider"])
def test_only_administrators_set_up_bodies(who: str, plan: Plan, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        save_body(body=board(), plan=plan, by=getattr(cast, who), reason="Mine")
    body = a_body(plan)
    with pytest.raises(NotAllowed):
        delete_body(body=body, plan=plan, by=getattr(cast, who), reason="Mine")


@pytest.mark.parametrize("who", ["reader", "manager", "smt", "stranger", "outsider"])
def test_only_clerks_and_administrators_record_meetings(who: str, plan: Plan, cast: Cast) -> None:
    body = a_body(plan)
    with pytest.raises(NotAllowed):
        save_meeting(meeting=Meeting(body=body, on=days(9)), plan=plan, by=getattr(cast, who), reason="Mine")
    with pytest.raises(NotAllowed):
        delete_meeting(meeting=a_meeting(plan), plan=plan, by=getattr(cast, who), reason="Mine")


def test_a_clerk_records_a_meeting(plan: Plan, cast: Cast) -> None:
    made = a_meeting(plan, by=cast.clerk, on=days(20), begins_at=dt.time(14), item="11", pages="71 to 82")
    assert made.plan == plan
    assert made.history.get().history_by == cast.clerk.display_name


def test_a_name_is_taken_whatever_its_capitals(plan: Plan) -> None:
    a_body(plan)
    with pytest.raises(Refused, match="called improvement board already") as refused:
        save_body(body=board(name="improvement  board", clear_days=3), plan=plan, by=set_up_by(), reason="x")
    assert refused.value.field == "name"


def test_pressed_twice_nothing_is_recorded_twice(plan: Plan) -> None:
    body = a_body(plan)
    with pytest.raises(RecordedAlready):
        save_body(body=board(), plan=plan, by=set_up_by(), reason="Set up")
    a_meeting(plan)
    with pytest.raises(RecordedAlready):
        a_meeting(plan)
    with pytest.raises(Refused, match="Change that meeting") as refused:
        a_meeting(plan, place="Elsewhere")
    assert refused.value.field == "on"
    assert (Body.objects.count(), Meeting.objects.filter(body=body).count()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": "  "}, "Enter the name"),
        ({"clear_days": 61}, "Clear days"),
        ({"cycle_days": 0}, "every 1 to 366"),
        ({"chase_days": [5, -1]}, "People are chased"),
        ({"cover": [{"title": "", "help": "", "text": "", "place": "head"}]}, "a title"),
        ({"cover": [*default_cover(), *default_cover()]}, "the same title"),
        ({"cover": [{"title": "A", "help": "", "text": "", "place": "foot"}]}, "Choose a place"),
    ],
)
def test_what_makes_no_sense_is_refused(said: dict[str, object], message: str, plan: Plan) -> None:
    with pytest.raises(Refused, match=message):
        save_body(body=board(**said), plan=plan, by=set_up_by(), reason="x")
    assert not Body.objects.exists()


def test_chase_days_are_kept_once_each_the_largest_first(plan: Plan) -> None:
    assert a_body(plan, chase_days=[2, 10, 2]).chase_days == [10, 2]


def test_what_somebody_else_changed_since_is_not_lost(plan: Plan) -> None:
    body, meeting = a_body(plan), a_meeting(plan, place="Hall")
    save_body(body=Body.objects.get(), plan=plan, by=set_up_by(), reason="x", seen_version=1)
    save_meeting(meeting=Meeting.objects.get(), plan=plan, by=set_up_by(), reason="x", seen_version=1)
    body.name, meeting.place = "Board", "Room"
    for late in (
        lambda: save_body(body=body, plan=plan, by=set_up_by(), reason="y", seen_version=1),
        lambda: save_meeting(meeting=meeting, plan=plan, by=set_up_by(), reason="y", seen_version=1),
        lambda: delete_meeting(meeting=meeting, plan=plan, by=set_up_by(), reason="y", seen_version=1),
        lambda: delete_body(body=body, plan=plan, by=set_up_by(), reason="y", seen_version=1),
    ):
        with pytest.raises(Stale):
            late()
    assert (Body.objects.get().name, Meeting.objects.get().place) == ("Improvement Board", "Hall")


def test_what_others_refer_to_stays(plan: Plan) -> None:
    meeting = a_meeting(plan)
    with pytest.raises(Refused, match="has meetings"):
        delete_body(body=meeting.body, plan=plan, by=set_up_by(), reason="x")
    later = a_meeting(plan, on=days(-2))
    a_review(later, a_recommendation(meeting), "agreed")
    for kept in (meeting, later):
        with pytest.raises(Refused, match="so it stays"):
            delete_meeting(meeting=kept, plan=plan, by=set_up_by(), reason="x")
        kept.body = a_body(plan, name="Cabinet")
        with pytest.raises(Refused, match="stays with its body"):
            save_meeting(meeting=kept, plan=plan, by=set_up_by(), reason="x")
    later.refresh_from_db()
    later.on = days(-1)
    with pytest.raises(Refused, match="that day stays"):
        save_meeting(meeting=later, plan=plan, by=set_up_by(), reason="x")


def test_a_meeting_recorded_by_mistake_goes_and_its_history_stays(plan: Plan, cast: Cast) -> None:
    meeting = a_meeting(plan)
    pk = meeting.pk
    delete_meeting(meeting=meeting, plan=plan, by=cast.clerk, reason="Wrong plan", seen_version=1)
    assert Meeting.history.filter(id=pk, history_type="-").get().history_change_reason == "Wrong plan"
    delete_body(body=Body.objects.get(), plan=plan, by=cast.administrator, reason="Not ours")
    assert not Body.objects.exists()


def test_another_authoritys_body_and_plan_are_left_alone(plan: Plan) -> None:
    other = PlanFactory(authority=AuthorityFactory())
    theirs = a_body(other)
    with pytest.raises(Refused, match="one of the authority's bodies"):
        a_meeting(plan, body=theirs)
    with pytest.raises(Refused, match="another authority"):
        save_body(body=theirs, plan=plan, by=set_up_by(), reason="x")
    with pytest.raises(Refused, match="not part of this plan"):
        save_meeting(meeting=a_meeting(other), plan=plan, by=set_up_by(), reason="x")


def test_a_closed_plan_takes_no_meetings(plan: Plan) -> None:
    body = a_body(plan)
    closed = PlanFactory(authority=plan.authority, status="closed")
    with pytest.raises(Refused):
        a_meeting(closed, body=body)


def test_a_meeting_of_the_version_before_comes_under_the_version_in_use(plan: Plan) -> None:
    meeting = a_meeting(plan)
    after = the_version_after(plan)
    meeting.place = "Town Hall"
    save_meeting(meeting=meeting, plan=after, by=set_up_by(), reason="Moved", seen_version=1)
    meeting.refresh_from_db()
    assert (meeting.plan, meeting.history.latest().history_plan_id) == (after, after.pk)


def test_a_childs_details_are_refused_wherever_they_are_typed(plan: Plan) -> None:
    with pytest.raises(ChildDetailsFound):
        a_meeting(plan, place=NHS)
    with pytest.raises(ChildDetailsFound):
        a_body(plan, name="Cabinet", cover=[{"title": "Summary", "help": "", "text": NHS, "place": "body"}])
    assert not Meeting.objects.exists()
    assert not Body.objects.filter(name="Cabinet").exists()
    body = board(cover=[{"title": "Summary", "help": "", "text": NHS, "place": "body"}], name="Cabinet")
    save_body(body=body, plan=plan, by=set_up_by(), reason="x", false_alarm="A telephone number")
    save_body(body=body, plan=plan, by=set_up_by(), reason="The same words are not asked about again")
    assert FalseAlarm.objects.get().where == "Body: cover heading 1: text"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_add_the_same_body_or_meeting_at_once_one_is_told(plan: Plan) -> None:
    by, body = set_up_by(), a_body(plan)
    for add in (
        lambda n: save_body(body=board(name="Cabinet", cycle_days=20 + n), plan=plan, by=by, reason="x"),
        lambda n: a_meeting(plan, body=body, by=by, place=f"Room {n}"),
    ):
        start, said = threading.Barrier(2), []

        def one(number: int, add=add, start=start, said=said) -> None:
            start.wait()
            try:
                add(number)
                said.append("saved")
            except Refused as refused:
                said.append(refused.field)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in (1, 2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(said) in (["name", "saved"], ["on", "saved"])
    assert (Body.objects.filter(name="Cabinet").count(), Meeting.objects.count()) == (1, 1)
    assert timezone.localdate() > Meeting.objects.get().on
