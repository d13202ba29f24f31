"""Which outcome of a version continues which of the version before, and localities that are one."""

from typing import Any

import pytest

from plans.actions import records
from plans.actions.joining import SameLocality
from plans.actions.refusals import NotAllowed, Refused, Stale
from plans.actions.setting_up import save_section
from plans.actions.versions import Carries, discard_draft, match_outcomes, start_version
from plans.matched import read_matched
from plans.models import (
    Locality,
    OutcomePredecessor,
    Plan,
    Rag,
)
from plans.snapshot import take_snapshot

from .cast import Cast, place
from .factories import OutcomeFactory, SectionFactory
from .next_version import carried, ids, join, links, start

# --- Matching -----------------------------------------------------------------------------------------------


def test_matching_sets_exactly_what_is_said_and_leaves_the_rest(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    [one, two, three] = ids(draft, "1.1", "1.2", "2.1")
    assert match_outcomes(
        plan=draft,
        matches={one: ids(plan, "1.1", "1.2"), two: [], three: ids(plan, "2.2")},
        new=[two],
        dropped=ids(plan, "2.1"),
        by=cast.administrator,
        reason="As the board said",
    )
    assert links(draft) == {
        "1.1": {"1.1", "1.2"}, "2.1": {"2.2"}, "2.2": {"2.2"}, "2.3": {"2.3"}, "3.1": {"3.1"}, "3.2": {"3.2"},
    }  # fmt: skip
    matched = read_matched(draft)
    assert (matched.said_new, matched.said_dropped, matched.is_finished) == (
        {two},
        set(ids(plan, "2.1")),
        True,
    )
    gone = OutcomePredecessor.history.filter(history_type="-", history_plan_id=draft.pk)
    assert {(row.history_by, row.history_change_reason) for row in gone} == {
        ("Ada Administrator", "As the board said")
    }
    assert not match_outcomes(
        plan=draft, matches={one: ids(plan, "1.1", "1.2")}, by=cast.administrator, reason="Again"
    )


def test_what_nobody_has_said_is_undecided(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    added = OutcomeFactory(section=draft.sections.get(number="1"))
    match_outcomes(
        plan=draft, matches={ids(draft, "2.1")[0]: []}, by=cast.administrator, reason="Not that one"
    )
    matched = read_matched(draft)
    assert set(matched.undecided) == {added.pk, *ids(draft, "2.1")}
    assert matched.left_over == tuple(ids(plan, "2.1"))


def test_what_something_continues_is_not_dropped(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    match_outcomes(plan=draft, matches={}, dropped=ids(plan, "2.1"), by=cast.administrator, reason="Dropped")
    assert read_matched(draft).said_dropped == frozenset()


def test_a_live_version_can_be_matched_again(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    start(draft, cast)
    match_outcomes(
        plan=draft,
        matches={ids(draft, "1.1")[0]: ids(plan, "1.2")},
        by=cast.administrator,
        reason="We had it wrong",
    )
    draft.refresh_from_db()
    assert links(draft)["1.1"] == {"1.2"}
    assert read_matched(draft).is_finished


def test_a_stale_form_is_refused(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    [one] = ids(draft, "1.1")

    def match(seen: str, *refs: str) -> None:
        match_outcomes(
            plan=draft, matches={one: ids(plan, *refs)}, seen=seen, by=cast.administrator, reason="Said"
        )

    seen = read_matched(draft).seen
    match(seen, "1.2")
    with pytest.raises(Stale) as stale:
        match(seen, "2.1")
    assert links(draft)["1.1"] == {"1.2"}
    match(stale.value.current.seen, "2.1")
    seen = read_matched(draft).seen
    outcome = plan.outcomes.get(ref="2.1")
    outcome.statement = "Reworded meanwhile"
    records.save(outcome, by=cast.administrator, reason="Said better")
    with pytest.raises(Stale):
        match(seen, "2.2")


@pytest.mark.parametrize("who", ["manager", "smt", "reader", "stranger", "outsider"])
def test_only_administrators_match_start_and_discard(who: str, plan: Plan, cast: Cast, forward: Any) -> None:
    draft, by = forward(), getattr(cast, who)
    for act in (
        lambda: match_outcomes(plan=draft, matches={}, by=by, reason="Mine"),
        lambda: start_version(plan=draft, by=by, reason="Mine"),
        lambda: discard_draft(plan=draft, by=by, reason="Mine"),
    ):
        with pytest.raises(NotAllowed):
            act()
    draft.refresh_from_db()
    assert draft.status == Plan.Status.DRAFT


def test_matches_that_cannot_be_are_refused(plan: Plan, cast: Cast, forward: Any) -> None:
    draft = forward()
    [one], [old] = ids(draft, "1.1"), ids(plan, "1.1")
    for wrong, says in (
        ({"matches": {old: [old]}}, "not of this version"),
        ({"matches": {one: [one]}}, "not of the one before"),
        ({"matches": {}, "dropped": [one]}, "not of the one before"),
        ({"matches": {one: [old]}, "new": [one]}, "cannot be new and continue"),
    ):
        with pytest.raises(Refused) as refused:
            match_outcomes(plan=draft, by=cast.administrator, reason="Said", **wrong)
        assert says in refused.value.message
    with pytest.raises(Refused, match="follows no other version"):
        match_outcomes(plan=plan, matches={}, by=cast.administrator, reason="Said")


# --- Localities that are one --------------------------------------------------------------------------------


@pytest.fixture
def renamed(cast: Cast, forward: Any) -> Plan:
    """A draft whose second section has a column of its own for Wexleys, which is Wexley."""
    draft = forward(carries=Carries.ALL)
    section = draft.sections.get(number="2")
    save_section(section=section, columns=["Wexleys", "Thornby"], by=cast.administrator, reason="As printed")
    return draft


def test_columns_that_are_one_locality_become_the_same_and_ratings_run_on(
    plan: Plan, cast: Cast, renamed: Plan, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    join(renamed, cast)
    section = renamed.sections.get(number="2")
    assert [link.locality.name for link in section.columns.all()] == ["Wexley", "Thornby"]
    assert not Locality.objects.filter(name="Wexleys").exists()
    start(renamed, cast)
    assert set(carried(renamed)) == {("2.1", "Wexley")}


def test_a_new_name_holds_from_the_start_and_the_old_version_keeps_the_old_one(
    plan: Plan, cast: Cast, renamed: Plan, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    join(renamed, cast, "Wexleys")
    assert place("Wexley").name == "Wexley"  # until it starts
    start(renamed, cast)
    assert [column.name for column in take_snapshot(renamed).section("2").columns][:2] == [
        "Wexleys",
        "Thornby",
    ]
    plan.refresh_from_db()
    assert [column.name for column in take_snapshot(plan).section("2").columns][:2] == ["Wexley", "Thornby"]


def test_two_columns_of_one_section_are_not_one_locality(cast: Cast, forward: Any) -> None:
    draft = forward()
    save_section(
        section=draft.sections.get(number="2"),
        columns=["Wexley", "Wexleys"],
        by=cast.administrator,
        reason="As printed",
    )
    with pytest.raises(Refused, match="Section 2 has a column for “Wexley” and one for “Wexleys”"):
        join(draft, cast)


def test_a_name_that_another_plan_uses_is_not_taken(plan: Plan, cast: Cast, renamed: Plan) -> None:
    SectionFactory(plan=plan, columns=[place("Wexleys")])
    with pytest.raises(Refused, match="so Wexley keeps its name for now"):
        join(renamed, cast, "Wexleys")
    join(renamed, cast)
    assert Locality.objects.filter(name="Wexleys").exists()


@pytest.mark.parametrize(("mine", "before"), [("Thornbys", "Thornby"), ("Wexleys", "Wexford")])
def test_only_a_column_of_each_version_is_joined(
    plan: Plan, cast: Cast, renamed: Plan, mine: str, before: str
) -> None:
    """A locality of the same council that one of the two versions has no column for is left alone."""
    for name in ("Thornbys", "Wexford"):
        records.save(Locality(authority=plan.authority, name=name), by=cast.administrator, reason="New")
    same = SameLocality(place(mine).pk, place(before).pk)
    with pytest.raises(Refused, match=f"“{mine}” is no column of this version, or “{before}” none of the"):
        match_outcomes(plan=renamed, matches={}, localities=[same], by=cast.administrator, reason="A slip")
    assert Locality.objects.filter(name=mine).exists()
