"""The months say the same as a snapshot of each."""

import datetime as dt
from typing import Any

import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.actions import records
from plans.demonstration import load_demonstration
from plans.models import (
    Outcome,
    OutcomeLocality,
    Plan,
    Rag,
    SectionColumn,
)
from plans.months import ABSENT, NOT_RATED, PlanMonths, months_of
from plans.timeline import timeline_of

from .cast import place
from .factories import set_up_by
from .months_reading import (
    WHY,
    agrees,
    old_plan_fixture,  # noqa: F401 - asked for by its name
    on,
    read,
    write,
)

CELLS = [("1.1", None), ("2.1", "Wexley"), ("2.1", "Thornby"), ("2.1", None), ("3.1", "CiC")]
KINDS = [
    "rate", "rate", "rate", "correct", "strike out", "withdraw", "take back", "narrow", "widen", "add column",
    "drop column", "overall", "add outcome", "delete outcome", "move", "rename", "close",
]  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 430),  # the day on which it is written down
        st.integers(0, 40),  # what it is about
        st.sampled_from(Rag),
        st.integers(-60, 60),  # days from then to the day that a rating or a withdrawal holds from
    ),
    min_size=1,
    max_size=16,
)


@settings(max_examples=40)
@given(events=EVENTS, until=st.integers(20, 460), known=st.none() | st.integers(0, 460))
def test_it_agrees_with_a_snapshot_of_every_month(
    old_plan: Plan, rolled_back: Any, events: list[Any], until: int, known: int | None
) -> None:
    with rolled_back():
        plan = Plan.objects.get(pk=old_plan.pk)
        for event in sorted(events, key=lambda event: event[1]):
            with time_machine.travel(on(event[1]), tick=False):
                happen(plan, *event)
        known_at = None if known is None else on(known)
        agrees(plan, read(plan, months=16, until=on(until).date(), known=known_at), known_at)


def happen(plan: Plan, kind: str, day: int, which: int, rag: Rag, away: int) -> None:
    """One thing that happens to a plan on a day, if it can."""
    by, outcomes, sections = set_up_by(), list(plan.outcomes.all()), list(plan.sections.all())
    outcome, section = outcomes[which % len(outcomes)], sections[which % len(sections)]
    if kind in ("rate", "correct", "strike out"):
        rate(plan, kind, day, which, rag, min(0, away))
    elif kind in ("withdraw", "take back"):
        outcome.withdrawn_on = on(day + away).date() if kind == "withdraw" else None
        records.save(outcome, by=by, reason=WHY)
    elif kind in ("narrow", "widen"):
        columns = [link.locality for link in outcome.section.columns.all()]
        wanted = columns[which % 2 : which % 2 + 1] if kind == "narrow" else []
        records.set_links(outcome, OutcomeLocality, "locality", wanted, by=by, reason=WHY)
    elif kind in ("add column", "drop column"):
        columns = [link.locality for link in section.columns.all()]
        columns = [*columns, place("CiC")] if kind == "add column" else columns[1:]
        records.set_links(section, SectionColumn, "locality", columns, by=by, reason=WHY)
    elif kind == "overall":
        section.has_overall = not section.has_overall
        records.save(section, by=by, reason=WHY)
    elif kind == "add outcome":
        ref = f"{section.number}.{30 + plan.outcomes.count()}"
        if not plan.outcomes.filter(ref=ref).exists():
            new = Outcome(plan=plan, section=section, ref=ref, position=30, statement="New")
            records.save(new, by=by, reason=WHY)
    elif kind == "delete outcome":
        if not outcome.ratings.exists() and len(outcomes) > 1:
            records.delete(outcome, by=by, reason=WHY)
    elif kind == "move":
        outcome.section = section
        records.save(outcome, by=by, reason=WHY)
    elif kind == "rename":
        outcome.ref = f"{outcome.ref[:12]}x"
        records.save(outcome, by=by, reason=WHY)
    elif kind == "close":
        plan.status = Plan.Status.LIVE if plan.status == Plan.Status.CLOSED else Plan.Status.CLOSED
        records.save(plan, by=by, reason=WHY)


def rate(plan: Plan, kind: str, day: int, which: int, rag: Rag, away: int) -> None:
    """A rating, or a correction of one, effective some days before it is recorded."""
    ref, column = CELLS[which % len(CELLS)]
    outcome = plan.outcomes.filter(ref=ref).first()
    given: dict[str, Any] = {}
    if kind != "rate":
        open_to_it = plan.ratings.filter(rag__isnull=False, corrected_by=None).order_by("id")
        if not open_to_it:
            return
        wrong = open_to_it[which % len(open_to_it)]
        outcome, given = wrong.outcome, {"corrects": wrong, "correction_reason": WHY}
        column = wrong.locality.name if wrong.locality else None
    if outcome is not None:
        colour = None if kind == "strike out" else rag
        write(plan, outcome.ref, column, colour, day + away, recorded=day, **given)


@settings(max_examples=40)
@given(events=EVENTS, until=st.integers(20, 460), known=st.none() | st.integers(0, 460))
def test_the_strip_of_an_outcome_is_that_of_the_page_of_months(
    old_plan: Plan, rolled_back: Any, events: list[Any], until: int, known: int | None
) -> None:
    with rolled_back():
        plan = Plan.objects.get(pk=old_plan.pk)
        for event in sorted(events, key=lambda event: event[1]):
            with time_machine.travel(on(event[1]), tick=False):
                happen(plan, *event)
        asked: dict[str, Any] = {
            "months": 16, "until": on(until).date(), "known": None if known is None else on(known)
        }  # fmt: skip
        whole = read(plan, **asked)
        strips_agree(plan, whole, asked)


def strips_agree(plan: Plan, whole: PlanMonths, asked: dict[str, Any]) -> None:
    """Fail unless every outcome read by itself has the months that it has among all of them."""
    every = whole.letters()
    for pk in whole.outcomes:
        one = read(plan, **asked, outcome_id=pk)
        assert one.letters() == {cell: letters for cell, letters in every.items() if cell[0] == pk}
        timeline = timeline_of(pk, at=whole.ends[-1], known_at=asked["known"])
        strips = {
            (pk, column): "".join(letter for _, letter in months)
            for column, months in months_of(one, timeline).items()
        }
        assert strips == {cell: row for cell, row in one.letters().items() if row.strip(NOT_RATED + ABSENT)}


def test_the_demonstration_agrees_with_its_snapshots(db: None) -> None:
    plan = load_demonstration()
    for one in Plan.objects.filter(authority=plan.authority):
        agrees(one, read(one, months=14))
        known = timezone.now() - dt.timedelta(days=100)
        agrees(one, read(one, months=6, known=known), known)
        strips_agree(one, read(one, months=14), {"months": 14, "known": None})
