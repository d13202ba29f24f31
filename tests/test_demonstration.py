"""The demonstration: the shape of its plans, what its ratings tell, and that its words are its own."""

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from plans.dashboards import counts, is_stale, plan_figures
from plans.demonstration import PASSWORD, load_demonstration, sign_ins
from plans.demonstration.sources import FOLDER, Calendar
from plans.lineage import Line, lineage_of, links_to_version_before
from plans.models import Membership, Outcome, OutcomePredecessor, Plan, Rag, Rating, Statement, User
from plans.movement import OutcomeKind, compare
from plans.permissions import access_to
from plans.snapshot import PlanSnapshot, take_snapshot
from plans.standing import rags_at
from plans.timeline import timeline_of
from plans.versions import Aspect, Kind, compare_versions

SEEDS = Path(settings.BASE_DIR).parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, loaded once for the tests of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def plan(db: None, demonstration: None) -> Plan:
    """The present plan."""
    return Plan.objects.select_related("authority", "predecessor").get(slug="marlshire-improvement-plan")


@pytest.fixture
def now(plan: Plan) -> PlanSnapshot:
    """The present plan as it stands."""
    return take_snapshot(plan)


def test_the_plan_has_the_shape_of_a_real_one(now: PlanSnapshot) -> None:
    areas, all_columns = (
        ["Northdown", "Wexley", "Calder"],
        [column.name for column in now.sections[1].columns],
    )
    assert [len(section.outcomes) for section in now.sections] == [6, 5, 5, 10, 9, 7, 5]
    assert [len(section.statements_of(Statement.Kind.WANT)) for section in now.sections] == [
        7, 7, 8, 11, 7, 0, 7,
    ]  # fmt: skip
    assert [len(section.statements_of(Statement.Kind.CHANGE)) for section in now.sections] == [
        4, 9, 7, 9, 3, 0, 6,
    ]  # fmt: skip
    assert all_columns == [*areas, "Overall"]
    assert [[column.name for column in section.columns] for section in now.sections] == [
        ["Overall"],
        all_columns,
        all_columns,
        ["Children in Care", "Care Leavers", "Overall"],
        ["CPAs", "IROs", "Overall"],
        ["Overall"],
        areas,
    ]
    assert sum(1 for _ in now.cells) == 117
    assert any(len(outcome.statement.split()) > 60 for outcome in now.outcomes)
    supervision = next(
        row for row in plan_figures(now, {}).themes if row.theme.name.startswith("Supervision")
    )
    assert sum(1 for places in supervision.sections if places) >= 6


def test_the_version_before_is_closed_and_differs_as_versions_do(plan: Plan) -> None:
    assert plan.status == Plan.Status.LIVE
    before = plan.predecessor
    assert before is not None
    assert before.status == Plan.Status.CLOSED
    assert 20 <= (plan.dated.year - before.dated.year) * 12 + plan.dated.month - before.dated.month <= 25
    old, new = take_snapshot(before), take_snapshot(plan)
    assert sum(1 for _ in old.outcomes) == 42
    assert {c.name for s in old.sections for c in s.columns} - {
        c.name for s in new.sections for c in s.columns
    }
    timescales = {outcome.timescale: outcome.timescale_on for outcome in old.outcomes}
    assert timescales["TBC"] is None
    assert any(date for date in timescales.values())
    assert not any(section.has_timescales for section in new.sections)
    links = OutcomePredecessor.objects.filter(outcome__plan=plan).select_related("outcome", "predecessor")
    reworded = [link.outcome.ref for link in links if link.outcome.statement != link.predecessor.statement]
    moved = [link.outcome.ref for link in links if link.outcome.ref != link.predecessor.ref]
    assert "2.1" in reworded
    assert "4.10" in moved
    assert plan.outcomes.filter(predecessor_links=None).count() >= 3
    compared = compare_versions(old, new, links_to_version_before(plan))
    assert compared.counts == {
        Kind.SAME: 26,
        Kind.REWORDED: 7,
        Kind.MOVED: 3,
        Kind.SPLIT: 4,
        Kind.MERGED: 1,
        Kind.NEW: 6,
        Kind.DROPPED: 2,
    }
    assert compared.aspect_counts[Aspect.TARGET_LOST] == 41
    assert [part.columns.renamed for part in compared.sections if part.columns] == [
        (("Calder Valley", "Calder"),),
        (("Calder Valley", "Calder"),),
        (("Looked After Children", "Children in Care"),),
        (("Calder Valley", "Calder"),),
    ]
    assert [part.heading_then for part in compared.sections if part.heading_then] == [
        "4. Looked After Children and Care Leavers"
    ]
    marked = [line for line in compared.lines if line.kind == Kind.REWORDED and line.words_differ]
    assert len(marked) >= 4
    rated_before = Rating.objects.filter(outcome__plan=before).count()
    assert 100 < rated_before < Rating.objects.filter(outcome__plan=plan).count() / 4


