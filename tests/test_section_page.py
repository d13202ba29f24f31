"""A section as the printed plan has it: what is wanted, what must change, and the table."""

from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.test import Client

from plans.actions import records
from plans.models import Plan, Rag, Rating, Statement, User

from .cast import Cast, days_ago, withdraw
from .factories import OutcomeFactory, SectionFactory, StatementFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
PLAN = "/plans/westermoor-2024/"


@pytest.fixture
def section(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``section("2", cast.smt)``: the page; a board member's unless told."""
    return lambda number, user=None: page(client_for(user or cast.reader), f"{PLAN}sections/{number}/")


def test_it_reads_as_printed(plan: Plan, section: Callable[..., Part]) -> None:
    second = plan.sections.get(number="2")
    StatementFactory(section=second, kind=Statement.Kind.MEASURE, text="Audits each quarter")
    StatementFactory(section=second, number=7, text="Nobody waits without knowing why")
    seen = section("2")

    assert seen.the("h1").words == "2. Assessment Teams"
    assert [heading.words for heading in seen.all("h2")] == [
        "What do we want to see?",
        "What needs to change?",
        "Measured by",
        "Outcomes",
    ]
    wanted = seen.after("What do we want to see?")
    assert wanted.items == [
        "Children are seen on their own, and what they say is written",
        "Nobody waits without knowing why",
    ]
    assert [item.attributes["value"] for item in wanted.all("li")] == ["1", "7"]
    assert seen.after("What needs to change?").items == ["Assessments wait too long for sign-off"]


def test_the_table_has_the_sections_own_columns(section: Callable[..., Part], rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.RED)
    rate("2.1", None, Rag.AMBER)
    outcomes = section("2").after("Outcomes")

    assert [head.words for head in outcomes.the("thead").all("th")] == [
        "Ref",
        "Outcome",
        "Lead",
        "Wexley",
        "Thornby",
        "Overall",
    ]
    assert outcomes.rows[:2] == [
        [
            "2.1",
            "Workers have supervision every four weeks, and it is written up",
            "Team Managers",
            "2.1 Wexley: Red",
            "2.1 Thornby: Not rated",
            "2.1 Overall: Amber",
        ],
        [
            "2.2",
            "Chronologies are current in every open case",
            "Team Managers and Service Managers",
            "2.2 Wexley: Not rated",
            "2.2 Thornby: Not rated",
            "2.2 Overall: Not rated",
        ],
    ]
    columns = [head.words for head in section("3").the("thead").all("th")][3:]
    assert columns == ["CiC", "Care Leavers"]
    assert [head.words for head in section("1").the("thead").all("th")][3:] == ["Overall"]


def test_every_cell_leads_to_its_outcome_and_column(
    cast: Cast, client_for: ClientFor, section: Callable[..., Part]
) -> None:
    table = section("2").the("table")
    assert table.links["2.1"] == f"{PLAN}outcomes/2.1/"
    chips = list(table.all("a", css="rag"))
    assert len(chips) == 9
    for chip in chips:
        where, anchor = urldefrag(chip.attributes["href"])
        row = page(client_for(cast.reader), where).the("tr", id=anchor)
        ref, column = chip.words.partition(":")[0].split(" ", 1)
        assert (where, row.the("th").words) == (f"{PLAN}outcomes/{ref}/", column)


def test_old_ratings_are_marked(section: Callable[..., Part], rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(61))
    rate("2.1", "Thornby", Rag.RED, effective_on=days_ago(60))
    rate("2.1", None, Rag.COMPLETE, effective_on=days_ago(61))
    seen = section("2")
    assert (
        seen.the("tbody")
        .the("tr")
        .words.endswith("2.1 Wexley: Red, 61 days old 2.1 Thornby: Red 2.1 Overall: Complete")
    )
    assert [link.words for link in seen.the("table").all("a", css="rag--stale")] == [
        "2.1 Wexley: Red, 61 days old"
    ]
    assert "Rated over 60 days ago" in seen.the("ul", css="key").items


def test_timescales_are_a_column_where_an_outcome_has_one(plan: Plan, section: Callable[..., Part]) -> None:
    assert "Timescale" not in section("1").words
    outcome = plan.outcomes.get(ref="1.2")
    outcome.timescale = "End of March 2025"
    records.save(outcome, by=set_up_by(), reason="Agreed by the board")
    seen = section("1")
    assert [head.words for head in seen.the("thead").all("th")][3] == "Timescale"
    assert [row[3] for row in seen.the("table").rows] == ["", "End of March 2025"]
    assert "Timescale" not in section("2").words


def test_an_outcome_narrowed_to_a_column_is_not_rated_in_the_others(
    plan: Plan, section: Callable[..., Part]
) -> None:
    OutcomeFactory(
        section=plan.sections.get(number="2"), only_in=[plan.authority.localities.get(name="Thornby")]
    )
    assert section("2").the("table").rows[3][2:] == [
        "No lead",
        "n/a",
        "2.4 Thornby: Not rated",
        "2.4 Overall: Not rated",
    ]


def test_a_withdrawn_outcome_says_so_and_shows_no_ratings(
    plan: Plan, section: Callable[..., Part], rate: Rate
) -> None:
    rate("1.1", None, Rag.RED)
    withdraw(plan, "1.1", 2)
    row = section("1").the("table").rows[0]
    assert "Withdrawn on 10 June 2025." in row[1]
    assert row[3] == "–"  # noqa: RUF001


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("manager", {"1", "2"}),
        ("head", {"1", "2", "3"}),
        ("other_manager", {"3"}),
        ("smt", {"1", "2", "3"}),
        ("administrator", {"1", "2", "3"}),
        ("clerk", set()),
        ("reader", set()),
    ],
)
def test_rating_is_offered_to_those_who_rate_something_here(
    cast: Cast, section: Callable[..., Part], who: str, may: set[str]
) -> None:
    offered = {
        number: section(number, getattr(cast, who)).links.get("Rate this section")
        for number in ("1", "2", "3")
    }
    assert {number for number, href in offered.items() if href} == may
    assert all(href in (None, f"{PLAN}sections/{number}/rate/") for number, href in offered.items())


