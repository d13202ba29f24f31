"""What every write about a visit begins with: the version in use is held, and the visit is moved under it."""

import datetime as dt

from plans.actions import records
from plans.actions.refusals import NotAllowed, Refused
from plans.actions.version_order import check_open, read_again
from plans.models import Plan, User
from plans.permissions import Access, access_to

from ..line import line_of
from ..models import Visit
from ..permissions import may_check_sites, may_record

NOT_YOURS = "You cannot change this: visits and findings are recorded by SMT, clerks and administrators."
NOT_SMT = "You cannot change this: site days are recorded by SMT and administrators."
CARRIED = "Carried on under the version of the plan in use"


def open_to_record(plan: Plan, by: User) -> Access:
    """Somebody may record visits on a plan, and it is open until the transaction ends.

    Args:
        plan: the version of the plan through whose pages it is done.
        by: who.

    Raises:
        NotAllowed: they may not.
        Refused: the plan is closed, a draft of the next version, or gone.
    """
    access = open_to(plan, by)
    if not may_record(access):
        raise NotAllowed(NOT_YOURS)
    return access


def open_to_check(plan: Plan, by: User) -> Access:
    """Somebody may record what SMT saw on a site day, and the plan is open; raises as ``open_to_record``."""
    access = open_to(plan, by)
    if not may_check_sites(access):
        raise NotAllowed(NOT_SMT)
    return access


def open_for(plan: Plan, by: User, *visits: Visit) -> Access:
    """Somebody may record what belongs to these visits, and the plan is open; raises as ``open_to_record``.

    Args:
        plan, by: as for ``open_to_record``.
        visits: a site day is SMT's own; the others are recorded by clerks too.
    """
    ours = any(visit.kind == Visit.Kind.SITE_DAY for visit in visits)
    return open_to_check(plan, by) if ours else open_to_record(plan, by)


def open_to(plan: Plan, by: User) -> Access:
    """What somebody may do on a plan, which is open and stays so until the transaction ends.

    Raises:
        Refused: the plan is closed, a draft of the next version, or gone.
    """
    check_open(plan)
    if read_again(plan).is_next_draft:
        raise Refused(
            "This is a draft of the next version. Visits are recorded on the version in use; "
            "they are here too once this one starts."
        )
    return access_to(plan, by)


def belongs(plan: Plan, of: int) -> None:
    """Raise Refused where something is not of this plan or a version before it.

    Args:
        plan: the version through whose pages it is written.
        of: the id of the version it says it belongs to.
    """
    if of not in line_of(plan):
        raise Refused("That is not part of this plan.")


def bring_under(visit: Visit, plan: Plan, *, by: User, when: dt.datetime | None = None) -> None:
    """Make a visit belong to the version in use, before anything of it is written there.

    What belongs to a visit alone (judgements, files, deadlines, checks) says through it which version's
    record a change is part of.

    Raises:
        Refused: it is of another plan.
    """
    if visit.plan_id != plan.pk:
        belongs(plan, visit.plan_id)
        visit.plan = plan
        records.save(visit, by=by, reason=CARRIED, when=when)
