"""Findings on the pages of the plan, its sections and outcomes, and in the committee workbook."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from plans.models import Plan, Rag, User

from .cast import Cast, at, days_ago
from .reading import read
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
WORDS = "Supervision is thin"


def words(client: Client, address: str, **asked: str) -> str:
    return read(client.get(address, asked).content.decode()).words


@pytest.fixture
def answered(plan: Plan, cast: Cast, rate: Callable[..., object]) -> None:
    """A finding of ten days ago that 2.1 answers, whose Overall is green."""
    rate("2.1", None, Rag.GREEN, by=cast.smt, effective_on=days_ago(30))
    a_finding(a_visit(plan, when=at(10)), plan.outcomes.get(ref="2.1"), words=WORDS, when=at(10))


def test_the_plan_page_says_what_is_open_and_what_does_not_add_up(
    plan: Plan, cast: Cast, client_for: ClientFor, answered: None
) -> None:
    said = words(client_for(cast.smt), reverse("plan", args=[plan.slug]))
    assert "Second monitoring visit" in said
    assert "1 open finding" in said
    assert "Rated well, with an open finding (1)" in said


@pytest.mark.parametrize(("name", "own", "other"), [("section", "2", "1"), ("outcome", "2.1", "2.2")])
def test_a_section_and_an_outcome_list_the_findings_about_them(
    plan: Plan, cast: Cast, client_for: ClientFor, answered: None, name: str, own: str, other: str
) -> None:
    client = client_for(cast.reader)
    assert WORDS in words(client, reverse(name, args=[plan.slug, own]))
    assert WORDS not in words(client, reverse(name, args=[plan.slug, other]))


def test_an_outcome_says_that_its_rating_and_its_finding_differ(
    plan: Plan, cast: Cast, client_for: ClientFor, answered: None
) -> None:
    said = words(client_for(cast.reader), reverse("outcome", args=[plan.slug, "2.1"]))
    assert "Rated green, with 1 open finding." in said


@pytest.mark.parametrize("name", ["plan", "section", "outcome"])
def test_on_an_earlier_date_the_finding_is_not_there(
    plan: Plan, cast: Cast, client_for: ClientFor, answered: None, name: str
) -> None:
    about = {"plan": [], "section": ["2"], "outcome": ["2.1"]}[name]
    address = reverse(name, args=[plan.slug, *about])
    said = words(client_for(cast.reader), address, at=days_ago(15).isoformat())
    assert WORDS not in said
    assert "open finding" not in said


def sheet(client: Client, plan: Plan, **asked: str) -> list[str] | None:
    answer = client.get(reverse("export_xlsx", args=[plan.slug]), asked)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    if "Findings" not in book.sheet_names:
        return None
    return [str(value) for row in book.get_sheet_by_name("Findings").to_python() for value in row]


def test_the_workbook_has_a_sheet_of_findings_narrowed_like_the_rest(
    plan: Plan, cast: Cast, client_for: ClientFor, answered: None
) -> None:
    client = client_for(cast.clerk)
    a_finding(a_visit(plan, number=3), ref="e", words="Nothing answers this")
    whole = sheet(client, plan) or []
    assert WORDS in whole
    assert "Nothing answers this" in whole
    narrowed = sheet(client, plan, section="2") or []
    assert WORDS in narrowed
    assert "Nothing answers this" not in narrowed
    assert sheet(client, plan, section="1") is None
    assert sheet(client, plan, at=days_ago(15).isoformat()) is None
