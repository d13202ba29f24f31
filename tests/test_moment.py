"""Which moment somebody asks for: what they may type, what it means, and what is refused."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from plans.actions import records
from plans.as_at import end_of
from plans.models import Plan
from plans.moment import Moment, NoSuchMoment, first_day, moment_asked, snapshot_at
from plans.snapshot import take_snapshot

from .factories import PlanFactory, set_up_by

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
OCTOBER = dt.date(2024, 10, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "2024-10-31",
        " 2024-10-31 ",
        "31/10/2024",
        "31/10/24",
        "31.10.2024",
        "31 October 2024",
        "31 october 2024",
        "31 Oct 2024",
    ],
)
def test_a_date_is_read_as_people_here_write_it(typed: str) -> None:
    assert moment_asked(typed, "") == Moment(OCTOBER)


@pytest.mark.parametrize("typed", ["", " ", "2025-06-12"])
def test_today_is_no_past_date(typed: str) -> None:
    assert moment_asked(typed, "") == Moment()
    assert moment_asked(typed, "2025-06-12") == Moment()
    assert moment_asked(typed, "").kept == ()


@pytest.mark.parametrize(
    ("known", "means", "kept", "words"),
    [
        ("2024-11-05", "2024-11-05T23:59:59.999999", "2024-11-05", "on 5 November 2024"),
        ("5 November 2024", "2024-11-05T23:59:59.999999", "2024-11-05", "on 5 November 2024"),
        ("2024-11-05T14:30", "2024-11-05T14:30:00", "2024-11-05T14:30", "at 14:30 on 5 November 2024"),
        ("5/11/2024 14:30", "2024-11-05T14:30:00", "2024-11-05T14:30", "at 14:30 on 5 November 2024"),
        ("2024-10-31", "2024-10-31T23:59:59.999999", "2024-10-31", "on 31 October 2024"),
    ],
)
def test_known_on_a_day_means_its_end_and_a_time_means_itself(
    known: str, means: str, kept: str, words: str
) -> None:
    moment = moment_asked("31/10/2024", known)
    assert moment == Moment(OCTOBER, timezone.make_aware(dt.datetime.fromisoformat(means)))
    assert moment.kept == (("at", "2024-10-31"), ("known", kept))
    assert moment.known_words == words
    assert moment_asked(*dict(moment.kept).values()) == moment


def test_known_on_without_a_date_means_the_plan_on_that_day() -> None:
    assert moment_asked("", "2024-11-05") == Moment(dt.date(2024, 11, 5), end_of(dt.date(2024, 11, 5)))


def test_known_earlier_today_is_today_without_what_came_since() -> None:
    moment = moment_asked("", "2025-06-12T09:00")
    assert moment == Moment(None, dt.datetime(2025, 6, 12, 8, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("at", "known", "field", "says"),
    [
        ("rubbish", "", "at", "“rubbish” is not a date. Enter one like 31 October 2026 or 31/10/2026."),
        ("31/02/2025", "", "at", "“31/02/2025” is not a date"),
        ("2025-06-12T10:00", "", "at", "is not a date"),
        ("October 2024", "", "at", "is not a date"),
        ("1\0", "", "at", "is not a date"),
        ("9" * 4000, "", "at", "9…” is not a date"),
        ("2025-06-13", "", "at", "13 June 2025 is in the future"),
        ("9999-12-31", "", "at", "31 December 9999 is in the future"),
        ("2024-10-31", "soon", "known", "“soon” is not a date"),
        ("2024-10-31", "2025-06-13", "known", "cannot be in the future"),
        ("2024-10-31", "2025-06-12T11:01", "known", "cannot be in the future"),
        ("2024-10-31", "2024-10-30", "known", "must be 31 October 2024, the date shown, or later"),
        ("2025-06-12", "2025-06-11", "known", "must be 12 June 2025, the date shown, or later"),
    ],
)
def test_what_is_no_date_or_cannot_be_is_refused_with_the_reason(
    at: str, known: str, field: str, says: str
) -> None:
    with pytest.raises(NoSuchMoment) as refused:
        moment_asked(at, known)
    assert refused.value.field == field
    assert says in refused.value.message
    assert len(refused.value.message) < 140


def test_another_date_keeps_what_was_known_unless_that_was_before_it() -> None:
    moment = moment_asked("2024-10-31", "2024-11-05")
    assert moment.moved_to(dt.date(2024, 9, 30)) == Moment(dt.date(2024, 9, 30), moment.known_at)
    assert moment.moved_to(dt.date(2024, 11, 5)) == Moment(dt.date(2024, 11, 5), moment.known_at)
    assert moment.moved_to(dt.date(2024, 11, 30)) == Moment(dt.date(2024, 11, 30))
    assert moment.moved_to(None) == Moment()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2024-09-30", "0001-01-01", "30/9/1024"])
def test_before_the_plan_begins_there_is_nothing_to_show(typed: str) -> None:
    plan = PlanFactory(dated=dt.date(2024, 10, 1))
    with pytest.raises(NoSuchMoment, match="This plan begins on 1 October 2024"):
        snapshot_at(plan, moment_asked(typed, ""))
    assert snapshot_at(plan, moment_asked("2024-10-01", "")).at == dt.date(2024, 10, 1)


@pytest.mark.django_db
def test_the_first_day_offered_can_be_shown_though_the_plans_month_was_corrected() -> None:
    with time_machine.travel(dt.datetime(2025, 1, 10, 9, tzinfo=dt.UTC), tick=False):
        plan: Plan = PlanFactory(dated=dt.date(2024, 10, 1))

    for month in (12, 9):
        plan.dated = dt.date(2024, month, 1)
        records.save(plan, by=set_up_by(), reason="It said another month")
        day = first_day(plan, take_snapshot(plan))
        then = snapshot_at(plan, Moment(day))
        assert first_day(plan, then) <= day
        assert snapshot_at(plan, Moment(first_day(plan, then))).at == first_day(plan, then)