@pytest.mark.parametrize("status", [Plan.Status.DRAFT, Plan.Status.CLOSED])
def test_a_plan_that_is_not_live_offers_no_rating(
    plan: Plan, cast: Cast, section: Callable[..., Part], status: Plan.Status
) -> None:
    plan.status = status
    records.save(plan, by=set_up_by(), reason="Not now")
    assert "Rate this section" not in section("2", cast.smt).links


def test_rating_is_not_offered_where_all_is_withdrawn(
    plan: Plan, cast: Cast, section: Callable[..., Part]
) -> None:
    withdraw(plan, "1.1")
    withdraw(plan, "1.2")
    assert "Rate this section" not in section("1", cast.smt).links


def test_rating_is_not_offered_in_a_column_that_does_not_apply(
    plan: Plan, cast: Cast, client_for: ClientFor, section: Callable[..., Part]
) -> None:
    """The manager holds its lead for Wexley, where it is not rated."""
    locality = plan.authority.localities
    OutcomeFactory(
        section=SectionFactory(plan=plan, columns=locality.filter(name__in=["Wexley", "Thornby"])),
        led_by=[plan.authority.leads.get(title="Team Managers")],
        only_in=[locality.get(name="Thornby")],
    )
    for user, may in ((cast.manager, False), (cast.head, True)):
        outcome = page(client_for(user), f"{PLAN}outcomes/4.1/")
        assert ("Rate this outcome" in outcome.links) == may
        assert ("Rate this section" in section("4", user).links) == may


def test_it_leads_to_the_sections_beside_it_and_to_its_workbook(section: Callable[..., Part]) -> None:
    first, second, third = (section(number) for number in "123")
    assert "Previous: " not in first.words
    assert first.links["Next: 2. Assessment Teams"] == f"{PLAN}sections/2/"
    assert second.links["Previous: 1. First Response"] == f"{PLAN}sections/1/"
    assert second.links["Next: 3. Children in Care"] == f"{PLAN}sections/3/"
    assert third.links["Previous: 2. Assessment Teams"] == f"{PLAN}sections/2/"
    assert "Next: " not in third.words
    assert second.links["Export to Excel"] == f"{PLAN}export.xlsx?section=2"
    assert second.links["Westermoor Improvement Plan"] == PLAN


def test_a_section_with_no_statements_is_its_table_alone(section: Callable[..., Part]) -> None:
    seen = section("3")
    assert [heading.words for heading in seen.all("h2")] == ["Outcomes"]
    assert not seen.has("ol", css="govuk-list")


def test_a_section_with_no_outcomes_says_so(plan: Plan, section: Callable[..., Part]) -> None:
    SectionFactory(plan=plan)
    seen = section("4")
    assert "This section has no outcomes yet." in seen.words
    assert not seen.has("table")


@pytest.mark.parametrize("number", ["9", "02", "x", "%00", "1%2F2"])
def test_a_section_that_is_not_there_is_not_found(cast: Cast, client_for: ClientFor, number: str) -> None:
    assert client_for(cast.reader).get(f"{PLAN}sections/{number}/").status_code == 404