def test_what_was_split_merged_and_dropped_had_been_rated(plan: Plan) -> None:
    """So that the histories of what continues it have something of it to show."""
    before = plan.predecessor
    for ref in ("7.4", "5.6", "4.6", "4.8", "2.5"):
        assert Rating.objects.filter(outcome__plan=before, outcome__ref=ref).count() >= 3, ref
    ruth = User.objects.get(email="ruth.adeyemi@marlshire.example")
    outcome = plan.outcomes.get(ref="7.5")
    steps = lineage_of(plan, Line(outcome.pk, outcome.ref, outcome.statement), ruth).before
    then = [entry for entry in timeline_of(outcome.pk, before=steps) if entry.step]
    assert {entry.column for entry in then} == {"Northdown", "Wexley", "Calder Valley"}
    assert {entry.ref for entry in then} == {"7.4"}


def test_where_the_ratings_stand(now: PlanSnapshot) -> None:
    standing = counts(cell for _, cell in now.cells)
    share = {rag: 100 * number / 117 for rag, number in standing.items()}
    assert 5 <= share[Rag.RED] <= 11
    assert 30 <= share[Rag.AMBER] <= 40
    assert 38 <= share[Rag.GREEN] <= 50
    assert 4 <= share[Rag.COMPLETE] <= 10
    assert 4 <= share[None] <= 10
    dates = [now.at - dt.timedelta(days=days) for days in (30, 90)]
    figures = plan_figures(now, rags_at(Plan.objects.get(pk=now.plan_id), dates, now.known_at))
    assert len(figures.stale) >= 5
    assert figures.hidden_worse
    for days in (30, 90):
        assert len(figures.moved[days].better) >= 3
        assert figures.moved[days].worse


def test_an_outcome_was_withdrawn_with_who_and_why(plan: Plan, now: PlanSnapshot) -> None:
    (row,) = [row for row in now.outcomes if row.withdrawn_on]
    change = Outcome.history.filter(id=row.id).latest("history_date")
    assert timezone.localdate(change.history_date) == row.withdrawn_on
    assert change.history_by == "Ruth Adeyemi"
    assert "the guide is finished" in change.history_change_reason
    before = take_snapshot(plan, at=row.withdrawn_on - dt.timedelta(days=1))
    found = compare(before, now)
    assert found.outcome_counts[OutcomeKind.WITHDRAWN] == 1
    assert {cell.rag for outcome, cell in before.cells if outcome.id == row.id} == {Rag.COMPLETE}


def test_what_the_ratings_tell(plan: Plan) -> None:
    ratings = Rating.objects.filter(outcome__plan=plan)
    assert 900 <= ratings.count() <= 1300
    days = list(ratings.values_list("effective_on", flat=True))
    assert 1 <= (timezone.localdate() - max(days)).days <= 10
    assert 390 <= (max(days) - min(days)).days <= 430
    assert min(days) >= plan.dated

    first = counts(c for _, c in take_snapshot(plan, at=min(days) + dt.timedelta(days=10)).cells)
    assert first[None] + first[Rag.RED] > 0.9 * 118

    def rank(locality: str, months_ago: int) -> float:
        then = take_snapshot(plan, at=timezone.localdate() - dt.timedelta(days=30 * months_ago))
        found = [cell.rag.rank for _, cell in then.cells if cell.column.name == locality and cell.rag]
        return sum(found) / len(found)

    # Wexley gains, loses its managers, falls back; Northdown does not.
    assert rank("Wexley", 8) > rank("Wexley", 12) + 0.3
    assert rank("Wexley", 5) < rank("Wexley", 8) - 0.2
    assert rank("Northdown", 5) > rank("Northdown", 8)


