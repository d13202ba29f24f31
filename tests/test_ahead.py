"""What is ahead of a plan, on its pages: the next deadline to be met, and when the next visit is expected."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.actions.deadlines import meet_deadline
from ofsted.actions.visits import save_visit
from ofsted.models import Visit
from plans.models import Plan, User

from .cast import Cast
from .factories import set_up_by
from .reading import read
from .visits import a_site_day, a_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ClientFor = Callable[[User | None], Client]
NONE = "Deadlines none to be met"


def on(day: str, **said: Any) -> dict[str, Any]:
    """What ``a_visit`` takes of a visit of one day, without a letter."""
    when = dt.date.fromisoformat(day)
    return {"on_site": day, "first_on": when, "last_on": when, "letter_on": None, **said}


def an_inspection(plan: Plan, letter_on: dt.date | None, day: str = "2025-01-10", **more: Any) -> Visit:
    said = on(day, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard")
    return a_visit(plan, **(said | {"letter_on": letter_on} | more))


@pytest.fixture
def panel(plan: Plan, cast: Cast, client_for: ClientFor) -> Callable[..., str]:
    """``panel(**asked)``: what the plan page says from the last visit to the findings."""

    def words(**asked: str) -> str:
        page = client_for(cast.reader).get(reverse("plan", args=[plan.slug]), asked).content.decode()
        said = read(page).the("main").words
        return said.split("Visits and findings", 1)[1].split("open finding")[0]

    return words


@pytest.fixture
def visit_words(plan: Plan, cast: Cast, client_for: ClientFor) -> Callable[[Visit], str]:
    """``visit_words(visit)``: what the page of a visit says after "Next visit"."""

    def words(visit: Visit) -> str:
        page = client_for(cast.reader).get(reverse("visit", args=[plan.slug, visit.pk])).content.decode()
        return read(page).the("main").words.split("Next visit ", 1)[1].split(" Files ")[0]

    return words


# --- Deadlines ----------------------------------------------------------------------------------------------


def test_the_plan_page_counts_down_to_the_next_deadline_that_is_not_met(
    plan: Plan, panel: Callable[..., str]
) -> None:
    """From 20 May, over the bank holiday of 26 May: 30 working days are 2 July, and it is 12 June."""
    visit = an_inspection(plan, dt.date(2025, 5, 20))
    assert "Inspection (ILACS, standard) 2025-01-10 Publish the inspection report 2 Jul" in panel()
    assert "Publish the inspection report 2 Jul: 14 working days left" in panel()
    publish = "inspection-report-published"
    meet_deadline(visit=visit, plan=plan, clock=publish, met_on=dt.date(2025, 6, 2), by=set_up_by())
    assert "Publish the inspection report" not in panel()
    assert "Publish the written statement of proposed action 28 Aug: 54 working days left" in panel()


def test_a_deadline_that_is_past_hides_none_that_is_to_come(plan: Plan, panel: Callable[..., str]) -> None:
    an_inspection(plan, dt.date(2025, 4, 15))
    said = panel()
    assert "Publish the inspection report 2 Jun: 8 working days over" in said
    assert "Publish the written statement of proposed action 28 Jul: 32 working days left" in said


def test_several_that_are_past_are_counted(plan: Plan, panel: Callable[..., str]) -> None:
    an_inspection(plan, dt.date(2025, 1, 20))
    assert "2 deadlines of visits overdue" in panel()


def test_one_that_cannot_be_counted_yet_is_named(plan: Plan, panel: Callable[..., str]) -> None:
    an_inspection(plan, None)
    assert "Publish the inspection report not started" in panel()


def test_without_any_it_says_so(plan: Plan, panel: Callable[..., str]) -> None:
    a_visit(plan)
    assert NONE in panel()


def test_on_an_earlier_date_the_days_are_left_from_then(plan: Plan, panel: Callable[..., str]) -> None:
    when = dt.datetime(2025, 5, 21, 9, tzinfo=dt.UTC)
    visit = an_inspection(plan, dt.date(2025, 5, 20), when=when)
    publish = "inspection-report-published"
    meet_deadline(visit=visit, plan=plan, clock=publish, met_on=dt.date(2025, 6, 2), by=set_up_by())
    assert "Publish the inspection report 2 Jul: 19 working days left" in panel(at="2025-06-05")


# --- The next visit -----------------------------------------------------------------------------------------


def test_the_next_visit_is_on_the_plan_page_the_visit_and_the_journey(
    plan: Plan, cast: Cast, client_for: ClientFor, panel: Callable[..., str], visit_words: Callable[..., str]
) -> None:
    visit = a_visit(plan, next_expected="autumn 2025", next_expected_by=dt.date(2025, 11, 30))
    assert "Next visit expected: autumn 2025 by 30 November 2025" in panel()
    assert visit_words(visit) == "autumn 2025 by 30 November 2025"
    page = client_for(cast.reader).get(reverse("journey", args=[plan.slug])).content.decode()
    said = "Next visit expected, as said after the Second monitoring visit: autumn 2025 by 30 November 2025"
    assert said in read(page).words


def test_a_day_is_said_once(plan: Plan, visit_words: Callable[..., str]) -> None:
    day = dt.date(2025, 11, 4)
    assert (
        visit_words(a_visit(plan, next_expected="4 November 2025", next_expected_by=day)) == "4 November 2025"
    )


def test_a_visit_that_has_not_come_by_its_day_is_missed(
    plan: Plan, panel: Callable[..., str], visit_words: Callable[..., str]
) -> None:
    visit = a_visit(plan, next_expected="May 2025", next_expected_by=dt.date(2025, 5, 31))
    assert "Next visit expected: May 2025 by 31 May 2025 not recorded yet" in panel()
    assert "not recorded yet" in visit_words(visit)
    a_visit(plan, number=3, **on("2025-06-03"))
    assert "Next visit expected: not said" in panel()
    assert visit_words(visit).endswith("Since then: Third monitoring visit, 2025-06-03")


def test_a_visit_by_others_does_not_stand_for_it(plan: Plan, panel: Callable[..., str]) -> None:
    a_visit(plan, next_expected="autumn 2025", next_expected_by=dt.date(2025, 11, 30))
    a_visit(plan, number=None, kind=Visit.Kind.DFE_REVIEW, **on("2025-05-03"))
    a_site_day(plan)
    assert "Next visit expected: autumn 2025" in panel()


def test_of_several_the_first_to_come_is_shown(plan: Plan, panel: Callable[..., str]) -> None:
    a_visit(plan, next_expected="autumn 2025", next_expected_by=dt.date(2025, 11, 30))
    review = on("2025-04-03", kind=Visit.Kind.DFE_REVIEW, number=None)
    a_visit(plan, next_expected="July 2025", next_expected_by=dt.date(2025, 7, 31), **review)
    peers = on("2025-05-03", kind=Visit.Kind.PEER_REVIEW, number=None)
    a_visit(plan, next_expected="May 2025", next_expected_by=dt.date(2025, 5, 31), **peers)
    assert "Next visit expected: July 2025 by 31 July 2025" in panel()


def test_on_an_earlier_date_it_is_as_it_was_said_then(plan: Plan, panel: Callable[..., str]) -> None:
    visit = a_visit(
        plan, next_expected="autumn 2025", next_expected_by=dt.date(2025, 11, 30),
        when=dt.datetime(2025, 5, 1, 9, tzinfo=dt.UTC),
    )  # fmt: skip
    visit.next_expected, visit.next_expected_by = "July 2025", dt.date(2025, 7, 31)
    now = dt.datetime(2025, 6, 10, 9, tzinfo=dt.UTC)
    save_visit(visit=visit, plan=plan, by=set_up_by(), reason="A telephone call", when=now)
    assert "Next visit expected: July 2025" in panel()
    assert "Next visit expected: autumn 2025" in panel(at="2025-06-05")


def test_the_plan_page_asks_one_query_for_what_is_ahead(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client, address = client_for(cast.reader), reverse("plan", args=[plan.slug])
    asked = []
    for number in (1, 2, 9):
        an_inspection(plan, dt.date(2025, 5, 20), f"2025-02-{number:02}")
        for more in range(number):
            a_visit(plan, number=number * 10 + more, next_expected="July 2025")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append([query["sql"] for query in queries])
    assert len({len(each) for each in asked}) == 1
    assert sum("ofsted_deadlinemet" in query for query in asked[-1]) == 1
    assert not any("ofsted_attachment" in query for query in asked[-1])
