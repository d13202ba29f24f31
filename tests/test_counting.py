"""Counts, small samples, and which questions stand on one line."""

import datetime as dt

import pytest

from ofsted.counting import is_small, percent, question_key, share_words
from ofsted.questions import Question, asked_before, questions_of
from ofsted.register import take_register
from plans.models import Plan
from plans.snapshot import take_snapshot

from .visits import a_check, a_result, a_site_day, a_visit


@pytest.mark.parametrize(
    ("number", "of", "share"),
    [
        (18, 20, 90), (1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 7, 0), (40, 40, 100),
        (199, 200, 99),  # not all
        (1, 300, 1),  # not none
    ],
)  # fmt: skip
def test_a_share_is_rounded_as_people_round(number: int, of: int, share: int) -> None:
    assert percent(number, of) == share


def test_a_share_is_never_without_its_count() -> None:
    assert share_words(18, 20) == "18 of 20, 90%"


def test_fewer_than_thirty_are_small() -> None:
    assert (is_small(29), is_small(30)) == (True, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Child seen alone", "child  seen alone?", True),
        ("Child's views", "Child s views", True),
        ("Child seen alone", "Child seen", False),
        ("Visits in 10 days", "Visits in 20 days", False),
        ("?", "!", False),
    ],
)
def test_questions_are_one_where_only_capitals_spaces_and_points_differ(
    one: str, other: str, same: bool
) -> None:
    assert (question_key(one) == question_key(other)) is same


def questions(plan: Plan) -> list[Question]:
    from ofsted.measured import checks_of, samples_of

    snapshot = take_snapshot(plan)
    register = take_register(plan, snapshot)
    return list(questions_of(samples_of(plan, snapshot, register), checks_of(plan, snapshot, register)))


def told(question: Question) -> list[tuple[str, str]]:
    return [(point.share, point.of_what) for point in question.points]


@pytest.mark.django_db
def test_one_question_of_reviews_and_site_days_is_one_line(plan: Plan) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    a_check(a_site_day(plan, day=dt.date(2025, 6, 4)), outcome, question="child seen alone.", met=4, of=5)
    a_result(a_visit(plan), question="Child seen alone")
    a_result(a_visit(plan, number=3), question="Once")
    line, once = questions(plan)
    assert line.words == "child seen alone."
    assert told(line) == [("16 of 20, 80%", "child and family assessments"), ("4 of 5, 80%", "2.1 Wexley")]
    assert told(once) == [("16 of 20, 80%", "child and family assessments")]
    assert not once.is_line


@pytest.mark.django_db
def test_where_one_visit_asked_several_samples_each_has_its_line(plan: Plan) -> None:
    visit, later = a_visit(plan), a_visit(plan, number=3, last_on=dt.date(2025, 9, 1))
    for of, cohort in ((10, "plans for children in need"), (8, "child protection plans")):
        a_result(visit, question="In date", cohort=cohort, met=of - 2, not_met=2, of=of)
    a_result(later, question="In date", cohort="child protection plans", met=7, not_met=0, of=7)
    assert [(line.of_what, [share for share, _ in told(line)]) for line in questions(plan)] == [
        ("child protection plans", ["6 of 8, 75%", "7 of 7, 100%"]),
        ("plans for children in need", ["8 of 10, 80%"]),
    ]


@pytest.mark.django_db
def test_earlier_wording_is_offered_once(plan: Plan) -> None:
    from ofsted.measured import samples_of

    a_result(a_visit(plan), question="In date")
    a_result(a_visit(plan, number=3, last_on=dt.date(2025, 9, 1)), question="In date?")
    snapshot = take_snapshot(plan)
    assert asked_before(samples_of(plan, snapshot, take_register(plan, snapshot)), ()) == ("In date?",)
