"""What every write about what goes on from version to version begins with: the version in use is held.

Visits, meetings and recommendations outlive a version of the plan. Each names the version that was in use
when it was last written about, so that its record is that version's (``plans.line``).
"""

import datetime as dt
from typing import Any

from ..line import line_of
from ..models import Plan, User
from ..models.tracking import Tracked
from ..permissions import Access, access_to
from . import records
from .refusals import Refused
from .version_order import check_open, read_again

CARRIED = "Carried on under the version of the plan in use"


def open_to(plan: Plan, by: User, what: str) -> Access:
    """What somebody may do on a plan, which is open and stays so until the transaction ends.

    Args:
        plan: the version of the plan through whose pages it is done.
        by: who.
        what: what is written, in the plural, such as "visits".

    Raises:
        Refused: the plan is closed, a draft of the next version, or gone.
    """
    check_open(plan)
    if read_again(plan).is_next_draft:
        raise Refused(
            f"This is a draft of the next version. {what.capitalize()} are recorded on the version in use; "
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


def bring_under(record: Tracked, plan: Plan, *, by: User, when: dt.datetime | None = None) -> None:
    """Make a record with a ``plan`` belong to the version in use, before anything of it is written there.

    What belongs to it alone (of a visit its judgements, files, deadlines and checks) says through it which
    version's record a change is part of.

    Raises:
        Refused: it is of another plan.
    """
    kept: Any = record
    if kept.plan_id != plan.pk:
        belongs(plan, kept.plan_id)
        kept.plan = plan
        records.save(kept, by=by, reason=CARRIED, when=when)
