"""An outcome through the versions of its plan: where it comes from, what became of it, and its ratings."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.actions import records
from plans.lineage import Kind, Line, Lineage, Step, kind_of, lineage_of, neighbours, versions_of
from plans.models import Membership, Plan, Rag, Rating, User
from plans.months import months_of
from plans.templatetags.plans import month_strip
from plans.timeline import chapters_of, timeline_of, version_changes

from .cast import Cast, place
from .factories import OutcomeFactory, PlanFactory, SectionFactory, set_up_by
from .months_reading import read as read_months_of
from .reading import read
from .versions import CLOSED, close, follow, join, link, make_small_plan_then, make_version_before, rate_then

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def plan(db: None) -> Plan:
    """The small plan, whose localities are older than the version before it."""
    return make_small_plan_then()


@pytest.fixture
def before(plan: Plan, cast: Cast) -> Plan:
    """The version before, closed; the reader, the manager and SMT are members of both."""
    return make_version_before(plan, members=[cast.reader, cast.manager, cast.smt])


def line(plan: Plan, ref: str) -> Line:
    outcome = plan.outcomes.get(ref=ref)
    return Line(outcome.pk, outcome.ref, outcome.statement)


def lineage(plan: Plan, ref: str, user: User) -> Lineage:
    return lineage_of(plan, line(plan, ref), user)


def strip(
    plan: Plan, ref: str, column: str | None, before: Sequence[Step], *, until: dt.date, months: int = 12
) -> str:
    """The letters of one column's months, through the versions; empty where there are none."""
    outcome_id, locality = line(plan, ref).id, place(column)
    own = read_months_of(plan, until=until, months=months, outcome_id=outcome_id)
    found = months_of(own, timeline_of(outcome_id, at=until, before=before), before)
    return "".join(letter for _, letter in found.get(locality.pk if locality else None, []))


def told(steps: Any) -> list[tuple[str, list[str], set[Kind | None]]]:
    """Of each step the slug, the refs and the kinds."""
    return [
        (step.version.slug, [each.ref for each in step.lines], {turn.kind for turn in step.turns})
        for step in steps
    ]


# --- Where it comes from, and what became of it -------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "refs", "kind"),
    [
        ("1.1", ["1.1"], Kind.SAME),
        ("1.2", ["1.2"], Kind.REWORDED),
        ("2.1", ["2.1"], Kind.SPLIT),
        ("2.2", ["2.1"], Kind.SPLIT),
        ("2.3", ["2.2"], Kind.MOVED),
        ("3.1", ["3.1", "3.2"], Kind.MERGED),
    ],
)
def test_what_it_continues(plan: Plan, before: Plan, cast: Cast, ref: str, refs: list, kind: Kind) -> None:
    assert told(lineage(plan, ref, cast.reader).before) == [("westermoor-2022", refs, {kind})]


def test_a_new_outcome_continues_nothing(plan: Plan, before: Plan, cast: Cast) -> None:
    assert told(lineage(plan, "3.2", cast.reader).before) == [("westermoor-2022", [], set())]


def test_a_plan_without_versions_has_no_lineage(plan: Plan, cast: Cast) -> None:
    assert lineage(plan, "1.1", cast.reader) == Lineage()
    assert neighbours(plan, versions_of(plan, cast.reader)) == (None, None)


@pytest.mark.parametrize(
    ("ref", "refs", "kind", "beside"),
    [
        ("1.2", ["1.2"], Kind.REWORDED, []),
        ("2.1", ["2.1", "2.2"], Kind.SPLIT, []),
        ("2.2", ["2.3"], Kind.MOVED, []),
        ("3.1", ["3.1"], Kind.MERGED, ["3.2"]),
    ],
)
def test_what_continues_it(
    before: Plan, cast: Cast, ref: str, refs: list, kind: Kind, beside: list[str]
) -> None:
    (step,) = lineage(before, ref, cast.reader).after
    assert told([step]) == [("westermoor-2024", refs, {kind})]
    assert [each.ref for each in step.beside] == beside


