"""Beside the plan page's wall: what moved, what does not add up, what is oldest, what is not rated."""

from collections.abc import Callable

import pytest
from django.test import Client

from plans.models import Plan, Rag, Rating, User

from .cast import Cast, days_ago
from .factories import rate_everything, set_up_by
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
    assert figure(seen, "1 up, 2 down") == f"{PLAN}?since=30#moved"
    assert figure(seen, "1 up, 1 down") == f"{PLAN}?since=90#moved"

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


def test_an_old_one_among_the_oldest_is_marked_as_everywhere(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(61))
    rate("3.1", "CiC", Rag.GREEN, effective_on=days_ago(60))
    marked = [item.has("span", css="rag--stale") for item in look().after("Oldest ratings").all("li")]
    assert marked == [True, False]


def test_where_all_that_is_rated_is_complete_none_is_old(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.COMPLETE, effective_on=days_ago(200))
    assert look().after("Oldest ratings").items == [
        "Every rating is complete, and what is complete does not grow old."
    ]


def test_what_is_not_rated_is_named(look: Callable[..., Part], rate: Rate, plan: Plan) -> None:
    part = look().after("Not rated (15)")
    assert part.items[:3] == ["1.1 Overall", "1.2 Overall", "2.1 Wexley"]
    assert len(part.items) == 8
    assert part.links["All 15"] == f"{PLAN}outcomes/?rag=none"
    assert "Nothing is rated yet." in look().after("Oldest ratings").words
    rate_everything(plan, by=set_up_by(), times=1)
    assert "Every outcome is rated in every column." in look().after("Not rated (0)").words
