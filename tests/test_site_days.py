"""What SMT saw on a site day, and where it differs from the rating that stands."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from ofsted.actions.differences import resolve_difference
from ofsted.actions.site_days import ChecksRefused, Saw, delete_check, save_check, save_checks
from ofsted.differences import Difference, differences
from ofsted.measured import Check, checks_of
from ofsted.models import SiteCheck
from ofsted.register import take_register
from plans.actions.rating import rate_outcome
from plans.actions.refusals import ChildDetailsFound, NotAllowed, Refused, Stale
from plans.models import Plan, Rag, Rating
from plans.snapshot import take_snapshot

from .cast import Cast, at, days_ago, place
from .test_register import next_version
from .visits import a_check, a_site_day, a_visit

pytestmark = pytest.mark.django_db


def checks(plan: Plan, day: dt.date | None = None) -> tuple[Check, ...]:
    snapshot = take_snapshot(plan, at=day)
    return checks_of(plan, snapshot, take_register(plan, snapshot))


def found(plan: Plan) -> list[tuple[str, str, str, str, bool]]:
    """Every difference: where, SMT's colour, the one that stands, and whether it is open."""

    def told(one: Difference) -> tuple[str, str, str, str, bool]:
        return one.outcome.ref, one.cell.column.name, one.rag.value, one.standing.value, one.is_open

    return [told(one) for one in differences(take_snapshot(plan), checks(plan))]


def test_what_smt_saw_stands_beside_the_rating_and_changes_none(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    rating = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager)
    a_check(
        a_site_day(plan), rating.outcome, by=cast.smt, rag="amber", question="Note in four weeks", met=2, of=5
    )
    (check,) = checks(plan)
    assert (check.column, check.share, check.rag) == ("Wexley", "2 of 5, 40%", Rag.AMBER)
    assert (check.rating_id, check.stood, check.by) == (rating.pk, Rag.GREEN, "Sana Director")
    assert list(Rating.objects.all()) == [rating]


def test_a_difference_is_open_until_the_two_agree(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    rating = rate("2.1", "Wexley", Rag.GREEN)
    assert found(plan) == []
    a_check(a_site_day(plan), rating.outcome, rag="amber")
    assert found(plan) == [("2.1", "Wexley", "amber", "green", True)]
    rate("2.1", "Wexley", Rag.RED, by=cast.manager)
    assert found(plan) == [("2.1", "Wexley", "amber", "red", True)]
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager)
    assert found(plan) == []


def test_the_rating_of_the_site_day_is_kept_however_late_it_is_written_up(plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    then = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(40))
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(5))
    check = a_check(a_site_day(plan, day=days_ago(10)), then.outcome, rag="green")
    assert check.rating == then
    assert found(plan) == []


COLOURS = [Rag.GREEN, Rag.AMBER, Rag.RED]


@pytest.mark.parametrize("smt", COLOURS)
@pytest.mark.parametrize("later", COLOURS)
def test_what_agreed_on_the_day_never_differs(smt: Rag, later: Rag, plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    outcome = rate("2.1", "Wexley", smt, effective_on=days_ago(40)).outcome
    a_check(a_site_day(plan, day=days_ago(10)), outcome, rag=smt.value)
    rate("2.1", "Wexley", later, effective_on=days_ago(5))
    assert found(plan) == []


def test_a_first_rating_that_is_not_what_smt_saw_before_differs(plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    a_check(a_site_day(plan, day=days_ago(10)), plan.outcomes.get(ref="2.1"), rag="red")
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(5))
    assert found(plan) == [("2.1", "Wexley", "red", "green", True)]


@pytest.mark.parametrize("rag", ["", "green"])
def test_where_nothing_differs_nothing_is_resolved(rag: str, plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag=rag)
    with pytest.raises(Refused, match="Nothing has to be resolved here"):
        resolve_difference(
            check=check, plan=plan, resolution="Read", resolved_on=timezone.localdate(), by=cast.smt
        )
    assert SiteCheck.objects.get().resolution == ""


def test_a_resolution_is_of_two_colours_and_of_no_third(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag="amber")
    resolve_difference(
        check=check, plan=plan, resolution="Read ten", resolved_on=timezone.localdate(), by=cast.smt
    )
    rate("2.1", "Wexley", Rag.GREEN)
    assert found(plan) == [("2.1", "Wexley", "amber", "green", False)]
    rate("2.1", "Wexley", Rag.RED)
    assert found(plan) == [("2.1", "Wexley", "amber", "red", True)]


def test_on_an_earlier_date_a_later_resolution_is_not_there(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    outcome = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(40), recorded_at=at(40)).outcome
    day = a_site_day(plan, day=days_ago(30), when=at(30))
    (check,) = save_checks(
        visit=day, plan=plan, saw=[Saw(outcome, day.locality, "Files", rag="red")], by=cast.smt, when=at(30)
    )
    resolve_difference(
        check=check, plan=plan, resolution="Read ten", resolved_on=days_ago(28), by=cast.smt, when=at(28)
    )
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(20), recorded_at=at(20))
    check.refresh_from_db()
    resolve_difference(
        check=check, plan=plan, resolution="Read six", resolved_on=days_ago(18), by=cast.smt, when=at(18)
    )
    (then,) = differences(take_snapshot(plan, at=days_ago(25)), checks(plan, days_ago(25)))
    assert (then.standing, then.is_open) == (Rag.GREEN, False)


