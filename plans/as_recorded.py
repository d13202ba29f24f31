"""Where what goes on from version to version (visits, meetings) is read from: tables, or their history.

A finding holds from the moment it was recorded: on a page that shows an earlier date it is not there, and
what was changed since reads as it did then. The newest row of a record at a moment is found as
``plans.as_at`` finds it.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections.abc import Collection
from typing import Any

from .as_at import end_of, fetch
from .models import Plan
from .snapshot import PlanSnapshot


def moment_of(snapshot: PlanSnapshot) -> dt.datetime | None:
    """The moment at which visits and meetings are read for a page that shows this; None for as they are now.

    Wording from before a plan was set up here is shown as first entered; of visits nothing is shown that was
    not recorded by the date shown.
    """
    if snapshot.wording_at is None:
        return None
    return min(snapshot.wording_at, snapshot.known_at, end_of(snapshot.at))


def recorded(
    model: Any,
    fields: str,
    plan: Plan,
    moment: dt.datetime | None,
    *,
    among: str,
    joined: str = "",
    order: str = "r.id",
    **parameters: Any,
) -> list[tuple[Any, ...]]:
    """The rows of one tracked model. One query.

    Args:
        model: a tracked one.
        fields: SQL for what is read of a row ``r``.
        plan: whose page it is; ``%(plan)s``.
        moment: as they were then; as they are if None.
        among: SQL for which rows ``r``. For the past, a record is listed if its row at the moment is one.
        joined: SQL for what is joined to ``r``.
        order: SQL.
        parameters: what the SQL takes besides.
    """
    table = model._meta.db_table
    past = ""
    if moment is not None:
        table = model.history.model._meta.db_table
        past = (
            f" AND r.history_type <> '-' AND r.history_id = (SELECT x.history_id FROM {table} x "
            "WHERE x.id = r.id AND x.history_date <= %(moment)s "
            "ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1)"
        )
    sql = f"SELECT {fields} FROM {table} r {joined} WHERE {among}{past} ORDER BY {order}"
    return fetch(sql, plan, **parameters, **({"moment": moment} if moment is not None else {}))


def one_of(column: str, ids: Collection[int]) -> str:
    """SQL for whether a column is one of some ids; never, where there are none."""
    return f"{column} IN ({', '.join(map(str, sorted(ids))) or 'NULL'})"
