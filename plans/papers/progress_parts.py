"""How far the plan has come, as parts of a paper: numbers, what moved, reds, what is late, the months."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..changes import Compared
from ..dashboards import Counts
from ..dates import full_date, month_year
from ..models import Rag
from ..movement import CellKind, Comparison
from ..movement.tallies import Tally, tally
from ..snapshot import PlanSnapshot
from .brief import Brief
from .document import Align, Bullets, Column, Paragraph, Part, StackedBars, Table, Value
from .marks import NOT_RATED, TONES
from .overdue_part import overdue_lines, overdue_parts
from .plan_paper import counted, listed, summary_part

_ALWAYS = (
    CellKind.BETTER,
    CellKind.WORSE,
    CellKind.NEWLY_COMPLETE,
    CellKind.REOPENED,
    CellKind.NO_UPDATE,
)
_HEADS = {CellKind.BETTER: "Up", CellKind.WORSE: "Down", CellKind.NOW_ASKED: "Now asked for"}


_MOST_GONE = 10
"""Ratings no longer asked for that are named; where there are more, the part on changes names them all."""

NUMBERS = "Progress in numbers"
"""The heading of the first of these parts. A cover report has a Summary already, in the clerk's words."""


def progress_parts(brief: Brief) -> Iterator[Part]:
    """The summary of a paper, a part for each of its tables."""
    yield _numbers(brief)
    if brief.compared:
        yield _movement(brief.compared, brief.compared_with)
    if red := _reds(brief):
        yield red
    yield from overdue_parts(brief)
    if len(brief.months) > 1:
        yield _months(brief)


def _movement(compared: Compared, compared_with: str) -> Part:
    """How many ratings went each way, by section."""
    rows = tally(compared.comparison).sections
    totals = compared.comparison.cell_counts
    kinds = [kind for kind in CellKind if kind in _ALWAYS or totals[kind]]
    better = counted(totals[CellKind.BETTER], "rating")
    said = (
        f"Up: {better}, and {totals[CellKind.NEWLY_COMPLETE]:,} more newly complete. "
        f"Down: {totals[CellKind.WORSE]:,}, and {totals[CellKind.REOPENED]:,} more reopened. "
        f"No update: {totals[CellKind.NO_UPDATE]:,}."
    )
    paragraphs = [said, *_no_longer_asked(compared.comparison)]

    def numbers(counts: Tally | None) -> tuple[Value, ...]:
        found = counts.counts if counts else totals
        return (*(found[kind] for kind in kinds), sum(found.values()))

    return Part(
        name="What moved",
        heading=f"What moved since {compared_with}",
        blocks=(
            *map(Paragraph, paragraphs),
            Table(
                columns=(
                    Column("Section", 60, share=1),
                    *(Column(_HEADS.get(kind, kind.label), 19, align=Align.END) for kind in kinds),
                    Column("Ratings", 19, align=Align.END),
                ),
                rows=tuple((row.name, *numbers(row)) for row in rows),
                total=("Whole plan", *numbers(None)) if rows else None,
                empty="There is nothing to count: no ratings are asked for.",
            ),
        ),
    )


def _no_longer_asked(comparison: Comparison) -> Iterator[str]:
    """Why more ratings are compared than the plan has now; nothing where there are as many."""
    gone = [cell for cell in comparison.cells if cell.kind is CellKind.NO_LONGER_ASKED]
    if gone:
        names = listed([f"{cell.outcome.ref} {cell.column.name}" for cell in gone[:_MOST_GONE]])
        and_more = f" and {len(gone) - _MOST_GONE:,} more" if len(gone) > _MOST_GONE else ""
        compared = counted(sum(comparison.cell_counts.values()), "rating")
        yield (
            f"{compared} are compared, {len(gone):,} more than the plan has now. No longer asked for, "
            f"because an outcome was withdrawn or a column taken off: {names}{and_more}."
        )


