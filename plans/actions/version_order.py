"""What may be changed of a plan that has versions before and after it: its place among them, its words."""

from django.db.models import QuerySet

from ..models import OutcomePredecessor, Plan, Rating
from .refusals import Refused

_DRAFT, _LIVE, _CLOSED = Plan.Status


def stays_as_left(plan: Plan) -> str:
    """Why nothing of a plan can be changed, and how it could be, in sentences; empty while it is open.

    Its pages show a closed version as at its closing, so a later change would be stored and not be seen.
    """
    if plan.status != _CLOSED:
        return ""
    if is_replaced(plan):
        how = "A later version has taken its place, so it cannot be opened again."
    else:
        how = "To change it, open it again first: in Set-up, under Plans, set its status to Live."
    return f"“{plan}” is closed, and a closed version stays as it was left. {how}"


def is_replaced(plan: Plan) -> bool:
    """Whether the version after a plan has started, so that this one is not in use again."""
    return Plan.objects.filter(predecessor=plan).exclude(status=_DRAFT).exists()


def hold(plan: Plan) -> Plan:
    """A plan as it is now: it is not closed, started or discarded by anybody else until the transaction ends.

    Raises:
        Refused: it was a draft, and somebody has discarded it.
    """
    return _still_there(
        Plan.objects.select_for_update(of=("self",), no_key=True).select_related("authority"), plan
    )


def read_again(plan: Plan) -> Plan:
    """A plan as it is now; nobody is kept from changing it.

    Raises:
        Refused: it was a draft, and somebody has discarded it.
    """
    return _still_there(Plan.objects.select_related("authority"), plan)


def _still_there(plans: QuerySet[Plan], plan: Plan) -> Plan:
    found = plans.filter(pk=plan.pk).first()
    if found is None:
        raise Refused("This version has been discarded.")
    return found


def check_open(plan: Plan) -> None:
    """Whether what is in a plan may be changed; it is then not closed before the transaction ends.

    Raises:
        Refused: it is closed, or has been discarded.
    """
    why_not = stays_as_left(hold(plan))
    if why_not:
        raise Refused(why_not)


def check_versions(plan: Plan) -> None:
    """Whether a plan's new values leave one version in use at a time, in one line, and a closed one alone.

    Args:
        plan: with its new values, not saved yet; the caller holds its authority.

    Raises:
        Refused: it would not.
    """
    was = None if plan._state.adding else read_again(plan)
    if was is None or was.predecessor_id != plan.predecessor_id:
        if was is not None and was.is_next_draft:
            raise Refused(
                "A draft of the next version goes on following the version it was made after. "
                "If it is to follow another, or none, discard this draft from its own page."
            )
        _check_predecessor(plan)
    if was is None:
        return
    if was.status == plan.status == _CLOSED:
        raise Refused(stays_as_left(was))
    if was.status == plan.status:
        return
    if was.status == _DRAFT and was.predecessor_id:
        raise Refused(
            "A draft that follows a version is started from its own page, which closes the version before."
        )
    if plan.status == _DRAFT and plan.predecessor_id:
        raise Refused("This version has started, so it cannot be a draft again.")
    if was.status == _CLOSED and is_replaced(plan):
        raise Refused("A later version has taken the place of this one, so it stays closed.")
    if plan.status == _LIVE:
        _check_before_is_closed(plan)


def _check_predecessor(plan: Plan) -> None:
    if plan.pk and OutcomePredecessor.objects.filter(outcome__plan=plan).exists():
        raise Refused(
            "Its outcomes are matched to those of the version it follows, so it goes on following that."
        )
    if plan.pk and Rating.objects.filter(plan=plan, carried_from__isnull=False).exists():
        raise Refused(
            "Ratings were carried into it from the version it follows, so it goes on following that."
        )
    if plan.predecessor is None:
        return
    before = read_again(plan.predecessor)
    if before.authority_id != plan.authority_id:
        raise Refused("A plan follows a version of the same authority's plan.")
    if before.status == _DRAFT:
        raise Refused("A plan cannot follow a draft.")
    passed = {plan.pk}
    one: Plan | None = before
    while one is not None:
        if one.pk in passed:
            raise Refused("A plan cannot follow itself, by way of other versions.")
        passed.add(one.pk)
        one = one.predecessor
    _check_before_is_closed(plan)


def _check_before_is_closed(plan: Plan) -> None:
    """Two versions are not in use at a time: of one that has started, the version before is closed."""
    if plan.predecessor is None or plan.status == _DRAFT:
        return
    before = read_again(plan.predecessor)
    if before.status != _CLOSED:
        raise Refused(
            f"The version before it is still {before.get_status_display().lower()}, and only one version is "
            "in use at a time. Close that first: in Set-up, under Plans, set its status to Closed."
        )
