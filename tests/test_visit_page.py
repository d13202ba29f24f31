"""The page of one visit."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.actions.visits import Judged, save_visit
from ofsted.models import Finding, Visit
from plans.models import Plan

from .cast import Cast, at, days_ago, place
from .next_version import start
from .reading import Part, read
from .visit_files import PDF, a_file
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
TOLD = {
    "inspectors": "Ann Hale\nBo Reed",
    "looked_at": "The front door\nChildren who go missing",
    "evidence_seen": "Case records",
    "summary": "Steady progress",
    "self_assessment": "partly",
    "next_expected": "Spring 2026",
    "ofsted_published_on": dt.date(2025, 4, 2),
}


def page_of(visit: Visit, client: Any, plan: Plan | None = None, **asked: str) -> Part:
    address = reverse("visit", args=[(plan or visit.plan).slug, visit.pk])
    return read(client.get(address, asked).content.decode()).the("main")


def test_it_tells_everything_of_the_visit(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan, **TOLD)
    a_finding(visit, ref="b")
    a_finding(visit, ref="c", kind=Finding.Kind.STRENGTH)
    page = page_of(visit, client_for(cast.reader))
    for said in (
        "Second monitoring visit",
        "On site 4 and 5 March 2025, letter or report of 1 April 2025",
        "Steady progress",
        "The front door Children who go missing",
        "Case records",
        "By Ofsted: 2 April 2025 By the council: not said",
        "Ann Hale Bo Reed",
        "Accepted in part",
        "Spring 2026",
        "No letter or report is attached.",
        "Findings (2, 1 open)",
    ):
        assert said in page.words
    assert "Change" not in page.links
    assert "Attach a file" not in page.links


def test_judgements_stand_in_the_frameworks_order(plan: Plan, cast: Cast, client_for: Any) -> None:
    day = dt.date(2014, 11, 12)
    visit = a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="sif", on_site="12 November 2014",
        first_on=day, last_on=day, letter_on=None,
        judgements=[Judged("Overall effectiveness", "Inadequate", True)],
    )  # fmt: skip
    page = page_of(visit, client_for(cast.clerk))
    assert "Inspection (SIF)" in page.words
    assert "Overall effectiveness Inadequate" in page.words
    assert "Change the judgements" in page.links


def test_recorders_are_shown_what_they_can_do(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    for person in (cast.smt, cast.clerk, cast.administrator):
        links = page_of(visit, client_for(person)).links
        assert links["Change"] == reverse("visit_change", args=[plan.slug, visit.pk])
        assert links["Attach a file"] == reverse("visit_file_add", args=[plan.slug, visit.pk])
    day = a_visit(plan, kind=Visit.Kind.SITE_DAY, number=None, locality=place("Wexley"))
    assert "Change" not in page_of(day, client_for(cast.clerk)).links
    assert "Change" in page_of(day, client_for(cast.smt)).links


def test_at_an_earlier_date_it_is_as_it_was(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan, summary="As first written", when=at(9))
    visit.summary = "As rewritten"
    save_visit(visit=visit, plan=plan, by=cast.clerk, reason="Clearer", when=at(5))
    client = client_for(cast.clerk)
    then = page_of(visit, client, at=days_ago(7).isoformat())
    assert "As first written" in then.words
    assert "As rewritten" not in then.words
    assert "Change" not in then.links
    address = reverse("visit", args=[plan.slug, visit.pk])
    assert client.get(address, {"at": days_ago(12).isoformat()}).status_code == 404


def test_the_next_version_has_the_visits_of_the_one_before(
    plan: Plan, cast: Cast, client_for: Any, forward: Any
) -> None:
    """What is attached under the version in use is not on the closed one, which stays as it was left."""
    visit = a_visit(plan)
    before = a_file(visit, name="before.pdf")
    new = forward()
    start(new, cast)
    after = a_file(visit, plan=Plan.objects.get(pk=new.pk), name="after.pdf", content=PDF + b"\n")
    client = client_for(cast.clerk)
    newer, older = page_of(visit, client, new), page_of(visit, client, plan)
    assert {"before.pdf", "after.pdf", "Change"} <= newer.links.keys()
    assert "before.pdf" in older.links
    assert not {"after.pdf", "Change", "Attach a file"} & older.links.keys()
    for slug, kept, status in (
        (plan.slug, before, 200),
        (plan.slug, after, 404),
        (new.slug, before, 200),
        (new.slug, after, 200),
    ):
        address = reverse("visit_file", args=[slug, visit.pk, kept.pk])
        assert client.get(address).status_code == status
    assert client.get(reverse("visit_change", args=[plan.slug, visit.pk])).status_code == 403


@pytest.mark.parametrize("past", [False, True])
def test_it_asks_as_much_of_many_as_of_few(plan: Plan, cast: Cast, client_for: Any, past: bool) -> None:
    asked = []
    visit = a_visit(plan, when=at(9))
    client = client_for(cast.reader)
    for more in (10, 0):
        with CaptureQueriesContext(connection) as queries:
            page_of(visit, client, **({"at": days_ago(1).isoformat()} if past else {}))
        asked.append([query["sql"][:90] for query in queries if "SAVEPOINT" not in query["sql"]])
        for number in range(more):
            a_file(visit, name=f"letter-{number}.pdf", content=PDF + bytes([65 + number]))
            a_finding(visit, plan.outcomes.get(ref="2.1"), ref=str(number), when=at(8))
            a_visit(plan, number=number + 3, when=at(8))
    assert len(asked[0]) == len(asked[1]) <= 22, asked
