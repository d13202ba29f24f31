"""What a paper tells of the meetings of other bodies: those of public ones, and no others'."""

import pytest

from plans.actions.bodies import save_body
from plans.models import Body, Paper, Plan
from plans.packs import packs_of
from plans.papers.csv import write_csv

from .cast import Cast
from .meetings import a_body, a_meeting, a_recommendation
from .papers import draft_for, issue

WORDS = {
    Body.Kind.BOARD: "The board asks for rotas",
    Body.Kind.COMMITTEE: "The committee asks for figures",
    Body.Kind.CABINET: "Cabinet asks for costs",
    Body.Kind.SMT: "Managers speak to the two who are late",
    Body.Kind.OTHER: "The panel asks for a visit",
}
PUBLIC = {Body.Kind.BOARD, Body.Kind.COMMITTEE, Body.Kind.CABINET}


@pytest.fixture
def asked(plan: Plan) -> Plan:
    """Each kind of body has asked for something that is overdue."""
    for kind, words in WORDS.items():
        meeting = a_meeting(plan, body=a_body(plan, kind=kind, name=f"The {kind.label}"))
        a_recommendation(meeting, words=words, due="1 May 2025")
    return plan


def paper_to(kind: Body.Kind, plan: Plan, cast: Cast) -> Paper:
    return draft_for(plan.meetings.get(body__kind=kind), cast.clerk)


def told_in(paper: Paper) -> list[set[Body.Kind]]:
    """Which bodies' words stand in the document, and which in each of the files of its tables."""
    [pack] = packs_of(paper)
    texts = [repr(pack.document), *(write_csv(table).decode() for table in pack.data)]
    return [{kind for kind, words in WORDS.items() if words in text} for text in texts]


@pytest.mark.parametrize("kind", WORDS)
def test_a_paper_tells_what_its_own_body_and_public_ones_asked_for(
    asked: Plan, cast: Cast, kind: Body.Kind
) -> None:
    document, *tables = told_in(paper_to(kind, asked, cast))
    assert document == PUBLIC | {kind}
    assert PUBLIC | {kind} in tables
    assert all(table <= PUBLIC | {kind} for table in tables)


def test_the_part_says_that_something_is_kept_back_only_where_it_is(plan: Plan, cast: Cast) -> None:
    said = "What bodies that do not report in public asked for is not in this paper."
    board, smt = a_meeting(plan), a_meeting(plan, body=a_body(plan, kind=Body.Kind.SMT, name="SMT"))
    a_recommendation(board)
    to_board = paper_to(Body.Kind.BOARD, plan, cast)
    assert said not in repr(packs_of(to_board)[0].document)
    a_recommendation(smt)
    assert said in repr(packs_of(to_board)[0].document)
    assert said not in repr(packs_of(paper_to(Body.Kind.SMT, plan, cast))[0].document)


def test_a_body_that_is_called_another_kind_later_changes_no_issued_paper(asked: Plan, cast: Cast) -> None:
    paper = issue(paper_to(Body.Kind.COMMITTEE, asked, cast), cast.clerk, files=False)
    before = told_in(paper)
    board = asked.authority.bodies.get(kind=Body.Kind.BOARD)
    board.kind = Body.Kind.OTHER
    save_body(body=board, plan=asked, by=cast.administrator, reason="Not a board")
    assert told_in(paper) == before
