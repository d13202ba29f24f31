"""A plan at the end of each of many months: what stood, and what the plan had."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import (
    Outcome,
    OutcomeTheme,
    Plan,
    Rag,
    SectionColumn,
    Theme,
)
from plans.months import ABSENT, NOT_RATED, OutcomeThen, count_months, month_ends, read_months
from plans.months.narrowing import Narrowing, choices
from plans.months.strips import OutcomeStrips, SectionStrips, Strip, stacked, strips_of
from plans.snapshot import take_cover, take_snapshot

from .cast import make_small_plan, place
from .factories import set_up_by
from .months_reading import (
    NOW,
    WHY,
    agrees,
    letters,
    old_plan_fixture,  # noqa: F401 - asked for by its name
    on,
    read,
    write,
)

# --- Month ends --------------------------------------------------------------------------------------------


def test_month_ends_end_with_the_day_itself() -> None:
    assert month_ends(dt.date(2024, 3, 10), 3) == [
        dt.date(2024, 1, 31),
        dt.date(2024, 2, 29),
        dt.date(2024, 3, 10),
    ]
    assert month_ends(dt.date(2024, 3, 31), 2) == [dt.date(2024, 2, 29), dt.date(2024, 3, 31)]


def test_month_ends_before_the_beginning_are_left_out() -> None:
    ends = month_ends(dt.date(2024, 3, 10), 12, since=dt.date(2024, 1, 31))
    assert ends == [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 10)]


# --- What stood --------------------------------------------------------------------------------------------


def test_a_colour_lasts_until_the_next(old_plan: Plan) -> None:
    write(old_plan, "1.1", None, Rag.RED, 40)  # 16 November
    write(old_plan, "1.1", None, Rag.AMBER, 50)  # 26 November
    write(old_plan, "1.1", None, Rag.AMBER, 80)
    write(old_plan, "1.1", None, Rag.COMPLETE, 150)  # 6 March
    months = read(old_plan, until=dt.date(2025, 4, 4), months=7)
    assert letters(months, "1.1", None) == "-aaaacc"
    assert letters(months, "2.1", "Wexley") == NOT_RATED * 7
    # What stood before the months that are asked for still stands in them.
    assert letters(read(old_plan, until=dt.date(2025, 4, 4), months=3), "1.1", None) == "acc"
    assert letters(read(old_plan, until=dt.date(2026, 1, 4), months=3), "1.1", None) == "ccc"


def test_of_one_day_the_last_recorded_stands_and_then_the_last_row(old_plan: Plan) -> None:
    write(old_plan, "1.1", None, Rag.RED, 40, recorded=60)
    write(old_plan, "1.1", None, Rag.GREEN, 40, recorded=50)
    write(old_plan, "1.2", None, Rag.RED, 40, recorded=50)
    write(old_plan, "1.2", None, Rag.GREEN, 40, recorded=50)
    months = read(old_plan)
    assert (letters(months, "1.1", None)[-1], letters(months, "1.2", None)[-1]) == ("r", "g")
    agrees(old_plan, months)


def test_a_correction_and_a_late_entry_count_from_when_they_were_known(old_plan: Plan) -> None:
    wrong = write(old_plan, "1.1", None, Rag.GREEN, 30)
    correct_rating(rating=wrong, reason="Wrong letter", rag=Rag.RED, by=set_up_by(), recorded_at=on(100))
    write(old_plan, "1.2", None, Rag.AMBER, 30, recorded=100)
    assert letters(read(old_plan), "1.1", None)[1:] == "r" * 14
    assert letters(read(old_plan), "1.2", None)[1:] == "a" * 14
    before = read(old_plan, known=on(99))
    assert letters(before, "1.1", None)[1:] == "g" * 14
    assert letters(before, "1.2", None) == NOT_RATED * 15


# --- What the plan had -------------------------------------------------------------------------------------


def test_it_is_judged_by_what_the_plan_had_then(old_plan: Plan) -> None:
    by = set_up_by()
    write(old_plan, "1.1", None, Rag.RED, 10)
    with time_machine.travel(on(60), tick=False):  # 6 December
        first = old_plan.outcomes.get(ref="1.1")
        first.withdrawn_on = dt.date(2025, 1, 10)
        records.save(first, by=by, reason=WHY)
    with time_machine.travel(on(100), tick=False):  # 15 January
        section = old_plan.sections.get(number="1")
        records.save(SectionColumn(section=section, locality=place("Wexley"), position=1), by=by, reason=WHY)
    months = read(old_plan, months=6, until=dt.date(2025, 3, 31))
    assert letters(months, "1.1", None) == "rrr" + ABSENT * 3
    assert letters(months, "1.2", None) == NOT_RATED * 6
    assert letters(months, "1.2", "Wexley") == ABSENT * 3 + NOT_RATED * 3
    counted = count_months(months.ends, months.letters())
    assert [month.change for month in counted] == [None, 0, 0, 0, 0, 0]
    assert [month.counts[Rag.RED] for month in counted] == [1, 1, 1, 0, 0, 0]
    assert {month.total for month in counted} == {15}
    agrees(old_plan, months)


def test_an_outcome_that_was_deleted_keeps_its_months(old_plan: Plan) -> None:
    by = set_up_by()
    with time_machine.travel(on(90), tick=False):
        records.delete(old_plan.outcomes.get(ref="3.2"), by=by, reason=WHY)
    months = read(old_plan, months=6, until=dt.date(2025, 3, 31))
    assert letters(months, "3.2", "CiC") == NOT_RATED * 3 + ABSENT * 3
    counted = count_months(months.ends, months.letters())
    assert [month.change for month in counted] == [None, 0, 0, -2, 0, 0]
    row = next(r for s in strips_of(months, months.letters()) for r in s.outcomes if r.outcome.ref == "3.2")
    assert row.withdrawn
    assert row.refs == ("3.2",) * 3 + ("",) * 3


def test_before_it_was_set_up_it_is_as_on_that_day_and_ends_where_it_was_closed(db: None) -> None:
    with time_machine.travel(on(200), tick=False):  # 25 April 2025, of a plan of October 2024
        plan = make_small_plan()
        write(plan, "1.1", None, Rag.RED, 10)
    with time_machine.travel(on(260), tick=False):  # 24 June
        plan.status = Plan.Status.CLOSED
        records.save(plan, by=set_up_by(), reason=WHY)
    with time_machine.travel(NOW, tick=False):
        months = read(plan, months=9)
        assert months.ends[-1] == dt.date(2025, 6, 24)
        assert letters(months, "1.1", None) == "r" * 9
        agrees(plan, months)


def test_a_ref_and_a_number_are_those_of_the_month(old_plan: Plan) -> None:
    by = set_up_by()
    with time_machine.travel(on(60), tick=False):
        outcome, section = old_plan.outcomes.get(ref="1.1"), old_plan.sections.get(number="1")
        outcome.ref, section.number = "1.9", "9"
        records.save(outcome, by=by, reason=WHY)
        records.save(section, by=by, reason=WHY)
    months = read(old_plan, months=4, until=dt.date(2025, 1, 31))
    assert months.refs(outcome.pk) == ["1.1", "1.1", "1.9", "1.9"]
    assert months.numbers(section.pk) == ["1", "1", "9", "9"]
    of = Narrowing(section="9")
    assert [asked["section"] for asked in of.asked_at_each(months)] == ["1", "1", "9", "9"]
    assert {pk for pk, _ in months.letters(of.keeps(months))} == set(
        section.outcomes.values_list("pk", flat=True)
    )


def test_of_two_changes_in_a_month_the_later_counts_whichever_was_written_first(old_plan: Plan) -> None:
    outcome = old_plan.outcomes.get(ref="1.1")
    for ref, day in (("1.8", 22), ("1.7", 20)):
        outcome.ref = ref
        records.save(outcome, by=set_up_by(), reason=WHY, when=on(day))
    QuerySet(Outcome).filter(pk=outcome.pk).update(
        ref="1.8", version=2
    )  # what the newest of its history says
    months = read(old_plan, months=2, until=dt.date(2024, 11, 30))
    assert months.refs(outcome.pk) == ["1.8", "1.8"]
    assert take_snapshot(old_plan, at=dt.date(2024, 11, 30)).outcome("1.8").id == outcome.pk


# --- A part of the plan ------------------------------------------------------------------------------------


def test_an_outcome_counts_for_a_theme_in_the_months_in_which_it_had_it(old_plan: Plan) -> None:
    by, theme = set_up_by(), Theme.objects.get(name="Case recording")
    with time_machine.travel(on(60), tick=False):
        outcome = old_plan.outcomes.get(ref="1.1")
        records.set_links(outcome, OutcomeTheme, "theme", [theme], by=by, reason=WHY)
    months = read(old_plan, months=4, until=dt.date(2025, 1, 31))
    of = Narrowing(theme=str(theme.pk))
    kept = months.letters(of.keeps(months))
    assert kept[outcome.pk, None] == ABSENT * 2 + NOT_RATED * 2
    assert {months.outcomes[pk].ref for pk, _ in kept} == {"1.1", "2.2"}


def test_a_section_a_locality_and_a_lead(old_plan: Plan) -> None:
    months = read(old_plan)
    offered = choices(months)
    assert [name for _, name in offered["section"]] == [
        "1. First Response",
        "2. Assessment Teams",
        "3. Children in Care",
    ]
    assert [name for _, name in offered["column"]] == [
        "Care Leavers",
        "CiC",
        "Thornby",
        "Wexley",
        "Overall",
    ]
    lead = next(value for value, name in offered["lead"] if name == "Team Managers")
    wexley = next(value for value, name in offered["column"] if name == "Wexley")

    def refs(**of: str) -> list[tuple[str, int | None]]:
        kept = months.letters(Narrowing(**of).keeps(months))
        return sorted({months.outcomes[pk].ref for pk, _ in kept})

    assert refs(section="2") == ["2.1", "2.2", "2.3"]
    assert refs(section="2", lead=lead) == ["2.1", "2.2"]
    assert refs(lead=lead) == ["1.2", "2.1", "2.2"]
    assert {column for _, column in months.letters(Narrowing(column="overall").keeps(months))} == {None}
    assert {column for _, column in months.letters(Narrowing(column=wexley).keeps(months))} == {int(wexley)}
    assert refs(section="77") == refs(theme="x") == refs(lead="-1") == refs(column="999999") == []


def test_strips_stand_in_the_order_of_the_plan(old_plan: Plan) -> None:
    months = read(old_plan)
    sections = strips_of(months, months.letters())
    assert [
        (section.heading, row.outcome.ref, [strip.name for strip in row.strips])
        for section in sections
        for row in section.outcomes
        if row.outcome.ref in ("1.1", "2.1", "3.1")
    ] == [
        ("1. First Response", "1.1", ["Overall"]),
        ("2. Assessment Teams", "2.1", ["Wexley", "Thornby", "Overall"]),
        ("3. Children in Care", "3.1", ["CiC", "Care Leavers"]),
    ]


@given(heights=st.lists(st.integers(1, 12), min_size=1, max_size=9), stacks=st.integers(1, 3))
def test_stacks_keep_every_section_in_order(heights: list[int], stacks: int) -> None:
    outcome = OutcomeThen(1, "1.1", "Said", 1, 1, frozenset(), frozenset(), (None,))
    row = OutcomeStrips(outcome, ("1.1",), False, (Strip("overall", "Overall", "r"),))
    sections = [SectionStrips(pk, f"{pk}", (row,) * high) for pk, high in enumerate(heights)]
    dealt = stacked(sections, stacks)
    assert [section for stack in dealt for section in stack] == sections
    assert 1 <= len(dealt) <= stacks
    assert all(dealt)


# --- Queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 12, 60])
def test_it_is_one_query(make_plan: Callable[..., Plan], months: int) -> None:
    for outcomes, ratings in ((5, 2), (30, 4)):
        plan = make_plan(outcomes=outcomes, ratings=ratings, sections=2)
        cover = take_cover(plan)
        with CaptureQueriesContext(connection) as queries:
            found = read_months(
                plan,
                until=cover.at,
                months=months,
                known_at=cover.known_at,
                set_up_on=cover.set_up_on,
            )
            count_months(found.ends, found.letters())
            strips_of(found, found.letters())
        assert len(queries) == 1
        assert len(found.ends) == months
