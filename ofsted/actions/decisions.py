"""Recording what those who govern the improvement decided."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from plans.actions import records
from plans.actions.child_details import check_no_child_details, check_record
from plans.actions.deleting import check_seen
from plans.actions.opening import CARRIED, belongs
from plans.actions.refusals import Refused
from plans.dates import full_date
from plans.line import line_of
from plans.models import Plan, User

from ..models import Decision
from ..on_site import NotDays, read_days
from .opening import open_to_record


class RecordedAlready(Refused):
    """The same decision is recorded already: its form was sent twice, or somebody was faster."""

    def __init__(self) -> None:
        super().__init__("This decision is recorded already, in the same words.")


@transaction.atomic
def save_decision(
    *,
    decision: Decision,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Decision:
    """Record a decision, or change what is recorded of it.

    Args:
        decision: with its new values.
        plan: the version in use, which it comes under.
        by: SMT, a clerk or an administrator.
        reason: why.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from; None for a new decision.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open for it, or the day is still to come.
        RecordedAlready: the plan has it, of the same body and day and in the same words.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_to_record(plan, by)
    if decision.pk:
        belongs(plan, Decision.objects.values_list("plan_id", flat=True).get(pk=decision.pk))
    _check_day(decision)
    _refuse_twice(decision, plan)
    decision.plan = plan
    check_record(record=decision, by=by, reason=reason, false_alarm=false_alarm)
    return records.save(decision, by=by, reason=reason, seen_version=seen_version, when=when)


def _refuse_twice(decision: Decision, plan: Plan) -> None:
    """Raise RecordedAlready where another says the same. The plan is held, so nobody adds any meanwhile."""
    others = Decision.objects.filter(
        plan_id__in=line_of(plan), body=decision.body, decided_on=decision.decided_on
    ).exclude(pk=decision.pk)
    if any(other.words.split() == decision.words.split() for other in others):
        raise RecordedAlready


@transaction.atomic
def delete_decision(
    *,
    decision: Decision,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a decision that was recorded by mistake. Its history stays.

    Args:
        decision, plan, by, reason, false_alarm: as for ``save_decision``, which says what is raised too.
        seen_version: the version that the page showed which asked; None where there was none.
    """
    open_to_record(plan, by)
    belongs(plan, decision.plan_id)
    check_seen(decision, seen_version)
    where = "Decision: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    if decision.plan_id != plan.pk:
        decision.plan = plan
        records.save(decision, by=by, reason=CARRIED)
    records.delete(decision, by=by, reason=reason)


def _check_day(decision: Decision) -> None:
    """Raise Refused where nobody can have decided it yet."""
    today = timezone.localdate()
    if decision.decided_on > today and not _is_of_this_month(decision, today):
        raise Refused(
            f"{full_date(decision.decided_on)} is still to come. Record a decision once it is taken.",
            "decided",
        )


def _is_of_this_month(decision: Decision, today: dt.date) -> bool:
    """Whether only its month is known, and has begun: its day is then said to be the last of that month."""
    try:
        days = read_days(decision.decided)
    except NotDays:
        return False
    begun = days.last.replace(day=1) <= today
    return days.days is None and days.last == decision.decided_on and begun
