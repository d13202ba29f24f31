"""The figures behind the pages: counts, moves, what is old, what does not add up, themes, what is mine."""

import datetime as dt
from collections.abc import Callable

import pytest

from plans.dashboards import (
    MOVED_WITHIN_DAYS,
    PlanFigures,
    counts,
    is_stale,
    my_ratings,
    plan_figures,
    summary_cell,
    wall_of,
)
from plans.models import Plan, Rag, Rating
from plans.movement import moves, worst
from plans.permissions import access_to
from plans.snapshot import take_snapshot
from plans.standing import rags_at

from .cast import Cast, days_ago, withdraw
from .factories import OutcomeFactory, SectionFactory, rate_everything, set_up_by

pytestmark = pytest.mark.usefixtures("clock")
Rate = Callable[..., Rating]
R, A, G, C = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE


@pytest.fixture
def figures(plan: Plan) -> Callable[[], PlanFigures]:
    """The figures of the plan page today."""

    def take() -> PlanFigures:
        now = take_snapshot(plan)
        dates = [now.at - dt.timedelta(days=days) for days in MOVED_WITHIN_DAYS]
        return plan_figures(now, rags_at(plan, dates, now.known_at))

    return take


def cells(places: tuple) -> list[str]:
    return [f"{outcome.ref} {cell.column.name}" for outcome, cell in places]


def test_every_colour_is_counted_even_where_there_is_none(plan: Plan, rate: Rate) -> None:
    assert counts([]) == {R: 0, A: 0, G: 0, C: 0, None: 0}
    rate("2.1", "Wexley", R)
    assert counts(cell for _, cell in take_snapshot(plan).cells) == {R: 1, A: 0, G: 0, C: 0, None: 14}


def test_totals_add_up(plan: Plan, figures: Callable[[], PlanFigures]) -> None:
    rate_everything(plan, by=set_up_by(), times=1)
    found = figures()
    assert found.cells == 15 == sum(found.totals.values())
    assert found.good == found.totals[G] + found.totals[C] > 0
    assert found.red == found.totals[R] > 0
    for rag, number in found.totals.items():
        assert number == sum(c[rag] for section in found.sections for _, c in section.columns)


@pytest.mark.parametrize("rag", [R, A, G, C])
@pytest.mark.parametrize(("days", "old"), [(0, False), (60, False), (61, True), (200, True)])
def test_a_rating_is_old_after_60_days_unless_it_is_complete(
    plan: Plan, rate: Rate, figures: Callable[[], PlanFigures], rag: Rag, days: int, old: bool
) -> None:
    rate("2.1", "Wexley", rag, effective_on=days_ago(days))
    assert cells(figures().stale) == (["2.1 Wexley"] if old and rag != C else [])
    [(_, cell)] = [place for place in take_snapshot(plan).cells if place[1].standing]
    assert is_stale(cell) == (old and rag != C)


def test_what_is_not_rated_is_not_old(figures: Callable[[], PlanFigures]) -> None:
    found = figures()
    assert (len(found.not_rated), found.stale, found.oldest) == (15, (), ())


def test_the_oldest_are_eight_oldest_first(
    plan: Plan, rate: Rate, figures: Callable[[], PlanFigures]
) -> None:
    rate_everything(plan, by=set_up_by(), times=1, first=days_ago(70))
    rate("3.2", "CiC", G, effective_on=days_ago(1))
    rate("2.1", "Thornby", R, effective_on=days_ago(2))
    found = figures()
    assert len(found.oldest) == 8
    assert len(found.stale) < 15
    days = [cell.days for _, cell in found.stale]
    assert days == sorted(days, reverse=True)
    assert {"3.2 CiC", "2.1 Thornby"}.isdisjoint(cells(found.oldest))


