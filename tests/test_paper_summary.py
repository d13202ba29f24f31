"""The summary of a paper: it gives no assurance that the plan does not, and its numbers agree."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ofsted.models import Finding
from plans.actions import records
from plans.dates import full_date
from plans.models import Outcome, Paper, Plan, Rag, Rating
from plans.packs import packs_of
from plans.papers.document import Bullets, Part, Value

from .cast import Cast
from .factories import set_up_by
from .meetings import a_meeting, a_recommendation, days, some_progress
from .papers import draft_for, meeting_for
from .visits import a_finding, a_visit

Rate = Callable[..., Rating]


def parts_of(paper: Paper) -> dict[str, Part]:
    """The parts of its public pack by their name."""
    return {part.name: part for part in packs_of(paper)[0].document.chapters}


def lines_of(paper: Paper) -> tuple[str, ...]:
    """What its summary says before the table."""
    part = parts_of(paper)["Progress in numbers"]
    return next((block.items for block in part.blocks if isinstance(block, Bullets)), ())


def rows_of(part: Part) -> tuple[tuple[Value, ...], ...]:
    assert part.table
    return part.table.rows


def timescale(plan: Plan, ref: str, words: str, on: dt.date | None) -> None:
    outcome = Outcome.objects.get(plan=plan, ref=ref)
    outcome.timescale, outcome.timescale_on = words, on
    records.save(outcome, by=set_up_by(), reason="From the plan")


@pytest.fixture
def draft(plan: Plan, cast: Cast) -> Paper:
    return draft_for(meeting_for(plan), cast.clerk)


def test_a_plan_that_nobody_has_rated_is_not_said_to_have_no_red(draft: Paper, rate: Rate) -> None:
    first = lines_of(draft)[0]
    cells = int(first.rpartition(" ")[2].rstrip("."))
    assert first == f"Ratings not given: {cells} of {cells}."
    assert not any("red" in line for line in lines_of(draft))
    rate("1.1", None, Rag.GREEN)
    assert lines_of(draft)[:2] == (
        f"Ratings not given: {cells - 1} of {cells}.",
        "Ratings that are red: none of the 1 given.",
    )
    rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    assert lines_of(draft)[1] == "Ratings that are red: 1 of the 2 given."


def test_a_plan_without_timescales_is_not_said_to_have_nothing_overdue(plan: Plan, draft: Paper) -> None:
    outcomes = plan.outcomes.count()
    assert lines_of(draft)[1] == (
        f"Outcomes not complete: {outcomes}; the plan gives them no timescales, so it cannot be said which "
        "are overdue."
    )
    timescale(plan, "2.1", "Ongoing", None)
    assert lines_of(draft)[1] == (
        f"Outcomes not complete: {outcomes}; with a timescale that means a date: none, so it cannot be said "
        "which are overdue."
    )
    timescale(plan, "2.1", "In a month", days(30))
    assert lines_of(draft)[1] == (
        f"Outcomes not complete: {outcomes}; with a timescale that means a date: 1; overdue: none."
    )
    timescale(plan, "2.2", "Last month", days(-30))
    assert lines_of(draft)[1].endswith("with a timescale that means a date: 2; overdue: 1.")
    assert [row[0] for row in rows_of(parts_of(draft)["Overdue"])] == ["2.2"]


def test_what_meetings_and_visits_asked_for_is_counted_and_listed_where_it_is_overdue(
    plan: Plan, draft: Paper
) -> None:
    assert not any(line.startswith(("Recommendations", "Findings")) for line in lines_of(draft))
    board = a_meeting(plan)
    late = a_recommendation(board, due="1 May 2025", who="Head of Assessment")
    some_progress(late, rag="red", words="Not begun")
    a_recommendation(board, ref="2", due="Next meeting")
    some_progress(a_recommendation(board, ref="3", due=full_date(days(-1))), rag="complete")
    a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"), due_on=days(-3))
    a_finding(a_visit(plan, number=3), ref="d", kind=Finding.Kind.STRENGTH)
    assert lines_of(draft)[2:] == (
        "Recommendations and actions not complete: 2; with a date they are due by: 1; overdue: 1.",
        "Findings open: 1; with a date they are due by: 1; overdue: 1.",
    )
    part = parts_of(draft)["Also overdue"]
    assert part.heading == "What is overdue"  # no outcome is
    recommendation, finding = rows_of(part)
    assert recommendation[:4] == ("Recommendation 1", str(board), late.words, "Head of Assessment")
    assert recommendation[4:6] == (dt.date(2025, 5, 1), (timezone.localdate() - dt.date(2025, 5, 1)).days)
    assert finding[0] == "Finding c"
    assert finding[4:] == (days(-3), 3, "Open")


def test_what_an_exempt_part_or_one_not_chosen_would_say_is_not_in_the_summary(
    plan: Plan, cast: Cast
) -> None:
    a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"), due_on=days(-3), words="Named in confidence")
    chosen = {"summary": 0, "findings": 1, "plan": 0}
    for parts in (chosen, {"summary": 0}):
        for pack in packs_of(draft_for(meeting_for(plan, name=str(parts)), cast.clerk, parts=parts)):
            open_parts = [part for part in pack.document.chapters if part.name != "Findings"]
            assert "Findings open" not in repr(open_parts)
            assert "Named in confidence" not in repr(open_parts)


def test_the_longest_overdue_comes_first(plan: Plan, draft: Paper) -> None:
    board = a_meeting(plan)
    for number in range(5):
        a_recommendation(board, ref=str(number), due=full_date(days(-number - 1)))
    assert [row[5] for row in rows_of(parts_of(draft)["Also overdue"])] == [5, 4, 3, 2, 1]


def test_why_something_is_red_is_the_reason_it_turned_red_for_and_what_was_said_last(
    plan: Plan, draft: Paper, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days(-90), commentary="One of nine is late")
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days(-80), commentary="Better")
    rate("2.1", "Wexley", Rag.RED, effective_on=days(-60), commentary="Four of nine are late")
    rate("2.1", "Wexley", Rag.RED, effective_on=days(-30), commentary="Five of nine are late")
    rate("2.1", "Wexley", Rag.RED, effective_on=days(-2), commentary="No change since last month.")
    rate("2.2", "Thornby", Rag.RED, effective_on=days(-5), commentary="Three of ten")
    wexley, thornby = rows_of(parts_of(draft)["Red ratings"])
    assert wexley[4:7] == (days(-60), "Four of nine are late", "No change since last month.")
    assert wexley[7] == f"{full_date(days(-2))}, Sana Director"
    assert thornby[4:7] == (days(-5), "Three of ten", None)


def test_the_reasons_of_reds_are_one_query_however_many_there_are(
    plan: Plan, draft: Paper, rate: Rate
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            packs_of(draft)
        return len(queries.captured_queries)

    rate("2.1", "Wexley", Rag.RED, commentary="Late")
    packs_of(draft)
    few = asked()
    for ref in ("2.1", "2.2"):
        for place in ("Wexley", "Thornby"):
            rate(ref, place, Rag.RED, commentary="Later")
            rate(ref, place, Rag.RED, commentary="Later still")
    assert asked() == few
