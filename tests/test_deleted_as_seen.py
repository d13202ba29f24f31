"""Nobody deletes what they were not shown: what somebody has changed since, they look at first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.decisions import save_decision
from ofsted.actions.findings import respond
from ofsted.actions.samples import save_result, save_sample
from ofsted.actions.visits import save_visit
from ofsted.models import Decision, SampleResult
from plans.models import Plan

from .cast import Cast, days_ago
from .factories import set_up_by
from .rating_forms import hidden
from .reading import read
from .visits import a_finding, a_result, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
Change = Callable[[Any, dict[str, Any]], object]
WHY = "Entered twice"


def a_decision(plan: Plan) -> Decision:
    on = days_ago(9)
    decision = Decision(decided=f"{on:%Y-%m-%d}", decided_on=on, body="board", words="It meets monthly")
    return save_decision(decision=decision, plan=plan, by=set_up_by(), reason="Minutes")


def answered(finding: Any, signed: dict[str, Any]) -> None:
    respond(finding=finding, response="Weekly audits", due_on=None, status="addressed", evidence="", **signed)


@pytest.mark.parametrize(
    ("name", "make", "change"),
    [
        ("visit_delete", a_visit, lambda visit, signed: save_visit(visit=visit, reason="Letter", **signed)),
        ("finding_delete", lambda plan: a_finding(a_visit(plan)), answered),
        (
            "sample_delete",
            lambda plan: a_result(a_visit(plan)).sample,
            lambda sample, signed: save_sample(sample=sample, reason="Letter", **signed),
        ),
        (
            "result_delete",
            lambda plan: a_result(a_visit(plan)),
            lambda result, signed: save_result(result=result, reason="Letter", **signed),
        ),
        (
            "decision_delete",
            a_decision,
            lambda decision, signed: save_decision(decision=decision, reason="Minutes", **signed),
        ),
    ],
)
def test_what_was_changed_since_is_looked_at_first(
    name: str, make: Callable[[Plan], Any], change: Change, plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.smt)
    record = make(plan)
    where = reverse(name, args=[plan.slug, record.pk])
    asked = {"reason": WHY} | hidden(client.get(where).content.decode())
    change(type(record).objects.get(pk=record.pk), {"plan": plan, "by": cast.administrator})
    answer = client.post(where, asked)
    assert answer.status_code == 409
    again = read(answer.content.decode())
    told = again.the("div", role="alert").words
    assert f"{cast.administrator.display_name} changed it at " in told
    assert "Look again before you delete it." in told
    assert again.the("input", name="reason").attributes["value"] == WHY
    # A form that does not say what it was made from deletes nothing either.
    assert client.post(where, {"reason": WHY}).status_code == 409
    assert type(record).objects.filter(pk=record.pk).exists()
    # The page that was shown again is made from what is there now.
    assert client.post(where, asked | hidden(answer.content.decode())).status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()


def another_result(result: SampleResult, cast: Cast) -> None:
    a_result(result.sample.visit, question="Plan in date", by=cast.administrator)


def a_note(result: SampleResult, cast: Cast) -> None:
    result.note = "Two were siblings"
    save_result(result=result, plan=result.sample.plan, by=cast.administrator, reason="Letter")


@pytest.mark.parametrize(("change", "results"), [(another_result, 2), (a_note, 1)])
def test_results_do_not_go_unseen_with_their_sample(
    change: Callable[[SampleResult, Cast], None], results: int, plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.smt)
    result = a_result(a_visit(plan))
    where = reverse("sample_delete", args=[plan.slug, result.sample_id])
    asked = {"reason": WHY} | hidden(client.get(where).content.decode())
    change(result, cast)
    answer = client.post(where, asked)
    assert answer.status_code == 409
    told = read(answer.content.decode()).the("main").words
    assert f"{cast.administrator.display_name} changed its results at " in told
    assert f"with {results} result" in told
    assert SampleResult.objects.count() == results
    assert client.post(where, asked | hidden(answer.content.decode())).status_code == 302
    assert not SampleResult.objects.exists()
