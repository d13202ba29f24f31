"""Which rating stands in each cell of a plan, and which stood before it: the one query behind every snapshot.

The rule, in words: of the ratings of an outcome in a column that take effect on or before a date, had been
recorded by a moment, and had not been corrected by then, the newest by effective date, then by when it
was recorded, then by id. ``RatingQuerySet.known().newest_first()`` says the same for one cell.

It is written in SQL because every page of a plan waits for it: each cell is one probe of the
``rating_standing`` index, however many ratings lie behind it, and composing it anew through the ORM takes
longer than running it.
"""

import datetime as dt
from collections.abc import Callable, Sequence
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

_NEWEST = """(SELECT x.{what} FROM plans_rating x WHERE x.outcome_id = o.id AND x.locality_id {column}
 AND x.rag IS NOT NULL AND x.effective_on <= %({at})s AND x.recorded_at <= %(known_at)s
 AND NOT EXISTS (SELECT 1 FROM plans_rating k WHERE k.corrects_id = x.id AND k.recorded_at <= %(known_at)s)
 ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1 OFFSET {place})"""


def _cells(probes: Callable[[str], str]) -> str:
    """Every cell of a plan, with what ``probes`` looks up in it, given the condition on the column."""
    return f"""
 SELECT o.id AS outcome_id, c.locality_id, {probes("= c.locality_id")}
 FROM plans_outcome o JOIN plans_sectioncolumn c ON c.section_id = o.section_id WHERE o.plan_id = %(plan)s
 UNION ALL
 SELECT o.id, NULL, {probes("IS NULL")}
 FROM plans_outcome o JOIN plans_section s ON s.id = o.section_id WHERE o.plan_id = %(plan)s AND s.has_overall
"""  # noqa: S608 - made of constants only; what varies is passed as parameters


def _newest(places: int) -> Callable[[str], str]:
    """Looks up the newest ``places`` ratings of a cell."""
    return lambda column: ", ".join(
        f"{_NEWEST.format(what='id', column=column, at='at', place=place)} AS place_{place}"
        for place in range(places)
    )


_FIELDS = "{0}.id, {0}.rag, {0}.commentary, {0}.effective_on, {0}.recorded_at, {0}.recorded_by_name"
_STANDING = f"""
WITH cell AS ({_cells(_newest(1))})
SELECT cell.outcome_id, cell.locality_id, {_FIELDS.format("r")}
FROM cell JOIN plans_rating r ON r.id = cell.place_0
"""  # noqa: S608 - as above
_STANDING_AND_PREVIOUS = f"""
WITH cell AS ({_cells(_newest(2))})
SELECT cell.outcome_id, cell.locality_id, {_FIELDS.format("r")}, {_FIELDS.format("b")}
FROM cell JOIN plans_rating r ON r.id = cell.place_0 LEFT JOIN plans_rating b ON b.id = cell.place_1
"""  # noqa: S608 - as above


def standing_ratings(
    plan: Plan, at: dt.date, known_at: dt.datetime, *, previous: bool = True
) -> dict[Key, Found]:
    """The standing and the previous rating of every cell of a plan that has one. One query.

    Args:
        plan: the plan.
        at: ratings effective on or before this date count.
        known_at: ratings and corrections recorded later than this do not.
        previous: whether to look up the rating before as well; if not, it is None.
    """
    rows = _fetch(_STANDING_AND_PREVIOUS if previous else _STANDING, plan, known_at, {"at": at})
    return {
        (row[0], row[1]): (_stood(row[2:8]), _stood(row[8:]) if previous and row[8] is not None else None)
        for row in rows
    }


def rags_at(plan: Plan, dates: Sequence[dt.date], known_at: dt.datetime) -> dict[dt.date, dict[Key, Rag]]:
    """The colour that stood in every cell of a plan on each of some dates. One query.

    Args:
        plan: the plan; its columns as they are now.
        dates: the dates.
        known_at: as in ``standing_ratings``.

    Returns:
        For each date, the cells that were rated by then.
    """

    def probes(column: str) -> str:
        return ", ".join(
            _NEWEST.format(what="rag", column=column, at=f"at_{number}", place=0)
            for number in range(len(dates))
        )

    rows = _fetch(_cells(probes), plan, known_at, {f"at_{number}": day for number, day in enumerate(dates)})
    return {
        day: {(row[0], row[1]): _RAGS[row[place]] for row in rows if row[place]}
        for place, day in enumerate(dates, start=2)
    }


def _fetch(sql: str, plan: Plan, known_at: dt.datetime, dates: dict[str, dt.date]) -> list[tuple[Any, ...]]:
    adapt = connection.ops
    parameters: dict[str, Any] = {name: adapt.adapt_datefield_value(day) for name, day in dates.items()}
    parameters |= {"plan": plan.pk, "known_at": adapt.adapt_datetimefield_value(known_at)}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


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
