"""Reads a plan at each of many month ends, in one statement.

The statement brings all the ratings of a cell as one text, so that 14,400 ratings are 240 rows to fetch;
fetching each as a row took longer than the rest of the page. Beside them it brings the changes that decide
what the plan had: of its sections, columns and outcomes.
"""

# ruff: noqa: S608 - the statement is made of constants; what varies goes in as parameters

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db import connection
from django.utils import timezone

from ..as_at import as_date, as_moment, end_of, fetch, name_of
from ..models import Plan
from .plan_months import NOT_RATED, OutcomeThen, PlanMonths, SectionThen, Spell

Row = list[Any]


def month_ends(until: dt.date, months: int, *, since: dt.date | None = None) -> list[dt.date]:
    """The last days of months, oldest first, ending with ``until`` itself; none before ``since``."""
    ends = [until]
    while len(ends) < months:
        day = ends[-1].replace(day=1) - dt.timedelta(days=1)
        if since and day < since:
            break
        ends.append(day)
    return ends[::-1]


def read_months(
    plan: Plan,
    *,
    until: dt.date,
    months: int,
    known_at: dt.datetime,
    set_up_on: dt.date,
    wording_at: dt.datetime | None = None,
    since: dt.date | None = None,
    outcome_id: int | None = None,
) -> PlanMonths:
    """Read a plan, or one outcome of it, at each of many month ends. One query.

    Args:
        plan: the plan.
        until: the last day; its month counts as it stood on that day. For a closed plan no later than its
            closing (``PlanSnapshot.at``).
        months: how many, 1 or more.
        known_at: leave out what was recorded later than this.
        set_up_on: the day it was set up here (``PlanSnapshot.set_up_on``): an earlier month end has the
            wording of that day.
        wording_at: the moment whose wording ``until`` has (``PlanSnapshot.wording_at``); now if None.
        since: leave out the month ends before this day.
        outcome_id: read this outcome and no other, and none of its leads and themes; all of them if None.
    """
    sql, last = STATEMENTS[connection.vendor, outcome_id is not None], wording_at or timezone.now()
    rows = fetch(sql, plan, at=until, known_at=known_at, moment=last, outcome=outcome_id)
    ends = month_ends(until, months, since=since)
    return months_from(rows, ends, known_at=known_at, set_up_on=set_up_on)


def months_from(
    rows: Iterable[Sequence[Any]], ends: Sequence[dt.date], *, known_at: dt.datetime, set_up_on: dt.date
) -> PlanMonths:
    """A plan at each of many month ends, from what ``STATEMENTS`` bring.

    Args:
        rows: of one plan.
        ends: the month ends.
        known_at, set_up_on: as for ``read_months``.
    """
    set_up = end_of(set_up_on)
    moments = [max(min(end_of(end), known_at), set_up).astimezone(dt.UTC) for end in ends]
    found: dict[str, list[Row]] = defaultdict(list)
    for kind, *row in rows:
        found[kind].append(row)
    named = {
        of: {row[_TARGET]: row[_WORDS] for row in found.pop(f"{of} named", ())}
        for of in ("locality", "lead", "theme")
    }
    names = [end.isoformat()[:7] for end in ends]
    colours = {
        (outcome_id, column): _letters(ratings, names)
        for _, outcome_id, column, _, _, ratings, *_ in found.pop("rated", ())
        if ratings
    }
    return PlanMonths(
        ends=tuple(ends),
        spells=tuple(_spells(found, ends, moments)),
        colours=colours,
        localities=named["locality"],
        leads=named["lead"],
        themes=named["theme"],
    )


def _letters(ratings: str, months: Sequence[str]) -> str:
    """What stood in a cell at the end of each month.

    Args:
        ratings: of the cell, as ``_RATED`` writes them.
        months: such as ``2026-10``, oldest first.
    """
    said = ratings.split(",")
    before = bisect_left(said, months[0])
    newest = {says[:7]: says[_LETTER] for says in said[before:]}.get
    stood = said[before - 1][_LETTER] if before else NOT_RATED
    return "".join([stood := newest(month, stood) for month in months])


