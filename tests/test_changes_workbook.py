"""What changed between two dates, as a sheet of the workbook."""

import datetime as dt
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import Workbook

from plans.actions import records
from plans.actions.setting_up import delete_record, save_outcome, save_section
from plans.models import Plan, Rag, Rating, User

from .cast import Cast, place
from .from_march import START, TODAY, ClientFor, changes_seen, on, tell, withdraw
from .reading import Part

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Iterator[None]:
    with on(START):
        yield


@pytest.fixture
def told(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Plan:
    return tell(plan, cast, rate)


@pytest.fixture
def page(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``page(plan, since=…)``: what SMT sees in June."""
    return lambda plan, **asked: changes_seen(cast.smt, client_for, plan, asked)


@pytest.fixture
def withdrawn(told: Plan, cast: Cast) -> Plan:
    return withdraw(told, cast)


def workbook(told: Plan, user: User, client_for: ClientFor, **asked: str) -> HttpResponse:
    with on(TODAY):
        return client_for(user).get(reverse("export_xlsx", args=[told.slug]), asked)


def test_a_sheet_of_it_in_the_workbook(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    content = workbook(told, cast.clerk, client_for, since="2025-04-30").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["What changed"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "What changed from 30 April 2025 to 12 June 2025"
    assert any("Without an update: 1.1 Overall" in str(row[0]) for row in rows)
    listed = {tuple(row[:5]) for row in rows}
    assert ("2.1", "Wexley", "Better", "Red", "Amber") in listed
    assert ("2.2", "Wexley", "Corrected", "Red", "Amber") in listed
    was, now = (f"A contact is screened within {days}" for days in ("one working day", "two working days"))
    assert ("1.1", "Outcome", "Reworded", was, now) in listed
    part = workbook(told, cast.clerk, client_for, since="2025-04-30", section="1").content
    refs = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(part))["What changed"].iter_rows()]
    assert "1.1" in refs
    assert "2.1" not in refs


def listed_in(response: HttpResponse) -> list[list[object]]:
    """The rows of the sheet of what changed."""
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["What changed"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(("earlier", "kind"), [("then", "No update"), ("today", "Better")])
def test_the_workbook_says_what_the_page_says(
    told: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating], earlier: str, kind: str
) -> None:
    with on(TODAY):  # entered late, when both dates had passed
        rate("1.1", None, Rag.COMPLETE, effective_on=dt.date(2025, 5, 10))
    asked = {"since": "2025-04-30", "until": "2025-05-31", "earlier": earlier}
    said = changes_seen(cast.smt, client_for, told, asked)
    assert ("newly complete" in said.words) == (earlier == "today")
    with on(TODAY):
        rows = listed_in(client_for(cast.smt).get(said.links["Export to Excel with these changes"]))
    late = [row for row in rows if row[:3] == ["1.1", "Overall", "Newly complete"]]
    assert bool(late) == (earlier == "today")
    basis = "as it was known at its end" if earlier == "then" else "as they are known today"
    assert basis in said.words
    assert any(basis in str(row[0]) for row in rows)


@pytest.fixture
def exported(
    told: Plan, cast: Cast, client_for: ClientFor, page: Callable[..., Part]
) -> Callable[..., tuple[str, Workbook]]:
    """``exported(section="2")``: what the filtered page says of its workbook, and the workbook."""

    def take(**asked: str) -> tuple[str, Workbook]:
        said = page(told, since="2025-04-30", **asked)
        (link,) = [words for words in said.links if words.startswith("Export to Excel")]
        beside = next(part.words for part in said.all("p") if link in part.words)
        with on(TODAY):
            response = client_for(cast.smt).get(said.links[link])
        return beside, openpyxl.load_workbook(io.BytesIO(response.content))

    return take


def changed(book: Workbook) -> list[tuple[str, str]]:
    """Ref, and column or field, of each line of its sheet of what changed."""
    rows = [[cell.value for cell in row] for row in book["What changed"].iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "Ref")
    return [(row[0], row[1]) for row in rows[head + 1 :]]


def test_the_workbook_follows_the_pages_filter(exported: Callable[..., tuple[str, Workbook]]) -> None:
    beside, book = exported()
    assert beside == "Export to Excel with these changes"
    assert {ref for ref, _ in changed(book)} == {"1.1", "2.1", "2.2"}

    beside, book = exported(section="2", column=str(place("Wexley").pk))
    filtered = "Only outcomes filtered by Section: 2. Assessment Teams; Locality: Wexley"
    assert beside == f"Export to Excel with changes {filtered}."
    assert changed(book) == [("2.1", "Wexley"), ("2.2", "Wexley")]
    assert [name for name in book.sheetnames if name[0].isdigit()] == ["2 Assessment Teams"]
    assert {row[0].value: row[1].value for row in book["Cover"]}["Covers"] == filtered
    assert f"{filtered}." in [row[0].value for row in book["What changed"]]

    _, book = exported(column=str(place("Thornby").pk))
    assert "No rating and no wording changed." in [row[0].value for row in book["What changed"]]


def test_what_the_workbook_cannot_follow_is_said(
    told: Plan, cast: Cast, exported: Callable[..., tuple[str, Workbook]]
) -> None:
    beside, book = exported(kind="better")
    assert beside == "Export to Excel with changes The whole plan, with every kind of change."
    assert {ref for ref, _ in changed(book)} == {"1.1", "2.1", "2.2"}
    recording = told.authority.themes.get(name="Case recording")
    assert "2.2" in {ref for ref, _ in changed(exported(theme=str(recording.pk))[1])}
    with on(dt.date(2025, 5, 26)):
        outcome = told.outcomes.get(ref="2.2")
        save_outcome(
            outcome=outcome, leads=[], themes=[], localities=[], by=cast.administrator, reason="Not of it"
        )
    beside, _ = exported(theme=str(recording.pk))  # no theme of the plan on the later day
    assert beside == "Export to Excel with changes The whole plan."


def test_a_sheet_of_a_part_says_nothing_of_the_rest(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    with on(dt.date(2025, 5, 21)):
        save_section(
            section=told.sections.get(number="3"),
            columns=["Care Leavers"],
            by=cast.administrator,
            reason="Agreed",
        )
        told.introduction = "A new introduction"
        records.save(told, by=cast.administrator, reason="Agreed")
        delete_record(record=told.outcomes.get(ref="1.2"), by=cast.administrator, reason="Done twice")
    part = listed_in(workbook(told, cast.clerk, client_for, since="2025-04-30", section="1"))
    kinds = {row[2] for row in part[3:]}
    assert "The plan itself" not in kinds
    assert "3" not in {row[0] for row in part}
    assert "1.2" in {row[0] for row in part}
    whole = listed_in(workbook(told, cast.clerk, client_for, since="2025-04-30"))
    assert "The plan itself" in {row[2] for row in whole}
    assert "3" in {row[0] for row in whole}


def test_the_sheet_tells_a_withdrawal_with_who_and_why(
    withdrawn: Plan, cast: Cast, client_for: ClientFor
) -> None:
    rows = listed_in(workbook(withdrawn, cast.clerk, client_for, since="2025-05-22"))
    told_by = ["The board agreed that it is finished", "Ada Administrator", dt.datetime(2025, 5, 27)]
    assert ["2.1", "Withdrawn", "Withdrawn", None, "27 May 2025", *told_by] in rows
    assert ["2.1", "Wexley", "No longer asked for", "Amber", "Withdrawn", *told_by] in rows


def test_no_workbook_under_a_date_it_cannot_have(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    refused = workbook(told, cast.clerk, client_for, since="2025-12-31")
    assert refused.status_code == 400
    assert "From must be today or in the past." in refused.content.decode()
    assert "What changed" not in openpyxl.load_workbook(
        io.BytesIO(workbook(told, cast.clerk, client_for).content)
    )
