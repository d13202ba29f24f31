"""The plan page: the numbers, the sections, the wall of every outcome, the themes."""

from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.test import Client

from plans.actions import records
from plans.models import Plan, Rag, Rating, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago, withdraw
from .factories import OutcomeFactory, PlanFactory, SectionFactory, ThemeFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
PLAN = "/plans/westermoor-2024/"


@pytest.fixture
def look(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``look(since=90)``: the page, as a board member sees it."""
    return lambda **asked: page(client_for(cast.reader), PLAN, **asked)


def figure(seen: Part, words: str) -> str:
    """Where the figure with these words leads."""
    return seen.the("ul", css="figures").links[words]


def test_it_says_what_it_is(look: Callable[..., Part]) -> None:
    seen = look()
    assert seen.the("h1").words == "Westermoor Improvement Plan"
    assert "Westermoor County Council · October 2024 version · Live" in seen.words
    assert seen.links["Export to Excel"] == f"{PLAN}export.xlsx"


def test_each_number_leads_to_as_many_ratings(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Rate, look: Callable[..., Part]
) -> None:
    rate("1.1", None, Rag.RED, effective_on=days_ago(61))
    rate("1.2", None, Rag.COMPLETE, effective_on=days_ago(200))
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(60))
    rate("2.1", "Thornby", Rag.GREEN)
    rate("2.1", None, Rag.AMBER, effective_on=days_ago(62))
    seen = look()

    for words, number in (
        ("5 of 15 rated", 5),
        ("2 red", 2),
        ("2 green or complete", 2),
        ("10 not rated", 10),
        ("2 over 60 days old", 2),
    ):
        listed = page(
            client_for(cast.reader), PLAN + "outcomes/" + figure(seen, words).partition("/outcomes/")[2]
        )
        matches = list(listed.all("li", css="is-match"))
        assert len(matches) == number, words
    assert figure(seen, "7 outcomes") == f"{PLAN}outcomes/"
    assert "All ratings: 2 red, 1 amber, 1 green, 1 complete, 10 not rated" in seen.words


def test_one_of_a_thing_is_said_in_the_singular(client_for: ClientFor, db: None) -> None:
    OutcomeFactory(section=SectionFactory(plan=PlanFactory(slug="westermoor-2024")))
    seen = page(client_for(set_up_by()), PLAN)
    assert figure(seen, "1 outcome") == f"{PLAN}outcomes/"


def test_what_nobody_has_rated_is_not_counted_as_rated(look: Callable[..., Part]) -> None:
    seen = look()
    assert figure(seen, "0 of 15 rated")
    assert figure(seen, "15 not rated")
    assert "15 ratings" not in seen.words


def test_a_section_shows_a_bar_for_each_of_its_own_columns(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(40))
    rate("2.2", "Wexley", Rag.GREEN, effective_on=days_ago(12))
    sections = look().after("Sections")

    assert sections.rows == [
        ["1. First Response", "2", "Overall Overall: 2 not rated", "", "Not rated"],
        [
            "2. Assessment Teams",
            "3",
            "Wexley Wexley: 1 red, 1 green, 1 not rated Thornby Thornby: 3 not rated "
            "Overall Overall: 3 not rated",
            "",
            "3 May",
        ],
        [
            "3. Children in Care",
            "2",
            "CiC CiC: 2 not rated Care Leavers Care Leavers: 2 not rated",
            "",
            "Not rated",
        ],
    ]
    assert sections.links["2. Assessment Teams"] == f"{PLAN}sections/2/"


def test_a_bar_leads_to_that_section_and_column(plan: Plan, look: Callable[..., Part]) -> None:
    links = look().after("Sections").links
    for section in take_snapshot(plan).sections:
        for column in section.columns:
            asked = f"{PLAN}outcomes/?section={section.number}&column={column.key}"
            assert asked in links.values()
    assert len(links) == 3 + 3 + 3  # sections; the bars of 2 and 3 and of 1, two of them said alike


def test_every_cell_of_the_wall_leads_to_its_outcome_and_column(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Rate, look: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(61))
    wall = look().the("div", css="wall")
    chips = {link.words: link.attributes["href"] for link in wall.all("a", css="rag")}

    assert chips == {
        f"{outcome.ref} {cell.column.name}: "
        + ("Red, 61 days old" if (outcome.ref, cell.column.name) == ("2.1", "Wexley") else "Not rated"): (
            f"{PLAN}outcomes/{outcome.ref}/#column-{cell.column.key}"
        )
        for outcome, cell in take_snapshot(plan).cells
    }
    assert len(chips) == 15
    for address in chips.values():
        where, anchor = urldefrag(address)
        assert page(client_for(cast.reader), where).has("tr", id=anchor)
    assert [heading.words for heading in wall.all("h3")] == [
        "1. First Response",
        "2. Assessment Teams",
        "3. Children in Care",
    ]


def test_the_wall_leaves_a_gap_where_an_outcome_is_not_rated(plan: Plan, look: Callable[..., Part]) -> None:
    section = plan.sections.get(number="2")
    OutcomeFactory(
        section=section, only_in=[plan.authority.localities.get(name="Thornby")], statement="In Thornby alone"
    )
    words = look().the("div", css="wall").words
    assert "2.4 Thornby: Not rated" in words
    assert "2.4 Overall: Not rated" in words
    assert "2.4 Wexley:" not in words


def test_a_theme_is_one_row_across_its_six_sections(client_for: ClientFor, db: None) -> None:
    plan = PlanFactory(slug="westermoor-2024")
    supervision = ThemeFactory(authority=plan.authority, name="Supervision")
    sections = [SectionFactory(plan=plan) for _ in range(7)]
    for section in sections:
        about = [supervision] if section.number != "6" else []
        OutcomeFactory(section=section, about=about)
    OutcomeFactory(section=sections[0], about=[ThemeFactory(authority=plan.authority, name="Case recording")])

    themes = page(client_for(set_up_by()), PLAN).after("Themes across sections")

    names, *places = zip(*themes.rows, strict=True)
    assert names == ("Case recording 1", "Supervision 6")
    assert [row[1] for row in places] == [
        *(f"{number}.1 Overall: Not rated" for number in range(1, 6)),
        "",
        "7.1 Overall: Not rated",
    ]
    assert themes.links["Supervision"] == f"{PLAN}outcomes/?theme={supervision.pk}"
    assert themes.links["7.1 Overall: Not rated"] == f"{PLAN}outcomes/7.1/#column-overall"


def test_a_themes_ratings_say_their_section_where_the_table_has_no_head(look: Callable[..., Part]) -> None:
    row = next(look().after("Themes across sections").the("tbody").all("tr"))
    assert [cell.attributes["data-name"] for cell in row.all("td")] == ["Section 1", "Section 2", "Section 3"]


def test_a_theme_shows_an_outcome_at_its_lowest(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN)
    rate("2.1", "Thornby", Rag.RED, effective_on=days_ago(61))
    rate("2.1", None, Rag.GREEN)
    row = {row[0]: row[1:] for row in look().after("Themes across sections").rows}
    assert row["Supervision and management oversight 2"] == [
        "1.2 Overall: Not rated",
        "2.1 Thornby: Red, 61 days old",
        "",
    ]


def test_a_withdrawn_outcome_counts_nowhere(plan: Plan, rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(100))
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(20))
    rate("2.1", None, Rag.GREEN)
    withdraw(plan, "2.1")
    seen = look()
    assert figure(seen, "6 outcomes")
    assert figure(seen, "0 of 12 rated")
    assert figure(seen, "0 up, 0 down")
    assert figure(seen, "0 do not add up")
    assert seen.after("Sections").rows[1][1] == "2"
    assert "2.1" not in seen.words


def test_a_section_whose_outcomes_are_all_withdrawn_is_not_a_wall(
    plan: Plan, look: Callable[..., Part]
) -> None:
    withdraw(plan, "1.1")
    withdraw(plan, "1.2")
    seen = look()
    assert seen.after("Sections").rows[0][:2] == ["1. First Response", "0"]
    assert "First Response" not in seen.the("div", css="wall").words


@pytest.mark.parametrize("sections", [0, 2])
def test_a_plan_with_no_outcomes_says_so(client_for: ClientFor, db: None, sections: int) -> None:
    plan = PlanFactory(slug="westermoor-2024")
    SectionFactory.create_batch(sections, plan=plan)
    seen = page(client_for(set_up_by()), PLAN)
    assert "This plan has no outcomes yet." in seen.words
    assert not seen.has("ul", css="figures")


def test_a_plan_with_every_outcome_withdrawn_says_so(plan: Plan, look: Callable[..., Part]) -> None:
    for outcome in plan.outcomes.all():
        withdraw(plan, outcome.ref)
    assert "This plan has no outcomes yet." in look().words


def test_the_key_says_what_each_colour_means_on_this_plan(plan: Plan, look: Callable[..., Part]) -> None:
    plan.red_means = "Nothing has been done about it."
    records.save(plan, by=set_up_by(), reason="Reworded")
    key = look().the("ul", css="key").items
    assert key[0] == "Red Nothing has been done about it."
    assert key[1:4] == [
        f"Amber {plan.amber_means}",
        f"Green {plan.green_means}",
        f"Complete {plan.complete_means}",
    ]
    assert "Rated over 60 days ago" in key
