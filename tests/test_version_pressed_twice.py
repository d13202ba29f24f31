"""A next version started or discarded twice over: the second press leads on, and nobody else is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from plans.actions import records
from plans.actions.rolling_forward import roll_forward
from plans.actions.versions import discard_draft, start_version
from plans.models import Membership, Plan, User

from .cast import Cast
from .factories import MembershipFactory, UserFactory
from .next_version import MONTH, start
from .reading import page
from .version_pages import at, form_of, shown

ClientFor = Callable[[User | None], Client]


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def draft(forward: Callable[..., Plan]) -> Plan:
    return forward()


def test_a_start_that_is_sent_twice_leads_to_the_plan(draft: Plan, administrator: Client) -> None:
    address = at("start_version", draft)
    sent = form_of(page(administrator, address))
    administrator.post(address, sent)
    response = administrator.post(address, sent, follow=True)
    assert response.redirect_chain == [(at("plan", draft), 302)]
    assert "Note. Second plan has started already." in shown(response).words


def test_nobody_is_led_to_a_started_version_who_does_not_administer_or_see_it(
    plan: Plan, draft: Plan, cast: Cast, client_for: ClientFor
) -> None:
    start(draft, cast)
    address = at("start_version", draft)
    assert client_for(cast.smt).post(address).status_code == 403
    assert client_for(cast.outsider).post(address).status_code == 404
    newcomer = UserFactory(name="Nia Newcomer")
    MembershipFactory(user=newcomer, plan=draft, role=Membership.Role.ADMINISTRATOR)
    assert client_for(newcomer).post(address).status_code == 404
    assert client_for(cast.administrator).post(at("start_version", plan)).status_code == 404


def test_a_discard_that_is_sent_twice_leads_to_the_version_before(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    address = at("discard_version", draft)
    administrator.post(address, {"reason": "Not yet"})
    response = administrator.post(address, {"reason": "Not yet"}, follow=True)
    assert response.redirect_chain == [(at("plan", plan), 302)]
    assert "Note. That draft has been discarded already." in shown(response).words
    assert administrator.get(address).status_code == 404


def test_nobody_else_is_told_of_a_discarded_draft(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client, client_for: ClientFor
) -> None:
    address = at("discard_version", draft)
    administrator.post(address, {"reason": "Not yet"})
    for who in (cast.smt, cast.outsider, cast.stranger, cast.superuser):
        assert client_for(who).post(address, {"reason": "Not yet"}).status_code == 404
    records.delete(
        plan.memberships.get(user=cast.administrator), by=cast.superuser, reason="No longer of the plan"
    )
    assert administrator.post(address, {"reason": "Not yet"}).status_code == 404


def test_another_draft_at_the_address_of_a_discarded_one_is_discarded_too(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client
) -> None:
    address = at("discard_version", draft)
    administrator.post(address, {"reason": "Not yet"})
    again = roll_forward(plan=plan, title="Second plan", dated=MONTH, by=cast.administrator, reason="Now")
    assert at("discard_version", again) == address
    administrator.post(address, {"reason": "Not yet after all"})
    assert not Plan.objects.filter(predecessor=plan).exists()


@pytest.mark.parametrize(
    ("name", "action", "says"),
    [
        ("start_version", start_version, "Second plan has started already."),
        ("discard_version", discard_draft, "That draft has been discarded already."),
    ],
)
def test_of_two_presses_at_one_moment_the_second_is_led_on_too(
    draft: Plan, administrator: Client, monkeypatch: Any, name: str, action: Any, says: str
) -> None:
    address = at(name, draft)
    sent = form_of(page(administrator, address)) | {"reason": ["Agreed"]}

    def beaten_to_it(**given: Any) -> None:
        action(**given)
        action(**given)

    monkeypatch.setattr(f"plans.views.next_version.{action.__name__}", beaten_to_it)
    assert says in shown(administrator.post(address, sent, follow=True)).words
