"""Which rating stands in each cell of a plan, and which stood before it: the one query behind every snapshot.

The rule, in words: of the ratings of an outcome in a column that take effect on or before a date, had been
recorded by a moment, and had not been corrected by then, the newest by effective date, then by when it
was recorded, then by id. ``RatingQuerySet.known().newest_first()`` says the same for one cell.

It is written in SQL because every page of a plan waits for it: each cell is one probe of the
``rating_standing`` index, however many ratings lie behind it, and composing it anew through the ORM takes
longer than running it.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .as_at import as_date, as_moment, fetch, rows
from .carried import given_by, version_before
from .dates import month_year
from .models import Plan, Rag


@dataclass(frozen=True, slots=True)
class Stood:
    """A rating as it stood in a cell.

    Attributes:
        recorded_by: the name of who gave it; of one carried from the version before, who gave it there.
        corrects: id of the rating that it put right, if any.
        carried_from: the month of the version that it was carried from, if it was.
    """

    id: int
    rag: Rag
    commentary: str
    effective_on: dt.date
    recorded_at: dt.datetime
    recorded_by: str
    corrects: int | None = None
    carried_from: dt.date | None = None

    @property
    def whose(self) -> str:
        """Who gave it, and the version it was carried from, if it was."""
        since = f" (carried from {month_year(self.carried_from)})" if self.carried_from else ""
        return self.recorded_by + since

    @property
    def order(self) -> tuple[dt.date, dt.datetime, int]:
        """What decides which of two ratings stands: the greater."""
        return (self.effective_on, self.recorded_at, self.id)


Key = tuple[int, int | None]
"""(outcome id, locality id, or None for Overall)"""

Found = tuple[Stood, Stood | None]
"""The rating that stands, and the one before it."""

_COUNTS = """x.rag IS NOT NULL AND x.effective_on <= %({at})s AND x.recorded_at <= %(known_at)s
 AND NOT EXISTS (SELECT 1 FROM plans_rating k WHERE k.corrects_id = x.id AND k.recorded_at <= %(known_at)s)"""
_NEWEST = f"""(SELECT x.{{what}} FROM plans_rating x WHERE x.outcome_id = o.id AND x.locality_id {{column}}
 AND {_COUNTS} ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1 OFFSET {{place}})"""


def _cells(probes: Callable[[str], str], past: bool) -> str:
    """Every cell of a plan, with what ``probes`` looks up in it, given the condition on the column."""
    outcomes, columns, sections = (
        rows(model, past=past) for model in ("outcome", "sectioncolumn", "section")
    )
    return f"""
 SELECT o.id AS outcome_id, c.locality_id, {probes("= c.locality_id")}
 FROM {outcomes} o JOIN {columns} c ON c.section_id = o.section_id
 UNION ALL
 SELECT o.id, NULL, {probes("IS NULL")}
 FROM {outcomes} o JOIN {sections} s ON s.id = o.section_id WHERE s.has_overall
"""


def _newest(places: int) -> Callable[[str], str]:
    """Looks up the newest ``places`` ratings of a cell."""
    return lambda column: ", ".join(
        f"{_NEWEST.format(what='id', column=column, at='at', place=place)} AS place_{place}"
        for place in range(places)
    )


_WIDTH = 8


def _fields(rating: str) -> str:
    own = ("id", "rag", "commentary", "effective_on", "recorded_at")
    return ", ".join(
        [
            *(f"{rating}.{name}" for name in own),
            given_by(rating),
            f"{rating}.corrects_id",
            version_before(rating),
        ]
    )


def _standing(past: bool, previous: bool) -> str:
    """The statement behind ``standing_ratings``."""
    fields, joined = _fields("r"), ""
    if previous:
        fields += ", " + _fields("b")
        joined = "LEFT JOIN plans_rating b ON b.id = cell.place_1"
    return f"""
