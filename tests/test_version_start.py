"""The start of a version, giving a draft up, and what Set-up and two people at once may not do."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from plans.actions import records
from plans.actions.rating import rate_outcome
from plans.actions.refusals import NotAllowed, Refused, Stale
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_record, save_section
from plans.actions.versions import Carries, discard_draft, match_outcomes
from plans.matched import read_matched
from plans.models import (
    Membership,
    Outcome,
    OutcomePredecessor,
    Plan,
    Rag,
    Rating,
    VersionDraft,
)
from plans.snapshot import take_snapshot

from .cast import WHY, Cast, make_cast, make_small_plan, place, withdraw
from .next_version import ids, join, start
from .test_concurrency import all_at_once

# --- The start ----------------------------------------------------------------------------------------------


def test_the_draft_goes_live_and_the_version_before_is_closed_at_one_moment(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    draft = forward(carries=Carries.ALL)
    start(draft, cast)
    draft.refresh_from_db()
    plan.refresh_from_db()
    assert (draft.status, plan.status) == ("live", "closed")
    [live, closed] = draft.history.first(), plan.history.first()
    [rating] = Rating.objects.filter(plan=draft)
    assert live.history_date == closed.history_date == rating.recorded_at
    assert {live.history_change_reason, closed.history_change_reason} == {"The board agreed it"}
    assert not VersionDraft.objects.filter(plan=draft).exists()
    with pytest.raises(Refused, match="This plan is closed"):
        rate("2.1", "Wexley", Rag.GREEN)


def test_the_old_version_is_whole_as_at_any_date_after_it_is_closed(
    db: None,
) -> None:
    """The heart of it: nothing that is done in or with the next version touches what the old one says."""
    with time_machine.travel(dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC), tick=False) as clock:
        plan = make_small_plan()
        cast = make_cast(plan)
        outcome = plan.outcomes.get(ref="2.1")

        def on(month: int, day: int) -> None:
            clock.move_to(dt.datetime(2026, month, day, 9, tzinfo=dt.UTC))

        def rate(rag: Rag) -> None:
            rate_outcome(outcome=outcome, locality=place("Wexley"), rag=rag, by=cast.smt, commentary=WHY)

        rate(Rag.RED)
        on(2, 10)
        outcome.statement = "Reworded in February"
        records.save(outcome, by=cast.administrator, reason="Said better")
        rate(Rag.AMBER)
        on(3, 10)
        rate(Rag.GREEN)
        on(4, 10)
        ends = [dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31), dt.date(2026, 4, 9)]
        known = timezone.now()
        before = [take_snapshot(plan, at=day, known_at=known) for day in ends]
        assert [one.outcome("2.1").cell(place("Wexley").pk).rag for one in before] == [
            Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREEN,
        ]  # fmt: skip
        draft = roll_forward(
            plan=plan,
            title="Second plan",
            dated=dt.date(2026, 4, 1),
            carries=Carries.ALL,
            by=cast.administrator,
            reason="A new year",
        )
        on(4, 20)
        new = draft.sections.get(number="2")
        save_section(section=new, columns=["Wexleys", "Thornby"], by=cast.administrator, reason="As printed")
        join(draft, cast, "Wexleys")
        start(draft, cast)
        on(5, 20)
        lead = plan.authority.leads.get(title="Team Managers")
        lead.title = "Managers of teams"
        save_record(record=lead, by=cast.administrator, reason="A new word")
        mine = draft.outcomes.get(ref="2.1")
        mine.statement = "Another thing altogether"
        records.save(mine, by=cast.administrator, reason="Reworded")
        after = [take_snapshot(plan, at=day, known_at=known) for day in ends]
        for was, now in zip(before, after, strict=True):
            closed = dataclasses.replace(was, closed_on=dt.date(2026, 4, 20))
            assert dataclasses.replace(now, wording_at=was.wording_at) == closed
        last = take_snapshot(plan)
        assert (last.at, last.closed_on) == (dt.date(2026, 4, 20), dt.date(2026, 4, 20))
        assert last.outcome("2.1").statement == "Reworded in February"


def test_what_has_started_does_not_start_again(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    start(draft, cast)
    with pytest.raises(Refused, match="it has started already"):
        start(draft, cast)
    with pytest.raises(Refused, match="it has started already"):
        start(plan, cast)


def test_a_version_without_outcomes_does_not_start(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward(outcomes=ids(plan, "1.1"))
    withdraw(draft, "1.1")
    with pytest.raises(Refused, match="no outcomes yet"):
        start(draft, cast)
    plan.refresh_from_db()
    assert plan.status == Plan.Status.LIVE


def test_who_does_not_administer_the_version_before_does_not_close_it(
    plan: Plan, cast: Cast, forward: Any
) -> None:
    draft = forward()
    part = plan.memberships.get(user=cast.administrator)
    part.role = Membership.Role.READER
    records.save(part, by=cast.superuser, reason="Gave it up")
    with pytest.raises(NotAllowed, match="You do not administer “Westermoor Improvement Plan"):
        start(draft, cast)


def test_a_start_from_an_old_page_is_refused(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    seen = read_matched(draft).seen
    match_outcomes(plan=draft, matches={ids(draft, "1.1")[0]: []}, by=cast.administrator, reason="Not that")
    with pytest.raises(Stale):
        start(draft, cast, seen=seen)
    draft.refresh_from_db()
    assert draft.status == Plan.Status.DRAFT


# --- Giving it up -------------------------------------------------------------------------------------------


def test_a_discarded_draft_is_gone_and_its_record_stays(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward(carries=Carries.ALL)
    pk = draft.pk
    discard_draft(plan=draft, by=cast.administrator, reason="The board wants to wait")
    assert not Plan.objects.filter(pk=pk).exists()
    assert not OutcomePredecessor.objects.exists()
    gone = Plan.history.filter(id=pk).first()
    assert (gone.history_type, gone.history_by) == ("-", "Ada Administrator")
    assert gone.history_change_reason == "The board wants to wait"
    assert Outcome.history.filter(history_plan_id=pk, history_type="-").count() == plan.outcomes.count()
    again = forward()
    assert again.slug == "westermoor-second-plan-2025-06"


def test_a_version_that_has_started_is_not_discarded(cast: Cast, forward: Any) -> None:
    draft = forward()
    start(draft, cast)
    with pytest.raises(Refused, match="has started already"):
        discard_draft(plan=draft, by=cast.administrator, reason="Never mind")


def test_a_plan_that_follows_none_is_not_discarded(plan: Plan, cast: Cast) -> None:
    plan.status = Plan.Status.DRAFT
    records.save(plan, by=cast.administrator, reason="Not yet")
    with pytest.raises(Refused, match="follows no other version"):
        discard_draft(plan=plan, by=cast.administrator, reason="Never mind")


# --- Set-up keeps versions in line --------------------------------------------------------------------------


def save(plan: Plan, cast: Cast, **values: Any) -> None:
    fresh = Plan.objects.get(pk=plan.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    save_record(record=fresh, by=cast.superuser, reason="In Set-up")


def test_a_status_that_parts_versions_is_refused(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    with pytest.raises(Refused, match="is started from its own page"):
        save(draft, cast, status="live")
    start(draft, cast)
    with pytest.raises(Refused, match="cannot be a draft again"):
        save(draft, cast, status="draft")
    with pytest.raises(Refused, match="so it stays closed"):
        save(plan, cast, status="live")
    save(draft, cast, status="closed")
    save(draft, cast, status="live", title="A better title")


def test_a_predecessor_that_cannot_be_is_refused(plan: Plan, cast: Cast, forward: Any) -> None:
    elsewhere = Plan.objects.get(slug="eastholme-2024")
    with pytest.raises(Refused, match="the same authority"):
        save(plan, cast, predecessor=elsewhere)
    draft = forward()
    with pytest.raises(Refused, match="cannot follow a draft"):
        save(plan, cast, predecessor=draft)
    start(draft, cast)
    with pytest.raises(Refused, match="outcomes are matched"):
        save(draft, cast, predecessor=None)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="cannot follow itself"):
        save(plan, cast, predecessor=draft)


# --- At the same moment -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_roll_forward_at_once_one_is_refused(plan: Plan, cast: Cast) -> None:
    results = all_at_once(
        *(["roll", plan.slug, cast.administrator.email, title] for title in ("Mine", "Theirs"))
    )
    [draft] = Plan.objects.filter(predecessor=plan)
    assert sorted(isinstance(result, str) for result in results) == [False, True]
    assert draft.title in next(result for result in results if isinstance(result, str))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_start_at_once_one_is_refused(plan: Plan, cast: Cast, forward: Any, rate: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    draft = forward(carries=Carries.ALL)
    results = all_at_once(*[["start", draft.slug, cast.administrator.email, ""]] * 2)
    assert sorted(isinstance(result, str) for result in results) == [False, True]
    assert Rating.objects.filter(plan=draft).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rating_given_as_the_version_closes_is_in_before_it_or_refused(
    plan: Plan, cast: Cast, forward: Any
) -> None:
    """It is never in a plan that was closed already."""
    draft = forward(carries=Carries.ALL)
    _, made = all_at_once(
        ["start", draft.slug, cast.administrator.email, "first"],
        ["rate", "2.1", cast.smt.email, "green", "", "", plan.slug],
    )
    closed = plan.history.first().history_date
    if made is None:
        assert Rating.objects.count() == 0
    else:
        assert Rating.objects.get(pk=made).recorded_at <= closed
        assert Rating.objects.filter(plan=draft).count() == 1
