"""Where the paper of a meeting stands is said wherever its deadline is counted down."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions.papers import save_paper, start_supplement
from plans.models import Meeting, Paper, Plan, Rating, User

from .cast import Cast
from .dated import change, on
from .papers import an_issued_paper, draft_for, issue, meeting_for
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
Look = Callable[..., Part]
NOTHING = "\N{EN DASH}"
HOME, MEETINGS = "/", "/plans/westermoor-2024/meetings/"


@pytest.fixture
def look(cast: Cast, client_for: ClientFor) -> Look:
    return lambda address, user=None, **asked: page(client_for(user or cast.clerk), address, **asked)


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """On 10 July 2025; its papers are published by 2 July, 14 working days from the day of the tests."""
    return meeting_for(plan, days=28)


def at(meeting: Meeting) -> str:
    return reverse("meeting", args=["westermoor-2024", meeting.pk])


def paper_of(meeting: Meeting, cast: Cast, *, issued: bool = True) -> Paper:
    paper = draft_for(meeting, cast.clerk, parts={"plan": 0})
    return issue(paper, cast.clerk, files=False) if issued else paper


def addresses(seen: Part) -> list[str]:
    return [link.attributes.get("href", "") for link in seen.all("a")]


def to(paper: Paper) -> str:
    return reverse("paper", args=["westermoor-2024", paper.pk])


def test_until_it_is_issued_the_deadline_says_whether_it_is_begun(
    meeting: Meeting, cast: Cast, look: Look
) -> None:
    for address in (HOME, MEETINGS):
        assert "2 July 2025 14 working days left, not begun" in look(address).words
    assert "14 working days left. The paper is not begun." in look(at(meeting)).words
    paper = paper_of(meeting, cast, issued=False)
    for address in (HOME, MEETINGS):
        seen = look(address)
        assert "14 working days left, a draft" in seen.words
        assert seen.links["a draft"] == to(paper)
    assert "The paper is a draft." in look(at(meeting)).words


def test_who_may_see_no_draft_is_told_that_it_is_not_issued(meeting: Meeting, cast: Cast, look: Look) -> None:
    paper_of(meeting, cast, issued=False)
    assert "14 working days left, not issued" in look(MEETINGS, cast.reader).words
    seen = look(at(meeting), cast.reader)
    assert "The paper is not issued yet." in seen.words
    assert "a draft" not in seen.words
    assert "14 working days left, a draft" in look(MEETINGS, cast.smt).words


def test_once_it_is_issued_nothing_is_counted_down_and_nobody_chased(
    meeting: Meeting, cast: Cast, look: Look
) -> None:
    before = look(at(meeting))
    assert "Write to all of them by e-mail" in before.words
    assert "next" in before.the("dl", css="facts").words
    paper = paper_of(meeting, cast)
    for address in (HOME, MEETINGS):
        seen = look(address)
        assert "2 July 2025 Paper 1.0 issued on 12 June 2025" in seen.words
        assert seen.links["Paper 1.0"] == to(paper)
        assert "working days left" not in seen.words
        [row] = seen.after("To come" if address == MEETINGS else "Meetings to come").rows[:1]
        assert row[4 if address == MEETINGS else 3] == NOTHING
    assert "not updated" not in look(HOME).words
    seen = look(at(meeting))
    assert "Paper 1.0 was issued on 12 June 2025. Papers are published by 2 July 2025." in seen.words
    for gone in ("working days left", "Write to", "Who has not updated", "late"):
        assert gone not in seen.words
    assert "next" not in seen.the("dl", css="facts").words


def test_a_paper_issued_late_says_by_how_much(plan: Plan, cast: Cast, look: Look) -> None:
    meeting = meeting_for(plan, days=4)
    paper_of(meeting, cast)
    assert "Paper 1.0 issued on 12 June 2025, 4 working days late" in look(MEETINGS).words
    assert "Papers are published by 6 June 2025: 4 working days late." in look(at(meeting)).words


def test_of_a_meeting_that_was_moved_since_the_paper_has_the_day_as_it_was(
    meeting: Meeting, cast: Cast, look: Look
) -> None:
    paper_of(meeting, cast)
    assert "as it then was" not in look(at(meeting)).words
    change(meeting, on=meeting.on.replace(day=17))
    seen = look(at(meeting)).after("Papers").words
    assert "issued on 12 June 2025 by Cleo Clerk, for 10 July 2025 as it then was" in seen


def test_of_a_supplement_that_is_begun_both_are_told(meeting: Meeting, cast: Cast, look: Look) -> None:
    first = paper_of(meeting, cast)
    second = start_supplement(paper=first, plan=meeting.plan, by=cast.clerk)
    second.change_note = "Section 2 as corrected"
    save_paper(paper=second, plan=meeting.plan, by=cast.clerk, reason="Said")
    seen = look(MEETINGS)
    assert "Paper 1.0 issued on 12 June 2025; 1.1, a draft" in seen.words
    assert (seen.links["Paper 1.0"], seen.links["1.1, a draft"]) == (to(first), to(second))
    issue(second, cast.clerk, files=False)
    assert "Paper 1.1 issued on 12 June 2025" in look(MEETINGS).words


def test_the_home_page_goes_on_to_the_first_meeting_of_a_body_without_a_paper(
    plan: Plan, meeting: Meeting, cast: Cast, look: Look
) -> None:
    after, last = meeting_for(plan, days=56), meeting_for(plan, days=84)
    board = meeting_for(plan, days=21, name="Improvement Board")
    links = addresses(look(HOME))
    assert [at(one) in links for one in (board, meeting, after, last)] == [True, True, False, False]
    paper_of(meeting, cast)
    links = addresses(look(HOME))
    assert [at(one) in links for one in (board, meeting, after, last)] == [True, True, True, False]


def test_on_an_earlier_date_the_papers_of_then_are_told(plan: Plan, cast: Cast, look: Look) -> None:
    with on("2025-05-01"):
        meeting = meeting_for(plan, days=70)
    with on("2025-06-05"):
        paper_of(meeting, cast)
    assert "Paper 1.0 was issued on 5 June 2025" in look(at(meeting)).words
    then = look(at(meeting), at="2025-06-01")
    assert "The paper is not issued yet." in then.words
    assert "No paper had been issued for this meeting by then." in then.words
    assert "Paper 1.0 was issued on 5 June 2025" in look(at(meeting), at="2025-06-06").words


@pytest.mark.parametrize("where", ["home", "meetings", "meeting"])
def test_many_papers_ask_no_more(
    where: str, plan: Plan, meeting: Meeting, cast: Cast, client_for: ClientFor
) -> None:
    client, counted = client_for(cast.clerk), []
    for number in (5, 50):
        for more in range(number):
            body = f"Body {number}-{more % 5}"
            made = meeting_for(plan, days=30 + more, name=body)
            if more % 5:
                an_issued_paper(made)
        with CaptureQueriesContext(connection) as queries:
            address = {"home": HOME, "meetings": MEETINGS, "meeting": at(meeting)}[where]
            assert client.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
