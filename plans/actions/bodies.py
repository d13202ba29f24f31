"""Setting up the bodies that the improvement is reported to."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import ProtectedError

from ..cover_headings import BODY, HEAD, default_cover
from ..models import Body, Plan, User
from . import records
from .child_details import check_no_child_details, check_record
from .deleting import check_seen
from .opening import open_to
from .refusals import NotAllowed, RecordedAlready, Refused
from .same_moment import hold_names, refused_if_taken

LONGEST_CHASE = 60
"""Working days before publication, above which a chase is a slip of the keyboard."""
_SET_UP = ("kind", "name", "clear_days", "chase_days", "cycle_days", "cover")


@transaction.atomic
def save_body(
    *,
    body: Body,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Body:
    """Set up a body, or change what its papers keep to.

    Args:
        body: with its new values; a new one comes under the plan's authority. With no ``cover`` a new one
            starts with the usual headings (``plans.cover_headings``).
        plan: a version in use, which whoever writes administers.
        by: an administrator.
        reason: why.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from; None for a new body.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, its name is taken, or a number or heading
            cannot be.
        RecordedAlready: a new body is set up already, exactly so.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_to_set_up(plan, by, body)
    new = body._state.adding
    if new and not body.cover:
        body.cover = list(default_cover())
    body.name = " ".join(body.name.split())
    body.chase_days = sorted(set(body.chase_days), reverse=True)
    _check(body)
    taken = f"There is a body called {body.name} already. Change that one, or choose another name."
    for other in plan.authority.bodies.filter(name__iexact=body.name).exclude(pk=body.pk):
        if new and all(getattr(other, name) == getattr(body, name) for name in _SET_UP):
            raise RecordedAlready(f"{other.name} has been set up already.")
        raise Refused(taken, "name")
    check_record(record=body, by=by, reason=reason, false_alarm=false_alarm)
    check_no_child_details(plan=None, texts=_new_texts(body), by=by, false_alarm=false_alarm)
    with refused_if_taken(taken):
        return records.save(body, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_body(
    *,
    body: Body,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a body that was set up by mistake. Its history stays.

    Args:
        body, plan, by, reason, false_alarm: as for ``save_body``, which says what is raised too.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        Refused: it has meetings.
    """
    open_to_set_up(plan, by, body)
    check_seen(body, seen_version)
    where = "Body: why it is deleted"
    check_no_child_details(plan=None, texts={where: reason}, by=by, false_alarm=false_alarm)
    try:
        records.delete(body, by=by, reason=reason)
    except ProtectedError:
        raise Refused(
            "This body has meetings, so it stays. Delete those first if it was a mistake."
        ) from None


def open_to_set_up(plan: Plan, by: User, body: Body) -> None:
    """What every write about a body begins with; the names of its authority are held.

    Args:
        plan: the version of the plan through whose pages it is done.
        by: who.
        body: which; a new one comes under the plan's authority.

    Raises:
        NotAllowed: they may not.
        Refused: the plan is not open, or the body is another authority's.
    """
    hold_names(plan.authority)
    if not open_to(plan, by, "bodies").may_set_up:
        raise NotAllowed("You cannot change this: bodies are set up by administrators.")
    if body._state.adding:
        body.authority = plan.authority
    elif Body.objects.values_list("authority_id", flat=True).get(pk=body.pk) != plan.authority_id:
        raise Refused("That body is of another authority.")


def _check(body: Body) -> None:
    """Raise Refused where what a body keeps to makes no sense."""
    if not body.name:
        raise Refused("Enter the name of the body.", "name")
    if not 0 <= body.clear_days <= LONGEST_CHASE:
        raise Refused(f"Clear days are 0 to {LONGEST_CHASE}.", "clear_days")
    if not 1 <= body.cycle_days <= 366:
        raise Refused("Ratings are updated every 1 to 366 days.", "cycle_days")
    if not all(0 <= number <= LONGEST_CHASE for number in body.chase_days):
        raise Refused(f"People are chased 0 to {LONGEST_CHASE} working days before.", "chase_days")
    titles = [heading["title"].casefold() for heading in body.cover]
    if not all(titles):
        raise Refused("Give every heading of the cover report a title.")
    if len(set(titles)) < len(titles):
        raise Refused("Two headings of the cover report have the same title. Give one another title.")
    if any(heading["place"] not in (HEAD, BODY) for heading in body.cover):
        raise Refused("Choose a place for every heading of the cover report.")


def _new_texts(body: Body) -> Mapping[str, str]:
    """What is typed into the cover report, by where, that did not stand there before."""
    stored = Body.objects.values_list("cover", flat=True).filter(pk=body.pk).first() or []
    before = {heading[name] for heading in stored for name in ("title", "help", "text")}
    return {
        f"Body: cover heading {place}: {name}": heading[name]
        for place, heading in enumerate(body.cover, start=1)
        for name in ("title", "help", "text")
        if heading[name] not in before
    }
