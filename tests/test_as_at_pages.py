"""The date that a plan's pages show: choosing it, what is said of it, what is refused."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from plans.models import (
    Membership,
    Plan,
    Rag,
    Rating,
    User,
)

from .cast import Cast
from .dated import PLAN, bar, change, look, moment, on, plan
from .factories import MembershipFactory, PlanFactory
from .reading import Part, read

__all__ = ["look", "plan"]
pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
ClientFor = Callable[[User | None], Client]
PAGES = (PLAN, f"{PLAN}sections/2/", f"{PLAN}outcomes/", f"{PLAN}outcomes/2.1/")
Rate = Callable[..., Rating]


# --- The date itself ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_today_the_bar_offers_dates_and_says_on_paper_which_this_is(
    address: str, look: Callable[..., Part]
) -> None:
    seen = bar(look(address))
    assert seen.the("input", id="at").attributes["value"] == "2025-06-12"
    assert seen.the("p").words == "As at 12 June 2025."
    links = {words: href.partition("?")[2] for words, href in seen.links.items()}
    same = links["At plan start"].removesuffix("at=2024-10-01")
    assert same == "" if "sections" not in address and "2.1" not in address else same.startswith("same=")
    assert links == {
        "Previous month end, 31 May": f"{same}at=2025-05-31",
        "At plan start": f"{same}at=2024-10-01",
    }
    assert "You are looking" not in seen.words


@pytest.mark.parametrize("address", PAGES)
def test_a_past_date_is_said_plainly_with_a_way_back(
    address: str, look: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    seen = bar(look(address, at="31/01/2025"))
    assert seen.the("strong").words == "You are looking at the plan as it stood on 31 January 2025."
    assert "as first entered" not in seen.words
    assert "at=" not in seen.links["Back to today"]
    assert seen.the("input", id="at").attributes["value"] == "2025-01-31"
    assert list(seen.links) == [
        "Back to today",
        "Previous month end, 31 Dec 2024",
        "Next month end, 28 Feb",
        "At plan start",
    ]
    html = read(client_for(cast.reader).get(address, {"at": "2025-01-31"}).content.decode())
    assert "as at 31 January 2025" in html.the("title").words


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        ("2025-03-31", "28 Feb", "30 Apr"),
        ("2025-03-30", "28 Feb", "31 Mar"),
        ("2024-12-31", "30 Nov 2024", "31 Jan"),
        ("2024-10-31", None, "30 Nov 2024"),
        ("2024-10-01", None, "31 Oct 2024"),
        ("2025-05-31", "30 Apr", None),
    ],
)
def test_month_ends_are_those_of_the_plans_life(
    at: str, before: str | None, after: str | None, look: Callable[..., Part]
) -> None:
    links = bar(look(PLAN, at=at)).links
    found = {words.split(",")[0]: words.split(", ")[-1] for words in links if "month end" in words}
    assert found.get("Previous month end") == before
    assert found.get("Next month end") == after
    assert ("At plan start" in links) is (at != "2024-10-01")
    for href in links.values():
        assert look(href).has("h1")


def test_before_it_was_set_up_the_wording_is_as_first_entered(look: Callable[..., Part]) -> None:
    seen = bar(look(PLAN, at="2024-10-31"))
    assert (
        "It was set up here on 4 November 2024, so the wording is as first entered on that day" in seen.words
    )


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("rubbish", "“rubbish” is not a date"),
        ("<b>", "“<b>” is not a date"),
        ("31/02/2025", "“31/02/2025” is not a date"),
        ("2025-06-13", "13 June 2025 is in the future"),
        ("30 September 2024", "This plan begins on 1 October 2024"),
        ("0001-01-01", "This plan begins on 1 October 2024"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_was_typed_kept(
    address: str, typed: str, says: str, look: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    seen = look(address, at=typed)
    field = bar(seen).the("input", id="at").attributes
    assert field["value"] == typed
    assert field["type"] == ("date" if typed[:4].isdigit() else "text"), "a picker shows only what is a date"
    error = bar(seen).the("p", id=field["aria-describedby"])
    assert says in error.words
    assert error.words.endswith("This is the plan as it is now.")
    assert "You are looking at the plan as it stood" not in seen.words
    assert not [
        href
        for words, href in seen.links.items()
        if "at=" in href and "month" not in words and "start" not in words
    ]
    html = read(client_for(cast.reader).get(address, {"at": typed}).content.decode())
    assert html.the("title").words.startswith("Error: ")


# --- As known on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "administrator", "superuser"])
def test_those_who_answer_for_papers_choose_what_was_known(
    who: str, cast: Cast, look: Callable[..., Part], rate: Rate
) -> None:
    rate("1.1", None, Rag.RED, effective_on=dt.date(2024, 12, 1), recorded_at=moment("2024-12-01"))
    rate("1.1", None, Rag.GREEN, effective_on=dt.date(2024, 12, 20), recorded_at=moment("2025-01-20"))
    user = getattr(cast, who)
    late = look(f"{PLAN}outcomes/1.1/", user, at="2024-12-31")
    then = look(f"{PLAN}outcomes/1.1/", user, at="2024-12-31", known="2025-01-05")
    assert "Green" in late.rows[0][1]
    assert "Red" in then.rows[0][1]
    assert bar(then).the("strong").words == (
        "You are looking at the plan as it stood on 31 December 2024, as known on 5 January 2025."
    )
    assert bar(then).the("input", id="known").attributes["value"] == "2025-01-05"
    assert bar(late).the("input", id="known").attributes["value"] == ""


@pytest.mark.parametrize("who", ["reader", "manager", "head", "other_manager", "smt"])
@pytest.mark.parametrize("address", PAGES)
def test_others_are_not_offered_it_and_are_told_that_it_was_left_out(
    who: str, address: str, cast: Cast, look: Callable[..., Part]
) -> None:
    user = getattr(cast, who)
    assert not bar(look(address, user)).has("input", id="known")
    seen = look(address, user, at="2025-01-31", known="2025-02-05")
    assert "Only clerks and plan administrators may choose “as known on”" in bar(seen).words
    assert bar(seen).the("strong").words == "You are looking at the plan as it stood on 31 January 2025."
    assert not any("known=" in href for href in seen.links.values())


@pytest.mark.parametrize(
    ("known", "says", "kind"),
    [
        ("soon", "“soon” is not a date", "text"),
        ("2025-01-30", "must be 31 January 2025, the date shown, or later", "date"),
        ("2025-06-13", "cannot be in the future", "date"),
    ],
)
def test_what_could_not_be_known_is_refused(
    known: str, says: str, kind: str, cast: Cast, look: Callable[..., Part]
) -> None:
    seen = bar(look(PLAN, cast.clerk, at="2025-01-31", known=known))
    field = seen.the("input", id="known").attributes
    assert (field["value"], field["type"], field["aria-invalid"]) == (known, kind, "true")
    assert says in seen.words
    assert seen.the("input", id="at").attributes["value"] == "2025-01-31"


def test_a_time_of_day_may_be_asked_for(cast: Cast, look: Callable[..., Part]) -> None:
    seen = bar(look(PLAN, cast.clerk, at="2025-01-31", known="2025-02-05T14:30"))
    assert "as known at 14:30 on 5 February 2025" in seen.words
    assert seen.the("input", id="known").attributes["type"] == "text"


# --- A closed plan ------------------------------------------------------------------------------------------


@pytest.fixture
def closed(plan: Plan, cast: Cast) -> Plan:
    """Closed on 10 March 2025, and reworded since by somebody who should have known better."""
    with on("2025-03-10"):
        change(plan, status="closed")
        successor = PlanFactory(
            authority=plan.authority,
            title="Second Plan",
            slug="second",
            predecessor=plan,
            dated=dt.date(2025, 3, 1),
        )
    MembershipFactory(user=cast.reader, plan=successor, role=Membership.Role.READER)
    return plan


def test_a_closed_plan_says_since_when_and_what_follows(closed: Plan, look: Callable[..., Part]) -> None:
    seen = bar(look(PLAN))
    assert "This plan was closed on 10 March 2025 and is shown as it stood then." in seen.words
    assert seen.links["Second Plan, March 2025"] == "/plans/second/"
    assert seen.the("input", id="at").attributes["value"] == "2025-03-10"
    assert "You are looking" not in seen.words


def test_a_date_past_its_closing_shows_its_closing(closed: Plan, look: Callable[..., Part]) -> None:
    seen = bar(look(PLAN, at="2025-05-31"))
    assert "This plan was closed on 10 March 2025 and is shown as it stood then." in seen.words
    assert seen.the("input", id="at").attributes["value"] == "2025-03-10"


def test_before_its_closing_it_is_shown_as_it_was_and_said_to_be_closed_since(
    closed: Plan, look: Callable[..., Part]
) -> None:
    seen = bar(look(PLAN, at="2025-01-31"))
    assert "as it stood on 31 January 2025" in seen.words
    assert "The plan was closed on 10 March 2025. It is followed by Second Plan, March 2025." in seen.words
    assert "Back to today" not in seen.words
    assert look(seen.links["See it as it was left"]).has("h1")
    assert not [words for words in bar(look(PLAN, at="2025-02-28")).links if words.startswith("Next")]


def test_what_follows_is_named_only_to_those_who_may_see_it(
    closed: Plan, cast: Cast, look: Callable[..., Part]
) -> None:
    seen = bar(look(PLAN, cast.clerk))
    assert "closed on 10 March 2025" in seen.words
    assert "Second Plan" not in seen.words