def test_what_was_dropped_has_a_step_with_nothing_in_it(before: Plan, cast: Cast) -> None:
    assert told(lineage(before, "3.3", cast.reader).after) == [("westermoor-2024", [], set())]


@pytest.fixture
def third(plan: Plan, before: Plan, cast: Cast) -> Plan:
    """A version after the small plan: it merges 2.1 and 2.2 again, and continues nothing else."""
    close(plan, dt.datetime(2025, 6, 12, 10, tzinfo=dt.UTC))
    third: Plan = PlanFactory(
        authority=plan.authority,
        title="Westermoor Third Plan",
        slug="westermoor-2025",
        dated=dt.date(2025, 6, 1),
    )
    section = SectionFactory(plan=third, title="Assessment Teams")
    OutcomeFactory(section=section, ref="9.1", statement="Supervision and chronologies, together again")
    follow(third, plan, {"9.1": ["2.1", "2.2"]})
    join(third, cast.reader)
    return third


def test_it_runs_through_splits_and_merges_of_any_number_of_versions(
    plan: Plan, before: Plan, third: Plan, cast: Cast
) -> None:
    assert told(lineage(third, "9.1", cast.reader).before) == [
        ("westermoor-2024", ["2.1", "2.2"], {Kind.MERGED}),
        ("westermoor-2022", ["2.1"], {Kind.SPLIT}),
    ]
    assert told(lineage(before, "2.1", cast.reader).after) == [
        ("westermoor-2024", ["2.1", "2.2"], {Kind.SPLIT}),
        ("westermoor-2025", ["9.1"], {Kind.MERGED}),
    ]
    assert told(lineage(before, "1.1", cast.reader).after) == [
        ("westermoor-2024", ["1.1"], {Kind.SAME}),
        ("westermoor-2025", [], set()),
    ]
    middle = lineage(plan, "2.1", cast.reader)
    assert [step.version.slug for step in (*middle.before, *middle.after)] == [
        "westermoor-2022",
        "westermoor-2025",
    ]
    assert [v.slug for v in versions_of(plan, cast.reader)] == [
        "westermoor-2022",
        "westermoor-2024",
        "westermoor-2025",
    ]


def test_it_asks_as_much_of_six_versions_as_of_two(plan: Plan, before: Plan, cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = lineage(plan, "1.1", cast.reader)
            timeline_of(line(plan, "1.1").id, before=found.before)
        return len(queries)

    few = asked()
    older = before
    for year in (2018, 2019, 2020, 2021):
        one: Plan = PlanFactory(authority=plan.authority, slug=f"westermoor-{year}", status="closed")
        OutcomeFactory(section=SectionFactory(plan=one), ref="1.1")
        join(one, cast.reader)
        follow(older, one, {"1.1": ["1.1"]})
        older = one
    assert len(lineage(plan, "1.1", cast.reader).before) == 5
    assert asked() == few


@pytest.mark.past_the_actions
def test_a_loop_of_links_comes_to_an_end(plan: Plan, before: Plan, cast: Cast) -> None:
    link(before.outcomes.get(ref="1.1"), plan.outcomes.get(ref="1.1"))
    found = lineage(plan, "1.1", cast.reader)
    assert [step.version.slug for step in (*found.before, *found.after)] == ["westermoor-2022"]


def test_a_closed_version_speaks_as_it_did_at_its_closing(plan: Plan, before: Plan, cast: Cast) -> None:
    outcome = before.outcomes.get(ref="1.2")
    outcome.statement = "Changed after it was closed"
    records.save(outcome, by=set_up_by(), reason="A slip")
    (step,) = lineage(plan, "1.2", cast.reader).before
    assert step.lines[0].statement == "Every referral decision has a manager's name on it"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"predecessors": 0, "heirs": 0, "reworded": False, "moved": False}, Kind.NEW),
        ({"predecessors": 1, "heirs": 1, "reworded": False, "moved": False}, Kind.SAME),
        ({"predecessors": 1, "heirs": 1, "reworded": False, "moved": True}, Kind.MOVED),
        ({"predecessors": 1, "heirs": 1, "reworded": True, "moved": True}, Kind.REWORDED),
        ({"predecessors": 1, "heirs": 2, "reworded": True, "moved": True}, Kind.SPLIT),
        ({"predecessors": 2, "heirs": 3, "reworded": True, "moved": True}, Kind.MERGED),
    ],
)
def test_the_one_kind_is_what_matters_most(given: dict[str, Any], kind: Kind) -> None:
    assert kind_of(**given) == kind


