"""The workbook from a plan's page: who may have it, what it holds, what it is called."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.actions import records
from plans.models import Plan, Rag, User
from plans.snapshot import take_snapshot

from .cast import Cast
from .factories import OutcomeFactory, PlanFactory, SectionFactory, rate_everything, set_up_by

ClientFor = Callable[[User | None], Client]
MEMBERS = ("manager", "head", "other_manager", "smt", "clerk", "reader", "administrator", "superuser")


def address(plan: Plan) -> str:
    return reverse("export_xlsx", args=[plan.slug])


def refs(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["All ratings"]
    return [cell.value for cell in sheet["C"][1:]]


@pytest.mark.parametrize("who", MEMBERS)
def test_every_member_may_take_the_workbook(plan: Plan, cast: Cast, client_for: ClientFor, who: str) -> None:
    response = client_for(getattr(cast, who)).get(address(plan))
    assert response.status_code == 200
    assert refs(response.content) == [row.ref for row, _ in take_snapshot(plan).cells]


@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_for_others_there_is_no_such_plan(plan: Plan, cast: Cast, client_for: ClientFor, who: str) -> None:
    assert client_for(getattr(cast, who)).get(address(plan)).status_code == 404


def test_signed_out_it_asks_who_you_are(plan: Plan, client_for: ClientFor) -> None:
    response = client_for(None).get(address(plan))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_it_is_only_for_reading(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.clerk).post(address(plan)).status_code == 405


def test_it_comes_as_a_named_file_that_nobody_keeps(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    response = client_for(cast.clerk).get(address(plan))
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    today = timezone.localdate()
    assert response["Content-Disposition"] == f'attachment; filename="westermoor-2024-{today:%Y-%m-%d}.xlsx"'
    assert "no-store" in response["Cache-Control"]


def test_it_says_who_made_it(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    content = client_for(cast.clerk).get(address(plan)).content
    cover = openpyxl.load_workbook(io.BytesIO(content))["Cover"]
    assert {row[0].value: row[1].value for row in cover}["Produced by"] == "Cleo Clerk"


def test_it_follows_the_filter_in_the_address(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    rate_everything(plan, by=set_up_by(), times=1)
    red = [
        row.ref
        for row in take_snapshot(plan).outcomes
        if row.section_number == "2" and row.cells[-1].rag == Rag.RED
    ]
    response = client_for(cast.reader).get(address(plan), {"section": "2", "column": "overall", "rag": "red"})
    assert list(dict.fromkeys(refs(response.content))) == red
    assert 0 < len(red) < 3
    cover = openpyxl.load_workbook(io.BytesIO(response.content))["Cover"]
    covers = {row[0].value: row[1].value for row in cover}["Covers"]
    assert "Assessment Teams" in covers
    assert "Red" in covers


def test_a_filter_the_plan_does_not_have_is_refused(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    response = client_for(cast.reader).get(address(plan), {"section": "99"})
    assert response.status_code == 400
    assert "filter it again" in response.content.decode()


def test_a_filter_that_leaves_nothing_makes_an_empty_workbook(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    response = client_for(cast.reader).get(address(plan), {"q": "no outcome says this"})
    assert refs(response.content) == []


@pytest.mark.parametrize("query", [{}, {"rag": "red"}])
def test_queries_do_not_grow_with_the_plan(
    make_plan: Callable[..., Plan], client_for: ClientFor, query: dict[str, Any]
) -> None:
    client = client_for(set_up_by())
    counts = []
    for outcomes in (5, 50):
        plan = make_plan(outcomes=outcomes, ratings=2)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address(plan), query).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- At a date ----------------------------------------------------------------------------------------------


@pytest.fixture
def rated_in_two_months(plan: Plan, rate: Callable[..., Any]) -> None:
    """1.1 was red on 1 December 2024; on 20 January it was said to have been green from 20 December."""
    for effective, recorded, rag in ((1, (2024, 12, 1), Rag.RED), (20, (2025, 1, 20), Rag.GREEN)):
        at = dt.datetime(*recorded, 9, tzinfo=dt.UTC)
        rate("1.1", None, rag, effective_on=dt.date(2024, 12, effective), recorded_at=at)


def rag_of_first(content: bytes) -> str:
    return openpyxl.load_workbook(io.BytesIO(content))["All ratings"]["I2"].value


@pytest.mark.parametrize(
    ("asked", "name", "rag", "known"),
    [
        ({"at": "31/12/2024"}, "2024-12-31", "Green", None),
        (
            {"at": "2024-12-31", "known": "2025-01-05"},
            "2024-12-31-known-2025-01-05",
            "Red",
            dt.datetime(2025, 1, 5, 23, 59, 59),
        ),
        (
            {"at": "2024-12-31", "known": "2025-01-20T09:30"},
            "2024-12-31-known-2025-01-20-0930",
            "Green",
            dt.datetime(2025, 1, 20, 9, 30),
        ),
        ({"at": "2024-11-30"}, "2024-11-30", "Not rated", None),
    ],
)
def test_it_is_the_plan_at_the_date_and_says_so(
    rated_in_two_months: None,
    cast: Cast,
    client_for: ClientFor,
    plan: Plan,
    asked: dict[str, str],
    name: str,
    rag: str,
    known: dt.datetime | None,
) -> None:
    response = client_for(cast.clerk).get(address(plan), asked)
    assert response["Content-Disposition"] == f'attachment; filename="westermoor-2024-{name}.xlsx"'
    assert rag_of_first(response.content) == rag
    cover = openpyxl.load_workbook(io.BytesIO(response.content))["Cover"]
    facts = {row[0].value: row[1].value for row in cover}
    assert facts["As at"].date().isoformat() == name[:10]
    if known:
        assert abs(facts["As known at"] - known) < dt.timedelta(seconds=2)
    else:
        assert abs(facts["As known at"] - facts["Produced at"]) < dt.timedelta(minutes=5)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"at": "soon"}, "“soon” is not a date"),
        ({"at": "2999-01-01"}, "in the future"),
        ({"at": "2024-09-30"}, "begins on 1 October 2024"),
        ({"at": "2024-12-31", "known": "2024-12-30"}, "or later"),
        ({"at": "2024-12-31", "known": "x"}, "“x” is not a date"),
    ],
)
def test_a_date_it_cannot_be_made_at_is_refused(
    plan: Plan, cast: Cast, client_for: ClientFor, asked: dict[str, str], says: str
) -> None:
    response = client_for(cast.clerk).get(address(plan), asked)
    assert response.status_code == 400
    assert says in response.content.decode()


@pytest.mark.parametrize("who", ["reader", "smt", "manager"])
def test_what_was_known_is_not_for_everybody_to_choose(
    plan: Plan, cast: Cast, client_for: ClientFor, who: str
) -> None:
    """Not left out unseen, as it is on a page: a file is taken away, and its name would say nothing of it."""
    client = client_for(getattr(cast, who))
    assert client.get(address(plan), {"at": "2024-12-31", "known": "2025-01-05"}).status_code == 403
    assert client.get(address(plan), {"at": "2024-12-31"}).status_code == 200


def test_it_follows_the_filter_among_the_outcomes_of_that_day(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    with time_machine.travel(dt.datetime(2024, 11, 4, tzinfo=dt.UTC)):
        old = OutcomeFactory(
            section=SectionFactory(plan=PlanFactory(slug="older")), statement="Cases are read every week"
        )
    old.statement = "Cases are read every month"
    records.save(old, by=set_up_by(), reason="The board asked for it")
    client = client_for(cast.superuser)
    for at, words, found in (
        ("2025-01-31", "every week", ["1.1"]),
        ("2025-01-31", "every month", []),
        ("", "every month", ["1.1"]),
    ):
        content = client.get(address(old.plan), {"at": at, "q": words}).content
        assert list(dict.fromkeys(refs(content))) == found
