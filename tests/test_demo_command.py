"""`manage.py demo`."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from plans.actions.refusals import Refused
from plans.demonstration import PASSWORD, load_demonstration
from plans.models import Authority, Outcome, Plan, Rating, User

from .factories import PlanFactory

pytestmark = pytest.mark.django_db


def demo(*options: str) -> str:
    printed = StringIO()
    call_command("demo", *options, stdout=printed)
    return printed.getvalue()


def everything() -> tuple[int, ...]:
    counted = (Authority, Plan, Outcome, Rating, User, Plan.history.model, User.history.model)
    return tuple(model._default_manager.count() for model in counted)


def test_it_loads_once_and_says_who_can_sign_in() -> None:
    administrator = User.objects.create_superuser("me@council.example", name="Me")  # made first: no obstacle
    before = demo("--sign-ins")
    first = demo()
    loaded = everything()
    second = demo()
    sign_ins = demo("--sign-ins")

    assert before == ""
    assert first.startswith("Loaded the demonstration: Marlshire County Council")
    assert second.startswith("The demonstration is here already. Nothing was changed.")
    assert everything() == loaded
    for printed in (first, second, sign_ins):
        assert PASSWORD in printed
        for person in User.objects.exclude(pk=administrator.pk):
            assert (person.email in printed) is person.is_active
            assert (person.name in printed) is person.is_active
    assert "Loaded" not in sign_ins
    assert "already" not in sign_ins


def test_it_leaves_a_council_s_own_plans_alone() -> None:
    PlanFactory(title="Our own plan")
    before = everything()

    with pytest.raises(CommandError, match="holds plans of its own"):
        demo()

    assert everything() == before
    assert demo("--sign-ins") == ""


def test_it_leaves_the_account_of_a_namesake_alone() -> None:
    User.objects.create_superuser("ruth.adeyemi@marlshire.example", name="Another Ruth")

    with pytest.raises(CommandError, match=r"an account for ruth\.adeyemi@marlshire\.example"):
        demo()

    assert [user.name for user in User.objects.all()] == ["Another Ruth"]


def test_it_loads_all_or_nothing() -> None:
    # A story that ends after today has ratings that the actions refuse, when much has been written already.
    with pytest.raises(Refused, match="today or in the past"):
        load_demonstration(today=timezone.localdate() + dt.timedelta(days=400))

    assert set(everything()) == {0}
