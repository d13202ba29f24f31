"""The rules of rating: what is taken, what is refused, and that it is all or nothing."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.rating import NOT_SHOWN, CellRating, rate_cells
from plans.actions.refusals import NotAllowed, RatingsRefused, Refused
from plans.models import Outcome, OutcomeLocality, Plan, Rag, Rating
from tests.cast import WHY, Cast, days_ago, place, stands


def problem(refused: pytest.ExceptionInfo[RatingsRefused]) -> Any:
    [only] = refused.value.problems.values()
    return only


def test_a_rating_keeps_everything(rate, cast: Cast, plan: Plan) -> None:
    entry = uuid.uuid4()
    made = rate(
        "2.1",
        "Wexley",
        Rag.RED,
        by=cast.manager,
        commentary=f"  {WHY} ",
        effective_on=days_ago(3),
        entry=entry,
    )
    stored = Rating.objects.get()
    assert stored == made
    assert (stored.outcome.ref, stored.locality.name, stored.rag) == ("2.1", "Wexley", "red")
    assert (stored.commentary, stored.effective_on) == (WHY, days_ago(3))
    assert (stored.recorded_by, stored.recorded_by_name) == (cast.manager, "Maya Team")
    assert (stored.corrects, stored.correction_reason, stored.entry) == (None, "", entry)
    assert stands(plan, "2.1", "Wexley") == made


def test_today_is_meant_where_no_date_is_given(rate) -> None:
    assert rate("1.1", None, Rag.GREEN).effective_on == timezone.localdate()


def test_nothing_takes_effect_after_the_day_on_which_it_is_recorded(rate) -> None:
    with pytest.raises(RatingsRefused, match="today or in the past"):
        rate(
            "1.1",
            None,
            Rag.GREEN,
            effective_on=days_ago(2),
            recorded_at=timezone.now() - dt.timedelta(days=3),
        )
    assert not Rating.objects.exists()


# --- The reason ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rag", [Rag.RED, Rag.AMBER])
def test_red_and_amber_always_say_why(rate, rag: Rag) -> None:
    rate("1.1", None, rag)
    for nothing in ("", "   \n"):
        with pytest.raises(RatingsRefused) as refused:
            rate("1.1", None, rag, commentary=nothing)
        assert problem(refused).field == "commentary"
        assert f"Say why it is {rag.label.lower()}." in problem(refused).message
    assert Rating.objects.count() == 1


def test_a_first_green_says_why(rate) -> None:
    with pytest.raises(RatingsRefused, match="from not rated to green"):
        rate("1.1", None, Rag.GREEN, commentary="")


def test_a_change_of_colour_says_why(rate) -> None:
    rate("1.1", None, Rag.RED)
    with pytest.raises(RatingsRefused, match="from red to green"):
        rate("1.1", None, Rag.GREEN, commentary="")


@pytest.mark.parametrize("rag", [Rag.GREEN, Rag.COMPLETE])
def test_a_better_colour_is_confirmed_without_words(rate, rag: Rag) -> None:
    rate("1.1", None, rag, effective_on=days_ago(30))
    assert rate("1.1", None, rag, commentary="").commentary == ""


# --- The date -----------------------------------------------------------------------------------------------


def test_a_date_to_come_is_refused(rate) -> None:
    with pytest.raises(RatingsRefused, match="today or in the past") as refused:
        rate("1.1", None, Rag.GREEN, effective_on=days_ago(-2))
    assert problem(refused).field == "effective_on"


def test_a_date_before_the_plan_is_refused(rate, plan: Plan) -> None:
    with pytest.raises(RatingsRefused, match="October 2024") as refused:
        rate("1.1", None, Rag.GREEN, effective_on=plan.dated - dt.timedelta(days=1))
    assert problem(refused).field == "effective_on"
    assert rate("1.1", None, Rag.GREEN, effective_on=plan.dated).effective_on == plan.dated


def test_an_entry_for_an_earlier_day_does_not_displace_a_newer_one(rate, plan: Plan) -> None:
    newer = rate("1.1", None, Rag.GREEN, effective_on=days_ago(5))
    rate("1.1", None, Rag.RED, effective_on=days_ago(10))
    assert stands(plan, "1.1", None) == newer
    same_day = rate("1.1", None, Rag.AMBER, effective_on=days_ago(5))
    assert stands(plan, "1.1", None) == same_day


# --- Who, and which cell ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "ref", "column"),
    [
        ("manager", "2.1", "Wexley"),
        ("manager", "2.2", "Wexley"),
        ("head", "2.1", None),
        ("head", "2.2", "Thornby"),
        ("head", "3.1", "CiC"),
        ("other_manager", "3.2", "Care Leavers"),
        ("smt", "2.3", None),
        ("administrator", "1.1", None),
        ("superuser", "3.1", "Care Leavers"),
    ],
)
def test_who_rates_what(rate, cast: Cast, who: str, ref: str, column: str | None) -> None:
    person = getattr(cast, who)
    assert rate(ref, column, Rag.GREEN, by=person).recorded_by == person


@pytest.mark.parametrize(
    ("who", "ref", "column"),
    [
        ("manager", "2.1", "Thornby"),  # another locality
        ("manager", "2.1", None),  # Overall, with one of two localities
        ("manager", "2.3", "Wexley"),  # another lead
        ("manager", "1.1", None),
        ("head", "2.3", "Wexley"),
        ("other_manager", "2.1", "Wexley"),  # another service
        ("other_manager", "3.2", "CiC"),
        ("clerk", "2.1", "Wexley"),
        ("reader", "2.1", "Wexley"),
        ("stranger", "2.1", "Wexley"),
        ("outsider", "2.1", "Wexley"),
    ],
)
def test_who_does_not(rate, cast: Cast, who: str, ref: str, column: str | None) -> None:
    with pytest.raises(NotAllowed):
        rate(ref, column, Rag.GREEN, by=getattr(cast, who))
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("ref", "column", "message"),
    [
        ("1.1", "Wexley", "1.1 is not rated for Wexley"),
        ("2.1", "CiC", "2.1 is not rated for CiC"),
        ("3.1", None, "Section 3 has no Overall column"),
    ],
)
def test_a_column_the_outcome_does_not_have(rate, ref: str, column: str | None, message: str) -> None:
    with pytest.raises(Refused, match=message):
        rate(ref, column, Rag.GREEN)


def test_an_outcome_narrowed_to_one_locality(rate, plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    records.set_links(
        outcome, OutcomeLocality, "locality", [place("Wexley")], by=cast.smt, reason="Wexley alone"
    )
    with pytest.raises(Refused, match=r"2.1 is not rated for Thornby"):
        rate("2.1", "Thornby", Rag.GREEN)
    rate("2.1", "Wexley", Rag.GREEN)
    # Wexley is now all there is, so its manager sums it up.
    rate("2.1", None, Rag.GREEN, by=cast.manager)


def test_a_withdrawn_outcome_takes_no_ratings(rate, plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="1.1")
    outcome.withdrawn_on = dt.date(2025, 2, 3)
    records.save(outcome, by=cast.smt, reason="Merged into 1.2")
    with pytest.raises(Refused, match=r"1\.1 was withdrawn on 3 February 2025"):
        rate("1.1", None, Rag.GREEN)


@pytest.mark.parametrize("status", [Plan.Status.CLOSED, Plan.Status.DRAFT])
def test_only_a_live_plan_takes_ratings_and_corrections(rate, plan: Plan, cast: Cast, status) -> None:
    made = rate("1.1", None, Rag.GREEN)
    plan.status = status
    records.save(plan, by=cast.administrator, reason="The board agreed")
    with pytest.raises(Refused, match=f"This plan is {status.label.lower()}"):
        rate("1.1", None, Rag.RED)
    with pytest.raises(Refused, match=f"This plan is {status.label.lower()}"):
        correct_rating(rating=made, reason="Wrong", rag=Rag.RED, by=cast.smt)
    assert Rating.objects.count() == 1


def test_an_outcome_of_another_plan_is_refused(plan: Plan, cast: Cast, make_plan) -> None:
    other = make_plan(outcomes=1, ratings=0).outcomes.get()
    with pytest.raises(NotAllowed, match="not part of this plan"):
        rate_cells(plan=plan, ratings=[CellRating(other, None, Rag.GREEN, WHY)], by=cast.smt)


# --- Two people, and the same form twice --------------------------------------------------------------------


def test_a_form_that_has_been_overtaken_is_refused(rate, cast: Cast) -> None:
    seen = rate("2.1", "Wexley", Rag.RED, by=cast.manager).pk
    theirs = rate("2.1", "Wexley", Rag.AMBER, by=cast.head, seen=seen)
    with pytest.raises(RatingsRefused, match="Hana Head rated this Amber after you opened") as refused:
        rate("2.1", "Wexley", Rag.GREEN, by=cast.manager, seen=seen)
    assert problem(refused).overtaken_by == theirs
    assert Rating.objects.count() == 2
    assert rate("2.1", "Wexley", Rag.GREEN, by=cast.manager, seen=theirs.pk)


def test_a_form_made_when_nothing_stood_is_overtaken_too(rate) -> None:
    rate("2.1", "Wexley", Rag.RED, seen=None)
    with pytest.raises(RatingsRefused, match="after you opened this page"):
        rate("2.1", "Wexley", Rag.GREEN, seen=None)
    assert rate("2.1", "Wexley", Rag.GREEN, seen=NOT_SHOWN)


def test_a_form_whose_rating_was_struck_out_is_refused(rate, cast: Cast) -> None:
    seen = rate("2.1", "Wexley", Rag.RED)
    correct_rating(rating=seen, reason="Wrong outcome", rag=None, by=cast.smt)
    with pytest.raises(RatingsRefused, match="has been corrected since") as refused:
        rate("2.1", "Wexley", Rag.GREEN, seen=seen.pk)
    assert problem(refused).overtaken
    assert problem(refused).overtaken_by is None


def test_a_form_sent_twice_makes_one_rating(rate) -> None:
    entry = uuid.uuid4()
    first = rate("2.1", "Wexley", Rag.RED, entry=entry, seen=None)
    again = rate("2.1", "Wexley", Rag.RED, entry=entry, seen=None)
    assert again == first
    assert Rating.objects.count() == 1


def test_a_grid_sent_twice_makes_its_ratings_once(plan: Plan, cast: Cast) -> None:
    entry = uuid.uuid4()
    cells = grid(plan)
    first = rate_cells(plan=plan, ratings=cells, by=cast.smt, entry=entry)
    again = rate_cells(plan=plan, ratings=cells, by=cast.smt, entry=entry)
    assert sorted(row.pk for row in again) == sorted(row.pk for row in first)
    assert Rating.objects.count() == 3


# --- A grid is saved whole or not at all --------------------------------------------------------------------


def grid(plan: Plan, **changed: Any) -> list[CellRating]:
    """2.1 in its three columns, green; ``Wexley={...}`` changes one."""
    outcome: Outcome = plan.outcomes.get(ref="2.1")
    plain = {"outcome": outcome, "rag": Rag.GREEN, "commentary": WHY}
    return [
        CellRating(**{**plain, "locality": place(name), **changed.get(name or "Overall", {})})
        for name in ("Wexley", "Thornby", None)
    ]


def test_a_grid_is_saved_as_one_entry(plan: Plan, cast: Cast) -> None:
    made = rate_cells(plan=plan, ratings=grid(plan), by=cast.smt)
    assert [row.locality and row.locality.name for row in made] == ["Wexley", "Thornby", None]
    assert len({row.entry for row in made}) == 1
    assert len({row.recorded_at for row in made}) == 1


def test_every_problem_of_a_grid_is_told_and_nothing_is_saved(plan: Plan, cast: Cast) -> None:
    cells = grid(plan, Thornby={"rag": Rag.RED, "commentary": ""}, Overall={"effective_on": days_ago(-2)})
    with pytest.raises(RatingsRefused) as refused:
        rate_cells(plan=plan, ratings=cells, by=cast.smt)
    outcome = plan.outcomes.get(ref="2.1")
    assert {key: trouble.field for key, trouble in refused.value.problems.items()} == {
        (outcome.pk, place("Thornby").pk): "commentary",
        (outcome.pk, None): "effective_on",
    }
    assert not Rating.objects.exists()


def test_one_cell_that_is_not_theirs_stops_the_grid(plan: Plan, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match=r"2\.1 Thornby: it belongs to another lead or locality"):
        rate_cells(plan=plan, ratings=grid(plan), by=cast.manager)
    assert not Rating.objects.exists()


def test_a_rating_entered_late_says_why_it_changes_the_colour_of_its_own_day(rate, cast: Cast) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(20))
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(2))
    with pytest.raises(RatingsRefused, match="changes from red to green"):
        rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(10), commentary="")
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(1), commentary="")


def test_a_cell_given_twice_in_one_form_is_refused(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    twice = [CellRating(outcome, place("Wexley"), rag, WHY) for rag in (Rag.RED, Rag.GREEN)]
    with pytest.raises(Refused, match="twice"):
        rate_cells(plan=plan, ratings=twice, by=cast.smt)
