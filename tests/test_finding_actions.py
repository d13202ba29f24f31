"""What the actions on findings do and refuse, whoever calls them."""

import datetime as dt
from typing import Any

import pytest

from ofsted.actions.findings import SavedAlready, add_findings, delete_finding, respond, save_finding
from ofsted.models import Finding, FindingOutcome, Visit
from plans.actions.refusals import NotAllowed, Refused, Stale
from plans.models import Plan

from .cast import Cast
from .factories import LeadFactory
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan)


def new(**said: Any) -> Finding:
    return Finding(**{"words": "Plans drift", "kind": Finding.Kind.TO_IMPROVE} | said)


def add(visit: Visit, cast: Cast, *findings: Finding, **given: Any) -> list[Finding]:
    return add_findings(
        visit=visit, plan=visit.plan, findings=[(one, {}) for one in findings], by=cast.clerk,
        reason="Read in the letter", **given,
    )  # fmt: skip


def test_they_come_after_those_there_are_in_the_order_given(visit: Visit, cast: Cast) -> None:
    add(visit, cast, new(ref="a"), new(ref="b"))
    add(visit, cast, new(ref="c"))
    assert list(visit.findings.values_list("position", "ref")) == [(1, "a"), (2, "b"), (3, "c")]


def test_all_are_added_or_none(visit: Visit, cast: Cast, plan: Plan) -> None:
    elsewhere = LeadFactory(title="Of another council")
    with pytest.raises(Refused, match="another authority"):
        add(visit, cast, new(ref="a"), new(ref="b", owner=elsewhere))
    assert not Finding.objects.exists()
    assert not Finding.history.exists()


def test_what_was_added_since_the_form_is_not_added_again(visit: Visit, cast: Cast) -> None:
    add(visit, cast, new(ref="a"), new(ref="b"))
    with pytest.raises(SavedAlready) as all_of_them:
        add(visit, cast, new(ref="a"), new(ref="b"), after=0)
    assert all_of_them.value.every
    with pytest.raises(SavedAlready) as some:
        add(visit, cast, new(ref="x"), new(ref="b"), after=0)
    assert not some.value.every
    assert {place: one.ref for place, one in some.value.places.items()} == {1: "b"}
    # Said twice in one report, it is added twice; what was there before the form does not count.
    add(visit, cast, new(ref="a"), after=2)
    with pytest.raises(SavedAlready):
        add(visit, cast, new(ref="a"), after=2)
    add(visit, cast, new(ref="y"), new(ref="y"), after=3)
    assert visit.findings.count() == 5


def test_it_repeats_only_what_was_found_before_and_not_itself(plan: Plan, visit: Visit, cast: Cast) -> None:
    later = a_finding(a_visit(plan, number=9, first_on=dt.date(2025, 9, 1), last_on=dt.date(2025, 9, 1)))
    with pytest.raises(Refused, match="earlier"):
        add(visit, cast, new(repeats=later))
    first = a_finding(visit)
    second = a_finding(visit, repeats=first)
    first.repeats = second
    with pytest.raises(Refused, match="by way of others"):
        save_finding(finding=first, plan=plan, by=cast.smt, reason="A slip")


def test_a_stale_save_changes_neither_the_finding_nor_its_links(plan: Plan, visit: Visit, cast: Cast) -> None:
    finding = a_finding(visit, plan.outcomes.get(ref="2.1"))
    mine, theirs = Finding.objects.get(), Finding.objects.get()
    theirs.words = "Theirs"
    save_finding(finding=theirs, plan=plan, by=cast.clerk, reason="A slip", seen_version=finding.version)
    mine.words = "Mine"
    with pytest.raises(Stale):
        save_finding(
            finding=mine, plan=plan, by=cast.smt, reason="A slip", links={}, seen_version=finding.version
        )
    assert Finding.objects.get().words == "Theirs"
    assert FindingOutcome.objects.count() == 1


def test_only_who_may_records_and_only_the_owner_responds(plan: Plan, visit: Visit, cast: Cast) -> None:
    finding = a_finding(visit, owner=plan.authority.leads.get(title="Team Managers"))
    said: dict[str, Any] = {"response": "Weekly", "due_on": None, "status": "open", "evidence": ""}
    for nobody in (cast.reader, cast.other_manager, cast.stranger):
        with pytest.raises(NotAllowed):
            respond(finding=finding, plan=plan, by=nobody, **said)
    respond(finding=finding, plan=plan, by=cast.manager, **said)
    for nobody in (cast.reader, cast.manager, cast.stranger):
        with pytest.raises(NotAllowed):
            delete_finding(finding=finding, plan=plan, by=nobody, reason="A slip")
        with pytest.raises(NotAllowed):
            save_finding(finding=finding, plan=plan, by=nobody, reason="A slip")
    assert Finding.objects.get().response == "Weekly"


def test_closed_without_evidence_it_stays_open(plan: Plan, visit: Visit, cast: Cast) -> None:
    finding = a_finding(visit)
    with pytest.raises(Refused, match="closed with evidence"):
        respond(
            finding=finding, plan=plan, response="", due_on=None, status="closed", evidence=" ", by=cast.smt
        )
    assert Finding.objects.get().status == "open"
