"""The ratings of a plan, each with who gave it, when and why: to be read in an appendix, and as flat data."""

import datetime as dt

from ..carried import where_from
from ..changes import Compared
from ..dates import full_date
from ..models import Rag, Rating
from .brief import Brief
from .changes_part import ONLY_COUNTED
from .document import Align, Column, DataPart, Paragraph, Part, Table, Value
from .plan_paper import counted, mark_of

_PLAN_DATA = (
    Column("Outcome id", 14, key="outcome_id"),
    Column("Section number", 14, key="section_number"),
    Column("Section", 40, key="section"),
    Column("Ref", 14, key="ref"),
    Column("Outcome", 68, key="outcome"),
    Column("Leads", 30, key="leads"),
    Column("Themes", 30, key="themes"),
    Column("Timescale", 22, key="timescale"),
    Column("Timescale means by", 22, key="timescale_on"),
    Column("Withdrawn on", 22, key="withdrawn_on"),
    Column("Locality id", 14, key="locality_id"),
    Column("Column", 23, key="column"),
    Column("RAG", 18, key="rag"),
    Column("Rated on", 23, key="rated_on"),
)
_RECORD_DATA = (
    Column("Rating id", 14, key="rating_id"),
    Column("Outcome id", 14, key="outcome_id"),
    Column("Locality id", 14, key="locality_id"),
    Column("Ref", 14, key="ref"),
    Column("Column", 23, key="column"),
    Column("RAG", 18, key="rag"),
    Column("Reason", 68, key="reason"),
    Column("Rated on", 23, key="rated_on"),
    Column("Recorded by", 26, key="recorded_by"),
    Column("Recorded at", 32, key="recorded_at"),
    Column("Stands", 18, key="stands"),
    Column("Corrects rating id", 14, key="corrects_rating_id"),
    Column("Why corrected", 68, key="why_corrected"),
)
_CHANGE_DATA = (
    Column("Outcome id", 14, key="outcome_id"),
    Column("Locality id", 14, key="locality_id"),
    Column("Ref", 14, key="ref"),
    Column("Column", 23, key="column"),
    Column("Change", 23, key="change"),
    Column("RAG before", 18, key="rag_before"),
    Column("RAG now", 18, key="rag_now"),
    Column("Reason", 68, key="reason"),
    Column("Recorded by", 26, key="recorded_by"),
    Column("Rated on", 23, key="rated_on"),
)


def record_part(brief: Brief) -> Part:
    """Every rating that stands, with who gave it, when and why."""
    rows: list[tuple[Value, ...]] = [
        (
            outcome.ref,
            cell.column.name,
            mark_of(outcome, cell),
            cell.previous.rag.label if cell.previous else None,
            cell.standing.commentary or None,
            cell.standing.effective_on,
            cell.standing.whose,
            cell.standing.recorded_at,
        )
        for outcome, cell in brief.snapshot.cells
        if cell.standing
    ]
    given = counted(len(rows), "rating")
    return Part(
        name="Record of ratings",
        heading="Appendix: record of ratings",
        blocks=(
            Paragraph(
                f"{given} standing as at {full_date(brief.snapshot.at)}: who gave each, when and why. Cells "
                "that were never rated are left out. Earlier ratings are in the CSV file of ratings."
            ),
            Table(
                (
                    Column("Ref", 14),
                    Column("Column", 28),
                    Column("RAG", 23, align=Align.CENTRE),
                    Column("Before", 20),
                    Column("Why", 70, share=3),
                    Column("Rated on", 23),
                    Column("Given by", 30),
                    Column("Recorded at", 34),
                ),
                tuple(rows),
                empty="No rating has been given.",
            ),
        ),
    )


def plan_data(brief: Brief) -> DataPart:
    """The plan as flat data: a row for each cell, with ids that stay."""
    titles = {section.number: section.title for section in brief.snapshot.sections}
    rows = tuple(
        (
            outcome.id,
            outcome.section_number,
            titles[outcome.section_number],
            outcome.ref,
            outcome.statement,
            "; ".join(lead.name for lead in outcome.leads) or None,
            "; ".join(theme.name for theme in outcome.themes) or None,
            outcome.timescale or None,
            outcome.timescale_on,
            outcome.withdrawn_on,
            cell.column.locality_id,
            cell.column.name,
            mark_of(outcome, cell),
            cell.standing.effective_on if cell.standing else None,
        )
        for outcome in brief.snapshot.outcomes
        for cell in outcome.cells
    )
    return DataPart("plan", "The plan", Table(_PLAN_DATA, rows, empty="No outcomes."), named_by=(3, 11))


def record_data(brief: Brief) -> DataPart:
    """Every rating ever given, corrected ones and what corrects them included, as flat data with their ids.

    In the plan's order, in each cell the oldest first. A cell that is no longer asked for has ids alone.
    """
    snapshot = brief.snapshot
    cells = [(outcome, cell) for outcome in snapshot.outcomes for cell in outcome.cells]
    places = {
        (outcome.id, cell.column.locality_id): (place, outcome.ref, cell.column.name)
        for place, (outcome, cell) in enumerate(cells)
    }
    standing = {cell.standing.id for _, cell in cells if cell.standing}
    given = list(Rating.objects.filter(plan=brief.plan).by(at=snapshot.at, known_at=snapshot.known_at))
    corrected = {rating.corrects_id for rating in given}
    came = where_from(given)

    def order(rating: Rating) -> tuple[int, dt.date, dt.datetime, int]:
        place, _, _ = places.get((rating.outcome_id, rating.locality_id), (len(places), "", ""))
        return (place, rating.effective_on, rating.recorded_at, rating.pk)

    rows: list[tuple[Value, ...]] = []
    for rating in sorted(given, key=order):
        _, ref, column = places.get((rating.outcome_id, rating.locality_id), (0, None, None))
        stands = "Yes" if rating.pk in standing else "Corrected" if rating.pk in corrected else "No"
        rows.append(
            (
                rating.pk,
                rating.outcome_id,
                rating.locality_id,
                ref,
                column,
                Rag(rating.rag).label if rating.rag else None,
                rating.commentary or None,
                rating.effective_on,
                came[rating.pk].given_by if rating.pk in came else rating.recorded_by_name,
                rating.recorded_at,
                stands,
                rating.corrects_id,
                rating.correction_reason or None,
            )
        )
    table = Table(_RECORD_DATA, tuple(rows), empty="No ratings.")
    return DataPart("ratings", "Record of ratings", table, named_by=(3, 4))


def changes_data(compared: Compared) -> DataPart:
    """What became of every rating as flat data; of those that are only counted in print, no reason either."""
    rows: list[tuple[Value, ...]] = []
    for change in compared.comparison.cells:
        rating = None if change.kind in ONLY_COUNTED else change.rating
        rows.append(
            (
                change.outcome.id,
                change.column.locality_id,
                change.outcome.ref,
                change.column.name,
                change.kind.label,
                _word(change.was.rag if change.was else None),
                _word(change.now.rag if change.now else None),
                (rating.commentary or None) if rating else None,
                rating.recorded_by if rating else None,
                rating.effective_on if rating else None,
            )
        )
    table = Table(_CHANGE_DATA, tuple(rows), empty="No ratings.")
    return DataPart("changes", "What changed", table, named_by=(2, 3))


def _word(rag: Rag | None) -> str | None:
    return rag.label if rag else None
