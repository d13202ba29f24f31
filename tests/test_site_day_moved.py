"""A site day that is moved to another day is compared with the ratings that stood on that one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.models import SiteCheck, Visit
from plans.models import Plan, Rag, Rating

from .cast import Cast, days_ago
from .reading import page
from .visits import a_check, a_site_day

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.smt)


@pytest.fixture
def day(plan: Plan, rate: Rate) -> Visit:
    """Of 20 days ago, when SMT agreed with the manager's red; it turned green 10 days ago."""
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(30))
    outcome = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(10)).outcome
    day = a_site_day(plan, day=days_ago(20))
    a_check(day, outcome, rag="red")
    return day


def move(client: Client, day: Visit, days: int, why: str) -> None:
    where = reverse("visit_change", args=[day.plan.slug, day.pk])
    initial = client.get(where).context["form"].initial
    to = days_ago(days)
    sent = {name: "" if value is None else value for name, value in initial.items()}
    answer = client.post(where, sent | {"on_site": f"{to.day} {to:%B %Y}", "reason": why})
    assert answer.status_code == 302


def differs(client: Client, plan: Plan) -> bool:
    words = page(client, reverse("outcome", args=[plan.slug, "2.1"])).after("What SMT saw last").words
    return "SMT red, rated green. Nobody has resolved this yet." in words


def test_it_differs_from_the_rating_of_the_day_it_was_moved_to(
    client: Client, plan: Plan, day: Visit
) -> None:
    assert not differs(client, plan)
    move(client, day, 5, "It was the week after")
    assert differs(client, plan)
    changed = SiteCheck.history.latest()
    assert changed.history_change_reason == "It was the week after"
    # And back: on that day the two agreed.
    move(client, day, 20, "It was not, after all")
    assert not differs(client, plan)


def test_moved_to_a_day_with_the_same_rating_what_was_seen_stays_as_it_was(
    client: Client, day: Visit
) -> None:
    move(client, day, 15, "Five days out")
    assert SiteCheck.history.count() == 1


def test_moved_before_anything_was_rated_it_differs_from_what_stands(
    client: Client, plan: Plan, day: Visit
) -> None:
    move(client, day, 40, "It was the month before")
    assert SiteCheck.objects.get().rating is None
    assert differs(client, plan)
