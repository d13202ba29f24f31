"""Findings as a part of a committee paper, to be read and as flat data."""

from collections.abc import Iterator

from plans.papers.brief import Brief, Late, Owed
from plans.papers.document import Column, DataPart, Part, Table

from ..register import Register
from .findings_part import findings_part, status_words

KEY = "findings"
"""What the part is stored under, and what its register is kept under in a brief."""

_DATA = (
    Column("Finding id", 14, key="finding_id"),
    Column("Visit id", 14, key="visit_id"),
    Column("Ref", 14, key="ref"),
    Column("Visit", 32, key="visit"),
    Column("On site", 32, key="on_site"),
    Column("Paragraph", 14, key="paragraph"),
    Column("Finding", 60, key="finding"),
    Column("Kind", 28, key="kind"),
    Column("Outcome ids", 20, key="outcome_ids"),
    Column("Outcomes", 20, key="outcomes"),
    Column("Owner", 26, key="owner"),
    Column("What we are doing", 46, key="response"),
    Column("Due", 27, key="due_on"),
    Column("Status", 26, key="status"),
    Column("Evidence", 36, key="evidence"),
)


def findings_pages(brief: Brief) -> Iterator[Part]:
    """Every finding, as the plan had them at the moment of the paper; nothing where there are none."""
    if rows := _register(brief).findings:
        yield findings_part(rows, on=brief.snapshot.at)


def findings_data(brief: Brief) -> Iterator[DataPart]:
    """The same as a flat table, with ids that stay; nothing where there are none."""
    on = brief.snapshot.at
    rows = tuple(
        (
            row.id,
            row.visit.id,
            row.name,
            row.visit.title,
            row.visit.on_site,
            row.paragraph or None,
            row.words,
            str(row.kind.label),
            "; ".join(str(outcome.id) for outcome in row.outcomes) or None,
            "; ".join(outcome.ref for outcome in row.outcomes) or None,
            row.owner or None,
            row.response or None,
            row.due_on,
            status_words(row, on) or None,
            row.evidence or None,
        )
        for row in _register(brief).findings
    )
    if rows:
        yield DataPart("findings", "Findings", Table(_DATA, rows), named_by=(2,))


def findings_owed(brief: Brief) -> Owed | None:
    """How many findings are open, and which of them are overdue; None where no finding asks for anything."""
    rows = _register(brief).findings
    if not any(row.is_adverse for row in rows):
        return None
    waiting = [row for row in rows if row.is_open]
    late = tuple(
        Late(
            name=f"Finding {row.name}",
            asked_by=f"{row.visit.title}, {row.visit.on_site}",
            words=row.words,
            who=row.owner,
            due_on=row.due_on,
            stands=str(row.status.label),
        )
        for row in waiting
        if row.due_on and row.overdue(brief.snapshot.at)
    )
    return Owed("Findings open", len(waiting), sum(1 for row in waiting if row.due_on), late)


def _register(brief: Brief) -> Register:
    """What ``take_register`` read for the paper."""
    register: Register = brief.read[KEY]
    return register
