"""The plan page: the numbers, the sections, the wall, what moved, what is old, what does not add up."""

from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.test import Client

from plans.actions import records
from plans.models import Plan, Rag, Rating, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago
from .factories import OutcomeFactory, PlanFactory, SectionFactory, ThemeFactory, rate_everything, set_up_by
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


def withdraw(plan: Plan, ref: str) -> None:
    outcome = plan.outcomes.get(ref=ref)
    outcome.withdrawn_on = days_ago(5)
    records.save(outcome, by=set_up_by(), reason="Taken into another outcome")


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
        ("2 red", 2),
        ("2 green or complete", 2),
        ("10 not rated", 10),
        ("2 over 60 days old", 2),
    ):
        listed = page(
            client_for(cast.reader), PLAN + "outcomes/" + figure(seen, words).partition("/outcomes/")[2]
        )
        matches = [
            item
            for item in listed.all("li", css="is-match")
            if words != "2 over 60 days old" or "Not rated" not in item.words
        ]
        assert len(matches) == number, words
    assert figure(seen, "7 outcomes") == f"{PLAN}outcomes/"
    assert figure(seen, "15 ratings") == f"{PLAN}outcomes/"
    assert "All ratings: 2 red, 1 amber, 1 green, 1 complete, 10 not rated" in seen.words


def test_one_of_a_thing_is_said_in_the_singular(client_for: ClientFor, db: None) -> None:
    OutcomeFactory(section=SectionFactory(plan=PlanFactory(slug="westermoor-2024")))
    seen = page(client_for(set_up_by()), PLAN)
    assert figure(seen, "1 outcome") == f"{PLAN}outcomes/"
    assert figure(seen, "1 rating") == f"{PLAN}outcomes/"


def test_a_section_shows_a_bar_for_each_of_its_own_columns(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(40))
    rate("2.2", "Wexley", Rag.GREEN, effective_on=days_ago(12))
    sections = look().after("Sections")

    assert sections.rows == [
        ["1. First Response", "2", "Overall Overall: 2 not rated", "", "Not rated"],
        [
            "2. Assessment Teams",
            "3",
            "Wexley Wexley: 1 red, 1 green, 1 not rated Thornby Thornby: 3 not rated Overall Overall: 3 not rated",
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


def test_what_moved_in_30_and_in_90_days(rate: Rate, look: Callable[..., Part]) -> None:
    rate("1.1", None, Rag.RED, effective_on=days_ago(100))
    rate("1.1", None, Rag.AMBER, effective_on=days_ago(10))  # up in both
    rate("1.2", None, Rag.COMPLETE, effective_on=days_ago(100))
    rate("1.2", None, Rag.RED, effective_on=days_ago(50))  # down in 90 only
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(30))
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(29))  # down in 30, not rated 90 days ago
    rate("2.1", "Thornby", Rag.RED, effective_on=days_ago(3))  # a first rating is not a move
    rate("2.2", "Wexley", Rag.RED, effective_on=days_ago(95))
    rate("2.2", "Wexley", Rag.GREEN, effective_on=days_ago(60))
    rate("2.2", "Wexley", Rag.RED, effective_on=days_ago(5))  # down in 30; there and back in 90

    seen = look()
    assert figure(seen, "1 up, 2 down") == "?since=30#moved"
    assert figure(seen, "1 up, 1 down") == "?since=90#moved"

    month = seen.after("Since 13 May 2025")
    assert month.after("Better (1)").items == ["1.1 Overall Red to Amber 2 Jun"]
    assert month.after("Worse (2)").items == [
        "2.2 Wexley Green to Red 7 Jun",
        "2.1 Wexley Green to Amber 14 May",
    ]
    quarter = look(since=90).after("Since 14 March 2025")
    assert quarter.after("Better (1)").items == ["1.1 Overall Red to Amber 2 Jun"]
    assert quarter.after("Worse (1)").items == ["1.2 Overall Complete to Red 23 Apr"]
    assert quarter.links["1.2 Overall"] == f"{PLAN}outcomes/1.2/#column-overall"


