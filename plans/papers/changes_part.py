"""What changed between two dates, as a part of a paper."""

from collections.abc import Iterator, Sequence

from ..changes import Compared
from ..dates import full_date
from ..models import Rag
from ..movement import CellChange, CellKind, Comparison, OutcomeChange, OutcomeKind, SectionChange
from ..movement.outcomes import said
from ..withdrawals import Withdrawal
from .document import Align, Column, Mark, Paragraph, Part, Table, Value
from .marks import NOT_APPLICABLE, NOT_RATED, WITHDRAWN, mark_of_rag

_LONG = 30
"""Characters from which a wording needs a wide column; names, dates and colours do with a narrow one."""

ONLY_COUNTED = {
    CellKind.CONFIRMED: "confirmed unchanged",
    CellKind.NO_UPDATE: "without an update",
    CellKind.STILL_COMPLETE: "still complete",
    CellKind.NOT_RATED: "still not rated",
}
"""Kinds of change whose ratings are not listed one by one, in words."""

_MOST_NOT_RATED = 30
"""Cells never rated that are named; where there are more, the plan itself shows them better."""


def changes_part(changes: Compared, described: str = "", *, since: str = "") -> Part:
    """Every rating and wording that changed, in the plan's order; those that did not are only counted.

    Args:
        changes: what changed.
        described: the filter that narrowed it, in words; empty for the whole plan.
        since: what it is compared with, in words, such as "the paper of 24 January 2026 (1.0)"; the two dates
            are named where it is empty.
    """
    comparison = changes.comparison
    first, until = comparison.before.at, comparison.after.at
    counts = comparison.cell_counts
    quiet = ", ".join(f"{counts[kind]} {said}" for kind, said in ONLY_COUNTED.items())
    paragraphs = [
        f"From {full_date(first)} to {full_date(until)}. {changes.basis} Ratings not listed: {quiet}."
    ]
    if described:
        paragraphs.append(f"Only outcomes filtered by {described}.")
    for kind in (CellKind.NO_UPDATE, CellKind.NOT_RATED):
        silent = [f"{one.outcome.ref} {one.column.name}" for one in comparison.cells if one.kind is kind]
        if silent and (kind is CellKind.NO_UPDATE or len(silent) <= _MOST_NOT_RATED):
            paragraphs.append(f"{ONLY_COUNTED[kind].capitalize()}: {', '.join(silent)}.")
    rows = tuple(_rows(comparison))
    return Part(
        name="What changed",
        heading=f"What changed since {since}"
        if since
        else f"What changed from {full_date(first)} to {full_date(until)}",
        overline=comparison.after.title,
        blocks=(
            *map(Paragraph, paragraphs),
            Table(_columns(rows), rows, empty="No rating and no wording changed."),
        ),
    )


def _columns(rows: Sequence[tuple[Value, ...]]) -> tuple[Column, ...]:
    """The columns, with room for wordings only where some wording changed."""
    worded = any(isinstance(value, str) and len(value) > _LONG for row in rows for value in row[3:5])
    width, share = (44, 2) if worded else (24, 0)
    return (
        Column("Ref", 14),
        Column("Column or field", 30),
        Column("Change", 30),
        Column("Was", width, share=share, align=Align.START),
        Column("Is", width, share=share, align=Align.START),
        Column("Why", 56, share=3),
        Column("By", 28),
        Column("From", 23),
    )


def _rows(comparison: Comparison) -> Iterator[tuple[Value, ...]]:
    for field in comparison.plan:
        yield ("", field.label, "The plan itself", field.was, field.now, None, None, None)
    for section in comparison.sections:
        yield from _section_rows(section)
    for change in comparison.outcomes:
        yield from _wording_rows(change)
        yield from (_cell_row(cell) for cell in change.cells if not cell.kind.quiet)


def _section_rows(change: SectionChange) -> Iterator[tuple[Value, ...]]:
    def row(what: str, kind: str, was: str, now: str) -> tuple[Value, ...]:
        return (change.section.number, what, kind, was, now, None, None, None)

    if not change.was or not change.now:
        heading = change.section.heading
        added = change.was is None
        yield row(
            "Section", "Added" if added else "Removed", "" if added else heading, heading if added else ""
        )
        return
    if change.heading_was:
        yield row("Section", "Renamed", change.heading_was, change.now.heading)
    for column in change.gained:
        yield row("Column", "Added", "", column.name)
    for column in change.lost:
        yield row("Column", "Removed", column.name, "")
    for was, now in change.renamed:
        yield row("Column", "Renamed", was, now)
    for statement in change.statements:
        name = f"{statement.kind.label} {statement.number}"
        yield row(name, "Reworded", statement.was, statement.now)


def _wording_rows(change: OutcomeChange) -> Iterator[tuple[Value, ...]]:
    ref = change.outcome.ref
    if not change.was or not change.now:
        was, now = change.was, change.now
        yield (
            ref, "Outcome", change.kinds[0].label, was.statement if was else "", now.statement if now else "",
            None, None, None,
        )  # fmt: skip
    for field in change.fields:
        withdrawal = change.withdrawal if field.kind is OutcomeKind.WITHDRAWN else None
        yield (ref, field.field.label, field.kind.label, said(field.was), said(field.now), *_told(withdrawal))


def _told(withdrawal: Withdrawal | None) -> tuple[Value, Value, Value]:
    """Why, by whom and from when."""
    return (withdrawal.reason, withdrawal.by, withdrawal.on) if withdrawal else (None, None, None)


def _cell_row(change: CellChange) -> tuple[Value, ...]:
    if change.withdrawal:
        was = _mark(change.was.rag if change.was else None, asked=True)
        told = _told(change.withdrawal)
        return (change.outcome.ref, change.column.name, change.kind.label, was, WITHDRAWN, *told)
    rating = change.rating
    return (
        change.outcome.ref,
        change.column.name,
        change.kind.label,
        _mark(change.was.rag if change.was else None, asked=change.was is not None),
        _mark(change.now.rag if change.now else None, asked=change.now is not None),
        rating.commentary if rating else None,
        rating.recorded_by if rating else None,
        rating.effective_on if rating else None,
    )


def _mark(rag: Rag | None, *, asked: bool) -> Mark:
    if rag:
        return mark_of_rag(rag)
    return NOT_RATED if asked else NOT_APPLICABLE
