"""The inspector's document of one visit: under Ofsted's three questions, as a page and as a workbook."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ofsted.actions.findings import respond
from ofsted.models import Finding
from ofsted.papers.visit_document import HOW, KNOW, PLANS
from plans.models import Plan, Rag, User

from .cast import Cast, at, days_ago
from .reading import read
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
FORMULA = "=HYPERLINK(1) and <b>bold</b>"


@pytest.fixture
def visit_id(plan: Plan, cast: Cast, rate: Callable[..., object]) -> int:
    """A visit twenty days ago, whose finding is answered by 2.1: red in Wexley then, amber since."""
    day = days_ago(20)
    visit = a_visit(
        plan, first_on=day, last_on=day, letter_on=None, evidence_seen="Records\nTalks with staff"
    )
    finding = a_finding(visit, plan.outcomes.get(ref="2.1"), words=FORMULA)
    a_finding(visit, ref="d", words="Workers know the children", kind=Finding.Kind.STRENGTH)
    rate("2.1", "Wexley", Rag.RED, by=cast.smt, effective_on=days_ago(30), commentary="No notes at all")
    rate(
        "2.1", "Wexley", Rag.AMBER, by=cast.smt, effective_on=days_ago(5), commentary="Six of ten have a note"
    )
    rate("2.1", "Thornby", Rag.GREEN, by=cast.smt, effective_on=days_ago(30), commentary="All have a note")
    rate("2.1", None, Rag.AMBER, by=cast.smt, effective_on=days_ago(30), commentary="Uneven")
    respond(
        finding=finding, plan=plan, response="A calendar for each team", due_on=dt.date(2030, 1, 31),
        status=Finding.Status.ADDRESSED, evidence="Audit of ten notes", by=cast.smt,
    )  # fmt: skip
    return visit.pk


def test_each_question_says_what_it_asks_for(
    plan: Plan, cast: Cast, client_for: ClientFor, visit_id: int
) -> None:
    html = client_for(cast.reader).get(reverse("visit_document", args=[plan.slug, visit_id])).content.decode()
    assert "<b>bold</b>" not in html
    said = read(html).words
    know, how, plans = (said.rindex(each) for each in (KNOW, HOW, PLANS))
    assert know < how < plans
    quality, evidence, next_ = said[know:how], said[how:plans], said[plans:]
    assert FORMULA in quality
    assert "Wexley Red Amber Better" in quality
    assert "Thornby" not in quality  # Overall, and what changed
    assert "Six of ten have a note" in evidence
    assert "Audit of ten notes" in evidence
    assert "Records; Talks with staff" in evidence
    assert "A calendar for each team" in next_
    assert "31 January 2030" in next_
    assert "Workers know the children" not in next_


def test_the_workbook_says_the_same_and_a_formula_is_text(
    plan: Plan, cast: Cast, client_for: ClientFor, visit_id: int
) -> None:
    answer = client_for(cast.reader).get(reverse("visit_document_xlsx", args=[plan.slug, visit_id]))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f"monitoring-visit-{days_ago(20):%Y-%m-%d}.xlsx" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Visit", "Quality and impact", "How we know", "Plans"]
    rows = book.get_sheet_by_name("Quality and impact").to_python()
    assert any(FORMULA in row for row in rows)
    assert any("Wexley" in row and "Red" in row and "Amber" in row for row in rows)


def test_a_visit_recorded_later_has_no_document_on_an_earlier_date(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    visit = a_visit(plan, when=at(5))
    client = client_for(cast.reader)
    address = reverse("visit_document", args=[plan.slug, visit.pk])
    assert client.get(address).status_code == 200
    assert client.get(address, {"at": days_ago(9).isoformat()}).status_code == 404