def test_the_wall_marks_what_moved_since_the_chosen_date(rate: Rate, look: Callable[..., Part]) -> None:
    rate("1.1", None, Rag.RED, effective_on=days_ago(100))
    rate("1.1", None, Rag.AMBER, effective_on=days_ago(10))
    rate("1.2", None, Rag.COMPLETE, effective_on=days_ago(100))
    rate("1.2", None, Rag.RED, effective_on=days_ago(50))

    month, quarter = look(since=30), look(since=90)
    assert "1.1 Overall: Amber, moved up" in month.the("div", css="wall").words
    assert "1.2 Overall: Red, moved" not in month.the("div", css="wall").words
    assert "1.2 Overall: Red, moved down" in quarter.the("div", css="wall").words
    assert "Better or worse since 13 May 2025" in month.words
    assert "Better or worse since 14 March 2025" in quarter.words
    chosen = [option.words for option in quarter.all("option") if "selected" in option.attributes]
    assert chosen == ["14 March 2025, 90 days ago"]
    assert [row[3] for row in month.after("Sections").rows] == ["1 up", "", ""]


@pytest.mark.parametrize("since", ["", "31", "-30", "x", "0", "9" * 5000, "²"])
def test_a_date_that_is_not_offered_is_the_first(look: Callable[..., Part], rate: Rate, since: str) -> None:
    rate("1.1", None, Rag.RED)
    assert look(since=since).has("h2", id="moved")
    assert "Since 13 May 2025" in look(since=since).words


def test_more_moves_than_eight_are_all_there(plan: Plan, look: Callable[..., Part]) -> None:
    rate_everything(plan, by=set_up_by(), times=2, first=days_ago(45))
    moved = look().after("Since 13 May")
    assert "And 4 more" in moved.after("Better (12)").words
    assert len(moved.after("Better (12)").items) == 8
    assert len(moved.after("Better (12)").links) == 12
    assert len(moved.after("Worse (3)").items) == 3


def test_a_better_overall_never_hides_a_worse_locality(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    rate("2.1", "Thornby", Rag.RED)
    rate("2.1", None, Rag.GREEN)
    rate("2.2", "Wexley", Rag.AMBER)
    rate("2.2", None, Rag.AMBER)
    rate("2.3", "Wexley", Rag.COMPLETE)
    rate("2.3", None, Rag.RED)
    seen = look()
    assert figure(seen, "1 does not add up") == "#hidden-worse"
    assert seen.after("Does not add up (1)").items == ["2.1 Overall green, Thornby red"]
    assert seen.after("Does not add up (1)").links["2.1 Overall"].startswith(f"{PLAN}outcomes/2.1/")


def test_where_all_adds_up_it_says_so(look: Callable[..., Part]) -> None:
    seen = look()
    assert figure(seen, "0 do not add up") == "#hidden-worse"
    assert "No Overall is better than its localities." in seen.after("Does not add up (0)").words


def test_the_oldest_ratings_come_oldest_first(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(1))
    rate("3.1", "CiC", Rag.GREEN, effective_on=days_ago(90))
    rate("1.1", None, Rag.RED, effective_on=days_ago(30))
    oldest = look().after("Oldest ratings")
    assert [item.split()[:2] + item.split()[-2:] for item in oldest.items] == [
        ["3.1", "CiC", "90", "days"],
        ["1.1", "Overall", "30", "days"],
        ["2.1", "Wexley", "1", "day"],
    ]
    assert oldest.links["1.1 Overall"] == f"{PLAN}outcomes/1.1/#column-overall"


def test_what_is_not_rated_is_named(look: Callable[..., Part], rate: Rate, plan: Plan) -> None:
    part = look().after("Not rated (15)")
    assert part.items[:3] == ["1.1 Overall", "1.2 Overall", "2.1 Wexley"]
    assert len(part.items) == 8
    assert part.links["All 15"] == f"{PLAN}outcomes/?rag=none"
    assert "Nothing is rated yet." in look().after("Oldest ratings").words
    rate_everything(plan, by=set_up_by(), times=1)
    assert "Every outcome is rated in every column." in look().after("Not rated (0)").words


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


def test_a_theme_shows_an_outcome_at_its_lowest(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN)
    rate("2.1", "Thornby", Rag.RED, effective_on=days_ago(61))
    rate("2.1", None, Rag.GREEN)
    row = dict((row[0], row[1:]) for row in look().after("Themes across sections").rows)
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
    assert figure(seen, "12 ratings")
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
