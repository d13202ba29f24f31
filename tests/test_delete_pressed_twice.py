"""Who presses Delete twice is told that it is done; for anybody else it is not there."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.decisions import save_decision
from ofsted.models import Decision, Sample, SampleResult, Visit
from plans.models import Plan

from .cast import Cast, days_ago
from .factories import set_up_by
from .rating_forms import hidden
from .visits import a_result, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
WHY = {"reason": "Entered twice"}

Made = tuple[str, int, str]
"""The name of the page that deletes it, its id, and the address of where it was."""


def a_sample(plan: Plan) -> Made:
    result = a_result(a_visit(plan))
    where = reverse("visit", args=[plan.slug, result.sample.visit_id]) + "#measured"
    return "sample_delete", result.sample_id, where


def one_result(plan: Plan) -> Made:
    result = a_result(a_visit(plan))
    where = reverse("visit", args=[plan.slug, result.sample.visit_id]) + "#measured"
    return "result_delete", result.pk, where


def a_decision(plan: Plan) -> Made:
    on = days_ago(9)
    decision = Decision(decided=f"{on:%Y-%m-%d}", decided_on=on, body="board", words="It meets monthly")
    made = save_decision(decision=decision, plan=plan, by=set_up_by(), reason="Minutes")
    return "decision_delete", made.pk, reverse("journey", args=[plan.slug])


def one_visit(plan: Plan) -> Made:
    return "visit_delete", a_visit(plan).pk, reverse("visits", args=[plan.slug])


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        (a_sample, Sample, "sample"),
        (one_result, SampleResult, "measured result"),
        (a_decision, Decision, "decision"),
        (one_visit, Visit, "visit"),
    ],
)
def test_the_second_press_says_that_it_is_deleted_and_leads_back(
    make: Callable[[Plan], Made],
    model: type[Sample],
    name: str,
    plan: Plan,
    cast: Cast,
    client_for: ClientFor,
    make_plan: Callable[..., Plan],
) -> None:
    client = client_for(cast.superuser)
    page, pk, back = make(plan)
    where = reverse(page, args=[plan.slug, pk])
    sent = WHY | hidden(client.get(where).content.decode())
    for said in (" deleted.", f"This {name} has been deleted already."):
        answer = client.post(where, sent)
        assert answer["Location"] == back
        assert said in client.get(back.partition("#")[0]).content.decode()
    assert not model.objects.filter(pk=pk).exists()
    assert model.history.filter(id=pk, history_type="-").count() == 1
    # Nobody else is told that it ever was; nor is it of another plan, nor one that never was.
    assert client_for(cast.clerk).post(where, WHY).status_code == 404
    assert client_for(cast.reader).post(where, WHY).status_code == 403
    elsewhere = reverse(page, args=[make_plan(outcomes=1).slug, pk])
    assert client.post(elsewhere, WHY).status_code == 404
    assert client.post(reverse(page, args=[plan.slug, pk + 1000]), WHY).status_code == 404


def test_a_result_pressed_twice_leads_back_though_its_sample_has_gone(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.smt)
    result = a_result(a_visit(plan))
    where = reverse("result_delete", args=[plan.slug, result.pk])
    for page in (where, reverse("sample_delete", args=[plan.slug, result.sample_id])):
        client.post(page, WHY | hidden(client.get(page).content.decode()))
    back = reverse("visit", args=[plan.slug, result.sample.visit_id]) + "#measured"
    assert client.post(where, WHY)["Location"] == back
