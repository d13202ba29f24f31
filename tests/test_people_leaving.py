"""People leave a plan, or the service: what ends, and that their name stays on what they said and did."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.actions.people import end_membership, remove_person, save_person
from plans.actions.refusals import Refused
from plans.actions.setting_up import save_membership
from plans.models import ImportDraft, Membership, Outcome, Plan, Rag, Rating, User

from .cast import Cast
from .factories import MembershipFactory, PlanFactory, UserFactory
from .test_set_up_pages import change

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
WHY = "Left the council"


def page(client: Client, person: User) -> str:
    return client.get(reverse("admin:plans_user_delete", args=[person.pk])).content.decode()


def remove(client: Client, person: User, why: str = WHY) -> str:
    url = reverse("admin:plans_user_delete", args=[person.pk])
    return client.post(url, {"post": "yes", "why": why}, follow=True).content.decode()


def leave(client: Client, membership: Membership) -> str:
    url = reverse("admin:plans_membership_delete", args=[membership.pk])
    return client.post(url, {"post": "yes", "why": WHY}, follow=True).content.decode()


# --- Leaving the service ------------------------------------------------------------------------------------


def test_somebody_in_the_record_leaves_and_their_name_stays(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.RED, by=cast.manager)
    outcome = Outcome.objects.get(ref="1.1")
    records.save(outcome, by=cast.manager, reason="Reworded")
    theirs = client_for(cast.manager)
    assert theirs.get(plan.get_absolute_url()).status_code == 200
    client = client_for(cast.superuser)

    before = page(client, cast.manager)
    assert "You are about to remove Maya Team from the service." in before
    assert "They can no longer sign in." in before
    assert f"Their part in {plan}, as manager, ends." in before
    assert "Their name stays on 1 rating and 1 change." in before
    html = remove(client, cast.manager)

    assert "Maya Team has been removed. Their name stays in the record." in html
    person = User.objects.get(pk=cast.manager.pk)
    assert not person.is_active
    assert not person.has_usable_password()
    assert not person.memberships.exists()
    assert theirs.get(plan.get_absolute_url()).status_code == 302  # to the sign-in page
    assert Rating.objects.get().recorded_by_name == "Maya Team"
    newest = outcome.history.first()
    assert (newest.history_by, newest.history_user) == ("Maya Team", person)
    gone = Membership.history.filter(user_id=person.pk).first()
    assert (gone.history_type, gone.history_by, gone.history_change_reason) == ("-", "Sue Superuser", WHY)
    assert person.history.first().history_change_reason == WHY
    page_of_outcome = client_for(cast.reader).get(plan.outcomes.get(ref="2.1").get_absolute_url())
    assert "Maya Team" in page_of_outcome.content.decode()


def test_somebody_who_did_nothing_leaves_no_account(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.superuser)
    assert "They have rated and changed nothing, so their account is deleted." in page(client, cast.reader)
    html = remove(client, cast.reader)
    assert "Rory Reader has been removed, and their account deleted." in html
    assert not User.objects.filter(pk=cast.reader.pk).exists()
    assert not Membership.objects.filter(user_id=cast.reader.pk).exists()
    gone = User.history.filter(id=cast.reader.pk).first()
    assert (gone.history_type, gone.name, gone.history_by) == ("-", "Rory Reader", "Sue Superuser")
    assert gone.history_change_reason == WHY


def test_choosing_a_password_is_no_part_of_the_record(cast: Cast) -> None:
    cast.reader.set_password("another long password")
    cast.reader.save()
    assert remove_person(person=cast.reader, by=cast.superuser, reason=WHY)
    own = User.history.filter(id=cast.reader.pk, history_change_reason="Changed by the account holder").get()
    assert (own.history_by, own.history_user) == ("Rory Reader", None)


def test_what_they_were_importing_goes_with_them(plan: Plan, cast: Cast) -> None:
    ImportDraft.objects.create(started_by=cast.smt, authority=plan.authority, text="A plan")
    remove_person(person=cast.smt, by=cast.superuser, reason=WHY)
    assert not ImportDraft.objects.exists()


def test_without_a_reason_nobody_is_removed(cast: Cast, client_for: ClientFor) -> None:
    html = remove(client_for(cast.superuser), cast.reader, why=" ")
    assert "nothing has been deleted" in html
    assert User.objects.filter(pk=cast.reader.pk, is_active=True).exists()


def test_a_superuser_does_not_remove_themselves(cast: Cast, client_for: ClientFor) -> None:
    url = reverse("admin:plans_user_delete", args=[cast.superuser.pk])
    assert client_for(cast.superuser).get(url).status_code == 403
    with pytest.raises(Refused, match="ask another superuser"):
        remove_person(person=cast.superuser, by=cast.superuser, reason=WHY)
    for field in ("is_active", "is_superuser"):
        person = User.objects.get(pk=cast.superuser.pk)
        setattr(person, field, False)
        with pytest.raises(Refused, match="You cannot shut yourself out"):
            save_person(person=person, by=cast.superuser, reason=WHY)


def test_an_administrator_of_a_plan_removes_nobody_from_the_service(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    url = reverse("admin:plans_user_delete", args=[cast.reader.pk])
    assert client_for(cast.administrator).post(url, {"post": "yes", "why": WHY}).status_code in (302, 403)
    assert User.objects.filter(pk=cast.reader.pk).exists()


def test_a_superuser_who_leaves_is_one_no_more(cast: Cast) -> None:
    other = UserFactory(name="Second Superuser", is_superuser=True)
    theme = cast.administrator.memberships.get().plan.authority.themes.first()
    records.save(theme, by=other, reason="Touched")
    assert not remove_person(person=other, by=cast.superuser, reason=WHY)
    other.refresh_from_db()
    assert (other.is_active, other.is_superuser, other.is_staff) == (False, False, False)


def test_somebody_who_was_removed_is_let_in_again_first(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    records.save(plan, by=cast.smt, reason="Touched")
    remove_person(person=cast.smt, by=cast.superuser, reason=WHY)
    person = User.objects.get(pk=cast.smt.pk)
    back = Membership(user=person, plan=plan, role="smt")
    with pytest.raises(Refused, match="Sana Director has been removed from the service"):
        save_membership(membership=back, leads=(), localities=(), by=cast.administrator, reason="Back")
    html = change(client_for(cast.superuser), "user", person.pk, is_active="on", why="Came back")
    assert "was changed successfully" in html
    back.user.refresh_from_db()
    save_membership(membership=back, leads=(), localities=(), by=cast.administrator, reason="Back")
    assert person.memberships.count() == 1


# --- The last administrator ---------------------------------------------------------------------------------

LAST = "Ada Administrator is the only administrator of"


def ways_out(plan: Plan, cast: Cast) -> dict[str, Callable[[], Any]]:
    """Each way in which a plan could lose its administrator."""
    part = Membership.objects.get(plan=plan, user=cast.administrator)
    reader = Membership.objects.get(pk=part.pk)
    reader.role = "reader"
    inactive = User.objects.get(pk=cast.administrator.pk)
    inactive.is_active = False
    signed = {"by": cast.superuser, "reason": WHY}
    return {
        "leaves": lambda: end_membership(membership=part, by=cast.administrator, reason=WHY),
        "is taken off": lambda: end_membership(membership=part, **signed),
        "reads only": lambda: save_membership(membership=reader, leads=(), localities=(), **signed),
        "may not sign in": lambda: save_person(person=inactive, **signed),
        "is removed": lambda: remove_person(person=cast.administrator, **signed),
    }


WAYS = ["leaves", "is taken off", "reads only", "may not sign in", "is removed"]


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_keeps_an_administrator(plan: Plan, cast: Cast, way: str) -> None:
    gone = UserFactory(name="Gone Before")
    gone.is_active = False
    records.save(gone, by=cast.superuser, reason="Away")
    MembershipFactory(user=gone, plan=plan, role="administrator")  # who cannot sign in sets nothing up
    before = list(Membership.objects.order_by("pk").values())
    with pytest.raises(Refused, match=LAST):
        ways_out(plan, cast)[way]()
    assert list(Membership.objects.order_by("pk").values()) == before
    assert User.objects.get(pk=cast.administrator.pk).is_active


@pytest.mark.parametrize("way", WAYS)
def test_one_of_two_may_go(plan: Plan, cast: Cast, way: str) -> None:
    MembershipFactory(user=cast.stranger, plan=plan, role="administrator")
    part = Membership.objects.get(plan=plan, user=cast.administrator).pk
    ways_out(plan, cast)[way]()
    assert not Membership.objects.filter(pk=part, role="administrator", user__is_active=True).exists()


def test_of_a_closed_plan_nobody_has_to_stay(plan: Plan, cast: Cast) -> None:
    plan.status = "closed"
    records.save(plan, by=cast.superuser, reason="Ended")
    remove_person(person=cast.administrator, by=cast.superuser, reason=WHY)
    assert not Membership.objects.filter(plan=plan, role="administrator").exists()


def test_the_page_says_why_the_last_administrator_stays(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    part = Membership.objects.get(plan=plan, user=cast.administrator)
    html = leave(client_for(cast.administrator), part)
    assert LAST in html
    assert "Make somebody else an administrator of it first." in html
    html = change(client_for(cast.administrator), "membership", part.pk, role="reader", why=WHY)
    assert LAST in html
    html = remove(client_for(cast.superuser), cast.administrator)
    assert LAST in html
    html = change(client_for(cast.superuser), "user", cast.administrator.pk, is_active="", why=WHY)
    assert LAST in html
    part.refresh_from_db()
    assert part.role == "administrator"
    PlanFactory()  # a plan that never had an administrator stands in nobody's way
    assert "was deleted" in leave(client_for(cast.administrator), Membership.objects.get(user=cast.reader))
