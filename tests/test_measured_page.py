"""Every question that was ever measured: lines through time, and what was asked once."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Plan, Rag

from .cast import Cast, at, days_ago
from .reading import page
from .visits import a_check, a_finding, a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.reader)


def address(plan: Plan) -> str:
    return reverse("measured", args=[plan.slug])


def test_the_same_question_is_a_line_with_its_table(client: Client, plan: Plan) -> None:
    later = a_visit(plan, number=3, on_site="1 July 2025", last_on=dt.date(2025, 7, 1))
    a_result(a_visit(plan), cohort="plans")
    a_result(later, cohort="plans", size=40, met=38, of=40)
    outcome = plan.outcomes.get(ref="2.1")
    day = a_site_day(plan, day=dt.date(2025, 9, 3))
    a_check(day, outcome, question="child seen alone", met=4, of=5)
    lines = page(client, address(plan)).after("Asked more than once (1)")
    assert lines.rows == [
        [
            "March 2025",
            "Second monitoring visit",
            "plans",
            "16 of 20, 80% small sample",
        ],
        ["July 2025", "Third monitoring visit", "plans", "38 of 40, 95%"],
        ["September 2025", "SMT site day, Wexley", "2.1 Wexley", "4 of 5, 80% small sample"],
    ]
    drawn = lines.the("svg", role="img").attributes["aria-label"]
    assert (
        "reviews from 16 of 20, 80% in March 2025 to 38 of 40, 95% in July 2025; "
        "Wexley 4 of 5, 80% in September 2025, 3 answers"
    ) in drawn
    counts = [text.words for text in lines.the("svg").all("text", css="count-line__count")]
    assert counts == ["16 of 20", "38 of 40", "4 of 5"]


def test_a_line_joins_only_answers_of_one_place(client: Client, plan: Plan) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    for month, where in ((3, "Wexley"), (4, "Thornby"), (5, "Wexley"), (6, "Thornby"), (7, "CiC")):
        day = a_site_day(plan, where, day=dt.date(2025, month, 3))
        a_check(day, outcome, question="Seen", met=month, of=10)
    drawn = page(client, address(plan)).the("svg", role="img")
    joined = [line.attributes["points"].count(" ") + 1 for line in drawn.all("polyline")]
    assert joined == [2, 2]
    assert len(list(drawn.all("circle"))) == 5


def test_what_was_asked_once_and_what_is_told_in_bands_have_their_tables(client: Client, plan: Plan) -> None:
    visit = a_visit(plan)
    a_result(visit)
    a_result(visit, question="Days", met=None, spread=[["up to 20", 8], ["more", 12]])
    main = page(client, address(plan))
    assert "16 of 20, 80% small sample" in main.after("Asked once (1)").rows[0]
    assert "8 of 20, 40% up to 20 12 of 20, 60% more" in main.after("Told in bands (1)").words


def test_on_an_earlier_date_what_was_recorded_later_is_not_there(client: Client, plan: Plan) -> None:
    a_result(a_visit(plan, when=at(40)), when=at(10))
    assert "Nothing has been counted yet" in page(client, address(plan), at=days_ago(20).isoformat()).words
    assert "Child seen alone" in page(client, address(plan)).words


def test_pages_ask_as_much_of_many_results_as_of_few(
    plan: Plan,
    cast: Cast,
    client_for: Callable[..., Client],
    rate,  # type: ignore[no-untyped-def]
) -> None:
    client = client_for(cast.smt)
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    other = rate("2.2", "Wexley", Rag.GREEN).outcome
    visit, day = a_visit(plan), a_site_day(plan)
    a_result(visit, outcome=outcome)
    check = a_check(day, outcome, rag="red")
    pages = [
        address(plan),
        reverse("plan", args=[plan.slug]),
        reverse("outcome", args=[plan.slug, "2.1"]),
        reverse("visit", args=[plan.slug, visit.pk]),
        reverse("visit", args=[plan.slug, day.pk]),
        reverse("visit_document", args=[plan.slug, visit.pk]),
        reverse("site_day", args=[plan.slug, day.pk]),
        reverse("difference_resolve", args=[plan.slug, check.pk]),
    ]

    def asked() -> list[int]:
        counts = []
        for where in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            counts.append(len(queries))
        return counts

    few = asked()
    for number in range(6):
        a_result(visit, outcome=outcome, question=f"Question {number}", cohort=f"cohort {number % 2}")
        a_check(
            a_site_day(plan, day=dt.date(2025, 4, 1 + number)), other, rag="red", met=1, of=2, question="Q"
        )
    assert asked() == few


def test_both_are_evidence_in_the_document_of_a_visit(client: Client, plan: Plan) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    visit = a_visit(plan)
    a_finding(visit, outcome)
    a_result(visit, outcome=outcome)
    a_check(a_site_day(plan), outcome, seen="Notes are short", question="Notes", met=2, of=5, rag="amber")
    words = page(client, reverse("visit_document", args=[plan.slug, visit.pk])).words
    assert "Second monitoring visit, March 2025 Child seen alone: 16 of 20, 80% (4 not)" in words
    assert "Wexley: Notes are short. Notes: 2 of 5, 40%. SMT's rating: amber." in words
