"""The register: visits and findings as they stood, through versions of the plan."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ofsted.actions.findings import link_outcomes, respond
from ofsted.models import Finding, Visit
from ofsted.register import Register, take_register
from plans.actions.refusals import NotAllowed, Refused
from plans.actions.rolling_forward import roll_forward
from plans.models import Plan
from plans.snapshot import take_snapshot

from .cast import Cast, at, days_ago
from .next_version import MONTH, start
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db


def register_of(plan: Plan, day: dt.date | None = None) -> Register:
    return take_register(plan, take_snapshot(plan, at=day))


def next_version(plan: Plan, cast: Cast, *, started: bool = True) -> Plan:
    new = roll_forward(
        plan=plan, title="The next plan", dated=MONTH, by=cast.administrator, reason="The board asked for it"
    )
    if started:
        start(new, cast)
    return Plan.objects.get(pk=new.pk)


def test_a_finding_is_read_with_its_visit_its_section_and_the_outcomes_that_answer_it(
    plan: Plan, cast: Cast
) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    visit = a_visit(plan, by=cast.clerk, inspectors="Ann Hale\nBo Reed\n")
    a_finding(visit, outcome, by=cast.smt, section=outcome.section)
    register = register_of(plan)
    (finding,) = register.findings
    assert finding.visit.title == "Second monitoring visit"
    assert finding.visit.inspectors == ("Ann Hale", "Bo Reed")
    assert [row.ref for row in finding.outcomes] == ["2.1"]
    assert finding.answers[0].reason == "It asks for the same as 2.1"
    assert finding.section
    assert finding.section.number == "2"
    assert register.of_section("2") == (finding,)
    assert register.of_section("1") == ()


def test_on_an_earlier_date_a_finding_that_was_recorded_later_is_not_there(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    visit = a_visit(plan, when=at(40))
    a_finding(visit, when=at(30))
    later = a_finding(visit, ref="d", when=at(10))
    assert [row.ref for row in register_of(plan, days_ago(20)).findings] == ["c"]
    assert [row.ref for row in register_of(plan, days_ago(5)).findings] == ["c", "d"]
    link_outcomes(finding=later, plan=plan, links={outcome.pk: ""}, by=cast.smt, reason="Agreed", when=at(3))
    assert register_of(plan, days_ago(5)).findings[1].outcomes == ()
    assert [row.ref for row in register_of(plan).findings[1].outcomes] == ["2.1"]


def test_a_later_version_shows_the_finding_at_what_its_outcome_became(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    finding = a_finding(visit, plan.outcomes.get(ref="2.1"), section=plan.sections.get(number="2"))
    new = next_version(plan, cast)
    (row,) = register_of(new).findings
    assert [outcome.id for outcome in row.outcomes] == [new.outcomes.get(ref="2.1").pk]
    assert row.section
    assert row.section.id == new.sections.get(number="2").pk
    assert finding.plan_id == plan.pk


def test_what_is_said_under_the_version_in_use_leaves_the_closed_one_as_it_was(
    plan: Plan, cast: Cast
) -> None:
    finding = a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"))
    new = next_version(plan, cast)
    respond(
        finding=finding, plan=new, response="Audited weekly", due_on=None,
        status=Finding.Status.ADDRESSED, evidence="", by=cast.superuser,
    )  # fmt: skip
    assert register_of(new).findings[0].response == "Audited weekly"
    assert register_of(Plan.objects.get(pk=plan.pk)).findings[0].response == ""
    assert Finding.objects.get().plan == Visit.objects.get().plan == new


def test_nothing_is_recorded_by_a_manager_on_a_closed_version_or_on_a_draft_of_the_next(
    plan: Plan, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        a_visit(plan, by=cast.manager)
    visit = a_visit(plan)
    draft = next_version(plan, cast, started=False)
    with pytest.raises(Refused, match="draft of the next version"):
        a_visit(draft)
    start(draft, cast)
    with pytest.raises(Refused, match="closed"):
        a_finding(visit, plan=Plan.objects.get(pk=plan.pk))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("past", [False, True])
def test_reading_it_asks_as_much_of_many_as_of_few(plan: Plan, past: bool) -> None:
    day = timezone.localdate() - dt.timedelta(days=1) if past else None
    asked = []
    for first in (1, 4):
        for number in range(first, first + 3):
            visit = a_visit(plan, number=number, when=at(9))
            for outcome in plan.outcomes.all():
                a_finding(visit, outcome, when=at(9))
        snapshot = take_snapshot(plan, at=day)
        with CaptureQueriesContext(connection) as queries:
            take_register(plan, snapshot)
        asked.append(len(queries))
    assert asked == [4, 4]
