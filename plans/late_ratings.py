"""Who has not updated their ratings, for the clerk who waits for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from .models import Membership, Plan, Rag
from .permissions import Access
from .snapshot import Named, PlanSnapshot


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager of a plan, with what they may rate."""

    name: str
    email: str
    access: Access


@dataclass(frozen=True, slots=True)
class LateManager:
    """A manager who has ratings to update.

    Attributes:
        leads: the leads they hold that some of these belong to.
        late: how many ratings are not given, or older than asked for.
        held: how many they give altogether.
    """

    name: str
    email: str
    leads: tuple[Named, ...]
    late: int
    held: int


def managers_of(plan: Plan) -> list[Manager]:
    """The managers of a plan who can sign in, by name. Three queries."""
    memberships = (
        Membership.objects.filter(plan=plan, role=Membership.Role.MANAGER, user__is_active=True)
        .select_related("user")
        .prefetch_related("lead_links", "locality_links")
        .order_by("user__name", "user__email", "id")
    )
    return [
        Manager(
            row.user.display_name,
            row.user.email,
            Access(
                row.user,
                Membership.Role.MANAGER,
                frozenset(link.lead_id for link in row.lead_links.all()),
                frozenset(link.locality_id for link in row.locality_links.all()),
                row.every_locality,
            ),
        )
        for row in memberships
    ]


def who_is_late(
    snapshot: PlanSnapshot, managers: Iterable[Manager], since: dt.date
) -> tuple[LateManager, ...]:
    """The managers who hold ratings that are not given yet or hold from before a day. No queries.

    What is complete does not grow old. Where several managers give the same rating, each is told of it.

    Args:
        snapshot: the plan.
        managers: of it.
        since: the first day that is recent enough.

    Returns:
        Whoever has most to update comes first.
    """
    found = []
    for manager in managers:
        held = late = 0
        leads: set[Named] = set()
        for outcome, cell in snapshot.cells:
            if not manager.access.may_rate(
                lead_ids=outcome.lead_ids,
                locality_id=cell.column.locality_id,
                outcome_localities=outcome.locality_ids,
            ):
                continue
            held += 1
            stood = cell.standing
            if stood is None or (stood.effective_on < since and stood.rag != Rag.COMPLETE):
                late += 1
                leads.update(lead for lead in outcome.leads if lead.id in manager.access.lead_ids)
        if late:
            named = tuple(sorted(leads, key=lambda lead: lead.name))
            found.append(LateManager(manager.name, manager.email, named, late, held))
    return tuple(sorted(found, key=lambda one: (-one.late, one.name)))


def mail_to(late: Sequence[LateManager], subject: str) -> str:
    """A ``mailto:`` address that writes to all of them, hidden from each other.

    Args:
        late: who.
        subject: of the message.
    """
    # Commas between addresses stay as they are (RFC 6068); what stands within one is quoted.
    addresses = ",".join(quote(one.email, safe="@") for one in late)
    return f"mailto:?bcc={addresses}&subject={quote(subject)}"
