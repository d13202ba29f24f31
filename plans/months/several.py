"""Reads several plans, such as the versions of one, at each of many month ends, in one statement."""

# ruff: noqa: S608 - the statement is made of constants; what varies goes in as parameters

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from ..as_at import fetch
from ..models import Plan
from .plan_months import PlanMonths
from .reading import STATEMENTS, month_ends, months_from


@dataclass(frozen=True, slots=True)
class Asked:
    """The months of one plan that are asked for; all but its id as ``read_months`` takes it."""

    plan_id: int
    until: dt.date
    months: int
    set_up_on: dt.date
    wording_at: dt.datetime | None = None
    since: dt.date | None = None


def read_several(asked: Sequence[Asked], plan: Plan, *, known_at: dt.datetime) -> list[PlanMonths]:
    """Read plans at each of many month ends. One query, however many they are; none for none.

    Args:
        asked: what is read of each.
        plan: whose page it is.
        known_at: leave out what was recorded later than this.

    Returns:
        What ``read_months`` says of each, in the order asked.
    """
    if not asked:
        return []
    statement = STATEMENTS[connection.vendor, False]
    parts: list[str] = []
    parameters: dict[str, Any] = {"known_at": known_at}
    for place, one in enumerate(asked):
        sql = statement
        own = {"plan": one.plan_id, "at": one.until, "moment": one.wording_at or timezone.now()}
        for name, value in own.items():
            sql = sql.replace(f"%({name})s", f"%({name}_{place})s")
            parameters[f"{name}_{place}"] = value
        parts.append(f"SELECT {place}, one.* FROM ({sql}) one")
    rows: list[list[Sequence[Any]]] = [[] for _ in asked]
    for place, *row in fetch(" UNION ALL ".join(parts), plan, **parameters):
        rows[place].append(row)
    return [
        months_from(
            found,
            month_ends(one.until, one.months, since=one.since),
            known_at=known_at,
            set_up_on=one.set_up_on,
        )
        for found, one in zip(rows, asked, strict=True)
    ]
