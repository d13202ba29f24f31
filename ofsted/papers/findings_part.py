"""Findings, as a part of a paper."""

import datetime as dt
from collections.abc import Iterable, Sequence

from plans.dates import full_date
from plans.papers.document import Column, Paragraph, Part, Table, Value

from ..register import FindingRow

_COLUMNS = (
    Column("Ref", 12),
    Column("Visit", 44),
    Column("Finding", 50, share=4),
    Column("Kind", 28),
    Column("Outcomes", 20),
    Column("Owner", 26),
    Column("What we are doing", 42, share=4),
    Column("Due", 23),
    Column("Status", 22),
)


def findings_part(findings: Sequence[FindingRow], *, on: dt.date, described: str = "") -> Part:
    """Findings with what is done about them, a row each. Page and sheet say the same, in the same order.

    Args:
        findings: as the register has them.
        on: the date shown, by which something is overdue.
        described: the filter that narrowed them, in words; empty for all of a plan's.
    """
    paragraphs = [counted(findings, on)]
    if described:
        paragraphs.append(f"Only findings filtered by {described}.")
    return Part(
        name="Findings",
        heading="Findings of visits and inspections",
        blocks=(
            *map(Paragraph, paragraphs),
            Table(_COLUMNS, tuple(_row(row, on) for row in findings), empty="There are no findings."),
        ),
    )


def counted(findings: Iterable[FindingRow], on: dt.date) -> str:
    """How many there are, in a sentence: "15 findings: 9 ask for something, 8 of them open, 2 overdue"."""
    rows = list(findings)
    adverse = [row for row in rows if row.is_adverse]
    waiting = [row for row in rows if row.is_open]
    late = sum(1 for row in rows if row.overdue(on))
    said = f"{len(rows)} {'finding' if len(rows) == 1 else 'findings'}"
    if adverse:
        asks = "asks" if len(adverse) == 1 else "ask"
        said += f": {len(adverse)} {asks} for something, {len(waiting)} of them open"
        said += f", {late} overdue" if late else ""
    return f"{said}. As at {full_date(on)}."


def status_words(row: FindingRow, on: dt.date) -> str:
    """Where the authority stands with a finding; empty for a strength, which asks for nothing."""
    if not row.is_adverse:
        return ""
    return f"{row.status.label}, overdue" if row.overdue(on) else str(row.status.label)


def _row(row: FindingRow, on: dt.date) -> tuple[Value, ...]:
    paragraph = f", paragraph {row.paragraph}" if row.paragraph else ""
    return (
        row.name,
        f"{row.visit.title}, {row.visit.on_site}{paragraph}",
        row.words,
        str(row.kind.label),
        ", ".join(outcome.ref for outcome in row.outcomes) or None,
        row.owner or None,
        _doing(row) or None,
        row.due_on,
        status_words(row, on) or None,
    )


def _doing(row: FindingRow) -> str:
    """What is done about it, and under that the evidence that it was done: most findings have none yet.

    A column of their own for the few that have some would take the room of all the others.
    """
    return "\n".join(filter(None, (row.response, f"Evidence: {row.evidence}" if row.evidence else "")))
