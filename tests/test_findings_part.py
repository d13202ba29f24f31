"""Findings as a part of a paper: a row each, with room for what is said."""

import pytest

from ofsted.models import Finding
from ofsted.papers.findings_part import findings_part
from ofsted.register import take_register
from plans.models import Plan
from plans.papers.document import Part
from plans.snapshot import take_snapshot

from .meetings import days
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db


def part_of(plan: Plan) -> Part:
    snapshot = take_snapshot(plan)
    return findings_part(take_register(plan, snapshot).findings, on=snapshot.at)


def test_the_evidence_stands_under_what_is_done_and_no_column_is_empty_for_want_of_it(plan: Plan) -> None:
    visit = a_visit(plan)
    done = {"response": "Read each month", "due_on": days(-9), "status": Finding.Status.CLOSED}
    a_finding(visit, ref="a", evidence="57 of 60 were in time", **done)
    a_finding(visit, ref="b", response="A panel reads them", due_on=days(9))
    a_finding(visit, ref="c", evidence="Seen in ten records")
    a_finding(visit, ref="d")
    table = part_of(plan).table
    assert table
    titles = [column.title for column in table.columns]
    assert "Evidence" not in titles
    assert [row[titles.index("What we are doing")] for row in table.rows] == [
        "Read each month\nEvidence: 57 of 60 were in time",
        "A panel reads them",
        "Evidence: Seen in ten records",
        None,
    ]
