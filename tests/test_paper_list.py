"""Every paper of a plan is found again: from its list, from past meetings, and to compare with."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import records
from plans.models import Paper, Plan, User

from .cast import Cast
from .dated import on
from .factories import set_up_by
from .meetings import the_version_after
from .papers import an_issued_paper, draft_for, meeting_for
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
Look = Callable[..., Part]
PLAN = "/plans/westermoor-2024/"
PAPERS = f"{PLAN}papers/"
NOTE = "The table of section 2 as corrected"
SINCE = "What changed since the paper of"


@pytest.fixture
def look(cast: Cast, client_for: Callable[[User | None], Client]) -> Look:
    return lambda address, user=None, **asked: page(client_for(user or cast.reader), address, **asked)


@pytest.fixture
def papers(plan: Plan) -> list[Paper]:
    """Of 10 March 1.0 and 1.1 to the Select Committee, and of 8 May to the Improvement Board."""
    with on("2025-03-03"):
        first = meeting_for(plan, days=7)
        made = [an_issued_paper(first)]
    with on("2025-03-05"):
        made.append(an_issued_paper(first, supplement=1, change_note=NOTE))
    with on("2025-05-01"):
        made.append(an_issued_paper(meeting_for(plan, days=7, name="Improvement Board")))
    return made


def to(name: str, paper: Paper) -> str:
    return reverse(name, args=["westermoor-2024", paper.pk])


def addresses(seen: Part) -> list[str]:
    return [link.attributes.get("href", "") for link in seen.all("a")]


def test_with_no_paper_it_says_where_one_is_begun(look: Look, cast: Cast) -> None:
    seen = look(PAPERS)
    assert "No paper of this plan has been issued yet." in seen.words
    assert "Being made" not in look(PAPERS, cast.clerk).words
    assert seen.links["Papers"] == PAPERS


def test_each_is_there_with_when_and_by_whom_the_newest_first(look: Look, papers: list[Paper]) -> None:
    seen = look(PAPERS).after("Issued")
    assert seen.rows == [
        ["Improvement Board, 8 May 2025, 1.0", "1.0", "1 May 2025", "1 May 2025 by Nadia",
         f"{SINCE} 8 May 2025 (1.0) to the Improvement Board"],
        [f"Select Committee, 10 March 2025, 1.1 {NOTE}", "1.1", "5 March 2025",
         "5 March 2025 by Nadia", f"{SINCE} 10 March 2025 (1.1) to the Select Committee"],
        ["Select Committee, 10 March 2025, 1.0", "1.0", "3 March 2025", "3 March 2025 by Nadia",
         f"{SINCE} 10 March 2025 (1.0) to the Select Committee"],
    ]  # fmt: skip
    assert seen.links["Select Committee, 10 March 2025, 1.0"] == to("paper", papers[0])
    assert f"{PLAN}changes/?paper={papers[0].pk}" in addresses(seen)


def test_it_is_narrowed_to_a_body(look: Look, papers: list[Paper], plan: Plan) -> None:
    body = papers[0].meeting.body_id
    seen = look(PAPERS, body=body)
    assert [row[1][:3] for row in seen.after("Issued").rows] == ["1.1", "1.0"]
    assert "2 papers to the Select Committee" in seen.words
    assert look(PAPERS, body="none").after("Issued").rows == look(PAPERS).after("Issued").rows
    later = meeting_for(plan, name="Cabinet")
    assert "has been issued to the Cabinet yet" in look(PAPERS, body=later.body_id).words


def test_drafts_are_for_those_who_may_see_them(look: Look, plan: Plan, cast: Cast) -> None:
    draft = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    for user in (cast.clerk, cast.smt, cast.administrator):
        made = look(PAPERS, user).after("Being made")
        assert made.links["Select Committee, 19 June 2025: 1.0, a draft"] == to("paper", draft)
    for user in (cast.reader, cast.manager):
        assert "a draft" not in look(PAPERS, user).words


def test_on_an_earlier_date_it_has_the_papers_of_then(look: Look, papers: list[Paper], cast: Cast) -> None:
    assert [row[1][:3] for row in look(PAPERS, at="2025-03-04").rows] == ["1.0"]
    assert "had been issued by 1 February 2025" in look(PAPERS, at="2025-02-01").words


def test_a_meeting_that_was_moved_since_says_so(look: Look, papers: list[Paper]) -> None:
    meeting = papers[2].meeting
    meeting.on = meeting.on.replace(day=15)
    records.save(meeting, by=set_up_by(), reason="Moved")
    assert look(PAPERS).rows[0][0] == "Improvement Board, 8 May 2025, 1.0 now on 15 May 2025"


def test_a_paper_of_an_earlier_version_is_there_and_not_compared_with(
    look: Look, papers: list[Paper], plan: Plan, cast: Cast
) -> None:
    later = the_version_after(plan)
    seen = look(reverse("papers", args=[later.slug]), cast.superuser)
    assert [row[4] for row in seen.after("Issued").rows] == ["Of an earlier version"] * 3


def test_past_meetings_lead_to_their_paper(look: Look, papers: list[Paper], plan: Plan) -> None:
    meeting_for(plan, days=-3)
    seen = look(f"{PLAN}meetings/").after("Past")
    assert [row[4] for row in seen.rows] == [
        "\N{EN DASH}",
        "1.0: paper for the Improvement Board, 8 May 2025",
        "1.1: paper for the Select Committee, 10 March 2025",
    ]
    assert to("paper", papers[1]) in addresses(seen)


def test_where_papers_are_compared_with_the_list_has_those_not_offered(look: Look, plan: Plan) -> None:
    made = []
    for number in range(6):
        if number == 5:
            assert "other papers" not in look(f"{PLAN}changes/").links
            assert "Compare with another paper" not in look(PLAN).links
        with on(f"2025-0{number + 1}-10"):
            made.append(an_issued_paper(meeting_for(plan)))
    changes = look(f"{PLAN}changes/")
    assert changes.links["other papers"] == PAPERS
    assert f"?paper={made[1].pk}" in " ".join(addresses(changes))
    assert f"?paper={made[0].pk}" not in " ".join(addresses(changes))
    assert look(PLAN).links["Compare with another paper"] == PAPERS
    # One that is not offered can be asked for all the same, and is then named.
    chosen = look(f"{PLAN}changes/", paper=made[0].pk)
    assert "17 January 2025 (1.0) to the Select Committee" in chosen.links
    assert "Since the paper of 17 January 2025 (1.0)" in look(PLAN, since=f"paper-{made[0].pk}").words
    assert "There is no such paper" not in look(PLAN, since=f"paper-{made[0].pk}").words


def test_many_are_paged_and_ask_no_more(
    plan: Plan, cast: Cast, client_for: Callable[[User | None], Client]
) -> None:
    client, counted = client_for(cast.clerk), []
    for number in (5, 50):
        meeting = meeting_for(plan, days=number)
        for supplement in range(number):
            an_issued_paper(meeting, supplement=supplement)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAPERS).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 20
    assert len(page(client, PAPERS).rows) == 50
    assert len(page(client, PAPERS, page=2).rows) == 5
