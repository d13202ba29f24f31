"""What meetings recommended and asked for, as a part of a paper, and as a flat table for analysis."""

import datetime as dt
from collections.abc import Sequence

from ..dates import full_date
from ..meetings import RecommendationRow
from .brief import Late, Owed
from .document import Column, DataPart, Paragraph, Part, Table, Value
from .marks import NOT_RATED, mark_of_rag

_COLUMNS = (
    Column("Ref", 35),
    Column("Made at", 32),
    Column("What", 52, share=4),
    Column("Who", 30, share=1),
    Column("Due", 25),
    Column("RAG", 21),
    Column("Progress", 42, share=3),
    Column("Reviewed", 30, share=1),
)
_DATA = (
    Column("Id", 14, key="recommendation_id"),
    Column("Kind", 30, key="kind"),
    Column("Ref", 14, key="ref"),
    Column("Body", 36, key="body"),
    Column("Made on", 24, key="made_on"),
    Column("What", 60, share=3, key="words"),
    Column("Who", 36, key="who"),
    Column("Due", 26, key="due"),
    Column("Due by", 24, key="due_on"),
    Column("RAG", 22, key="rag"),
    Column("As at", 24, key="as_at"),
    Column("Progress", 50, share=2, key="progress"),
    Column("Review", 36, key="review"),
    Column("Reviewed on", 24, key="reviewed_on"),
)


def recommendations_part(
    rows: Sequence[RecommendationRow], *, on: dt.date, described: str = "", keeps_back: bool = False
) -> Part:
    """Recommendations and actions with how they stand, a row each.

    Args:
        rows: in the order to be printed.
        on: the date shown, by which something is overdue.
        described: the filter that narrowed them, in words; empty for all of a plan's.
        keeps_back: whether bodies that do not meet in public asked for something too.
    """
    said = [counted(rows, on), *([f"Only those filtered by {described}."] if described else [])]
    if keeps_back:
        said.append("What bodies that do not report in public asked for is not in this paper.")
    return Part(
        name="Recommendations",
        heading="Recommendations and actions of meetings",
        blocks=(
            *map(Paragraph, said),
            Table(
                _COLUMNS,
                tuple(_row(row, on) for row in rows),
                empty="No meeting has recommended or asked for anything.",
            ),
        ),
    )


def recommendations_data(rows: Sequence[RecommendationRow]) -> DataPart:
    """The same for analysis: a row each, with the number that tells one from another."""
    return DataPart(
        name="recommendations",
        heading="Recommendations and actions, a row each",
        table=Table(_DATA, tuple(_data(row) for row in rows), empty="There are none."),
        named_by=(1, 2, 3),
    )


def recommendations_owed(rows: Sequence[RecommendationRow], on: dt.date) -> Owed | None:
    """How many are not complete, and which of them are overdue; None where there are none at all."""
    if not rows:
        return None
    waiting = [row for row in rows if not row.is_complete]
    late = tuple(
        Late(
            name=row.name,
            asked_by=row.meeting.title,
            words=row.words,
            who=row.who,
            due_on=row.due_on,
            stands=mark_of_rag(row.rag) if row.rag else NOT_RATED,
        )
        for row in waiting
        if row.due_on and row.overdue(on)
    )
    dated = sum(1 for row in waiting if row.due_on)
    return Owed("Recommendations and actions not complete", len(waiting), dated, late)


def counted(rows: Sequence[RecommendationRow], on: dt.date) -> str:
    """How many there are, in a sentence: "10 recommendations and actions: 7 not complete, 2 overdue"."""
    waiting = sum(1 for row in rows if not row.is_complete)
    late = sum(1 for row in rows if row.overdue(on))
    asked = sum(1 for row in rows if row.update_asked)
    kinds = "recommendation or action" if len(rows) == 1 else "recommendations and actions"
    said = f"{len(rows)} {kinds}"
    if rows:
        said += f": {waiting} not complete"
        said += f", {late} overdue" if late else ""
        said += f", {asked} with an update asked for" if asked else ""
    return f"{said}. As at {full_date(on)}."


def reviewed_words(row: RecommendationRow) -> str:
    """What a meeting last said of it: "Status agreed, Cabinet, 24 January 2027"; empty for nothing yet."""
    said = row.reviewed
    if said is None or said.review is None or said.meeting is None:
        return ""
    return f"{said.review.label}, {said.meeting.title}"


def due_words(row: RecommendationRow, on: dt.date) -> str:
    """By when it is to be done, as it was written, and whether that has passed."""
    return f"{row.due}, overdue" if row.overdue(on) else row.due


def _row(row: RecommendationRow, on: dt.date) -> tuple[Value, ...]:
    reported = row.reported
    return (
        row.name,
        row.meeting.title,
        row.words,
        row.who,
        due_words(row, on) or None,
        mark_of_rag(row.rag) if row.rag else NOT_RATED,
        f"{reported.words} ({full_date(reported.on)})" if reported else None,
        reviewed_words(row) or None,
    )


def _data(row: RecommendationRow) -> tuple[Value, ...]:
    standing, reported, reviewed = row.standing, row.reported, row.reviewed
    return (
        row.id,
        str(row.kind.label),
        row.ref or None,
        row.meeting.body.name,
        row.meeting.on,
        row.words,
        row.who,
        row.due or None,
        row.due_on,
        mark_of_rag(row.rag) if row.rag else NOT_RATED,
        standing.on if standing else None,
        reported.words if reported else None,
        str(reviewed.review.label) if reviewed and reviewed.review else None,
        reviewed.on if reviewed else None,
    )