def test_mistakes_late_entries_and_confirmations_are_there(plan: Plan) -> None:
    corrections = Rating.objects.filter(outcome__plan=plan).exclude(corrects=None).select_related("corrects")
    wrong_colour = [r for r in corrections if r.rag and r.corrects and r.rag != r.corrects.rag]
    wrong_column = [r for r in corrections if r.corrects and r.locality_id != r.corrects.locality_id]
    struck_out = [r for r in corrections if r.rag is None]
    assert wrong_colour
    assert wrong_column
    assert struck_out
    assert all(len(r.correction_reason) > 20 for r in corrections)
    late = [
        rating
        for rating in Rating.objects.filter(outcome__plan=plan, corrects=None)
        if timezone.localdate(rating.recorded_at) > rating.effective_on
    ]
    assert len(late) >= 5
    confirmed = Counter[bool]()
    standing: dict[tuple[int, int | None], str | None] = {}
    for rating in Rating.objects.filter(outcome__plan=plan).order_by("effective_on", "recorded_at", "id"):
        cell = (rating.outcome_id, rating.locality_id)
        confirmed[standing.get(cell) == rating.rag] += 1
        standing[cell] = rating.rag
    assert confirmed[True] > 300
    assert confirmed[False] > 200


def test_every_rating_says_why_and_the_reasons_vary(db: None, demonstration: None) -> None:
    reasons = list(Rating.objects.exclude(rag=None).values_list("commentary", flat=True))
    assert all(reason.strip() for reason in reasons)
    assert not [reason for reason in reasons if "{" in reason or "}" in reason or "  " in reason]
    assert not [reason for reason in reasons if re.search(r"(^|[.?] )[a-z]", reason)]
    assert len(set(reasons)) > 600
    assert max(Counter(reasons).values()) < len(reasons) / 40
    assert any(len(reason.split()) > 60 for reason in reasons)


def test_a_cell_is_not_told_the_same_thing_twice_running(plan: Plan) -> None:
    last: dict[tuple[int, int | None], str] = {}
    for rating in Rating.objects.filter(outcome__plan=plan, corrects=None, corrected_by=None).order_by(
        "effective_on", "recorded_at"
    ):
        cell = (rating.outcome_id, rating.locality_id)
        assert last.get(cell) != rating.commentary
        last[cell] = rating.commentary


def test_every_rating_was_given_by_somebody_who_may_give_it(db: None, demonstration: None) -> None:
    people = {user.pk: user for user in User.objects.all()}
    rated_by = Counter[str]()
    for plan in Plan.objects.filter(authority__slug="marlshire"):
        rows = {row.id: row for row in take_snapshot(plan).outcomes}
        access = {pk: access_to(plan, user) for pk, user in people.items()}
        for rating in Rating.objects.filter(outcome__plan=plan):
            row = rows[rating.outcome_id]
            assert access[rating.recorded_by_id].may_rate(
                lead_ids=row.lead_ids, locality_id=rating.locality_id, outcome_localities=row.locality_ids
            ), rating
            assert row.cell(rating.locality_id), rating
            rated_by[rating.recorded_by_name] += 1
    assert len(rated_by) >= 18


