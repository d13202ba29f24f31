"""One outcome: what stands, its whole history, and what stands around it."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.test import Client

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import Plan, Rag, Rating, User

from .cast import WHY, Cast, at, days_ago, place, withdraw
from .factories import OutcomeFactory, ThemeFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
PLAN = "/plans/westermoor-2024/"


@pytest.fixture
def outcome(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``outcome("2.1", cast.smt)``: the page; a board member's unless told."""
    return lambda ref, user=None: page(client_for(user or cast.reader), f"{PLAN}outcomes/{ref}/")


def entries(seen: Part) -> list[str]:
    """The timeline, each entry as heard."""
    return [item.words for item in seen.the("ol", css="timeline").all("li")]


# --- What stands ---


def test_it_says_which_outcome_it_is_and_where_it_stands(outcome: Callable[..., Part]) -> None:
    seen = outcome("2.1")
    assert seen.the("h1").words == "Workers have supervision every four weeks, and it is written up"
    assert seen.links["Westermoor Improvement Plan"] == PLAN
    assert seen.links["2. Assessment Teams"] == f"{PLAN}sections/2/"


def test_the_strip_leaves_out_the_months_that_the_page_of_months_leaves_out(
    plan: Plan, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("1.1", None, Rag.GREEN, effective_on=days_ago(100))
    withdraw(plan, "1.1", days=40)
    (row,) = outcome("1.1").rows
    assert row[2] == (
        "Overall: Not rated from July 2024 to February 2025; Green from March 2025 to April 2025; "
        "Not in the plan from May 2025 to June 2025"
    )


def test_what_stands_is_said_with_its_reason_author_and_date(
    cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(100), commentary="Seen on all files.")
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(61), commentary="Two vacancies.", by=cast.manager)
    rate("2.1", None, Rag.COMPLETE, effective_on=days_ago(200), commentary="Embedded.")
    seen = outcome("2.1")
    assert seen.rows == [
        [
            "Wexley",
            "Wexley: Red, 61 days old",
            "Wexley: Not rated from July 2024 to February 2025; Green in March 2025; "
            "Red from April 2025 to June 2025",
            "Two vacancies.",
            "12 Apr Maya Team",
        ],
        ["Thornby", "Not rated", "", "", "Not yet"],
        [
            "Overall",
            "Overall: Complete",
            "Overall: Not rated from July 2024 to October 2024; Complete from November 2024 to June 2025",
            "Embedded.",
            "24 Nov 2024 Sana Director",
        ],
    ]
    newest = Rating.objects.get(commentary="Two vacancies.")
    assert seen.the("table").links["Wexley: Red, 61 days old"] == f"#rating-{newest.pk}"
    assert seen.has("li", id=f"rating-{newest.pk}")


def test_a_rating_is_old_from_the_61st_day(rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(60))
    rate("2.1", "Thornby", Rag.GREEN, effective_on=days_ago(61))
    assert [row[1] for row in outcome("2.1").rows[:2]] == ["Wexley: Green", "Thornby: Green, 61 days old"]


def test_the_mark_of_an_old_rating_is_explained_where_it_is(rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(60))
    assert not outcome("2.1").has("ul", css="key")
    rate("2.1", "Thornby", Rag.GREEN, effective_on=days_ago(61))
    assert outcome("2.1").the("ul", css="key").items == ["Rated over 60 days ago"]


def test_a_column_it_does_not_have_says_so(plan: Plan, outcome: Callable[..., Part]) -> None:
    OutcomeFactory(section=plan.sections.get(number="2"), only_in=[place("Thornby")])
    assert outcome("2.4").rows == [
        ["Wexley", "Not rated in this column"],
        ["Thornby", "Not rated", "", "", "Not yet"],
        ["Overall", "Not rated", "", "", "Not yet"],
    ]


def test_a_worse_locality_is_said_beside_a_better_overall(rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    rate("2.1", "Thornby", Rag.RED)
    rate("2.1", None, Rag.GREEN)
    assert "Overall is better than Wexley (amber), Thornby (red)." in outcome("2.1").words
    rate("2.1", None, Rag.AMBER)
    assert "Overall is better than Thornby (red)." in outcome("2.1").words
    rate("2.1", None, Rag.RED)
    assert "Does not add up" not in outcome("2.1").words


# --- The history ---


def test_nobody_has_rated_it_yet(outcome: Callable[..., Part]) -> None:
    seen = outcome("2.1")
    assert "Nobody has rated this outcome yet." in seen.words
    assert not seen.has("ol", css="timeline")


def test_the_history_tells_who_when_from_what_to_what_and_why(
    cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(40), recorded_at=at(40), commentary="No cover.")
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(20), recorded_at=at(20), by=cast.manager,
         commentary="One post filled.")  # fmt: skip
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(9), recorded_at=at(7), commentary="As before.")
    rate("2.1", None, Rag.GREEN, effective_on=days_ago(9), recorded_at=at(9), commentary="Nine of ten.")
    assert entries(outcome("2.1")) == [
        "3 June 2025 · Sana Director · recorded 5 June 2025 Wexley Amber no change As before.",
        "3 June 2025 · Sana Director Overall Not rated to Green Nine of ten.",
        "23 May 2025 · Maya Team Wexley Red to Amber One post filled.",
        "3 May 2025 · Sana Director Wexley Not rated to Red No cover.",
    ]


