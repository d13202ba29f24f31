"""What was counted on visits, as it stood at a moment: the samples of reviews, and what SMT saw on site days.

Read at the moment of the register, so that a result which was recorded later is not on a page of the past.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from plans.as_at import as_date, as_moment, name_of
from plans.as_recorded import one_of, recorded
from plans.models import Plan, Rag
from plans.snapshot import OutcomeRow, PlanSnapshot

from .measured_rows import Check, Result, SampleRow
from .models import Sample, SampleResult, SiteCheck, Visit
from .register import Register, VisitRow
from .settled import settled_rags

__all__ = ["RESOLVED", "Check", "Result", "SampleRow", "checks_for", "checks_of", "results_for", "samples_of"]

RESOLVED = "Difference from the manager's rating resolved"
"""Why the history says that a check changed when its difference was resolved."""

_SAMPLE = ("id", "version", "plan_id", "visit_id", "position", "cohort", "size", "note")
_RESULT = (
    "id", "version", "sample_id", "position", "question", "standard", "met", "partly", "not_met", "of",
    "spread", "note", "outcome_id",
)  # fmt: skip
_CHECK = (
    "id", "version", "visit_id", "outcome_id", "locality_id", "question", "seen", "met", "of", "rag",
    "rating_id", "resolution", "resolved_on",
)  # fmt: skip


def samples_of(
    plan: Plan, snapshot: PlanSnapshot, register: Register, visits: Collection[VisitRow] | None = None
) -> tuple[SampleRow, ...]:
    """The samples of some visits with their results. Two queries; none where there are no visits.

    Args:
        plan: whose page it is.
        snapshot, register: of it, at the date shown.
        visits: which, of the register; all of them if None.

    Returns:
        The newest visit's first, and within one as they were entered.
    """
    chosen = {visit.id: visit for visit in (register.visits if visits is None else visits)}
    if not chosen:
        return ()
    found = recorded(
        Sample,
        ", ".join(f"r.{name}" for name in _SAMPLE),
        plan,
        register.moment,
        among=one_of("r.visit_id", chosen),
        order="r.visit_id, r.position, r.id",
    )
    results = _results(plan, snapshot, register, [row[0] for row in found])
    by_visit: dict[int, list[SampleRow]] = defaultdict(list)
    for values in found:
        said: dict[str, Any] = dict(zip(_SAMPLE, values, strict=True))
        visit = chosen[said.pop("visit_id")]
        by_visit[visit.id].append(SampleRow(visit=visit, results=tuple(results.get(said["id"], ())), **said))
    return tuple(sample for pk in chosen for sample in by_visit[pk])


def _results(
    plan: Plan, snapshot: PlanSnapshot, register: Register, samples: Collection[int]
) -> dict[int, list[Result]]:
    found = recorded(
        SampleResult,
        ", ".join(f"r.{name}" for name in _RESULT),
        plan,
        register.moment,
        among=one_of("r.sample_id", samples),
        order="r.sample_id, r.position, r.id",
    )
    here = {row.id: row for row in snapshot.outcomes}
    results: dict[int, list[Result]] = defaultdict(list)
    for values in found:
        said: dict[str, Any] = dict(zip(_RESULT, values, strict=True))
        bands = json.loads(said["spread"]) if isinstance(said["spread"], str) else said["spread"]
        said["spread"] = tuple((str(label), int(number)) for label, number in bands or ())
        outcomes = _outcomes(said["outcome_id"], register, here)
        results[said["sample_id"]].append(Result(outcomes=outcomes, **said))
    return results


def checks_of(
    plan: Plan, snapshot: PlanSnapshot, register: Register, visits: Iterable[VisitRow] | None = None
) -> tuple[Check, ...]:
    """What SMT saw on some site days. One query, one more where a difference was resolved; none where there
    are no site days.

    Args:
        plan: whose page it is.
        snapshot, register: of it, at the date shown.
        visits: which, of the register; all of them if None.

    Returns:
        The newest day's first, and within one in the order of the plan.
    """
    asked = register.visits if visits is None else visits
    days = {visit.id: visit for visit in asked if visit.kind == Visit.Kind.SITE_DAY}
    if not days:
        return ()
    place = name_of("locality", "name", "r.locality_id", past=register.moment is not None)
    by = (
        "(SELECT x.history_by FROM ofsted_historicalsitecheck x WHERE x.id = r.id "
        "ORDER BY x.history_date, x.history_id LIMIT 1)"
    )
    by_then = "" if register.moment is None else " AND x.history_date <= %(moment)s"
    resolved_at = (
        "CASE WHEN r.resolution <> '' THEN (SELECT MAX(x.history_date) FROM ofsted_historicalsitecheck x "
        f"WHERE x.id = r.id AND x.history_change_reason = %(resolved)s{by_then}) END"
    )
    found = recorded(
        SiteCheck,
        ", ".join([*(f"r.{name}" for name in _CHECK), place, by, "t.rag", resolved_at]),
        plan,
        register.moment,
        among=one_of("r.visit_id", days),
        joined="LEFT JOIN plans_rating t ON t.id = r.rating_id",
        resolved=RESOLVED,
    )
    here = {row.id: row for row in snapshot.outcomes}
    order = {pk: number for number, pk in enumerate(here)}
    by_day: dict[int, list[Check]] = defaultdict(list)
    resolved: dict[int, dt.datetime] = {}
    for *values, column, who, stood, settled_at in found:
        said: dict[str, Any] = dict(zip(_CHECK, values, strict=True))
        said["rag"] = Rag(said["rag"]) if said["rag"] else None
        said["resolved_on"] = as_date(said["resolved_on"]) if said["resolved_on"] else None
        if settled_at:
            resolved[said["id"]] = as_moment(settled_at)
        visit = days[said.pop("visit_id")]
        by_day[visit.id].append(
            Check(
                visit=visit,
                outcomes=_outcomes(said["outcome_id"], register, here),
                column=column or "Overall",
                stood=Rag(stood) if stood else None,
                by=who or "",
                **said,
            )
        )

    def place_of(check: Check) -> tuple[int, str]:
        return min((order[row.id] for row in check.outcomes), default=len(order)), check.column

    seen = [check for pk in days for check in sorted(by_day[pk], key=place_of)]
    settled = settled_rags(
        {
            # It may have been resolved before the version shown started, or since.
            check.id: ({check.outcome_id, *(row.id for row in check.outcomes)}, check.locality_id, moment)
            for check in seen
            if (moment := resolved.get(check.id))
        }
    )
    return tuple(dataclasses.replace(check, settled=settled.get(check.id)) for check in seen)


def _outcomes(pk: int | None, register: Register, here: dict[int, OutcomeRow]) -> tuple[OutcomeRow, ...]:
    """What an outcome is in the plan shown."""
    if pk is None:
        return ()
    return tuple(here[heir] for heir in register.heirs.outcomes(pk) if heir in here)


def results_for(samples: Iterable[SampleRow], outcome: OutcomeRow) -> tuple[tuple[SampleRow, Result], ...]:
    """The results that are linked to an outcome, each with its sample."""
    return tuple(
        (sample, result)
        for sample in samples
        for result in sample.results
        if any(row.id == outcome.id for row in result.outcomes)
    )


def checks_for(checks: Iterable[Check], outcome: OutcomeRow) -> tuple[Check, ...]:
    """What SMT saw of an outcome."""
    return tuple(check for check in checks if any(row.id == outcome.id for row in check.outcomes))
