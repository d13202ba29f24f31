"""The plan's journey: what was judged, found and decided, its versions, and the ratings meanwhile."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.as_at import as_date, end_of
from plans.as_recorded import one_of, recorded
from plans.dates import full_date, month_year
from plans.lineage import Version, versions_of
from plans.models import Plan, User
from plans.months import Asked, count_months, read_several
from plans.months.plan_months import MonthCounts
from plans.snapshot import PlanSnapshot

from .coverage import count
from .models import Decision, Visit
from .register import Register, VisitRow

MOST_MONTHS = 120
"""No more are drawn, however old the plan: ten years."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision of those who govern the improvement."""

    id: int
    version: int
    decided: str
    decided_on: dt.date
    body: Decision.Body
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on the journey.

    Attributes:
        number: its place in the journey, from 1.
        on: the day by which it had happened.
        said: when, as people write it.
        title: what it was.
        lines: what came of it, in short.
        page: the name of its page, and what fills that in; empty where it has none.
        adverse: something was judged to be a failing.
        decision: it is a decision, by id; None if not.
    """

    number: int
    on: dt.date
    said: str
    title: str
    lines: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    adverse: bool = False
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months over which one version of the plan was in use, with its ratings at the end of each."""

    version: Version
    months: tuple[MonthCounts, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """All of it, the oldest first.

    Attributes:
        site_days: how many days SMT spent on sites, which are not listed one by one.
    """

    events: tuple[Event, ...]
    stretches: tuple[Stretch, ...]
    site_days: int

    @property
    def months(self) -> tuple[MonthCounts, ...]:
        """Every month of every version; of one in which the next version started, that one's."""
        found = {month.end.replace(day=1): month for stretch in self.stretches for month in stretch.months}
        return tuple(found.values())[-MOST_MONTHS:]

    @property
    def is_older(self) -> bool:
        """Whether something happened before the first of those months, which has no mark under them."""
        return bool(self.events and self.months) and self.events[0].on < self.months[0].end.replace(day=1)


def read_decisions(plan: Plan, register: Register) -> tuple[DecisionRow, ...]:
    """The decisions recorded for a plan, the oldest first. One query."""
    found = recorded(
        Decision,
        "r.id, r.version, r.decided, r.decided_on, r.body, r.words",
        plan,
        register.moment,
        among=one_of("r.plan_id", register.line),
        order="r.decided_on, r.id",
    )
    return tuple(
        DecisionRow(pk, version, decided, as_date(on), Decision.Body(body), words)
        for pk, version, decided, on, body, words in found
    )


def journey_of(plan: Plan, snapshot: PlanSnapshot, register: Register, user: User) -> Journey:
    """A plan's journey to the date shown. Three queries, or four where it has other versions.

    Args:
        plan: the version shown.
        snapshot: of it, at that date.
        register: its visits then.
        user: who reads; of versions they may not see, only the month is told.
    """
    versions = _versions_until(plan, versions_of(plan, user, moment=register.moment))
    events = sorted(
        (*_visits(register), *_decisions(plan, register), *_starts(versions, snapshot)),
        key=lambda event: event.on,
    )
    return Journey(
        events=tuple(replace(event, number=place) for place, event in enumerate(events, start=1)),
        stretches=tuple(_stretches(plan, snapshot, versions)),
        site_days=sum(1 for visit in register.visits if visit.kind == Visit.Kind.SITE_DAY),
    )


def _versions_until(plan: Plan, versions: Sequence[Version]) -> list[Version]:
    """The version shown and those before it, the oldest first."""
    place = next(place for place, version in enumerate(versions) if version.plan_id == plan.pk)
    return list(versions[: place + 1])


def _visits(register: Register) -> Iterator[Event]:
    for visit in register.visits:
        if visit.kind == Visit.Kind.SITE_DAY:
            continue
        yield Event(
            number=0,
            on=visit.last_on,
            said=visit.on_site,
            title=visit.title,
            lines=tuple(_came_of(visit, register)),
            page=("visit", str(visit.id)),
            adverse=visit.is_adverse,
        )


def _came_of(visit: VisitRow, register: Register) -> Iterator[str]:
    """Judgements first, for they are what an inspection is remembered by."""
    for judged in visit.judgements:
        yield f"{judged.area}: {judged.grade}"
    counted = count(register.of_visit(visit))
    if counted.total:
        parts = [f"{counted.total} {'finding' if counted.total == 1 else 'findings'}"]
        if counted.strengths:
            parts.append(f"{counted.strengths} {'strength' if counted.strengths == 1 else 'strengths'}")
        if counted.adverse:
            parts.append(f"{counted.open} of {counted.adverse} to improve still open")
        yield ", ".join(parts)


def _decisions(plan: Plan, register: Register) -> Iterator[Event]:
    for row in read_decisions(plan, register):
        yield Event(
            number=0,
            on=row.decided_on,
            said=row.decided,
            title=str(row.body.label),
            lines=(row.words,),
            decision=row.id,
        )


def _starts(versions: Sequence[Version], snapshot: PlanSnapshot) -> Iterator[Event]:
    before: Version | None = None
    for version in versions:
        if version.is_draft:
            continue
        on = before.closed_on if before and before.closed_on else version.dated
        title = f"Improvement plan of {month_year(version.dated)}"
        page = ("plan", version.slug) if version.visible and version.plan_id != snapshot.plan_id else ()
        said = full_date(on) if before else month_year(on)
        yield Event(0, on, said, title, ("The next version started",) if before else (), page)
        before = version


def _stretches(plan: Plan, snapshot: PlanSnapshot, versions: Sequence[Version]) -> Iterator[Stretch]:
    """One query, however many versions."""
    told: list[Version] = []
    asked: list[Asked] = []
    since: dt.date | None = None
    for version in versions:
        if version.visible and not version.is_draft:
            told.append(version)
            asked.append(_asked(version, snapshot, since))
        since = version.closed_on + dt.timedelta(days=1) if version.closed_on else since
    for version, months in zip(told, read_several(asked, plan, known_at=snapshot.known_at), strict=True):
        yield Stretch(version, tuple(count_months(months.ends, months.letters())))


def _asked(version: Version, snapshot: PlanSnapshot, since: dt.date | None) -> Asked:
    """The months of a version until it was closed, or until the day shown."""
    if version.plan_id == snapshot.plan_id:
        until, wording_at = snapshot.at, snapshot.wording_at
    else:
        until = min(version.closed_on or snapshot.at, snapshot.at)
        shown = min(end_of(snapshot.at), snapshot.known_at)
        wording_at = min(version.closed_at or shown, max(shown, end_of(version.set_up_on)))
    return Asked(
        plan_id=version.plan_id,
        until=until,
        months=MOST_MONTHS,
        set_up_on=version.set_up_on,
        wording_at=wording_at,
        since=since or min(version.dated, version.set_up_on),
    )
