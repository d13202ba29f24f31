"""What is guessed of a finding by its words: outcomes, kind, and the earlier finding it raises again."""

import datetime as dt
import time

import pytest

from ofsted.models import Finding
from ofsted.proposals import OutcomeProposals, RepeatProposals, likely_kind, stems_of
from ofsted.register import FindingRow, take_register
from plans.models import Plan
from plans.snapshot import take_snapshot

from .cast import withdraw
from .visits import a_finding, a_visit
from .workbooks import outcome, section, snapshot_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Social workers are not supervised every month, and what is decided is seldom written up", "2.1"),
        ("Many open cases have no current chronology", "2.2"),
        ("Reviews of children's plans slip and are held after they were due", "2.3"),
        ("Contacts wait too long before anybody screens them", "1.1"),
        ("Referrals are decided without a manager giving a reason", "1.2"),
        ("Permanence planning starts late and is not clear by the second review", "3.1"),
        ("Young people have little part in writing their pathway plan", "3.2"),
    ],
)
def test_the_outcome_about_the_same_work_comes_first(plan: Plan, words: str, first: str) -> None:
    likely = OutcomeProposals(take_snapshot(plan)).likely(words)
    assert likely[0].outcome.ref == first
    assert len(likely) <= 3
    assert [one.score for one in likely] == sorted((one.score for one in likely), reverse=True)


@pytest.mark.parametrize(
    "words",
    [
        "The canteen has been painted",
        "Progress is slow",
        "Children",
        "",
        "2019 10 45",
        "\u05e9\u05dc\u05d5\u05dd \U0001f600",
        "Six of ten were seen on two days",
    ],
)
def test_nothing_is_proposed_where_nothing_fits(plan: Plan, words: str) -> None:
    assert OutcomeProposals(take_snapshot(plan)).likely(words) == ()


def test_how_well_it_fits_is_said_in_words(plan: Plan) -> None:
    same = plan.outcomes.get(ref="2.2").statement
    best = OutcomeProposals(take_snapshot(plan)).likely(same)[0]
    assert (best.outcome.ref, best.words) == ("2.2", "fits very well")


def test_an_outcome_of_what_the_visit_looked_at_comes_before_one_of_the_same_words() -> None:
    words = "Managers oversee decisions and write them down"
    plan = snapshot_of(
        section(
            "1", "First Response", outcome("1.1", words, id=11), outcome("1.2", "Calls are answered", id=12)
        ),
        section(
            "2", "Children in Care", outcome("2.1", words, id=21), outcome("2.2", "Health is good", id=22)
        ),
    )
    said = "What managers decide is not written down"
    assert OutcomeProposals(plan).likely(said)[0].outcome.ref == "1.1"
    assert (
        OutcomeProposals(plan, "The quality of help for children in care").likely(said)[0].outcome.ref
        == "2.1"
    )


def test_a_withdrawn_outcome_is_not_proposed(plan: Plan) -> None:
    withdraw(plan, "2.2")
    found = OutcomeProposals(take_snapshot(plan)).likely("Many open cases have no current chronology")
    assert "2.2" not in [one.outcome.ref for one in found]


@pytest.mark.parametrize(
    ("words", "heading", "kind"),
    [
        ("Leaders know their service well", "", Finding.Kind.STRENGTH),
        ("Visits are timely and purposeful", "", Finding.Kind.STRENGTH),
        ("Leaders know their service well, but plans are not kept up to date", "", Finding.Kind.TO_IMPROVE),
        ("Too many children wait", "", Finding.Kind.TO_IMPROVE),
        ("Assessments are brief", "", Finding.Kind.TO_IMPROVE),
        ("The council should review its thresholds", "", Finding.Kind.RECOMMENDATION),
        ("Review the thresholds", "Recommendations", Finding.Kind.RECOMMENDATION),
        ("Timeliness of visits", "What needs to improve", Finding.Kind.TO_IMPROVE),
        ("The pace of change", "Strengths", Finding.Kind.STRENGTH),
        ("Take action on missing children", "Areas for priority action", Finding.Kind.PRIORITY_ACTION),
    ],
)
def test_the_kind_is_guessed_by_a_few_words_and_by_what_stands_over_it(
    words: str, heading: str, kind: Finding.Kind
) -> None:
    assert likely_kind(words, heading) == kind


def earlier(plan: Plan, *words: str) -> list[FindingRow]:
    visit = a_visit(plan, number=1, first_on=dt.date(2025, 1, 9), last_on=dt.date(2025, 1, 9))
    for number, said in enumerate(words):
        a_finding(visit, ref=str(number), words=said)
    a_finding(visit, ref="s", words="Supervision is held every month", kind=Finding.Kind.STRENGTH)
    return list(take_register(plan, take_snapshot(plan)).findings)


def test_an_earlier_finding_that_says_much_the_same_is_proposed_and_never_a_strength(plan: Plan) -> None:
    rows = earlier(
        plan, "Supervision is not held often enough in the assessment teams", "Foster carers are too few"
    )
    new = ["In the assessment teams, supervision is still not held often enough", "The roof leaks"]
    again = RepeatProposals(rows, new)
    assert [one.finding.ref for one in again.likely(new[0])] == ["0"]
    assert again.likely(new[0])[0].alike > 60
    assert again.likely(new[1]) == ()


def test_endings_are_left_out() -> None:
    assert set(stems_of("supervised supervision")) == {"supervis"}
    assert set(stems_of("planning planned plans")) == {"plan"}
    assert stems_of("the and of") == []


def test_sixty_findings_and_as_many_outcomes_are_compared_at_once() -> None:
    rows = [
        outcome(f"{n // 9 + 1}.{n % 9 + 1}", f"Supervision of team {n} is written up in words {n} " * 4, id=n)
        for n in range(63)
    ]
    plan = snapshot_of(*(section(str(s + 1), f"Section {s}", *rows[s * 9 : s * 9 + 9]) for s in range(7)))
    begun = time.perf_counter()
    proposals = OutcomeProposals(plan)
    for number in range(60):
        proposals.likely(f"Supervision in team {number} is seldom written up " * 20)
    assert time.perf_counter() - begun < 2