def _spells(
    found: Mapping[str, list[Row]], ends: Sequence[dt.date], moments: Sequence[dt.datetime]
) -> Iterator[Spell]:
    """What the plan had, from the changes of its records."""
    changes: dict[int, list[tuple[dt.datetime, int, str, Row]]] = defaultdict(list)
    starts = {0, len(ends)}
    for kind, rows in found.items():
        for row in rows:
            moment = as_moment(row[_MOMENT])
            month = bisect_left(moments, moment)
            changes[month].append((moment, row[_ORDER], kind, row))
            starts.add(month)
            if row[_DAY]:  # an outcome that is withdrawn on that day, which need not be that of the change
                starts.add(bisect_left(ends, as_date(row[_DAY])))
    had: dict[str, dict[int, Row]] = defaultdict(dict)
    for first, last in pairwise(sorted(starts)):
        for _, _, kind, row in sorted(changes[first], key=lambda change: change[:2]):
            if row[_CHANGE] == "-":
                had[kind].pop(row[_ID], None)
            else:
                had[kind][row[_ID]] = row
        sections = _sections(had)
        yield Spell(first, last, sections, _outcomes(had, sections, ends[first]))


def _linked(had: Mapping[str, Mapping[int, Row]], kind: str) -> dict[int, list[int]]:
    """What each section or outcome was linked to, in order."""
    links: dict[int, list[int]] = defaultdict(list)
    for row in sorted(had[kind].values(), key=lambda row: (row[_PLACE] or 0, row[_ID])):
        links[row[_OWNER]].append(row[_TARGET])
    return links


def _sections(had: Mapping[str, Mapping[int, Row]]) -> dict[int, SectionThen]:
    columns = _linked(had, "column")
    return {
        pk: SectionThen(
            pk,
            row[_REF],
            row[_WORDS],
            row[_PLACE],
            (*columns.get(pk, ()), *([None] if row[_TARGET] else [])),
        )
        for pk, row in had["section"].items()
    }


def _outcomes(
    had: Mapping[str, Mapping[int, Row]], sections: Mapping[int, SectionThen], at: dt.date
) -> dict[int, OutcomeThen]:
    narrowed, leads, themes = (_linked(had, kind) for kind in ("narrowed", "lead", "theme"))
    made = {}
    for pk, row in had["outcome"].items():
        section = sections.get(row[_OWNER])
        if section is None:
            continue
        only = narrowed.get(pk)
        withdrawn = row[_DAY] and as_date(row[_DAY]) <= at
        made[pk] = OutcomeThen(
            pk,
            row[_REF],
            row[_WORDS],
            row[_PLACE],
            section.id,
            frozenset(leads.get(pk, ())),
            frozenset(themes.get(pk, ())),
            tuple(x for x in section.columns if not withdrawn and (not only or x is None or x in only)),
        )
    return made


_LETTER = len("2026-10-28")
"""Where a rating, in the text of its cell, has the first letter of its colour."""


# --- The statement ------------------------------------------------------------------------------------------

_ID, _OWNER, _TARGET, _PLACE, _REF, _WORDS, _DAY, _CHANGE, _MOMENT, _ORDER = range(10)
"""The columns of every row, after its kind."""


def _changes(kind: str, model: str, columns: str, *, only: str = "") -> str:
    """Every change of a kind of record: id, owner, target, place, ref, words, day; what, when, in order."""
    return (
        f"SELECT '{kind}', h.id, {columns}, h.history_type, h.history_date, h.history_id "
        f"FROM plans_historical{model} h "
        "WHERE h.history_plan_id = %(plan)s AND h.history_date <= %(moment)s"
        f"{f' AND {only}' if only else ''}"
    )


def _named(model: str, field: str, link: str) -> str:
    """What everything that is linked was called."""
    return (
        f"SELECT '{model} named', NULL, NULL, d.pk, NULL, NULL, "
        f"{name_of(model, field, 'd.pk', past=True)}, NULL, NULL, NULL, NULL "
        f"FROM (SELECT DISTINCT h.{model}_id AS pk FROM plans_historical{link} h "
        "WHERE h.history_plan_id = %(plan)s AND h.history_date <= %(moment)s) d"
    )


