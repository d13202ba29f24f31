"""The visits of the demonstration: fixtures/marlshire/visits.toml, written down as its people would have."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plans.dates import full_date, month_year
from plans.demonstration.sources import one_line, read
from plans.models import Locality, Plan, User
from plans.parts import StoryCalendar

from .actions.deadlines import meet_deadline
from .actions.decisions import save_decision
from .actions.differences import resolve_difference
from .actions.findings import add_findings, respond
from .actions.samples import record_results
from .actions.site_days import Saw, save_checks
from .actions.visits import Judged, save_visit
from .frameworks import framework
from .models import Decision, Finding, Sample, SampleResult, Visit
from .on_site import read_days, read_expected
from .result_list import read_results

FILE = "marlshire/visits.toml"
_REPORT = "Recorded from the report of the review"
_LETTER, _RECORDED = "Recorded from the letter", "Recorded from the notes of the visit"


def tell_of_visits(
    plan: Plan, *, people: Mapping[str, User], calendar: StoryCalendar, until: dt.date | None
) -> None:
    """Write down the visits and decisions of the months in which a version of the plan was in use.

    Args:
        plan: the version; open.
        people: the part of an address before the ``@`` -> the person.
        calendar: from the dates in the file to those in the database.
        until: the last day of the version, as the file has days; None for the one in use now.
    """
    source = read(FILE)
    begun = {
        (visit.kind, visit.first_on): visit for visit in Visit.objects.filter(plan__authority=plan.authority)
    }
    for entry in source["visit"]:
        key = (entry["kind"], _days(entry, calendar)[0])
        if (until is None or entry["recorded"] <= until) and key not in begun:
            _visit(entry, plan, people=people, calendar=calendar)
    told = {one.words for one in Decision.objects.filter(plan__authority=plan.authority)}
    for entry in source["decision"]:
        if (until is None or entry["on"] <= until) and entry["words"] not in told:
            when = calendar.day(entry["on"])
            save_decision(
                decision=Decision(
                    decided=full_date(when), decided_on=when, body=entry["body"], words=entry["words"]
                ),
                plan=plan, by=people[entry["by"]], reason="Recorded from the minutes",
                when=calendar.moment(entry["on"], "15:20"),
            )  # fmt: skip


def _visit(
    entry: Mapping[str, Any], plan: Plan, *, people: Mapping[str, User], calendar: StoryCalendar
) -> None:
    words = _words(entry, calendar)
    days = read_days(words)
    expected = read_expected(entry.get("next_by", ""))
    when = calendar.moment(entry["recorded"], "11:05")
    by = people[entry["by"]]
    reason = _LETTER if "letter" in entry else _RECORDED

    def day(name: str) -> dt.date | None:
        return calendar.day(entry[name]) if name in entry else None

    visit = save_visit(
        visit=Visit(
            kind=entry["kind"],
            number=entry.get("number"),
            locality=_locality(entry, plan),
            framework=entry.get("framework", ""),
            on_site=days.words,
            first_on=days.first,
            last_on=days.last,
            letter_on=day("letter"),
            ofsted_published_on=day("published"),
            council_published_on=day("council"),
            inspectors="\n".join(entry.get("who", ())),
            looked_at="\n".join(entry.get("looked_at", ())),
            evidence_seen="\n".join(entry.get("evidence", ())),
            summary=one_line(entry.get("summary", "")),
            self_assessment=entry.get("self_assessment", ""),
            next_expected=expected.words,
            next_expected_by=expected.by,
        ),
        plan=plan,
        by=by,
        reason=reason,
        judgements=list(_judged(entry)),
        when=when,
    )
    for clock, on, note in entry.get("met", ()):
        meet_deadline(
            visit=visit, plan=plan, clock=clock, met_on=calendar.day(on), note=note, by=by,
            when=calendar.moment(on, "16:30"),
        )  # fmt: skip
    _findings(entry, visit, plan, by=by, when=when, people=people, calendar=calendar)
    for sampled in entry.get("sample", ()):
        _sample(sampled, visit, plan, by=by, when=when)
    if "check" in entry:
        _checks(entry["check"], visit, plan, by=by, when=when, people=people, calendar=calendar)


def _locality(entry: Mapping[str, Any], plan: Plan) -> Locality | None:
    return plan.authority.localities.get(name=entry["locality"]) if "locality" in entry else None


def _sample(sampled: Mapping[str, Any], visit: Visit, plan: Plan, *, by: User, when: dt.datetime) -> None:
    outcomes = {outcome.ref: outcome for outcome in plan.outcomes.all()}
    results = []
    for asked in sampled["result"]:
        (row,) = read_results(f"{asked['question']}: {asked['counts']}", sampled["size"])
        results.append(
            SampleResult(
                question=asked["question"],
                standard=asked.get("standard", ""),
                met=row.met,
                partly=row.partly,
                not_met=row.not_met,
                of=row.of,
                spread=[list(band) for band in row.spread],
                note=asked.get("note", ""),
                outcome=outcomes[asked["outcome"]] if "outcome" in asked else None,
            )
        )
    sample = Sample(visit=visit, cohort=sampled["cohort"], size=sampled["size"], note=sampled.get("note", ""))
    record_results(sample=sample, plan=plan, results=results, by=by, reason=_REPORT, when=when)


def _checks(
    checks: Sequence[Mapping[str, Any]],
    visit: Visit,
    plan: Plan,
    *,
    by: User,
    when: dt.datetime,
    people: Mapping[str, User],
    calendar: StoryCalendar,
) -> None:
    outcomes = {outcome.ref: outcome for outcome in plan.outcomes.select_related("plan")}
    saw = []
    for check in checks:
        met, _, of = check.get("counts", "").partition(" of ")
        saw.append(
            Saw(
                outcome=outcomes[check["outcome"]],
                locality=visit.locality,
                seen=check["seen"],
                question=check.get("question", ""),
                met=int(met) if met else None,
                of=int(of) if of else None,
                rag=check.get("rag", ""),
            )
        )
    made = save_checks(visit=visit, plan=plan, saw=saw, by=by, when=when)
    for check, seen in zip(checks, made, strict=True):
        if resolved := check.get("resolved"):
            resolve_difference(
                check=seen,
                plan=plan,
                resolution=resolved["words"],
                resolved_on=calendar.day(resolved["on"]),
                by=people[resolved["by"]],
                when=calendar.moment(resolved["on"], "16:10"),
            )


def _judged(entry: Mapping[str, Any]) -> Iterator[Judged]:
    under = framework(entry.get("framework", ""))
    for area, grade in entry.get("judgements", ()):
        yield Judged(area, grade, under is not None and under.is_adverse(grade))


def _findings(
    entry: Mapping[str, Any],
    visit: Visit,
    plan: Plan,
    *,
    by: User,
    when: dt.datetime,
    people: Mapping[str, User],
    calendar: StoryCalendar,
) -> None:
    outcomes = {outcome.ref: outcome.pk for outcome in plan.outcomes.all()}
    sections = {section.number: section for section in plan.sections.all()}
    leads = {lead.title: lead for lead in plan.authority.leads.all()}
    wanted = []
    for found in entry.get("finding", ()):
        finding = Finding(
            ref=found["ref"],
            kind=found["kind"],
            words=found["words"],
            section=sections[found["section"]] if "section" in found else None,
            area=found.get("area", ""),
            owner=leads[found["owner"]] if "owner" in found else None,
            repeats=_earlier(found["repeats"], plan) if "repeats" in found else None,
        )
        wanted.append((finding, {outcomes[ref]: why for ref, why in found.get("outcomes", {}).items()}))
    made = add_findings(visit=visit, plan=plan, findings=wanted, by=by, reason=_LETTER, when=when)
    for finding, found in zip(made, entry.get("finding", ()), strict=True):
        for answer in found.get("answers", ()):
            _answer(finding, answer, plan, people=people, calendar=calendar)


def _answer(
    finding: Finding,
    answer: Mapping[str, Any],
    plan: Plan,
    *,
    people: Mapping[str, User],
    calendar: StoryCalendar,
) -> None:
    respond(
        finding=finding,
        plan=plan,
        response=answer["response"],
        due_on=calendar.day(answer["due"]) if "due" in answer else finding.due_on,
        status=answer["status"],
        evidence=answer.get("evidence", ""),
        by=people[answer["by"]],
        when=calendar.moment(answer["on"], "14:40"),
    )


def _earlier(named: str, plan: Plan) -> Finding:
    """The finding that "name of the visit, ref" names."""
    name, ref = named.split(", ")
    entry = next(entry for entry in read(FILE)["visit"] if entry["name"] == name)
    return Finding.objects.select_related("visit").get(
        plan__authority=plan.authority, ref=ref, visit__kind=entry["kind"], visit__number=entry.get("number")
    )


def _days(entry: Mapping[str, Any], calendar: StoryCalendar) -> tuple[dt.date, dt.date]:
    days = read_days(_words(entry, calendar))
    return days.first, days.last


def _words(entry: Mapping[str, Any], calendar: StoryCalendar) -> str:
    """Such as "16 and 17 October 2019", or the month where only that is known."""
    if "month" in entry:
        return month_year(calendar.month(entry["month"]))
    return in_words([calendar.day(day) for day in entry["days"]])


def in_words(days: Sequence[dt.date]) -> str:
    """Days as people write them: "4 and 5 March 2025", "4 to 15 March 2025", "30 June and 1 July 2026"."""
    first, last = days[0], days[-1]
    if first == last:
        return full_date(first)
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start = full_date(first).removesuffix(f" {last.year}")
    return f"{start} {'and' if len(days) == 2 else 'to'} {full_date(last)}"
