"""Recording a finding, changing it, saying what is done about it and deleting it, as a person does."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ofsted.actions.findings import respond, save_finding
from ofsted.models import Finding, FindingOutcome
from plans.models import Plan, User

from .cast import Cast, days_ago
from .rating_forms import hidden
from .reading import page, read
from .visits import HOSTILE, a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def address(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.plan.slug, thing.pk])


def send(client: Client, where: str, **said: Any) -> HttpResponse:
    """Send the form at an address with what was typed, and what it hides."""
    return client.post(where, {**hidden(client.get(where).content.decode()), **said})


BEFORE = {"first_on": dt.date(2025, 1, 9), "last_on": dt.date(2025, 1, 9)}
NEW = {"words": "Plans drift", "kind": "improve", "ref": "d", "why": "From the letter"}


# --- A new one ----------------------------------------------------------------------------------------------


def test_one_is_recorded_with_all_that_belongs_to_it(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    old = a_finding(a_visit(plan, number=1, **BEFORE), ref="a")
    visit = a_visit(plan)
    section, lead = plan.sections.get(number="3"), plan.authority.leads.get(title="Heads of Service")
    linked = plan.outcomes.get(ref="3.1")
    response = send(
        client_for(cast.clerk), address("finding_new", visit), **NEW, paragraph="12", section=section.pk,
        area="Permanence", owner=lead.pk, repeats=old.pk, others="3.1, 2.2",
        others_why="Both are about plans",
    )  # fmt: skip
    finding = Finding.objects.get(ref="d")
    assert response["Location"] == address("finding", finding)
    assert (finding.words, finding.kind, finding.paragraph) == ("Plans drift", "improve", "12")
    assert (finding.section, finding.area, finding.owner) == (section, "Permanence", lead)
    assert finding.repeats == old
    links = dict(finding.outcome_links.values_list("outcome__ref", "reason"))
    assert links == {"3.1": "Both are about plans", "2.2": "Both are about plans"}
    row = finding.history.get()
    assert (row.history_user, row.history_change_reason) == (cast.clerk, "From the letter")
    assert linked.finding_links.count() == 1


def test_what_is_missing_is_said_in_place_and_nothing_typed_is_lost(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    visit = a_visit(plan)
    sent = {"ref": "d", "area": "Permanence", "others": "2.1, 9.9", "others_why": "They ask the same"}
    response = send(client_for(cast.smt), address("finding_new", visit), **sent)
    seen = read(response.content.decode()).the("main")
    said = seen.the("div", css="govuk-error-summary").items
    assert "Enter the finding, as it is written." in said
    assert "Choose what sort of finding it is." in said
    assert "Say why: it is kept with the change." in said
    assert "The plan has no outcome 9.9. Enter refs such as 2.1, 4.10." in said
    for name, value in sent.items():
        assert seen.the("input", name=name).attributes["value"] == value
    assert not Finding.objects.exists()


def test_sent_twice_it_is_recorded_once(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client, where = client_for(cast.smt), address("finding_new", a_visit(plan))
    sent = {**hidden(client.get(where).content.decode()), **NEW}
    first, second = client.post(where, sent), client.post(where, sent)
    assert first["Location"] == second["Location"]
    assert Finding.objects.count() == 1
    assert "has been saved already" in client.get(second["Location"]).content.decode()
    # Another of the same words in the same report is made on another form.
    assert send(client, where, **NEW).status_code == 302
    assert Finding.objects.count() == 2


# --- Changing one -------------------------------------------------------------------------------------------


def test_the_form_shows_what_is_there_and_likely_outcomes(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    words = "Supervision is not held every four weeks and is seldom written up"
    finding = a_finding(a_visit(plan), plan.outcomes.get(ref="3.1"), words=words)
    seen = page(client_for(cast.smt), address("finding_change", finding))
    assert seen.the("textarea", name="words").words == words
    ticks = {x.attributes["name"]: "checked" in x.attributes for x in seen.all("input", type="checkbox")}
    linked, likely = (plan.outcomes.get(ref=ref).pk for ref in ("3.1", "2.1"))
    assert ticks == {f"link-{linked}": True, f"link-{likely}": False}
    assert seen.the("textarea", name=f"why-{linked}").words == "It asks for the same as 3.1"
    assert "fits" in next(row for row in seen.rows if row[0] == "2.1")[1]


def test_words_owner_and_outcomes_are_changed(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    one, two = (plan.outcomes.get(ref=ref) for ref in ("2.1", "2.2"))
    finding = a_finding(a_visit(plan), one, two)
    response = send(
        client_for(cast.smt), address("finding_change", finding), words="Reworded\r\nhere", kind="priority",
        why="As the final letter has it", others="3.1",
        **{f"link-{two.pk}": "1", f"why-{two.pk}": "It is about records", f"why-{one.pk}": "Not now"},
    )  # fmt: skip
    assert response.status_code == 302
    finding.refresh_from_db()
    assert (finding.words, finding.kind) == ("Reworded\nhere", "priority")
    assert dict(finding.outcome_links.values_list("outcome__ref", "reason")) == {
        "2.2": "It is about records", "3.1": ""
    }  # fmt: skip
    gone = FindingOutcome.history.get(history_type="-")
    assert (gone.outcome, gone.history_change_reason) == (one, "As the final letter has it")


def test_a_reason_with_no_outcome_is_asked_about_and_not_lost(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client, where = client_for(cast.smt), address("finding_new", a_visit(plan))
    likely, other = (plan.outcomes.get(ref=ref) for ref in ("2.1", "3.1"))
    # One of the two is offered for these words, the other was for what stood there before.
    said = {**NEW, "words": "Supervision is not held every four weeks", "others_why": "Both ask for it"}
    said |= {f"why-{likely.pk}": "It asks for supervision", f"why-{other.pk}": "It asks for plans"}
    seen = read(send(client, where, **said).content.decode()).the("main")
    summary = seen.the("div", css="govuk-error-summary")
    assert summary.items == [
        "2.1: Tick the outcome, or take the reason out.", "3.1: Tick the outcome, or take the reason out.",
        "Say which outcome by its ref, or take the reason out.",
    ]  # fmt: skip
    for link in summary.links.values():
        assert seen.has(id=link.removeprefix("#")), link
    assert seen.the("textarea", name=f"why-{likely.pk}").words == "It asks for supervision"
    assert seen.the("textarea", name=f"why-{other.pk}").words == "It asks for plans"
    assert seen.the("input", name="others_why").attributes["value"] == "Both ask for it"
    assert not Finding.objects.exists()
    said |= {f"link-{likely.pk}": "1", f"why-{other.pk}": "", "others": "2.2"}
    assert send(client, where, **said).status_code == 302
    assert dict(FindingOutcome.objects.values_list("outcome__ref", "reason")) == {
        "2.1": "It asks for supervision", "2.2": "Both ask for it"
    }  # fmt: skip


def test_an_outcome_is_unticked_with_its_reason_left_even_if_sent_twice(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = plan.outcomes.get(ref="2.1")
    finding = a_finding(a_visit(plan), one)
    client, where = client_for(cast.smt), address("finding_change", finding)
    sent = {**hidden(client.get(where).content.decode()), **NEW, f"why-{one.pk}": "It asks for the same"}
    assert [client.post(where, sent).status_code for _ in range(2)] == [302, 302]
    assert not FindingOutcome.objects.exists()


def test_changed_meanwhile_both_texts_are_shown_and_a_second_save_puts_theirs_on_top(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = plan.outcomes.get(ref="2.1")
    finding = a_finding(a_visit(plan), one)
    client, where = client_for(cast.smt), address("finding_change", finding)
    sent = {**hidden(client.get(where).content.decode()), **NEW, f"link-{one.pk}": "1"}
    finding.words, finding.ref = "What the clerk typed", "c2"
    save_finding(finding=finding, plan=plan, by=cast.clerk, reason="A slip", links={})
    response = client.post(where, sent)
    assert response.status_code == 409
    seen = read(response.content.decode()).the("main")
    both = seen.the("div", css="both-versions").words
    assert "Finding What the clerk typed" in both
    assert "Ref c2" in both
    assert "Outcomes None" in both
    assert seen.the("textarea", name="words").words == "Plans drift"
    assert "checked" in seen.the("input", name=f"link-{one.pk}").attributes
    assert Finding.objects.get().words == "What the clerk typed"
    again = client.post(where, {**sent, **hidden(response.content.decode())})
    assert again.status_code == 302
    assert Finding.objects.get().words == "Plans drift"


def test_the_same_change_sent_twice_is_saved_once(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(a_visit(plan))
    client, where = client_for(cast.smt), address("finding_change", finding)
    sent = {**hidden(client.get(where).content.decode()), **NEW}
    assert [client.post(where, sent).status_code for _ in range(2)] == [302, 302]
    assert finding.history.count() == 2


def test_a_finding_cannot_repeat_in_a_ring(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    day = days_ago(30)
    first = a_finding(a_visit(plan, number=1, first_on=day, last_on=day), ref="a")
    second = a_finding(a_visit(plan, number=2, first_on=day, last_on=day), ref="b", repeats=first)
    response = send(client_for(cast.smt), address("finding_change", first), **NEW, repeats=second.pk)
    assert "A finding cannot repeat itself, by way of others." in read(response.content.decode()).words
    assert Finding.objects.get(pk=first.pk).repeats is None


# --- The response -------------------------------------------------------------------------------------------


def test_whoever_owns_it_says_what_is_done(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(a_visit(plan), owner=plan.authority.leads.get(title="Team Managers"))
    response = send(
        client_for(cast.manager), address("finding_respond", finding), response="A weekly check",
        due_on="31/10/2030", status="addressed",
    )  # fmt: skip
    assert response["Location"] == address("finding", finding)
    finding.refresh_from_db()
    assert (finding.response, finding.status) == ("A weekly check", "addressed")
    assert f"{finding.due_on:%d/%m/%Y}" == "31/10/2030"
    assert finding.history.first().history_change_reason == "Response and status updated"
    assert client_for(cast.other_manager).get(address("finding_respond", finding)).status_code == 403


def test_it_is_closed_only_with_evidence(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(a_visit(plan))
    client, where = client_for(cast.smt), address("finding_respond", finding)
    refused = send(client, where, response="A weekly check", status="closed", due_on="soon")
    seen = read(refused.content.decode()).the("main")
    said = seen.the("div", css="govuk-error-summary").items
    assert "Say what shows that it is put right: a finding is closed with evidence." in said
    assert "Enter a date like 31/10/2026." in said
    assert seen.the("textarea", name="response").words == "A weekly check"
    assert send(client, where, status="closed", evidence="Nine of ten").status_code == 302
    assert Finding.objects.get().status == "closed"


def test_answered_meanwhile_both_are_shown(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(a_visit(plan))
    client, where = client_for(cast.smt), address("finding_respond", finding)
    sent = {**hidden(client.get(where).content.decode()), "response": "Mine", "status": "open"}
    respond(finding=finding, plan=plan, response="Theirs", due_on=days_ago(1), status="addressed",
            evidence="", by=cast.clerk)  # fmt: skip
    response = client.post(where, sent)
    assert response.status_code == 409
    seen = read(response.content.decode()).the("main")
    both = seen.the("div", css="both-versions").words
    for said in ("Theirs", "Being addressed", "Due"):
        assert said in both
    assert seen.the("textarea", name="response").words == "Mine"
    assert client.post(where, {**sent, **hidden(response.content.decode())}).status_code == 302
    assert Finding.objects.get().response == "Mine"
    assert client.post(where, {**sent, **hidden(response.content.decode())}).status_code == 302


# --- Deleting one -------------------------------------------------------------------------------------------


def test_it_is_deleted_with_a_reason_and_pressed_twice_says_so(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    finding = a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"))
    client, where = client_for(cast.smt), address("finding_delete", finding)
    assert "Delete this finding" in page(client, where).words
    refused = client.post(where, {"reason": " "})
    assert "Say why: it is kept with the change." in refused.content.decode()
    assert Finding.objects.exists()
    for said in ("Deleted: finding c.", "has been deleted already"):
        response = client.post(where, {"reason": "Entered twice", "version": "1"})
        assert response["Location"] == address("visit", finding.visit)
        assert said in client.get(response["Location"]).content.decode()
    assert not Finding.objects.exists()
    assert Finding.history.first().history_change_reason == "Entered twice"
    assert client_for(cast.clerk).post(where, {"reason": "Entered twice"}).status_code == 404


def test_one_that_a_later_one_repeats_stays(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    old = a_finding(a_visit(plan, number=1, **BEFORE), ref="a")
    a_finding(a_visit(plan), repeats=old)
    response = client_for(cast.smt).post(address("finding_delete", old), {"reason": "A slip", "version": "1"})
    assert "Another finding is recorded as a repeat of this one." in response.content.decode()
    assert Finding.objects.filter(pk=old.pk).exists()


# --- All of them --------------------------------------------------------------------------------------------

PAGES = ["finding_new", "finding_change", "finding_respond", "finding_delete"]


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_is_text(plan: Plan, cast: Cast, client_for: ClientFor, name: str) -> None:
    visit = a_visit(plan)
    finding = a_finding(visit, plan.outcomes.get(ref="2.1"), words=HOSTILE + "y" * 10_000, area=HOSTILE)
    typed = dict.fromkeys(("words", "area", "others", "others_why", "response", "evidence"), HOSTILE)
    response = client_for(cast.smt).post(address(name, visit if name == "finding_new" else finding), typed)
    body = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert(1)" not in body
    assert "\x00" not in body


@pytest.mark.parametrize("name", PAGES)
def test_a_character_that_cannot_be_kept_is_refused(
    plan: Plan, cast: Cast, client_for: ClientFor, name: str
) -> None:
    visit = a_visit(plan)
    thing = visit if name == "finding_new" else a_finding(visit)
    sent = {
        **NEW,
        "version": "1",
        "status": "open",
        "response": "a\x00b",
        "why": "a\x00b",
        "others": "a\x00b",
    }
    assert client_for(cast.smt).post(address(name, thing), sent).status_code == 200
    assert Finding.objects.count() == (name != "finding_new")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_changed_from_a_past_date(
    plan: Plan, cast: Cast, client_for: ClientFor, name: str
) -> None:
    visit = a_visit(plan)
    thing = visit if name == "finding_new" else a_finding(visit)
    where = address(name, thing) + f"?at={days_ago(5)}"
    assert client_for(cast.smt).get(where).status_code in (403, 404)
