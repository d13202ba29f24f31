"""One version in use at a time, in one line: what Set-up refuses, and what it is told of one discarded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.actions.people import end_membership
from plans.actions.rating import CellRating, rate_cells
from plans.actions.refusals import Refused
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import (
    delete_record,
    save_membership,
    save_outcome,
    save_record,
    save_section,
)
from plans.actions.versions import discard_draft, match_outcomes, start_version
from plans.models import Membership, Outcome, Plan, Rag, Rating, Section, User, VersionDraft
from plans.verification import verify

from .cast import Cast
from .factories import MembershipFactory, PlanFactory, UserFactory
from .next_version import MONTH
from .reading import Part, read
from .test_set_up_pages import change
from .test_version_start import save

ClientFor = Callable[[User | None], Client]
GOES_ON_FOLLOWING = (
    "A draft of the next version goes on following the version it was made after. "
    "If it is to follow another, or none, discard this draft from its own page."
)
STILL_LIVE = (
    "The version before it is still live, and only one version is in use at a time. "
    "Close that first: in Set-up, under Plans, set its status to Closed."
)


@pytest.fixture
def draft(plan: Plan, cast: Cast, forward: Any) -> Plan:
    """A draft of the next version, whose text has a printed rating; nothing is matched."""
    made: Plan = forward()
    every: dict[int, list[int]] = {pk: [] for pk in made.outcomes.values_list("pk", flat=True)}
    match_outcomes(plan=made, matches=every, by=cast.administrator, reason="Read from its text")
    printed = [[made.outcomes.get(ref="1.1").pk, None, "red"]]
    VersionDraft.objects.filter(plan=made).update(printed=printed)
    return made


# --- A draft of the next version ----------------------------------------------------------------------------


def test_a_draft_of_the_next_version_is_not_cut_loose(plan: Plan, cast: Cast, draft: Plan) -> None:
    another = PlanFactory(authority=plan.authority, status="closed")
    for follows in (None, another):
        with pytest.raises(Refused) as refused:
            save(draft, cast, predecessor=follows)
        assert refused.value.message == GOES_ON_FOLLOWING
    with pytest.raises(Refused):
        save(draft, cast, predecessor=None, status="live")
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert Rating.objects.get(plan=draft).rag == Rag.RED


def test_set_up_shows_which_version_a_draft_follows_and_does_not_ask(
    plan: Plan, cast: Cast, draft: Plan, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    there = plan_form(client, draft)
    assert "predecessor" not in asked(there)
    assert str(plan) in there.words
    html = change(client, "plan", draft.pk, title="A better title", predecessor="", why="Said better")
    assert "was changed successfully" in html
    draft.refresh_from_db()
    assert (draft.title, draft.predecessor) == ("A better title", plan)


def test_who_administers_the_newer_version_only_is_not_shown_the_one_before_and_changes_nothing_of_it(
    plan: Plan, cast: Cast, draft: Plan, client_for: ClientFor
) -> None:
    newcomer: User = UserFactory(name="Nia Newcomer")
    MembershipFactory(user=newcomer, plan=draft, role=Membership.Role.ADMINISTRATOR)
    client = client_for(newcomer)
    for _ in ("a draft", "live"):
        there = plan_form(client, draft)
        assert "predecessor" not in asked(there)
        assert str(plan) not in there.words
        change(client, "plan", draft.pk, title=f"{draft.title} again", why="Said better")
        draft.refresh_from_db()
        assert draft.title.endswith("again")
        assert draft.predecessor == plan
        if draft.status == "draft":
            start_version(plan=draft, by=cast.administrator, reason="Agreed")
            draft.refresh_from_db()


@pytest.mark.past_the_actions
def test_a_draft_that_was_cut_loose_is_found_and_is_put_right_as_it_says(
    plan: Plan, cast: Cast, draft: Plan
) -> None:
    draft.predecessor, draft.status = None, "live"
    records.save(draft, by=cast.administrator, reason="In Set-up, once")
    [problem] = verify().problems
    assert problem.check == "draft cut loose"
    assert problem.plan == draft.slug
    assert "was never entered. In Set-up make the plan a draft, save it, and say again" in str(problem)
    save(draft, cast, status="draft")
    save(draft, cast, predecessor=plan)
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert Rating.objects.filter(plan=draft).count() == 1
    assert verify().problems == ()


def plan_form(client: Client, plan: Plan) -> Part:
    return read(client.get(reverse("admin:plans_plan_change", args=[plan.pk])).content.decode())


def asked(form: Part) -> set[str | None]:
    return {field.attributes.get("name") for kind in ("input", "select") for field in form.all(kind)}


# --- Two that are in use ------------------------------------------------------------------------------------


def test_a_live_plan_does_not_follow_one_that_is_in_use(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    older = PlanFactory(authority=plan.authority, title="The plan before")
    html = change(client_for(cast.superuser), "plan", plan.pk, predecessor=str(older.pk), why="It follows")
    assert f"Nothing has been saved. {STILL_LIVE}" in html
    plan.refresh_from_db()
    assert plan.predecessor is None
    save(older, cast, status="closed")
    change(client_for(cast.superuser), "plan", plan.pk, predecessor=str(older.pk), why="It follows")
    plan.refresh_from_db()
    assert plan.predecessor == older


def test_nor_does_a_closed_one_or_one_that_is_set_up_new(plan: Plan, cast: Cast) -> None:
    older = PlanFactory(authority=plan.authority)
    with pytest.raises(Refused, match="Close that first"):
        save(plan, cast, predecessor=older, status="closed")
    new = Plan(authority=plan.authority, title="New", slug="new", dated=MONTH, predecessor=older)
    with pytest.raises(Refused, match="Close that first"):
        save_record(record=new, by=cast.superuser, reason="Set up")
    new.status = Plan.Status.DRAFT
    save_record(record=new, by=cast.superuser, reason="Set up")


def test_a_draft_of_its_own_joins_the_plan_in_use_and_is_started_from_its_own_page(
    plan: Plan, cast: Cast
) -> None:
    mine = PlanFactory(authority=plan.authority, status="draft")
    with pytest.raises(Refused, match="Close that first"):
        save(mine, cast, predecessor=plan, status="live")
    save(mine, cast, predecessor=plan)
    with pytest.raises(Refused, match="is started from its own page"):
        save(mine, cast, status="live")


@pytest.mark.past_the_actions
def test_of_two_that_came_to_be_in_use_either_is_closed_and_only_one_opened(plan: Plan, cast: Cast) -> None:
    older = PlanFactory(authority=plan.authority)
    plan.predecessor = older
    records.save(plan, by=cast.superuser, reason="In Set-up, once")
    [problem] = verify().problems
    assert problem.check == "version before still open"
    assert "so two versions are in use. Close the version before in Set-up." in str(problem)
    save(plan, cast, title="A better title")
    save(plan, cast, status="closed")
    with pytest.raises(Refused, match="Close that first"):
        save(plan, cast, status="live")
    save(older, cast, status="closed")
    assert verify().problems == ()
    save(plan, cast, status="live")


# --- One that somebody else has just discarded --------------------------------------------------------------


def an_outcome(plan: Plan) -> Outcome:
    return plan.outcomes.select_related("plan", "section__plan__authority").get(ref="2.1")


def a_section(plan: Plan) -> Section:
    return plan.sections.select_related("plan__authority").get(number="2")


def a_member(plan: Plan, name: str) -> Membership:
    return plan.memberships.select_related("plan", "user").get(user__name=name)


BESIDE: dict[str, Any] = {"leads": [], "localities": []}
# What is done -> what is read before the draft is discarded, and what is done to that afterwards.
DONE: dict[str, tuple[Callable[[Plan], Any], Callable[..., Any]]] = {
    "an outcome changed": (an_outcome, lambda it, **s: save_outcome(outcome=it, themes=[], **BESIDE, **s)),
    "an outcome deleted": (an_outcome, lambda it, **s: delete_record(record=it, **s)),
    "a section changed": (a_section, lambda it, **s: save_section(section=it, columns=[], **s)),
    "a section added": (
        lambda plan: Section(plan=plan, number="9", title="More", position=9),
        lambda it, **s: save_section(section=it, columns=[], **s),
    ),
    "itself changed": (lambda plan: plan, lambda it, **s: save_record(record=it, **s)),
    "another made to follow it": (
        lambda plan: Plan(
            authority=plan.authority, title="Third", slug="third", dated=MONTH, predecessor=plan
        ),
        lambda it, **s: save_record(record=it, **s),
    ),
    "a member added": (
        lambda plan: Membership(plan=plan, user=UserFactory(), role="reader"),
        lambda it, **s: save_membership(membership=it, **BESIDE, **s),
    ),
    "a member given another part": (
        lambda plan: a_member(plan, "Rory Reader"),
        lambda it, **s: save_membership(membership=it, **BESIDE, **s),
    ),
    "a member taken off": (
        lambda plan: a_member(plan, "Rory Reader"),
        lambda it, **s: end_membership(membership=it, **s),
    ),
    "its outcomes matched": (lambda plan: plan, lambda it, **s: match_outcomes(plan=it, matches={}, **s)),
    "itself started": (lambda plan: plan, lambda it, **s: start_version(plan=it, **s)),
    "itself discarded": (lambda plan: plan, lambda it, **s: discard_draft(plan=it, **s)),
    "itself rolled forward": (
        lambda plan: plan,
        lambda it, **s: roll_forward(plan=it, title="Third", dated=MONTH, **s),
    ),
}


@pytest.mark.parametrize("done", DONE)
def test_what_is_done_to_a_version_just_discarded_is_refused_in_words(
    cast: Cast, draft: Plan, done: str
) -> None:
    find, do = DONE[done]
    found = find(draft)
    discard_draft(plan=draft, by=cast.administrator, reason="Not yet")
    with pytest.raises(Refused, match="This version has been discarded"):
        do(found, by=cast.superuser, reason="Late")


def test_a_rating_of_what_has_just_been_deleted_is_refused_in_words(plan: Plan, cast: Cast) -> None:
    outcome = an_outcome(plan)
    delete_record(record=an_outcome(plan), by=cast.administrator, reason="Entered twice")
    with pytest.raises(Refused, match=r"2\.1 has just been deleted, so it takes no ratings"):
        rate_cells(plan=plan, ratings=[CellRating(outcome, None, Rag.GREEN, "Seen")], by=cast.smt)
