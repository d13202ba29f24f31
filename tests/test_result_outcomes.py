"""The outcome of a measured result stays what it is while the rest of the result is changed."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ofsted.measured import samples_of
from ofsted.models import SampleResult, Visit
from ofsted.register import take_register
from plans.models import Plan
from plans.snapshot import take_snapshot

from .cast import Cast, withdraw
from .reading import Part, page, read
from .versions import close, make_version_before
from .visits import a_result, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.smt)


def of_version_before(plan: Plan, ref: str) -> SampleResult:
    """A result that was recorded under the version before, of its outcome of that ref."""
    before = make_version_before(plan, closed=False)
    visit = a_visit(before, kind=Visit.Kind.CASE_REVIEW, number=None)
    result = a_result(visit, plan=before, outcome=before.outcomes.get(ref=ref))
    close(before)
    return result


def shown_under(plan: Plan) -> list[str]:
    """The refs of the outcomes under which the only result is shown."""
    snapshot = take_snapshot(plan)
    (sample,) = samples_of(plan, snapshot, take_register(plan, snapshot))
    return [outcome.ref for outcome in sample.results[0].outcomes]


def form_of(client: Client, plan: Plan, result: SampleResult) -> Part:
    return page(client, reverse("result_change", args=[plan.slug, result.pk]))


def change(client: Client, plan: Plan, result: SampleResult, **typed: str) -> HttpResponse:
    """Send the form as it is filled, but for what is typed."""
    seen = form_of(client, plan, result)
    sent = {box.attributes["name"]: box.attributes.get("value", "") for box in seen.all("input")}
    where = reverse("result_change", args=[plan.slug, result.pk])
    return client.post(where, sent | {"reason": "A slip in the note", **typed})


@pytest.mark.past_the_actions
def test_where_its_outcome_was_split_it_stays_with_both_until_one_is_chosen(
    client: Client, plan: Plan
) -> None:
    result = of_version_before(plan, "2.1")
    assert shown_under(plan) == ["2.1", "2.2"]
    box = form_of(client, plan, result).the("input", name="outcome")
    assert box.attributes["value"] == "2.1, 2.2"
    assert change(client, plan, result, note="As in the annex").status_code == 302
    assert SampleResult.objects.get().note == "As in the annex"
    assert shown_under(plan) == ["2.1", "2.2"]
    assert change(client, plan, result, outcome="2.2").status_code == 302
    assert shown_under(plan) == ["2.2"]


@pytest.mark.past_the_actions
def test_where_nothing_continues_its_outcome_the_link_stays_and_the_form_says_so(
    client: Client, plan: Plan
) -> None:
    result = of_version_before(plan, "3.3")
    linked = result.outcome_id
    assert "an outcome that nothing in this version continues" in form_of(client, plan, result).words
    assert change(client, plan, result, note="As in the annex").status_code == 302
    assert SampleResult.objects.get().outcome_id == linked
    assert change(client, plan, result, outcome="3.2").status_code == 302
    assert shown_under(plan) == ["3.2"]


def test_where_its_outcome_is_withdrawn_it_can_be_changed_all_the_same(client: Client, plan: Plan) -> None:
    linked = plan.outcomes.get(ref="2.1")
    result = a_result(a_visit(plan), outcome=linked)
    withdraw(plan, "2.1")
    assert change(client, plan, result, note="As in the annex").status_code == 302
    stored = SampleResult.objects.get()
    assert (stored.note, stored.outcome) == ("As in the annex", linked)


def test_its_outcome_is_taken_off_and_one_that_is_withdrawn_cannot_be_chosen(
    client: Client, plan: Plan
) -> None:
    result = a_result(a_visit(plan), outcome=plan.outcomes.get(ref="2.1"))
    withdraw(plan, "2.2")
    refused = change(client, plan, result, outcome="2.2")
    assert "The plan has no outcome 2.2." in read(refused.content.decode()).the("div", role="alert").words
    assert change(client, plan, result, outcome=" ").status_code == 302
    assert SampleResult.objects.get().outcome is None
