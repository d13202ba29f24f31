"""Recording how a difference between SMT's rating and the manager's was resolved."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from plans.actions import records
from plans.actions.child_details import check_record
from plans.actions.opening import belongs, bring_under, open_to
from plans.actions.refusals import NotAllowed, Refused, Stale
from plans.models import Outcome, Plan, User
from plans.snapshot import take_snapshot

from ..differences import Difference, differences
from ..measured import RESOLVED, checks_of
from ..models import SiteCheck
from ..permissions import may_resolve
from ..register import take_register
from .opening import VISITS

NO_DIFFERENCE = (
    "Nothing has to be resolved here: SMT's rating and the manager's agree, or agreed on the site day, "
    "or a later site day has looked again."
)
RATED_SINCE = (
    "The rating that stands has changed since you opened this page. Nothing of yours has been saved yet: "
    "look at it again, and save if what you wrote still holds."
)


@transaction.atomic
def resolve_difference(
    *,
    check: SiteCheck,
    plan: Plan,
    resolution: str,
    resolved_on: dt.date,
    by: User,
    false_alarm: str = "",
    seen_version: int | None = None,
    seen_rating: int | None = None,
    when: dt.datetime | None = None,
) -> SiteCheck:
    """Say how a difference between SMT's rating and the manager's was resolved. It changes no rating.

    Args:
        check: with SMT's rating.
        plan: the version in use.
        resolution: in words.
        resolved_on: the day; not in the future, nor before the site day.
        by: whoever may rate the cell.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from.
        seen_rating: the id of the manager's rating that stood when the form was made, 0 where none did; None
            where there was no form.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: there is no difference, it is not said how, the day is not possible, or the plan is not open.
        ChildDetailsFound: the words seem to hold a child's details.
        Stale: somebody has changed the check, or resolved it, or rated the cell, since the form was made.
    """
    access = open_to(plan, by, VISITS)
    belongs(plan, check.visit.plan_id)
    outcome = check.outcome if check.outcome.plan_id == plan.pk else _heir(check.outcome, plan)
    if not may_resolve(
        access,
        lead_ids=set(outcome.leads.values_list("pk", flat=True)),
        locality_id=check.locality_id,
        outcome_localities=_localities(outcome),
    ):
        raise NotAllowed("You cannot resolve this: it is for whoever may rate the outcome there.")
    found = _difference(check, plan, when)
    if found is None:
        raise Refused(NO_DIFFERENCE)
    # What is resolved is the difference from that rating: of one that they have not seen they said nothing.
    standing = found.cell.standing
    if seen_rating is not None and seen_rating != (standing.id if standing else 0):
        raise Stale(RATED_SINCE, SiteCheck.objects.get(pk=check.pk))
    if not resolution.strip():
        raise Refused("Say how it was resolved.")
    if resolved_on > timezone.localdate() or resolved_on < check.visit.first_on:
        raise Refused("The day it was resolved is from the site day to today.")
    bring_under(check.visit, plan, by=by, when=when)
    check.resolution, check.resolved_on = resolution.strip(), resolved_on
    check_record(record=check, by=by, reason=RESOLVED, false_alarm=false_alarm)
    return records.save(check, by=by, reason=RESOLVED, seen_version=seen_version, when=when)


def _difference(check: SiteCheck, plan: Plan, when: dt.datetime | None) -> Difference | None:
    """It, among the differences that the pages of the plan show, or showed at a moment."""
    at = timezone.localdate(when) if when else None
    snapshot = take_snapshot(plan, at=at, known_at=when, previous=False)
    checks = checks_of(plan, snapshot, take_register(plan, snapshot))
    return next((one for one in differences(snapshot, checks) if one.check.id == check.pk), None)


def _heir(outcome: Outcome, plan: Plan) -> Outcome:
    """What an outcome of a version before is in the version in use."""
    passed, near = {outcome.pk}, [outcome.pk]
    while near:
        following = Outcome.objects.filter(predecessor_links__predecessor__in=near).exclude(pk__in=passed)
        if here := following.filter(plan=plan).first():
            return here
        near = list(following.values_list("pk", flat=True))
        passed.update(near)
    raise Refused("Nothing in this version of the plan continues that outcome.")


def _localities(outcome: Outcome) -> set[int]:
    own = set(outcome.locality_links.values_list("locality_id", flat=True))
    return own or set(outcome.section.columns.values_list("locality_id", flat=True))
