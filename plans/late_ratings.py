"""Who has not updated their ratings, for the clerk who waits for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from .models import Membership, Plan, Rag
from .permissions import Access
from .snapshot import Cell, Named, OutcomeRow, PlanSnapshot

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager of a plan, with what they may rate."""

    name: str
    email: str
    access: Access

    def may_rate(self, outcome: OutcomeRow, cell: Cell) -> bool:
        """Whether they give this rating."""
        return self.access.may_rate(
            lead_ids=outcome.lead_ids,
            locality_id=cell.column.locality_id,
            outcome_localities=outcome.locality_ids,
        )


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


@dataclass(frozen=True, slots=True)
class Awaited:
    """The ratings that a paper waits for.

    Attributes:
        on: the day shown.
        by: the day it is published: the deadline, or the day shown once that has passed.
        since: the first day whose ratings are recent enough on that day.
        managers: how many there are.
        late: those of them who have ratings to update, whoever has most first.
        nobodys: of what is to be updated, what no manager may give.
    """

    on: dt.date
    by: dt.date
    since: dt.date
    managers: int
    late: tuple[LateManager, ...]
    nobodys: tuple[tuple[OutcomeRow, Cell], ...]

    @property
    def begun(self) -> bool:
        """Whether ratings can be recent enough yet; until then only what was never given is waited for."""
        return self.since <= self.on

    @property
    def days(self) -> int:
        """A rating that is as many days old on the day shown, or more, is too old."""
        return (self.on - self.since).days + 1

    @property
    def named(self) -> tuple[tuple[OutcomeRow, Cell], ...]:
        """The first of ``nobodys``, as many as are named in a sentence."""
        return self.nobodys[:_MOST_NAMED]

    @property
    def more(self) -> int:
        """How many of these are not named."""
        return len(self.nobodys) - len(self.named)


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


def awaited_for(
    snapshot: PlanSnapshot, managers: Sequence[Manager], *, deadline: dt.date, cycle_days: int
) -> Awaited:
    """The ratings that the paper of a meeting waits for, judged as they will be when it is published.

    A rating that is recent enough today may be too old by then, so today is not what counts. No queries.

    Args:
        snapshot: the plan, at the day shown.
        managers: of it.
        deadline: the last day on which papers of the meeting can be published.
        cycle_days: how old a rating may be; 1 or more.
    """
    on = snapshot.at
    by = max(deadline, on)
    since = by - dt.timedelta(days=cycle_days)
    asked = since if since <= on else dt.date.min
    return Awaited(
        on=on,
        by=by,
        since=since,
        managers=len(managers),
        late=who_is_late(snapshot, managers, asked),
        nobodys=with_no_manager(snapshot, managers, asked),
    )


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
            if not manager.may_rate(outcome, cell):
                continue
            held += 1
            if _is_late(cell, since):
                late += 1
                leads.update(lead for lead in outcome.leads if lead.id in manager.access.lead_ids)
        if late:
            named = tuple(sorted(leads, key=lambda lead: lead.name))
            found.append(LateManager(manager.name, manager.email, named, late, held))
    return tuple(sorted(found, key=lambda one: (-one.late, one.name)))


def with_no_manager(
    snapshot: PlanSnapshot, managers: Sequence[Manager], since: dt.date
) -> tuple[tuple[OutcomeRow, Cell], ...]:
    """Ratings that are late and that no manager may give, so that nobody would be chased for them.

    Args:
        snapshot, managers, since: as for ``who_is_late``.

    Returns:
        In the order of the plan.
    """
    return tuple(
        (outcome, cell)
        for outcome, cell in snapshot.cells
        if _is_late(cell, since) and not any(manager.may_rate(outcome, cell) for manager in managers)
    )


def _is_late(cell: Cell, since: dt.date) -> bool:
    stood = cell.standing
    return stood is None or (stood.effective_on < since and stood.rag != Rag.COMPLETE)


def mail_to(late: Sequence[LateManager], subject: str) -> str:
    """A ``mailto:`` address that writes to all of them, hidden from each other.

    Args:
        late: who.
        subject: of the message.
    """
    # Commas between addresses stay as they are (RFC 6068); what stands within one is quoted.
    addresses = ",".join(quote(one.email, safe="@") for one in late)
    return f"mailto:?bcc={addresses}&subject={quote(subject)}"
