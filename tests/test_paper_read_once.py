"""A paper is read once: its parts ask no database, and nothing is made of a part that says nothing."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Paper, Plan, Rag, Rating
from plans.packs import brief_of, packs_of, packs_of_brief
from plans.papers.brief import Brief
from plans.papers.committee import PARTS, print_parts
from plans.parts import parts_for_papers

from .cast import Cast
from .meetings import a_meeting, a_recommendation
from .papers import draft_for, meeting_for
from .visits import a_finding, a_visit

Rate = Callable[..., Rating]


@pytest.fixture
def draft(plan: Plan, cast: Cast, rate: Rate) -> Paper:
    """A draft in which every part has something to say, and some of them are exempt."""
    rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"))
    a_recommendation(a_meeting(plan))
    parts = dict.fromkeys(parts_for_papers(), 0) | {"findings": 1, "recommendations": 3}
    return draft_for(meeting_for(plan), cast.clerk, parts=parts)


def test_no_page_of_a_paper_asks_the_database(draft: Paper) -> None:
    brief = brief_of(draft)
    with CaptureQueriesContext(connection) as asked:
        printed = print_parts(brief, [(part, 0) for part in parts_for_papers().values()])
    assert [one.part.key for one in printed if not one.pages] == ["changes"]  # it is compared with nothing
    assert not asked.captured_queries


def test_of_the_flat_tables_only_the_record_of_ratings_asks(draft: Paper) -> None:
    brief = brief_of(draft)
    for key, part in parts_for_papers().items():
        with CaptureQueriesContext(connection) as asked:
            list(part.data(brief))
        assert bool(asked.captured_queries) == (key == "record"), key


def test_meetings_and_findings_are_read_once_for_all_packs(draft: Paper) -> None:
    with CaptureQueriesContext(connection) as asked:
        packs = packs_of(draft)
    assert len(packs) == 2
    statements = [query["sql"] for query in asked.captured_queries]
    for table in ("plans_recommendation", "ofsted_finding", "ofsted_visit"):
        assert sum(f"FROM {table} r" in sql for sql in statements) == 1, table


def test_every_part_is_made_once_for_all_packs(draft: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(brief: Brief) -> list[object]:
        made.append("made")
        return []

    part = next(one for one in PARTS if one.key == "recommendations")
    brief = brief_of(draft)
    monkeypatch.setattr(
        "plans.packs.parts_for_papers",
        lambda: {"recommendations": type(part)("recommendations", "R", "", counted)},  # type: ignore[arg-type]
    )
    assert len(packs_of_brief(brief, draft)) == 2
    assert made == ["made"]


def test_a_part_that_says_nothing_has_no_file_either(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk)
    [pack] = packs_of(paper)
    assert {table.name for table in pack.data} == {"plan", "ratings"}
    a_finding(a_visit(plan))
    a_recommendation(a_meeting(plan))
    [pack] = packs_of(paper)
    assert {table.name for table in pack.data} == {"plan", "recommendations", "findings", "ratings"}
