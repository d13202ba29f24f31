"""How the outcomes of a version continue those of the one before: what is proposed, said and typed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import QueryDict

from ..actions.joining import SameLocality
from ..lineage import same_words
from ..matched import Matched
from ..matching import Kind, LocalityAlike, Matcher, Proposal, alike_localities
from ..snapshot import OutcomeRow, PlanSnapshot, SectionView
from ..word_difference import Kind as Fate
from ..word_difference import Piece, word_difference

_OFFERED = 3  # old outcomes, the likeliest, beside those that are proposed or saved
_LONGEST = 500
REASON = "Matched to the version before"


@dataclass
class MatchRow:
    """A new outcome, and what it continues.

    Attributes:
        proposal: what is saved of it or, where nothing is, what is proposed.
        said: whether that is saved.
        offered: old outcomes to choose from, each with how alike its wording is.
        ticked: ids of those chosen.
        others: refs of further ones, as typed.
        new: it is said to be new.
        saved: refs that are saved; to compare with, where somebody else was faster.
        error: what is wrong with what was typed.
    """

    outcome: OutcomeRow
    proposal: Proposal
    said: bool
    offered: list[tuple[OutcomeRow, int]]
    ticked: set[int]
    others: str = ""
    new: bool = False
    saved: tuple[str, ...] = ()
    error: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is the same as one that nobody has touched: what could be changed is folded away."""
        untouched = self.ticked == {match.predecessor.id for match in self.proposal.matches}
        same = self.proposal.kind in (Kind.SAME, Kind.MOVED)
        return same and untouched and not (self.new or self.others or self.error)

    @property
    def choices(self) -> list[tuple[OutcomeRow, int, bool]]:
        """The old outcomes offered, and whether each is ticked."""
        return [(row, likeness, row.id in self.ticked) for row, likeness in self.offered]

    @property
    def words_then(self) -> tuple[Piece, ...]:
        """The old wording with what was taken out marked; empty where it is the same, or not of one alone."""
        return tuple(piece for piece in self._pieces if piece.kind != Fate.ADDED)

    @property
    def words_now(self) -> tuple[Piece, ...]:
        """The new wording with what was put in marked."""
        return tuple(piece for piece in self._pieces if piece.kind != Fate.REMOVED)

    @property
    def _pieces(self) -> tuple[Piece, ...]:
        if len(self.proposal.matches) != 1:
            return ()
        before = self.proposal.matches[0].predecessor.statement
        return (
            ()
            if same_words(before, self.outcome.statement)
            else word_difference(before, self.outcome.statement)
        )


@dataclass
class DroppedRow:
    """An old outcome that nothing continues, and whether it is said to be dropped."""

    outcome: OutcomeRow
    said: bool
    ticked: bool


@dataclass
class LocalityRow:
    """A locality that only the new version has, and what a person says of it.

    Attributes:
        choice: ``before`` (it is the old one, as that is called) or ``renamed`` (the old one, with the new
            name); empty where nothing is decided, and it stays its own.
    """

    alike: LocalityAlike
    choice: str = ""

    @property
    def name(self) -> str:
        """Names its inputs."""
        return f"locality-{self.alike.column.locality_id}"

    @property
    def same(self) -> SameLocality | None:
        """What the action is told; None where the locality stays its own."""
        column, before = self.alike.column, self.alike.before
        if self.choice not in ("before", "renamed") or not column.locality_id or not before.locality_id:
            return None
        name = column.name if self.choice == "renamed" else ""
        return SameLocality(column.locality_id, before.locality_id, name)


@dataclass
class NameRow:
    """A locality that is to have another name from the version's start on.

    Attributes:
        now: what it is called until then.
        name: what it is to be called, as saved or typed; empty to keep the name it has.
    """

    locality_id: int
    now: str
    name: str

    @property
    def field(self) -> str:
        """Names its input."""
        return f"name-{self.locality_id}"


