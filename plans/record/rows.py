"""The changes of a page with what each said and had said before: one statement for each table on it."""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..as_at import as_moment, fetch, name_of
from ..carried import first_given, given_by, version_before
from ..models import Plan
from .keys import Key
from .told import Told
from .trails import ORDER, RATING, TRAILS, Trail


@dataclass(frozen=True, slots=True)
class Row:
    """One change, as recorded.

    Attributes:
        table: the name of its trail: the model in lower case, in most cases.
        type: ``+`` added, ``~`` changed, ``-`` deleted.
        by: the person's name as it was.
        person: their id; None where their account is gone.
        reason: why.
        record: id of what was changed.
        now, was: the fields that are told, after and before; what was deleted is in ``now``.
        names: what else was read with it.
        sentences: what tells it, where that is another app's.
    """

    key: Key
    table: str
    type: str
    by: str
    person: int | None
    reason: str
    record: int
    now: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    sentences: Callable[["Row"], Iterator[Told]] | None = None

    def changed(self, name: str) -> bool:
        """Whether a field was changed."""
        return self.type == "~" and self.now[name] != self.was[name]


_SIGNED = (
    "history_date",
    "history_id",
    "history_type",
    "history_by",
    "history_user_id",
    "history_change_reason",
    "id",
)


@cache
def _trail(table: str) -> Trail:
    return next(trail for trail in TRAILS if trail.name == table)


@cache
def _statement(table: str) -> str:
    trail = _trail(table)
    columns = [
        f"({trail.of_plan})",
        *(f"h.{name}" for name in _SIGNED),
        # In quotes, because a field may be called what SQL means something by: the day "on".
        *(f'h."{name}"' for name in trail.fields),
        *(f'p."{name}"' for name in trail.fields),
        *trail.names.values(),
    ]
    return (
        f"SELECT {', '.join(columns)} FROM {trail.table} h "
        f"LEFT JOIN {trail.table} p ON p.history_id = {trail.before} WHERE h.history_id IN ({{ids}})"
    )


_STOOD = """(SELECT x.rag FROM plans_rating x WHERE x.outcome_id = r.outcome_id AND x.locality_id {column}
 AND x.rag IS NOT NULL AND x.effective_on <= %(latest)s
 AND (x.recorded_at, x.id) < (r.recorded_at, r.id)
 AND NOT EXISTS (SELECT 1 FROM plans_rating k WHERE k.corrects_id = x.id
  AND (k.recorded_at, k.id) <= (r.recorded_at, r.id))
 ORDER BY x.effective_on DESC, x.recorded_at DESC, x.id DESC LIMIT 1)"""
_RATING = {
    "rag": "r.rag",
    "effective_on": "r.effective_on",
    "commentary": "r.commentary",
    "correction_reason": "r.correction_reason",
    "outcome_id": "r.outcome_id",
    "ref": name_of("outcome", "ref", "r.outcome_id", past=True, moment="r.recorded_at"),
    "column": name_of("locality", "name", "r.locality_id", past=True, moment="r.recorded_at"),
    "stood": f"CASE WHEN r.locality_id IS NULL THEN {_STOOD.format(column='IS NULL')} "
    f"ELSE {_STOOD.format(column='= r.locality_id')} END",
    "corrected": "EXISTS (SELECT 1 FROM plans_rating k WHERE k.corrects_id = r.id)",
    "corrects": "r.corrects_id",
    "given_by": first_given("r", "recorded_by_name"),
    "given_at": first_given("r", "recorded_at"),
    "version": version_before("r"),
    "wrong_rag": "c.rag",
    "wrong_on": "c.effective_on",
    "wrong_by": given_by("c"),
    "wrong_commentary": "c.commentary",
    "wrong_column": name_of("locality", "name", "c.locality_id", past=True, moment="r.recorded_at"),
}
"""What is read of a rating. ``stood`` is the colour that stood in its cell when it was recorded, as the
timeline of an outcome has it. None takes effect after the day it is recorded, so no later ones are read."""
_RATINGS = (
    f"SELECT r.recorded_at, r.id, r.recorded_by_name, r.recorded_by_id, {', '.join(_RATING.values())} "
    "FROM plans_rating r LEFT JOIN plans_rating c ON c.id = r.corrects_id "
    "WHERE r.id IN ({ids}) AND r.plan_id = %(plan)s"
)


def read_rows(plan: Plan, keys: Iterable[Key]) -> dict[Key, Row]:
    """The changes with these keys; a key that stands for none is left out.

    Args:
        plan: whose record it is: of another plan's changes nothing is read.
        keys: from ``find_keys``, or from an address.
    """
    tables = {place: name for name, place in ORDER.items()}
    ids: dict[str, list[int]] = defaultdict(list)
    newest = max((key.moment for key in keys), default=None)
    for key in keys:
        ids[tables[key.rank]].append(key.id)
    rows: dict[Key, Row] = {}
    for table, wanted in ids.items():
        listed = ", ".join(map(str, wanted))
        if table == RATING:
            assert newest is not None  # noqa: S101
            latest = newest.date() + dt.timedelta(days=1)
            found = fetch(_RATINGS.format(ids=listed), plan, latest=latest)
            rows |= {row.key: row for row in map(_rating, found)}
        else:
            found = fetch(_statement(table).format(ids=listed), plan, authority=plan.authority_id)
            rows |= {row.key: row for row in (_row(table, one) for ours, *one in found if ours)}
    return rows


def _row(table: str, one: list[Any]) -> Row:
    moment, id_, type_, by, person, reason, record, *rest = one
    fields, names = _trail(table).fields, tuple(_trail(table).names)
    now, was, more = rest[: len(fields)], rest[len(fields) : 2 * len(fields)], rest[2 * len(fields) :]
    return Row(
        key=Key(as_moment(moment), ORDER[table], id_),
        table=table,
        type=type_,
        by=by,
        person=person,
        reason=reason,
        record=record,
        now=dict(zip(fields, now, strict=True)),
        was=dict(zip(fields, was, strict=True)),
        names=dict(zip(names, more, strict=True)),
        sentences=_trail(table).sentences,
    )


def _rating(one: tuple[Any, ...]) -> Row:
    moment, id_, by, person, *rest = one
    names = dict(zip(_RATING, rest, strict=True))
    return Row(
        key=Key(as_moment(moment), ORDER[RATING], id_),
        table=RATING,
        type="+",
        by=by,
        person=person,
        reason=names["correction_reason"] or names["commentary"],
        record=id_,
        names=names,
    )