def test_what_is_complete_is_not_among_the_oldest(rate: Rate, figures: Callable[[], PlanFigures]) -> None:
    rate("2.1", "Wexley", C, effective_on=days_ago(200))
    rate("3.2", "CiC", G, effective_on=days_ago(3))
    assert cells(figures().oldest) == ["3.2 CiC"]


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (R, A, "up"),
        (R, C, "up"),
        (G, C, "up"),
        (C, G, "down"),
        (A, R, "down"),
        (G, A, "down"),
        (A, A, None),
        (C, C, None),
    ],
)
def test_a_cell_moves_up_or_down_or_not(
    plan: Plan, rate: Rate, figures: Callable[[], PlanFigures], was: Rag, now: Rag, direction: str | None
) -> None:
    rate("2.1", "Wexley", was, effective_on=days_ago(40))
    rate("2.1", "Wexley", now, effective_on=days_ago(10))
    month = figures().moved[30]
    wexley = plan.authority.localities.get(name="Wexley").pk
    expected = {(plan.outcomes.get(ref="2.1").pk, wexley): direction} if direction else {}
    assert month.directions == expected
    assert len(month.better) == (direction == "up")
    assert len(month.worse) == (direction == "down")


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [(91, 90, {30: 0, 90: 0}), (90, 89, {30: 0, 90: 1}), (31, 30, {30: 0, 90: 0}), (30, 29, {30: 1, 90: 0})],
)
def test_a_period_compares_with_what_stood_at_the_end_of_its_first_day(
    rate: Rate, figures: Callable[[], PlanFigures], first: int, second: int, moved: dict[int, int]
) -> None:
    rate("1.1", None, R, effective_on=days_ago(first))
    rate("1.1", None, G, effective_on=days_ago(second))
    assert {days: len(period.better) for days, period in figures().moved.items()} == moved
    assert figures().moved[30].since == days_ago(30)


def test_a_first_rating_and_one_struck_out_are_not_moves(plan: Plan, rate: Rate) -> None:
    rate("1.1", None, R, effective_on=days_ago(3))
    now = take_snapshot(plan)
    assert list(moves({}, now)) == []
    gone = {(plan.outcomes.get(ref="1.2").pk, None): R}
    assert list(moves(gone, now)) == []


def test_moves_are_told_the_latest_first(rate: Rate, figures: Callable[[], PlanFigures]) -> None:
    for ref, days in (("1.1", 20), ("1.2", 5), ("2.1", 12)):
        rate(ref, None, R, effective_on=days_ago(40))
        rate(ref, None, G, effective_on=days_ago(days))
    better = figures().moved[30].better
    assert [(move.outcome.ref, move.was, move.now.rag) for move in better] == [
        ("1.2", R, G),
        ("2.1", R, G),
        ("1.1", R, G),
    ]
    assert [(row.section.number, row.better, row.worse) for row in figures().sections] == [
        ("1", 2, 0),
        ("2", 1, 0),
        ("3", 0, 0),
    ]


def test_a_sections_moves_are_those_of_the_shorter_period(
    rate: Rate, figures: Callable[[], PlanFigures]
) -> None:
    rate("1.1", None, G, effective_on=days_ago(100))
    rate("1.1", None, R, effective_on=days_ago(50))
    assert (figures().sections[0].worse, len(figures().moved[90].worse)) == (0, 1)


def test_the_worst_is_named_where_overall_is_better(rate: Rate, figures: Callable[[], PlanFigures]) -> None:
    rate("2.1", "Wexley", A)
    rate("2.1", "Thornby", R)
    rate("2.1", None, C)
    rate("2.2", "Wexley", G)
    rate("2.2", None, G)
    rate("2.3", "Wexley", R)  # no Overall yet, so nothing is hidden by it
    assert [(o.ref, a.rag, w.column.name) for o, a, w in figures().hidden_worse] == [("2.1", C, "Thornby")]


