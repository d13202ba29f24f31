"""Where a plan's wording is read from: the tables as they are, or their history as it stood at a moment.

A rating has two dates, the day from which it holds and the moment it was recorded. Wording has one: it
holds from the moment it was recorded. A plan that was set up here after the month on its cover is shown, for
any earlier day, in the wording that it had at the end of the day on which it was set up; a closed plan stays
as it stood when it was closed.

The newest row of a record at a moment is the one with the greatest (history_date, history_id) not after it,
so that two changes stamped in the same instant still have an order. It is written in SQL for the reason given
in ``standing.py``; each record is one probe of its ``…_as_at`` index.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from psycopg import Cursor

from .models import Plan, Rag


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day, as people in England have it."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, as people in England have it."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


_NOT_AFTER = "SELECT x.history_id FROM {history} x WHERE x.id = {id} AND x.history_date <= %(moment)s"
_NEWEST_FIRST = "ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1"

_OWNERS = {
    "sectioncolumn": "section",
    "statement": "section",
    "outcomelead": "outcome",
    "outcometheme": "outcome",
    "outcomelocality": "outcome",
    "outcomepredecessor": "outcome",
}


def rows(model: str, *, past: bool, of_plan: bool = True) -> str:
    """SQL for the rows of one model that belong to a plan; takes ``plan`` and, for the past, ``moment``.

    Args:
        model: ``section``, ``sectioncolumn``, ``statement``, ``outcome``, ``outcomelead``, ``outcometheme``,
            ``outcomelocality`` or ``outcomepredecessor``.
        past: read the history instead of the table.
        of_plan: those of one plan; of every plan if not.
    """
    if past:
        history = f"plans_historical{model}"
        newest = _NOT_AFTER.format(history=history, id="h.id")
        return (
            f"(SELECT h.* FROM {history} h WHERE {'h.history_plan_id = %(plan)s AND ' if of_plan else ''}"
            f"h.history_type <> '-' AND h.history_id = ({newest} {_NEWEST_FIRST}))"
        )
    if not of_plan:
        return f"plans_{model}"
    if owner := _OWNERS.get(model):
        return (
            f"(SELECT m.* FROM plans_{model} m JOIN plans_{owner} o ON o.id = m.{owner}_id "
            "WHERE o.plan_id = %(plan)s)"
        )
    return f"(SELECT m.* FROM plans_{model} m WHERE m.plan_id = %(plan)s)"


def name_of(model: str, field: str, key: str, *, past: bool, moment: str = "%(moment)s") -> str:
    """SQL for what a record was called.

    Args:
        model: ``lead``, ``theme``, ``locality``, ``section`` or ``outcome``.
        field: its column, such as ``title``.
        key: SQL for its id.
        past: as it was called at ``moment``; if it has no name that old, its first.
        moment: SQL for that moment.
    """
    if not past:
        return f"(SELECT n.{field} FROM plans_{model} n WHERE n.id = {key})"
    history = f"plans_historical{model}"
    of_it = f"SELECT x.{field} FROM {history} x WHERE x.id = {key}"
    then = f"({of_it} AND x.history_date <= {moment} {_NEWEST_FIRST})"
    first = f"({of_it} ORDER BY x.history_date, x.history_id LIMIT 1)"
    return f"COALESCE({then}, {first})"


@dataclass(frozen=True, slots=True)
class PlanThen:
    """A plan's own words at a moment, and when its record here begins and ends.

    Attributes:
        moment: the moment the wording is read at: not before the end of ``set_up_on``, nor after
            ``closed_at``.
        past: whether the wording is to be read from the history.
        set_up_on: the day of its first change.
        closed_at: when it was closed; None while it is open.
    """

    title: str
    introduction: str
    status: Plan.Status
    dated: dt.date
    authority: str
    definitions: dict[Rag, str]
    moment: dt.datetime
    past: bool
    set_up_on: dt.date
    closed_at: dt.datetime | None


def closing(plan: str) -> str:
    """SQL for the moment a plan was closed, for good; null while it is open.

    Args:
        plan: SQL for its id.
    """
    return f"""(
 SELECT MIN(c.history_date) FROM plans_historicalplan c WHERE c.id = {plan} AND c.status = 'closed'
 AND NOT EXISTS (SELECT 1 FROM plans_historicalplan o WHERE o.id = c.id AND o.status <> 'closed'
  AND (o.history_date > c.history_date
   OR (o.history_date = c.history_date AND o.history_id > c.history_id))))"""


_LIFE = f"""
SELECT MIN(h.history_date), {closing("%(plan)s")}
FROM plans_historicalplan h WHERE h.id = %(plan)s"""
_OWN_WORDS = f"""
SELECT h.title, h.introduction, h.status, h.dated,
 {name_of("authority", "name", "h.authority_id", past=True)},
 h.red_means, h.amber_means, h.green_means, h.complete_means
FROM plans_historicalplan h
WHERE h.history_id = ({_NOT_AFTER.format(history="plans_historicalplan", id="%(plan)s")} {_NEWEST_FIRST})"""


def _earliest_wording(set_up_at: dt.datetime, seen_at: dt.datetime) -> dt.datetime:
    """The moment whose wording stands for every day before a plan was set up here, and for that day itself.

    It is the end of that day; but what was looked at on the day itself, such as a paper that was issued
    then, is not changed by what came later on it.
    """
    end = end_of(timezone.localdate(set_up_at))
    return seen_at if set_up_at <= seen_at < end else end


def plan_then(plan: Plan, *, moment: dt.datetime, seen_at: dt.datetime, past: bool) -> PlanThen:
    """A plan's own words at a moment. Two queries.

    Args:
        plan: the plan.
        moment: the moment asked for.
        seen_at: from when it is looked at; no wording is taken from after that.
        past: whether it is a past one; a closed plan is always read from its history.
    """
    first, closed = fetch(_LIFE, plan)[0]
    set_up_on = timezone.localdate(as_moment(first))
    moment = max(moment, _earliest_wording(as_moment(first), seen_at))
    closed_at = as_moment(closed) if closed else None
    if closed_at:
        moment = min(moment, closed_at)
    title, introduction, status, dated, authority, *means = fetch(_OWN_WORDS, plan, moment=moment)[0]
    return PlanThen(
        title=title,
        introduction=introduction,
        status=Plan.Status(status),
        dated=as_date(dated),
        authority=authority,
        definitions=dict(zip(Rag, means, strict=True)),
        moment=moment,
        past=past or closed_at is not None,
        set_up_on=set_up_on,
        closed_at=closed_at,
    )


def fetch(sql: str, plan: Plan, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run one statement about a plan; its dates and moments are given as the database keeps them."""
    adapt = connection.ops
    given = {
        name: adapt.adapt_datetimefield_value(value)
        if isinstance(value, dt.datetime)
        else adapt.adapt_datefield_value(value)
        if isinstance(value, dt.date)
        else value
        for name, value in parameters.items()
    }
    with _cursor() as cursor:
        cursor.execute(sql, {"plan": plan.pk, **given})
        return cursor.fetchall()


def _cursor() -> CursorWrapper:
    """A cursor; on PostgreSQL one that prepares a statement once it has been run a few times there.

    These statements are long: there, working out how to run one takes longer than running it. Django's own
    cursor writes the values into the text of the statement, so that to the server each is a new one.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)  # what Django wraps, whatever its stubs say
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(cursor)


def as_date(value: Any) -> dt.date:
    """A date as the driver gives it: SQLite keeps dates as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: Any) -> dt.datetime:
    """A moment as the driver gives it: SQLite keeps moments as text, in UTC without saying so."""
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