# --- Who may see what ---------------------------------------------------------------------------------------


def test_of_a_version_they_may_not_see_they_learn_its_month_alone(
    plan: Plan, before: Plan, cast: Cast
) -> None:
    (step,) = lineage(plan, "2.1", cast.clerk).before
    assert (step.version.title, step.version.slug, step.lines, step.turns) == ("", "", (), ())
    assert step.version.dated == dt.date(2022, 10, 1)
    assert not [e for e in timeline_of(line(plan, "2.1").id, before=[step]) if e.step]


def test_a_chain_goes_on_beyond_a_version_they_may_not_see(
    plan: Plan, before: Plan, third: Plan, cast: Cast
) -> None:
    director = cast.stranger
    join(before, director)
    join(third, director)
    hidden, seen = lineage(third, "9.1", director).before
    assert (hidden.version.visible, hidden.lines, hidden.beside) == (False, (), ())
    assert [each.ref for each in seen.lines] == ["2.1"]
    assert [(turn.after, turn.kind) for turn in seen.turns] == [(None, None)]


def test_a_draft_they_may_not_see_is_not_mentioned(plan: Plan, cast: Cast) -> None:
    draft: Plan = PlanFactory(authority=plan.authority, slug="westermoor-2026", status="draft")
    OutcomeFactory(section=SectionFactory(plan=draft), ref="1.1")
    follow(draft, plan, {"1.1": ["1.1"]})
    assert lineage(plan, "1.1", cast.reader).after == ()
    assert neighbours(plan, versions_of(plan, cast.reader)) == (None, None)
    join(draft, cast.administrator, role=Membership.Role.ADMINISTRATOR)
    (step,) = lineage(plan, "1.1", cast.administrator).after
    assert step.version.is_draft


# --- The timeline runs on -----------------------------------------------------------------------------------


