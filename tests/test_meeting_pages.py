"""The pages of meetings, bodies and recommendations, as a clerk, an administrator and a reader find them."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from plans.actions.meetings import save_meeting
from plans.models import Body, Meeting, Plan, Progress, Rag, Recommendation, User

from .cast import Cast, days_ago
from .factories import set_up_by
from .meeting_addresses import a_typed_body
from .meetings import a_body, a_meeting, a_recommendation, a_review, days, some_progress
from .reading import page

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
HOSTILE = "=1+1<script>alert(1)</script>{{ x }} \u202eabc \u05d0 \U0001f600"


def at(name: str, plan: Plan, *args: int) -> str:
    return reverse(name, args=[plan.slug, *args])


def words(client: Client, name: str, plan: Plan, *args: int, **asked: object) -> str:
    return page(client, at(name, plan, *args), **asked).words


@pytest.fixture
def clerk(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.clerk)


def test_with_nothing_recorded_each_page_says_what_to_do(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    assert "A plan administrator sets up" in words(client_for(cast.reader), "meetings", plan)
    assert "Set up a body" in words(client_for(cast.administrator), "meetings", plan)
    assert "No meeting has recommended" in words(client_for(cast.reader), "recommendations", plan)


def test_a_meeting_to_come_is_counted_down(plan: Plan, clerk: Client) -> None:
    a_meeting(plan, on=days(60), item="11")
    shown = words(clerk, "meetings", plan)
    assert "Improvement Board" in shown
    assert "working days left" in shown
    late = a_meeting(plan, on=days(1))
    assert "late" in words(clerk, "meeting", plan, late.pk)


def test_the_meeting_tells_who_has_not_updated_and_writes_to_them(
    plan: Plan, cast: Cast, clerk: Client, client_for: ClientFor, rate: Callable
) -> None:
    meeting = a_meeting(plan, on=days(30))
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager, effective_on=days_ago(40))
    shown = clerk.get(at("meeting", plan, meeting.pk)).content.decode()
    assert cast.manager.display_name in shown
    assert "mailto:?bcc=" in shown
    assert cast.manager.email in shown
    assert "mailto:" not in client_for(cast.smt).get(at("meeting", plan, meeting.pk)).content.decode()
    assert cast.manager.display_name not in words(client_for(cast.reader), "meeting", plan, meeting.pk)


def test_the_home_page_of_a_clerk_counts_down_and_a_readers_does_not(
    plan: Plan, cast: Cast, clerk: Client, client_for: ClientFor
) -> None:
    a_meeting(plan, on=days(30))
    assert "people have not updated" in page(clerk, "/").words
    assert "Meetings to come" not in page(client_for(cast.reader), "/").words


def test_a_clerk_records_a_meeting_and_a_mistake_keeps_what_was_typed(plan: Plan, clerk: Client) -> None:
    body = a_body(plan)
    typed = {"body": body.pk, "on": "31/02/2027", "begins_at": "25:00", "place": "Hall", "reason": "Calendar"}
    answer = clerk.post(at("meeting_new", plan), typed)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Enter a date like" in shown
    assert "Enter a time like" in shown
    assert 'value="Hall"' in shown
    assert not Meeting.objects.exists()
    answer = clerk.post(at("meeting_new", plan), {**typed, "on": "3/12/2026", "begins_at": "14.00"})
    made = Meeting.objects.get()
    assert answer.url == at("meeting", plan, made.pk)
    assert (made.on, made.begins_at) == (dt.date(2026, 12, 3), dt.time(14))


def test_a_form_sent_twice_adds_one_meeting(plan: Plan, clerk: Client) -> None:
    typed = {"body": a_body(plan).pk, "on": days(9).isoformat(), "reason": "Calendar"}
    for _ in range(2):
        assert clerk.post(at("meeting_new", plan), typed).status_code == 302
    assert Meeting.objects.count() == 1


def test_what_somebody_else_saved_meanwhile_stands_beside_what_was_typed(plan: Plan, clerk: Client) -> None:
    meeting = a_meeting(plan)
    meeting.place = "Town Hall"
    save_meeting(meeting=meeting, plan=plan, by=set_up_by(), reason="Moved")
    on = meeting.on.isoformat()
    typed = {"body": meeting.body_id, "on": on, "place": "Library", "reason": "x", "version": "1"}
    answer = clerk.post(at("meeting_change", plan, meeting.pk), typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Town Hall" in shown
    assert "Library" in shown
    assert clerk.post(at("meeting_change", plan, meeting.pk), {**typed, "version": "2"}).status_code == 302
    assert Meeting.objects.get().place == "Library"


def test_a_body_is_set_up_with_its_headings_in_the_order_of_their_numbers(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    headings = {"order-1": "2", "title-1": "Summary", "order-2": "1", "title-2": "Title", "place-2": "head"}
    typed = {**a_typed_body(None), **headings, "headings": "3", "title-3": "", "text-3": "With no title"}
    answer = client.post(at("body_new", plan), typed)
    assert "Give this heading a title" in answer.content.decode()
    assert client.post(at("body_new", plan), {**typed, "text-3": ""}).status_code == 302
    body = Body.objects.get()
    assert [(one["title"], one["place"]) for one in body.cover] == [("Title", "head"), ("Summary", "body")]
    assert body.chase_days == [10, 5]
    wrong = client.post(at("body", plan, body.pk), {**typed, "chase_days": "ten", "version": "1"})
    assert "Enter whole numbers of days" in wrong.content.decode()


def test_two_administrators_see_both_texts_of_a_body(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client, body = client_for(cast.administrator), a_body(plan)
    typed = {**a_typed_body(None), "version": "1"}
    assert client.post(at("body", plan, body.pk), {**typed, "clear_days": "3"}).status_code == 302
    answer = client.post(at("body", plan, body.pk), {**typed, "clear_days": "4"})
    assert answer.status_code == 409
    assert "What you typed" in answer.content.decode()
    assert Body.objects.get().clear_days == 3


def test_what_cannot_be_deleted_says_why(plan: Plan, clerk: Client) -> None:
    meeting = a_meeting(plan)
    a_recommendation(meeting)
    answer = clerk.post(at("meeting_delete", plan, meeting.pk), {"reason": "x", "version": "1"})
    assert "so it stays" in answer.content.decode()
    assert Meeting.objects.exists()


def test_deleting_twice_says_that_it_is_done(plan: Plan, clerk: Client) -> None:
    meeting = a_meeting(plan)
    asked = a_recommendation(meeting)
    for name, pk in (("recommendation_delete", asked.pk), ("meeting_delete", meeting.pk)):
        for _ in range(2):
            answer = clerk.post(at(name, plan, pk), {"reason": "Mistake", "version": "1"})
            assert answer.status_code == 302


def test_the_tracker_is_filtered_and_exported(plan: Plan, clerk: Client) -> None:
    meeting = a_meeting(plan)
    some_progress(a_recommendation(meeting, due="1 January 2020", words=HOSTILE), rag="red", words=HOSTILE)
    some_progress(a_recommendation(meeting, ref="2", words="Done long ago"), rag="complete")
    shown = words(clerk, "recommendations", plan)
    assert "2 recommendations and actions" in shown
    assert "overdue" in shown
    narrowed = words(clerk, "recommendations", plan, only="overdue")
    assert "1 of 2" in narrowed
    assert "Done long ago" not in narrowed
    assert "<script>alert(1)" not in clerk.get(at("recommendations", plan)).content.decode()
    answer = clerk.get(at("recommendations_xlsx", plan), {"only": "overdue"})
    book = load_workbook(BytesIO(answer.content))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("=1+1<script>" in value for value in cells)
    assert "Red" in cells
    assert "Done long ago" not in cells
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert clerk.get(at("recommendations_xlsx", plan), {"body": "0"}).status_code == 400


def test_progress_is_recorded_with_its_history_and_meanwhile_shown(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client, asked = client_for(cast.smt), a_recommendation(a_meeting(plan))
    typed = {"rag": "amber", "words": "Half done", "on": days(0).isoformat(), "seen": "0"}
    for _ in range(2):
        assert client.post(at("recommendation_progress", plan, asked.pk), typed).status_code == 302
    assert Progress.objects.count() == 1
    answer = client.post(at("recommendation_progress", plan, asked.pk), {**typed, "words": "All of it"})
    assert answer.status_code == 409
    assert "Half done" in answer.content.decode()
    assert "All of it" in answer.content.decode()
    shown = words(client, "recommendation", plan, asked.pk)
    assert "Half done" in shown
    assert cast.smt.display_name in shown


def test_a_meeting_reviews_what_earlier_ones_asked_for_on_its_page(plan: Plan, clerk: Client) -> None:
    asked = a_recommendation(a_meeting(plan))
    other = a_recommendation(asked.meeting, ref="2", words="Another")
    later = a_meeting(plan, on=days(-2))
    assert "To be reviewed here" in words(clerk, "meeting", plan, later.pk)
    address = at("meeting_review", plan, later.pk)
    typed = {f"review-{asked.pk}": "update_asked", f"rag-{asked.pk}": "red", "reason": "Minutes"}
    wrong = clerk.post(address, {**typed, f"words-{other.pk}": "Kept as typed"}).content.decode()
    assert "Choose what members said of Recommendation 2" in wrong
    assert "Kept as typed" in wrong
    assert not Progress.objects.exists()
    some_progress(asked)
    assert clerk.post(address, {**typed, f"seen-{asked.pk}": "0"}).status_code == 409
    newest = Progress.objects.get().pk
    assert clerk.post(address, {**typed, f"seen-{asked.pk}": newest}).status_code == 302
    shown = words(clerk, "meeting", plan, later.pk)
    assert "Members asked for an update" in shown
    assert Progress.objects.filter(meeting=later, review="update_asked", rag="red").count() == 1


def test_an_earlier_date_shows_what_was_recorded_by_then(plan: Plan, clerk: Client) -> None:
    a_meeting(plan, on=days(30))
    yesterday = words(clerk, "meetings", plan, at=days(-1).isoformat())
    assert "You are looking at the plan as it stood" in yesterday
    assert "Improvement Board" not in yesterday


def test_another_plans_meetings_are_not_found(plan: Plan, clerk: Client, make_plan: Callable) -> None:
    other = a_meeting(make_plan())
    assert clerk.get(at("meeting", plan, other.pk)).status_code == 404
    assert clerk.get(at("meeting_change", plan, other.pk)).status_code == 404
    assert clerk.get(at("recommendation", plan, 10**9)).status_code == 404


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("meetings", ""),
        ("meeting", "meeting"),
        ("recommendations", ""),
        ("recommendation", "asked"),
        ("home", "-"),
    ],
)
def test_a_page_asks_as_much_of_50_as_of_5(name: str, about: str, plan: Plan, clerk: Client) -> None:
    counted = []
    first = a_meeting(plan, on=days(-200))
    ahead = a_meeting(plan, on=days(20))
    asked = a_recommendation(first)
    for number in (5, 50):
        for more in range(number):
            meeting = a_meeting(plan, on=days(-150 + number + more))
            some_progress(a_recommendation(meeting, ref=str(more)))
            if more == 0:
                a_review(meeting, asked, "agreed")
        pks = {"meeting": [ahead.pk], "asked": [asked.pk]}.get(about, [])
        address = "/" if about == "-" else at(name, plan, *pks)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(address).status_code == 200
        counted.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert counted[0] == counted[1] <= 24
    assert Recommendation.objects.count() == 56
