"""Changing a tracked record: nobody's edit is lost, and links are set as one."""

import pytest
from django.db import transaction

from plans.actions import records
from plans.actions.refusals import Stale
from plans.models import Lead, Outcome, OutcomeLead, OutcomeTheme, Plan, Theme, UntracedChange
from tests.cast import Cast


def test_a_stale_edit_is_refused_with_what_stands_now(plan: Plan, cast: Cast) -> None:
    mine, theirs = (Outcome.objects.get(ref="1.1") for _ in range(2))
    seen = mine.version
    theirs.statement = "Theirs"
    records.save(theirs, by=cast.smt, reason="Reworded", seen_version=seen)
    mine.statement = "Mine"
    with pytest.raises(Stale) as refused:
        records.save(mine, by=cast.administrator, reason="Reworded too", seen_version=seen)
    assert "Somebody else has changed this outcome" in refused.value.message
    assert refused.value.current.statement == "Theirs"
    assert Outcome.objects.get(ref="1.1").statement == "Theirs"
    assert [row.history_by for row in mine.history.all()] == ["Sana Director", "Set Up"]


def test_a_stale_edit_saves_once_it_is_made_from_what_stands(plan: Plan, cast: Cast) -> None:
    mine = Outcome.objects.get(ref="1.1")
    theirs = records.save(Outcome.objects.get(ref="1.1"), by=cast.smt, reason="Read through")
    mine.statement = "Mine"
    records.save(mine, by=cast.administrator, reason="Reworded", seen_version=theirs.version)
    now = Outcome.objects.get(ref="1.1")
    assert (now.statement, now.version) == ("Mine", theirs.version + 1)


def test_every_save_moves_the_version(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="1.1")
    before = outcome.version
    records.save(outcome, by=cast.smt, reason="With no form behind it")
    records.save(outcome, by=cast.smt, reason="From a form", seen_version=outcome.version)
    assert outcome.version == Outcome.objects.get(pk=outcome.pk).version == before + 2


def test_an_edit_of_what_was_deleted_is_refused(plan: Plan, cast: Cast) -> None:
    mine = plan.outcomes.get(ref="1.1")
    records.delete(plan.outcomes.get(ref="1.1"), by=cast.administrator, reason="Entered twice")
    with pytest.raises(Stale) as refused:
        records.save(mine, by=cast.smt, reason="Reworded", seen_version=mine.version)
    assert refused.value.current is None
    assert not plan.outcomes.filter(ref="1.1").exists()


def test_a_save_without_a_reason_changes_nothing(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="1.1")
    seen = outcome.version
    outcome.statement = "For no reason"
    with pytest.raises(UntracedChange), transaction.atomic():
        records.save(outcome, by=cast.smt, reason=" ", seen_version=seen)
    stored = Outcome.objects.get(pk=outcome.pk)
    assert (stored.statement, stored.version) == ("A contact is screened within one working day", seen)


def leads_of(outcome: Outcome) -> list[str]:
    return [link.lead.title for link in outcome.lead_links.order_by("position")]


def test_links_are_set_in_order(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.2")
    lead = {lead.title: lead for lead in Lead.objects.all()}
    kept = outcome.lead_links.get(lead__title="Team Managers").pk
    wanted = [lead["Heads of Service"], lead["Team Managers"], lead["Heads of Service"]]
    assert records.set_links(outcome, OutcomeLead, "lead", wanted, by=cast.smt, reason="New leads")
    assert leads_of(outcome) == ["Heads of Service", "Team Managers"]
    assert outcome.lead_links.get(lead__title="Team Managers").pk == kept
    changes = OutcomeLead.history.filter(outcome_id=outcome.pk, history_change_reason="New leads")
    assert sorted((row.history_type, row.lead.title) for row in changes) == [
        ("+", "Heads of Service"),
        ("-", "Service Managers"),
        ("~", "Team Managers"),
    ]
    assert {row.history_by for row in changes} == {"Sana Director"}


def test_links_that_are_right_are_left_alone(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.2")
    before = OutcomeLead.history.count()
    as_they_are = [link.lead for link in outcome.lead_links.all()]
    assert not records.set_links(outcome, OutcomeLead, "lead", as_they_are, by=cast.smt, reason="No change")
    assert OutcomeLead.history.count() == before


def test_links_can_all_be_taken_away(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    assert records.set_links(outcome, OutcomeTheme, "theme", [], by=cast.smt, reason="Not about it")
    assert list(outcome.themes.all()) == []
    assert Theme.objects.filter(name="Supervision and management oversight").exists()
    gone = OutcomeTheme.history.filter(outcome_id=outcome.pk).first()
    assert (gone.history_type, gone.history_by) == ("-", "Sana Director")