def test_the_cell_that_stands_for_an_outcome_is_its_worst(plan: Plan, rate: Rate) -> None:
    def shown() -> str:
        row = take_snapshot(plan).outcome("2.1")
        assert row
        return f"{summary_cell(row).column.name} {summary_cell(row).rag}"

    assert shown() == "Wexley None"
    rate("2.1", None, G)
    assert shown() == "Overall green"
    rate("2.1", "Thornby", A)
    assert shown() == "Thornby amber"
    rate("2.1", "Wexley", C)
    assert shown() == "Thornby amber"
    assert worst(()) is None


def test_a_withdrawn_outcome_is_in_no_figure(
    plan: Plan, cast: Cast, rate: Rate, figures: Callable[[], PlanFigures]
) -> None:
    rate("2.1", "Wexley", R, effective_on=days_ago(100))
    rate("2.1", "Wexley", A, effective_on=days_ago(70))
    rate("2.1", None, G)
    before = figures()
    assert (before.outcomes, before.cells, len(before.stale), len(before.moved[90].better)) == (7, 15, 1, 1)
    withdraw(plan, "2.1")
    found = figures()
    assert (found.outcomes, found.cells) == (6, 12)
    assert (found.stale, found.oldest, found.hidden_worse, found.moved[90].better) == ((), (), (), ())
    assert [row.outcomes for row in found.sections] == [2, 2, 2]
    assert found.sections[1].oldest is None
    assert {row.theme.name: row.total for row in found.themes} == {
        "Case recording": 1,
        "Supervision and management oversight": 1,
    }
    now = take_snapshot(plan)
    wall = wall_of(now, found.moved[30], lambda ref, key: ref)
    assert "2.1" not in {c.outcome.ref for _, rows in wall for _, placed in rows for c in placed}
    assert "2.1" not in {row.ref for row, _ in my_ratings(now, access_to(plan, cast.smt)).places}


def test_a_theme_of_withdrawn_outcomes_alone_is_no_row(
    plan: Plan, figures: Callable[[], PlanFigures]
) -> None:
    withdraw(plan, "2.2")
    assert [row.theme.name for row in figures().themes] == ["Supervision and management oversight"]


def test_the_wall_has_a_row_for_each_column_of_each_section_that_has_outcomes(
    plan: Plan, rate: Rate, figures: Callable[[], PlanFigures]
) -> None:
    SectionFactory(plan=plan)
    thornby = plan.authority.localities.get(name="Thornby")
    OutcomeFactory(section=plan.sections.get(number="2"), only_in=[thornby])
    rate("2.1", "Wexley", R, effective_on=days_ago(61))
    wall = wall_of(take_snapshot(plan), figures().moved[30], lambda ref, key: f"{ref}#{key}")
    assert [(section.number, [column.name for column, _ in rows]) for section, rows in wall] == [
        ("1", ["Overall"]),
        ("2", ["Wexley", "Thornby", "Overall"]),
        ("3", ["CiC", "Care Leavers"]),
    ]
    wexley = wall[1][1][0][1]
    assert [(c.label, c.stale, c.moved, c.cell.applies) for c in wexley] == [
        ("2.1 Wexley", True, None, True),
        ("2.2 Wexley", False, None, True),
        ("2.3 Wexley", False, None, True),
        ("2.4 Wexley", False, None, False),
    ]
    assert wall[0][1][0][1][0].href == "1.1#overall"


def test_what_is_mine_and_what_of_it_is_due(plan: Plan, cast: Cast, rate: Rate) -> None:
    rate("2.1", "Wexley", R, effective_on=days_ago(61))
    rate("1.2", None, C, effective_on=days_ago(100))
    mine = my_ratings(take_snapshot(plan), access_to(plan, cast.manager))
    assert cells(mine.places) == ["2.2 Wexley", "1.2 Overall", "2.1 Wexley"]
    assert mine.due == 2
    assert [(section.number, number, due) for section, number, due in mine.sections] == [
        ("1", 1, 0),
        ("2", 2, 2),
    ]
    assert my_ratings(take_snapshot(plan), access_to(plan, cast.reader)).places == ()
