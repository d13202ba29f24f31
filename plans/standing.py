"""Which rating stands in each cell of a plan, and which stood before it: the one query behind every snapshot.

The rule, in words: of the ratings of an outcome in a column that take effect on or before a date, had been
recorded by a moment, and had not been corrected by then, the newest by effective date, then by when it
was recorded, then by id. ``RatingQuerySet.known().newest_first()`` says the same for one cell.

It is written in SQL because every page of a plan waits for it: each cell is one probe of the ``rating_standing``
index, however many ratings lie behind it, and composing it anew through the ORM takes longer than running it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .models import Plan, Rag


@dataclass(frozen=True, slots=True)
class Stood:
    """A rating as it stood in a cell."""

    id: int
    rag: Rag
    commentary: str
    effective_on: dt.date
    recorded_at: dt.datetime
    recorded_by: str


Key = tuple[int, int | None]
"""(outcome id, locality id, or None for Overall)"""

Found = tuple[Stood, Stood | None]
"""The rating that stands, and the one before it."""

_NEWEST = """(SELECT x.id FROM plans_rating x WHERE x.outcome_id = o.id AND x.locality_id {column}
 AND x.rag IS NOT NULL AND x.effective_on <= %(at)s AND x.recorded_at <= %(known_at)s
 AND NOT EXISTS (SELECT 1 FROM plans_rating k WHERE k.corrects_id = x.id AND k.recorded_at <= %(known_at)s)
 ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1 OFFSET {place})"""


_FIELDS = "{0}.id, {0}.rag, {0}.commentary, {0}.effective_on, {0}.recorded_at, {0}.recorded_by_name"


def _sql(places: int) -> str:
    """The query for the newest ``places`` ratings of each cell: the one that stands, and the one before it."""

    def probes(column: str) -> str:
        return ", ".join(
            f"{_NEWEST.format(column=column, place=place)} AS place_{place}" for place in range(places)
        )

    fields = ", ".join(_FIELDS.format(f"r{place}") for place in range(places))
    joins = " ".join(
        f"{'LEFT ' if place else ''}JOIN plans_rating r{place} ON r{place}.id = cell.place_{place}"
        for place in range(places)
    )
    return f"""
WITH cell AS (
 SELECT o.id AS outcome_id, c.locality_id, {probes("= c.locality_id")}
 FROM plans_outcome o JOIN plans_sectioncolumn c ON c.section_id = o.section_id WHERE o.plan_id = %(plan)s
 UNION ALL
 SELECT o.id, NULL, {probes("IS NULL")}
 FROM plans_outcome o JOIN plans_section s ON s.id = o.section_id WHERE o.plan_id = %(plan)s AND s.has_overall
)
SELECT cell.outcome_id, cell.locality_id, {fields} FROM cell {joins}
"""  # noqa: S608 - made of constants only; what varies is passed as parameters


_STANDING = _sql(1)
_STANDING_AND_PREVIOUS = _sql(2)


def standing_ratings(
    plan: Plan, at: dt.date, known_at: dt.datetime, *, previous: bool = True
) -> dict[Key, Found]:
    """The standing and the previous rating of every cell of a plan that has one. One query.

    Args:
        plan: the plan.
        at: ratings effective on or before this date count.
        known_at: ratings and corrections recorded later than this do not.
        previous: whether to look up the rating before, too; if not, it is None.
    """
    adapt = connection.ops
    parameters = {
        "plan": plan.pk,
        "at": adapt.adapt_datefield_value(at),
        "known_at": adapt.adapt_datetimefield_value(known_at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_AND_PREVIOUS if previous else _STANDING, parameters)
        rows = cursor.fetchall()
    return {
        (row[0], row[1]): (_stood(row[2:8]), _stood(row[8:]) if previous and row[8] is not None else None)
        for row in rows
    }


_RAGS = {rag.value: rag for rag in Rag}


def _stood(row: tuple[Any, ...]) -> Stood:
    pk, rag, commentary, effective_on, recorded_at, recorded_by = row
    # SQLite keeps dates as text, and moments in UTC without saying so; how much of that its driver has undone
    # depends on the Python version.
    if isinstance(effective_on, str):
        effective_on = dt.date.fromisoformat(effective_on)
    if isinstance(recorded_at, str):
        recorded_at = dt.datetime.fromisoformat(recorded_at)
    if recorded_at.tzinfo is None:
        recorded_at = recorded_at.replace(tzinfo=dt.UTC)
    return Stood(pk, _RAGS[rag], commentary, effective_on, recorded_at, recorded_by)
