"""Findings of a site day: what SMT finds itself is recorded and changed by SMT, in its own words."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.findings import respond
from ofsted.models import Finding
from plans.actions.refusals import NotAllowed
from plans.models import Plan

from .cast import Cast
from .reading import page, read
from .visits import a_check, a_finding, a_site_day, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
ANSWER = {"response": "A rota from Monday", "status": "addressed", "evidence": "", "version": "1"}


@pytest.fixture
def found(plan: Plan) -> Finding:
    """A finding of a site day, which a manager's lead owns."""
    lead = plan.authority.leads.get(title="Team Managers")
    day, outcome = a_site_day(plan), plan.outcomes.get(ref="2.1")
    a_check(day, outcome, seen="No notes at all")
    return a_finding(day, outcome, ref="", words="Nobody covers the duty desk", owner=lead)


def address(name: str, finding: Finding) -> str:
    return reverse(name, args=[finding.plan.slug, finding.pk])


def test_what_smt_saw_stands_before_what_it_found(client_for: ClientFor, cast: Cast, found: Finding) -> None:
    where = reverse("visit", args=[found.plan.slug, found.visit_id])
    said = page(client_for(cast.reader), where).words
    assert said.index("No notes at all") < said.index("Findings (1, 1 open)")
    assert said.index("Findings (1, 1 open)") < said.index("Nobody covers the duty desk")


def test_a_finding_of_a_site_day_is_in_its_notes_and_in_no_letter(
    client_for: ClientFor, cast: Cast, plan: Plan
) -> None:
    client, day, visit = client_for(cast.smt), a_site_day(plan), a_visit(plan)
    own, theirs = (
        page(client, reverse("finding_new", args=[plan.slug, one.pk])).words for one in (day, visit)
    )
    assert "As it is written in the notes of the day." in own
    assert "letter or report" not in own
    assert "As it is written in the letter or report." in theirs
    where = reverse("findings_paste", args=[plan.slug, day.pk])
    table = client.post(where, {"text": "a. Nobody covers the duty desk\nb. Files are in date"})
    reason = read(table.content.decode()).the("input", name="reason")
    assert reason.attributes["value"] == "Recorded from the notes of the day"


def test_it_is_recorded_and_answered_on_its_pages(client_for: ClientFor, cast: Cast, plan: Plan) -> None:
    client, day = client_for(cast.smt), a_site_day(plan)
    sent = {"words": "Nobody covers the duty desk", "kind": "improve", "why": "SMT's notes", "after": "0"}
    assert client.post(reverse("finding_new", args=[plan.slug, day.pk]), sent).status_code == 302
    finding = Finding.objects.get()
    assert client.post(address("finding_respond", finding), ANSWER).status_code == 302
    said = page(client, address("finding", finding)).words
    assert "A rota from Monday" in said
    assert "SMT site day, Wexley" in said


# --- A site day is SMT's own --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("smt", {"Respond", "Change the finding or its outcomes", "Delete"}),
        ("administrator", {"Respond", "Change the finding or its outcomes", "Delete"}),
        ("manager", {"Respond"}),
        ("clerk", set()),
        ("reader", set()),
    ],
)
def test_nobody_is_offered_what_they_are_then_refused(
    who: str, offered: set[str], client_for: ClientFor, cast: Cast, found: Finding
) -> None:
    client = client_for(getattr(cast, who))
    links = page(client, address("finding", found)).links
    asked = {"Respond", "Change the finding or its outcomes", "Delete"}
    assert asked & links.keys() == offered
    for name in asked:
        status = client.get(links[name]).status_code if name in links else None
        assert status in (200, None), name


def test_a_clerk_answers_findings_of_letters_and_none_of_a_site_day(
    client_for: ClientFor, cast: Cast, plan: Plan, found: Finding
) -> None:
    client, other = client_for(cast.clerk), a_finding(a_visit(plan))
    assert client.post(address("finding_respond", other), ANSWER).status_code == 302
    assert client.post(address("finding_respond", found), ANSWER).status_code == 403
    with pytest.raises(NotAllowed):
        respond(
            finding=found, plan=plan, response="Mine", due_on=None, status="addressed", evidence="",
            by=cast.clerk,
        )  # fmt: skip
    found.refresh_from_db()
    assert found.response == ""
    manager = client_for(cast.manager)
    assert manager.post(address("finding_respond", found), ANSWER).status_code == 302
