"""A closed version stays as it was left: what its pages say and what is stored do not part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.actions.refusals import Refused
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import (
    delete_record,
    save_membership,
    save_outcome,
    save_record,
    save_section,
)
from plans.actions.versions import match_outcomes, start_version
from plans.models import Membership, Outcome, Plan, Section, Statement, User
from plans.snapshot import take_snapshot

from .cast import Cast
from .factories import PlanFactory, SectionFactory
from .next_version import MONTH
from .reading import Part, page, read
from .test_set_up_pages import change, sent_back
from .version_pages import at
from .versions import close as close_at

ClientFor = Callable[[User | None], Client]
STAYS = "is closed, and a closed version stays as it was left."
OPEN_IT = "To change it, open it again first: in Set-up, under Plans, set its status to Live."
REPLACED = "A later version has taken its place, so it cannot be opened again."


def close(plan: Plan) -> None:
    close_at(plan, timezone.now())


@pytest.fixture
def closed(plan: Plan) -> Plan:
    close(plan)
    return plan


@pytest.fixture
def replaced(plan: Plan, cast: Cast) -> Plan:
    """Closed by the start of the next version, which is live."""
    draft = roll_forward(plan=plan, title="Second plan", dated=MONTH, by=cast.administrator, reason="On")
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    plan.refresh_from_db()
    return plan


def reword_an_outcome(plan: Plan, **signed: Any) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    outcome.statement = "Said otherwise"
    save_outcome(outcome=outcome, leads=["Team Managers"], themes=[], localities=[], **signed)


def add_an_outcome(plan: Plan, **signed: Any) -> None:
    section = plan.sections.get(number="2")
    outcome = Outcome(section=section, ref="2.9", position=9, statement="One more")
    save_outcome(outcome=outcome, leads=[], themes=[], localities=[], **signed)


def delete_an_outcome(plan: Plan, **signed: Any) -> None:
    delete_record(record=plan.outcomes.get(ref="2.1"), **signed)


def retitle_a_section(plan: Plan, **signed: Any) -> None:
    section = plan.sections.get(number="2")
    section.title = "Said otherwise"
    save_section(section=section, columns=["Wexley", "Thornby"], **signed)


def add_a_section(plan: Plan, **signed: Any) -> None:
    save_section(section=Section(plan=plan, number="9", title="More", position=9), columns=[], **signed)


def delete_a_section(plan: Plan, **signed: Any) -> None:
    delete_record(record=plan.sections.get(number="9"), **signed)


def reword_a_statement(plan: Plan, **signed: Any) -> None:
    statement = Statement.objects.filter(section__plan=plan).earliest("pk")
    statement.text = "Said otherwise"
    save_record(record=statement, **signed)


def take_a_statement_away(plan: Plan, **signed: Any) -> None:
    """Into a section of another plan, which is open."""
    statement = Statement.objects.filter(section__plan=plan).earliest("pk")
    statement.section = SectionFactory(plan=PlanFactory(authority=plan.authority))
    save_record(record=statement, **signed)


def delete_a_statement(plan: Plan, **signed: Any) -> None:
    delete_record(record=Statement.objects.filter(section__plan=plan).earliest("pk"), **signed)


def retitle_it(plan: Plan, **signed: Any) -> None:
    plan.title = "Said otherwise"
    save_record(record=plan, **signed)


CHANGES = [
    reword_an_outcome, add_an_outcome, delete_an_outcome, retitle_a_section, add_a_section, delete_a_section,
    reword_a_statement, take_a_statement_away, delete_a_statement, retitle_it,
]  # fmt: skip


@pytest.mark.parametrize("change_it", CHANGES)
def test_nothing_of_a_closed_version_is_changed(plan: Plan, cast: Cast, change_it: Any) -> None:
    SectionFactory(plan=plan, number="9")  # empty, so that nothing else keeps it from being deleted
    close(plan)
    before = take_snapshot(plan)
    with pytest.raises(Refused) as refused:
        change_it(plan, by=cast.administrator, reason="A slip")
    assert STAYS in refused.value.message
    assert OPEN_IT in refused.value.message
    plan.refresh_from_db()
    assert take_snapshot(plan).sections == before.sections
    assert not any("otherwise" in one for one in live_words(plan))


def live_words(plan: Plan) -> list[str]:
    """What is stored of it now, whatever its pages say."""
    outcomes = plan.outcomes.values_list("statement", flat=True)
    statements = Statement.objects.filter(section__plan=plan).values_list("text", flat=True)
    return [plan.title, *outcomes, *statements, *plan.sections.values_list("title", flat=True)]


@pytest.mark.parametrize("change_it", CHANGES)
def test_the_same_is_done_once_it_is_open_again(plan: Plan, cast: Cast, change_it: Any) -> None:
    SectionFactory(plan=plan, number="9" if change_it is delete_a_section else "8")
    close(plan)
    plan.status = Plan.Status.LIVE
    save_record(record=plan, by=cast.administrator, reason="Closed by mistake")
    change_it(plan, by=cast.administrator, reason="Meant")


def test_a_version_that_has_been_replaced_says_that_it_cannot_be_opened(replaced: Plan, cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        reword_an_outcome(replaced, by=cast.administrator, reason="A slip")
    assert REPLACED in refused.value.message
    assert OPEN_IT not in refused.value.message


def test_the_matching_of_a_closed_version_stays(replaced: Plan, cast: Cast) -> None:
    newer = replaced.successor
    close(newer)
    with pytest.raises(Refused, match=STAYS):
        match_outcomes(plan=newer, matches={}, by=cast.administrator, reason="A slip")


def test_its_people_may_still_come_and_go(closed: Plan, cast: Cast) -> None:
    membership = Membership.objects.get(plan=closed, user=cast.reader)
    membership.role = Membership.Role.CLERK
    save_membership(membership=membership, leads=[], localities=[], by=cast.administrator, reason="New post")
    membership.refresh_from_db()
    assert membership.role == "clerk"


# --- Set-up -------------------------------------------------------------------------------------------------


def set_up_page(client: Client, record: Any) -> Part:
    name = f"admin:plans_{record._meta.model_name}_change"
    return read(client.get(reverse(name, args=[record.pk])).content.decode())


def part_of(plan: Plan, model: str) -> Any:
    return {
        "outcome": plan.outcomes.get(ref="2.1"),
        "section": plan.sections.get(number="2"),
        "statement": Statement.objects.filter(section__plan=plan).earliest("pk"),
    }[model]


@pytest.mark.parametrize("model", ["outcome", "section", "statement"])
def test_set_up_shows_it_to_read_and_says_why(
    closed: Plan, cast: Cast, client_for: ClientFor, model: str
) -> None:
    record, client = part_of(closed, model), client_for(cast.administrator)
    there = set_up_page(client, record)
    assert f"{STAYS} {OPEN_IT}" in there.words
    assert "_save" not in {field.attributes.get("name") for field in there.all("input")}
    assert not there.has("textarea")
    address = reverse(f"admin:plans_{model}_change", args=[record.pk])
    assert client.post(address, {"why": "A slip"}).status_code == 403
    away = reverse(f"admin:plans_{model}_delete", args=[record.pk])
    assert client.get(away).status_code == 403


def test_what_stands_beside_an_outcome_and_a_section_is_shown_too(
    closed: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    assert "Wexley, Thornby" in set_up_page(client, part_of(closed, "section")).words
    there = set_up_page(client, part_of(closed, "outcome")).words
    assert "Team Managers" in there
    assert "Supervision and management oversight" in there


@pytest.mark.parametrize("model", ["outcome", "section", "statement"])
def test_nothing_is_added_to_it(closed: Plan, cast: Cast, client_for: ClientFor, model: str) -> None:
    there = read(client_for(cast.superuser).get(reverse(f"admin:plans_{model}_add")).content.decode())
    field = "plan" if model == "section" else "section"
    closed_ones = {str(closed.pk)} if model == "section" else {str(pk) for pk in ids_of_sections(closed)}
    offered = {one.attributes.get("value") for one in there.the("select", id=f"id_{field}").all("option")}
    assert offered.isdisjoint(closed_ones)


def ids_of_sections(plan: Plan) -> list[int]:
    return list(plan.sections.values_list("pk", flat=True))


def test_of_the_plan_itself_only_the_status_is_asked_and_opens_it(
    closed: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    there = set_up_page(client, closed)
    assert f"{STAYS} {OPEN_IT}" in there.words
    assert closed.title in there.words
    assert not there.has("textarea")
    assert "was changed successfully" in change(client, "plan", closed.pk, status="live", why="By mistake")
    closed.refresh_from_db()
    assert closed.status == "live"
    assert STAYS not in set_up_page(client, closed).words


def test_of_one_that_was_replaced_nothing_is_asked(replaced: Plan, cast: Cast, client_for: ClientFor) -> None:
    there = set_up_page(client_for(cast.administrator), replaced)
    assert f"{STAYS} {REPLACED}" in there.words
    assert "status" not in {field.attributes.get("name") for field in there.all("select")}


def test_an_open_form_is_refused_when_the_version_has_been_closed_meanwhile(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client, outcome = client_for(cast.administrator), part_of(plan, "outcome")
    address = reverse("admin:plans_outcome_change", args=[outcome.pk])
    mine = sent_back(client.get(address).content.decode())
    close(plan)
    client.post(address, {**mine, "statement": "Said otherwise", "why": "Late"})
    outcome.refresh_from_db()
    assert outcome.statement != "Said otherwise"
    assert "otherwise" not in page(client, at("outcomes", plan)).words


def test_its_past_is_not_put_back_either(closed: Plan, cast: Cast, client_for: ClientFor) -> None:
    outcome = part_of(closed, "outcome")
    past = reverse("admin:plans_outcome_simple_history", args=[outcome.pk, outcome.history.first().pk])
    client = client_for(cast.administrator)
    there = read(client.get(past).content.decode())
    assert not there.has("input", type="submit")
    assert outcome.statement in there.words
    sent = {"section": outcome.section_id, "ref": "2.1", "position": 1, "statement": "Said otherwise"}
    client.post(
        past, {**sent, "lead_titles": "Team Managers", "why": "A slip", "seen_version": outcome.version}
    )
    outcome.refresh_from_db()
    assert outcome.statement != "Said otherwise"
