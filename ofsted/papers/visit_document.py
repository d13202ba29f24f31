"""What an inspector is given about one visit: each finding, what was done, and what became of the ratings.

It is laid out under the three questions that Ofsted asks of a council before and at its annual engagement
meeting: what it knows about the quality and impact of practice, how it knows it, and what its plans are.
Source: Ofsted, *Inspecting local authority children's services*, the part on self-evaluation.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.dates import full_date
from plans.papers.document import (
    Align,
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Part,
    Table,
    Value,
)
from plans.papers.marks import NOT_RATED, mark_of_rag
from plans.snapshot import OutcomeRow, PlanSnapshot

from ..ratings_since import CellSince, Day, Since
from ..register import FindingRow, VisitRow
from .findings_part import counted, status_words

KNOW = "What do you know about quality and impact?"
HOW = "How do you know?"
PLANS = "What are your plans?"


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that shows how an outcome stands, besides the reasons of its ratings.

    Attributes:
        outcome_id: of the plan shown.
        what: where it comes from, such as "Case review, January 2016".
        says: what it showed, such as "Seen alone: 16 of 20 (80%)".
        on: when.
        by: whose it is.
    """

    outcome_id: int
    what: str
    says: str
    on: dt.date
    by: str


def visit_document(
    visit: VisitRow,
    findings: Sequence[FindingRow],
    since: Mapping[Day, tuple[CellSince, ...]],
    *,
    snapshot: PlanSnapshot,
    shown: Sequence[Shown] = (),
    produced_by: str,
    produced_at: dt.datetime,
) -> Document:
    """The document of a visit.

    Args:
        visit: which.
        findings: its findings, in the report's order.
        since: how the ratings of their outcomes moved since its last day (``ratings_since``).
        snapshot: the plan at the date shown.
        shown: samples and site checks of those outcomes.
        produced_by, produced_at: who asked for it, and when.
    """
    return Document(
        title=f"{visit.title}, {visit.on_site}",
        owner=snapshot.authority,
        subject=f"Findings of the visit of {visit.on_site} and what was done, as at {full_date(snapshot.at)}",
        as_at=snapshot.at,
        produced_at=produced_at,
        produced_by=produced_by,
        parts=(
            _visit(visit, findings, snapshot, produced_by, produced_at),
            _know(visit, findings, since, snapshot),
            _how(visit, findings, since, shown),
            _plans(visit, findings, snapshot),
        ),
    )


def _visit(
    visit: VisitRow,
    findings: Sequence[FindingRow],
    snapshot: PlanSnapshot,
    produced_by: str,
    produced_at: dt.datetime,
) -> Part:
    pairs: list[tuple[str, Value]] = [
        ("On site", visit.on_site),
        ("Plan", snapshot.title),
        ("As at", snapshot.at),
        ("Letter or report", visit.letter_on),
        ("Ofsted published it", visit.ofsted_published_on),
        ("We published it", visit.council_published_on),
        ("Who came", ", ".join(visit.inspectors)),
        ("What was looked at", "; ".join(visit.looked_at)),
        ("Our self-assessment", visit.self_assessment_words),
        ("Next visit expected", visit.next_expected),
        ("Produced at", produced_at),
        ("Produced by", produced_by),
    ]
    blocks: list[Block] = [Facts(tuple((name, value) for name, value in pairs if value))]
    if visit.summary:
        blocks += [Heading("In short"), Paragraph(visit.summary)]
    blocks.append(Paragraph(counted(findings, snapshot.at)))
    if visit.judgements:
        judged = tuple((row.area, row.grade) for row in visit.judgements)
        blocks += [
            Heading("Judgements"),
            Table((Column("Area", 90, share=1), Column("Judgement", 60)), judged),
        ]
    return Part("Visit", visit.title, tuple(blocks), overline=snapshot.authority)


def _know(
    visit: VisitRow,
    findings: Sequence[FindingRow],
    since: Mapping[Day, tuple[CellSince, ...]],
    snapshot: PlanSnapshot,
) -> Part:
    table = Table(
        columns=(
            Column("Ref", 14),
            Column("Finding", 56, share=3),
            Column("Kind", 24),
            Column("Outcome", 56, share=4),
            Column("Column", 24),
            Column("At the visit", 24, align=Align.CENTRE),
            Column("Now", 24, align=Align.CENTRE),
            Column("Since", 34),
        ),
        rows=tuple(row for finding in findings for row in _moves(finding, visit, since)),
        empty="No finding is recorded of this visit.",
    )
    said = (
        f"Each finding in the report's words, and how the outcomes that answer it were rated on "
        f"{full_date(visit.last_on)} and are rated on {full_date(snapshot.at)}: Overall, and every other "
        "column whose rating has changed since."
    )
    return Part("Quality and impact", KNOW, (Paragraph(said), table), overline=visit.title)


