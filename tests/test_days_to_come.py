"""Days in the future that a visit or a decision cannot have: refused by actions, and said at their field."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ofsted.actions.decisions import save_decision
from ofsted.actions.visits import save_visit
from ofsted.models import Decision, Visit
from plans.actions.refusals import Refused
from plans.models import Plan

from .cast import Cast
from .reading import read
from .visit_forms import typed
from .visits import a_site_day, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
NOW = dt.datetime(2025, 11, 12, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def in_days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def error_at(answer: Any, field: str) -> str:
    """What is said beside a field of a form that was sent back."""
    assert answer.status_code == 200
    return read(answer.content.decode()).the("p", id=f"id_{field}_error").words


# --- A visit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"first_on": in_days(1), "last_on": in_days(2)}, "on_site"),
        ({"first_on": dt.date(2099, 1, 1), "last_on": dt.date(2099, 1, 2)}, "on_site"),
        ({"letter_on": in_days(1)}, "letter_on"),
        ({"ofsted_published_on": in_days(1)}, "ofsted_published_on"),
        ({"council_published_on": dt.date(2099, 1, 1)}, "council_published_on"),
        ({"next_expected": "March 2099", "next_expected_by": dt.date(2099, 3, 31)}, "next_expected"),
    ],
)
def test_no_way_of_recording_a_visit_takes_a_day_that_cannot_be(
    plan: Plan, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        a_visit(plan, **said)
    assert refused.value.field == field
    assert not Visit.objects.exists()


def test_a_visit_that_goes_on_is_recorded_with_the_next_years_ahead(plan: Plan) -> None:
    expected = {"next_expected": "By March 2028", "next_expected_by": dt.date(2028, 3, 31)}
    visit = a_visit(
        plan, first_on=TODAY, last_on=in_days(9), letter_on=TODAY, council_published_on=TODAY, **expected
    )
    assert Visit.objects.get() == visit


def test_the_form_says_at_the_field_what_is_too_far_ahead(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    sent = typed(letter_on="2099-01-01", next_expected="March 2099")
    answer = client_for(cast.clerk).post(reverse("visit_new", args=[plan.slug]), sent)
    assert "1 January 2099 is still to come. Leave it empty until then." in error_at(answer, "letter_on")
    assert "31 March 2099 is more than 5 years after this visit." in error_at(answer, "next_expected")
    assert not Visit.objects.exists()


# --- A site day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moved_to", ["13 November 2025", "12 and 13 November 2025", "November 2025"])
def test_a_site_day_is_not_moved_to_a_day_to_come(
    plan: Plan, cast: Cast, client_for: ClientFor, moved_to: str
) -> None:
    day = a_site_day(plan)
    where = reverse("visit_change", args=[plan.slug, day.pk])
    sent = {"on_site": moved_to, "version": "1", "reason": "Put off"}
    said = error_at(client_for(cast.smt).post(where, sent), "on_site")
    assert "That day is still to come. What SMT saw is recorded on the day or later." in said
    day.last_on = in_days(1)
    with pytest.raises(Refused, match="still to come"):
        save_visit(visit=day, plan=plan, by=cast.smt, reason="Put off")
    assert Visit.objects.get().last_on == TODAY


def test_a_site_day_is_begun_on_no_stretch_that_ends_later(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    sent = {"locality": str(a_site_day(plan).locality_id), "days": "12 and 13 November 2025"}
    answer = client_for(cast.smt).post(reverse("site_day_new", args=[plan.slug]), sent)
    assert "That day is still to come" in error_at(answer, "days")
    assert Visit.objects.count() == 1


# --- A decision ---------------------------------------------------------------------------------------------


def decide(plan: Plan, client: Client, decided: str) -> Any:
    sent = {"decided": decided, "body": "board", "words": "It meets monthly", "reason": "Minutes"}
    return client.post(reverse("decision_new", args=[plan.slug]), sent)


@pytest.mark.parametrize(
    "decided", ["13 November 2025", "1 May 2099", "December 2025", "November to December 2025"]
)
def test_no_decision_is_recorded_before_it_is_taken(
    plan: Plan, cast: Cast, client_for: ClientFor, decided: str
) -> None:
    said = error_at(decide(plan, client_for(cast.clerk), decided), "decided")
    assert "is still to come. Record a decision once it is taken." in said
    assert not Decision.objects.exists()


@pytest.mark.parametrize("decided", ["12 November 2025", "November 2025", "October and November 2025"])
def test_one_of_today_or_of_this_month_is_recorded(
    plan: Plan, cast: Cast, client_for: ClientFor, decided: str
) -> None:
    assert decide(plan, client_for(cast.clerk), decided).status_code == 302
    assert Decision.objects.get().decided == decided


def test_a_day_to_come_is_not_let_in_by_the_words_for_it(plan: Plan, cast: Cast) -> None:
    said = {"body": "board", "words": "It meets monthly", "decided_on": dt.date(2099, 1, 31)}
    for decided in ("November 2025", "in the autumn"):
        with pytest.raises(Refused, match="31 January 2099 is still to come"):
            save_decision(
                decision=Decision(decided=decided, **said), plan=plan, by=cast.smt, reason="Minutes"
            )
    assert not Decision.objects.exists()
