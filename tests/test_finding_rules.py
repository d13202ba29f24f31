"""Rules of findings that pages rely on: whose they are, what is open, and what answers them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ofsted.actions.findings import delete_finding, respond
from ofsted.actions.visits import save_visit
from ofsted.coverage import coverage_of
from ofsted.models import Finding, Visit, visit_title
from ofsted.register import take_register
from plans.actions.refusals import NotAllowed, Refused
from plans.models import FalseAlarm, Plan, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago, place, withdraw
from .reading import page
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def site_day(plan: Plan) -> Visit:
    day = days_ago(3)
    return a_visit(
        plan, kind=Visit.Kind.SITE_DAY, number=None, locality=place("Wexley"), on_site="A site day",
        first_on=day, last_on=day, letter_on=None,
    )  # fmt: skip


def test_what_belongs_to_a_site_day_is_not_a_clerks_to_record(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    visit = site_day(plan)
    with pytest.raises(NotAllowed):
        a_finding(visit, by=cast.clerk)
    for name in ("finding_new", "findings_paste"):
        address = reverse(name, args=[plan.slug, visit.pk])
        assert client_for(cast.clerk).get(address).status_code == 403
        assert client_for(cast.smt).get(address).status_code == 200
    finding = a_finding(visit, by=cast.smt)
    for name in ("finding_change", "finding_delete"):
        address = reverse(name, args=[plan.slug, finding.pk])
        assert client_for(cast.clerk).get(address).status_code == 403


def test_a_strength_is_neither_open_nor_answered(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(
        a_visit(plan), plan.outcomes.get(ref="2.1"), kind=Finding.Kind.STRENGTH, words="Workers know them"
    )
    seen = page(client_for(cast.smt), reverse("outcome", args=[plan.slug, "2.1"]))
    row = next(row for row in seen.all("tr") if "Workers know them" in row.words)
    assert "Open" not in row.words
    address = reverse("finding_respond", args=[plan.slug, finding.pk])
    assert client_for(cast.smt).get(address).status_code == 403
    with pytest.raises(Refused, match="asks for nothing"):
        respond(
            finding=finding, plan=plan, response="Thank you", due_on=None, status=Finding.Status.OPEN,
            evidence="", by=cast.smt,
        )  # fmt: skip


def test_a_withdrawn_outcome_answers_nothing(plan: Plan, cast: Cast) -> None:
    a_finding(a_visit(plan), plan.outcomes.get(ref="3.2"))

    def unanswered() -> int:
        snapshot = take_snapshot(plan)
        return len(coverage_of(snapshot, take_register(plan, snapshot)).unanswered)

    assert unanswered() == 0
    withdraw(plan, "3.2", days=0)
    assert unanswered() == 1


def test_why_a_finding_is_deleted_is_looked_at_for_a_childs_details(plan: Plan, cast: Cast) -> None:
    finding = a_finding(a_visit(plan))
    why = "Of NHS 943 476 5919"
    with pytest.raises(Refused):
        delete_finding(finding=finding, plan=plan, by=cast.smt, reason=why)
    delete_finding(finding=finding, plan=plan, by=cast.smt, reason=why, false_alarm="A part number")
    assert FalseAlarm.objects.get().reason == "A part number"


def test_a_visit_is_not_moved_past_the_findings_that_hang_on_it(plan: Plan, cast: Cast) -> None:
    first = a_visit(plan, number=1, first_on=days_ago(90), last_on=days_ago(90), letter_on=None)
    second = a_visit(plan, first_on=days_ago(30), last_on=days_ago(30), letter_on=None)
    a_finding(second, repeats=a_finding(first))
    second.first_on = second.last_on = days_ago(120)
    with pytest.raises(Refused, match="raised again"):
        save_visit(visit=second, plan=plan, by=cast.smt, reason="The days were wrong")
    first.first_on = first.last_on = timezone.localdate()
    with pytest.raises(Refused, match="raised again"):
        save_visit(visit=first, plan=plan, by=cast.smt, reason="The days were wrong")


@pytest.mark.parametrize(
    ("number", "title"),
    [(4, "Fourth monitoring visit"), (13, "13th monitoring visit"), (21, "21st monitoring visit"),
     (22, "22nd monitoring visit"), (112, "112th monitoring visit")],
)  # fmt: skip
def test_how_a_counted_visit_is_called(number: int, title: str) -> None:
    assert visit_title("monitoring_visit", number) == title
