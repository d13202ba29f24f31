"""Two snapshots of one plan, side by side."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from ..own_words import PlanFieldChange, StatementChange, plan_fields
from ..snapshot import Column, OutcomeRow, PlanSnapshot, SectionView
from ..standing import Stood
from ..withdrawals import Withdrawal
from .cells import CellChange, CellKind
from .outcomes import OutcomeChange, OutcomeKind, outcome_change


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section whose own words or columns differ.

    Attributes:
        was, now: the section at each date; None where it was not part of the plan.
        gained, lost: its RAG columns; a column that was only renamed is in ``renamed``.
        renamed: (its name before, its name after).
        statements: those that differ.
    """

    was: SectionView | None
    now: SectionView | None
    gained: tuple[Column, ...]
    lost: tuple[Column, ...]
    renamed: tuple[tuple[str, str], ...]
    statements: tuple[StatementChange, ...]

    @property
    def section(self) -> SectionView:
        """The later of the two that there is."""
        section = self.now or self.was
        assert section is not None  # noqa: S101 - a change is of something
        return section

    @property
    def heading_was(self) -> str:
        """Its heading before, where that differs; else empty."""
        return self.was.heading if self.was and self.now and self.was.heading != self.now.heading else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two dates.

    Attributes:
        plan: what of the plan's own words differs.
        sections: the sections that differ in their own words or columns.
        outcomes: every outcome of either date, in the later plan's order; those that are gone come last.
    """

    before: PlanSnapshot
    after: PlanSnapshot
    plan: tuple[PlanFieldChange, ...]
    sections: tuple[SectionChange, ...]
    outcomes: tuple[OutcomeChange, ...]

    @property
    def cells(self) -> Iterator[CellChange]:
        """Every cell of either date."""
        return chain.from_iterable(change.cells for change in self.outcomes)

    @property
    def cell_counts(self) -> Mapping[CellKind, int]:
        """How many cells went each way; every kind is there, in order."""
        found = Counter(change.kind for change in self.cells)
        return {kind: found[kind] for kind in CellKind}

    @property
    def outcome_counts(self) -> Mapping[OutcomeKind, int]:
        """How many outcomes changed in each way; every kind is there, in order."""
        found = Counter(kind for change in self.outcomes for kind in change.kinds)
        return {kind: found[kind] for kind in OutcomeKind}

    @property
    def newly_coloured(self) -> Iterator[Stood]:
        """What stands in the cells whose colour is another than it was."""
        for change in self.cells:
            if change.kind.new_colour and change.now and change.now.standing:
                yield change.now.standing

    def with_turns(self, turned: Mapping[int, Stood]) -> "Comparison":
        """The same, each change of colour with the rating that brought it, not one that confirmed it.

        Args:
            turned: id of a rating that stands now -> the one that brought its colour
                (``standing.turning_ratings``). One that stood at the earlier date already is passed over:
                what has been corrected since may have come between.
        """

        def told(change: CellChange) -> CellChange:
            now = change.now.standing if change.now and change.kind.new_colour else None
            turn, before = turned.get(now.id) if now else None, change.was.standing if change.was else None
            if turn is None or (before and turn.order <= before.order):
                return change
            return replace(change, turned=turn)

        return replace(
            self,
            outcomes=tuple(replace(change, cells=tuple(map(told, change.cells))) for change in self.outcomes),
        )

    def only(
        self,
        *,
        outcome: Callable[[OutcomeRow], bool] | None = None,
        cell: Callable[[CellChange], bool] | None = None,
    ) -> "Comparison":
        """The same comparison of some outcomes, and of some of their cells.

        Args:
            outcome: keeps an outcome that it holds of at either date, and what changed in the section of one
                that is kept; the plan's own words are then left out.
            cell: keeps a cell.
        """
        kept = [
            change
            for change in self.outcomes
            if outcome is None or any(outcome(row) for row in (change.was, change.now) if row)
        ]
        numbers = {row.section_number for change in kept for row in (change.was, change.now) if row}
        return Comparison(
            self.before,
            self.after,
            self.plan if outcome is None else (),
            self.sections
            if outcome is None
            else tuple(change for change in self.sections if change.section.number in numbers),
            tuple(
                replace(change, cells=tuple(filter(cell, change.cells))) if cell else change
                for change in kept
            ),
        )


def compare(
    before: PlanSnapshot,
    after: PlanSnapshot,
    *,
    corrections: Mapping[int, int] | None = None,
    withdrawals: Mapping[int, Withdrawal] | None = None,
) -> Comparison:
    """What changed from one snapshot of a plan to a later one.

    To see corrections, take the earlier one as known then; as known today, what was corrected is left out of
    both.

    Args:
        before, after: the snapshots.
        corrections: id of a rating -> id of the one it corrects, for corrections that were corrected in turn.
        withdrawals: of the outcomes that ``newly_withdrawn`` names, by id.
    """
    was = {outcome.id: outcome for outcome in before.outcomes}
    known, why = corrections or {}, withdrawals or {}
    outcomes = [
        outcome_change(was.pop(outcome.id, None), outcome, known, why.get(outcome.id))
        for outcome in after.outcomes
    ]
    outcomes += [outcome_change(gone, None, known) for gone in was.values()]
    return Comparison(
        before, after, tuple(plan_fields(before, after)), tuple(_sections(before, after)), tuple(outcomes)
    )


def newly_withdrawn(before: PlanSnapshot, after: PlanSnapshot) -> list[int]:
    """Ids of the outcomes of both that were withdrawn between them, or that got another day of withdrawal."""
    was = {outcome.id: outcome.withdrawn_on for outcome in before.outcomes}
    return [
        outcome.id
        for outcome in after.outcomes
        if outcome.withdrawn_on and outcome.id in was and outcome.withdrawn_on != was[outcome.id]
    ]


def _sections(before: PlanSnapshot, after: PlanSnapshot) -> Iterator[SectionChange]:
    was = {section.id: section for section in before.sections}
    for section in after.sections:
        change = _section(was.pop(section.id, None), section)
        differs = (change.heading_was, change.gained, change.lost, change.renamed, change.statements)
        if change.was is None or any(differs):
            yield change
    for section in was.values():
        yield _section(section, None)


def _section(was: SectionView | None, now: SectionView | None) -> SectionChange:
    old = {column.locality_id: column for column in (was.columns if was else ())}
    new = {column.locality_id: column for column in (now.columns if now else ())}
    old_says = {(s.kind, s.number): s.text for s in (was.statements if was else ())}
    new_says = {(s.kind, s.number): s.text for s in (now.statements if now else ())}
    return SectionChange(
        was,
        now,
        gained=tuple(column for key, column in new.items() if key not in old) if was else (),
        lost=tuple(column for key, column in old.items() if key not in new) if now else (),
        renamed=tuple(
            (old[key].name, column.name)
            for key, column in new.items()
            if key in old and old[key].name != column.name
        ),
        statements=tuple(
            StatementChange(*key, old_says.get(key, ""), new_says.get(key, ""))
            for key in sorted({**old_says, **new_says})
            if old_says.get(key, "") != new_says.get(key, "")
        )
        if was and now
        else (),
    )
