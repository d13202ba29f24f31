"""Makes a plan of the demonstration from its file: sections, statements, outcomes and what is beside them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..actions import records
from ..dates import month_year
from ..models import (
    Authority,
    Lead,
    Locality,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomePredecessor,
    OutcomeTheme,
    Plan,
    Section,
    SectionColumn,
    Statement,
    Theme,
    User,
)
from ..timescale import meant_by
from .sources import Calendar, dated, months_after, one_line

REASON = "Set up from the agreed plan"
Link = OutcomeLead | OutcomeTheme | OutcomeLocality | OutcomePredecessor


@dataclass(frozen=True, slots=True)
class Shelf:
    """What an authority keeps from one version of its plan to the next, by name."""

    authority: Authority
    localities: Mapping[str, Locality]
    leads: Mapping[str, Lead]
    themes: Mapping[str, Theme]


def outcomes_in(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every outcome of a plan's file, in order."""
    return [outcome for section in source["section"] for outcome in section["outcome"]]


def make_plan(
    source: Mapping[str, Any],
    *,
    shelf: Shelf,
    made: dt.date,
    month: dt.date,
    by: User,
    calendar: Calendar,
    predecessor: Plan | None = None,
) -> Plan:
    """A live plan with everything that is printed in it.

    Args:
        source: the plan's file.
        shelf: the authority's localities, leads and themes.
        made: the day it was set up, as written.
        month: the month on its cover: the first day of it, as it is to stand.
        by: who set it up.
        predecessor: the version before; an outcome's ``continues`` is its ref there.
    """
    when = calendar.moment(made, "11:00")
    means = {f"{colour}_means": words for colour, words in source.get("means", {}).items()}
    plan = Plan(
        authority=shelf.authority,
        title=source["title"],
        slug=source["slug"],
        dated=month,
        introduction=one_line(source["introduction"]),
        predecessor=predecessor,
        **means,
    )
    records.save(dated(plan, when), by=by, reason=REASON)
    sections = [
        dated(
            Section(
                plan=plan,
                number=entry["number"],
                title=entry["title"],
                position=position,
                has_overall=entry["overall"],
            ),
            when,
        )
        for position, entry in enumerate(source["section"], start=1)
    ]
    records.create_many(sections, by=by, reason=REASON)
    columns, statements, outcomes = [], [], []
    for section, entry in zip(sections, source["section"], strict=True):
        columns += [
            SectionColumn(section=section, locality=shelf.localities[name], position=position)
            for position, name in enumerate(entry["columns"], start=1)
        ]
        statements += [
            Statement(section=section, kind=kind, number=number, text=one_line(text))
            for kind in (Statement.Kind.WANT, Statement.Kind.CHANGE)
            for number, text in enumerate(entry.get(kind.value, ()), start=1)
        ]
        outcomes += [
            (row, _outcome(row, plan, section, position))
            for position, row in enumerate(entry["outcome"], start=1)
        ]
    for made_now in (columns, statements, [outcome for _, outcome in outcomes]):
        records.create_many([dated(record, when) for record in made_now], by=by, reason=REASON)
    links: list[Link] = [link for row, outcome in outcomes for link in _links(row, outcome, shelf)]
    links += _continued(outcomes, predecessor)
    for model in (OutcomeLead, OutcomeTheme, OutcomeLocality, OutcomePredecessor):
        of_model = [dated(link, when) for link in links if isinstance(link, model)]
        records.create_many(of_model, by=by, reason=REASON)
    return plan


def reword(
    source: Mapping[str, Any], *, plan: Plan, rounds: list[dt.date], by: User, calendar: Calendar
) -> None:
    """Give outcomes that were reworded during the year the wording they have now."""
    for row in outcomes_in(source):
        if "first_statement" in row:
            outcome = plan.outcomes.get(ref=row["ref"])
            outcome.statement = one_line(row["statement"])
            when = calendar.moment(rounds[row["reworded_round"]] - dt.timedelta(days=4), "15:30")
            records.save(dated(outcome, when), by=by, reason=row["reworded_because"])


def withdraw(
    source: Mapping[str, Any], *, plan: Plan, people: Mapping[str, User], calendar: Calendar
) -> None:
    """Withdraw the outcomes that the plan gave up during the year, on the day that this was agreed."""
    for row in outcomes_in(source):
        if "withdrawn" in row:
            outcome = plan.outcomes.get(ref=row["ref"])
            outcome.withdrawn_on = calendar.day(row["withdrawn"])
            when = calendar.moment(row["withdrawn"], row["withdrawn_at"])
            by = people[row["withdrawn_by"]]
            records.save(dated(outcome, when), by=by, reason=row["withdrawn_because"])


def _outcome(row: Mapping[str, Any], plan: Plan, section: Section, position: int) -> Outcome:
    timescale = row.get("timescale", "")
    if "by" in row:
        due = months_after(plan.dated, row["by"])
        timescale = f"{row['day']} {month_year(due)}" if "day" in row else month_year(due)
    return Outcome(
        plan=plan,
        section=section,
        ref=row["ref"],
        position=position,
        statement=one_line(row.get("first_statement", row["statement"])),
        timescale=timescale,
        timescale_on=meant_by(timescale),
    )


def _continued(
    outcomes: list[tuple[dict[str, Any], Outcome]], predecessor: Plan | None
) -> list[OutcomePredecessor]:
    """Which outcome of the version before each of these takes on; two that name the same one split it."""
    if predecessor is None:
        return []
    before = {outcome.ref: outcome for outcome in predecessor.outcomes.all()}
    return [
        OutcomePredecessor(outcome=outcome, predecessor=before[ref])
        for row, outcome in outcomes
        for ref in ([row["continues"]] if isinstance(row.get("continues"), str) else row.get("continues", ()))
    ]


def _links(row: Mapping[str, Any], outcome: Outcome, shelf: Shelf) -> list[Link]:
    return [
        *(
            OutcomeLead(outcome=outcome, lead=shelf.leads[title], position=position)
            for position, title in enumerate(row["leads"], start=1)
        ),
        *(OutcomeTheme(outcome=outcome, theme=shelf.themes[name]) for name in row.get("themes", ())),
        *(OutcomeLocality(outcome=outcome, locality=shelf.localities[name]) for name in row.get("only", ())),
    ]
