"""Making the next version of a plan from the one in use, and the ratings that it starts with."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.actions import records
from plans.actions.carrying import ratings_to_enter
from plans.actions.correcting import correct_rating
from plans.actions.rating import rate_outcome
from plans.actions.refusals import NotAllowed, Refused
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_outcome, save_record, save_section
from plans.actions.versions import Carries, match_outcomes
from plans.matched import read_matched
from plans.models import (
    Membership,
    Outcome,
    OutcomePredecessor,
    Plan,
    Rag,
    Rating,
    Section,
    SectionColumn,
    VersionDraft,
)
from plans.snapshot import take_snapshot

from .cast import WHY, Cast, days_ago, place, withdraw
from .factories import OutcomeFactory
from .next_version import MONTH, carried, ids, start


def shape(plan: Plan) -> list[Any]:
    """What a plan says, without its ids and ratings."""
    return [
        (
            section.heading,
            [(column.locality_id, column.name) for column in section.columns],
            [(one.kind, one.number, one.text) for one in section.statements],
            [
                (
                    row.ref,
                    row.statement,
                    [lead.name for lead in row.leads],
                    [theme.name for theme in row.themes],
                    row.timescale,
                    row.timescale_on,
                    sorted(row.locality_ids),
                )
                for row in section.outcomes
            ],
        )
        for section in take_snapshot(plan).sections
    ]


# --- Rolling forward ----------------------------------------------------------------------------------------


def test_the_next_version_has_all_that_is_in_this_one(plan: Plan, cast: Cast, forward: Any) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    outcome.timescale, outcome.timescale_on = "March 2026", dt.date(2026, 3, 31)
    save_outcome(
        outcome=outcome,
        leads=["Reviewing Officers", "Team Managers"],
        themes=plan.authority.themes.all(),
        localities=[place("Wexley")],
        by=cast.administrator,
        reason="Narrowed",
    )
    plan.introduction, plan.red_means = "Why we do this.", "Not working."
    save_record(record=plan, by=cast.administrator, reason="Said better")
    draft = forward()
    assert shape(draft) == shape(plan)
    assert (draft.status, draft.predecessor, draft.dated) == ("draft", plan, MONTH)
    assert (draft.title, draft.introduction, draft.red_means) == (
        "Second plan", "Why we do this.", "Not working.",
    )  # fmt: skip
    assert draft.slug == "westermoor-second-plan-2025-06"
    links = OutcomePredecessor.objects.filter(outcome__plan=draft)
    assert {(link.outcome.ref, link.predecessor.ref) for link in links} == {
        (ref, ref) for ref in plan.outcomes.values_list("ref", flat=True)
    }
    assert read_matched(draft).is_finished


def test_everybody_has_the_same_part_in_it_but_those_who_left(plan: Plan, cast: Cast, forward: Any) -> None:
    cast.clerk.is_active = False
    records.save(cast.clerk, by=cast.superuser, reason="Left")

    def parts(of: Plan) -> set[Any]:
        return {
            (
                part.user.name,
                part.role,
                part.every_locality,
                *sorted(part.leads.values_list("title", flat=True)),
                *sorted(part.localities.values_list("name", flat=True)),
            )
            for part in of.memberships.all()
        }

    draft = forward()
    assert parts(draft) == {part for part in parts(plan) if part[0] != "Cleo Clerk"}
    assert len(parts(draft)) > 5


def test_without_its_members_whoever_makes_it_administers_it_alone(cast: Cast, forward: Any) -> None:
    [part] = forward(members=False).memberships.all()
    assert (part.user, part.role) == (cast.administrator, Membership.Role.ADMINISTRATOR)


def test_a_superuser_who_makes_it_is_no_member(cast: Cast, forward: Any) -> None:
    assert forward(members=False, by=cast.superuser).memberships.count() == 0


def test_only_the_outcomes_chosen_come_along_and_none_that_was_withdrawn(plan: Plan, forward: Any) -> None:
    withdraw(plan, "1.1")
    draft = forward(outcomes=ids(plan, "2.1", "3.2"))
    assert list(draft.outcomes.values_list("ref", flat=True)) == ["2.1", "3.2"]
    assert draft.sections.count() == 3
    assert read_matched(draft).said_dropped == frozenset(ids(plan, "1.2", "2.2", "2.3", "3.1"))


def test_everything_is_made_at_one_moment_by_one_person_for_one_reason(cast: Cast, forward: Any) -> None:
    draft = forward()
    rows = [
        row
        for model in (Plan, Section, SectionColumn, Outcome, OutcomePredecessor, Membership)
        for row in model.history.filter(history_plan_id=draft.pk)
    ]
    assert len(rows) > 25
    assert len({row.history_date for row in rows}) == 1
    assert {(row.history_by, row.history_change_reason) for row in rows} == {
        ("Ada Administrator", "A new year")
    }


def test_the_plan_itself_is_as_it_was(plan: Plan, rate: Any, forward: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    with time_machine.travel(timezone.now(), tick=False):
        before = take_snapshot(plan)
        forward(carries=Carries.ALL)
        plan.refresh_from_db()
        assert take_snapshot(plan) == before
        assert plan.takes_ratings


@pytest.mark.parametrize("who", ["manager", "head", "smt", "clerk", "reader", "stranger", "outsider"])
def test_only_its_administrators_roll_a_plan_forward(who: str, cast: Cast, forward: Any) -> None:
    with pytest.raises(NotAllowed):
        forward(by=getattr(cast, who))
    assert Plan.objects.filter(status="draft").count() == 0


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"title": "  "}, "Give the new version a title"),
        ({"title": "x" * 201}, "Give the new version a title"),
        ({"dated": dt.date(2024, 9, 30)}, "cannot be of an earlier month than this one (October 2024)"),
        ({"dated": dt.date(2091, 1, 1)}, "January 2091 cannot be the month"),
        ({"outcomes": []}, "Choose at least one outcome"),
        ({"outcomes": [10**9]}, "not in this plan any more"),
    ],
)
def test_what_will_not_do_is_refused_and_makes_nothing(choices: Any, says: str, forward: Any) -> None:
    with pytest.raises(Refused) as refused:
        forward(**choices)
    assert says in refused.value.message
    assert Plan.objects.filter(status="draft").count() == 0


def test_a_plan_has_one_next_version_and_the_refusal_names_it(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    with pytest.raises(Refused, match="draft of the next version already: it is “Second plan, June 2025”"):
        forward(title="Third")
    with pytest.raises(Refused, match="is a draft itself"):
        roll_forward(plan=draft, title="Third", dated=MONTH, by=cast.administrator, reason="On")
    start(draft, cast)
    with pytest.raises(Refused, match="There is a next version already"):
        forward(title="Third")


def test_a_larger_plan_takes_no_more_statements(make_plan: Any, cast: Cast) -> None:
    asked = []
    for outcomes in (5, 50):
        plan = make_plan(outcomes=outcomes)
        with CaptureQueriesContext(connection) as queries:
            roll_forward(plan=plan, title="Next", dated=MONTH, by=cast.superuser, reason="On")
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- Ratings ------------------------------------------------------------------------------------------------


def test_a_draft_takes_no_ratings(cast: Cast, forward: Any, rate: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    draft = forward(carries=Carries.ALL)
    assert Rating.objects.filter(plan=draft).count() == 0
    with pytest.raises(Refused, match="This plan is draft"):
        rate_outcome(
            outcome=draft.outcomes.get(ref="2.1"), locality=None, rag=Rag.RED, by=cast.smt, commentary=WHY
        )


def test_a_carried_rating_keeps_its_age_and_says_whose_it_was(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager, effective_on=days_ago(40), commentary="Six of ten")
    rate("1.1", None, Rag.GREEN, effective_on=days_ago(90))
    draft = forward(carries=Carries.ALL)
    entered = start(draft, cast)
    assert len(entered) == 2
    one = carried(draft)["2.1", "Wexley"]
    day = days_ago(40)
    assert (one.rag, one.effective_on, one.recorded_by) == ("amber", day, cast.administrator)
    assert one.commentary == "Six of ten"
    assert one.carried_from == Rating.objects.get(plan=plan, outcome__ref="2.1")
    draft.refresh_from_db()
    cell = take_snapshot(draft).outcome("2.1").cell(place("Wexley").pk)
    assert (cell.rag, cell.days) == (Rag.AMBER, 40)


def test_what_stands_on_the_day_it_starts_is_carried_and_not_what_stood_before(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER, effective_on=days_ago(40))
    draft = forward(carries=Carries.ALL)
    rate("2.1", "Wexley", Rag.GREEN)
    wrong = rate("2.1", "Thornby", Rag.RED)
    correct_rating(rating=wrong, reason="Another outcome's", by=cast.smt, rag=None)
    start(draft, cast)
    assert {key: one.rag for key, one in carried(draft).items()} == {("2.1", "Wexley"): "green"}


def test_only_the_ratings_chosen_are_carried_and_none_where_none_is(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    for ref, column in (("2.1", "Wexley"), ("2.1", "Thornby"), ("2.1", None), ("1.1", None)):
        rate(ref, column, Rag.AMBER)
    [first, other] = ids(plan, "2.1", "1.1")
    draft = forward(carries=Carries.CHOSEN, cells=[(first, place("Thornby").pk), (other, None)])
    start(draft, cast)
    assert set(carried(draft)) == {("2.1", "Thornby"), ("1.1", "Overall")}


def test_no_rating_is_carried_unless_asked(cast: Cast, forward: Any, rate: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    draft = forward()
    start(draft, cast)
    assert carried(draft) == {}


def test_the_choice_can_be_changed_at_the_start(cast: Cast, forward: Any, rate: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    draft = forward()
    start(draft, cast, carries=Carries.ALL)
    assert set(carried(draft)) == {("2.1", "Wexley")}


def test_parts_of_a_split_outcome_start_with_its_rating(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    draft = forward(carries=Carries.ALL)
    part = OutcomeFactory(section=draft.sections.get(number="2"), statement="The other half")
    match_outcomes(plan=draft, matches={part.pk: ids(plan, "2.1")}, by=cast.administrator, reason="Split")
    start(draft, cast)
    assert {key: one.rag for key, one in carried(draft).items()} == {
        ("2.1", "Wexley"): "red", (part.ref, "Wexley"): "red",
    }  # fmt: skip


def test_merged_outcomes_start_with_a_rating_only_where_they_agree(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(9))
    rate("2.2", "Wexley", Rag.GREEN)
    rate("2.1", "Thornby", Rag.AMBER, effective_on=days_ago(9))
    rate("2.2", "Thornby", Rag.AMBER, effective_on=days_ago(3))
    draft = forward(carries=Carries.ALL, outcomes=ids(plan, "2.1"))
    [merged] = ids(draft, "2.1")
    match_outcomes(
        plan=draft, matches={merged: ids(plan, "2.1", "2.2")}, by=cast.administrator, reason="Merged"
    )
    start(draft, cast)
    [(key, one)] = carried(draft).items()
    assert (key, one.rag, one.effective_on) == (("2.1", "Thornby"), "amber", days_ago(3))
    assert one.carried_from.outcome.ref == "2.2"


def test_nothing_is_carried_into_a_column_that_the_new_version_has_not(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    rate("2.1", "Thornby", Rag.RED)
    draft = forward(carries=Carries.ALL)
    section = draft.sections.get(number="2")
    save_section(section=section, columns=["Thornby"], by=cast.administrator, reason="One area left")
    start(draft, cast)
    assert set(carried(draft)) == {("2.1", "Thornby")}


def test_a_carried_rating_can_be_corrected_though_it_is_older_than_the_version(
    cast: Cast, forward: Any, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER, effective_on=dt.date(2024, 11, 4))
    draft = forward(carries=Carries.ALL, dated=timezone.localdate())
    start(draft, cast)
    one = carried(draft)["2.1", "Wexley"]
    mended = correct_rating(rating=one, reason="It was red", by=cast.smt, rag=Rag.RED, locality=one.locality)
    assert mended.effective_on == dt.date(2024, 11, 4)


def test_a_printed_colour_is_entered_at_the_start_and_nothing_is_carried_over_it(
    plan: Plan, cast: Cast, forward: Any, rate: Any
) -> None:
    rate("1.1", None, Rag.RED)
    rate("1.2", None, Rag.RED)
    draft = forward(carries=Carries.ALL)
    [first] = ids(draft, "1.1")
    stored = VersionDraft.objects.get(plan=draft)
    stored.printed = [[first, None, "green"]]
    stored.save()
    assert {one.carried for one in ratings_to_enter(draft, stored, read_matched(draft).links)} == {
        True,
        False,
    }
    start(draft, cast)
    one = carried(draft)["1.1", "Overall"]
    assert (one.rag, one.effective_on, one.commentary) == (
        "green", MONTH, "As printed in the plan dated June 2025.",
    )  # fmt: skip
    assert carried(draft)["1.2", "Overall"].rag == "red"
