"""Correcting a rating: a new row that names the wrong one and says what was wrong with it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.transaction import atomic

from plans.actions.correcting import correct_rating
from plans.actions.refusals import NotAllowed, Refused
from plans.models import Plan, Rag, Rating
from tests.cast import WHY, Cast, days_ago, place, stands


def test_a_correction_stands_instead(rate, plan: Plan, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager, effective_on=days_ago(9))
    right = correct_rating(
        rating=wrong, reason=" Pressed the wrong letter ", rag=Rag.RED, locality=place("Wexley"), by=cast.head
    )
    assert stands(plan, "2.1", "Wexley") == right
    assert (right.corrects, right.correction_reason) == (wrong, "Pressed the wrong letter")
    assert (right.commentary, right.effective_on) == (WHY, days_ago(9))
    assert (right.recorded_by, right.recorded_by_name) == (cast.head, "Hana Head")
    assert Rating.objects.get(pk=wrong.pk).rag == "green"


def test_a_correction_can_change_the_words_and_the_date(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(9))
    right = correct_rating(
        rating=wrong,
        reason="The date of the audit",
        rag=Rag.GREEN,
        locality=place("Wexley"),
        commentary="Ten of ten",
        effective_on=days_ago(12),
        by=cast.smt,
    )
    assert (right.commentary, right.effective_on) == ("Ten of ten", days_ago(12))


def test_a_rating_in_the_wrong_column_moves(rate, plan: Plan, cast: Cast) -> None:
    before = rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40))
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(9))
    right = correct_rating(
        rating=wrong, reason="Meant Thornby", rag=Rag.GREEN, locality=place("Thornby"), by=cast.smt
    )
    assert stands(plan, "2.1", "Wexley") == before
    assert stands(plan, "2.1", "Thornby") == right


def test_a_rating_can_be_struck_out(rate, plan: Plan, cast: Cast) -> None:
    before = rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40))
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(9))
    struck = correct_rating(rating=wrong, reason="Meant another outcome", rag=None, by=cast.smt)
    assert (struck.rag, struck.commentary, struck.locality) == (None, "", place("Wexley"))
    assert stands(plan, "2.1", "Wexley") == before
    with pytest.raises(Refused, match="cannot itself be corrected"):
        correct_rating(rating=struck, reason="On second thoughts", rag=Rag.RED, by=cast.smt)


def test_a_correction_can_itself_be_corrected(rate, plan: Plan, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    wexley = place("Wexley")
    second = correct_rating(rating=wrong, reason="First try", rag=Rag.RED, locality=wexley, by=cast.smt)
    third = correct_rating(rating=second, reason="Second try", rag=Rag.AMBER, locality=wexley, by=cast.smt)
    assert stands(plan, "2.1", "Wexley") == third


def test_a_rating_is_corrected_once(rate, plan: Plan, cast: Cast) -> None:
    wrong = rate("1.1", None, Rag.GREEN)
    right = correct_rating(rating=wrong, reason="Wrong letter", rag=Rag.RED, by=cast.smt)
    with pytest.raises(Refused, match=r"corrected already by Sana Director on .*“Wrong letter”"):
        correct_rating(rating=wrong, reason="Again", rag=Rag.AMBER, by=cast.administrator)
    assert stands(plan, "1.1", None) == right


def test_a_correction_sent_twice_is_made_once(rate, cast: Cast) -> None:
    wrong, entry = rate("1.1", None, Rag.GREEN), uuid.uuid4()
    given = {"rating": wrong, "reason": "Wrong letter", "rag": Rag.RED, "by": cast.smt, "entry": entry}
    assert correct_rating(**given) == correct_rating(**given)
    assert Rating.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": "  "}, "Say what was wrong"),
        ({"effective_on": dt.date(2024, 9, 30)}, "before the plan itself"),
        ({"effective_on": dt.date(2999, 1, 1)}, "today or in the past"),
        ({"rag": Rag.RED}, "Say why it is red"),
        ({"column": "CiC"}, "not rated for CiC"),
    ],
)
def test_what_a_correction_must_have(rate, cast: Cast, given: dict[str, Any], message: str) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(30))
    wrong = rate("2.1", "Wexley", Rag.GREEN, commentary="")
    column = place(given.pop("column", "Wexley"))
    with pytest.raises(Refused, match=message):
        correct_rating(
            **{
                "rating": wrong,
                "reason": "Wrong",
                "rag": Rag.GREEN,
                "locality": column,
                "by": cast.smt,
                **given,
            }
        )
    assert Rating.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "to"),
    [
        ("clerk", "Wexley"),
        ("reader", "Wexley"),
        ("other_manager", "Wexley"),
        ("outsider", "Wexley"),
        ("manager", "Thornby"),
    ],
)
def test_who_may_not_correct(rate, cast: Cast, who: str, to: str) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    with pytest.raises(NotAllowed):
        correct_rating(rating=wrong, reason="Wrong", rag=Rag.AMBER, locality=place(to), by=getattr(cast, who))
    assert Rating.objects.count() == 1


def test_a_manager_corrects_what_they_may_rate(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.head)
    right = correct_rating(
        rating=wrong, reason="Not so", rag=Rag.AMBER, locality=place("Wexley"), by=cast.manager
    )
    assert right.recorded_by == cast.manager


@pytest.mark.parametrize("author", ["smt", "administrator"])
def test_a_manager_leaves_alone_what_smt_or_an_administrator_gave(rate, cast: Cast, author: str) -> None:
    theirs = rate("2.1", "Wexley", Rag.RED, by=getattr(cast, author))
    with pytest.raises(NotAllowed, match="given by the senior management team"):
        correct_rating(rating=theirs, reason="I disagree", rag=None, by=cast.manager)
    assert Rating.objects.count() == 1
    correct_rating(rating=theirs, reason="Wrong cell", rag=None, by=cast.smt)


def test_a_correction_sent_again_with_something_else_in_it_is_refused(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager)
    given: dict[str, Any] = {
        "rating": wrong, "reason": "Misread", "rag": Rag.RED, "locality": place("Wexley"), "by": cast.manager,
        "entry": uuid.uuid4(),
    }  # fmt: skip
    first = correct_rating(**given, commentary="Two of ten.")
    assert correct_rating(**given, commentary="Two of ten.") == first
    with pytest.raises(Refused, match="has not been saved"):
        correct_rating(**given, commentary="Three of ten.")
    assert Rating.objects.count() == 2


def test_a_correction_with_a_form_number_that_is_taken_is_saved_all_the_same(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager)
    made = correct_rating(rating=wrong, reason="Wrong", rag=None, by=cast.manager, entry=wrong.entry)
    assert made.corrects == wrong


def test_the_reason_of_a_green_can_be_cleared(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager)
    right = correct_rating(
        rating=wrong, reason="Not my words", rag=Rag.GREEN, locality=place("Wexley"), commentary="",
        by=cast.manager,
    )  # fmt: skip
    assert right.commentary == ""


def test_a_correction_comes_after_what_it_corrects_whatever_the_clock_says(rate, cast: Cast) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN)
    early = wrong.recorded_at - dt.timedelta(seconds=2)
    made = correct_rating(rating=wrong, reason="Wrong", rag=None, by=cast.smt, recorded_at=early)
    assert made.recorded_at == wrong.recorded_at
    assert Rating.objects.get(pk=made.pk).corrects == wrong


def test_the_database_itself_refuses_a_correction_of_another_outcomes_rating(rate, plan: Plan) -> None:
    wrong, elsewhere = rate("2.1", "Wexley", Rag.GREEN), rate("1.1", None, Rag.GREEN)
    elsewhere.pk, elsewhere.entry = None, uuid.uuid4()
    elsewhere.corrects, elsewhere.correction_reason = wrong, "Slip"
    with pytest.raises(DatabaseError, match="A correction is of a rating of the same outcome"), atomic():
        Rating.objects.bulk_create([elsewhere])
    elsewhere.outcome, elsewhere.locality = wrong.outcome, wrong.locality
    Rating.objects.bulk_create([elsewhere])
