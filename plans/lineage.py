"""What an outcome continues from the versions of the plan before, and what continues it in those after.

An outcome belongs to one version. The next version may take it on as it is, in other words, under another
ref, split over several or merged with others: each link says "this continues that" (``OutcomePredecessor``),
and a chain of them runs through any number of versions.

Who may see one version need not see the others. Of a version that the reader may not see, only its month is
given: that there was one is no secret, since the plan they read follows from it; its title, refs, wording and
ratings are left out. A rating that was carried from it is the newer version's own, with its words and the
name of who gave it (``carried``). A draft they may not see is not mentioned at all.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from .as_at import as_date, as_moment, closing, fetch, rows
from .models import Outcome, Plan, User


class Kind(StrEnum):
    """What became of an outcome between one version and the next. Each outcome has exactly one."""

    SAME = "same"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


def kind_of(*, predecessors: int, heirs: int, reworded: bool, moved: bool) -> Kind:
    """The kind of an outcome of the newer version: what matters most of all that is true of it.

    Args:
        predecessors: how many outcomes of the version before it continues.
        heirs: how many outcomes of its own version continue them, itself included.
        reworded: its wording is not its predecessor's.
        moved: its ref or its section is not its predecessor's.
    """
    if not predecessors:
        return Kind.NEW
    if predecessors > 1:
        return Kind.MERGED
    if heirs > 1:
        return Kind.SPLIT
    if reworded:
        return Kind.REWORDED
    return Kind.MOVED if moved else Kind.SAME


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same in the same words; how they are spaced does not count."""
    return one.split() == other.split()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a plan.

    Attributes:
        title, slug: empty where the reader may not see it.
        dated: the month on its cover.
        closed_at: when it was closed; None while it is open.
        visible: whether the reader may see it.
        set_up_on: the day it was set up here.
    """

    plan_id: int
    title: str
    slug: str
    dated: dt.date
    status: Plan.Status
    closed_at: dt.datetime | None
    visible: bool
    set_up_on: dt.date

    @property
    def is_draft(self) -> bool:
        """Whether it is not in use yet."""
        return self.status == Plan.Status.DRAFT

    @property
    def closed_on(self) -> dt.date | None:
        """The day on which it was closed."""
        return timezone.localdate(self.closed_at) if self.closed_at else None


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome of a version, in that version's words: as at its closing, if it is closed."""

    id: int
    ref: str
    statement: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One outcome becoming another from one version to the next.

    Attributes:
        kind: what became of it, as the newer version has it; None where one of the two may not be seen.
    """

    before: Line
    after: Line | None
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Step:
    """One version further from an outcome, and what it has there.

    Attributes:
        version: the version.
        lines: the outcomes of it that the outcome comes from, or became; none where the version may not be
            seen, and none in a later version that dropped it.
        turns: how each came from, or became, one of the version a step nearer.
        beside: what else of the newer of the two versions continues the same; or, towards later versions,
            what else of the older is continued by the same.
    """

    version: Version
    lines: tuple[Line, ...] = ()
    turns: tuple[Turn, ...] = ()
    beside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where an outcome comes from, and what became of it, each the nearest version first."""

    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


_VERSIONS = f"""
WITH RECURSIVE chain(id) AS (
 SELECT id FROM plans_plan WHERE id = %(plan)s
 UNION
 SELECT CASE WHEN p.id = c.id THEN p.predecessor_id ELSE p.id END FROM plans_plan p
 JOIN chain c ON p.predecessor_id = c.id OR (p.id = c.id AND p.predecessor_id IS NOT NULL)
)
SELECT p.id, p.predecessor_id, p.title, p.slug, p.dated, p.status, {closing("p.id")},
 (SELECT MIN(h.history_date) FROM plans_historicalplan h WHERE h.id = p.id){{then}}
FROM plans_plan p JOIN chain c ON c.id = p.id"""
_VERSIONS_THEN = _VERSIONS.format(
    then=""", (SELECT h.status FROM plans_historicalplan h WHERE h.id = p.id AND h.history_date <= %(moment)s
 ORDER BY h.history_date DESC, h.history_id DESC LIMIT 1)"""
)
_VERSIONS_NOW = _VERSIONS.format(then=", p.status")


