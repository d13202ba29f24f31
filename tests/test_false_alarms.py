"""Actions that take words refuse a child's details; what somebody says is none is kept, and stays."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from plans.actions.child_details import check_no_child_details
from plans.actions.correcting import correct_rating
from plans.actions.rating import CellRating, rate_cells, rate_outcome
from plans.actions.refusals import ChildDetailsFound, RatingsRefused, Refused
from plans.actions.setting_up import delete_record, save_outcome, save_record, save_section
from plans.actions.versions import discard_draft
from plans.child_details import Kind
from plans.models import FalseAlarm, Outcome, Plan, Rag, Rating, Statement

from .cast import Cast, place
from .factories import StatementFactory

pytestmark = pytest.mark.django_db
NUMBER = "943 476 5919"  # an NHS number by its check digit; used in examples, and nobody's
CHILD = f"Seen for {NUMBER}, born 3 May 2012."
WHY_NOT = "The reference of a contract"


def said() -> list[tuple[str, str, str, str]]:
    return list(FalseAlarm.objects.order_by("pk").values_list("where", "kinds", "reason", "said_by_name"))


@pytest.fixture
def outcome(plan: Plan) -> Outcome:
    return plan.outcomes.get(ref="2.1")


# --- Ratings ---


def test_a_rating_whose_reason_holds_a_number_is_refused_in_words(outcome: Outcome, cast: Cast) -> None:
    with pytest.raises(ChildDetailsFound) as refused:
        rate_outcome(outcome=outcome, locality=place("Wexley"), rag=Rag.RED, commentary=CHILD, by=cast.smt)
    [(where, seen)] = refused.value.found.items()
    assert (where, [one.kind for one in seen]) == ("2.1 Wexley", [Kind.NHS_NUMBER, Kind.DATE_OF_BIRTH])
    assert refused.value.message == (
        f"2.1 Wexley: “{NUMBER}” looks like an NHS number. “born 3 May 2012” looks like a date of birth. "
        "Nothing that could tell who a child is may be kept here: take it out and try again."
    )
    assert not Rating.objects.exists()
    assert said() == []


def test_with_a_reason_it_is_given_and_the_reason_kept(plan: Plan, outcome: Outcome, cast: Cast) -> None:
    given = rate_outcome(
        outcome=outcome, locality=None, rag=Rag.RED, commentary=CHILD, by=cast.smt, false_alarm=f" {WHY_NOT} "
    )
    assert given.commentary == CHILD
    assert said() == [("2.1 Overall", "NHS number, date of birth", WHY_NOT, "Sana Director")]
    kept = FalseAlarm.objects.get()
    assert (kept.plan, kept.said_by) == (plan, cast.smt)
    assert NUMBER not in " ".join(str(value) for value in FalseAlarm.objects.values().get().values())


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_empty_reason_is_none(outcome: Outcome, cast: Cast, reason: str) -> None:
    with pytest.raises(ChildDetailsFound):
        rate_outcome(
            outcome=outcome, locality=None, rag=Rag.RED, commentary=CHILD, by=cast.smt, false_alarm=reason
        )


def test_a_reason_that_holds_one_itself_is_refused(outcome: Outcome, cast: Cast) -> None:
    with pytest.raises(ChildDetailsFound, match="Why it is a false alarm: “943 476 5919” looks like an NHS"):
        rate_outcome(
            outcome=outcome, locality=None, rag=Rag.RED, commentary=CHILD, by=cast.smt,
            false_alarm=f"{NUMBER} is a contract",
        )  # fmt: skip
    assert not Rating.objects.exists()


def test_where_nothing_is_found_nothing_is_kept(outcome: Outcome, cast: Cast) -> None:
    rate_outcome(
        outcome=outcome, locality=None, rag=Rag.RED, commentary="6 of 10", by=cast.smt, false_alarm=WHY_NOT
    )
    assert said() == []


def test_of_many_cells_each_is_named_and_none_is_saved(plan: Plan, outcome: Outcome, cast: Cast) -> None:
    cells = [
        CellRating(outcome, place("Wexley"), Rag.RED, CHILD),
        CellRating(outcome, place("Thornby"), Rag.RED, "No cover."),
        CellRating(outcome, None, Rag.RED, "UPN B801200005001"),
    ]
    with pytest.raises(ChildDetailsFound) as refused:
        rate_cells(plan=plan, ratings=cells, by=cast.smt)
    assert list(refused.value.found) == ["2.1 Wexley", "2.1 Overall"]
    assert not Rating.objects.exists()
    rate_cells(plan=plan, ratings=cells, by=cast.smt, false_alarm=WHY_NOT)
    assert [(where, kinds) for where, kinds, *_ in said()] == [
        ("2.1 Wexley", "NHS number, date of birth"),
        ("2.1 Overall", "UPN"),
    ]


def test_a_rating_refused_for_something_else_keeps_no_reason(outcome: Outcome, cast: Cast) -> None:
    with pytest.raises(RatingsRefused):
        rate_outcome(
            outcome=outcome, locality=None, rag=Rag.RED, commentary=CHILD, by=cast.smt, seen=987_654,
            false_alarm=WHY_NOT,
        )  # fmt: skip
    assert said() == []


def test_a_form_sent_twice_keeps_one(outcome: Outcome, cast: Cast) -> None:
    entry = Rating._meta.get_field("entry").get_default()
    for _ in range(2):
        rate_outcome(
            outcome=outcome, locality=None, rag=Rag.RED, commentary=CHILD, by=cast.smt, entry=entry,
            false_alarm=WHY_NOT,
        )  # fmt: skip
    assert len(said()) == Rating.objects.count() == 1


def test_a_correction_is_looked_at_in_both_its_texts(cast: Cast, rate: Callable[..., Rating]) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    correction = {"rating": wrong, "rag": Rag.RED, "locality": None, "by": cast.smt}
    for reason, why, where in ((CHILD, "Seen.", "what was wrong"), ("Slip", CHILD, "why")):
        with pytest.raises(ChildDetailsFound) as refused:
            correct_rating(**correction, reason=reason, commentary=why)
        assert list(refused.value.found) == [f"2.1 Overall: {where}"]
    correct_rating(**correction, reason=CHILD, commentary="Seen.", false_alarm=WHY_NOT)
    assert said() == [("2.1 Overall: what was wrong", "NHS number, date of birth", WHY_NOT, "Sana Director")]


def test_what_a_child_s_details_stand_in_can_be_struck_out(cast: Cast, rate: Callable[..., Rating]) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, commentary=CHILD, false_alarm=WHY_NOT)
    correct_rating(rating=wrong, rag=None, reason="It was a child's after all.", by=cast.smt)
    assert len(said()) == 1


# --- Set-up ---


def test_a_statement_is_looked_at_with_the_reason_it_changed(plan: Plan, cast: Cast) -> None:
    statement = StatementFactory(section=plan.sections.get(number="2"))
    statement.text = CHILD
    with pytest.raises(ChildDetailsFound) as refused:
        save_record(record=statement, by=cast.administrator, reason=f"As {NUMBER} asked")
    assert list(refused.value.found) == [
        f"Statement {statement.number}: text",
        f"Statement {statement.number}: why",
    ]
    assert CHILD not in Statement.objects.get(pk=statement.pk).text
    save_record(record=statement, by=cast.administrator, reason="Said better", false_alarm=WHY_NOT)
    assert [where for where, *_ in said()] == [f"Statement {statement.number}: text"]
    assert FalseAlarm.objects.get().plan == plan


def test_what_was_said_to_be_none_is_not_asked_of_again(plan: Plan, cast: Cast, outcome: Outcome) -> None:
    beside = {"leads": ["Team Managers"], "themes": [], "localities": [], "by": cast.administrator}
    outcome.statement = CHILD
    save_outcome(outcome=outcome, reason="New", false_alarm=WHY_NOT, **beside)
    outcome.timescale = "March 2027"
    save_outcome(outcome=outcome, reason="A date", **beside)
    assert [where for where, *_ in said()] == ["Outcome 2.1: outcome"]


def test_names_that_are_new_are_looked_at(plan: Plan, cast: Cast, outcome: Outcome) -> None:
    section, by = outcome.section, cast.administrator
    with pytest.raises(ChildDetailsFound, match="Lead: title"):
        save_outcome(outcome=outcome, leads=[CHILD], themes=[], localities=[], by=by, reason="New")
    with pytest.raises(ChildDetailsFound, match="Locality: name"):
        save_section(section=section, columns=["Wexley", "Thornby", CHILD], by=by, reason="New")


def test_why_something_is_deleted_is_looked_at(plan: Plan, cast: Cast) -> None:
    statement = StatementFactory(section=plan.sections.get(number="2"))
    with pytest.raises(Refused, match="Why it is deleted: “943 476 5919” looks like an NHS number"):
        delete_record(record=statement, by=cast.administrator, reason=f"As {NUMBER} asked")
    assert Statement.objects.filter(pk=statement.pk).exists()


# --- What is kept ---

CHANGES: dict[str, Callable[[FalseAlarm], object]] = {
    "queryset update": lambda one: FalseAlarm.objects.update(reason="Other"),
    "save": lambda one: one.save(),
    "queryset delete": lambda one: FalseAlarm.objects.all().delete(),
    "delete": lambda one: one.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_never_changed_or_deleted(plan: Plan, cast: Cast, change: str) -> None:
    [kept] = check_no_child_details(plan=plan, texts={"Here": NUMBER}, by=cast.smt, false_alarm=WHY_NOT)
    with pytest.raises(DatabaseError, match="false alarm is never changed or deleted"), transaction.atomic():
        CHANGES[change](kept)
    assert FalseAlarm.objects.get().reason == WHY_NOT


def test_it_is_not_replaced_or_truncated(plan: Plan, cast: Cast) -> None:
    check_no_child_details(plan=plan, texts={"Here": NUMBER}, by=cast.smt, false_alarm=WHY_NOT)
    statement = {
        "sqlite": "INSERT OR REPLACE INTO plans_falsealarm SELECT * FROM plans_falsealarm",
        "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE plans_falsealarm",
    }[connection.vendor]
    refused = pytest.raises(DatabaseError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(said()) == 1


def test_it_stays_when_the_draft_it_was_said_of_is_discarded(
    cast: Cast, forward: Callable[..., Plan]
) -> None:
    draft = forward()
    draft.introduction = CHILD
    save_record(record=draft, by=cast.administrator, reason="Said better", false_alarm=WHY_NOT)
    discard_draft(plan=draft, by=cast.administrator, reason="Not yet")
    assert [where for where, *_ in said()] == ["Plan: introduction"]
