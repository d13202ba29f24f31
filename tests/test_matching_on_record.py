"""The record tells who said which outcomes are new and which of the version before are dropped, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from plans.actions.rolling_forward import roll_forward
from plans.actions.versions import match_outcomes, start_version
from plans.models import Membership, Plan, User
from plans.record import Kind

from .cast import Cast
from .factories import MembershipFactory, OutcomeFactory, UserFactory
from .next_version import MONTH, ids
from .reading import page
from .record_reading import page as record_of
from .version_pages import at, form_of

DECIDED = {"kinds": frozenset({Kind.PLAN})}


@pytest.fixture
def draft(plan: Plan, cast: Cast) -> Plan:
    kept = [pk for pk in plan.outcomes.values_list("pk", flat=True) if pk not in ids(plan, "3.2")]
    made = roll_forward(
        plan=plan, title="Second plan", dated=MONTH, outcomes=kept, by=cast.administrator, reason="A new year"
    )
    OutcomeFactory(section=made.sections.get(number="2"), ref="2.8")
    return made


def told_of(plan: Plan, by: User | None = None) -> list[tuple[str, str, list[str]]]:
    """Each save of the plan itself: who, why, and what it says of new and dropped outcomes."""
    saves = [
        (save.by, save.reason, [one for one in save.changes if one.start.startswith(("New,", "Dropped of"))])
        for save in reversed(record_of(plan, by, **DECIDED).saves)
    ]
    return [(who, why, [one.sentence for one in said]) for who, why, said in saves if said]


def say(draft: Plan, by: User, reason: str, **said: Any) -> None:
    match_outcomes(plan=draft, matches={}, by=by, reason=reason, **said)


def test_what_is_left_out_when_the_draft_is_made(draft: Plan, cast: Cast) -> None:
    assert told_of(draft) == [
        ("Ada Administrator", "A new year", ["Dropped of the version of October 2024: 3.2"])
    ]


def test_each_decision_has_its_person_and_its_reason(plan: Plan, draft: Plan, cast: Cast) -> None:
    say(draft, cast.administrator, "The board asked for it", new=ids(draft, "2.8"))
    say(draft, cast.superuser, "It may come back", dropped=[])
    say(draft, cast.administrator, "It does not", dropped=ids(plan, "3.2"))
    assert told_of(draft)[1:] == [
        ("Ada Administrator", "The board asked for it", ["New, and continuing nothing: 2.8"]),
        ("Sue Superuser", "It may come back", ["Dropped of the version of October 2024: none"]),
        ("Ada Administrator", "It does not", ["Dropped of the version of October 2024: 3.2"]),
    ]


def test_it_is_on_the_page_of_the_record_when_it_is_said_on_the_page_of_the_matching(
    draft: Plan, cast: Cast, client_for: Callable[..., Any]
) -> None:
    client = client_for(cast.administrator)
    sent = form_of(page(client, at("matching", draft))) | {"reason": ["Nothing like it before"]}
    client.post(at("matching", draft), sent)
    there = page(client, at("record", draft)).words
    assert "New, and continuing nothing: 2.8" in there
    assert "Nothing like it before" in there


def test_saying_the_same_again_is_no_change(draft: Plan, cast: Cast) -> None:
    say(draft, cast.administrator, "New", new=ids(draft, "2.8"))
    before = draft.history.count()
    say(draft, cast.administrator, "New", new=ids(draft, "2.8"))
    assert draft.history.count() == before


def test_what_nobody_said_is_told_of_at_the_start_and_all_of_it_stays(draft: Plan, cast: Cast) -> None:
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert told_of(draft)[-1] == ("Ada Administrator", "Agreed", ["New, and continuing nothing: 2.8"])
    draft.refresh_from_db()
    assert (draft.said_new, draft.said_dropped) == ("2.8", "3.2")


def test_refs_of_the_version_before_are_for_those_who_may_see_it(draft: Plan, cast: Cast) -> None:
    newcomer: User = UserFactory(name="Nia Newcomer")
    MembershipFactory(user=newcomer, plan=draft, role=Membership.Role.ADMINISTRATOR)
    [(_, _, said)] = told_of(draft, newcomer)
    assert said == ["Dropped of the version of October 2024: 1"]
