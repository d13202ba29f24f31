"""The page of coverage: sections by visits, and what findings and outcomes lack of one another."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.actions.findings import respond
from ofsted.coverage import contradictions, coverage_of
from ofsted.models import Finding
from ofsted.register import take_register
from plans.models import Plan, Rag, User
from plans.snapshot import take_snapshot

from .cast import Cast, withdraw
from .reading import read
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def page(plan: Plan, client: Client) -> str:
    return read(client.get(reverse("coverage", args=[plan.slug])).content.decode()).words


def coverage(plan: Plan):  # type: ignore[no-untyped-def]
    snapshot = take_snapshot(plan)
    return coverage_of(snapshot, take_register(plan, snapshot))


def test_a_finding_counts_in_every_section_it_is_about_and_under_its_visit(plan: Plan) -> None:
    first, second = plan.outcomes.get(ref="1.1"), plan.outcomes.get(ref="2.1")
    early = a_visit(plan, number=1, first_on=dt.date(2024, 11, 4), last_on=dt.date(2024, 11, 5))
    late = a_visit(plan)
    a_finding(early, first, second)
    a_finding(late, second, section=plan.sections.get(number="3"))
    a_finding(late, kind=Finding.Kind.STRENGTH, section=plan.sections.get(number="3"))
    a_finding(late)
    found = coverage(plan)
    assert [visit.number for visit in found.visits] == [1, 2]
    counts = {
        section.number: [(one.adverse, one.open, one.strengths) for _, one in row]
        for section, row, _ in found.sections
    }
    assert counts == {
        "1": [(1, 1, 0), (0, 0, 0)],
        "2": [(1, 1, 0), (1, 1, 0)],
        "3": [(0, 0, 0), (1, 1, 1)],
    }
    assert [(one.adverse, one.open) for _, one in found.elsewhere] == [(0, 0), (1, 1)]


def test_it_lists_what_no_outcome_answers_and_what_no_finding_supports(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    visit = a_visit(plan)
    a_finding(visit, plan.outcomes.get(ref="2.1"), words="Supervision is thin")
    a_finding(visit, ref="d", words="Fathers are left out of plans")
    a_finding(visit, ref="e", words="Workers know the children", kind=Finding.Kind.STRENGTH)
    withdraw(plan, "3.2")
    words = page(plan, client_for(cast.reader))
    assert "Open findings that no outcome answers (1)" in words
    assert "Fathers are left out of plans" in words
    assert "Workers know the children" not in words
    assert "Outcomes that no finding supports (5)" in words
    assert {row.ref for row in coverage(plan).unsupported} == {"1.1", "1.2", "2.2", "2.3", "3.1"}


def test_a_number_leads_to_the_findings_that_it_counts(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    visit, outcome = a_visit(plan), plan.outcomes.get(ref="2.1")
    a_finding(visit, outcome, ref="a")
    a_finding(visit, outcome, ref="b", kind=Finding.Kind.STRENGTH)
    client = client_for(cast.reader)
    main = read(client.get(reverse("coverage", args=[plan.slug])).content.decode()).the("main")
    numbers = [link for link in main.all("a") if link.words == "1 (1 open)"]
    assert len(numbers) == 2
    for number in numbers:
        listed = read(client.get(number.attributes["href"]).content.decode())
        assert listed.the("p", role="status").words.startswith("1 of 2 findings")


def test_a_finding_raised_again_is_told_as_one_chain(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    days = [dt.date(2024, 10, 8), dt.date(2025, 1, 14), dt.date(2025, 3, 4)]
    earlier = None
    for number, day in enumerate(days, start=1):
        visit = a_visit(plan, number=number, first_on=day, last_on=day)
        earlier = a_finding(visit, ref=f"{number}a", repeats=earlier)
    words = page(plan, client_for(cast.reader))
    assert "Raised again and again (1)" in words
    assert "by later visits, in 3 findings." in words
    assert "October 2024, 1a, then January 2025, 2a, then March 2025, 3a" in words


@pytest.mark.parametrize(
    ("rated", "contrary"),
    [
        ({"Wexley": Rag.RED, None: Rag.GREEN}, True),  # Overall speaks for the whole
        ({None: Rag.COMPLETE}, True),
        ({"Wexley": Rag.GREEN, "Thornby": Rag.GREEN}, False),  # Overall is not rated
        ({None: Rag.AMBER}, False),
    ],
)
def test_a_good_rating_beside_an_open_finding_does_not_add_up(
    plan: Plan, cast: Cast, rate: Callable[..., object], rated: dict[str | None, Rag], contrary: bool
) -> None:
    for column, rag in rated.items():
        rate("2.1", column, rag, by=cast.smt)
    finding = a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"))

    def found() -> list[str]:
        snapshot = take_snapshot(plan)
        return [one.outcome.ref for one in contradictions(snapshot, take_register(plan, snapshot))]

    assert found() == (["2.1"] if contrary else [])
    respond(
        finding=finding, plan=plan, response="", due_on=None, status=Finding.Status.CLOSED,
        evidence="Nine of ten notes show a decision", by=cast.smt,
    )  # fmt: skip
    assert found() == []


def test_where_a_section_has_no_overall_every_column_is_asked(
    plan: Plan, cast: Cast, rate: Callable[..., object]
) -> None:
    a_finding(a_visit(plan), plan.outcomes.get(ref="3.1"))
    rate("3.1", "CiC", Rag.GREEN, by=cast.smt)
    assert coverage(plan).contradictions == ()
    rate("3.1", "Care Leavers", Rag.COMPLETE, by=cast.smt)
    (one,) = coverage(plan).contradictions
    assert (one.outcome.ref, one.rag) == ("3.1", Rag.GREEN)


def test_with_no_finding_it_says_what_will_be_here(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    assert "No finding has been recorded yet" in page(plan, client_for(cast.reader))


def test_it_asks_as_much_of_twelve_visits_as_of_two(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client, asked = client_for(cast.smt), []
    for numbers in (range(1, 3), range(3, 13)):
        for number in numbers:
            visit = a_visit(plan, number=number)
            for outcome in plan.outcomes.all():
                a_finding(visit, outcome)
        with CaptureQueriesContext(connection) as queries:
            page(plan, client)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
