"""What would leave no history is refused, however it is tried, with the action to use; nothing is changed."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string

from ofsted.actions.visits import Judged
from ofsted.models import DeadlineMet, Decision, Sample, Visit
from plans.actions import records
from plans.models import (
    Membership,
    MembershipLead,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomePredecessor,
    Plan,
    Section,
    Theme,
    UntracedChange,
    User,
)
from plans.models.tracking import tracked_models
from tests.cast import Cast, place
from tests.factories import (
    AuthorityFactory,
    LeadFactory,
    LocalityFactory,
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
    ThemeFactory,
    set_up_by,
)
from tests.meetings import a_body, a_meeting, a_recommendation, days, some_progress
from tests.papers import draft_for
from tests.visit_files import a_file
from tests.visits import a_check, a_finding, a_result, a_site_day, a_visit

MODELS = tracked_models()
named = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture
def full(plan: Plan, cast: Cast) -> Plan:
    """A plan with at least one record of every tracked model, the last of each with nothing that needs it."""
    before = PlanFactory(authority=plan.authority, status="closed")
    plan.predecessor = before
    records.save(plan, by=set_up_by(), reason="Follows it")
    outcome = plan.outcomes.get(ref="2.1")
    old = OutcomeFactory(section=SectionFactory(plan=before))
    link = OutcomePredecessor(outcome=outcome, predecessor=old)
    records.save(link, by=set_up_by(), reason="The same")
    wexley = [place("Wexley")]
    records.set_links(outcome, OutcomeLocality, "locality", wexley, by=set_up_by(), reason="There alone")
    OutcomeFactory(section=outcome.section)
    SectionFactory(plan=plan)
    for shared in (LocalityFactory, LeadFactory, ThemeFactory, PlanFactory):
        shared(authority=plan.authority)
    AuthorityFactory()
    _visited(plan, outcome)
    _met(plan)
    return plan


def _met(plan: Plan) -> None:
    """A record of every kind that meetings have; the last of each has nothing that needs it."""
    meeting = a_meeting(plan)
    some_progress(a_recommendation(meeting))
    a_recommendation(meeting, ref="2", words="Another")
    draft_for(meeting, set_up_by())
    a_meeting(plan, on=days(9))
    a_body(plan, name="Cabinet")


def _visited(plan: Plan, outcome: Outcome) -> None:
    """A record of every kind that visits have; the last of each has nothing that needs it."""
    judged = [Judged("Overall effectiveness", "Inadequate", True)]
    visit = a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard", judgements=judged
    )
    a_finding(visit, outcome)
    a_finding(visit, ref="d")
    a_result(visit)
    a_check(a_site_day(plan), outcome)
    a_file(visit)
    decision = Decision(
        plan=plan, decided="May 2025", decided_on=dt.date(2025, 5, 31), body="board", words="To meet monthly"
    )
    for record in (
        DeadlineMet(visit=visit, clock="inspection-statement-of-action", met_on=dt.date(2025, 6, 2)),
        Sample(visit=visit, plan=plan, position=9, cohort="contacts", size=40),
        decision,
    ):
        records.save(record, by=set_up_by(), reason="Recorded")
    a_visit(plan, number=3)


def everything() -> list[Any]:
    """Every row of every tracked table, and of its history."""
    return [
        list(rows.order_by("pk").values())
        for model in MODELS
        for rows in (model._base_manager, model.history.model._base_manager)
    ]


def refused(attempt: Callable[[], object], what: str, action: str) -> None:
    """It is refused in these words, and everything is as it was.

    A shell commits each statement, so nothing undoes it here but the refusal itself. Where Django makes a
    transaction of its own, for what is deleted and for lists of links, this one stands for it.
    """
    before = everything()
    its_own = "list of links" in what or what.endswith(
        ("on Section", "on Visit", "on Finding", "on Sample", "on Recommendation")
    )
    with pytest.raises(UntracedChange) as error, transaction.atomic() if its_own else nullcontext():
        attempt()
    assert str(error.value) == (
        f"{what} would leave no history of who and why. Use {action} instead, one record at a time."
    )
    assert everything() == before


def fields_of(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not field.primary_key]


@named
@pytest.mark.parametrize("manager", ["objects", "_base_manager", "_default_manager"])
def test_many_at_once(full: Plan, model: Any, manager: str) -> None:
    rows = getattr(model, manager)
    record, field = rows.first(), fields_of(model)[0]
    value, name = getattr(record, field), model.__name__
    refused(lambda: rows.update(**{field: value}), f"update() on {name}", model.written_by)
    refused(
        lambda: rows.filter(pk=record.pk).update(**{field: value}), f"update() on {name}", model.written_by
    )
    refused(lambda: rows.bulk_update([record], [field]), f"bulk_update() on {name}", model.written_by)
    copy = model(**{field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields})
    copy.pk = None
    adding = f"bulk_create(), or adding to a list of links, on {name}"
    refused(lambda: rows.bulk_create([copy]), adding, model.written_by)
    refused(lambda: rows.filter()._raw_delete("default"), f"_raw_delete() on {name}", model.deleted_by)


@named
@pytest.mark.parametrize("rows", ["history", "objects"])
def test_what_was_recorded_is_not_rewritten(full: Plan, model: Any, rows: str) -> None:
    """Nor past the refusal in words: the database has its own. Only an account that goes leaves its rows."""
    history = model.history if rows == "history" else model.history.model.objects
    newest = history.first()
    rewritten = (
        f"on the history of {model.__name__} would rewrite what was recorded. "
        f"Use {model.written_by} instead: it adds to the history."
    )
    attempts: dict[str, Callable[[], object]] = {
        "update()": lambda: history.filter(history_id=newest.history_id).update(history_by="Forged"),
        "delete()": lambda: history.filter(history_id=newest.history_id).delete(),
        "_raw_delete()": lambda: history.filter()._raw_delete("default"),
    }
    before = everything()
    for what, attempt in attempts.items():
        with pytest.raises(UntracedChange, match=re.escape(f"{what} {rewritten}")):
            attempt()
    newest.history_by = "Forged"
    with pytest.raises(UntracedChange, match=re.escape(f"update() {rewritten}")), transaction.atomic():
        history.bulk_update([newest], ["history_by"])
    past = type(newest)._base_manager.filter(history_id=newest.history_id)
    by_force: list[Callable[[], object]] = [
        newest.save,
        newest.delete,
        past.delete,
        lambda: past.update(history_by="Forged"),
        lambda: past.update(history_user=None, history_by="Forged"),
        lambda: past.update(history_user=set_up_by()),
        lambda: type(newest)._base_manager.bulk_create(
            [newest], update_conflicts=True, unique_fields=["history_id"], update_fields=["history_by"]
        ),
    ]
    for attempt in by_force:
        with pytest.raises(IntegrityError, match="History is never changed or deleted"), transaction.atomic():
            attempt()
    assert everything() == before


@named
def test_one_at_a_time(full: Plan, model: Any) -> None:
    record = model._base_manager.order_by("-pk").first()
    values = {field: getattr(record, field) for field in fields_of(model)}
    saving = f"save(), create() or add() on {model.__name__}"
    deleting = f"delete(), or taking out of a list of links, on {model.__name__}"
    refused(record.delete, deleting, model.deleted_by)
    refused(model._base_manager.filter(pk=record.pk).delete, deleting, model.deleted_by)
    if model is User:
        return  # what nobody else signed is the account holder's own change: see below
    refused(lambda: model._base_manager.create(**values), saving, model.written_by)
    refused(lambda: model.objects.get_or_create(pk=987_654, defaults=values), saving, model.written_by)
    refused(lambda: model.objects.update_or_create(pk=record.pk, defaults=values), saving, model.written_by)
    refused(record.save, saving, model.written_by)


@named
def test_a_fixture_is_not_loaded_over_it(full: Plan, model: Any) -> None:
    written = serializers.serialize("json", model._base_manager.all()[:1])
    [loaded] = serializers.deserialize("json", written)
    refused(loaded.save, f"loaddata on {model.__name__}", model.written_by)


LINKS: dict[str, tuple[type[models.Model], Callable[[Plan], Any], Callable[[Plan], Any]]] = {
    "an outcome's leads": (
        OutcomeLead, lambda plan: plan.outcomes.get(ref="2.1").leads, lambda plan: plan.authority.leads.all()
    ),
    "a lead's outcomes": (
        OutcomeLead,
        lambda plan: plan.authority.leads.get(title="Team Managers").outcomes,
        lambda plan: plan.outcomes.all(),
    ),
    "an outcome's localities": (
        OutcomeLocality,
        lambda plan: plan.outcomes.get(ref="2.1").localities,
        lambda plan: plan.authority.localities.all(),
    ),
    "an outcome's predecessors": (
        OutcomePredecessor,
        lambda plan: plan.outcomes.get(ref="2.1").continues,
        lambda plan: Outcome.objects.exclude(plan=plan),
    ),
    "a member's leads": (
        MembershipLead,
        lambda plan: Membership.objects.get(user__name="Maya Team").leads,
        lambda plan: plan.authority.leads.all(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("links", LINKS)
def test_lists_of_links(full: Plan, links: str) -> None:
    through, manager, others = LINKS[links]
    linked, everyone = manager(full), list(others(full))
    there = linked.first()
    assert there
    adding = f"bulk_create(), or adding to a list of links, on {through.__name__}"
    taking = f"delete(), or taking out of a list of links, on {through.__name__}"
    through_defaults = {"position": 9} if through is OutcomeLead else {}
    new = [one for one in everyone if one not in linked.all()]
    if new:
        refused(lambda: linked.add(new[0], through_defaults=through_defaults), adding, through.written_by)
    refused(lambda: linked.set([]), taking, through.deleted_by)
    refused(lambda: linked.remove(there), taking, through.deleted_by)
    refused(linked.clear, taking, through.deleted_by)


def test_what_belongs_to_another_record(full: Plan, cast: Cast) -> None:
    """From its other end: a plan's sections, a section's outcomes, a person's memberships."""
    section, outcome = full.sections.get(number="2"), full.outcomes.get(ref="2.1")
    action = section.written_by
    refused(lambda: full.sections.update(title="All alike"), "update() on Section", action)
    refused(lambda: full.sections.add(section), "update() on Section", action)
    refused(lambda: full.sections.add(section, bulk=False), "save(), create() or add() on Section", action)
    refused(
        lambda: full.sections.create(number="9", title="Nine", position=9),
        "save(), create() or add() on Section",
        action,
    )
    refused(lambda: section.outcomes.update(ref="9.9"), "update() on Outcome", outcome.written_by)
    refused(
        lambda: full.sections.filter(pk=SectionFactory(plan=full).pk).delete(),
        "delete(), or taking out of a list of links, on Section",
        Section.deleted_by,
    )
    refused(lambda: cast.smt.memberships.update(role="administrator"), "update() on Membership",
            Membership.written_by)  # fmt: skip


def test_an_account_holder_s_own_change_is_signed_by_them(cast: Cast) -> None:
    cast.reader.set_password("another long password")
    cast.reader.save()
    newest = cast.reader.history.first()
    assert (newest.history_user, newest.history_change_reason) == (
        cast.reader,
        "Changed by the account holder",
    )


def test_a_reason_is_asked_for_in_plain_words(plan: Plan, cast: Cast) -> None:
    theme = Theme.objects.first()
    with pytest.raises(UntracedChange, match="A reason is needed: it is kept with every change"):
        records.save(theme, by=cast.smt, reason=" ")


@named
def test_the_actions_that_are_named_are_there(model: Any) -> None:
    assert callable(import_string(model.written_by))
    assert callable(import_string(model.deleted_by))