def test_on_an_earlier_date_what_was_recorded_later_is_not_there(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    day = a_site_day(plan, when=at(30))
    saw = Saw(outcome, day.locality, "Then", rag="red")
    (check,) = save_checks(visit=day, plan=plan, saw=[saw], by=cast.smt, when=at(20))
    again = Saw(outcome, day.locality, "Now", rag="red", check_id=check.pk, seen_version=1)
    save_checks(visit=day, plan=plan, saw=[again], by=cast.smt, when=at(10))
    seen = [[check.seen for check in checks(plan, days_ago(days))] for days in (25, 15, 5)]
    assert seen == [[], ["Then"], ["Now"]]


def test_smts_latest_rating_counts_and_a_look_without_one_does_not(plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    a_check(a_site_day(plan, day=dt.date(2025, 4, 2)), outcome, rag="green")
    a_check(a_site_day(plan, day=dt.date(2025, 3, 5)), outcome, rag="red")
    a_check(a_site_day(plan, day=dt.date(2025, 5, 7)), outcome)
    assert found(plan) == []


def test_what_is_not_rated_differs_from_nothing(plan: Plan) -> None:
    a_check(a_site_day(plan), plan.outcomes.get(ref="2.1"), rag="red")
    assert found(plan) == []


def test_a_difference_is_resolved_in_words_and_its_history_stays(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    rating = rate("2.1", "Wexley", Rag.GREEN)
    check = a_check(a_site_day(plan), rating.outcome, rag="amber")
    today = timezone.localdate()
    resolve_difference(
        check=check, plan=plan, resolution="Read ten more", resolved_on=today, by=cast.manager, seen_version=1
    )
    assert found(plan) == [("2.1", "Wexley", "amber", "green", False)]
    with pytest.raises(Stale):
        resolve_difference(
            check=check, plan=plan, resolution="Mine", resolved_on=today, by=cast.smt, seen_version=1
        )
    row = SiteCheck.history.filter(id=check.pk).latest()
    assert (row.resolution, row.history_by) == ("Read ten more", "Maya Team")


@pytest.mark.parametrize("who", ["reader", "clerk", "other_manager", "stranger", "outsider"])
def test_only_who_may_rate_the_cell_resolves(who: str, plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag="amber")
    with pytest.raises(NotAllowed):
        resolve_difference(
            check=check, plan=plan, resolution="Read", resolved_on=timezone.localdate(), by=getattr(cast, who)
        )
    assert SiteCheck.objects.get().resolution == ""


@pytest.mark.parametrize(
    ("resolution", "days"), [("", 0), ("Read ten more", 1), ("Read ten more", -4000)], ids=str
)
def test_a_resolution_needs_words_and_a_day_since_the_site_day(
    resolution: str,
    days: int,
    plan: Plan,
    cast: Cast,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag="amber")
    on = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(Refused):
        resolve_difference(check=check, plan=plan, resolution=resolution, resolved_on=on, by=cast.smt)


def test_another_rating_of_smts_opens_a_resolved_difference_again(plan: Plan, cast: Cast, rate) -> None:  # type: ignore[no-untyped-def]
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    day = a_site_day(plan)
    check = a_check(day, outcome, rag="amber")
    resolve_difference(
        check=check, plan=plan, resolution="Read ten", resolved_on=timezone.localdate(), by=cast.smt
    )
    saw = Saw(outcome, day.locality, "Worse than it looked", rag="red", check_id=check.pk, seen_version=2)
    save_check(visit=day, plan=plan, saw=saw, by=cast.smt)
    assert found(plan) == [("2.1", "Wexley", "red", "green", True)]


@pytest.mark.parametrize("who", ["reader", "clerk", "manager", "head", "stranger"])
def test_only_smt_and_administrators_record_a_site_day(who: str, plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    day = a_site_day(plan)
    with pytest.raises(NotAllowed):
        a_check(day, outcome, by=getattr(cast, who))
    check = a_check(day, outcome, by=cast.smt)
    with pytest.raises(NotAllowed):
        delete_check(check=check, plan=plan, by=getattr(cast, who))
    assert SiteCheck.objects.count() == 1


def test_all_of_a_form_is_saved_or_none(plan: Plan, cast: Cast) -> None:
    day = a_site_day(plan)
    one, two = plan.outcomes.get(ref="2.1"), plan.outcomes.get(ref="2.2")
    saw = [Saw(one, day.locality, "Seen"), Saw(two, day.locality, "Seen", question="Notes", met=6, of=5)]
    with pytest.raises(ChecksRefused) as refused:
        save_checks(visit=day, plan=plan, saw=saw, by=cast.smt)
    assert list(refused.value.problems) == [(two.pk, place("Wexley").pk)]  # type: ignore[union-attr]
    assert not SiteCheck.objects.exists()


def test_of_two_people_at_one_cell_the_second_is_shown_what_is_there(plan: Plan, cast: Cast) -> None:
    day, outcome = a_site_day(plan), plan.outcomes.get(ref="2.1")
    first = a_check(day, outcome, seen="First", by=cast.smt)
    with pytest.raises(ChecksRefused) as refused:
        a_check(day, outcome, seen="Second", by=cast.administrator)
    (problem,) = refused.value.problems.values()
    assert problem.overtaken_by == first
    assert SiteCheck.objects.get().seen == "First"


def test_a_childs_details_in_what_was_seen_are_refused(plan: Plan, cast: Cast) -> None:
    with pytest.raises(ChildDetailsFound, match="Wexley: what was seen"):
        a_check(a_site_day(plan), plan.outcomes.get(ref="2.1"), seen="NHS 943 476 5919")
    assert not SiteCheck.objects.exists()


def test_only_on_a_site_day_are_outcomes_looked_at(plan: Plan, cast: Cast) -> None:
    with pytest.raises(Refused, match="Only on a site day"):
        a_check(a_visit(plan), plan.outcomes.get(ref="2.1"), locality=place("Wexley"))


def test_in_the_next_version_it_is_read_and_resolved_at_what_the_outcome_became(
    plan: Plan,
    cast: Cast,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag="amber")
    new = next_version(plan, cast)
    (row,) = checks(new)
    assert [outcome.id for outcome in row.outcomes] == [new.outcomes.get(ref="2.1").pk]
    check = SiteCheck.objects.select_related("visit", "outcome").get(pk=check.pk)
    rate_outcome(
        outcome=new.outcomes.get(ref="2.1"), locality=check.locality, rag=Rag.GREEN, by=cast.administrator,
        commentary="As it was",
    )  # fmt: skip
    resolve_difference(
        check=check, plan=new, resolution="Read ten", resolved_on=timezone.localdate(), by=cast.administrator
    )
    assert SiteCheck.objects.get().resolution == "Read ten"
    assert found(new) == [("2.1", "Wexley", "amber", "green", False)]


def test_nothing_is_seen_on_a_day_that_is_still_to_come(plan: Plan, cast: Cast) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with time_machine.travel(at(-1)):
        day = a_site_day(plan, day=tomorrow)
    with pytest.raises(Refused, match="still to come"):
        a_check(day, plan.outcomes.get(ref="2.1"))
    assert not SiteCheck.objects.exists()


def test_a_colour_that_is_none_is_refused(plan: Plan, cast: Cast) -> None:
    with pytest.raises(ChecksRefused, match="Choose one of the colours"):
        a_check(a_site_day(plan), plan.outcomes.get(ref="2.1"), rag="puce")
