"""The page of what changed between two dates."""

import datetime as dt
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.setting_up import delete_record, save_outcome, save_section
from plans.models import Plan, Rag, Rating, User

from .cast import Cast, place
from .factories import MembershipFactory
from .reading import Part, read

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
START, TODAY = dt.date(2025, 3, 3), dt.date(2025, 6, 12)


def on(day: dt.date) -> time_machine.travel:
    return time_machine.travel(dt.datetime.combine(day, dt.time(10), dt.UTC), tick=False)


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Iterator[None]:
    with on(START):
        yield


@pytest.fixture
def told(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Plan:
    """March to June: one better, one corrected, one reworded."""
    with on(dt.date(2025, 4, 1)):
        rate("2.1", "Wexley", Rag.RED)
        wrong = rate("2.2", "Wexley", Rag.RED)
        rate("1.1", None, Rag.GREEN)
    with on(dt.date(2025, 5, 20)):
        rate("2.1", "Wexley", Rag.AMBER, commentary="Six of ten, from <b>two</b>")
        correct_rating(rating=wrong, reason="Misread", by=cast.smt, rag=Rag.AMBER, locality=place("Wexley"))
        outcome = plan.outcomes.get(ref="1.1")
        outcome.statement = "A contact is screened within two working days"
        save_outcome(
            outcome=outcome, leads=[], themes=[], localities=[], by=cast.administrator, reason="Agreed"
        )
    return plan


@pytest.fixture
def page(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``page(plan, since=…)``: what SMT sees in June."""
    return lambda plan, **asked: seen(cast.smt, client_for, plan, asked)


def seen(user: User, client_for: ClientFor, plan: Plan, asked: dict[str, str]) -> Part:
    with on(TODAY):
        response = client_for(user).get(reverse("changes", args=[plan.slug]), asked)
    assert response.status_code == 200
    return read(response.content.decode())


def test_two_dates_side_by_side(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="2025-04-30", until="2025-06-12")
    assert "What changed between 30 April 2025 and 12 June 2025" in said.words
    assert "1 better" in said.words
    assert "1 corrected" in said.words
    assert "Red to Amber Better Six of ten, from <b>two</b> Sana Director, 20 May" in said.words
    assert "Reworded: A contact is screened within [removed: one ] [added: two ]" in said.words
    assert "[removed: day ] [added: days]" in said.words
    assert "Lead changed" in said.words


def test_a_kind_of_change_alone(told: Plan, page: Callable[..., Part]) -> None:
    dates = {"since": "2025-04-30", "until": "2025-06-12"}
    assert "Reworded:" not in page(told, **dates, kind="better").words
    reworded = page(told, **dates, kind="reworded").words
    assert "Reworded:" in reworded
    assert "Six of ten" not in reworded
    assert "Nothing of this kind" in page(told, **dates, kind="reopened").words


def test_a_section_and_a_locality(told: Plan, page: Callable[..., Part]) -> None:
    dates = {"since": "2025-04-30", "until": "2025-06-12"}
    only = page(told, **dates, section="1").words
    assert "Reworded:" in only
    assert "Six of ten" not in only
    thornby = page(told, **dates, column=str(place("Thornby").pk)).words
    assert "Six of ten" not in thornby


def test_as_known_today_nothing_was_ever_wrong(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="2025-04-30", until="2025-06-12", earlier="today")
    assert "corrected since are left out" in said.words
    assert "1 corrected" not in said.words


def test_without_dates_the_last_thirty_days(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told)
    assert "between 13 May 2025 and 12 June 2025" in said.words


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "31/02/2025"}, "From must be a date, such as 31/10/2026."),
        ({"since": "2025-07-01"}, "From must be today or in the past."),
        (
            {"since": "2025-05-01", "until": "2025-04-01"},
            "From must be an earlier day than To, 1 April 2025.",
        ),
        ({"since": "2025-06-12"}, "From must be an earlier day than To, 12 June 2025."),
        ({"since": "2020-01-01"}, "The plan starts on 1 October 2024: choose that day or later."),
        ({"until": "2024-10-01"}, "The plan starts on 1 October 2024: choose a later day."),
        ({"until": "0001-01-01"}, "The plan starts on 1 October 2024: choose a later day."),
    ],
)
def test_dates_that_cannot_be_compared(
    plan: Plan, page: Callable[..., Part], asked: dict[str, str], message: str
) -> None:
    said = page(plan, **asked)
    assert message in said.words
    assert "There is a problem" in said.words


def test_up_to_an_earlier_day_the_thirty_days_before_it(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, until="2025-06-01")
    assert "between 2 May 2025 and 1 June 2025" in said.words
    assert said.the("input", id="id_since").attributes["value"] == "2025-05-02"


def test_a_plan_younger_than_thirty_days_is_compared_with_its_start(
    cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 6, 1)):
        young = MembershipFactory.create(user=cast.smt, plan__dated=dt.date(2025, 6, 1)).plan
    assert "between 1 June 2025 and 12 June 2025" in page(young).words
    with on(TODAY):
        newborn = MembershipFactory.create(user=cast.smt, plan__dated=TODAY).plan
    assert "The plan starts on 12 June 2025: there is nothing to compare yet." in page(newborn).words


def test_a_closed_plan_is_compared_up_to_the_day_it_closed(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 25)):
        told.status = Plan.Status.CLOSED
        records.save(told, by=cast.administrator, reason="Replaced")
    said = page(told)
    assert "between 25 April 2025 and 25 May 2025" in said.words
    assert "1 better" in said.words
    assert "From must be an earlier day than To, 25 May 2025." in page(told, since="2025-06-01").words


def test_the_pages_of_two_dates_are_reached_up_to_the_date_shown(
    told: Plan, cast: Cast, client_for: ClientFor
) -> None:
    with on(TODAY):
        response = client_for(cast.smt).get(f"/plans/{told.slug}/", {"at": "2025-05-31"})
    links = read(response.content.decode()).links
    assert links["What changed"] == f"/plans/{told.slug}/changes/?until=2025-05-31"
    assert links["Record"] == f"/plans/{told.slug}/record/?to=2025-05-31"
    with on(TODAY):
        record = client_for(cast.smt).get(links["Record"])
    back = read(record.content.decode()).links
    assert back["Plan"] == f"/plans/{told.slug}/?at=2025-05-31"
    assert back["Outcomes"] == f"/plans/{told.slug}/outcomes/?at=2025-05-31"


def test_a_date_may_be_typed_as_people_write_it(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="30 April 2025", until="01/06/2025")
    assert "between 30 April 2025 and 1 June 2025" in said.words
    assert said.links["2.1"].startswith(f"/plans/{told.slug}/outcomes/2.1/?at=2025-06-01")


def test_a_hostile_filter_changes_nothing(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, kind="'; drop table", section="<script>", earlier="x" * 500)
    assert said.words


@pytest.fixture
def withdrawn(told: Plan, cast: Cast) -> Plan:
    """``told``, with 2.1, which was amber in Wexley, withdrawn from 27 May."""
    with on(dt.date(2025, 5, 26)):
        outcome = told.outcomes.get(ref="2.1")
        outcome.withdrawn_on = dt.date(2025, 5, 27)
        records.save(outcome, by=cast.administrator, reason="The board agreed that it is finished")
    return told


def test_a_withdrawal_is_told_with_who_and_why(withdrawn: Plan, page: Callable[..., Part]) -> None:
    said = page(withdrawn, since="2025-05-22", until="2025-06-12")
    why = "The board agreed that it is finished"
    (wexley,) = [row for row in said.rows if row[1:2] == ["Wexley"]]
    assert wexley[2:] == ["Amber to Not rated", "No longer asked for", why, "Ada Administrator, 27 May"]
    assert f"Withdrawn on 27 May 2025 by Ada Administrator: {why}" in said.words
    assert "(withdrawn)" not in said.words
    assert "Six of ten" not in said.words
    assert "Withdrawn on" not in page(withdrawn, since="2025-05-22", until="2025-05-26").words


def test_another_day_of_withdrawal_is_told_with_the_one_before(
    withdrawn: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 6, 2)):
        outcome = withdrawn.outcomes.get(ref="2.1")
        outcome.withdrawn_on = dt.date(2025, 6, 1)
        records.save(outcome, by=cast.administrator, reason="From the month after")
    said = page(withdrawn, since="2025-05-28", until="2025-06-12").words
    assert "Withdrawn on 1 June 2025 (was 27 May 2025) by Ada Administrator: From the month after" in said


def test_a_rating_that_a_narrowed_outcome_no_longer_asks_for_has_no_reason(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 26)):
        save_outcome(
            outcome=told.outcomes.get(ref="2.1"), leads=[], themes=[], localities=[place("Thornby")],
            by=cast.administrator, reason="Wexley has none",
        )  # fmt: skip
    (wexley,) = [row for row in page(told, since="2025-05-22").rows if row[1:2] == ["Wexley"]]
    assert wexley[3:] == ["No longer asked for", "", ""]


def test_only_a_kind_of_several_fields_names_the_field(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 26)):
        outcome = told.outcomes.get(ref="1.2")
        outcome.ref = "1.9"
        records.save(outcome, by=cast.administrator, reason="Renumbered")
    said = page(told, since="2025-04-30").words
    assert "Moved or renumbered (ref): " in said
    assert "Lead changed: " in said


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"section": "77"}, {"Choose a section from the list.": "#id_section"}),
        ({"column": "x"}, {"Choose a locality from the list.": "#id_column"}),
        ({"theme": "0"}, {"Choose a theme from the list.": "#id_theme"}),
        ({"kind": "x"}, {"Choose a kind of change from the list.": "#id_kind"}),
    ],
)
def test_a_filter_that_is_not_offered_is_among_the_errors_above_the_page(
    told: Plan, page: Callable[..., Part], asked: dict[str, str], says: dict[str, str]
) -> None:
    said = page(told, **asked)
    assert said.the("div", css="govuk-error-summary").links == says
    assert next(iter(says)) in said.the("p", css="govuk-error-message").words
    assert said.has("ul", css="figures")  # all of it, unfiltered


def test_whether_corrections_count_is_asked_in_those_words(told: Plan, page: Callable[..., Part]) -> None:
    form = page(told).the("form", method="get")
    assert "Corrections, late entries" in form.words
    choice = form.the("select", name="earlier")
    assert {one.attributes["value"]: one.words for one in choice.all("option")} == {
        "then": "count as changes",
        "today": "do not count",
    }


def test_nothing_changed(plan: Plan, page: Callable[..., Part]) -> None:
    said = page(plan, since="2025-04-30", until="2025-06-12")
    assert "No rating and no wording changed between these dates." in said.words


def workbook(told: Plan, user: User, client_for: ClientFor, **asked: str) -> HttpResponse:
    with on(TODAY):
        return client_for(user).get(reverse("export_xlsx", args=[told.slug]), asked)


def test_a_sheet_of_it_in_the_workbook(told: Plan, cast: Cast, client_for: ClientFor) -> None:
    content = workbook(told, cast.clerk, client_for, since="2025-04-30").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["What changed"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "What changed from 30 April 2025 to 12 June 2025"
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
    said = seen(cast.smt, client_for, told, asked)
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