_COUNTS = """r.rag IS NOT NULL AND r.effective_on <= %(at)s AND r.recorded_at <= %(known_at)s
 AND r.id NOT IN (SELECT k.corrects_id FROM plans_rating k
  WHERE k.plan_id = %(plan)s AND k.corrects_id IS NOT NULL AND k.recorded_at <= %(known_at)s)"""
_SAYS, _ORDER_OF_STANDING = "r.effective_on || r.rag", "r.effective_on, r.recorded_at, r.id"
_OF_PLAN = "SELECT o.id FROM plans_outcome o WHERE o.plan_id = %(plan)s"
_HAD = "SELECT h.locality_id FROM plans_historicalsectioncolumn h WHERE h.history_plan_id = %(plan)s"


def _rated(vendor: str, outcomes: str) -> str:
    """All the ratings of a cell in one text, such as ``2026-09-30red,2026-10-28amber``.

    They are in the order that decides which one stands, the last.

    Args:
        vendor: the database.
        outcomes: SQL for the ids of the outcomes that are meant.
    """
    if vendor == "postgresql":
        return f"""
SELECT 'rated', NULL, r.outcome_id, r.locality_id, NULL, NULL,
 STRING_AGG({_SAYS}, ',' ORDER BY {_ORDER_OF_STANDING}), NULL, NULL, NULL, NULL
FROM plans_rating r WHERE r.outcome_id IN ({outcomes}) AND {_COUNTS} GROUP BY r.outcome_id, r.locality_id"""
    # SQLite can order an aggregate from 3.44 only, and keeps the order of a subquery that an aggregate reads.
    # Cell by cell that is the order of the index, so that nothing is sorted.
    return f"""
SELECT 'rated', NULL, c.outcome_id, c.locality_id, NULL, NULL,
 (SELECT GROUP_CONCAT(says, ',') FROM (SELECT {_SAYS} AS says FROM plans_rating r
  WHERE r.outcome_id = c.outcome_id AND r.locality_id IS c.locality_id AND {_COUNTS}
  ORDER BY {_ORDER_OF_STANDING})), NULL, NULL, NULL, NULL
FROM (SELECT o.id AS outcome_id, l.locality_id FROM ({outcomes}) o CROSS JOIN (
  {_HAD} UNION SELECT NULL) l) c"""


_IN_SECTIONS = "h.section_id IN (SELECT x.section_id FROM plans_historicaloutcome x WHERE x.id = %(outcome)s)"


def _statement(vendor: str, *, one: bool) -> str:
    """The statement for a plan, or for one outcome of it."""
    parts = [
        # PostgreSQL takes the types of all from the first.
        _changes(
            "outcome",
            "outcome",
            "h.section_id, CAST(NULL AS BIGINT), h.position, h.ref, h.statement, "
            "CAST(h.withdrawn_on AS TEXT)",
            only="h.id = %(outcome)s" if one else "",
        ),
        _changes(
            "section",
            "section",
            "NULL, CAST(h.has_overall AS INTEGER), h.position, h.number, h.title, NULL",
            only=_IN_SECTIONS.replace("h.section_id", "h.id") if one else "",
        ),
        _changes(
            "column",
            "sectioncolumn",
            "h.section_id, h.locality_id, h.position, NULL, NULL, NULL",
            only=_IN_SECTIONS if one else "",
        ),
        _changes(
            "narrowed",
            "outcomelocality",
            "h.outcome_id, h.locality_id, NULL, NULL, NULL, NULL",
            only="h.outcome_id = %(outcome)s" if one else "",
        ),
    ]
    if not one:
        parts += [
            _changes("lead", "outcomelead", "h.outcome_id, h.lead_id, NULL, NULL, NULL, NULL"),
            _changes("theme", "outcometheme", "h.outcome_id, h.theme_id, NULL, NULL, NULL, NULL"),
            _named("locality", "name", "sectioncolumn"),
            _named("lead", "title", "outcomelead"),
            _named("theme", "name", "outcometheme"),
        ]
    outcomes = "SELECT CAST(%(outcome)s AS BIGINT) AS id" if one else _OF_PLAN
    return " UNION ALL ".join([*parts, _rated(vendor, outcomes)])


STATEMENTS = {
    (vendor, one): _statement(vendor, one=one) for vendor in ("postgresql", "sqlite") for one in (False, True)
}
"""By database, and whether it is for one outcome."""
