"""What people have said so far of how a version of a plan continues the one before it. Reads only."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from .models import Locality, Outcome, OutcomePredecessor, Plan, SectionColumn, VersionDraft


@dataclass(frozen=True, slots=True)
class Matched:
    """Which outcome continues which, and what is still to be said.

    Attributes:
        links: a new outcome's id -> ids of the old ones it continues.
        said_new: ids of outcomes that a person says are new. Once the version has started, all that continue
            nothing are.
        said_dropped: ids of old outcomes that a person says are dropped; likewise.
        news, olds: ids of the outcomes of each version that are not withdrawn, in the plan's order.
        seen: fingerprint of all this and of the outcomes' versions, by which a form knows that it is stale.
    """

    links: dict[int, tuple[int, ...]]
    said_new: frozenset[int]
    said_dropped: frozenset[int]
    news: tuple[int, ...]
    olds: tuple[int, ...]
    seen: str

    @property
    def followed(self) -> frozenset[int]:
        """Ids of the old outcomes that something continues."""
        return frozenset(pk for befores in self.links.values() for pk in befores)

    @property
    def undecided(self) -> tuple[int, ...]:
        """Ids of new outcomes that are neither matched nor said to be new."""
        return tuple(pk for pk in self.news if pk not in self.links and pk not in self.said_new)

    @property
    def left_over(self) -> tuple[int, ...]:
        """Ids of old outcomes that nothing continues and that are not said to be dropped."""
        followed = self.followed
        return tuple(pk for pk in self.olds if pk not in followed and pk not in self.said_dropped)

    @property
    def is_finished(self) -> bool:
        """Whether something has been said of every outcome."""
        return not self.undecided and not self.left_over


def read_matched(plan: Plan) -> Matched:
    """How a version continues its predecessor, as said so far. Four queries.

    Args:
        plan: a version that has a predecessor.
    """
    before = plan.predecessor_id
    rows = list(
        Outcome.objects.filter(plan__in=(plan.pk, before))
        .order_by("section__position", "position", "pk")
        .values_list("plan_id", "pk", "version", "withdrawn_on")
    )
    links: dict[int, list[int]] = defaultdict(list)
    pairs = sorted(
        OutcomePredecessor.objects.filter(outcome__plan=plan).values_list("outcome_id", "predecessor_id")
    )
    for outcome_id, predecessor_id in pairs:
        links[outcome_id].append(predecessor_id)
    columns = sorted(
        SectionColumn.objects.filter(section__plan=plan).values_list("section_id", "locality_id")
    )
    draft = VersionDraft.objects.filter(plan=plan).first() or VersionDraft()
    news = tuple(pk for of, pk, _, withdrawn in rows if of == plan.pk and not withdrawn)
    olds = tuple(pk for of, pk, _, withdrawn in rows if of == before and not withdrawn)
    started = plan.status != Plan.Status.DRAFT
    followed = {predecessor_id for _, predecessor_id in pairs}
    said = (sorted(draft.said_new), sorted(draft.said_dropped), sorted(draft.locality_names.items()))
    return Matched(
        links={pk: tuple(befores) for pk, befores in links.items()},
        said_new=frozenset(pk for pk in news if pk not in links) if started else frozenset(draft.said_new),
        said_dropped=frozenset(olds) - followed if started else frozenset(draft.said_dropped),
        news=news,
        olds=olds,
        seen=hashlib.sha256(repr((str(plan.status), rows, pairs, columns, said)).encode()).hexdigest(),
    )


def pending_names(draft: VersionDraft) -> list[tuple[int, str, str]]:
    """The localities that a version gives another name when it starts. One query.

    Args:
        draft: what was chosen for the version.

    Returns:
        Each one's id, its name until then, and from then on.
    """
    kept = {int(pk): name for pk, name in draft.locality_names.items()}
    names = dict(Locality.objects.filter(pk__in=kept).values_list("pk", "name"))
    return [(pk, names[pk], name) for pk, name in kept.items() if pk in names]
