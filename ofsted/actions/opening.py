"""What every write about a visit begins with: the version in use is held, and whoever writes may."""

from plans.actions.opening import open_to
from plans.actions.refusals import NotAllowed
from plans.models import Plan, User
from plans.permissions import Access

from ..models import Visit
from ..permissions import may_check_sites, may_record

VISITS = "visits"
NOT_YOURS = "You cannot change this: visits and findings are recorded by SMT, clerks and administrators."
NOT_SMT = "You cannot change this: site days are recorded by SMT and administrators."


def open_to_record(plan: Plan, by: User) -> Access:
    """Somebody may record visits on a plan, and it is open until the transaction ends.

    Args:
        plan: the version of the plan through whose pages it is done.
        by: who.

    Raises:
        NotAllowed: they may not.
        Refused: the plan is closed, a draft of the next version, or gone.
    """
    access = open_to(plan, by, VISITS)
    if not may_record(access):
        raise NotAllowed(NOT_YOURS)
    return access


def open_to_check(plan: Plan, by: User) -> Access:
    """Somebody may record what SMT saw on a site day, and the plan is open; raises as ``open_to_record``."""
    access = open_to(plan, by, VISITS)
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
