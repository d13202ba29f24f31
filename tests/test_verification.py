"""Whether the record can be trusted: each way of spoiling it past the service is found, and named."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import (
    Outcome,
    OutcomeLocality,
    OutcomePredecessor,
    Plan,
    Rag,
    Rating,
    Theme,
    append_only,
)
from plans.models.tracking import tracked_models
from plans.verification import verify
from plans.verification.belonging import LINKS
from plans.verification.history import faults_of, kind_of
from plans.verification.ratings import faults_of_ratings
from plans.verification.refusals import tables
from tests.cast import Cast, days_ago, place
from tests.factories import (
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
    UserFactory,
)
from tests.past_the_triggers import sql
from tests.spoilt_ratings import move_a_rating
from tests.spoilt_records import SPOILT, move_a_change, reword

pytestmark = [pytest.mark.django_db, pytest.mark.past_the_actions]


@pytest.fixture(autouse=True)
def _checked_again() -> Any:
    """SQLite goes on ignoring its checks after a roll-back."""
    yield
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = OFF")


@pytest.fixture
def whole(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Plan:
    """Ratings, a correction, one struck out, an outcome deleted, a version before; and no fault."""
    before = PlanFactory(authority=plan.authority, slug="westermoor-2023", status="closed")
    plan.predecessor = before
    records.save(plan, by=cast.administrator, reason="Follows the first plan")
    old = OutcomeFactory(section=SectionFactory(plan=before))
    link = OutcomePredecessor(outcome=plan.outcomes.get(ref="1.1"), predecessor=old)
    records.save(link, by=cast.administrator, reason="The same")
    narrowed = [place("Wexley")]
    outcome = plan.outcomes.get(ref="2.3")
    records.set_links(outcome, OutcomeLocality, "locality", narrowed, by=cast.smt, reason="Wexley alone")
    rate("1.1", None, Rag.GREEN, effective_on=days_ago(3))
    rate("2.1", "Thornby", Rag.RED)
    wrong = rate("2.1", "Wexley", Rag.AMBER)
    right = correct_rating(rating=wrong, rag=Rag.RED, locality=wrong.locality, reason="Slip", by=cast.smt)
    correct_rating(rating=right, rag=None, reason="Another outcome's", by=cast.smt)
    records.delete(plan.outcomes.get(ref="3.2"), by=cast.administrator, reason="Entered twice")
    assert verify().problems == ()
    return plan


def found(plan: Plan | None = None) -> set[str]:
    """The names of the checks that found something."""
    return {problem.check for problem in verify(plan).problems}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_what_is_spoilt_is_found_and_named(whole: Plan, spoil: Callable[[Plan], None]) -> None:
    with transaction.atomic():
        spoil(whole)
        assert SPOILT[spoil] in found()
        transaction.set_rollback(True)
    assert found() == set()


def names_of_checks() -> set[str]:
    """Every check there is; of the many of fields that differ, those that have a case."""
    history = {fault.check for model in tracked_models() for fault in faults_of(kind_of(model))}
    others = {fault.check for fault in faults_of_ratings()} | {fault.check for *_, fault in LINKS}
    tried = {trial.check for _, trials in tables() for trial in trials}
    every = history | others | tried | {"no history"}
    return {name for name in every if not name.startswith("differs: ") or name in SPOILT.values()}


def test_every_check_has_a_case() -> None:
    assert set(SPOILT.values()) == names_of_checks()


def test_every_tracked_field_is_compared(whole: Plan) -> None:
    """Field by field: a value that is not in the history is noticed, whatever its kind."""
    for model in tracked_models():
        for field in model.history.model.tracked_fields:
            if field.primary_key:
                continue
            assert f"differs: {field.verbose_name}" in {f.check for f in faults_of(kind_of(model))}


# --- What it leaves alone -----------------------------------------------------------------------------------


def test_an_empty_database_is_whole_and_is_tried_all_the_same(db: None) -> None:
    assert found() == set()
    with transaction.atomic():
        append_only.remove(connection)
        assert len([check for check in found() if check.startswith("ratings can be")]) == 4
        assert len([check for check in found() if check.startswith("history can be")]) == 4
        transaction.set_rollback(True)


def test_nothing_is_changed_by_it(whole: Plan) -> None:
    before = [list(model._base_manager.order_by("pk").values()) for model in [*tracked_models(), Rating]]
    changes = [model.history.count() for model in tracked_models()]
    with transaction.atomic():
        append_only.remove(connection)  # even where the database would let it
        verify()
        after = [list(model._base_manager.order_by("pk").values()) for model in [*tracked_models(), Rating]]
        transaction.set_rollback(True)
    assert after == before
    assert [model.history.count() for model in tracked_models()] == changes


def test_a_person_whose_account_is_gone_is_still_a_person(whole: Plan, cast: Cast) -> None:
    helper = UserFactory(name="Harriet Helper")
    theme = Theme.objects.first()
    records.save(theme, by=helper, reason="Read through")
    records.delete(helper, by=cast.superuser, reason="Left")
    assert theme.history.first().history_user is None
    assert found() == set()


# --- One plan, and the cost ---------------------------------------------------------------------------------


def test_one_plan_is_checked_on_its_own(whole: Plan) -> None:
    other = Plan.objects.get(slug="eastholme-2024")
    with transaction.atomic():
        reword(whole)
        move_a_change(whole)
        move_a_rating(whole)
        assert found(whole) >= {"differs: outcome", "plan of a change", "plan of a rating"}
        assert found(other) == set()
        transaction.set_rollback(True)
    assert found(whole) == set()


def test_the_queries_do_not_grow(whole: Plan, make_plan: Callable[..., Plan]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert verify().problems == ()
        return len(captured)

    before = queries()
    make_plan(outcomes=20, sections=4, ratings=4)
    assert queries() == before


# --- The command --------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[str, str | None]:
    """What the command printed, and what it ended with."""
    out = StringIO()
    try:
        call_command("verify_history", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), f"{error.returncode}: {error}"
    return out.getvalue(), None


def test_a_whole_record_is_said_to_be_whole(whole: Plan) -> None:
    said, wrong = run()
    assert wrong is None
    assert f"and {Rating.objects.count()} ratings" in said
    assert f"outcome{Outcome.objects.count():>26} now" in said
    assert said.rstrip().endswith("Nothing is wrong.")


def test_each_problem_is_a_line_that_says_what_which_and_what_to_do(whole: Plan) -> None:
    with transaction.atomic():
        reword(whole)
        said, wrong = run("--plan", "westermoor-2024")
        transaction.set_rollback(True)
    assert wrong == "1: One thing is wrong."
    pk = whole.outcomes.get(ref="1.1").pk
    assert said.splitlines()[0] == (
        f"Outcome {pk} of westermoor-2024: its outcome is not what its history says. "
        "If the record is right, save it in Set-up with the reason it changed; if not, put it right there."
    )
    assert "Nothing is wrong" not in said


def test_it_is_written_as_json_for_a_nightly_job(whole: Plan) -> None:
    whole_said, wrong = run("--json")
    assert (wrong, json.loads(whole_said)["whole"]) == (None, True)
    with transaction.atomic():
        reword(whole)
        said, wrong = run("--json", "--plan", "westermoor-2024")
        transaction.set_rollback(True)
    answer = json.loads(said)
    assert (wrong, answer["whole"], answer["plan"]) == ("1: One thing is wrong.", False, "westermoor-2024")
    assert answer["problems"][0]["check"] == "differs: outcome"
    assert answer["ratings"] == Rating.objects.filter(plan=whole).count()


def test_a_plan_that_is_not_there_is_named(whole: Plan) -> None:
    assert run("--plan", "nowhere") == (
        "",
        "2: There is no plan “nowhere”. There are: eastholme-2024, westermoor-2023, westermoor-2024.",
    )
