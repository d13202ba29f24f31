"""Saying that a deadline which a visit brought was met, or that it was not after all."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from plans.actions import records
from plans.actions.child_details import check_no_child_details
from plans.actions.opening import bring_under
from plans.actions.refusals import Refused, Stale
from plans.dates import full_date
from plans.models import Plan, User

from ..clocks import clock_rule
from ..models import Attachment, DeadlineMet, Visit
from .opening import open_for


@transaction.atomic
def meet_deadline(
    *,
    visit: Visit,
    plan: Plan,
    clock: str,
    met_on: dt.date,
    by: User,
    document: Attachment | None = None,
    note: str = "",
    reason: str = "",
    false_alarm: str = "",
    seen: int | None = None,
    when: dt.datetime | None = None,
) -> DeadlineMet:
    """Record that a deadline was met, or change what is recorded of that.

    Args:
        visit: that brought it.
        plan: the version in use.
        clock: the code of its rule in ``rules/clocks.toml``.
        met_on: the day; not before the visit began and not in the future.
        by: whoever may record visits.
        document: what was sent: a file of the visit.
        note: what was done, or where it is.
        reason: why; "Deadline met" if empty.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen: what the form was made from (``seen_of``); None where there was no form.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: the day or the document does not fit, there is no such rule, or the plan is not open.
        ChildDetailsFound: the note seems to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_for(plan, by, visit)
    bring_under(visit, plan, by=by, when=when)
    rule = clock_rule(clock)
    if rule is None or visit.kind not in rule.kinds:
        raise Refused("This visit brings no such deadline.")
    if met_on > timezone.localdate():
        raise Refused(f"{full_date(met_on)} is still to come.")
    if met_on < visit.first_on:
        raise Refused(f"{full_date(met_on)} is before the visit, which began on {full_date(visit.first_on)}.")
    if document and document.visit_id != visit.pk:
        raise Refused("That document is of another visit. Attach it to this one.")
    texts = {f"{rule.title}: note": note, f"{rule.title}: why": reason}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    met = _as_seen(visit, clock, seen) or DeadlineMet(visit=visit, clock=clock)
    met.visit, met.met_on, met.document, met.note = visit, met_on, document, note.strip()
    return records.save(met, by=by, reason=reason.strip() or "Deadline met", when=when)


@transaction.atomic
def take_back_deadline(
    *,
    visit: Visit,
    plan: Plan,
    clock: str,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen: int | None = None,
) -> None:
    """Record that a deadline was not met after all; arguments and refusals as for ``meet_deadline``."""
    open_for(plan, by, visit)
    bring_under(visit, plan, by=by)
    met = _as_seen(visit, clock, seen)
    if met is None:
        raise Refused("This deadline is not recorded as met.")
    texts = {"Why a deadline was not met": reason}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    met.visit = visit
    records.delete(met, by=by, reason=reason)


def seen_of(visit: Visit, clock: str) -> int:
    """What a form about a deadline is made from: its newest row of history; 0 where it is not met."""
    met = DeadlineMet.objects.filter(visit=visit, clock=clock).first()
    return met.history.first().history_id if met else 0


def _as_seen(visit: Visit, clock: str, seen: int | None) -> DeadlineMet | None:
    met = DeadlineMet.objects.filter(visit=visit, clock=clock).first()
    if seen is not None and seen_of(visit, clock) != seen:
        raise Stale(
            "Somebody else has changed this deadline since you opened it. Nothing of yours has been saved "
            "yet: compare the two and save again.",
            met,
        )
    return met