def test_a_struck_out_rating_is_struck_through_and_kept(
    cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(40), recorded_at=at(40), commentary="No cover.")
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(20), recorded_at=at(20), by=cast.manager,
                 commentary="For 2.2.")  # fmt: skip
    correct_rating(rating=wrong, reason="Meant for 2.2.", by=cast.smt, rag=None, recorded_at=at(10))
    seen = outcome("2.1")
    assert seen.rows[0][1] == "Wexley: Red"
    assert entries(seen) == [
        "23 May 2025 · Sana Director · recorded 2 June 2025 Wexley: a rating struck out Meant for 2.2.",
        "23 May 2025 · Maya Team Wexley Green, corrected For 2.2. "
        "Corrected on 2 June 2025 by Sana Director: Meant for 2.2.",
        "3 May 2025 · Sana Director Wexley Not rated to Red No cover.",
    ]
    struck = seen.the("li", id=f"rating-{wrong.pk}")
    assert struck.attributes["class"] == "is-struck"
    assert [part.words for part in struck.all("s")] == ["Wexley", "For 2.2."]


def test_a_correction_says_what_it_corrects_and_why(
    cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(20), recorded_at=at(20))
    correct_rating(rating=wrong, reason="Wrong area.", by=cast.smt, rag=Rag.RED, locality=place("Thornby"),
                   commentary="Two of ten.", recorded_at=at(10))  # fmt: skip
    seen = outcome("2.1")
    assert [row[1] for row in seen.rows] == ["Not rated", "Thornby: Red", "Not rated"]
    assert entries(seen)[0] == (
        "23 May 2025 · Sana Director · recorded 2 June 2025 Thornby Not rated to Red Two of ten. "
        "Corrects an earlier rating: Wrong area."
    )
    assert seen.links["an earlier rating"] == f"#rating-{wrong.pk}"
    assert [part.words for part in seen.the("li", id=f"rating-{wrong.pk}").all("s")] == ["Wexley", WHY]


def test_only_the_first_rating_and_changes_are_not_quiet(rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(9), recorded_at=at(9))
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(8), recorded_at=at(8))
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(7), recorded_at=at(7))
    classes = [item.attributes.get("class") for item in outcome("2.1").the("ol", css="timeline").all("li")]
    assert classes == [None, "is-same", None]


def test_anothers_history_is_not_in_it(rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("2.2", "Wexley", Rag.RED, commentary="Of 2.2 alone.")
    assert "Of 2.2 alone." not in outcome("2.1").words


# --- Who may do what ---


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("manager", ["1.2", "2.1"]),
        ("head", ["1.2", "2.1", "3.1"]),
        ("other_manager", []),
        ("smt", ["1.1", "1.2", "2.1", "2.3", "3.1"]),
        ("administrator", ["1.1", "1.2", "2.1", "2.3", "3.1"]),
        ("clerk", []),
        ("reader", []),
    ],
)
def test_rating_is_offered_to_those_who_may(
    cast: Cast, outcome: Callable[..., Part], who: str, may: list[str]
) -> None:
    offered = []
    for ref in ("1.1", "1.2", "2.1", "2.3", "3.1"):
        links = outcome(ref, getattr(cast, who)).links
        assert ("Rate this outcome" in links) == ("Rate the whole section" in links)
        if "Rate this outcome" in links:
            assert links["Rate this outcome"] == f"{PLAN}outcomes/{ref}/rate/"
            assert links["Rate the whole section"] == f"{PLAN}sections/{ref[0]}/rate/"
            offered.append(ref)
    assert offered == may


def test_correcting_is_offered_in_ones_own_columns(
    cast: Cast, client_for: ClientFor, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(3), by=cast.manager)
    rate("2.1", "Thornby", Rag.GREEN, effective_on=days_ago(4))

    def offered(user: User) -> list[str]:
        return [words for words in outcome("2.1", user).links if words.startswith("Correct ")]

    assert offered(cast.manager) == ["Correct Wexley Red of 9 June 2025"]
    assert offered(cast.smt) == ["Correct Wexley Red of 9 June 2025", "Correct Thornby Green of 8 June 2025"]
    assert offered(cast.reader) == []
    address = outcome("2.1", cast.manager).links["Correct Wexley Red of 9 June 2025"]
    assert "Correct a rating" in page(client_for(cast.manager), address).words