def _links(*, past: bool) -> str:
    """The statement for every link that leads to an outcome or from it, through any number of versions.

    UNION keeps each link once, so a loop of links, which only a slip could make, comes to an end too. An
    outcome that was deleted since is found in its history.
    """
    link = rows("outcomepredecessor", past=past, of_plan=False)
    outcome, of = ("plans_historicaloutcome", "history_plan_id") if past else ("plans_outcome", "plan_id")

    def plan(key: str) -> str:
        return f"(SELECT o.{of} FROM {outcome} o WHERE o.id = {key} LIMIT 1)"

    return f"""
WITH RECURSIVE back(outcome_id, predecessor_id) AS (
 SELECT l.outcome_id, l.predecessor_id FROM {link} l WHERE l.outcome_id = %(outcome)s
 UNION
 SELECT l.outcome_id, l.predecessor_id FROM {link} l
 JOIN back b ON l.outcome_id = b.predecessor_id
), onward(outcome_id, predecessor_id) AS (
 SELECT l.outcome_id, l.predecessor_id FROM {link} l WHERE l.predecessor_id = %(outcome)s
 UNION
 SELECT l.outcome_id, l.predecessor_id FROM {link} l
 JOIN onward o ON l.predecessor_id = o.outcome_id
)
SELECT l.outcome_id, l.predecessor_id, {plan("l.outcome_id")}, {plan("l.predecessor_id")} FROM {link} l
WHERE l.predecessor_id IN (SELECT b.predecessor_id FROM back b)
OR l.outcome_id IN (SELECT o.outcome_id FROM onward o)"""


_LINKS = {past: _links(past=past) for past in (True, False)}
_LINKS_OF_PLAN = {
    past: "SELECT l.outcome_id, l.predecessor_id "
    f"FROM {rows('outcomepredecessor', past=past)} l ORDER BY l.id"
    for past in (True, False)
}

_Link = tuple[int, int]
"""(outcome, predecessor), by id."""


def versions_of(plan: Plan, user: User, *, moment: dt.datetime | None = None) -> tuple[Version, ...]:
    """Every version of a plan, the oldest first; a draft that the reader may not see is left out.

    One query; a second where there are others than this.

    Args:
        plan: any of them.
        user: who reads.
        moment: leave out versions made later, and say of each whether it was a draft then; now if None.
    """
    sql = _VERSIONS_THEN if moment else _VERSIONS_NOW
    found = {row[0]: row for row in fetch(sql, plan, moment=moment)}
    visible = {plan.pk}
    if len(found) > 1:
        visible |= set(Plan.objects.visible_to(user).filter(pk__in=found).values_list("pk", flat=True))
    after = {row[1]: pk for pk, row in found.items()}
    pk: int | None = next((pk for pk, row in found.items() if row[1] is None), plan.pk)
    versions: list[Version] = []
    while pk is not None and pk in found:
        _, _, title, slug, dated, now, closed, set_up, then = found.pop(pk)
        seen = pk in visible
        if now == Plan.Status.DRAFT and not seen:
            break  # nothing follows a draft
        if then or pk == plan.pk:
            versions.append(
                Version(
                    plan_id=pk,
                    title=title if seen else "",
                    slug=slug if seen else "",
                    dated=as_date(dated),
                    status=Plan.Status(then or now),
                    closed_at=as_moment(closed) if closed else None,
                    visible=seen,
                    set_up_on=timezone.localdate(as_moment(set_up)),
                )
            )
        pk = after.get(pk)
    return tuple(versions)


def neighbours(plan: Plan, versions: Sequence[Version]) -> tuple[Version | None, Version | None]:
    """The versions before and after a plan among ``versions_of`` it; None where there is none."""
    place = next((place for place, version in enumerate(versions) if version.plan_id == plan.pk), 0)
    before = versions[place - 1] if place else None
    after = versions[place + 1] if place + 1 < len(versions) else None
    return before, after


