"""A plan that is set up on 3 March 2025 and looked at on 12 June, and what happened to it in between."""

import datetime as dt
from collections.abc import Callable

import time_machine
from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.setting_up import save_outcome
from plans.models import Plan, Rag, Rating, User

from .cast import Cast, place
from .reading import Part, read

ClientFor = Callable[[User | None], Client]
START, TODAY = dt.date(2025, 3, 3), dt.date(2025, 6, 12)


def on(day: dt.date) -> time_machine.travel:
    """What is done within this is done at ten that morning."""
    return time_machine.travel(dt.datetime.combine(day, dt.time(10), dt.UTC), tick=False)


def tell(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Plan:
    """April and May: one better, one corrected, one reworded."""
    with on(dt.date(2025, 4, 1)):
        rate("2.1", "Wexley", Rag.RED)
        wrong = rate("2.2", "Wexley", Rag.RED)
        rate("1.1", None, Rag.GREEN)
    with on(dt.date(2025, 5, 20)):
        rate("2.1", "Wexley", Rag.AMBER, commentary="Six of ten, from <b>two</b>")
        correct_rating(rating=wrong, reason="Misread", by=cast.smt, rag=Rag.AMBER, locality=place("Wexley"))
        outcome = plan.outcomes.get(ref="1.1")
        outcome.statement = "A contact is screened within two working days"
        save_outcome(
            outcome=outcome, leads=[], themes=[], localities=[], by=cast.administrator, reason="Agreed"
        )
    return plan


def withdraw(told: Plan, cast: Cast) -> Plan:
    """2.1, which was amber in Wexley, is withdrawn from 27 May."""
    with on(dt.date(2025, 5, 26)):
        outcome = told.outcomes.get(ref="2.1")
        outcome.withdrawn_on = dt.date(2025, 5, 27)
        records.save(outcome, by=cast.administrator, reason="The board agreed that it is finished")
    return told


def changes_seen(user: User, client_for: ClientFor, plan: Plan, asked: dict[str, str]) -> Part:
    """The page of what changed, as this person sees it in June."""
    with on(TODAY):
        response = client_for(user).get(reverse("changes", args=[plan.slug]), asked)
    assert response.status_code == 200
    return read(response.content.decode())
