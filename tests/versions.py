"""The version before the small plan of ``tests/cast.py``, which it replaced.

Its outcomes, and what the small plan made of them:

1. First Response - Overall: 1.1 (the same), 1.2 (reworded)
2. Assessment Teams - Wexley, Thornby Vale, Overall: 2.1 (split into 2.1 and 2.2), 2.2 (moved to 2.3)
3. Looked After Children - CiC, Care Leavers: 3.1 and 3.2 (merged into 3.1), 3.3 (dropped)

Of the small plan 3.2 is new. Thornby was called Thornby Vale then.
"""

import datetime as dt
from collections.abc import Iterable

import time_machine

from plans.actions import records
from plans.actions.rating import rate_outcome
from plans.models import Lead, Locality, Membership, Outcome, OutcomePredecessor, Plan, Rag, Rating, User

from .cast import make_small_plan
from .factories import REASON, MembershipFactory, OutcomeFactory, PlanFactory, SectionFactory, set_up_by

MADE = dt.datetime(2022, 10, 5, 9, tzinfo=dt.UTC)
CLOSED = dt.datetime(2024, 9, 25, 15, tzinfo=dt.UTC)
CONTINUES = {
    "1.1": ["1.1"],
    "1.2": ["1.2"],
    "2.1": ["2.1"],
    "2.2": ["2.1"],
    "2.3": ["2.2"],
    "3.1": ["3.1", "3.2"],
}


def link(outcome: Outcome, *predecessors: Outcome) -> None:
    """Say that an outcome continues others."""
    for predecessor in predecessors:
        records.save(
            OutcomePredecessor(outcome=outcome, predecessor=predecessor), by=set_up_by(), reason=REASON
        )


def follow(plan: Plan, before: Plan, continues: dict[str, list[str]]) -> None:
    """Make a plan the next version of another: ref -> the refs it continues."""
    plan.predecessor = before
    records.save(plan, by=set_up_by(), reason=REASON)
    for ref, refs in continues.items():
        link(plan.outcomes.get(ref=ref), *(before.outcomes.get(ref=each) for each in refs))


def join(plan: Plan, *people: User, role: Membership.Role = Membership.Role.READER) -> None:
    """Make people members of a plan."""
    for person in people:
        MembershipFactory(user=person, plan=plan, role=role)


def close(plan: Plan, when: dt.datetime = CLOSED) -> None:
    """Close a version."""
    plan.status = Plan.Status.CLOSED
    records.save(plan, by=set_up_by(), reason="Replaced by the next version", when=when)


def rate_then(
    plan: Plan, ref: str, column: Locality | None, rag: Rag, on: dt.date, commentary: str = "Seen on files"
) -> Rating:
    """Rate an outcome of a version that is still live, on the day itself."""
    with time_machine.travel(dt.datetime.combine(on, dt.time(9), dt.UTC), tick=False):
        outcome = plan.outcomes.select_related("plan").get(ref=ref)
        return rate_outcome(outcome=outcome, locality=column, rag=rag, commentary=commentary, by=set_up_by())


def make_small_plan_then() -> Plan:
    """The small plan, made before its version before was, so that their localities are as old as that."""
    with time_machine.travel(MADE - dt.timedelta(days=30), tick=False):
        return make_small_plan()


def make_version_before(plan: Plan, *, members: Iterable[User] = (), closed: bool = True) -> Plan:
    """The version that this module describes, with a rating or two, linked to the small plan.

    Args:
        plan: the small plan (``make_small_plan_then``).
        members: readers of it.
        closed: whether it was closed.
    """
    with time_machine.travel(MADE, tick=False):
        before: Plan = PlanFactory(
            authority=plan.authority,
            title="Westermoor First Plan",
            slug="westermoor-2022",
            dated=dt.date(2022, 10, 1),
        )
        lead = Lead(authority=plan.authority, title="Director of Children's Services")
        records.save(lead, by=set_up_by(), reason=REASON)
        places = {name: Locality.objects.get(name=name) for name in ("Wexley", "Thornby", "CiC")}
        _call(places["Thornby"], "Thornby Vale", MADE - dt.timedelta(days=1))
        leavers = Locality.objects.get(name="Care Leavers")
        first = SectionFactory(plan=before, title="First Response")
        OutcomeFactory(section=first, statement="A contact is screened within one working day")
        OutcomeFactory(section=first, statement="Every referral decision has a manager's name on it")
        teams = SectionFactory(
            plan=before, title="Assessment Teams", columns=[places["Wexley"], places["Thornby"]]
        )
        OutcomeFactory(
            section=teams,
            statement="Workers have supervision, and chronologies are current",
            led_by=[lead],
            timescale="March 2023",
        )
        OutcomeFactory(section=teams, statement="Plans are reviewed on the day they are due")
        care = SectionFactory(
            plan=before, title="Looked After Children", has_overall=False, columns=[places["CiC"], leavers]
        )
        for statement in (
            "Each child has a plan by the second review",
            "Plans for permanence have a second plan beside them",
            "Every child has a library card",
        ):
            OutcomeFactory(section=care, statement=statement)
    rate_then(before, "2.1", places["Thornby"], Rag.RED, dt.date(2023, 3, 1), "No supervision at all")
    rate_then(before, "2.1", places["Thornby"], Rag.AMBER, dt.date(2024, 6, 3), "Supervision has begun")
    rate_then(before, "3.1", places["CiC"], Rag.RED, dt.date(2024, 2, 1), "Six plans are late")
    join(before, *members)
    if closed:
        close(before)
    _call(Locality.objects.get(pk=places["Thornby"].pk), "Thornby", CLOSED + dt.timedelta(days=1))
    with time_machine.travel(CLOSED + dt.timedelta(hours=1), tick=False):
        follow(plan, before, CONTINUES)
    return before


def _call(locality: Locality, name: str, when: dt.datetime) -> None:
    """Rename a locality, as of a moment."""
    locality.name = name
    records.save(locality, by=set_up_by(), reason=REASON, when=when)
