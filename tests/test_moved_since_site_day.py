"""The pages of an outcome and of a difference say where the rating has moved since SMT looked, and when."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ofsted.actions.differences import resolve_difference
from ofsted.actions.site_days import Saw, save_checks
from plans.actions.correcting import correct_rating
from plans.dates import full_date
from plans.models import Plan, Rag, Rating

from .cast import WHY, Cast, at, days_ago
from .factories import set_up_by
from .reading import page
from .visits import a_check, a_site_day

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]
MOVED = "The rating has moved since SMT looked"


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.smt)


def said(client: Client, plan: Plan, **asked: str) -> str:
    address = reverse("outcome", args=[plan.slug, "2.1"], query=asked)
    return page(client, address).after("What SMT saw last").words


def looked(plan: Plan, rag: str = "red", days: int = 10) -> None:
    """SMT looked at 2.1 in Wexley some days ago."""
    day = a_site_day(plan, day=days_ago(days), when=at(days))
    saw = Saw(plan.outcomes.get(ref="2.1"), day.locality, "Files", rag=rag)
    save_checks(visit=day, plan=plan, saw=[saw], by=set_up_by(), when=at(days))


def test_it_says_from_what_to_what_and_when_however_often_it_was_confirmed(
    client: Client, plan: Plan, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40), recorded_at=at(40))
    looked(plan)
    assert "SMT red, rated amber. Nobody has resolved this yet." in said(client, plan)
    assert MOVED not in said(client, plan)
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(8))
    assert MOVED not in said(client, plan)
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(6))
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(2))
    told = f"{MOVED}: it was amber then, and turned green on {full_date(days_ago(6))}."
    assert f"SMT red, rated green. Nobody has resolved this yet. {told}" in said(client, plan)
    check = plan.outcomes.get(ref="2.1").site_checks.get()
    assert told in page(client, reverse("difference_resolve", args=[plan.slug, check.pk])).words


def test_of_what_was_not_rated_that_day_it_says_so(client: Client, plan: Plan, rate: Rate) -> None:
    looked(plan)
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(3))
    assert f"it was not rated then, and turned green on {full_date(days_ago(3))}." in said(client, plan)


def test_a_rating_put_right_afterwards_moved_on_the_day_that_was_done(
    client: Client, plan: Plan, cast: Cast, rate: Rate
) -> None:
    rating = rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40), recorded_at=at(40))
    looked(plan)
    correct_rating(
        rating=rating, reason="Misread", rag=Rag.GREEN, locality=rating.locality, commentary=WHY, by=cast.smt
    )
    today = full_date(timezone.localdate())
    assert f"it was amber then, and turned green on {today}." in said(client, plan)


def test_what_is_resolved_or_agrees_needs_no_more_words(
    client: Client, plan: Plan, cast: Cast, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(40), recorded_at=at(40))
    looked(plan)
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(5))
    assert MOVED in said(client, plan)
    resolve_difference(
        check=plan.outcomes.get(ref="2.1").site_checks.select_related("visit", "outcome").get(),
        plan=plan, resolution="Read ten", resolved_on=timezone.localdate(), by=cast.smt,
    )  # fmt: skip
    assert MOVED not in said(client, plan)
    assert "SMT red, rated amber: resolved on" in said(client, plan)
    rate("2.1", "Wexley", Rag.RED)
    assert MOVED not in said(client, plan)


def test_on_an_earlier_date_what_came_later_has_not_moved_it(client: Client, plan: Plan, rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40), recorded_at=at(40))
    looked(plan)
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(3))
    assert MOVED in said(client, plan)
    then = said(client, plan, at=days_ago(5).isoformat())
    assert "SMT red, rated amber. Nobody has resolved this yet." in then
    assert MOVED not in then


def test_it_asks_as_much_of_one_that_moved_as_of_several(client: Client, plan: Plan, rate: Rate) -> None:
    counts = []
    for place in ("Wexley", "Thornby"):
        rate("2.1", place, Rag.AMBER, effective_on=days_ago(40), recorded_at=at(40))
        day = a_site_day(plan, place, day=days_ago(10))
        a_check(day, plan.outcomes.get(ref="2.1"), rag="red")
        rate("2.1", place, Rag.GREEN, effective_on=days_ago(3))
        with CaptureQueriesContext(connection) as queries:
            assert said(client, plan).count(MOVED) == len(counts) + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
