"""What those are not shown who see one version of a plan and not the one beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.actions.refusals import NotAllowed, Refused
from plans.actions.rolling_forward import roll_forward
from plans.actions.versions import discard_draft, match_outcomes, start_version
from plans.models import Membership, Plan, User
from plans.permissions import access_to

from .cast import Cast
from .factories import MembershipFactory, UserFactory
from .next_version import MONTH, ids, links
from .reading import page, read
from .test_version_pages import TEXT
from .version_pages import at

ClientFor = Callable[[User | None], Client]
PAGES = ("matching", "start_version", "discard_version")


@pytest.fixture
def draft(forward: Callable[..., Plan]) -> Plan:
    return forward()


@pytest.fixture
def newcomer(draft: Plan) -> User:
    """Administers the newer version only."""
    person: User = UserFactory(name="Nia Newcomer")
    MembershipFactory(user=person, plan=draft, role=Membership.Role.ADMINISTRATOR)
    return person


# --- The version before, to an administrator of the newer one only ------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_the_version_before_is_not_told_to_whoever_administers_the_newer_one_only(
    plan: Plan, draft: Plan, newcomer: User, client_for: ClientFor, name: str
) -> None:
    client = client_for(newcomer)
    assert client.get(at(name, draft)).status_code == 404
    assert client.post(at(name, draft), {"reason": "Not yet"}).status_code == 404
    assert Plan.objects.filter(pk=draft.pk, status="draft").exists()


def test_they_are_not_led_to_pages_that_they_cannot_open(
    plan: Plan, draft: Plan, newcomer: User, cast: Cast, client_for: ClientFor
) -> None:
    there = page(client_for(newcomer), at("plan", draft))
    assert {at(name, draft) for name in PAGES}.isdisjoint(there.links.values())
    assert "by an administrator who is a member of the version before too" in there.words
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert at("matching", draft) not in page(client_for(newcomer), at("plan", draft)).links.values()
    assert client_for(newcomer).get(at("matching", draft)).status_code == 404


def test_nor_do_the_actions_let_them(plan: Plan, draft: Plan, newcomer: User) -> None:
    before = links(draft)
    [one] = ids(draft, "1.1")
    signed: Any = {"plan": draft, "by": newcomer, "reason": "On my own"}
    for action, more in ((match_outcomes, {"matches": {one: []}}), (start_version, {}), (discard_draft, {})):
        with pytest.raises(NotAllowed) as refused:
            action(**signed, **more)
        assert plan.title not in refused.value.message
    assert links(draft) == before


@pytest.mark.parametrize("name", PAGES)
def test_whoever_reads_the_version_before_opens_them(
    plan: Plan, draft: Plan, newcomer: User, client_for: ClientFor, name: str
) -> None:
    MembershipFactory(user=newcomer, plan=plan, role=Membership.Role.READER)
    assert client_for(newcomer).get(at(name, draft)).status_code == 200
    assert at(name, draft) in page(client_for(newcomer), at("plan", draft)).links.values()


def test_a_reader_of_the_version_before_discards_the_draft_and_comes_back_to_it(
    plan: Plan, draft: Plan, newcomer: User, client_for: ClientFor
) -> None:
    MembershipFactory(user=newcomer, plan=plan, role=Membership.Role.READER)
    done = client_for(newcomer).post(at("discard_version", draft), {"reason": "Not yet"}, follow=True)
    assert done.redirect_chain[-1][0] == at("plan", plan)
    assert done.status_code == 200


# --- The version after, to an administrator of the older one only -------------------------------------------

TAKEN = (
    "Another administrator has made a {} already, and a plan has one next version. "
    "You are not one of its {}, so it is not shown to you: ask the other administrators of this plan."
)


@pytest.fixture
def colleague(plan: Plan, draft: Plan) -> User:
    """Administers the older version only."""
    person: User = UserFactory(name="Colin Colleague")
    MembershipFactory(user=person, plan=plan, role=Membership.Role.ADMINISTRATOR)
    return person


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (False, TAKEN.format("draft of the next version", "administrators")),
        (True, TAKEN.format("next version", "members")),
    ],
)
def test_who_does_not_see_the_next_version_is_told_that_there_is_one_and_whom_to_ask(
    plan: Plan, draft: Plan, colleague: User, cast: Cast, client_for: ClientFor, starts: bool, said: str
) -> None:
    if starts:
        start_version(plan=draft, by=cast.administrator, reason="Agreed")
    with pytest.raises(Refused) as refused:
        roll_forward(plan=plan, title="Mine", dated=MONTH, by=colleague, reason="On")
    assert refused.value.message == said
    client = client_for(colleague)
    there = page(client, at("next_version", plan))
    assert said in there.words
    assert draft.title not in there.words
    assert not there.has("form")
    imported = client.post(f"{reverse('import_start')}?follows={plan.slug}", {"text": TEXT})
    assert said in read(imported.content.decode()).words
    assert draft.title not in imported.content.decode()


def test_who_sees_the_next_version_is_led_to_it(
    plan: Plan, draft: Plan, cast: Cast, client_for: ClientFor
) -> None:
    there = page(client_for(cast.administrator), at("next_version", plan))
    assert there.links[str(draft)] == at("plan", draft)
    assert "not shown to you" not in there.words


# --- A draft of the next version, to whoever does not administer it -----------------------------------------

OTHERS = ("reader", "manager", "head", "smt", "clerk")


@pytest.mark.parametrize("who", OTHERS)
def test_a_draft_is_not_there_for_members_until_it_starts(
    plan: Plan, draft: Plan, cast: Cast, client_for: ClientFor, who: str
) -> None:
    client = client_for(getattr(cast, who))
    of_outcome = reverse("outcome", args=[draft.slug, "2.1"])
    for address in (at("plan", draft), at("record", draft), at("export_xlsx", draft), of_outcome):
        assert client.get(address).status_code == 404
    home = page(client, reverse("home")).words
    assert plan.title in home
    assert draft.title not in home
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert client.get(at("plan", draft)).status_code == 200
    assert draft.title in page(client, reverse("home")).words


@pytest.mark.parametrize("who", OTHERS)
def test_the_plan_in_use_says_nothing_of_its_draft_to_them(
    plan: Plan, cast: Cast, client_for: ClientFor, who: str
) -> None:
    client = client_for(getattr(cast, who))
    addresses = [at("plan", plan), reverse("outcome", args=[plan.slug, "1.1"]), at("record", plan)]
    before = [page(client, address).words for address in addresses]
    kept = ids(plan, "1.2", "2.1")
    roll_forward(
        plan=plan, title="Second plan", dated=MONTH, outcomes=kept, by=cast.administrator, reason="On"
    )
    assert [page(client, address).words for address in addresses] == before


def test_its_administrators_see_it_as_before(
    plan: Plan, draft: Plan, newcomer: User, cast: Cast, client_for: ClientFor
) -> None:
    for person in (cast.administrator, newcomer, cast.superuser):
        assert client_for(person).get(at("plan", draft)).status_code == 200
        assert draft.title in page(client_for(person), reverse("home")).words
    assert at("plan", draft) in page(client_for(cast.administrator), at("plan", plan)).links.values()


def test_a_first_plan_that_is_a_draft_is_read_by_its_members(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    plan.status = Plan.Status.DRAFT
    records.save(plan, by=cast.administrator, reason="Not yet in use")
    assert client_for(cast.reader).get(at("plan", plan)).status_code == 200


def test_what_a_person_may_do_on_a_draft_is_nothing_until_they_may_see_it(draft: Plan, cast: Cast) -> None:
    assert access_to(draft, cast.smt).role is None
    assert access_to(draft, cast.head).lead_ids == frozenset()
    assert access_to(draft, cast.administrator).may_set_up
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    draft.refresh_from_db()
    assert access_to(draft, cast.smt).rates_anything


def test_the_members_tick_says_who_sees_the_draft(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    there = page(client_for(cast.administrator), at("next_version", plan)).words
    assert "Until it starts, only its administrators see it." in there
