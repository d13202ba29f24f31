"""What this app adds to the pages and papers of a plan (``plans.parts``)."""

import datetime as dt
from collections.abc import Iterable, Mapping

from plans.models import Plan, User
from plans.papers.brief import Brief, PaperPart
from plans.papers.document import Part
from plans.parts import Page, Panel, PlanParts, Seen, StoryCalendar
from plans.snapshot import OutcomeRow, PlanSnapshot, SectionView

from .ahead import deadlines_ahead, next_visit
from .coverage import RULE, contradictions
from .demonstration import tell_of_visits
from .differences import RULE as DIFFERENCE_RULE
from .differences import differences, moved_since
from .measured import checks_for, checks_of, results_for, samples_of
from .models import ADVERSE, Finding, Visit
from .papers.findings_part import findings_part
from .papers.for_committee import KEY as FINDINGS
from .papers.for_committee import findings_data, findings_owed, findings_pages
from .permissions import may_resolve
from .register import Register, take_register
from .visit_papers import take_deadlines


class VisitParts(PlanParts):
    """Findings on the pages of a plan, its sections and outcomes, and in its papers."""

    pages = (Page("Visits and findings", "visits", "visits"),)
    for_papers = (
        PaperPart(
            FINDINGS,
            "Findings of visits",
            "What visits and inspections found, what is done about it, and where each finding stands.",
            findings_pages,
            findings_data,
            read=take_register,
            owed=findings_owed,
        ),
    )

    def on_plan(self, seen: Seen) -> Iterable[Panel]:
        """The last visit and what is ahead, what is open, and good ratings beside an open finding."""
        register = take_register(seen.plan, seen.snapshot)
        if not register.visits:
            return ()
        still_open = [row for row in register.findings if row.is_open]
        on = seen.snapshot.at
        papers = take_deadlines(seen.plan, register.visits, moment=register.moment, on=on)
        ahead = deadlines_ahead(register, papers)
        said = {
            "visit": next(
                (row for row in register.visits if row.kind != Visit.Kind.SITE_DAY), register.visits[0]
            ),
            "late": [one for one in ahead if one.deadline.is_overdue],
            "due": next((one for one in ahead if not one.deadline.is_overdue), None),
            "expected": next_visit(register, on=on),
            "open": still_open,
            "adverse": [kind.value for kind in Finding.Kind if kind in ADVERSE],
            "waiting": [Finding.Status.OPEN.value, Finding.Status.ADDRESSED.value],
            "overdue": [row for row in still_open if row.overdue(on)],
            "unanswered": [row for row in still_open if not row.is_answered],
            "contradictions": contradictions(seen.snapshot, register),
            "rule": RULE,
        }
        panels = [Panel("ofsted/panels/plan.html", said, beside=True)]
        if any(visit.kind == Visit.Kind.SITE_DAY for visit in register.visits):
            found = differences(seen.snapshot, checks_of(seen.plan, seen.snapshot, register))
            differ = {"open": [one for one in found if one.is_open], "rule": DIFFERENCE_RULE}
            panels.append(Panel("ofsted/panels/differences.html", differ, beside=True))
        return panels

    def on_section(self, seen: Seen, section: SectionView) -> Iterable[Panel]:
        """The findings about the section, open ones first."""
        findings = take_register(seen.plan, seen.snapshot).of_section(section.number)
        rows = sorted(findings, key=lambda row: not row.is_open)
        said = {"findings": rows, "section": section.number}
        return (Panel("ofsted/panels/findings.html", said),) if rows else ()

    def on_outcome(self, seen: Seen, outcome: OutcomeRow) -> Iterable[Panel]:
        """The findings that the outcome answers, what SMT saw of it, and what reviews counted."""
        register = take_register(seen.plan, seen.snapshot)
        return [*_answered(seen, register, outcome), *_evidence(seen, register, outcome)]

    def in_paper(self, plan: Plan, snapshot: PlanSnapshot, described: str) -> Iterable[Part]:
        """A sheet of findings: all of them, or those that an outcome which a filter leaves answers."""
        register = take_register(plan, snapshot)
        rows = [row for row in register.findings if row.outcomes or not described]
        return (findings_part(rows, on=snapshot.at, described=described),) if rows else ()

    def points_open(self, brief: Brief) -> Iterable[tuple[str, str]]:
        """Where SMT's rating and the manager's differ, and nobody has resolved it."""
        register: Register = brief.read[FINDINGS]
        checks = checks_of(brief.plan, brief.snapshot, register)
        names = [
            f"{one.outcome.ref} {one.cell.column.name}"
            for one in differences(brief.snapshot, checks)
            if one.is_open
        ]
        said = f"SMT saw it otherwise on a site day, and it is not settled: {', '.join(names)}."
        return (("Ratings that SMT saw otherwise are settled", said if names else ""),)

    def tell_story(
        self, plan: Plan, *, people: Mapping[str, User], calendar: StoryCalendar, until: dt.date | None
    ) -> None:
        """The demonstration's visits and decisions."""
        tell_of_visits(plan, people=people, calendar=calendar, until=until)


def _answered(seen: Seen, register: Register, outcome: OutcomeRow) -> Iterable[Panel]:
    """The findings that an outcome answers, and whether its rating agrees with them."""
    findings = register.of_outcome(outcome)
    if findings:
        contrary = [one for one in contradictions(seen.snapshot, register) if one.outcome.id == outcome.id]
        said = {
            "findings": sorted(findings, key=lambda row: not row.is_open),
            "section": outcome.section_number,
            "contradictions": contrary,
            "rule": RULE,
        }
        yield Panel("ofsted/panels/findings.html", said)


def _evidence(seen: Seen, register: Register, outcome: OutcomeRow) -> Iterable[Panel]:
    """What SMT saw of an outcome, where that differs from its ratings, and what reviews counted."""
    checks = checks_for(checks_of(seen.plan, seen.snapshot, register), outcome)
    results = results_for(samples_of(seen.plan, seen.snapshot, register), outcome)
    if not (checks or results):
        return
    in_use = seen.plan.takes_ratings and not (seen.snapshot.past or seen.links.kept)
    found = [one for one in differences(seen.snapshot, checks) if one.outcome.id == outcome.id]
    moved = moved_since(seen.plan, seen.snapshot, (one for one in found if one.is_open))
    differ = {
        one.check.id: (
            one,
            moved.get(one.check.id),
            in_use
            and may_resolve(
                seen.access,
                lead_ids=outcome.lead_ids,
                locality_id=one.cell.column.locality_id,
                outcome_localities=outcome.locality_ids,
            ),
        )
        for one in found
    }
    if checks:
        latest = {check.locality_id: check for check in reversed(checks)}
        beside = [(check, *differ.get(check.id, (None, None, False))) for check in latest.values()]
        rated_before = [(check, *told) for check in checks if (told := differ.get(check.id))]
        beside += [row for row in rated_before if row not in beside]
        said = {"latest": sorted(beside, key=lambda row: row[0].column)}
        yield Panel("ofsted/panels/smt_saw.html", said, beside=True)
    yield Panel("ofsted/panels/evidence.html", {"checks": checks, "results": results})
