"""A plan as it stood -> the paper a committee reads. No queries here."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from ..changes import Compared
from ..dates import full_date, month_year
from ..models import Rag, Statement
from ..snapshot import Cell, OutcomeRow, PlanSnapshot, SectionView
from .changes_part import changes_part
from .document import (
    Align,
    Block,
    Column,
    DataPart,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    StackedBars,
    Table,
    Value,
)
from .marks import NOT_APPLICABLE, NOT_RATED, TONES, WITHDRAWN, mark_of_rag


def plan_document(
    snapshot: PlanSnapshot,
    *,
    produced_by: str,
    produced_at: dt.datetime,
    described: str = "",
    changes: Compared | None = None,
    more: Sequence[Part | DataPart] = (),
) -> Document:
    """The plan in full: cover, summary, a part for each section, and every rating as data.

    Args:
        snapshot: the plan, or the part of it that a filter leaves.
        produced_by: the name of whoever asked for it.
        produced_at: when; aware.
        described: the filter in words; empty for the whole plan.
        changes: what changed since an earlier date, for a part of its own; None leaves that out.
        more: parts that other apps add (``plans.parts``), after the sections.
    """
    return Document(
        title=f"{snapshot.title}, {month_year(snapshot.dated)}",
        owner=snapshot.authority,
        subject=f"Improvement plan of {snapshot.authority} as at {full_date(snapshot.at)}",
        as_at=snapshot.at,
        produced_at=produced_at,
        produced_by=produced_by,
        note="selected outcomes only" if described else "",
        parts=(
            _cover(snapshot, produced_by, produced_at, described),
            summary_part(snapshot, described),
            *([changes_part(changes, described)] if changes else []),
            *(section_part(section) for section in snapshot.sections),
            *more,
            _all_ratings(snapshot),
        ),
    )


def mark_of(outcome: OutcomeRow, cell: Cell) -> Mark:
    """What is printed in an outcome's column."""
    if outcome.withdrawn_on:
        return WITHDRAWN
    if not cell.applies:
        return NOT_APPLICABLE
    return mark_of_rag(cell.rag) if cell.rag else NOT_RATED


def _cover(snapshot: PlanSnapshot, produced_by: str, produced_at: dt.datetime, described: str) -> Part:
    outcomes = sum(1 for outcome in snapshot.outcomes if not outcome.withdrawn_on)
    cells = [cell for _, cell in snapshot.cells]
    rated = sum(1 for cell in cells if cell.rag)
    paragraphs = [line for line in snapshot.introduction.splitlines() if line.strip()]
    introduction: tuple[Block, ...] = (
        (Heading("Introduction"), *map(Paragraph, paragraphs)) if paragraphs else ()
    )
    return Part(
        name="Cover",
        overline=snapshot.authority,
        heading=snapshot.title,
        blocks=(
            Facts(
                (
                    ("Version", f"{month_year(snapshot.dated)} ({snapshot.status.label.lower()})"),
                    ("As at", snapshot.at),
                    ("As known at", snapshot.known_at),
                    ("Produced at", produced_at),
                    ("Produced by", produced_by),
                    ("Covers", f"Only outcomes filtered by {described}" if described else "The whole plan"),
                    (
                        "Holds",
                        f"{counted(outcomes, 'outcome')} in {counted(len(snapshot.sections), 'section')}; "
                        f"{rated} of {counted(len(cells), 'rating')} given",
                    ),
                )
            ),
            *introduction,
            *key_to_ratings(snapshot),
        ),
    )


def key_to_ratings(snapshot: PlanSnapshot) -> tuple[Block, ...]:
    """What each colour means on this plan, under a heading."""
    rows: list[tuple[Value, ...]] = [
        (mark_of_rag(rag), meaning) for rag, meaning in snapshot.definitions.items()
    ]
    rows.append((NOT_RATED, "No rating has been given yet."))
    columns = (Column("Rating", 34, align=Align.CENTRE), Column("What it means", 60, share=1))
    return (Heading("Key to the ratings"), Table(columns, tuple(rows)))


