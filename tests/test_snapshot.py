"""A plan as it stood: which rating stands in each cell, at a date, as known at a moment."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import OutcomeLocality, Plan, Rag, Rating
from plans.snapshot import Cell, PlanSnapshot, take_snapshot
from plans.standing import rags_at
from tests.cast import Cast, days_ago, place


def cell(snapshot: PlanSnapshot, ref: str, column: str | None) -> Cell | None:
    locality = place(column)
    return snapshot.outcome(ref).cell(locality.pk if locality else None)


def standing_id(snapshot: PlanSnapshot, ref: str, column: str | None) -> int | None:
    found = cell(snapshot, ref, column).standing
    return found.id if found else None


def day(number: int) -> dt.date:
    return dt.date(2025, 1, 1) + dt.timedelta(days=number)


def moment(number: int) -> dt.datetime:
    return dt.datetime(2025, 1, 1, 9, tzinfo=dt.UTC) + dt.timedelta(days=number)


# --- The shape of a plan ------------------------------------------------------------------------------------


def test_it_has_the_whole_plan_in_order(plan: Plan) -> None:
    snapshot = take_snapshot(plan)
    assert (snapshot.title, snapshot.authority) == (
        "Westermoor Improvement Plan",
        "Westermoor County Council",
    )
    assert [section.heading for section in snapshot.sections] == [
        "1. First Response",
        "2. Assessment Teams",
        "3. Children in Care",
    ]
    assert [[column.name for column in section.columns] for section in snapshot.sections] == [
        ["Overall"],
        ["Wexley", "Thornby", "Overall"],
        ["CiC", "Care Leavers"],
    ]
    assert [section.has_overall for section in snapshot.sections] == [True, True, False]
    assert [outcome.ref for outcome in snapshot.outcomes] == ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2"]
    both = snapshot.outcome("2.2")
    assert [lead.name for lead in both.leads] == ["Team Managers", "Service Managers"]
    assert [theme.name for theme in both.themes] == ["Case recording"]
    assert [s.text for s in snapshot.section("2").statements_of("want")] == [
        "Children are seen on their own, and what they say is written"
    ]
    assert len(snapshot.section("2").statements) == 2
    assert all(cell.standing is None and cell.rag is None for _, cell in snapshot.cells)
    assert len(list(snapshot.cells)) == 2 + 9 + 4
    assert snapshot.section("9") is None
    assert snapshot.outcome("9.9") is None


def test_an_outcome_narrowed_to_a_locality_has_no_other_cell(plan: Plan, cast: Cast, rate) -> None:
    rate("2.1", "Thornby", Rag.RED)
    outcome = plan.outcomes.get(ref="2.1")
    wexley = place("Wexley")
    records.set_links(outcome, OutcomeLocality, "locality", [wexley], by=cast.smt, reason="Wexley alone")
    snapshot = take_snapshot(plan)
    assert cell(snapshot, "2.1", "Thornby") is None
    row = snapshot.outcome("2.1")
    assert [c.applies for c in row.cells] == [True, False, True]
    assert [c.column.name for c in row.rated_cells] == ["Wexley", "Overall"]
    assert row.locality_ids == {wexley.pk}
    assert row.cells[1].standing is None


def test_a_withdrawn_outcome_is_shown_and_not_counted(plan: Plan, cast: Cast, rate) -> None:
    rate("1.1", None, Rag.GREEN)
    outcome = plan.outcomes.get(ref="1.1")
    outcome.withdrawn_on = day(40)
    records.save(outcome, by=cast.smt, reason="Merged into 1.2")
    snapshot = take_snapshot(plan)
    assert snapshot.outcome("1.1").withdrawn_on == day(40)
    assert cell(snapshot, "1.1", None).rag == Rag.GREEN
    assert "1.1" not in {outcome.ref for outcome, _ in snapshot.cells}


def test_only_leaves_out_the_sections_with_nothing_left(plan: Plan) -> None:
    narrowed = take_snapshot(plan).only(lambda outcome: outcome.ref in {"1.2", "3.1"})
    assert [outcome.ref for outcome in narrowed.outcomes] == ["1.2", "3.1"]
    assert [section.number for section in narrowed.sections] == ["1", "3"]


# --- Which rating stands ------------------------------------------------------------------------------------


def test_the_newest_effective_date_stands_whenever_it_was_recorded(plan: Plan, rate) -> None:
    older = rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(60))
    newer = rate("1.1", None, Rag.GREEN, effective_on=day(20), recorded_at=moment(50))
    found = cell(take_snapshot(plan), "1.1", None)
    assert (found.standing.id, found.previous.id) == (newer.pk, older.pk)


def test_of_one_date_the_last_recorded_stands(plan: Plan, rate) -> None:
    last = rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(60))
    first = rate("1.1", None, Rag.GREEN, effective_on=day(10), recorded_at=moment(50))
    found = cell(take_snapshot(plan), "1.1", None)
    assert (found.standing.id, found.previous.id) == (last.pk, first.pk)


def test_of_one_date_and_moment_the_last_row_stands(plan: Plan, rate) -> None:
    first = rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(50))
    last = rate("1.1", None, Rag.GREEN, effective_on=day(10), recorded_at=moment(50))
    found = cell(take_snapshot(plan), "1.1", None)
    assert (found.standing.id, found.previous.id) == (last.pk, first.pk)


def test_a_cell_carries_the_words_and_the_age(plan: Plan, rate, cast: Cast) -> None:
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager, commentary="Half of them", effective_on=days_ago(12))
    found = cell(take_snapshot(plan), "2.1", "Wexley")
    assert (found.rag, found.days, found.column.name) == (Rag.AMBER, 12, "Wexley")
    assert (found.standing.commentary, found.standing.recorded_by) == ("Half of them", "Maya Team")
    assert found.standing.recorded_at == Rating.objects.get().recorded_at
    assert found.previous is None
    assert cell(take_snapshot(plan), "2.1", "Thornby").standing is None


def test_as_at_an_earlier_date(plan: Plan, rate) -> None:
    first = rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(10))
    second = rate("1.1", None, Rag.GREEN, effective_on=day(20), recorded_at=moment(20))
    for at, stood in ((9, None), (10, first.pk), (19, first.pk), (20, second.pk), (30, second.pk)):
        snapshot = take_snapshot(plan, at=day(at))
        assert standing_id(snapshot, "1.1", None) == stood
        assert snapshot.at == day(at)
    assert cell(take_snapshot(plan, at=day(25)), "1.1", None).days == 5


def test_as_known_at_the_time(plan: Plan, rate) -> None:
    on_time = rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(10))
    late = rate("1.1", None, Rag.GREEN, effective_on=day(15), recorded_at=moment(40))
    assert standing_id(take_snapshot(plan, at=day(20)), "1.1", None) == late.pk
    known = take_snapshot(plan, at=day(20), known_at=moment(20))
    assert standing_id(known, "1.1", None) == on_time.pk


def test_a_corrected_rating_is_left_out_from_when_that_was_known(plan: Plan, rate, cast: Cast) -> None:
    before = rate("1.1", None, Rag.AMBER, effective_on=day(5), recorded_at=moment(5))
    wrong = rate("1.1", None, Rag.GREEN, effective_on=day(10), recorded_at=moment(10))
    right = correct_rating(
        rating=wrong, reason="Wrong letter", rag=Rag.RED, by=cast.smt, recorded_at=moment(30)
    )
    now = cell(take_snapshot(plan), "1.1", None)
    assert (now.standing.id, now.previous.id) == (right.pk, before.pk)
    assert standing_id(take_snapshot(plan, known_at=moment(29)), "1.1", None) == wrong.pk
    assert standing_id(take_snapshot(plan, known_at=moment(30)), "1.1", None) == right.pk
    assert standing_id(take_snapshot(plan, at=day(9)), "1.1", None) == before.pk


def test_a_struck_out_rating_leaves_what_stood_before(plan: Plan, rate, cast: Cast) -> None:
    before = rate("1.1", None, Rag.AMBER, effective_on=day(5), recorded_at=moment(5))
    wrong = rate("1.1", None, Rag.GREEN, effective_on=day(10), recorded_at=moment(10))
    correct_rating(rating=wrong, reason="Another outcome", rag=None, by=cast.smt, recorded_at=moment(30))
    now = cell(take_snapshot(plan), "1.1", None)
    assert (now.standing.id, now.previous) == (before.pk, None)


def test_the_colours_of_other_dates_are_those_of_their_snapshots(plan: Plan, rate) -> None:
    rate("1.1", None, Rag.RED, effective_on=day(10), recorded_at=moment(10))
    rate("1.1", None, Rag.GREEN, effective_on=day(20), recorded_at=moment(20))
    rate("2.1", "Wexley", Rag.AMBER, effective_on=day(11), recorded_at=moment(11))
    now = take_snapshot(plan)
    dates = [day(9), day(12), day(21)]

    found = rags_at(plan, dates, now.known_at)

    for date in dates:
        then = take_snapshot(plan, at=date, known_at=now.known_at)
        stood = {(row.id, c.column.locality_id): c.rag for row, c in then.cells if c.rag}
        assert found[date] == stood
    assert [len(found[date]) for date in dates] == [0, 2, 2]


# --- Queries ------------------------------------------------------------------------------------------------


def test_the_queries_do_not_grow_with_the_plan(make_plan) -> None:
    def queries(plan: Plan) -> int:
        plan = Plan.objects.select_related("authority").get(pk=plan.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            snapshot = take_snapshot(plan)
        assert all(cell.standing and cell.previous for _, cell in snapshot.cells)
        return len(captured)

    small, large = make_plan(outcomes=5), make_plan(outcomes=50, sections=5, localities=4, ratings=3)
    assert queries(small) == queries(large) <= 12


# --- Agreement with a slow and obvious replay ---------------------------------------------------------------

CELLS = [("1.1", None), ("2.1", "Wexley"), ("2.1", "Thornby"), ("2.1", None)]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["rate", "rate", "rate", "correct", "strike out"]),
        st.integers(0, len(CELLS) - 1),  # the cell, or the cell a correction puts it in
        st.sampled_from(Rag),
        st.integers(0, 4),  # effective on that day
        st.integers(0, 4),  # recorded on that day, in any order: a history kept elsewhere was loaded
        st.integers(0, 30),  # which rating a correction names
    ),
    min_size=1,
    max_size=14,
)


@given(events=EVENTS, at=st.integers(0, 5), known=st.integers(0, 5))
def test_it_agrees_with_a_replay(plan: Plan, cast: Cast, rolled_back, events, at, known) -> None:
    with rolled_back():
        rows = list(write(plan, cast, events))
        snapshot = take_snapshot(plan, at=day(at), known_at=moment(known))
        for ref, column in CELLS:
            expected = replay(rows, ref, column, day(at), moment(known))
            found = cell(snapshot, ref, column)
            assert [stood.id if stood else None for stood in (found.standing, found.previous)] == expected


def write(plan: Plan, cast: Cast, events: list[tuple]) -> Iterator[Rating]:
    """Rows straight into the table: the order of ``recorded_at`` is then ours to choose."""
    outcomes = {outcome.ref: outcome for outcome in plan.outcomes.all()}
    made: list[Rating] = []
    for kind, where, rag, effective, recorded, which in events:
        open_to_correction = [row for row in made if row.rag and not any(r.corrects == row for r in made)]
        wrong = open_to_correction[which % len(open_to_correction)] if open_to_correction else None
        if kind != "rate" and wrong is None:
            continue
        ref, column = CELLS[where]
        correcting = kind != "rate"
        row = Rating(
            plan=plan,
            outcome=wrong.outcome if correcting else outcomes[ref],
            # A correction stays on its outcome, so only 2.1 has a second column to move to.
            locality=wrong.locality if correcting and wrong.outcome.ref != ref else place(column),
            rag=None if kind == "strike out" else rag,
            commentary="Said why",
            effective_on=day(effective),
            recorded_at=moment(recorded),
            recorded_by=cast.smt,
            recorded_by_name="Sana Director",
            corrects=wrong if correcting else None,
            correction_reason="Wrong" if correcting else "",
        )
        row.save()
        made.append(row)
        yield row


def replay(
    rows: list[Rating], ref: str, column: str | None, at: dt.date, known_at: dt.datetime
) -> list[int | None]:
    """Ids of the standing and the previous rating: sort what was known, cross out what was corrected."""
    known = [row for row in rows if row.recorded_at <= known_at]
    crossed_out = {row.corrects_id for row in known}
    in_cell = [
        row
        for row in known
        if row.outcome.ref == ref
        and (row.locality.name if row.locality else None) == column
        and row.rag is not None
        and row.pk not in crossed_out
        and row.effective_on <= at
    ]
    in_cell.sort(key=lambda row: (row.effective_on, row.recorded_at, row.pk), reverse=True)
    return [*(row.pk for row in in_cell[:2]), None, None][:2]
