"""Which findings a plan answers, which it does not, and where a good rating stands beside an open finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import Rag
from plans.snapshot import OutcomeRow, PlanSnapshot, SectionView

from .register import FindingRow, Register, VisitRow

GOOD = frozenset({Rag.GREEN, Rag.COMPLETE})
RULE = (
    "Overall is green or complete (where a section has no Overall, every column is), and a finding that the "
    "outcome answers still asks for something."
)
"""What ``contradictions`` looks for, in words for the pages that show it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An outcome rated well that answers an open adverse finding.

    Attributes:
        rag: what it is rated: Overall, or the lowest of its columns.
        findings: the open ones, the newest visit's first.
    """

    outcome: OutcomeRow
    rag: Rag
    findings: tuple[FindingRow, ...]


def said_to_be(outcome: OutcomeRow) -> Rag | None:
    """What an outcome is rated as a whole: its Overall; where it has none, the lowest of its columns.

    None where that, or one of those columns, is not rated, or it is withdrawn.
    """
    cells = outcome.rated_cells
    overall = [cell for cell in cells if cell.column.locality_id is None]
    rags = [cell.rag for cell in (overall or cells)]
    rated = [rag for rag in rags if rag]
    return min(rated, key=lambda rag: rag.rank) if rated and len(rated) == len(rags) else None


def contradictions(snapshot: PlanSnapshot, register: Register) -> tuple[Contradiction, ...]:
    """Every outcome that is rated well beside an open finding (``RULE``), in the order of the plan."""
    open_by_outcome: dict[int, list[FindingRow]] = {}
    for finding in register.findings:
        if finding.is_open:
            for row in finding.outcomes:
                open_by_outcome.setdefault(row.id, []).append(finding)
    found = []
    for outcome in snapshot.outcomes:
        rag = said_to_be(outcome)
        if rag in GOOD and rag and outcome.id in open_by_outcome:
            found.append(Contradiction(outcome, rag, tuple(open_by_outcome[outcome.id])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Count:
    """The findings of one visit about one section.

    Attributes:
        adverse, open: how many ask for something, and how many of those are not closed.
        strengths: how many are strengths.
    """

    adverse: int
    open: int
    strengths: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.adverse + self.strengths


def count(findings: Iterable[FindingRow]) -> Count:
    """How many of some findings are of which sort."""
    rows = list(findings)
    adverse = [row for row in rows if row.is_adverse]
    return Count(len(adverse), sum(1 for row in adverse if row.is_open), len(rows) - len(adverse))


Counted = tuple[VisitRow, Count]
"""A visit, and its findings about one section, or about none."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sections by visits, and what one has that the other lacks.

    Attributes:
        visits: that have findings, the oldest first.
        sections: each section of the plan with its count for each of those visits, and of all of them.
        elsewhere: the same for findings about no section.
        unanswered: adverse findings not closed that no outcome answers.
        unsupported: outcomes that no finding of any visit is linked to.
        repeated: chains of findings raised again, the newest first in each; the longest chain first.
        raised_again: ids of the findings in those chains.
        contradictions: outcomes rated well beside an open finding.
    """

    visits: tuple[VisitRow, ...]
    sections: tuple[tuple[SectionView, tuple[Counted, ...], Count], ...]
    elsewhere: tuple[Counted, ...]
    unanswered: tuple[FindingRow, ...]
    unsupported: tuple[OutcomeRow, ...]
    repeated: tuple[tuple[FindingRow, ...], ...]
    raised_again: frozenset[int]
    contradictions: tuple[Contradiction, ...]


def raised_again(register: Register) -> frozenset[int]:
    """Ids of the findings that repeat an earlier one, or that a later one repeats."""
    pairs = ((row.id, row.repeats) for row in register.findings if row.repeats is not None)
    return frozenset(pk for pair in pairs for pk in pair)


def coverage_of(snapshot: PlanSnapshot, register: Register) -> Coverage:
    """How a plan and the findings of its visits cover one another. No queries."""
    found = {finding.visit.id for finding in register.findings}
    visits = tuple(visit for visit in reversed(register.visits) if visit.id in found)
    by_place: dict[tuple[str, int], list[FindingRow]] = {}
    by_section: dict[str, list[FindingRow]] = {}
    for finding in register.findings:
        for number in finding.sections or ("",):
            by_place.setdefault((number, finding.visit.id), []).append(finding)
            by_section.setdefault(number, []).append(finding)
    sections = tuple(
        (
            section,
            tuple((visit, count(by_place.get((section.number, visit.id), ()))) for visit in visits),
            count(by_section.get(section.number, ())),
        )
        for section in snapshot.sections
    )
    answered = {row.id for finding in register.findings for row in finding.outcomes}
    again = {finding.repeats for finding in register.findings}
    chains = [
        (finding, *register.repeats_of(finding))
        for finding in register.findings
        if finding.repeats is not None and finding.id not in again
    ]
    return Coverage(
        visits=visits,
        sections=sections,
        elsewhere=tuple((visit, count(by_place.get(("", visit.id), ()))) for visit in visits),
        unanswered=tuple(row for row in register.findings if row.is_open and not row.is_answered),
        unsupported=tuple(
            row for row in snapshot.outcomes if row.id not in answered and not row.withdrawn_on
        ),
        repeated=tuple(sorted(chains, key=len, reverse=True)),
        raised_again=raised_again(register),
        contradictions=contradictions(snapshot, register),
    )
