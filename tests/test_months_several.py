"""Several plans month by month in one query say of each what it says alone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Plan
from plans.months import Asked, read_months, read_several

from .cast import days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans(make_plan: Callable[..., Plan]) -> list[Plan]:
    """Three plans, each with ratings, of other sizes."""
    return [make_plan(outcomes=number, ratings=number, sections=2) for number in (2, 3, 4)]


def asked_of(plan: Plan, place: int) -> Asked:
    """Each over other months, and one in the wording of a past moment."""
    return Asked(
        plan_id=plan.pk,
        until=days_ago(40 * place),
        months=6 + place,
        set_up_on=timezone.localdate(plan.history.earliest().history_date),
        wording_at=timezone.now() if place == 1 else None,
        since=days_ago(100) if place == 2 else None,
    )


def test_each_is_as_it_is_alone(plans: list[Plan]) -> None:
    known_at = timezone.now()
    asked = [asked_of(plan, place) for place, plan in enumerate(plans)]
    alone = [
        read_months(
            plan,
            until=one.until,
            months=one.months,
            known_at=known_at,
            set_up_on=one.set_up_on,
            wording_at=one.wording_at,
            since=one.since,
        )
        for plan, one in zip(plans, asked, strict=True)
    ]
    assert any(months.colours for months in alone)
    assert read_several(asked, plans[0], known_at=known_at) == alone


def test_however_many_it_is_one_query_and_none_for_none(plans: list[Plan]) -> None:
    asked = [asked_of(plan, place) for place, plan in enumerate(plans)]
    for number in (0, 1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert len(read_several(asked[:number], plans[0], known_at=timezone.now())) == number
        assert len(queries) == min(number, 1)
    many = read_several(asked * 10, plans[0], known_at=timezone.now())
    assert [months.ends[-1] for months in many] == [one.until for one in asked] * 10
