"""Every visit and finding of a plan as they stood at a moment, in a constant number of queries.

Every page, export and part of a paper about visits is made from one of these and from the plan's snapshot at
the same moment, so no two can disagree.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.as_at import as_date, name_of
from plans.as_recorded import moment_of, one_of, recorded
from plans.line import line_of
from plans.models import Plan
from plans.snapshot import OutcomeRow, PlanSnapshot

from .models import Finding, FindingOutcome, Judgement, Visit
from .register_rows import Answer, FindingRow, Judged, VisitRow
from .through_versions import Heirs, read_heirs

__all__ = ["Answer", "FindingRow", "Judged", "Register", "VisitRow", "lines_of", "take_register"]


@dataclass(frozen=True, slots=True)
class Register:
    """The visits and findings of a plan.

    Attributes:
        visits: the newest first.
        findings: in the order of the visits, and within one in the report's.
        moment: they are read as at; None for now.
        line: ids of the plan's version and of those before it.
    """

    visits: tuple[VisitRow, ...]
    findings: tuple[FindingRow, ...]
    moment: dt.datetime | None
    line: frozenset[int]
    heirs: Heirs = field(repr=False)

    def visit(self, pk: int) -> VisitRow | None:
        """The visit with that id."""
        return next((row for row in self.visits if row.id == pk), None)

    def finding(self, pk: int | None) -> FindingRow | None:
        """The finding with that id."""
        return next((row for row in self.findings if row.id == pk), None)

    def of_visit(self, visit: VisitRow) -> tuple[FindingRow, ...]:
        """The findings of a visit."""
        return tuple(row for row in self.findings if row.visit.id == visit.id)

    def of_outcome(self, outcome: OutcomeRow) -> tuple[FindingRow, ...]:
        """The findings that an outcome answers."""
        return tuple(row for row in self.findings if any(one.id == outcome.id for one in row.outcomes))

    def of_section(self, number: str) -> tuple[FindingRow, ...]:
        """The findings about a section, or answered by one of its outcomes."""
        return tuple(row for row in self.findings if number in row.sections)

    def repeats_of(self, finding: FindingRow) -> tuple[FindingRow, ...]:
        """The chain of earlier findings that one raises again, the nearest first."""
        chain: list[FindingRow] = []
        passed = {finding.id}
        pk = finding.repeats
        while pk is not None and pk not in passed:
            passed.add(pk)
            earlier = self.finding(pk)
            if earlier is None:
                break
            chain.append(earlier)
            pk = earlier.repeats
        return tuple(chain)

    def repeated_by(self, finding: FindingRow) -> tuple[FindingRow, ...]:
        """The later findings that raise one again themselves."""
        return tuple(row for row in self.findings if row.repeats == finding.id)


_VISIT = (
    "id", "version", "plan_id", "kind", "number", "framework", "locality_id", "on_site", "first_on",
    "last_on", "letter_on", "ofsted_published_on", "council_published_on", "inspectors", "looked_at",
    "evidence_seen", "summary", "self_assessment", "next_expected", "next_expected_by",
)  # fmt: skip
_VISIT_DAYS = {
    "first_on", "last_on", "letter_on", "ofsted_published_on", "council_published_on", "next_expected_by",
}  # fmt: skip
_LISTS = {"inspectors", "looked_at", "evidence_seen"}
_FINDING = (
    "id", "version", "plan_id", "visit_id", "position", "ref", "paragraph", "words", "kind", "section_id",
    "area", "owner_id", "response", "due_on", "status", "evidence", "repeats_id",
)  # fmt: skip


def take_register(plan: Plan, snapshot: PlanSnapshot) -> Register:
    """Read every visit and finding of a plan as they stood when its snapshot was taken.

    Four queries, or one where there is no visit; up to three more where the plan follows an earlier version.

    Args:
        plan: the plan.
        snapshot: of it, with its sections.
    """
    moment = moment_of(snapshot)
    line = line_of(plan)
    visits = _visits(plan, moment, line)
    ids = visits.keys()
    # Most plans have no visit for a while, and every page of theirs asks.
    findings = _findings(plan, moment, ids) if ids else []
    links = _links(plan, moment, {row["id"] for row in findings}) if ids else {}
    heirs = read_heirs(plan, snapshot, moment=moment)
    outcomes = {row.id: row for row in snapshot.outcomes}
    order = {pk: place for place, pk in enumerate(outcomes)}
    by_visit: dict[int, list[FindingRow]] = defaultdict(list)
    for row in findings:
        section = heirs.section(row.pop("section_id"))
        pk = row["id"]
        by_visit[row["visit_id"]].append(
            FindingRow(
                visit=visits[row.pop("visit_id")],
                section=section,
                answers=tuple(_answers(links.get(pk, ()), heirs, outcomes, order)),
                **row,
            )
        )
    return Register(
        visits=tuple(visits.values()),
        findings=tuple(row for pk in visits for row in by_visit[pk]),
        moment=moment,
        line=line,
        heirs=heirs,
    )


def _visits(plan: Plan, moment: dt.datetime | None, line: frozenset[int]) -> dict[int, VisitRow]:
    """By id, the newest first."""
    place = name_of("locality", "name", "r.locality_id", past=moment is not None)
    found = recorded(
        Visit,
        ", ".join([*(f"r.{name}" for name in _VISIT), place]),
        plan,
        moment,
        among=one_of("r.plan_id", line),
        order="r.last_on DESC, r.first_on DESC, r.id DESC",
    )
    judged = _judged(plan, moment, [row[0] for row in found]) if found else {}
    visits = {}
    for *values, locality in found:
        said: dict[str, Any] = dict(zip(_VISIT, values, strict=True))
        said |= {name: as_date(said[name]) if said[name] else None for name in _VISIT_DAYS}
        said |= {name: lines_of(said[name]) for name in _LISTS}
        said["kind"] = Visit.Kind(said["kind"])
        visits[said["id"]] = VisitRow(
            **said, locality=locality or "", judgements=tuple(judged.get(said["id"], ()))
        )
    return visits


def _judged(plan: Plan, moment: dt.datetime | None, visits: Iterable[int]) -> dict[int, list[Judged]]:
    found = recorded(
        Judgement,
        "r.visit_id, r.area, r.grade, r.adverse",
        plan,
        moment,
        among=one_of("r.visit_id", list(visits)),
        order="r.visit_id, r.position, r.id",
    )
    judged: dict[int, list[Judged]] = defaultdict(list)
    for visit_id, area, grade, adverse in found:
        judged[visit_id].append(Judged(area, grade, bool(adverse)))
    return judged


def _findings(plan: Plan, moment: dt.datetime | None, visits: Iterable[int]) -> list[dict[str, Any]]:
    owner = name_of("lead", "title", "r.owner_id", past=moment is not None)
    found = recorded(
        Finding,
        ", ".join([*(f"r.{name}" for name in _FINDING), owner]),
        plan,
        moment,
        among=one_of("r.visit_id", list(visits)),
        order="r.visit_id, r.position, r.id",
    )
    rows = []
    for *values, title in found:
        said: dict[str, Any] = dict(zip(_FINDING, values, strict=True))
        said["kind"], said["status"] = Finding.Kind(said["kind"]), Finding.Status(said["status"])
        said["due_on"] = as_date(said["due_on"]) if said["due_on"] else None
        said["repeats"] = said.pop("repeats_id")
        rows.append({**said, "owner": title or ""})
    return rows


def _links(
    plan: Plan, moment: dt.datetime | None, findings: Iterable[int]
) -> dict[int, list[tuple[int, str]]]:
    found = recorded(
        FindingOutcome,
        "r.finding_id, r.outcome_id, r.reason",
        plan,
        moment,
        among=one_of("r.finding_id", list(findings)),
    )
    links: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for finding_id, outcome_id, reason in found:
        links[finding_id].append((outcome_id, reason))
    return links


def _answers(
    links: Iterable[tuple[int, str]],
    heirs: Heirs,
    outcomes: dict[int, OutcomeRow],
    order: dict[int, int],
) -> Iterator[Answer]:
    """In the order of the plan shown."""

    found = []
    for outcome_id, reason in links:
        here = sorted((pk for pk in heirs.outcomes(outcome_id) if pk in order), key=order.__getitem__)
        place = order[here[0]] if here else len(order)
        found.append((place, Answer(outcome_id, tuple(outcomes[pk] for pk in here), reason)))
    found.sort(key=lambda pair: pair[0])
    for _, answer in found:
        yield answer


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that is a list, one to a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
