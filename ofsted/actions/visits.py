"""Recording a visit, with its judgements."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError

from plans.actions import records
from plans.actions.child_details import check_no_child_details, check_record
from plans.actions.deleting import check_seen
from plans.actions.opening import belongs, bring_under
from plans.actions.refusals import Refused
from plans.dates import full_date
from plans.line import line_of
from plans.models import Plan, User

from ..frameworks import framework
from ..models import Finding, Judgement, Visit
from .opening import open_for
from .site_days import rating_on
from .visit_days import check_days


class Judged(NamedTuple):
    """What one area was judged to be.

    Attributes:
        area, grade: in the framework's words.
        adverse: whether the framework holds that grade to be a failing.
    """

    area: str
    grade: str
    adverse: bool


@transaction.atomic
def save_visit(
    *,
    visit: Visit,
    plan: Plan,
    by: User,
    reason: str,
    judgements: Sequence[Judged] | None = None,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Visit:
    """Record a visit, or change what is recorded of it.

    Args:
        visit: with its new values.
        plan: the version in use, which it comes under.
        by: SMT, a clerk or an administrator of that plan; of a site day, SMT or an administrator.
        reason: why.
        judgements: all of them, in the framework's order; None leaves them as they are.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from; None for a new visit.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open for it, the visit is recorded already, one of
            its days is still to come that cannot be, or its framework does not judge what was judged.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    was = Visit.objects.get(pk=visit.pk) if visit.pk else None
    open_for(plan, by, visit, *([was] if was else []))
    if was:
        belongs(plan, was.plan_id)
    if visit.locality and visit.locality.authority_id != plan.authority_id:
        raise Refused("That locality is of another authority.")
    check_days(visit)
    _refuse_twice(visit, plan)
    if was and was.last_on != visit.last_on:
        _check_order(visit)
    visit.plan = plan
    check_record(record=visit, by=by, reason=reason, false_alarm=false_alarm)
    _check_judged(visit, was, judgements)
    records.save(visit, by=by, reason=reason, seen_version=seen_version, when=when)
    if judgements is not None:
        _judge(visit, judgements, by=by, reason=reason, when=when)
    if was and was.last_on != visit.last_on and visit.kind == Visit.Kind.SITE_DAY:
        _look_again(visit, by=by, reason=reason, when=when)
    return visit


def _look_again(visit: Visit, *, by: User, reason: str, when: dt.datetime | None) -> None:
    """Tie what SMT rated to the manager's ratings of a site day's new day, which its differences are from."""
    for check in visit.checks.exclude(rag="").select_related("outcome", "locality", "rating"):
        stood = rating_on(visit, check.outcome, check.locality, when=when)
        if stood != check.rating:
            check.visit, check.rating = visit, stood
            records.save(check, by=by, reason=reason, when=when)


def _refuse_twice(visit: Visit, plan: Plan) -> None:
    """Raise Refused where the same visit is recorded already."""
    days = {"first_on": visit.first_on, "last_on": visit.last_on}
    what = {"kind": visit.kind, "number": visit.number, "locality": visit.locality}
    if Visit.objects.filter(plan_id__in=line_of(plan), **days, **what).exclude(pk=visit.pk).exists():
        raise Refused(f"This visit is recorded already: {visit}. Change that one instead.")


def _check_order(visit: Visit) -> None:
    """Raise Refused where a visit's new days contradict what is recorded of what came before and after it."""
    repeats = Finding.objects.filter(visit=visit, repeats__visit__last_on__gt=visit.last_on)
    repeated = Finding.objects.filter(repeats__visit=visit, visit__last_on__lt=visit.last_on)
    for finding in (*repeats[:1], *repeated[:1]):
        raise Refused(
            f"On those days this visit would no longer fit finding {finding.ref or finding.position} of the "
            f"{finding.visit}, which is recorded as raised again. Change that finding first."
        )
    if visit.checks.filter(resolved_on__lt=visit.first_on).exists():
        raise Refused("A difference of this site day was resolved before those days. Check the days again.")


def _check_judged(visit: Visit, was: Visit | None, judgements: Sequence[Judged] | None) -> None:
    """Raise Refused where a visit's framework does not judge an area, or not in such a grade."""
    if judgements is None:
        if was is None or (was.framework, was.last_on) == (visit.framework, visit.last_on):
            return
        judgements = [Judged(row.area, row.grade, row.adverse) for row in visit.judgements.all()]
        if judgements and was.framework and not visit.framework:
            raise Refused(
                "This visit has judgements, which only an inspection has, under its framework. "
                "Take the judgements out first."
            )
    by = framework(visit.framework)
    if by is None:
        return
    areas, grades = by.areas_on(visit.last_on), [grade.name for grade in by.grades]
    for judged in judgements:
        if judged.area not in areas or judged.grade not in grades:
            raise Refused(
                f"An inspection under {by.short_name} that ended on {full_date(visit.last_on)} does not "
                f"judge “{judged.area}: {judged.grade}”. Take the judgements out first, and put them in "
                "again under the new framework or date."
            )


def _judge(
    visit: Visit, judgements: Sequence[Judged], *, by: User, reason: str, when: dt.datetime | None
) -> None:
    was = {row.area: row for row in visit.judgements.all()}
    for position, judged in enumerate(judgements, start=1):
        row = was.pop(judged.area, None) or Judgement(visit=visit, area=judged.area)
        row.visit = visit
        new = (position, judged.grade, judged.adverse)
        if row.pk and (row.position, row.grade, row.adverse) == new:
            continue
        row.position, row.grade, row.adverse = new
        records.save(row, by=by, reason=reason, when=when)
    records.delete_many(list(was.values()), by=by, reason=reason, when=when)


@transaction.atomic
def delete_visit(
    *,
    visit: Visit,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a visit that was recorded by mistake. Its history stays.

    Args:
        visit, plan, by, reason, false_alarm: as for ``save_visit``.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        NotAllowed: they may not.
        Refused: it has files, deadlines met, findings, samples or site checks, or the plan is not open.
        ChildDetailsFound: the reason seems to hold a child's details.
        Stale: somebody has changed it since.
    """
    open_for(plan, by, visit)
    check_seen(visit, seen_version)
    check_no_child_details(
        plan=plan, texts={"Visit: why it is deleted": reason}, by=by, false_alarm=false_alarm
    )
    bring_under(visit, plan, by=by)
    if visit.attachments.exists():
        raise Refused("This visit has files. Remove them first.")
    if visit.deadlines_met.exists():
        raise Refused(
            "This visit has deadlines that are recorded as met. Take those back first, each on its own page."
        )
    try:
        records.delete(visit, by=by, reason=reason)
    except ProtectedError:
        raise Refused(
            "This visit has findings or results, so it stays. Delete those first if it was a mistake."
        ) from None