def summary_part(snapshot: PlanSnapshot, described: str = "") -> Part:
    """How many ratings have each colour, section by section, with a chart.

    Args:
        snapshot: the plan, or what a filter leaves of it.
        described: the filter in words; empty for the whole plan.
    """
    colours = (*Rag, None)

    def counted(sections: Iterable[SectionView]) -> tuple[int, ...]:
        outcomes = [row for section in sections for row in section.outcomes if not row.withdrawn_on]
        cells = [cell for row in outcomes for cell in row.rated_cells]
        found = Counter(cell.rag for cell in cells)
        return (len(outcomes), len(cells), *(found[rag] for rag in colours))

    words = [rag.label if rag else NOT_RATED.word for rag in colours]
    table = Table(
        columns=(
            Column("Section", 56, share=1),
            *(Column(title, 17, align=Align.END) for title in ("Outcomes", "Ratings", *words)),
        ),
        rows=tuple((section.heading, *counted([section])) for section in snapshot.sections),
        total=("Whole plan" if not described else "All shown", *counted(snapshot.sections)),
        chart=StackedBars(
            "Ratings by section",
            "A bar for each section, split into its red, amber, green, complete and not rated ratings; "
            "the table above gives the same figures.",
            labels=0,
            stacked=tuple((index, TONES[rag]) for index, rag in enumerate(colours, start=3)),
        ),
        empty="There is nothing to count: no sections.",
    )
    said = f"Each outcome is rated once in every column that applies to it. As at {full_date(snapshot.at)}."
    if described:
        said += f" Only outcomes filtered by {described}."
    return Part("Summary", "Summary", (Paragraph(said), table), overline=snapshot.title)


def section_part(section: SectionView) -> Part:
    """A section as the plan prints it: its statements, and its outcomes with a column for each rating."""
    blocks: list[Block] = []
    for kind in Statement.Kind:
        statements = section.statements_of(kind)
        if statements:
            blocks += [
                Heading(kind.label),
                Numbered(tuple((statement.number, statement.text) for statement in statements)),
            ]
    timescale = section.has_timescales
    table = Table(
        columns=(
            Column("Ref", 14),
            Column("Outcome", 70, share=5),
            Column("Lead", 36, share=1),
            *([Column("Timescale", 26)] if timescale else []),
            *(Column(column.name, 23, align=Align.CENTRE) for column in section.columns),
        ),
        rows=tuple(
            (
                outcome.ref,
                outcome.statement,
                listed([lead.name for lead in outcome.leads]),
                *([outcome.timescale] if timescale else []),
                *(mark_of(outcome, cell) for cell in outcome.cells),
            )
            for outcome in section.outcomes
        ),
        empty="This section has no outcomes.",
    )
    if blocks:
        blocks.append(Heading("Outcomes"))
    return Part(f"{section.number} {section.title}", section.heading, (*blocks, table))


def _all_ratings(snapshot: PlanSnapshot) -> DataPart:
    themes = any(outcome.themes for outcome in snapshot.outcomes)
    timescales = any(outcome.timescale for outcome in snapshot.outcomes)
    columns = (
        Column("Section number", 14),
        Column("Section", 27),
        Column("Ref", 13),
        Column("Outcome", 68, share=3),
        Column("Leads", 30, share=1),
        Column("Themes", 27 if themes else 15),
        Column("Timescale", 22 if timescales else 19),
        Column("Column", 23),
        Column("RAG", 18, align=Align.CENTRE),
        Column("Reason", 68, share=4),
        Column("Rated on", 23),
        Column("Days since rated", 13, align=Align.END),
        Column("Recorded by", 26),
        Column("Recorded at", 32),
        Column("Previous RAG", 20),
    )
    titles = {section.number: section.title for section in snapshot.sections}
    rows = tuple(
        _rating_row(titles[outcome.section_number], outcome, cell) for outcome, cell in snapshot.cells
    )
    table = Table(columns, rows, empty="There are no ratings to list.")
    return DataPart("All ratings", "All ratings", table, named_by=(2, 7))


def _rating_row(section_title: str, outcome: OutcomeRow, cell: Cell) -> tuple[Value, ...]:
    standing = cell.standing
    return (
        outcome.section_number,
        section_title,
        outcome.ref,
        outcome.statement,
        "; ".join(lead.name for lead in outcome.leads),
        "; ".join(theme.name for theme in outcome.themes),
        outcome.timescale,
        cell.column.name,
        mark_of(outcome, cell),
        standing.commentary if standing else None,
        standing.effective_on if standing else None,
        cell.days,
        standing.whose if standing else None,
        standing.recorded_at if standing else None,
        cell.previous.rag.label if cell.previous else None,
    )


def listed(names: Sequence[str]) -> str:
    """Names as a plan writes them: with commas, and an "and" before the last."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(number: int, noun: str) -> str:
    """Such as "1 outcome" or "1,200 outcomes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
