"""The record of a plan tells of its visits and findings too."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.deadlines import meet_deadline
from ofsted.actions.differences import resolve_difference
from ofsted.actions.findings import delete_finding, link_outcomes, respond, save_finding
from ofsted.actions.samples import save_result
from ofsted.actions.visits import Judged, save_visit
from ofsted.clocks import clock_rule
from ofsted.models import Finding, Visit
from plans.models import Plan, Rag
from plans.record import Asked, Kind, read_record

from .cast import Cast, at, days_ago
from .visits import a_check, a_finding, a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db
ABOUT_VISITS = frozenset({Kind.OUTSIDE})


def told(plan: Plan, cast: Cast, **asked: object) -> list[str]:
    """Every sentence about visits, the newest first."""
    page = read_record(plan, Asked(kinds=ABOUT_VISITS, **asked), user=cast.smt)  # type: ignore[arg-type]
    return [change.sentence for save in page.saves for change in save.changes]


def test_a_visit_and_its_judgements_are_told_with_what_changed(plan: Plan, cast: Cast) -> None:
    visit = a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, judgements=[Judged("Overall", "Inadequate", True)],
        when=at(9),
    )  # fmt: skip
    visit.letter_on = dt.date(2025, 4, 2)
    save_visit(
        visit=visit, plan=plan, by=cast.clerk, reason="The letter was dated again",
        judgements=[Judged("Overall", "Good", False)],
    )  # fmt: skip
    assert told(plan, cast) == [
        "Inspection: date of the letter changed",
        "Overall: judged Good, which was Inadequate, by the inspection",
        "Inspection, 4 and 5 March 2025, recorded",
        "Overall: judged Inadequate by the inspection",
    ]


def test_a_finding_is_told_from_its_recording_to_its_end(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    visit = a_visit(plan, when=at(9))
    finding = a_finding(visit, when=at(8))
    link_outcomes(
        finding=finding,
        plan=plan,
        links={outcome.pk: "Same question"},
        by=cast.smt,
        reason="Agreed",
        when=at(7),
    )
    respond(
        finding=finding, plan=plan, response="Weekly audit", due_on=None, status=Finding.Status.CLOSED,
        evidence="Nine of ten", by=cast.smt, when=at(6),
    )  # fmt: skip
    finding.words = "Supervision is not written up"
    save_finding(finding=finding, plan=plan, by=cast.clerk, reason="As in the letter", when=at(5))
    narrowed = told(plan, cast, outcome=outcome.pk)
    delete_finding(finding=finding, plan=plan, by=cast.administrator, reason="Entered twice")
    assert told(plan, cast)[2:] == [
        "Finding c of the second monitoring visit: reworded",
        "Finding c of the second monitoring visit: closed with evidence, which was open",
        "Finding c of the second monitoring visit: response",
        "Finding c of the second monitoring visit: evidence",
        "Finding c is answered by outcome 2.1",
        "Finding c of the second monitoring visit recorded",
        "Second monitoring visit, 4 and 5 March 2025, recorded",
    ]
    assert "Finding c is not answered by outcome 2.1 any more" in told(plan, cast)[:2]
    assert narrowed[0] == "Finding c of the second monitoring visit: reworded"
    assert "Second monitoring visit, 4 and 5 March 2025, recorded" not in narrowed


def test_what_was_counted_and_seen_is_told_with_what_changed(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    result = a_result(a_visit(plan, when=at(9)), when=at(8))
    result.outcome = outcome
    save_result(result=result, plan=plan, by=cast.clerk, reason="It is about supervision", when=at(7))
    check = a_check(a_site_day(plan, when=at(6)), outcome, rag="amber", question="Notes", met=2, of=5)
    resolve_difference(
        check=check, plan=plan, resolution="Read ten more", resolved_on=days_ago(0), by=cast.smt
    )
    sentences = told(plan, cast)
    assert sentences[:2] == [
        "2.1 Wexley difference resolved, of the SMT site day, Wexley",
        "2.1 Wexley seen by SMT: amber, 2 of 5 on the SMT site day, Wexley",
    ]
    assert sentences[3:6] == [
        "Measured result changed (outcome), Child seen alone: 16 of 20",
        "Sample of 20 child and family assessments recorded, of the second monitoring visit",
        "Measured result recorded, Child seen alone: 16 of 20",
    ]


def test_the_page_links_to_the_finding_while_it_is_there(plan: Plan, cast: Cast, client_for) -> None:  # type: ignore[no-untyped-def]
    visit = a_visit(plan)
    client: Client = client_for(cast.reader)
    page = client.get(reverse("record", args=[plan.slug]), {"kind": "outside"}).content.decode()
    assert reverse("visit", args=[plan.slug, visit.pk]) in page
    assert "Recorded from the letter" in page


def test_a_deadline_is_told_by_its_name(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard")
    meet_deadline(
        visit=visit,
        plan=plan,
        clock="inspection-statement-of-action",
        met_on=dt.date(2025, 6, 2),
        by=cast.smt,
    )
    rule = clock_rule("inspection-statement-of-action")
    assert rule
    assert f"“{rule.title}”: met on 2 June 2025, of the inspection" in told(plan, cast)
