"""What was counted on visits, as it stood at a moment: the samples of reviews, and what SMT saw on site days.

Read at the moment of the register, so that a result which was recorded later is not on a page of the past.
"""

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from plans.as_at import as_date, as_moment, name_of
from plans.models import Plan, Rag
from plans.snapshot import OVERALL, OutcomeRow, PlanSnapshot

from .as_recorded import one_of, recorded
from .counting import is_small, percent, share_words
from .models import Sample, SampleResult, SiteCheck, Visit
from .register import Register, VisitRow
from .settled import settled_rags


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one measured question of a sample.

    Attributes:
        met: how many met it; None where the answer is a spread.
        of: of how many it was asked.
        spread: each band and how many are in it, where the answer is no yes or no.
        outcome_id: the outcome it was linked to; it may be of a version before.
        outcomes: what that is in the plan shown.
    """

    id: int
    version: int
    sample_id: int
    position: int
    question: str
    standard: str
    met: int | None
    partly: int
    not_met: int
    of: int
    spread: tuple[tuple[str, int], ...]
    note: str
    outcome_id: int | None
    outcomes: tuple[OutcomeRow, ...]

    @property
    def not_said(self) -> int:
        """How many were asked about of which nothing is said."""
        counted = sum(number for _, number in self.spread) if self.met is None else self.met
        return max(0, self.of - counted - self.partly - self.not_met)

    @property
    def share(self) -> str:
        """Such as "18 of 20, 90%"; empty for a spread."""
        return share_words(self.met, self.of) if self.met is not None else ""

    @property
    def is_small(self) -> bool:
        """Whether it is of few (``counting.SMALL_RULE``)."""
        return is_small(self.of)

    @property
    def says(self) -> str:
        """The whole answer in words: "18 of 20, 90%", or each band with its count."""
        if self.met is None:
            return "; ".join(f"{label}: {number} of {self.of}" for label, number in self.spread)
        more = [
            f"{number} {name}"
            for number, name in ((self.partly, "partly"), (self.not_met, "not"), (self.not_said, "not said"))
            if number
        ]
        return f"{self.share} ({', '.join(more)})" if more else self.share


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A cohort that a visit looked at, with the questions it was measured by, in their order."""

    id: int
    version: int
    plan_id: int
    visit: VisitRow
    position: int
    cohort: str
    size: int
    note: str
    results: tuple[Result, ...]

    @property
    def title(self) -> str:
        """Such as "20 child and family assessments"."""
        return f"{self.size:,} {self.cohort}"


@dataclass(frozen=True, slots=True)
class Check:
    """What SMT saw of one outcome on a site day.

    Attributes:
        outcome_id: the outcome looked at; it may be of a version before.
        outcomes: what that is in the plan shown.
        locality_id, column: the column it is about; None and ``Overall`` for Overall.
        question, met, of: what was counted; empty and None where nothing was.
        rag: SMT's own rating; None where they gave none.
        rating_id, stood: the rating that stood when they looked, and its colour; None where none did.
        resolution, resolved_on: how a difference was resolved, and when; empty and None while it is not.
        settled: the colour of the manager's that the resolution was about; None while there is none.
        by: who wrote it down.
    """

    id: int
    version: int
    visit: VisitRow
    outcome_id: int
    outcomes: tuple[OutcomeRow, ...]
    locality_id: int | None
    column: str
    question: str
    seen: str
    met: int | None
    of: int | None
    rag: Rag | None
    rating_id: int | None
    stood: Rag | None
    resolution: str
    resolved_on: dt.date | None
    by: str
    settled: Rag | None = None

    @property
    def share(self) -> str:
        """Such as "4 of 5, 80%"; empty where nothing was counted."""
        return share_words(self.met, self.of) if self.met is not None and self.of else ""

    @property
    def percent(self) -> int | None:
        """The share in whole per cent."""
        return percent(self.met, self.of) if self.met is not None and self.of else None

    @property
    def is_small(self) -> bool:
        """Whether what was counted is few (``counting.SMALL_RULE``)."""
        return self.of is not None and is_small(self.of)

    @property
    def column_key(self) -> str:
        """How an address names the column."""
        return OVERALL if self.locality_id is None else str(self.locality_id)


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
        f"WHERE x.id = r.id AND x.history_change_reason = %(resolved)s{by_then}) END"  # noqa: S608 - constants
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
