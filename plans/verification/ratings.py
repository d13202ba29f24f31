"""Whether every rating belongs where it says, and each correction is of what it may correct."""

# ruff: noqa: S608 - the statements are made of constants; what varies is a parameter

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection

from .faults import Fault, count, differs, rows_with_faults
from .history import blank, never_theirs

_SOURCE = """plans_rating r
LEFT JOIN plans_outcome o ON o.id = r.outcome_id
LEFT JOIN plans_plan p ON p.id = o.plan_id
LEFT JOIN plans_locality l ON l.id = r.locality_id
LEFT JOIN plans_rating w ON w.id = r.corrects_id
LEFT JOIN plans_rating f ON f.id = r.carried_from_id"""
_OF_PLAN = (
    " WHERE (r.plan_id = %(plan)s"
    " OR r.outcome_id IN (SELECT x.id FROM plans_outcome x WHERE x.plan_id = %(plan)s))"
)


def faults_of_ratings() -> list[Fault]:
    """What may be wrong with a rating ``r``, and between it and what it names."""
    recorded_on, _ = connection.ops.datetime_cast_date_sql("r.recorded_at", (), settings.TIME_ZONE)
    recorded_on = recorded_on.replace("%s", f"'{settings.TIME_ZONE}'", 1).replace("%s", "'UTC'")
    return [
        Fault("outcome missing", "o.id IS NULL", "its outcome is not there"),
        Fault("plan of a rating", "o.plan_id <> r.plan_id", "its plan is not its outcome's plan"),
        Fault(
            "locality elsewhere",
            "r.locality_id IS NOT NULL AND (l.id IS NULL OR l.authority_id <> p.authority_id)",
            "its locality is not one of the plan's authority",
        ),
        Fault("author missing", blank("r.recorded_by_name"), "it does not name who gave it"),
        Fault(
            "author not theirs",
            f"NOT {blank('r.recorded_by_name')} AND {never_theirs('r.recorded_by_id', 'r.recorded_by_name')}",
            "it is under a name that its author never had",
        ),
        Fault(
            "reason missing",
            f"(r.rag IN ('red', 'amber') AND {blank('r.commentary')}) "
            f"OR (r.corrects_id IS NOT NULL AND {blank('r.correction_reason')})",
            "it does not say why",
        ),
        Fault(
            "dated ahead",
            # Recorded_at is kept in UTC; the first comparison spares the second for nearly every row.
            f"r.effective_on > {_utc_day('r.recorded_at')} AND r.effective_on > {recorded_on}",
            "it takes effect after the day on which it was recorded",
        ),
        Fault(
            "neither colour nor correction",
            "r.rag IS NULL AND r.corrects_id IS NULL",
            "it has no colour and corrects nothing",
        ),
        Fault(
            "carried from elsewhere",
            f"r.carried_from_id IS NOT NULL AND (f.id IS NULL OR {differs('f.plan_id', 'p.predecessor_id')})",
            "what it was carried from is not a rating of the version before",
        ),
        Fault(
            "carried otherwise",
            f"f.id IS NOT NULL AND ({differs('f.rag', 'r.rag')} OR f.commentary <> r.commentary "
            "OR f.effective_on <> r.effective_on)",
            "it is not what it was carried from: its colour, words and date are another's",
        ),
        Fault(
            "corrects nothing", "r.corrects_id IS NOT NULL AND w.id IS NULL", "what it corrects is not there"
        ),
        Fault(
            "corrects elsewhere", "w.outcome_id <> r.outcome_id", "it corrects a rating of another outcome"
        ),
        Fault(
            "corrects too soon",
            # A ring of corrections cannot keep to this order all the way round, so it is found as well.
            "w.recorded_at > r.recorded_at OR (w.recorded_at = r.recorded_at AND w.id >= r.id)",
            "it was recorded before what it corrects",
        ),
        Fault(
            "corrects what is struck out",
            "w.id IS NOT NULL AND w.rag IS NULL",
            "it corrects a rating that is struck out",
        ),
        Fault(
            "corrected twice",
            "r.corrects_id IS NOT NULL AND EXISTS "
            "(SELECT 1 FROM plans_rating k WHERE k.corrects_id = r.corrects_id AND k.id < r.id)",
            "it corrects a rating that another one had corrected",
        ),
    ]


def _utc_day(moment: str) -> str:
    """SQL for the day of a moment in UTC: never later than the day in England."""
    return {
        "sqlite": f"substr({moment}, 1, 10)",
        "postgresql": f"({moment} AT TIME ZONE 'UTC')::date",
    }[connection.vendor]


def rating_problems(parameters: Mapping[str, Any]) -> Iterator[tuple[int, int | None, Fault]]:
    """What is wrong with ratings. One statement.

    Args:
        parameters: ``plan``, an id, to keep to one plan's; empty for all of them.

    Yields:
        The rating's id, its plan's id, and the fault.
    """
    source = _SOURCE + (_OF_PLAN if parameters else "")
    for (pk, plan_id), faults in rows_with_faults(
        source, ["r.id", "r.plan_id"], faults_of_ratings(), parameters
    ):
        for fault in faults:
            yield pk, plan_id, fault


def rating_count(parameters: Mapping[str, Any]) -> int:
    """How many ratings were looked at. One statement."""
    return count(f"SELECT COUNT(*) FROM plans_rating r{_OF_PLAN if parameters else ''}", parameters)[0]
