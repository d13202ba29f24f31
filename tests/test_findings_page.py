"""The list of findings: what it shows, how it is narrowed and ordered, what is exported."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.findings import respond
from ofsted.models import Finding
from plans.models import Plan, User

from .cast import Cast, at, days_ago
from .reading import Part, page
from .visits import HOSTILE, a_finding, a_visit
from .workbooks import head_row, opened, rows_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


@pytest.fixture
def told(plan: Plan, cast: Cast) -> Plan:
    """Five findings of two visits: a strength, one repeated by another, one overdue, one closed."""
    first = a_visit(plan, number=1, on_site="5 June 2024", first_on=dt.date(2024, 6, 5),
                    last_on=dt.date(2024, 6, 5), when=at(60))  # fmt: skip
    second = a_visit(plan, when=at(60))
    team = plan.authority.leads.get(title="Team Managers")
    one, section = plan.outcomes.get(ref="2.1"), plan.sections.get(number="3")
    old = a_finding(first, one, ref="a", words="Supervision is rare", owner=team, when=at(50))
    a_finding(first, ref="b", words="Children know their rights", kind=Finding.Kind.STRENGTH, when=at(50))
    a_finding(second, one, ref="c", words="Supervision is still rare", repeats=old,
              kind=Finding.Kind.PRIORITY_ACTION, when=at(50))  # fmt: skip
    late = a_finding(second, ref="d", words="Plans drift", section=section, when=at(50))
    closed = a_finding(second, ref="e", words="Contacts wait", kind=Finding.Kind.RECOMMENDATION, when=at(50))
    for finding, status, evidence in ((late, "addressed", ""), (closed, "closed", "Audit of ten")):
        respond(finding=finding, plan=plan, response="Weekly audit", due_on=days_ago(3), status=status,
                evidence=evidence, by=cast.smt, when=at(20))  # fmt: skip
    return plan


def address(plan: Plan, name: str = "findings") -> str:
    return reverse(name, args=[plan.slug])


def refs(seen: Part) -> list[str]:
    return [row[0] for row in seen.rows] if seen.has("tbody") else []


def test_each_finding_with_its_visit_its_outcomes_and_where_it_stands(
    told: Plan, cast: Cast, client_for: ClientFor
) -> None:
    seen = page(client_for(cast.reader), address(told))
    rows = {row[0]: row[1:] for row in seen.rows}
    assert list(rows) == ["c", "d", "e", "a", "b"]
    assert rows["c"][0] == "Supervision is still rare Raised before"
    assert rows["c"][1].startswith("Second monitoring visit")
    assert rows["c"][2:4] == ["Priority action", "Outcomes 2.1"]
    assert rows["a"][4:] == ["Team Managers", "Open"]
    assert rows["d"][3] == "No outcome"
    assert rows["d"][5].startswith("Being addressed Overdue since")
    assert rows["e"][5] == "Closed with evidence"
    assert rows["b"][5] == ""
    assert seen.the("p", role="status").words == "5 findings"
    figures = seen.the("ul", css="figures").items
    assert figures == [
        "3 open or being addressed",
        "1 overdue",
        "1 open that no outcome answers",
        "2 raised more than once",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "priority"}, "c"),
        ({"kind": ["priority", "strength"]}, "cb"),
        ({"status": "open"}, "ca"),
        ({"status": ["addressed", "closed"]}, "de"),
        ({"only": "unanswered"}, "d"),
        ({"only": "again"}, "ca"),
        ({"only": "overdue"}, "d"),
        ({"only": ["unanswered", "overdue"]}, "d"),
        ({"section": "2"}, "ca"),
        ({"section": "3"}, "d"),
        ({"section": "none"}, "eb"),
        ({"owner": "none"}, "cdeb"),
        ({"q": "SUPERVISION"}, "ca"),
        ({"q": "weekly audit"}, "de"),
        ({"order": "due"}, "decab"),
        ({"order": "section"}, "cadeb"),
        ({"order": "kind"}, "cdaeb"),
        ({"order": "status"}, "cadeb"),
        ({"q": "nothing says this"}, ""),
    ],
)
def test_it_is_narrowed_and_ordered(
    told: Plan, cast: Cast, client_for: ClientFor, asked: dict[str, Any], expected: str
) -> None:
    seen = page(client_for(cast.reader), address(told), **asked)
    assert "".join(refs(seen)) == expected


def test_a_visit_and_an_owner_are_chosen_by_name(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.reader)
    seen = page(client, address(told))
    offered = {x.words: x.attributes["value"] for x in seen.the("select", name="visit").all("option")}
    assert list(offered)[1:] == [
        "Second monitoring visit, 4 and 5 March 2025", "First monitoring visit, 5 June 2024"
    ]  # fmt: skip
    first = page(client, address(told), visit=offered["First monitoring visit, 5 June 2024"])
    assert refs(first) == ["a", "b"]
    assert "2 of 5 findings" in first.the("p", role="status").words
    assert "Visit: First monitoring visit, 5 June 2024" in first.words
    owners = {x.words: x.attributes["value"] for x in seen.the("select", name="owner").all("option")}
    assert refs(page(client, address(told), owner=owners["Team Managers"])) == ["a"]


def test_a_wrong_choice_is_said_and_everything_is_listed(
    told: Plan, cast: Cast, client_for: ClientFor
) -> None:
    seen = page(client_for(cast.reader), address(told), section="99")
    assert "Choose a section from the list." in seen.words
    assert len(refs(seen)) == 5


def test_at_an_earlier_date_it_reads_as_it_did(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.reader)
    then = page(client, address(told), at=days_ago(30).isoformat())
    assert {row[6] for row in then.rows} == {"Open", ""}
    assert then.links["c"].endswith(f"?at={days_ago(30)}")
    assert refs(page(client, address(told), at=days_ago(55).isoformat())) == []
    assert (
        "No finding has been recorded yet" in page(client, address(told), at=days_ago(55).isoformat()).words
    )


def test_a_hundred_to_a_page(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    visit = a_visit(plan)
    for number in range(101):
        a_finding(visit, ref=str(number))
    client = client_for(cast.reader)
    assert len(refs(page(client, address(plan)))) == 100
    assert refs(page(client, address(plan), page="2")) == ["100"]


# --- The export ---------------------------------------------------------------------------------------------


def sheet(client: Client, plan: Plan, **asked: Any) -> list[list[Any]]:
    response = client.get(address(plan, "findings_xlsx"), asked)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    return rows_of(opened(response.content)["Findings"])


def test_what_is_filtered_is_exported(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.reader)
    seen = page(client, address(told), only="overdue")
    link = seen.links["Export these to Excel"]
    response = client.get(link)
    book = opened(response.content)["Findings"]
    rows = rows_of(book)[head_row(book) :]
    assert [row[0] for row in rows] == ["d"]
    assert rows[0][2:4] == ["Plans drift", "To improve"]
    assert rows[0][6] == "Weekly audit"
    assert rows[0][8] == "Being addressed, overdue"
    said = " ".join(str(row[0]) for row in rows_of(book))
    assert "Only findings filtered by Only: Overdue." in said
    assert "1 finding: 1 asks for something, 1 of them open, 1 overdue." in said
    assert f"{told.slug}-findings-" in response["Content-Disposition"]


def test_the_export_is_of_the_date_shown(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    rows = sheet(client_for(cast.reader), told, at=days_ago(30).isoformat())
    assert not any("Weekly audit" in map(str, row) for row in rows)
    assert any("Supervision is rare" in map(str, row) for row in rows)


@pytest.mark.parametrize("asked", [{"section": "99"}, {"at": "soon"}, {"visit": "x"}])
def test_a_wrong_address_gets_no_file(
    told: Plan, cast: Cast, client_for: ClientFor, asked: dict[str, str]
) -> None:
    response = client_for(cast.reader).get(address(told, "findings_xlsx"), asked)
    assert response.status_code == 400
    assert b"Go back" in response.content


def test_hostile_text_is_text_on_the_page_and_in_the_file(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    a_finding(a_visit(plan), ref="=1+1", words=HOSTILE + " word" * 2000, area="<b>")
    client = client_for(cast.reader)
    body = client.get(address(plan)).content.decode()
    assert "<script>alert(1)" not in body
    assert "=HYPERLINK" in body
    book = opened(client.get(address(plan, "findings_xlsx")).content)["Findings"]
    cells = [cell for row in book.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert any(cell.value == "=1+1" for cell in cells)