@dataclass
class MatchingForm:
    """The page of a version's matching, as it is or filled in.

    Attributes:
        seen: ``Matched.seen`` of what the form was made from.
        is_draft: whether the version can still take on localities.
        stale: somebody else has saved since; the rows then say what.
    """

    matcher: Matcher
    matched: Matched
    is_draft: bool
    rows: list[MatchRow] = field(default_factory=list)
    dropped: list[DroppedRow] = field(default_factory=list)
    localities: list[LocalityRow] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    reason: str = REASON
    reason_error: str = ""
    seen: str = ""
    stale: bool = False

    @classmethod
    def of(
        cls,
        old: PlanSnapshot,
        new: PlanSnapshot,
        matched: Matched,
        *,
        is_draft: bool,
        names: Iterable[NameRow] = (),
    ) -> "MatchingForm":
        """What is saved, and proposals for the rest.

        Args:
            old, new: the two versions.
            matched: what is saved of how their outcomes belong together.
            is_draft: whether the newer one has not started.
            names: the localities that are to have another name when it does.
        """
        form = cls(Matcher(old, new), matched, is_draft, seen=matched.seen)
        links = {pk: list(befores) for pk, befores in matched.links.items()}
        proposed = form.matcher.links() if matched.undecided else {}
        taken = matched.followed | matched.said_dropped
        for pk in matched.undecided:
            links[pk] = [before for before in proposed.get(pk, ()) if before not in taken]
        for proposal in form.matcher.made_by(links):
            if proposal.outcome is not None:
                form.rows.append(form._row(proposal.outcome, proposal))
            else:
                [match] = proposal.matches
                said = match.predecessor.id in matched.said_dropped
                form.dropped.append(DroppedRow(match.predecessor, said, ticked=True))
        form.names = list(names)
        if is_draft:
            form.localities = [LocalityRow(alike) for alike in alike_localities(old, new)]
        return form

    def _row(self, outcome: OutcomeRow, proposal: Proposal) -> MatchRow:
        before = [match.predecessor for match in proposal.matches]
        likely = [row for row in self.matcher.likeliest(outcome, _OFFERED) if row not in before]
        offered = [*before, *likely[: max(1, _OFFERED - len(before))]]
        return MatchRow(
            outcome,
            proposal,
            said=outcome.id not in self.matched.undecided,
            offered=[(row, self.matcher.likeness(outcome, row)) for row in offered],
            ticked={row.id for row in before},
            new=proposal.kind == Kind.NEW,
            saved=tuple(row.ref for row in before) if outcome.id in self.matched.links else (),
        )

    @property
    def sections(self) -> Iterator[tuple[SectionView, SectionView | None, list[MatchRow]]]:
        """Each section of the new version with the one it was and its rows."""
        rows = {row.outcome.id: row for row in self.rows}
        for pair in self.matcher.sections:
            here = [rows[outcome.id] for outcome in pair.section.outcomes if outcome.id in rows]
            if here:
                yield pair.section, pair.before, here

    @property
    def kinds(self) -> list[tuple[Kind, int]]:
        """How many outcomes there are of each kind, as proposed or saved."""
        kinds = [row.proposal.kind for row in self.rows] + [Kind.DROPPED] * len(self.dropped)
        return [(kind, kinds.count(kind)) for kind in Kind if kind in kinds]

    @property
    def proposed(self) -> int:
        """How many rows show a proposal that nobody has confirmed."""
        return [row.said for row in self.rows].count(False) + [row.said for row in self.dropped].count(False)

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent, and set ``error`` where it cannot be."""
        olds = {row.id: row for row in self.matcher.old.outcomes}
        by_ref = {row.ref.casefold(): row for row in olds.values()}
        self.seen = data.get("seen", "")[:64]
        self.reason = data.get("reason", "").strip()
        if not self.reason or len(self.reason) > _LONGEST or "\x00" in self.reason:
            self.reason_error = f"Say why, in up to {_LONGEST} characters: it is kept in the record."
        shown = {*data.getlist("row")}
        for row in self.rows:
            pk = row.outcome.id
            if str(pk) not in shown:
                continue  # it came since the form was made
            sent = {*data.getlist(f"from-{pk}")}
            row.ticked = {before for before in olds if str(before) in sent}
            row.others, row.new = data.get(f"other-{pk}", "").strip()[:_LONGEST], f"new-{pk}" in data
            offered = {before.id for before, _ in row.offered}
            row.offered += [
                (olds[before], self.matcher.likeness(row.outcome, olds[before]))
                for before in sorted(row.ticked - offered)
            ]
            refs = [ref for ref in re.split(r"[,;\s]+", row.others) if ref]
            unknown = [ref for ref in refs if ref.casefold() not in by_ref]
            if unknown:
                row.error = (
                    f"The version before has no {' or '.join(unknown[:3])}. Enter refs of its outcomes."
                )
            elif row.new and (row.ticked or refs):
                row.error = f"{row.outcome.ref} cannot be new and continue another: choose one of the two."
        for one in self.dropped:
            if str(one.outcome.id) in shown:
                one.ticked = f"dropped-{one.outcome.id}" in data
        for locality in self.localities:
            locality.choice = data.get(locality.name, "")
        for name in self.names:
            name.name = data.get(name.field, name.name).replace("\x00", "").strip()

    @property
    def new_names(self) -> dict[int, str]:
        """What localities are to be called from the start on, by id."""
        return {row.locality_id: row.name for row in self.names}

    @property
    def matches(self) -> dict[int, list[int]]:
        """For each new outcome, ids of what it is said to continue."""
        by_ref = {row.ref.casefold(): row.id for row in self.matcher.old.outcomes}
        return {
            row.outcome.id: sorted(
                row.ticked | {by_ref[ref.casefold()] for ref in re.split(r"[,;\s]+", row.others) if ref}
            )
            for row in self.rows
        }

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the list above the page."""
        found = [
            {"href": f"#match-{row.outcome.id}", "text": f"{row.outcome.ref}: {row.error}"}
            for row in self.rows
            if row.error
        ]
        if self.reason_error:
            found.append({"href": "#reason", "text": self.reason_error})
        return found