def test_a_corrected_rating_and_a_strike_out_cannot_be_corrected(
    cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    correct_rating(rating=wrong, reason="Wrong area.", by=cast.smt, rag=None)
    assert not any(words.startswith("Correct ") for words in outcome("2.1", cast.smt).links)


@pytest.mark.parametrize("status", [Plan.Status.DRAFT, Plan.Status.CLOSED])
def test_a_plan_that_is_not_live_offers_neither(
    plan: Plan, cast: Cast, rate: Rate, outcome: Callable[..., Part], status: Plan.Status
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Still read.")
    plan.status = status
    records.save(plan, by=set_up_by(), reason="Not now")
    seen = outcome("2.1", cast.smt)
    assert "Still read." in seen.words
    assert not any(words.startswith(("Rate", "Correct")) for words in seen.links)


def test_a_withdrawn_outcome_offers_neither_and_keeps_its_history(
    plan: Plan, cast: Cast, rate: Rate, outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Still read.")
    withdraw(plan, "2.1")
    seen = outcome("2.1", cast.smt)
    assert "It takes no more ratings; its history is kept." in seen.words
    assert "Still read." in entries(seen)[0]
    assert not any(words.startswith(("Rate", "Correct")) for words in seen.links)


def test_a_withdrawal_is_told_with_who_and_why(plan: Plan, cast: Cast, outcome: Callable[..., Part]) -> None:
    row = plan.outcomes.get(ref="2.1")
    row.withdrawn_on = days_ago(5)
    records.save(row, by=cast.administrator, reason="The board agreed that it is done")
    row.statement = "Workers have supervision every month"
    records.save(row, by=cast.smt, reason="A word was missing")
    seen = outcome("2.1")
    assert "Withdrawn on 7 June 2025 by Ada Administrator: The board agreed that it is done" in seen.words
    assert "A word was missing" not in seen.words


# --- What stands around it ---


def test_leads_timescale_and_themes_stand_beside_it(
    plan: Plan, cast: Cast, client_for: ClientFor, outcome: Callable[..., Part]
) -> None:
    row = plan.outcomes.get(ref="2.2")
    row.timescale, row.timescale_on = "End of March 2025", dt.date(2025, 3, 31)
    records.save(row, by=set_up_by(), reason="Agreed")
    facts = outcome("2.2").the("dl", css="facts")
    assert facts.words == (
        "Leads Team Managers Service Managers Timescale End of March 2025 (by 31 March 2025) "
        "Themes Case recording"
    )
    listed = page(client_for(cast.reader), facts.links["Service Managers"])
    assert [cells[0] for cells in listed.rows] == ["1.1", "2.2"]
    assert [cells[0] for cells in page(client_for(cast.reader), facts.links["Case recording"]).rows] == [
        "2.2"
    ]


def test_what_it_lacks_is_said(plan: Plan, outcome: Callable[..., Part]) -> None:
    OutcomeFactory(section=plan.sections.get(number="1"))
    assert outcome("1.3").the("dl", css="facts").words == "Leads No lead Timescale None given Themes None"
    row = plan.outcomes.get(ref="1.3")
    row.timescale = "TBC"
    records.save(row, by=set_up_by(), reason="Not agreed")
    assert "Timescale TBC Themes" in outcome("1.3").the("dl", css="facts").words


def test_others_of_its_theme_are_beside_it(plan: Plan, rate: Rate, outcome: Callable[..., Part]) -> None:
    rate("1.2", None, Rag.GREEN)
    under = outcome("2.1").after("Also under Supervision and management oversight")
    assert under.items == ["1.2 Overall: Green"]
    assert under.links["1.2"] == f"{PLAN}outcomes/1.2/"
    withdraw(plan, "1.2")
    assert "Also under" not in outcome("2.1").words


def test_many_of_its_theme_lead_to_the_list(plan: Plan, outcome: Callable[..., Part]) -> None:
    theme = ThemeFactory(authority=plan.authority, name="Voice of the child")
    for _ in range(10):
        OutcomeFactory(section=plan.sections.get(number="1"), about=[theme])
    under = outcome("1.5").after("Also under Voice of the child")
    assert len(under.items) == 8
    assert under.links["All of Voice of the child"] == f"{PLAN}outcomes/?theme={theme.pk}"


@pytest.mark.parametrize("ref", ["9.9", "2.10", "2", "x", "%00"])
def test_an_outcome_that_is_not_there_is_not_found(cast: Cast, client_for: ClientFor, ref: str) -> None:
    assert client_for(cast.reader).get(f"{PLAN}outcomes/{ref}/").status_code == 404


def test_links_within_the_page_lead_somewhere(cast: Cast, rate: Rate, outcome: Callable[..., Part]) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    correct_rating(rating=wrong, reason="Misread.", by=cast.smt, rag=Rag.RED, locality=place("Wexley"))
    seen = outcome("2.1", cast.smt)
    anchors = [urldefrag(href)[1] for href in seen.links.values() if href.startswith("#")]
    assert len(anchors) == 2
    assert all(seen.has(id=anchor) for anchor in anchors)
