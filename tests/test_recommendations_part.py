"""The tracker as a part of a paper, and as a table for analysis."""

import datetime as dt

import pytest

from plans.actions.recommendations import save_recommendation
from plans.models import Plan
from plans.papers.accessible import faults_of
from plans.papers.document import Document, Mark
from plans.papers.recommendations_part import counted, recommendations_data, recommendations_part

from .factories import set_up_by
from .meetings import a_meeting, a_recommendation, a_review, days, read, some_progress

pytestmark = pytest.mark.django_db
TODAY = days(0)


@pytest.fixture
def told(plan: Plan) -> Plan:
    first = a_meeting(plan, on=days(-90))
    late = a_recommendation(first, due="1 January 2020")
    some_progress(late, rag="red", on=days(-60), words="Not begun")
    a_review(a_meeting(plan, on=days(-30)), late, "update_asked", rag="red", words="Why not?")
    a_recommendation(first, ref="2", kind="action", words="A note", due="Next meeting")
    return plan


def test_the_part_says_how_each_stands_in_words(told: Plan) -> None:
    rows = read(told).recommendations
    table = recommendations_part(rows, on=TODAY).table
    assert table
    assert [column.title for column in table.columns][:3] == ["Ref", "Made at", "What"]
    late, note = table.rows
    assert late[0] == "Recommendation 1"
    assert late[4] == "1 January 2020, overdue"
    assert isinstance(late[5], Mark)
    assert late[5].word == "Red"
    assert str(late[6]).startswith("Not begun")
    assert str(late[7]).startswith("Members asked for an update, Improvement Board")
    assert note[0] == "Action 2"
    assert note[4:8] == ("Next meeting", note[5], None, None)
    assert counted(rows, TODAY).startswith(
        "2 recommendations and actions: 2 not complete, 1 overdue, 1 with an update asked for."
    )


def test_the_data_names_each_by_a_number_that_stays(told: Plan) -> None:
    data = recommendations_data(read(told).recommendations)
    keys = [column.key for column in data.table.columns]
    assert keys[0] == "recommendation_id"
    assert len(set(keys)) == len(keys)
    assert all(len(row) == len(keys) for row in data.table.rows)
    before = [row[0] for row in data.table.rows]
    first = told.recommendations.first()
    assert first
    first.words = "Reworded"
    save_recommendation(recommendation=first, plan=told, by=set_up_by(), reason="Reworded")
    assert [row[0] for row in recommendations_data(read(told).recommendations).table.rows] == before


def test_both_can_be_read_by_everybody_empty_or_full(told: Plan) -> None:
    for rows in (read(told).recommendations, ()):
        parts = (recommendations_part(rows, on=TODAY, described="Only: Overdue"), recommendations_data(rows))
        document = Document(
            title="Recommendations", owner="Westermoor", subject="All", as_at=TODAY,
            produced_at=dt.datetime.now(dt.UTC), produced_by="Clerk", parts=parts,
        )  # fmt: skip
        assert list(faults_of(document)) == []
