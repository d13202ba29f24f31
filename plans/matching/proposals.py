"""What some links make of each outcome, said in words: "Reworded from 2.3, 84% alike"."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from ..lineage import Kind, kind_of, same_words
from ..snapshot import OutcomeRow, PlanSnapshot


@dataclass(frozen=True, slots=True)
class Match:
    """An outcome of the old version that a new one continues.

    Attributes:
        predecessor: the old outcome.
        likeness: of the two wordings, 0 to 100.
    """

    predecessor: OutcomeRow
    likeness: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of one outcome.

    Attributes:
        kind: same wording in the same place; reworded; one of several new from one old; from several old;
            same wording in another place; new; or, of an old one, that nothing continues it.
        outcome: of the new version; None where one is dropped.
        matches: what it continues, the likeliest first; where one is dropped, that one alone.
        elsewhere: it has another ref or stands in another section than what it continues.
    """

    kind: Kind
    outcome: OutcomeRow | None
    matches: tuple[Match, ...] = ()
    elsewhere: bool = False

    @property
    def likeness(self) -> int:
        """Of the likeliest; 0 where there is none."""
        return max((match.likeness for match in self.matches), default=0)

    @property
    def words(self) -> str:
        """Such as ``Reworded from 2.3, 84% alike``."""
        refs = _and([match.predecessor.ref for match in self.matches])
        alike = f"{self.likeness}% alike"
        match self.kind:
            case Kind.SAME:
                return f"Same as {refs}"
            case Kind.MOVED:
                return f"Moved from {refs}, wording the same"
            case Kind.REWORDED:
                return f"Reworded{' and moved' if self.elsewhere else ''} from {refs}, {alike}"
            case Kind.SPLIT:
                return f"Split from {refs}, {alike}"
            case Kind.MERGED:
                return f"Merged from {refs}"
            case Kind.NEW:
                return "New"
        return "Dropped"


Links = Mapping[int, Collection[int]]
"""New outcome's id -> ids of the old ones it continues."""


def proposals_of(
    old: PlanSnapshot,
    new: PlanSnapshot,
    links: Links,
    *,
    likeness: Callable[[OutcomeRow, OutcomeRow], int],
    same_section: Callable[[OutcomeRow, OutcomeRow], bool],
) -> tuple[Proposal, ...]:
    """What some links make of each outcome: every new one in its order, then every old one left over.

    Outcomes that were withdrawn take no part.

    Args:
        old, new: the two versions.
        links: which new one continues which old ones.
        likeness: of the wordings of a new and an old outcome.
        same_section: whether an old outcome's section became the new one's.
    """
    before = {row.id: row for row in old.outcomes}
    followed = Counter(pk for row in new.outcomes for pk in links.get(row.id, ()))
    made = []
    for row in new.outcomes:
        if row.withdrawn_on:
            continue
        came_from = [before[pk] for pk in links.get(row.id, ()) if pk in before]
        matches = sorted(
            (Match(one, likeness(row, one)) for one in came_from), key=lambda match: -match.likeness
        )
        elsewhere = any(one.ref != row.ref or not same_section(row, one) for one in came_from)
        kind = kind_of(
            predecessors=len(came_from),
            heirs=max((followed[one.id] for one in came_from), default=0),
            reworded=any(not same_words(one.statement, row.statement) for one in came_from),
            moved=elsewhere,
        )
        made.append(Proposal(kind, row, tuple(matches), elsewhere))
    made += [
        Proposal(Kind.DROPPED, None, (Match(row, 0),))
        for row in old.outcomes
        if not row.withdrawn_on and not followed[row.id]
    ]
    return tuple(made)


def _and(refs: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(refs[:-1]), *refs[-1:]]))
