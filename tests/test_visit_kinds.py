"""What a visit cannot have because of its kind is neither shown on its page nor taken by its form."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.kinds import KINDS
from ofsted.models import Visit
from plans.models import Plan

from .cast import Cast
from .reading import Part, page, read
from .visit_forms import typed
from .visits import a_finding, a_site_day, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
DAY = dt.date(2025, 4, 2)


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.smt)


def seen(client: Client, visit: Visit) -> Part:
    return page(client, reverse("visit", args=[visit.plan.slug, visit.pk]))


def labels(main: Part) -> list[str]:
    """What is said of a visit beside its summary."""
    return [part.words for part in main.all("dt")]


def asked(client: Client, visit: Visit) -> set[str]:
    """The fields of the form in which a visit is changed."""
    main = page(client, reverse("visit_change", args=[visit.plan.slug, visit.pk]))
    boxes = (box for tag in ("input", "textarea", "select") for box in main.all(tag))
    hidden = {"csrfmiddlewaretoken", "version", "child_details_told", ""}
    return {box.attributes.get("name", "") for box in boxes} - hidden


def test_every_kind_says_what_it_can_have() -> None:
    assert KINDS.keys() == set(Visit.Kind.values)


def test_a_site_day_has_nothing_that_others_write_or_publish(client: Client, plan: Plan) -> None:
    day = a_site_day(plan, inspectors="Sana Director")
    main = seen(client, day)
    assert labels(main) == ["Looked at", "Evidence", "Who went"]
    assert "No file is attached." in main.words
    assert not any("document" in link for link in main.links)
    fields = {"on_site", "inspectors", "looked_at", "evidence_seen", "summary", "reason"}
    assert asked(client, day) == fields
    form = page(client, reverse("visit_change", args=[plan.slug, day.pk])).words
    assert "Who went" in form
    assert "The letter or report" not in form
    assert "Ofsted" not in form


@pytest.mark.parametrize("name", ["visit_document", "visit_document_xlsx"])
def test_a_site_day_has_no_inspectors_document(name: str, client: Client, plan: Plan) -> None:
    day, visit = a_site_day(plan), a_visit(plan)
    a_finding(day)
    assert client.get(reverse(name, args=[plan.slug, day.pk])).status_code == 404
    assert client.get(reverse(name, args=[plan.slug, visit.pk])).status_code == 200


@pytest.mark.parametrize("kind", ["dfe_review", "case_review", "peer_review"])
def test_ofsted_publishes_its_own_visits_and_no_others(
    kind: str, client: Client, plan: Plan, cast: Cast
) -> None:
    ofsteds, theirs = a_visit(plan), a_visit(plan, kind=kind, number=None)
    assert "By Ofsted: not said By the council: not said" in seen(client, ofsteds).words
    main = seen(client, theirs)
    assert "By the council: not said" in main.words
    assert "By Ofsted" not in main.words
    assert any("document" in link for link in main.links)
    where = reverse("visit_change", args=[plan.slug, theirs.pk])
    answer = client.post(where, typed(kind=kind, version="1"))
    said = read(answer.content.decode()).the("p", id="id_ofsted_published_on_error").words
    assert "Ofsted does not publish visits of this kind." in said
    assert client.post(where, typed(kind=kind, version="1", ofsted_published_on="")).status_code == 302


def test_what_was_recorded_before_is_shown_and_can_be_taken_out(client: Client, plan: Plan) -> None:
    day = a_site_day(plan, day=dt.date(2025, 3, 4), letter_on=DAY, self_assessment="partly")
    review = a_visit(plan, kind="peer_review", number=None, ofsted_published_on=DAY)
    assert "By Ofsted: 2 April 2025" in seen(client, review).words
    main = seen(client, day)
    assert "Letter or report 2 April 2025" in main.words
    assert "Self-assessment Accepted in part" in main.words
    assert {"letter_on", "self_assessment"} <= asked(client, day)
    sent: dict[str, Any] = {"on_site": "4 March 2025", "reason": "There was none", "version": "1"}
    where = reverse("visit_change", args=[plan.slug, day.pk])
    refused = client.post(where, sent | {"letter_on": "2025-04-02", "self_assessment": ""})
    assert "A visit of this kind has none." in refused.content.decode()
    assert client.post(where, sent | {"letter_on": "", "self_assessment": ""}).status_code == 302
    assert labels(seen(client, day)) == ["Looked at", "Evidence", "Who went"]


def test_changing_a_site_day_leaves_what_its_form_does_not_ask(client: Client, plan: Plan) -> None:
    day = a_site_day(plan, day=dt.date(2025, 3, 4), summary="As it was")
    sent = typed(on_site="5 March 2025", summary="Quiet", version="1", inspectors="Sana Director")
    assert client.post(reverse("visit_change", args=[plan.slug, day.pk]), sent).status_code == 302
    day.refresh_from_db()
    assert (day.summary, day.inspectors, day.first_on) == ("Quiet", "Sana Director", dt.date(2025, 3, 5))
    assert (day.letter_on, day.self_assessment, day.next_expected) == (None, "", "")


def test_of_two_who_change_a_site_day_the_second_is_shown_only_what_it_can_have(
    client: Client, plan: Plan
) -> None:
    day = a_site_day(plan, day=dt.date(2025, 3, 4))
    where = reverse("visit_change", args=[plan.slug, day.pk])
    sent = {"on_site": "4 March 2025", "reason": "Notes", "version": "1"}
    client.post(where, sent | {"summary": "First"})
    answer = client.post(where, sent | {"summary": "Second"})
    assert answer.status_code == 409
    both = read(answer.content.decode()).the("div", css="both-versions")
    assert [row.the("th").words for row in both.the("tbody").all("tr")] == ["Summary"]
