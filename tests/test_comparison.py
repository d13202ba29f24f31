"""What changed between two dates: every kind of change, and nothing lost between the two."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.setting_up import save_outcome, save_section
from plans.changes import read_changes
from plans.models import Outcome, Plan, Rag, Rating, User
from plans.movement import CellKind, Comparison, Field, OutcomeKind, compare
from plans.movement.tallies import tally
from plans.snapshot import take_snapshot

from .cast import Cast, place
from .from_march import START, on

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]
MIDDLE, END = dt.date(2025, 4, 30), dt.date(2025, 6, 12)


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Iterator[None]:
    """Asked for first, so that the plan and its people are made in March 2025."""
    with time_machine.travel(dt.datetime.combine(START, dt.time(9), dt.UTC), tick=False):
        yield


def between(plan: Plan, since: dt.date = MIDDLE, until: dt.date = END) -> Comparison:
    with on(until + dt.timedelta(days=1)):
        return read_changes(plan, since=since, until=until).comparison


def kind_of(comparison: Comparison, ref: str, column: str | None) -> CellKind:
    name = column or "Overall"
    return next(c.kind for c in comparison.cells if (c.outcome.ref, c.column.name) == (ref, name))


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (Rag.RED, Rag.AMBER, CellKind.BETTER),
        (Rag.GREEN, Rag.RED, CellKind.WORSE),
        (None, Rag.GREEN, CellKind.NEWLY_RATED),
        (Rag.GREEN, Rag.COMPLETE, CellKind.NEWLY_COMPLETE),
        (Rag.COMPLETE, Rag.GREEN, CellKind.REOPENED),
        (Rag.AMBER, Rag.AMBER, CellKind.CONFIRMED),
        (Rag.AMBER, None, CellKind.NO_UPDATE),
        (None, None, CellKind.NOT_RATED),
    ],
)
def test_what_became_of_a_rating(
    plan: Plan, rate: Rate, was: Rag | None, now: Rag | None, kind: CellKind
) -> None:
    for rag, day in ((was, dt.date(2025, 4, 1)), (now, dt.date(2025, 6, 1))):
        if rag:
            with on(day):
                rate("2.1", "Wexley", rag)
    comparison = between(plan)
    assert kind_of(comparison, "2.1", "Wexley") == kind
    assert comparison.cell_counts[kind] >= 1
    assert sum(comparison.cell_counts.values()) == len(list(comparison.after.cells))


def test_a_mistake_put_right_is_a_correction_and_not_a_move(plan: Plan, rate: Rate, cast: Cast) -> None:
    with on(dt.date(2025, 4, 1)):
        rate("2.1", "Wexley", Rag.GREEN)
        rate("2.2", "Wexley", Rag.AMBER)
        wrong = rate("2.1", "Wexley", Rag.RED)
        struck = rate("2.2", "Wexley", Rag.RED)
    with on(dt.date(2025, 5, 20)):
        correct_rating(rating=wrong, reason="Misread", by=cast.smt, rag=Rag.AMBER, locality=place("Wexley"))
        correct_rating(rating=struck, reason="Another outcome was meant", by=cast.smt, rag=None)
    comparison = between(plan)
    assert kind_of(comparison, "2.1", "Wexley") == CellKind.CORRECTED
    assert kind_of(comparison, "2.2", "Wexley") == CellKind.CORRECTED
    with on(END):  # as known today, neither mistake was ever there
        known_today = compare(take_snapshot(plan, at=MIDDLE), take_snapshot(plan, at=END))
    assert kind_of(known_today, "2.1", "Wexley") == CellKind.NO_UPDATE
    assert kind_of(known_today, "2.2", "Wexley") == CellKind.NO_UPDATE


def test_a_correction_that_was_corrected_in_turn_is_no_move_either(
    plan: Plan, rate: Rate, cast: Cast
) -> None:
    with on(dt.date(2025, 4, 1)):
        wrong = rate("2.1", "Wexley", Rag.RED)
    for rag in (Rag.AMBER, Rag.GREEN, Rag.COMPLETE):
        with on(dt.date(2025, 5, 20)):
            wrong = correct_rating(
                rating=wrong, reason="Misread", by=cast.smt, rag=rag, locality=place("Wexley")
            )
    assert kind_of(between(plan), "2.1", "Wexley") == CellKind.CORRECTED


def test_a_rating_entered_late_is_a_change_since_it_was_not_known(plan: Plan, rate: Rate) -> None:
    with on(dt.date(2025, 4, 1)):
        rate("2.1", "Wexley", Rag.RED)
    with on(dt.date(2025, 5, 20)):
        rate("2.1", "Wexley", Rag.AMBER, effective_on=dt.date(2025, 4, 20))
    assert kind_of(between(plan), "2.1", "Wexley") == CellKind.BETTER


def edited(plan: Plan, ref: str, by: User, **changes: Any) -> None:
    outcome = plan.outcomes.get(ref=ref)
    leads = changes.pop("leads", [lead.title for lead in outcome.leads.order_by("outcome_links__position")])
    themes = changes.pop("themes", list(outcome.themes.all()))
    for name, value in changes.items():
        setattr(outcome, name, value)
    save_outcome(
        outcome=outcome,
        leads=leads,
        themes=themes,
        localities=outcome.localities.all(),
        by=by,
        reason="Agreed",
    )  # type: ignore[arg-type]


def changes_of(comparison: Comparison, ref: str) -> dict[Field, tuple[object, object]]:
    change = next(change for change in comparison.outcomes if change.outcome.ref == ref)
    return {field.field: (field.was, field.now) for field in change.fields}


def test_a_new_wording_lead_and_timescale(plan: Plan, cast: Cast) -> None:
    with on(dt.date(2025, 5, 5)):
        edited(
            plan, "1.1", cast.administrator,
            statement="A contact is screened on the day it comes in", leads=["Head of Safeguarding"],
            timescale="March 2026", timescale_on=dt.date(2026, 3, 31),
        )  # fmt: skip
    comparison = between(plan)
    found = changes_of(comparison, "1.1")
    assert found[Field.STATEMENT] == (
        "A contact is screened within one working day",
        "A contact is screened on the day it comes in",
    )
    assert [lead.name for lead in found[Field.LEADS][1]] == ["Head of Safeguarding"]
    assert found[Field.TIMESCALE][1] == "March 2026"
    change = next(change for change in comparison.outcomes if change.outcome.ref == "1.1")
    assert change.kinds == (
        OutcomeKind.REWORDED, OutcomeKind.LEAD_CHANGED, OutcomeKind.TIMESCALE_CHANGED,
    )  # fmt: skip
    pieces = [(p.kind.value, p.text.strip()) for p in change.fields[0].words_differ]
    assert pieces[0] == ("same", "A contact is screened")
    assert {kind for kind, _ in pieces} == {"same", "added", "removed"}


def test_an_outcome_added_and_one_withdrawn_and_one_removed(plan: Plan, cast: Cast) -> None:
    section = plan.sections.get(number="1")
    with on(dt.date(2025, 5, 5)):
        added = Outcome(section=section, ref="1.9", position=9, statement="Partners hear what became of it")
        save_outcome(
            outcome=added, leads=[], themes=[], localities=[], by=cast.administrator, reason="Agreed"
        )
        edited(plan, "2.1", cast.administrator, withdrawn_on=dt.date(2025, 5, 5))
        records.delete(plan.outcomes.get(ref="2.2"), by=cast.administrator, reason="A slip")
    comparison = between(plan)
    kinds = {change.outcome.ref: change.kinds for change in comparison.outcomes if change.kinds}
    assert kinds == {
        "1.9": (OutcomeKind.ADDED,),
        "2.1": (OutcomeKind.WITHDRAWN,),
        "2.2": (OutcomeKind.REMOVED,),
    }
    assert kind_of(comparison, "1.9", None) == CellKind.NOW_ASKED
    assert kind_of(comparison, "2.1", "Wexley") == CellKind.NO_LONGER_ASKED
    assert kind_of(comparison, "2.2", "Wexley") == CellKind.NO_LONGER_ASKED


def test_a_section_that_gained_a_column_and_a_title(plan: Plan, cast: Cast) -> None:
    section = plan.sections.get(number="2")
    before = [column.locality.name for column in section.columns.all()]
    with on(dt.date(2025, 5, 5)):
        wexley = plan.authority.localities.get(name="Wexley")
        wexley.name = "Wexley and Tarn"
        records.save(wexley, by=cast.administrator, reason="Its new name")
        section.title = "Assessment"
        names = ["Wexley and Tarn" if name == "Wexley" else name for name in before]
        save_section(section=section, columns=[*names, "Newtown"], by=cast.administrator, reason="Agreed")
    [change] = between(plan).sections
    assert change.heading_was.startswith("2. ")
    assert [column.name for column in change.gained] == ["Newtown"]
    assert change.renamed == (("Wexley", "Wexley and Tarn"),)
    assert not change.lost


def test_the_plans_own_words(plan: Plan, cast: Cast) -> None:
    with on(dt.date(2025, 5, 5)):
        plan.title = "Improvement Plan for Children"
        plan.red_means = "Nothing done"
        records.save(plan, by=cast.administrator, reason="Agreed")
    assert {change.label for change in between(plan).plan} == {"Title", "Red means"}


def test_tallies_count_every_cell_once_by_section_and_by_locality(plan: Plan, rate: Rate) -> None:
    with on(dt.date(2025, 4, 1)):
        rate("2.1", "Wexley", Rag.RED)
    with on(dt.date(2025, 6, 1)):
        rate("2.1", "Wexley", Rag.GREEN)
        rate("1.1", None, Rag.GREEN)
    comparison = between(plan)
    tallies = tally(comparison)
    for rows in (tallies.sections, tallies.columns):
        assert sum(sum(row.counts.values()) for row in rows) == len(list(comparison.cells))
    assert {row.name: (row.up, row.down, row.first) for row in tallies.columns if row.up or row.first} == {
        "Wexley": (1, 0, 0),
        "Overall": (0, 0, 1),
    }


def test_nothing_changes_between_a_day_and_itself(plan: Plan, rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.RED)
    snapshot = take_snapshot(plan)
    comparison = compare(snapshot, snapshot)
    assert {kind for kind, number in comparison.cell_counts.items() if number} <= {
        CellKind.NO_UPDATE,
        CellKind.NOT_RATED,
    }
    assert not any(comparison.outcome_counts.values())
    assert not comparison.sections
    assert not comparison.plan
    assert timezone.localdate() == START
