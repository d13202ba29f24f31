"""The workbook from a plan's page: who may have it, what it holds, what it is called."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan, Rag, User
from plans.snapshot import take_snapshot

from .cast import Cast
from .factories import rate_everything, set_up_by

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