WITH cell AS ({_cells(_newest(2 if previous else 1), past)})
SELECT cell.outcome_id, cell.locality_id, {fields}
FROM cell JOIN plans_rating r ON r.id = cell.place_0 {joined}
"""


_STANDING = {
    (past, previous): _standing(past, previous) for past in (True, False) for previous in (True, False)
}


def standing_ratings(
    plan: Plan,
    at: dt.date,
    known_at: dt.datetime,
    *,
    previous: bool = True,
    wording_at: dt.datetime | None = None,
) -> dict[Key, Found]:
    """The standing and the previous rating of every cell of a plan that has one. One query.

    Args:
        plan: the plan.
        at: ratings effective on or before this date count.
        known_at: ratings and corrections recorded later than this do not.
        previous: whether to look up the rating before as well; if not, it is None.
        wording_at: the moment whose outcomes and columns are meant; as they are now if None.
    """
    found = fetch(
        _STANDING[wording_at is not None, previous], plan, at=at, known_at=known_at, moment=wording_at
    )
    return {
        (row[0], row[1]): (
            _stood(row[2 : 2 + _WIDTH]),
            _stood(row[2 + _WIDTH :]) if previous and row[2 + _WIDTH] is not None else None,
        )
        for row in found
    }


def rags_at(
    plan: Plan,
    dates: Sequence[dt.date],
    known_at: dt.datetime,
    *,
    wording_at: dt.datetime | None = None,
) -> dict[dt.date, dict[Key, Rag]]:
    """The colour that stood in every cell of a plan on each of a few dates. One query.

    Args:
        plan: the plan.
        dates: the dates.
        known_at, wording_at: as in ``standing_ratings``.

    Returns:
        For each date, the cells that were rated by then.
    """

    def probes(column: str) -> str:
        return ", ".join(
            _NEWEST.format(what="rag", column=column, at=f"at_{number}", place=0)
            for number in range(len(dates))
        )

    given = {f"at_{number}": day for number, day in enumerate(dates)}
    found = fetch(_cells(probes, wording_at is not None), plan, known_at=known_at, moment=wording_at, **given)
    return {
        day: {(row[0], row[1]): _RAGS[row[place]] for row in found if row[place]}
        for place, day in enumerate(dates, start=2)
    }


def stood_on(
    plan: Plan, cells: Iterable[tuple[Key, dt.date]], known_at: dt.datetime
) -> dict[tuple[Key, dt.date], Stood]:
    """The rating that stood in each of some cells, each on a day of its own. One query, or none for no cells.

    Args:
        plan: any; the cells may be of other versions.
        cells: which, and on which day.
        known_at: as in ``standing_ratings``.
    """
    asked = list(dict.fromkeys(cells))
    if not asked:
        return {}
    days = {day: place for place, day in enumerate(sorted({day for _, day in asked}))}
    found = fetch(
        _stood_on(asked, days), plan, known_at=known_at, **{f"day_{n}": day for day, n in days.items()}
    )
    of_place = {place: day for day, place in days.items()}
    return {((row[0], row[1]), of_place[row[2]]): _stood(row[3:]) for row in found}


def _stood_on(cells: Iterable[tuple[Key, dt.date]], days: Mapping[dt.date, int]) -> str:
    """The statement behind ``stood_on``."""
    listed: dict[bool, list[str]] = {True: [], False: []}
    for (outcome_id, locality_id), day in cells:
        column = "NULL" if locality_id is None else locality_id
        listed[locality_id is None].append(f"({outcome_id}, {column}, {days[day]})")
    counts = _COUNTS.replace("%({at})s", "d.day")
    # The null column has an index of its own.
    kinds = [
        (name, column, which, values)
        for name, column, which, values in (
            ("areas", "c.locality_id", "= c.locality_id", listed[False]),
            ("overalls", "NULL", "IS NULL", listed[True]),
        )
        if values
    ]
    named = ", ".join(
        f"{name}(outcome_id, locality_id, place) AS (VALUES {', '.join(values)})"
        for name, _, _, values in kinds
    )
    probes = " UNION ALL ".join(
        f"""SELECT c.outcome_id, {column} AS locality_id, c.place, (
 SELECT x.id FROM plans_rating x WHERE x.outcome_id = c.outcome_id AND x.locality_id {which} AND {counts}
 ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1) AS rating_id
 FROM {name} c JOIN days d ON d.place = c.place"""
        for name, column, which, _ in kinds
    )
    dated = " UNION ALL ".join(f"SELECT {place} AS place, %(day_{place})s AS day" for place in days.values())
    return f"""WITH days AS ({dated}), {named}
SELECT cell.outcome_id, cell.locality_id, cell.place, {_fields("r")}
FROM ({probes}) cell JOIN plans_rating r ON r.id = cell.rating_id"""


# The newest of another colour, and the first after it. The null column has an index of its own.
_OTHER = f"""(SELECT x.id FROM plans_rating x WHERE x.outcome_id = s.outcome_id AND x.locality_id {{column}}
 AND x.rag <> s.rag AND {_COUNTS.format(at="at")}
 ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1)"""
_FIRST_AFTER = f"""(SELECT x.id FROM plans_rating x WHERE x.outcome_id = c.outcome_id
 AND x.locality_id {{column}}
 AND (o.id IS NULL OR (x.effective_on, x.recorded_at, x.id) > (o.effective_on, o.recorded_at, o.id))
 AND {_COUNTS.format(at="at")} ORDER BY x.effective_on, x.recorded_at, x.id LIMIT 1)"""


def _turning(ids: Iterable[int]) -> str:
    """The statement behind ``turning_ratings``."""
    chosen = ", ".join(map(str, ids)) or "NULL"
    found = " UNION ALL ".join(
        f"""SELECT c.id, {_FIRST_AFTER.format(column=first)} AS turned FROM (
 SELECT s.id, s.outcome_id, s.locality_id, {_OTHER.format(column=other)} AS other_id
 FROM plans_rating s WHERE s.id IN ({chosen}) AND s.locality_id {which}
 ) c LEFT JOIN plans_rating o ON o.id = c.other_id"""
        for which, other, first in (
            ("IS NOT NULL", "= s.locality_id", "= c.locality_id"),
            ("IS NULL", "IS NULL", "IS NULL"),
        )
    )
    return f"SELECT cell.id, {_fields('r')} FROM ({found}) cell JOIN plans_rating r ON r.id = cell.turned"


def turning_ratings(
    plan: Plan, standing: Iterable[Stood], at: dt.date, known_at: dt.datetime
) -> dict[int, Stood]:
    """Which rating brought each of some cells to the colour that stands there: those after it confirmed it.

    Args:
        plan: the plan.
        standing: the ratings that stand in the cells.
        at, known_at: as in ``standing_ratings``, which found those.

    Returns:
        For the id of each of those, the first rating since which the cell has had that colour; it may be the
        same one. One query, with cells or without, so that a page asks as much on any date.
    """
    ids = sorted({stood.id for stood in standing})
    return {row[0]: _stood(row[1:]) for row in fetch(_turning(ids), plan, at=at, known_at=known_at)}


_RAGS = {rag.value: rag for rag in Rag}


def _stood(row: tuple[Any, ...]) -> Stood:
    pk, rag, commentary, effective_on, recorded_at, recorded_by, corrects, carried_from = row
    return Stood(
        pk,
        _RAGS[rag],
        commentary,
        as_date(effective_on),
        as_moment(recorded_at),
        recorded_by,
        corrects,
        as_date(carried_from) if carried_from else None,
    )
