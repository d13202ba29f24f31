"""The record of a plan: how changes are gathered, that no page loses or repeats one, and what narrows it."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine

from plans.actions import records
from plans.actions.rating import CellRating, rate_cells
from plans.actions.setting_up import save_outcome
from plans.models import (
    Lead,
    Locality,
    Outcome,
    Plan,
    Rag,
    Theme,
)
from plans.record import Kind

from .cast import Cast, place
from .factories import UserFactory, set_up_by
from .record_reading import (
    NOW,
    all_at_once,
    change,
    later,
    lines,
    outcome_of,
    page,
    sentences,
    walk,
)

__all__ = ["later"]

pytestmark = pytest.mark.django_db


# --- Gathering ----------------------------------------------------------------------------------------------


def test_one_save_is_told_under_one_heading(plan: Plan, later: None) -> None:
    outcome = outcome_of(plan, "2.3")
    outcome.statement = "Plans are reviewed a day early"
    leads = ["Independent Reviewing Officers", "Heads of Service"]
    save_outcome(
        outcome=outcome, leads=leads, themes=[], localities=[], by=set_up_by(), reason="Agreed in May"
    )
    [save] = page(plan, since=dt.date(2025, 1, 1)).saves
    assert (save.by, save.reason, f"{save.moment:%-d %B %H:%M}") == (
        "Set Up",
        "Agreed in May",
        "12 June 11:00",
    )
    assert [one.sentence for one in save.changes] == [
        "Outcome 2.3 reworded",
        "Lead of 2.3: Heads of Service added",
    ]


def test_what_another_person_or_another_reason_did_stands_apart(plan: Plan, cast: Cast, later: None) -> None:
    with time_machine.travel(NOW, tick=False):
        change(outcome_of(plan, "1.1"), statement="One", reason="First")
        change(outcome_of(plan, "1.1"), statement="Two", reason="Second")
        outcome = outcome_of(plan, "1.1")
        outcome.statement = "Three"
        records.save(outcome, by=cast.administrator, reason="Second")
    saves = page(plan, since=dt.date(2025, 1, 1)).saves
    assert [(save.by, save.reason) for save in saves] == [
        ("Ada Administrator", "Second"),
        ("Set Up", "Second"),
        ("Set Up", "First"),
    ]


def test_ratings_of_one_save_stand_together_each_with_its_reason(plan: Plan, cast: Cast, later: None) -> None:
    cells = [
        CellRating(outcome_of(plan, "2.1"), place(name), Rag.RED, f"Seen in {name}")
        for name in ("Wexley", "Thornby")
    ]
    rate_cells(plan=plan, ratings=cells, by=cast.smt)
    [save] = page(plan, since=dt.date(2025, 1, 1)).saves
    assert save.reason == ""
    assert [one.why for one in save.changes] == ["Seen in Wexley", "Seen in Thornby"]


def test_many_changes_of_one_sort_are_folded(plan: Plan, later: None) -> None:
    section = plan.sections.get(number="1")
    with time_machine.travel(NOW, tick=False):
        records.create_many(
            [
                Outcome(plan=plan, section=section, ref=f"1.{n}", position=n, statement=f"Outcome {n}")
                for n in range(3, 20)
            ],
            by=set_up_by(),
            reason="Imported from a file",
        )
        change(section, title="The front door", reason="Imported from a file")
    [save] = page(plan, since=dt.date(2025, 1, 1)).saves
    assert [(run.words, len(run.changes)) for run in save.runs] == [("", 1), ("17 outcomes added", 17)]


# --- Pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("per_page", [1, 3, 7, 50])
def test_no_page_loses_or_repeats_a_change_though_they_share_a_moment(
    plan: Plan, rate: Callable, per_page: int
) -> None:
    """The whole setting up is put into one moment, over all tables."""
    rate("2.1", "Wexley", Rag.RED)
    rate("2.1", "Thornby", Rag.RED)
    everything = sorted(lines([page(plan, per_page=5_000)]))
    assert len(everything) > 40
    all_at_once(dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC))
    assert sorted(lines([page(plan, per_page=5_000)])) == everything
    pages = walk(plan, per_page)
    assert sorted(lines(pages)) == everything
    # And back again, page by page: the same pages.
    back = [pages[-1]]
    while back[-1].newer:
        back.append(page(plan, per_page=per_page, after=back[-1].newer))
    assert [lines([one]) for one in back[::-1]] == [lines([one]) for one in pages]


def test_a_change_recorded_meanwhile_moves_nothing_between_pages(plan: Plan, rate: Callable) -> None:
    before = walk(plan, 10)
    rate("2.1", "Wexley", Rag.RED)
    second = page(plan, per_page=10, before=before[0].older)
    assert lines([second]) == lines([before[1]])


def test_a_save_cut_by_a_page_says_so(plan: Plan, later: None) -> None:
    first, second, *_ = walk(plan, 10)
    assert first.saves[-1].goes_on
    assert not first.saves[0].begun_before
    assert second.saves[0].begun_before


@pytest.mark.parametrize(
    "address",
    ["nonsense", "\x00", "é", "MjAyNQ", "a" * 5_000, "OTk5OS0xMi0zMVQyMzo1OTo1OSswMDowMHwwfDA"],
)
def test_a_page_that_begins_nowhere_begins_at_the_newest(plan: Plan, address: str) -> None:
    assert lines([page(plan, before=address)]) == lines([page(plan)])
    assert lines([page(plan, after=address)]) == lines([page(plan)])


def test_a_page_that_begins_at_a_change_of_another_plan_tells_nothing_of_it(plan: Plan, cast: Cast) -> None:
    other = Plan.objects.get(slug="eastholme-2024")
    theirs = page(other, per_page=1).older
    assert theirs
    assert "Eastholme" not in str(page(plan, before=theirs))
    # Though the same person did both at one moment, it is no part of what was done there.
    all_at_once(dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC))
    theirs = next(each for each in walk(other, 1) if "became" in lines([each])[0]).older
    assert not page(plan, before=theirs).saves[0].begun_before
    assert page(plan, before=walk(plan, 1)[0].older).saves[0].begun_before


# --- Narrowing ----------------------------------------------------------------------------------------------


def test_the_record_of_one_outcome(plan: Plan, rate: Callable, later: None) -> None:
    rate("2.1", "Wexley", Rag.RED)
    rate("2.3", "Wexley", Rag.RED)
    change(outcome_of(plan, "2.1"), statement="Reworded")
    change(Lead.objects.get(title="Team Managers"), title="Team Leaders")
    change(Lead.objects.get(title="Personal Advisers"), title="Advisers")
    change(plan, title="Another title")
    assert sentences(plan, outcome=outcome_of(plan, "2.1").pk) == [
        "2.1 Wexley rated Red (not rated before), from 12 June 2025",
        "Outcome 2.1 reworded",
        "Lead Team Managers renamed Team Leaders",
    ]


def test_the_record_of_one_section_has_what_was_in_it_before(plan: Plan, rate: Callable, later: None) -> None:
    second, third = (plan.sections.get(number=number) for number in "23")
    rate("2.1", "Wexley", Rag.RED)
    rate("3.1", "CiC", Rag.RED)
    change(outcome_of(plan, "2.3"), section=third)
    change(second, title="Assessment")
    change(Locality.objects.get(name="Wexley"), name="Wexley Vale")
    change(Locality.objects.get(name="CiC"), name="Children in Care")
    change(Theme.objects.get(name="Case recording"), name="Recording")
    assert sentences(plan, section=second.pk) == [
        "2.1 Wexley rated Red (not rated before), from 12 June 2025",
        "Outcome 2.3 moved from section 2 to section 3",
        "Section 2 renamed",
        "Locality Wexley renamed Wexley Vale",
        "Theme Case recording renamed Recording",
    ]
    assert "Outcome 2.3 moved from section 2 to section 3" in sentences(plan, section=third.pk)


def test_the_record_of_one_person_outlives_their_account(plan: Plan, cast: Cast, later: None) -> None:
    gone = UserFactory(name="Gwen Gone")
    outcome = outcome_of(plan, "2.1")
    outcome.statement = "Reworded"
    records.save(outcome, by=gone, reason="Agreed")
    number = str(gone.pk)
    assert sentences(plan, person=number) == ["Outcome 2.1 reworded"]
    records.delete(gone, by=set_up_by(), reason="Asked to be removed")
    assert sentences(plan, person=number) == []
    assert sentences(plan, person="name:Gwen Gone") == ["Outcome 2.1 reworded"]
    assert [(save.by, save.person) for save in page(plan, since=dt.date(2025, 1, 1)).saves] == [
        ("Gwen Gone", "name:Gwen Gone")
    ]


def test_days_are_whole_and_words_are_in_any_case(plan: Plan, rate: Callable, later: None) -> None:
    with time_machine.travel(dt.datetime(2025, 6, 13, 22, 59, 59, tzinfo=dt.UTC), tick=False):
        change(outcome_of(plan, "2.1"), statement="Reworded late", reason="A 50% target_set")
    with time_machine.travel(dt.datetime(2025, 6, 13, 23, 0, tzinfo=dt.UTC), tick=False):
        change(outcome_of(plan, "2.2"), statement="Reworded after midnight", reason="Another")
    rate("1.1", None, Rag.RED, commentary="NO oversight")
    # In June a day of England ends at 23:00 UTC.
    assert sentences(plan, since=dt.date(2025, 6, 13), to=dt.date(2025, 6, 13)) == ["Outcome 2.1 reworded"]
    assert sentences(plan, since=dt.date(2025, 6, 14)) == ["Outcome 2.2 reworded"]
    assert sentences(plan, words="50% TARGET_") == ["Outcome 2.1 reworded"]
    assert sentences(plan, words="50_ target") == []
    assert len(sentences(plan, words="no Oversight")) == 1


def test_a_row_that_says_two_things_is_told_by_the_kind_asked_for(plan: Plan, later: None) -> None:
    change(outcome_of(plan, "2.1"), statement="Reworded", timescale="TBC")
    assert sentences(plan, kinds=frozenset({Kind.WORDING})) == ["Outcome 2.1 reworded"]
    assert sentences(plan, kinds=frozenset({Kind.LEAD})) == ["Timescale of 2.1: from none to TBC"]
    assert sentences(plan, kinds=frozenset({Kind.SECTION})) == []


def test_a_closed_plan_keeps_its_whole_record(plan: Plan, rate: Callable, later: None) -> None:
    rate("2.1", "Wexley", Rag.RED)
    change(plan, status="closed")
    assert sentences(plan) == ["2.1 Wexley rated Red (not rated before), from 12 June 2025", "Plan closed"]


def test_nothing_of_another_plan_is_in_it(plan: Plan, cast: Cast) -> None:
    other = Plan.objects.get(slug="eastholme-2024")
    ours = {save.reason for save in page(plan, per_page=5_000).saves}
    change(other, title="Theirs", reason="Only theirs")
    assert "Only theirs" in {save.reason for save in page(other).saves}
    assert {save.reason for save in page(plan, per_page=5_000).saves} == ours
