"""What is overdue, and how much of what is to be done could be seen to be: as parts of a paper, and in lines.

Only what has a date can be overdue, so the lines say how many have one: of a plan without timescales it would
be true, and no assurance at all, that no outcome is past its own.
"""

from collections.abc import Iterator, Sequence

from ..dashboards import summary_cell
from ..dates import full_date
from ..models import Rag
from ..snapshot import OutcomeRow, PlanSnapshot
from .brief import Brief, Owed
from .document import Align, Column, Paragraph, Part, Table, Value
from .plan_paper import counted, listed, mark_of


def overdue_parts(brief: Brief) -> Iterator[Part]:
    """Outcomes that are overdue, then what else is; none where nothing is."""
    outcomes = _late(brief.snapshot)
    if outcomes:
        yield _outcomes(brief.snapshot, outcomes)
    owed = [one for one in brief.owed if one.late]
    if owed:
        yield _others(brief, owed, also=bool(outcomes))


def overdue_lines(brief: Brief) -> Iterator[str]:
    """For outcomes and for whatever else is to be done: how many wait, have a date, and are past it."""
    waiting = [row for row in brief.snapshot.outcomes if row.rated_cells and not _complete(row)]
    if waiting and not any(row.timescale for row in waiting):
        yield (
            f"Outcomes not complete: {len(waiting):,}; the plan gives them no timescales, so it cannot be "
            "said which are overdue."
        )
    elif waiting:
        dated = sum(1 for row in waiting if row.timescale_on)
        late = len(_late(brief.snapshot))
        yield _line("Outcomes not complete", len(waiting), "with a timescale that means a date", dated, late)
    for one in brief.owed:
        yield _line(one.name, one.waiting, "with a date they are due by", one.dated, len(one.late))


def _line(name: str, waiting: int, with_date: str, dated: int, late: int) -> str:
    if not waiting:
        return f"{name}: none."
    if not dated:
        return f"{name}: {waiting:,}; {with_date}: none, so it cannot be said which are overdue."
    return f"{name}: {waiting:,}; {with_date}: {dated:,}; overdue: {late or 'none'}."


def _complete(outcome: OutcomeRow) -> bool:
    """Whether every rating that it has, or should have, is complete."""
    return summary_cell(outcome).rag is Rag.COMPLETE


def _late(snapshot: PlanSnapshot) -> list[tuple[OutcomeRow, int]]:
    """Outcomes that are not complete everywhere after their timescale, each with the days since."""
    return [
        (row, (snapshot.at - row.timescale_on).days)
        for row in snapshot.outcomes
        if row.rated_cells and row.timescale_on and row.timescale_on < snapshot.at and not _complete(row)
    ]


def _outcomes(snapshot: PlanSnapshot, late: Sequence[tuple[OutcomeRow, int]]) -> Part:
    rows: list[tuple[Value, ...]] = []
    for outcome, days in late:
        worst = summary_cell(outcome)
        rows.append(
            (
                outcome.ref,
                outcome.statement,
                listed([lead.name for lead in outcome.leads]) or None,
                outcome.timescale,
                days,
                worst.column.name,
                mark_of(outcome, worst),
            )
        )
    return Part(
        name="Overdue",
        heading="What is overdue",
        blocks=(
            Paragraph(
                f"{counted(len(rows), 'outcome')} not complete after the timescale in the plan, as at "
                f"{full_date(snapshot.at)}. The rating shown is the lowest that the outcome has."
            ),
            Table(
                (
                    Column("Ref", 14),
                    Column("Outcome", 60, share=3),
                    Column("Lead", 36, share=1),
                    Column("Timescale", 28),
                    Column("Days over", 20, align=Align.END),
                    Column("Column", 26),
                    Column("RAG", 23, align=Align.CENTRE),
                ),
                tuple(rows),
            ),
        ),
    )


def _others(brief: Brief, owed: Sequence[Owed], *, also: bool) -> Part:
    """What is overdue besides outcomes, the longest overdue of each kind first."""
    at = brief.snapshot.at
    rows: list[tuple[Value, ...]] = [
        (
            late.name,
            late.asked_by,
            late.words,
            late.who or None,
            late.due_on,
            (at - late.due_on).days,
            late.stands,
        )
        for one in owed
        for late in sorted(one.late, key=lambda late: late.due_on)
    ]
    numbers = "; ".join(f"{one.name}: {len(one.late):,} of {one.waiting:,} overdue" for one in owed)
    return Part(
        name="Also overdue",
        heading="What else is overdue" if also else "What is overdue",
        blocks=(
            Paragraph(f"{numbers}. As at {full_date(at)}."),
            Table(
                (
                    Column("Ref", 34),
                    Column("Asked by", 40),
                    Column("What", 60, share=3),
                    Column("Who", 34, share=1),
                    Column("Due", 27),
                    Column("Days over", 20, align=Align.END),
                    Column("Status", 27),
                ),
                tuple(rows),
            ),
        ),
    )