def lineage_of(plan: Plan, outcome: Line, user: User, *, moment: dt.datetime | None = None) -> Lineage:
    """Where an outcome comes from and what became of it. Four queries at most, however many versions.

    Versions and links are those of ``moment``: a plan in use can be matched again. The wording of an earlier
    or later version is read as at its closing, or, while it is open, as at ``moment``.

    Args:
        plan: the outcome's plan.
        outcome: its id, with its ref and wording as they are to be compared.
        user: who reads.
        moment: of a page that shows the past; now if None.
    """
    versions = versions_of(plan, user, moment=moment)
    if len(versions) < 2:
        return Lineage()
    found = fetch(_LINKS[moment is not None], plan, outcome=outcome.id, moment=moment)
    plan_of = {outcome.id: plan.pk}
    for newer, older, newer_plan, older_plan in found:
        plan_of |= {newer: newer_plan, older: older_plan}
    links = {(row[0], row[1]) for row in found}
    moments = {v.plan_id: _earlier(v.closed_at, moment) for v in versions if v.visible}
    lines = _lines({pk: moments[of] for pk, of in plan_of.items() if of in moments})
    lines[outcome.id] = outcome
    place = next(place for place, version in enumerate(versions) if version.plan_id == plan.pk)
    return Lineage(
        before=tuple(_steps(outcome.id, versions[:place][::-1], links, plan_of, lines, back=True)),
        after=tuple(_steps(outcome.id, versions[place + 1 :], links, plan_of, lines, back=False)),
    )


def links_to_version_before(plan: Plan, *, moment: dt.datetime | None = None) -> list[tuple[int, int]]:
    """(outcome, the one of the version before that it continues), by id, for a whole plan. One query.

    Args:
        plan: the newer version.
        moment: as they were then; as they are now if None.
    """
    return [(newer, older) for newer, older in fetch(_LINKS_OF_PLAN[moment is not None], plan, moment=moment)]


def _steps(
    start: int,
    versions: Iterable[Version],
    links: Collection[_Link],
    plan_of: dict[int, int],
    lines: dict[int, Line],
    *,
    back: bool,
) -> Iterable[Step]:
    """Version after version, until one has nothing of the outcome."""
    # Read backwards, a link leads from an outcome to its predecessor; read onwards, the other way.
    onward = links if back else {(older, newer) for newer, older in links}
    near = {start}
    for version in versions:
        here = [link for link in onward if link[0] in near and plan_of[link[1]] == version.plan_id]
        far = {other for _, other in here}
        if version.visible:
            also = {one for one, other in onward if other in far and one not in near}
            yield Step(
                version,
                lines=_in_order(far, lines),
                turns=_turns(here if back else [(newer, older) for older, newer in here], links, lines),
                beside=_in_order(also, lines),
            )
        elif far:
            yield Step(version)
        if not far:
            return
        near = far


def _turns(here: Iterable[_Link], links: Collection[_Link], lines: dict[int, Line]) -> tuple[Turn, ...]:
    """The links between two versions, each with what became of the older outcome."""
    heirs: dict[int, set[int]] = defaultdict(set)
    predecessors: dict[int, set[int]] = defaultdict(set)
    for newer, older in links:
        heirs[older].add(newer)
        predecessors[newer].add(older)
    turns = []
    for newer, older in sorted(here, key=lambda link: (link[1], link[0])):
        before, after = lines.get(older), lines.get(newer)
        if before and after:
            kind = kind_of(
                predecessors=len(predecessors[newer]),
                heirs=len(set().union(*(heirs[each] for each in predecessors[newer]))),
                reworded=not same_words(before.statement, after.statement),
                moved=before.ref != after.ref,
            )
            turns.append(Turn(before, after, kind))
        elif before:
            turns.append(Turn(before, None, None))
    return tuple(dict.fromkeys(turns))


def _in_order(ids: Collection[int], lines: dict[int, Line]) -> tuple[Line, ...]:
    return tuple(lines[pk] for pk in sorted(ids) if pk in lines)


def _earlier(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    return min((moment for moment in (one, other) if moment), default=None)


def _lines(moments: dict[int, dt.datetime | None]) -> dict[int, Line]:
    """The wording of some outcomes, each as at its moment (now if None; its first, if it is younger)."""
    newest: dict[int, Line] = {}
    history = Outcome.history.filter(id__in=moments).order_by("history_date", "history_id")
    for pk, ref, statement, date in history.values_list("id", "ref", "statement", "history_date"):
        moment = moments[pk]
        if pk not in newest or moment is None or date <= moment:
            newest[pk] = Line(pk, ref, statement)
    return newest