def _numbers(brief: Brief) -> Part:
    """The counts by section, under what a reader must know of them: how many are missing, red and overdue."""
    part = replace(summary_part(brief.snapshot), name=NUMBERS, heading=NUMBERS)
    lines = (*_given_and_red(brief.snapshot), *overdue_lines(brief))
    return replace(part, blocks=(*([Bullets(lines)] if lines else []), *part.blocks))


def _given_and_red(snapshot: PlanSnapshot) -> Iterator[str]:
    """How many ratings were never given, and how many of the others are red."""
    rags = [cell.rag for _, cell in snapshot.cells]
    given = sum(1 for rag in rags if rag)
    if rags:
        yield f"Ratings not given: {len(rags) - given or 'none'} of {len(rags):,}."
    if given:
        yield f"Ratings that are red: {rags.count(Rag.RED) or 'none'} of the {given:,} given."


def _reds(brief: Brief) -> Part | None:
    """Every red rating with the reason it turned red for; None where nothing is red.

    What was said last, often no more than that nothing has changed, stands beside that. Each text has a cell
    to itself, so that it is found again where another part of the paper has it.
    """
    snapshot = brief.snapshot
    rows: list[tuple[Value, ...]] = []
    for outcome, cell in snapshot.cells:
        standing = cell.standing
        if cell.rag is Rag.RED and standing:
            turned = brief.turned.get(standing.id, standing)
            said_since = standing.id != turned.id and standing.commentary != turned.commentary
            rows.append(
                (
                    outcome.ref,
                    outcome.statement,
                    cell.column.name,
                    listed([lead.name for lead in outcome.leads]) or None,
                    turned.effective_on,
                    turned.commentary or None,
                    (standing.commentary or None) if said_since else None,
                    f"{full_date(standing.effective_on)}, {standing.whose}",
                )
            )
    if not rows:
        return None
    return Part(
        name="Red ratings",
        heading="What is red, and why",
        blocks=(
            Paragraph(f"{counted(len(rows), 'rating')} red as at {full_date(snapshot.at)}."),
            Table(
                (
                    Column("Ref", 14),
                    Column("Outcome", 62, share=4),
                    Column("Column", 22),
                    Column("Lead", 28),
                    Column("Red since", 23),
                    Column("Why it turned red", 44, share=3),
                    Column("Said last", 42, share=3),
                    Column("Last rated", 32),
                ),
                tuple(rows),
            ),
        ),
    )


def _months(brief: Brief) -> Part:
    """How many ratings had each colour at the end of each month, with a chart."""
    colours = (*Rag, None)
    months = [month for month in brief.months if month.total]
    words = [rag.label if rag else NOT_RATED.word for rag in colours]
    ends = Counter(month_year(month.end) for month in months)
    return Part(
        name="Month by month",
        heading="Month by month",
        blocks=(
            Paragraph(
                "Ratings as they stood at the end of each month, as they were known when this paper was "
                f"made; the last month as at {full_date(brief.snapshot.at)}."
            ),
            Table(
                columns=(
                    Column("Month", 40, share=1),
                    *(Column(word, 23, align=Align.END) for word in words),
                    Column("Ratings", 23, align=Align.END),
                ),
                rows=tuple(
                    (
                        month_year(month.end) if ends[month_year(month.end)] == 1 else full_date(month.end),
                        *(month.counts[rag] for rag in colours),
                        month.total,
                    )
                    for month in months
                ),
                chart=StackedBars(
                    "Ratings month by month",
                    _told(months[0].counts, months[-1].counts, month_year(months[0].end)),
                    labels=0,
                    stacked=tuple((index, TONES[rag]) for index, rag in enumerate(colours, start=1)),
                    upright=True,
                )
                if months
                else None,
                empty="There are no months to show.",
            ),
        ),
    )


def _told(first: Counts, last: Counts, since: str) -> str:
    """What the chart of the months shows, in a sentence."""
    went = [f"{rag.label.lower()} from {first[rag]} to {last[rag]}" for rag in Rag if first[rag] or last[rag]]
    return (
        f"A bar for each month, split into its red, amber, green, complete and not rated ratings. Since "
        f"{since}: {', '.join(went) or 'nothing was rated'}. The table gives the same figures."
    )
