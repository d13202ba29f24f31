"""The list of visits."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.actions.deadlines import meet_deadline
from ofsted.actions.findings import respond
from ofsted.actions.visits import Judged
from ofsted.models import Finding, Visit
from plans.models import Plan

from .cast import Cast, at, days_ago
from .reading import Part, read
from .visit_files import a_file
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db


def page_of(plan: Plan, client: Any, **asked: str) -> Part:
    return read(client.get(reverse("visits", args=[plan.slug]), asked).content.decode()).the("main")


def an_inspection(plan: Plan, **said: Any) -> Visit:
    day = dt.date(2025, 1, 10)
    said = {"letter_on": dt.date(2025, 2, 14)} | said
    return a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard", on_site="10 January 2025",
        first_on=day, last_on=day, **said,
    )  # fmt: skip


@pytest.mark.usefixtures("clock")
def test_the_newest_comes_first_with_its_figures(plan: Plan, cast: Cast, client_for: Any) -> None:
    grades = [
        Judged("Overall effectiveness", "Inadequate", True),
        Judged("Children in care", "Requires improvement to be good", False),
    ]
    inspection = an_inspection(
        plan, judgements=grades, ofsted_published_on=dt.date(2025, 2, 14),
        council_published_on=dt.date(2025, 2, 20),
    )  # fmt: skip
    a_visit(plan)
    a_finding(inspection, ref="a")
    closed = a_finding(inspection, ref="b")
    a_finding(inspection, ref="c", kind=Finding.Kind.STRENGTH)
    respond(
        finding=closed, plan=plan, response="", due_on=None, status=Finding.Status.CLOSED, evidence="Audit",
        by=cast.smt,
    )  # fmt: skip
    monitoring, first = list(page_of(plan, client_for(cast.reader)).the("tbody").all("tr"))
    assert monitoring.words.startswith("Second monitoring visit 4 and 5 March 2025 1 Apr")
    assert "No deadline" in monitoring.words
    assert "Inspection (ILACS, standard) 10 January 2025 14 Feb Inadequate and 1 area 2 1" in first.words
    assert "Publish the inspection report, 28 Mar: 50 working days over" in first.words
    assert "Ofsted 14 Feb, council 20 Feb" in first.words


@pytest.mark.usefixtures("clock")
def test_the_next_deadline_is_the_first_that_is_not_met(plan: Plan, cast: Cast, client_for: Any) -> None:
    inspection = an_inspection(plan)
    for code, said in (
        ("inspection-report-published", "statement of proposed action, 29 May: 10 working days over"),
        ("inspection-statement-of-action", "All deadlines met"),
    ):
        met_on = dt.date(2025, 5, 30)
        meet_deadline(visit=inspection, plan=plan, clock=code, met_on=met_on, by=cast.clerk)
        assert said in page_of(plan, client_for(cast.reader)).the("tbody").words


def test_an_empty_list_says_what_to_do(plan: Plan, cast: Cast, client_for: Any) -> None:
    page = page_of(plan, client_for(cast.clerk))
    assert "Begin with the inspection that the plan answers" in page.words
    assert page.links["Record a visit"] == reverse("visit_new", args=[plan.slug])
    page = page_of(plan, client_for(cast.reader))
    assert "SMT, clerks and administrators record them here." in page.words
    assert "Record a visit" not in page.links


def test_smt_starts_its_site_days_here(plan: Plan, cast: Cast, client_for: Any) -> None:
    links = page_of(plan, client_for(cast.smt)).links
    assert links["Start a site day"] == reverse("site_day_new", args=[plan.slug])
    assert "Start a site day" not in page_of(plan, client_for(cast.clerk)).links


def test_at_an_earlier_date_a_visit_recorded_since_is_not_there(
    plan: Plan, cast: Cast, client_for: Any
) -> None:
    a_visit(plan, when=at(5))
    client = client_for(cast.clerk)
    assert "Second monitoring visit" in page_of(plan, client).words
    then = page_of(plan, client, at=days_ago(7).isoformat())
    assert "Second monitoring visit" not in then.words
    assert "Record a visit" not in then.links


@pytest.mark.parametrize("past", [False, True])
def test_it_asks_as_much_of_12_visits_as_of_one(plan: Plan, cast: Cast, client_for: Any, past: bool) -> None:
    asked = []
    client = client_for(cast.reader)
    an_inspection(plan, when=at(9))
    for more in (11, 0):
        with CaptureQueriesContext(connection) as queries:
            page_of(plan, client, **({"at": days_ago(1).isoformat()} if past else {}))
        asked.append([query["sql"][:90] for query in queries if "SAVEPOINT" not in query["sql"]])
        for number in range(more):
            visit = a_visit(plan, number=number + 1, when=at(8))
            a_finding(visit, plan.outcomes.get(ref="2.1"), when=at(8))
            a_file(visit)
    assert len(asked[0]) == len(asked[1]) <= 20, asked
