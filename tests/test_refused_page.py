"""The page for what a person may not do: it says whose it is to do, and keeps the way about."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Plan, User

from .cast import Cast
from .reading import Part, read

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def refused(client: Client, address: str) -> Part:
    answer = client.get(address, follow=True)
    assert answer.status_code == 403
    return read(answer.content.decode())


def test_on_a_plan_it_leads_back_to_the_plan(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    seen = refused(client_for(cast.reader), reverse("rate_section", args=[plan.slug, "2"]))
    assert "You may look at this plan" in seen.the("main").words
    assert seen.the("main").links["Go back to the plan"] == reverse("plan", args=[plan.slug])
    assert seen.the("nav").links["Outcomes"] == reverse("outcomes", args=[plan.slug])


def test_away_from_a_plan_it_speaks_of_none(cast: Cast, client_for: ClientFor) -> None:
    for address in (reverse("admin:index"), reverse("import_start")):
        seen = refused(client_for(cast.smt), address)
        assert "administrators can do what you asked for." in seen.the("main").words
        assert "this plan" not in seen.the("main").words
        assert list(seen.the("nav").links) == ["Home"]


def test_who_imports_and_sets_up_keeps_the_way_there(cast: Cast, client_for: ClientFor) -> None:
    seen = refused(client_for(cast.administrator), reverse("admin:plans_plan_add"))
    assert {"Import", "Set-up"} <= seen.the("nav").links.keys()


def test_a_plan_that_is_not_theirs_is_not_named(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    address = reverse("rate_section", args=[plan.slug, "2"])
    assert client_for(cast.stranger).get(address).status_code == 404
