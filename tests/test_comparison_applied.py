"""A comparison holds everything that differs: applied to the earlier snapshot, it gives the later one."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.rating import rate_outcome
from plans.actions.setting_up import save_outcome, save_section
from plans.as_at import end_of
from plans.models import Outcome, Plan, Rag, Rating
from plans.movement import Comparison, compare
from plans.snapshot import OutcomeRow, PlanSnapshot, take_snapshot

from .cast import Cast

pytestmark = pytest.mark.django_db
START = dt.date(2025, 3, 3)

WHAT = (
    *("rate", "rate", "rate", "correct", "strike", "reword", "lead", "due", "withdraw", "restore"),
    *("add", "delete", "move", "title", "column", "rename"),
)
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 80),
        st.sampled_from(WHAT),
        st.integers(0, 50),
        st.sampled_from(list(Rag)),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(events=EVENTS, days=st.tuples(st.integers(0, 82), st.integers(0, 82)))
def test_the_changes_applied_to_the_earlier_give_the_later(
    plan: Plan, cast: Cast, events: list[tuple], days: tuple[int, int]
) -> None:
    with transaction.atomic():
        for day, what, which, rag in sorted(events, key=lambda event: event[0]):
            with time_machine.travel(moment(day), tick=False):
                happen(plan, cast, what, which, rag)
        with time_machine.travel(moment(90), tick=False):
            since, until = (START + dt.timedelta(days=day) for day in sorted(days))
            before = take_snapshot(plan, at=since, known_at=end_of(since))
            after = take_snapshot(plan, at=until, known_at=end_of(until))
            assert applied(compare(before, after), before) == contents(after)
        transaction.set_rollback(True)


def moment(day: int) -> dt.datetime:
    return dt.datetime.combine(START + dt.timedelta(days=day), dt.time(10), dt.UTC)


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Any:
    with time_machine.travel(moment(0), tick=False):
        yield


def happen(plan: Plan, cast: Cast, what: str, which: int, rag: Rag) -> None:
    """One event, where it makes sense: what does not is left out."""
    by, outcomes = cast.administrator, list(plan.outcomes.order_by("pk"))
    outcome = outcomes[which % len(outcomes)]
    section = list(plan.sections.order_by("pk"))[which % plan.sections.count()]
    if what == "rate" and not outcome.withdrawn_on:
        columns = [column.locality for column in outcome.section.columns.all()]
        narrowed = set(outcome.localities.all())
        columns = [column for column in columns if not narrowed or column in narrowed]
        if outcome.section.has_overall:
            columns.append(None)
        rate_outcome(
            outcome=outcome, locality=columns[which % len(columns)], rag=rag, commentary="Seen", by=by
        )
    elif what in ("correct", "strike"):
        wrong = Rating.objects.filter(plan=plan, corrected_by=None, rag__isnull=False)
        wrong = wrong.filter(outcome__withdrawn_on=None).order_by("pk").first()
        if wrong:
            correct_rating(
                rating=wrong, reason="Wrong", by=by, rag=None if what == "strike" else rag,
                locality=wrong.locality, commentary="Seen",
            )  # fmt: skip
    elif what in ("reword", "due", "withdraw", "restore", "lead", "move"):
        change(plan, cast, outcome, what, which)
    elif what == "add":
        ref = f"{section.number}.{100 + outcomes[-1].pk}"
        added = Outcome(section=section, ref=ref, position=90, statement=f"Something new, {which}")
        save_outcome(outcome=added, leads=["Head of Audit"], themes=[], localities=[], by=by, reason="New")
    elif what == "delete" and len(outcomes) > 1 and not outcome.ratings.exists():
        records.delete(outcome, by=by, reason="A slip")
    elif what in ("title", "column"):
        names = [column.locality.name for column in section.columns.all()]
        section.title = f"{section.title} {which}" if what == "title" else section.title
        names += [f"Area {which}"] if what == "column" and f"Area {which}" not in names else []
        save_section(section=section, columns=names, by=by, reason="Agreed")
    elif what == "rename":
        locality = plan.authority.localities.order_by("pk").first()
        locality.name = f"Renamed {which}"
        records.save(locality, by=by, reason="Its new name")


def change(plan: Plan, cast: Cast, outcome: Outcome, what: str, which: int) -> None:
    leads = [link.lead.title for link in outcome.lead_links.order_by("position")]
    if what == "reword":
        outcome.statement = f"{outcome.statement} and {which}"
    elif what == "due":
        outcome.timescale, outcome.timescale_on = "March 2026", dt.date(2026, 3, 31)
    elif what == "withdraw":
        outcome.withdrawn_on = dt.date(2025, 3, 10)
    elif what == "restore":
        outcome.withdrawn_on = None
    elif what == "lead":
        leads = [f"Lead {which}", *leads]
    else:
        outcome.ref = f"{outcome.ref}x" if len(outcome.ref) < 15 else outcome.ref
    save_outcome(
        outcome=outcome, leads=leads, themes=outcome.themes.all(), localities=outcome.localities.all(),
        by=cast.administrator, reason="Agreed",
    )  # fmt: skip


Contents = tuple[dict[str, str], dict[int, tuple], dict[int, OutcomeRow]]


def contents(snapshot: PlanSnapshot) -> Contents:
    """What a snapshot says, without the order in which it says it."""
    own = {"title": snapshot.title, "introduction": snapshot.introduction}
    sections = {
        section.id: (section.heading, frozenset(section.columns), frozenset(section.statements))
        for section in snapshot.sections
    }
    return own, sections, {row.id: plain(row) for row in snapshot.outcomes}


def plain(row: OutcomeRow) -> OutcomeRow:
    """An outcome with the cells that are rated, in no order, and without the version its forms carry."""
    cells = sorted(row.rated_cells, key=lambda cell: cell.column.locality_id or 0)
    return dataclasses.replace(row, version=0, cells=tuple(cells))


def applied(comparison: Comparison, before: PlanSnapshot) -> Contents:
    """The later contents, made of the earlier ones and the changes alone."""
    own, sections, outcomes = contents(before)
    for said in comparison.plan:
        if said.label.lower() in own:
            own[said.label.lower()] = said.now
    for section in comparison.sections:
        if section.now is None:
            del sections[section.section.id]
        else:
            now = section.now
            sections[now.id] = (now.heading, frozenset(now.columns), frozenset(now.statements))
    for one in comparison.outcomes:
        if one.now is None:
            del outcomes[one.outcome.id]
            continue
        if one.was is None:
            outcomes[one.now.id] = plain(one.now)
            continue
        fields = {field.field.attribute: field.now for field in one.fields}
        cells = tuple(cell.now for cell in one.cells if cell.now)
        outcomes[one.now.id] = plain(dataclasses.replace(outcomes[one.now.id], cells=cells, **fields))
    return own, sections, outcomes
