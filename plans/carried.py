"""Whose a rating is that was carried into a version when it started: not the carrier's, but the giver's.

Carried again, into the version after, it is still theirs. Their name, their words and the month of the
version before go with it to whoever reads the new one; what the outcome was called there does not.
"""

# ruff: noqa: S608 - the statement is made of constants; ids go in as numbers

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from .as_at import as_date, as_moment
from .dates import full_date, month_year
from .models import Rating


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a carried rating comes from.

    Attributes:
        given_by: who gave it first.
        given_at: when they did.
        dated: the month of the version it was carried from, the nearest.
    """

    given_by: str
    given_at: dt.datetime
    dated: dt.date
    given_by_id: int | None = None

    def __str__(self) -> str:
        day = full_date(timezone.localdate(self.given_at))
        return f"Carried from the version of {month_year(self.dated)}, where {self.given_by} gave it on {day}"


def first_given(rating: str, what: str) -> str:
    """SQL for what the rating says that a carried one was first; null of one that is not carried.

    Args:
        rating: the alias of ``plans_rating`` in the statement.
        what: a column of that table.
    """
    # UNION keeps each once, so a ring of them, which only a slip could make, comes to an end too.
    return f"""CASE WHEN {rating}.carried_from_id IS NOT NULL THEN (
 WITH RECURSIVE up(id, carried_from_id, said) AS (
  SELECT g.id, g.carried_from_id, g.{what} FROM plans_rating g WHERE g.id = {rating}.carried_from_id
  UNION SELECT g.id, g.carried_from_id, g.{what} FROM plans_rating g JOIN up ON g.id = up.carried_from_id
 ) SELECT up.said FROM up WHERE up.carried_from_id IS NULL) END"""


def given_by(rating: str) -> str:
    """SQL for the name of who gave a rating, carried or not; ``rating`` is its alias in the statement."""
    return f"COALESCE({first_given(rating, 'recorded_by_name')}, {rating}.recorded_by_name)"


def version_before(rating: str) -> str:
    """SQL for the month of the version that a rating was carried from; null of one that is not carried."""
    return (
        f"CASE WHEN {rating}.carried_from_id IS NOT NULL THEN (SELECT v.dated FROM plans_rating s "
        f"JOIN plans_plan v ON v.id = s.plan_id WHERE s.id = {rating}.carried_from_id) END"
    )


def where_from(ratings: Iterable[Rating]) -> dict[int, Carried]:
    """Where those of some ratings come from that were carried, by id. One query; none where none was."""
    ids = [rating.pk for rating in ratings if rating.carried_from_id]
    if not ids:
        return {}
    told = [first_given("r", what) for what in ("recorded_by_name", "recorded_by_id", "recorded_at")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id, {', '.join(told)}, {version_before('r')} FROM plans_rating r "
            f"WHERE r.id IN ({', '.join(map(str, ids))})"
        )
        return {
            pk: Carried(by, as_moment(when), as_date(dated), person)
            for pk, by, person, when, dated in cursor.fetchall()
        }


def giver_of(rating: Rating) -> int:
    """Id of the person who gave a rating, whoever carried it here. One query if it was carried."""
    came = where_from([rating]).get(rating.pk)
    return came.given_by_id if came and came.given_by_id else rating.recorded_by_id