def test_the_ratings_of_what_it_continues_follow_its_own(
    plan: Plan, before: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Thornby", Rag.GREEN)
    found = lineage(plan, "2.1", cast.reader).before
    entries = timeline_of(line(plan, "2.1").id, before=found)
    assert [(e.column, e.ref, e.was, e.rag, e.standing) for e in entries] == [
        ("Thornby", "", None, Rag.GREEN, True),
        ("Thornby Vale", "2.1", Rag.RED, Rag.AMBER, False),
        ("Thornby Vale", "2.1", None, Rag.RED, False),
    ]
    own, then = chapters_of(entries, found)
    assert (own.step, len(own.entries), then.step, len(then.entries)) == (None, 1, found[0], 2)


def test_both_halves_of_a_split_have_its_ratings(plan: Plan, before: Plan, cast: Cast) -> None:
    for ref in ("2.1", "2.2"):
        found = lineage(plan, ref, cast.reader).before
        assert len(timeline_of(line(plan, ref).id, before=found)) == 2


def test_each_version_keeps_its_order_whatever_the_dates(
    plan: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    """A rating of the new version that takes effect before the old one's last is still of the new version."""
    before = make_version_before(plan, members=[cast.reader], closed=False)
    rate_then(before, "1.1", None, Rag.AMBER, dt.date(2025, 6, 2))
    close(before, dt.datetime(2025, 6, 5, 10, tzinfo=dt.UTC))
    rate("1.1", None, Rag.GREEN, effective_on=dt.date(2024, 12, 2))
    found = lineage(plan, "1.1", cast.reader).before
    entries = timeline_of(line(plan, "1.1").id, before=found)
    assert [(e.step is not None, e.rag) for e in entries] == [(False, Rag.GREEN), (True, Rag.AMBER)]


def test_the_months_run_on_in_the_same_locality_up_to_the_closing(
    plan: Plan, before: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Thornby", Rag.GREEN, effective_on=dt.date(2024, 12, 2))
    found = lineage(plan, "2.1", cast.reader).before
    # April to August 2024; it was closed on 25 September, and the next was first rated in December.
    assert strip(plan, "2.1", "Thornby", found, until=dt.date(2025, 1, 31), months=10) == "rraaa---gg"
    assert version_changes(found) == [CLOSED.date()]


@pytest.fixture
def late_close(plan: Plan, cast: Cast) -> Plan:
    """The version before, closed on 5 June 2025: 1.1 is amber from April there, and red from May."""
    before = make_version_before(plan, members=[cast.reader], closed=False)
    rate_then(before, "1.1", None, Rag.AMBER, dt.date(2025, 4, 7))
    rate_then(before, "1.1", None, Rag.RED, dt.date(2025, 5, 6))
    close(before, dt.datetime(2025, 6, 5, 10, tzinfo=dt.UTC))
    return before


def test_what_a_new_version_says_of_earlier_days_does_not_rewrite_the_old_ones_months(
    plan: Plan, late_close: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    """An import with printed colours says them from the month on its cover, when the old plan still stood."""
    rate("1.1", None, Rag.GREEN, effective_on=dt.date(2025, 4, 1))
    found = lineage(plan, "1.1", cast.reader).before
    assert strip(plan, "1.1", None, found, until=dt.date(2025, 6, 12), months=4) == "-arg"


def test_on_the_day_that_its_page_shows_its_own_word_comes_first(
    plan: Plan, late_close: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    """So that the strip ends with what stands beside it."""
    rate("1.1", None, Rag.GREEN, effective_on=dt.date(2025, 4, 1))
    found = lineage(plan, "1.1", cast.reader).before
    assert strip(plan, "1.1", None, found, until=dt.date(2025, 5, 31), months=3) == "-ag"


def test_the_months_do_not_run_on_through_a_merger(plan: Plan, before: Plan, cast: Cast) -> None:
    found = lineage(plan, "3.1", cast.reader).before
    entries = timeline_of(line(plan, "3.1").id, before=found)
    assert len(entries) == 1
    assert strip(plan, "3.1", "CiC", found, until=dt.date(2024, 8, 31)) == ""
    assert version_changes(found) == []


def test_the_strip_says_where_the_version_changes() -> None:
    ends = [dt.date(2024, 8, 31), dt.date(2024, 9, 30), dt.date(2024, 10, 31), dt.date(2024, 11, 30)]
    months = list(zip(ends, "r--g", strict=True))
    seen = read(month_strip(months, label="Thornby", changes=[CLOSED.date()]))
    assert seen.words == (
        "Thornby: Red in August 2024; then in the next version of the plan "
        "Not rated from September 2024 to October 2024; Green in November 2024"
    )
    assert len(list(seen.all("span", css="strip__version"))) == 1
    assert "next version" not in read(month_strip(months, label="Thornby")).words


@pytest.mark.past_the_actions
def test_an_open_version_before_is_rated_on_and_shows_it(plan: Plan, cast: Cast) -> None:
    """Two versions in use could be set up once; what was rated in either is shown."""
    before = make_version_before(plan, members=[cast.reader], closed=False)
    rate_then(before, "1.1", None, Rag.AMBER, dt.date(2025, 6, 2))
    found = lineage(plan, "1.1", cast.reader).before
    entries = timeline_of(line(plan, "1.1").id, before=found)
    assert [e.rag for e in entries] == [Rag.AMBER]
    assert strip(plan, "1.1", None, found, until=dt.date(2025, 6, 12), months=2) == "-a"
