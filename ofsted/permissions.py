"""Who may write about visits and findings, by their part in the plan. Reads only.

Every member of a plan reads all of it. What may be written when (nothing on a closed version) the actions
decide.
"""

from collections.abc import Collection

from plans.models import Membership
from plans.permissions import Access

Role = Membership.Role


def may_record(access: Access) -> bool:
    """Whether they record visits, findings, links, samples, decisions, files and deadlines met.

    SMT and administrators answer for the response to a visit; the clerk has the letter first.
    """
    return access.role in (Role.SMT, Role.ADMINISTRATOR, Role.CLERK)


def may_respond(access: Access, owner_id: int | None, *, of_site_day: bool) -> bool:
    """Whether they say what is done about a finding: whoever records findings of its visit, and its owner.

    Args:
        access: their part in the plan.
        owner_id: the lead who owns the finding; None where nobody does yet.
        of_site_day: whether it was found on a site day, which is SMT's own.
    """
    records = may_check_sites(access) if of_site_day else may_record(access)
    return records or (access.is_manager and owner_id in access.lead_ids)


def may_check_sites(access: Access) -> bool:
    """Whether they record what was seen on a site day, with SMT's own rating."""
    return access.role in (Role.SMT, Role.ADMINISTRATOR)


def may_resolve(
    access: Access, *, lead_ids: Collection[int], locality_id: int | None, outcome_localities: Collection[int]
) -> bool:
    """Whether they resolve a difference between SMT's rating and the manager's: whoever may rate there.

    Args:
        access, lead_ids, locality_id, outcome_localities: as for ``Access.may_rate``.
    """
    return access.may_rate(lead_ids=lead_ids, locality_id=locality_id, outcome_localities=outcome_localities)