def test_every_cell_has_a_manager_or_a_director_to_rate_it(plan: Plan, now: PlanSnapshot) -> None:
    members = Membership.objects.filter(plan=plan, role="manager", user__is_active=True).select_related(
        "user"
    )
    accesses = [access_to(plan, member.user) for member in members]
    assert all(access.rates_anything for access in accesses)
    nobody = {
        outcome.ref
        for outcome, cell in now.cells
        if not any(
            access.may_rate(
                lead_ids=outcome.lead_ids,
                locality_id=cell.column.locality_id,
                outcome_localities=outcome.locality_ids,
            )
            for access in accesses
        )
    }
    # Led by the service director and the heads together: rated by the senior management team.
    assert nobody == {"6.3", "6.7"}


def test_the_sign_ins_work_and_those_who_left_have_none(db: None, demonstration: None) -> None:
    addresses = {person.email for person in sign_ins()}
    for user in User.objects.all():
        assert user.check_password(PASSWORD)
        assert user.is_active is (user.email in addresses)
    left = User.objects.filter(is_active=False)
    assert {user.name for user in left} == {"Martin Kell", "Joanne Pike"}
    assert Rating.objects.filter(recorded_by__in=left, recorded_by_name="Joanne Pike").exists()
    roles = Membership.objects.filter(user__is_active=True).values_list("role", flat=True)
    assert set(roles) == set(Membership.Role.values)


def test_the_second_council_and_the_first_see_nothing_of_each_other(db: None, demonstration: None) -> None:
    owen = User.objects.get(email="owen.tranter@wendlebury.example")
    ruth = User.objects.get(email="ruth.adeyemi@marlshire.example")
    assert [plan.authority.slug for plan in Plan.objects.visible_to(owen)] == ["wendlebury"]
    assert {plan.authority.slug for plan in Plan.objects.visible_to(ruth)} == {"marlshire"}


def test_history_is_signed_and_begins_when_the_plan_did(plan: Plan) -> None:
    rows = 0
    for model in apps.get_app_config("plans").get_models():
        if not hasattr(model, "history_object") and hasattr(model, "history"):
            for row in model.history.all():
                assert row.history_user_id, row
                assert row.history_by, row
                assert row.history_change_reason.strip(), row
                assert row.history_date < timezone.now(), row
                rows += 1
    assert rows > 500
    first_rating = Rating.objects.filter(outcome__plan=plan).earliest("recorded_at")
    for outcome in plan.outcomes.all():
        assert outcome.history.earliest("history_date").history_date < first_rating.recorded_at
    wordings = list(plan.outcomes.get(ref="6.1").history.order_by("history_date"))
    assert len({row.statement for row in wordings}) == 2
    assert wordings[0].history_date + dt.timedelta(days=90) < wordings[1].history_date


@pytest.mark.parametrize("today", ["2025-01-01", "2026-11-20", "2026-11-26", "2026-11-27", "2028-02-29"])
def test_the_story_ends_in_the_week_before_any_day(today: str) -> None:
    ends = dt.date(2026, 11, 19)
    calendar = Calendar.ending_before(dt.date.fromisoformat(today), ends)
    assert 1 <= (dt.date.fromisoformat(today) - calendar.day(ends)).days <= 7
    assert calendar.day(ends).weekday() == ends.weekday()


def test_stale_ratings_are_marked_by_age_and_not_by_chance(now: PlanSnapshot) -> None:
    assert {outcome.ref for outcome, cell in now.cells if is_stale(cell)} >= {
        "3.5",
        "4.4",
        "4.8",
        "5.8",
        "7.3",
    }


# --- Its words are its own ----------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


def runs_of(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def sentences_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from sentences_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences_in(inner)


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real published documents are not on this machine")
def test_no_sentence_is_taken_from_a_real_plan() -> None:
    published = set().union(*(runs_of(path.read_text(errors="replace")) for path in SEEDS.glob("*.txt")))
    assert len(published) > 10_000
    ours = [
        sentence
        for path in sorted(FOLDER.rglob("*.toml"))
        for sentence in sentences_in(tomllib.loads(path.read_text()))
    ]
    assert len(ours) > 600
    copied = {" ".join(run) for sentence in ours for run in runs_of(sentence) if run in published}
    assert copied == set()
