"""The plans to measure on."""

import datetime as dt
from dataclasses import dataclass

import time_machine
from django.utils import timezone

from plans.actions import records
from plans.models import Membership, Outcome, Plan, Rag, Rating, User
from tests import factories

SET_UP = dt.datetime(2022, 9, 1, 9, tzinfo=dt.UTC)
TODAY = timezone.localdate()
REASON = "An audit of {n} files showed oversight on most of them, with the reason for each decision."


@dataclass
class Bench:
    """What is measured on.

    Attributes:
        plan: 60 outcomes with a long past, of their wording too.
        few: the same shape, with one rating in each cell.
        hundred: 100 outcomes.
        sixty: one of those, rated 60 times.
        smt: who looks.
    """

    plan: Plan
    few: Plan
    hundred: Plan
    sixty: Outcome
    smt: User


def make_bench() -> Bench:
    """60 outcomes by 4 columns with 60 ratings in each (14,400), in 7 sections; and 100 outcomes by 4."""
    with time_machine.travel(SET_UP, tick=False):
        smt = factories.UserFactory()
        plan, few, hundred = _plan(60, 60, smt), _plan(60, 1, smt), _plan(100, 3, smt)
    _reword(plan, smt)
    for one in (plan, few, hundred):
        factories.MembershipFactory(plan=one, user=smt, role=Membership.Role.SMT)
    sixty = hundred.outcomes.get(position=1, section__position=1)
    _rate(sixty, 12, smt)
    return Bench(plan, few, hundred, sixty, smt)


def _plan(outcomes: int, ratings: int, by: User) -> Plan:
    plan = factories.PlanFactory(dated=dt.date(2022, 9, 1))
    areas = factories.LocalityFactory.create_batch(3, authority=plan.authority)
    leads = factories.LeadFactory.create_batch(8, authority=plan.authority)
    themes = factories.ThemeFactory.create_batch(4, authority=plan.authority)
    sections = [factories.SectionFactory(plan=plan, columns=areas) for _ in range(7)]
    for section in sections:
        for _ in range(7):
            factories.StatementFactory(section=section)
    made = [
        factories.OutcomeFactory(
            section=sections[number % 7],
            led_by=[leads[number % 8], leads[(number + 3) % 8]],
            about=[themes[number % 4]],
            statement=REASON.format(n=number),
        )
        for number in range(outcomes)
    ]
    for outcome in made:
        _rate(outcome, ratings, by)
    return plan


def _reword(plan: Plan, by: User) -> None:
    """Each outcome twice in its time, so that its wording has a past to be found in."""
    for outcome in plan.outcomes.all():
        for days in (1000, 200):
            outcome.statement = f"{outcome.statement} Said better {days} days ago."
            when = timezone.now() - dt.timedelta(days=days)
            records.save(outcome, by=by, reason="Said better", when=when)


def _rate(outcome: Outcome, times: int, by: User) -> None:
    today = TODAY
    areas = [column.locality for column in outcome.section.columns.all()]
    Rating.objects.bulk_create(
        _rating(outcome, place, area, number, today - dt.timedelta(days=25 * (times - number)), by)
        for place, area in enumerate([*areas, None])
        for number in range(times)
    )


def _rating(outcome: Outcome, place: int, area: object, number: int, day: dt.date, by: User) -> Rating:
    return Rating(
        plan=outcome.plan,
        outcome=outcome,
        locality=area,
        rag=list(Rag)[(outcome.pk + place + number // 3) % 4],
        commentary=REASON.format(n=number),
        effective_on=day,
        recorded_at=dt.datetime.combine(day, dt.time(9), dt.UTC),
        recorded_by=by,
        recorded_by_name=by.display_name,
    )