def _moves(
    finding: FindingRow, visit: VisitRow, since: Mapping[Day, tuple[CellSince, ...]]
) -> Iterator[tuple[Value, ...]]:
    """A row for each rating of each outcome; the finding and the outcome are said in the first of theirs."""
    words: Value = finding.words
    kind: Value = str(finding.kind.label)
    for outcome in finding.outcomes:
        named: Value = f"{outcome.ref} {outcome.statement}"
        for cell in _telling(since.get((outcome.id, visit.last_on), ())):
            was = mark_of_rag(cell.was) if cell.was else NOT_RATED
            now = mark_of_rag(cell.rag) if cell.rag else NOT_RATED
            yield (finding.name, words, kind, named, cell.column.name, was, now, cell.kind.value)
            words = kind = named = None
    if words is not None:
        answer = "No outcome answers it yet" if finding.is_adverse else None
        yield (finding.name, words, kind, answer, None, None, None, None)


def _telling(cells: Sequence[CellSince]) -> list[CellSince]:
    """Overall, and every other column whose rating has changed; all of them where there is no Overall."""
    overall = any(cell.column.locality_id is None for cell in cells)
    quiet = {Since.SAME, Since.NOT_RATED}
    return [
        cell for cell in cells if not overall or cell.column.locality_id is None or cell.kind not in quiet
    ]


def _how(
    visit: VisitRow,
    findings: Sequence[FindingRow],
    since: Mapping[Day, tuple[CellSince, ...]],
    shown: Sequence[Shown],
) -> Part:
    blocks: list[Block] = []
    if visit.evidence_seen:
        blocks.append(Paragraph(f"Those who came looked at: {'; '.join(visit.evidence_seen)}."))
    table = Table(
        columns=(
            Column("Ref", 14),
            Column("About", 34),
            Column("Where from", 40),
            Column("What it shows", 80, share=4),
            Column("Date", 27),
            Column("By", 30),
        ),
        rows=tuple(row for finding in findings for row in _evidence(finding, visit, since, shown)),
        empty="No evidence is recorded yet.",
    )
    return Part("How we know", HOW, (*blocks, table), overline=visit.title)


def _evidence(
    finding: FindingRow,
    visit: VisitRow,
    since: Mapping[Day, tuple[CellSince, ...]],
    shown: Sequence[Shown],
) -> Iterator[tuple[Value, ...]]:
    if finding.evidence:
        yield (finding.name, "The finding", "Our response", finding.evidence, None, finding.owner or None)
    for outcome in finding.outcomes:
        for cell in _telling(since.get((outcome.id, visit.last_on), ())):
            if cell.now and cell.now.commentary:
                yield (
                    finding.name,
                    f"{outcome.ref} {cell.column.name}",
                    f"Rating, {cell.now.rag.label.lower()}",
                    cell.now.commentary,
                    cell.now.effective_on,
                    cell.now.whose,
                )
        for one in shown:
            # What was counted before the visit is what inspectors had seen already.
            if one.outcome_id == outcome.id and one.on >= visit.first_on:
                yield (finding.name, outcome.ref, one.what, one.says, one.on, one.by)


def _plans(visit: VisitRow, findings: Sequence[FindingRow], snapshot: PlanSnapshot) -> Part:
    table = Table(
        columns=(
            Column("Ref", 14),
            Column("What we are doing", 84, share=4),
            Column("Owner", 32),
            Column("Due", 27),
            Column("Status", 30),
            Column("Outcomes, with their timescales", 50, share=2),
        ),
        rows=tuple(
            (
                finding.name,
                finding.response or "Nothing is recorded yet",
                finding.owner or None,
                finding.due_on,
                status_words(finding, snapshot.at) or None,
                "; ".join(map(_timescale, finding.outcomes)) or None,
            )
            for finding in findings
            if finding.is_adverse
        ),
        empty="No finding of this visit asks for anything.",
    )
    blocks: list[Block] = [table]
    if visit.next_expected:
        blocks.insert(0, Paragraph(f"The next visit is expected: {visit.next_expected}."))
    return Part("Plans", PLANS, tuple(blocks), overline=visit.title)


def _timescale(outcome: OutcomeRow) -> str:
    return f"{outcome.ref} ({outcome.timescale})" if outcome.timescale else outcome.ref
