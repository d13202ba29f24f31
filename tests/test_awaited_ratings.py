"""Which ratings the paper of a meeting waits for: judged as they will be on the day it is published."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.late_ratings import awaited_for, managers_of
from plans.models import Meeting, Membership, Plan, Rag, Rating, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago
from .dated import change
from .factories import MembershipFactory, OutcomeFactory
from .papers import meeting_for
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
Rate = Callable[..., Rating]
Look = Callable[..., Part]
LATE = "Who has not updated their ratings"


@pytest.fixture
def look(cast: Cast, client_for: Callable[[User | None], Client]) -> Look:
    return lambda address="/", user=None: page(client_for(user or cast.clerk), address)


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """On 10 July 2025: published by 2 July, so that ratings from 1 June on are recent enough."""
    return meeting_for(plan, days=28)


def at(meeting: Meeting) -> str:
    return reverse("meeting", args=["westermoor-2024", meeting.pk])


def late(plan: Plan, deadline: str, cycle: int = 31) -> dict[str, int]:
    found = awaited_for(
        take_snapshot(plan), managers_of(plan), deadline=dt.date.fromisoformat(deadline), cycle_days=cycle
    )
    return {one.name: one.late for one in found.late}


def rate_everything(plan: Plan, rate: Rate, cast: Cast, day: dt.date) -> None:
    for outcome, cell in take_snapshot(plan).cells:
        column = None if cell.column.locality_id is None else cell.column.name
        rate(outcome.ref, column, Rag.AMBER, by=cast.smt, effective_on=day)


def test_a_rating_that_will_be_too_old_by_publication_is_late_today(
    plan: Plan, cast: Cast, rate: Rate
) -> None:
    rate("1.2", None, Rag.AMBER, by=cast.smt, effective_on=dt.date(2025, 6, 1))
    rate("2.1", "Wexley", Rag.AMBER, by=cast.smt, effective_on=dt.date(2025, 5, 31))
    rate("2.2", "Wexley", Rag.COMPLETE, by=cast.smt, effective_on=dt.date(2025, 1, 31))
    assert late(plan, "2025-07-02")[cast.manager.display_name] == 1
    assert cast.manager.display_name not in late(plan, "2025-06-30")
    assert late(plan, "2025-07-03")[cast.manager.display_name] == 2
    # Once the deadline has passed it is judged by today.
    assert cast.manager.display_name not in late(plan, "2025-05-01")
    assert late(plan, "2025-05-01", cycle=11)[cast.manager.display_name] == 1


def test_the_page_says_to_which_day_it_counts(
    plan: Plan, meeting: Meeting, cast: Cast, rate: Rate, look: Look
) -> None:
    rate_everything(plan, rate, cast, dt.date(2025, 6, 1))
    rate("2.1", "Wexley", Rag.RED, by=cast.smt, effective_on=dt.date(2025, 6, 2))
    seen = look(at(meeting)).words
    assert (
        "Listed is what was never given, or not since 1 June 2025: an earlier rating will be over 31 days "
        "old on 2 July 2025, when papers are published. The check before issuing counts to the day that the "
        "paper is as at." in seen
    )
    assert "Every manager has updated their ratings since 1 June 2025." in seen
    past = meeting_for(plan, days=4)
    assert (
        "not since 12 May 2025: an earlier rating is over 31 days old. Papers were to be published by 6 June "
        "2025, so this is counted to today." in look(at(past)).words
    )


def test_long_before_a_meeting_only_what_was_never_given_is_asked_for(
    plan: Plan, cast: Cast, rate: Rate, look: Look
) -> None:
    meeting = meeting_for(plan, days=60)  # published by 1 August
    seen = look(at(meeting))
    assert (
        "Ratings for this meeting are given from 1 July 2025 on: any earlier one will be over 31 days old on "
        "1 August 2025, when papers are published. Until then only what was never given is listed."
        in seen.words
    )
    assert cast.manager.display_name in seen.after(LATE).words
    assert "rag=none" in " ".join(seen.after(LATE).links.values())
    assert "3 people have ratings never given" in look().words
    rate_everything(plan, rate, cast, days_ago(50))
    seen = look(at(meeting))
    assert cast.manager.display_name not in seen.words
    assert "Write to" not in seen.words
    assert "Asked for from 1 July 2025" in look().words


def test_home_and_the_meetings_page_count_the_same_people(
    plan: Plan, meeting: Meeting, cast: Cast, rate: Rate, look: Look
) -> None:
    rate_everything(plan, rate, cast, days_ago(20))  # recent enough today, and not by publication
    assert "3 people have not updated" in look().words
    seen = look(at(meeting)).after(LATE)
    assert len(seen.rows) == 3
    [to] = [address for name, address in seen.links.items() if name == "Personal Advisers"]
    assert "days=12" in to  # from before 1 June
    rated = look(to)
    assert "3.2" in rated.words


def test_what_no_manager_gives_is_told_last(
    plan: Plan, meeting: Meeting, cast: Cast, rate: Rate, look: Look
) -> None:
    assert "5 ratings have no manager" in look().words
    seen = look(at(meeting))
    assert (
        "5 ratings to update have no manager: 1.1 Overall, 2.3 Wexley, 2.3 Thornby, 2.3 Overall, 3.2 CiC. "
        "SMT or a plan administrator gives them." in seen.words
    )
    assert seen.links["3.2 CiC"].startswith("/plans/westermoor-2024/outcomes/3.2/")
    rate_everything(plan, rate, cast, days_ago(1))
    assert "no manager" not in look(at(meeting)).words
    assert "no manager" not in look().words
    assert "Every manager has updated" in look().words


def test_one_alone_is_told_and_everybody_else_has_updated(
    plan: Plan, meeting: Meeting, cast: Cast, rate: Rate, look: Look
) -> None:
    for outcome, cell in take_snapshot(plan).cells:
        column = None if cell.column.locality_id is None else cell.column.name
        age = 40 if outcome.ref == "1.1" else 1
        rate(outcome.ref, column, Rag.AMBER, by=cast.smt, effective_on=days_ago(age))
    assert "Every manager has updated 1 rating has no manager" in look().words
    assert (
        "Every manager has updated their ratings since 1 June 2025. 1 rating to update has no manager: 1.1 "
        "Overall. SMT or a plan administrator gives it." in look(at(meeting)).words
    )


def test_of_many_without_a_manager_the_first_are_named(
    plan: Plan, meeting: Meeting, cast: Cast, look: Look
) -> None:
    for manager in (cast.manager, cast.head, cast.other_manager):
        change(manager, is_active=False)
    assert "This plan has no manager 15 ratings have no manager" in look().words
    assert "Every manager" not in look().words + look(at(meeting)).words
    assert "No manager of this plan can sign in." in look(at(meeting)).words
    assert "3.1 CiC and 3 more." in look(at(meeting)).words


@pytest.mark.parametrize("address", ["home", "meeting"])
def test_many_ratings_and_managers_ask_no_more(
    address: str, plan: Plan, meeting: Meeting, cast: Cast, client_for: Callable[[User | None], Client]
) -> None:
    client, counted = client_for(cast.clerk), []
    section = plan.sections.get(number="1")
    lead = plan.authority.leads.get(title="Team Managers")
    for number in (5, 50):
        for _ in range(number):
            OutcomeFactory(section=section, statement="Another", led_by=[lead] if number == 5 else [])
            MembershipFactory(plan=plan, role=Membership.Role.MANAGER, holds=[lead])
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/" if address == "home" else at(meeting)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
