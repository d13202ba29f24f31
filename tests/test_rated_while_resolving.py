"""A difference is resolved as the person saw it: where somebody has rated the cell since, they look again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ofsted.models import SiteCheck
from plans.models import Plan, Rag, Rating

from .cast import Cast, days_ago
from .rating_forms import hidden
from .reading import page, read
from .visits import a_check, a_site_day

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]
TYPED = "Looked at ten more together: it stays green until July"


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.smt)


@pytest.fixture
def where(plan: Plan, rate: Rate) -> str:
    """The page of a difference: SMT red, rated green."""
    outcome = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(10)).outcome
    check = a_check(a_site_day(plan, day=days_ago(5)), outcome, rag="red")
    return reverse("difference_resolve", args=[plan.slug, check.pk])


def sent(client: Client, where: str) -> dict[str, str]:
    """What the page would send with words typed."""
    typed = {"resolution": TYPED, "resolved_on": timezone.localdate().isoformat()}
    return typed | hidden(client.get(where).content.decode())


def on_outcome(client: Client, plan: Plan) -> str:
    return page(client, reverse("outcome", args=[plan.slug, "2.1"])).after("What SMT saw last").words


def test_words_about_one_colour_settle_no_other(client: Client, plan: Plan, where: str, rate: Rate) -> None:
    asked = sent(client, where)
    rate("2.1", "Wexley", Rag.AMBER, commentary="Four of ten were late")
    answer = client.post(where, asked)
    assert answer.status_code == 409
    again = read(answer.content.decode())
    assert "The rating that stands has changed" in again.the("div", role="alert").words
    assert "Four of ten were late" in again.the("main").words
    assert again.the("textarea", name="resolution").words == TYPED
    assert SiteCheck.objects.get().resolution == ""
    assert "SMT red, rated amber. Nobody has resolved this yet." in on_outcome(client, plan)
    # The form is now made from what stands.
    assert client.post(where, asked | hidden(answer.content.decode())).status_code == 302
    assert "SMT red, rated amber: resolved on" in on_outcome(client, plan)


def test_a_form_that_does_not_say_what_it_showed_resolves_nothing(client: Client, where: str) -> None:
    asked = sent(client, where)
    del asked["rating"]
    assert client.post(where, asked).status_code == 409
    assert SiteCheck.objects.get().resolution == ""


def test_what_agrees_meanwhile_needs_no_resolving(client: Client, where: str, rate: Rate) -> None:
    asked = sent(client, where)
    rate("2.1", "Wexley", Rag.RED)
    answer = client.post(where, asked)
    assert "Nothing has to be resolved here" in read(answer.content.decode()).the("div", role="alert").words
    assert SiteCheck.objects.get().resolution == ""
