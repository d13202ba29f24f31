"""An import and somebody in Set-up at the same moment, each a process of its own."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from plans.models import Authority, Lead, Locality, Outcome, Plan

from .cast import Cast
from .test_concurrency import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

WESTERMOOR = "Westermoor County Council"
NAMES = [("lead", Lead, "title", "Social Workers"), ("locality", Locality, "name", "North")]


@pytest.fixture
def session(cast: Cast, client_for: Any) -> str:
    """The administrator has signed in to Set-up."""
    return client_for(cast.administrator).cookies[settings.SESSION_COOKIE_NAME].value


def named(model: Any, field: str, name: str) -> int:
    return model.objects.filter(authority__name=WESTERMOOR, **{f"{field}__iexact": name}).count()


@pytest.mark.parametrize(("kind", "model", "field", "name"), NAMES)
def test_a_name_that_is_being_added_in_set_up_is_waited_for_and_used(
    cast: Cast, kind: str, model: Any, field: str, name: str
) -> None:
    added, made = all_at_once(
        ["add", kind, WESTERMOOR, name.upper(), cast.administrator.email, "action"],
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, ""],
    )
    assert named(model, field, name) == 1
    assert Outcome.objects.filter(plan=made).count() == 4
    assert str(model.objects.get(pk=added)) == name.upper()


@pytest.mark.parametrize(("kind", "model", "field", "name"), NAMES)
def test_a_name_added_unseen_refuses_the_import_and_is_no_failure(
    cast: Cast, kind: str, model: Any, field: str, name: str
) -> None:
    """As a program beside the service would, without waiting its turn."""
    before = Plan.objects.count()
    _, made = all_at_once(
        ["add", kind, WESTERMOOR, name, cast.administrator.email, "past"],
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, ""],
    )
    assert named(model, field, name) == 1
    if connection.vendor == "sqlite":  # there everybody waits for their turn to write
        assert Outcome.objects.filter(plan=made).count() == 4
    else:
        assert "Nothing of it is imported: try again" in made
        assert Plan.objects.count() == before


@pytest.mark.parametrize(("kind", "model", "field", "name"), NAMES)
def test_set_up_is_told_that_an_import_has_just_added_that_name(
    cast: Cast, session: str, kind: str, model: Any, field: str, name: str
) -> None:
    form = {"authority": Authority.objects.get(name=WESTERMOOR).pk, field: name, "kind": "area", "why": "New"}
    made, (status, page) = all_at_once(
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, "first"],
        ["set_up", f"/set-up/plans/{kind}/add/", session, json.dumps(form)],
    )
    assert Outcome.objects.filter(plan=made).count() == 4
    assert named(model, field, name) == 1
    assert status == 200
    # On SQLite its turn comes later, and the form itself finds out.
    assert "Somebody else has just saved" in page or "errorlist" in page


def test_an_outcome_saved_with_new_leads_meanwhile_uses_those_of_the_import(
    cast: Cast, session: str, plan: Plan
) -> None:
    outcome = plan.outcomes.get(ref="1.1")
    form = {
        "section": outcome.section_id, "ref": "1.1", "position": 1, "statement": "A contact is screened",
        "lead_titles": "Head of Family Support\nSocial Workers\nTeam Managers", "why": "More of them",
        "seen_version": outcome.version,
    }  # fmt: skip
    made, (status, _) = all_at_once(
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, "first"],
        ["set_up", f"/set-up/plans/outcome/{outcome.pk}/change/", session, json.dumps(form)],
    )
    assert status == 200
    assert Outcome.objects.filter(plan=made).count() == 4
    assert outcome.leads.count() == 3
    assert named(Lead, "title", "Social Workers") == 1


@pytest.mark.parametrize("press", ["change", "delete"])
def test_a_lead_that_an_import_is_using_can_be_renamed_and_not_deleted(
    cast: Cast, session: str, plan: Plan, press: str
) -> None:
    lead = plan.authority.leads.get(title="Team Managers")
    form = {"title": "Managers of teams", "why": "A new word", "seen_version": lead.version, "post": "yes"}
    made, (status, _) = all_at_once(
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, "first"],
        ["set_up", f"/set-up/plans/lead/{lead.pk}/{press}/", session, json.dumps(form)],
    )
    assert status == 200
    lead.refresh_from_db()
    assert lead.title == ("Managers of teams" if press == "change" else "Team Managers")
    assert Outcome.objects.filter(plan=made, leads=lead).count() == 3


def test_two_who_add_the_same_new_authority_share_it(cast: Cast) -> None:
    one, other = all_at_once(
        ["bring_in", "Theirs", cast.superuser.email, "Southmere Council", "first"],
        ["bring_in", "Ours", cast.superuser.email, "Southmere council", ""],
    )
    assert {plan.pk for plan in Authority.objects.get(name="Southmere Council").plans.all()} == {one, other}


def test_an_address_taken_meanwhile_refuses_the_import(cast: Cast) -> None:
    address = "westermoor-ours-2023-03"
    before = Plan.objects.count()
    _, made = all_at_once(
        ["take_address", address, cast.superuser.email],
        ["bring_in", "Ours", cast.administrator.email, WESTERMOOR, ""],
    )
    if connection.vendor == "sqlite":
        assert Plan.objects.get(pk=made).slug == f"{address}-2"
    else:
        assert "Nothing of it is imported: try again" in made
        assert Plan.objects.count() == before + 1
