"""A page of the record: the changes, gathered by the save that made them."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from ..models import Plan, User
from . import outcome_sentences, plan_sentences
from .keys import REMOVED, Asked, Key, find_keys
from .kinds import Kind
from .rows import Row, read_rows
from .told import Told
from .trails import DRAFT, RATING

PER_PAGE = 50
FOLDED_OVER = 10
"""More changes of one sort in one save than this are one line, which opens."""
ONE_SAVE = dt.timedelta(seconds=1)
"""Changes of one person for one reason that are no further apart than this were made together."""


@dataclass(frozen=True, slots=True)
class Run:
    """Changes of one sort in one save.

    Attributes:
        words: how many of what, such as "47 outcomes added"; empty where they are few and stand open.
    """

    words: str
    changes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Save:
    """What one person did at one moment.

    Attributes:
        moment: when, in the time of people in England.
        by: their name as it was.
        person: what stands for them in an address.
        reason: why; empty where each change has a reason of its own.
        runs: what was changed, in the order it was done.
        begun_before: a newer page shows more of it.
        goes_on: an older page shows more of it.
    """

    moment: dt.datetime
    by: str
    person: str
    reason: str
    runs: tuple[Run, ...]
    begun_before: bool = False
    goes_on: bool = False

    @property
    def changes(self) -> Iterator[Told]:
        """Every change of it."""
        return (change for run in self.runs for change in run.changes)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page.

    Attributes:
        saves: the newest first.
        newer, older: what an address says for the page before and after; empty where there is none.
    """

    saves: tuple[Save, ...]
    newer: str = ""
    older: str = ""

    @property
    def days(self) -> list[tuple[dt.date, list[Save]]]:
        """The saves of each day, the newest day first."""
        days: dict[dt.date, list[Save]] = {}
        for save in self.saves:
            days.setdefault(save.moment.date(), []).append(save)
        return list(days.items())


def read_record(
    plan: Plan, asked: Asked, *, user: User, before: str = "", after: str = "", per_page: int = PER_PAGE
) -> RecordPage:
    """A page of the record of a plan, or of one outcome, section or person of it.

    One statement finds the changes; one for each table among them reads what they said.

    Args:
        plan: the plan.
        asked: which changes; whoever may not see changes of some kind does not ask for it.
        user: who reads.
        before: the page just older than this change, as an address has it; the newest page if it is empty,
            or is no change of ours.
        after: the page just newer than this change, where ``before`` is not given.
        per_page: how many changes at most.
    """
    start = Key.read(before or after)
    newer = bool(start and after and not before)
    keys = find_keys(plan, asked, start, newer=newer, limit=per_page + 1)
    shown = keys[-per_page:] if newer else keys[:per_page]
    beyond = [key for key in keys if key not in shown]
    # The changes on either side of the page, to know whether its first and last saves have more to them.
    edge_newer, edge_older = (beyond, [start]) if newer else ([start] if start else [], beyond)
    rows = read_rows(plan, [key for key in (*edge_newer, *shown, *edge_older) if key])
    listed = [rows[key] for key in shown if key in rows]
    return RecordPage(
        saves=_saves(
            listed,
            newer=next((rows[key] for key in edge_newer if key in rows), None),
            older=next((rows[key] for key in edge_older if key in rows), None),
            tell=partial(_tell, kinds=asked.kinds, visible=_visible(listed, user)),
        ),
        newer=shown[0].address if shown and edge_newer else "",
        older=shown[-1].address if shown and edge_older else "",
    )


def _saves(
    rows: Sequence[Row], *, newer: Row | None, older: Row | None, tell: Callable[[Row], Iterable[Told]]
) -> tuple[Save, ...]:
    """Rows, newest first, gathered by save; ``newer`` and ``older`` stand on either side of them."""
    gathered: list[list[Row]] = []
    for row in rows:
        if gathered and _together(gathered[-1], row):
            gathered[-1].append(row)
        else:
            gathered.append([row])
    saves = []
    for place, group in enumerate(gathered):
        first, last = place == 0, place == len(gathered) - 1
        told = [change for row in reversed(group) for change in tell(row)]
        newest = group[0]
        saves.append(
            Save(
                moment=timezone.localtime(newest.key.moment),
                by=newest.by,
                person=str(newest.person) if newest.person else f"{REMOVED}{newest.by}",
                reason=next((row.reason for row in group if row.table != RATING), ""),
                runs=tuple(_runs(told)),
                begun_before=first and newer is not None and _together([newer], newest),
                goes_on=last and older is not None and _together(group, older),
            )
        )
    return tuple(saves)


def _together(group: Sequence[Row], row: Row) -> bool:
    """Whether a row belongs to the same save as those after it. Each rating of a save has its own reason."""
    newest = group[-1]
    reasons = {one.reason for one in (*group, row) if one.table != RATING}
    return (
        (newest.person, newest.by) == (row.person, row.by)
        and newest.key.moment - row.key.moment <= ONE_SAVE
        and len(reasons) <= 1
    )


def _runs(changes: Iterable[Told]) -> Iterator[Run]:
    """Changes in their order, but those of one sort together, and folded where they are many."""
    sorts: dict[str, list[Told]] = {}
    for place, change in enumerate(changes):
        sorts.setdefault(change.run or f"{place}", []).append(change)
    for words, alike in sorts.items():
        yield Run(f"{len(alike)} {words}" if len(alike) > FOLDED_OVER else "", tuple(alike))


def _visible(rows: Iterable[Row], user: User) -> set[int]:
    """Which of the versions before, that the rows speak of, the reader may see."""
    versions = {row.names["version_id"] for row in rows if row.table == "outcomepredecessor"}
    versions |= {row.now["predecessor_id"] for row in rows if row.table == "plan"} - {None}
    if not versions:
        return set()
    return set(Plan.objects.visible_to(user).filter(pk__in=versions).values_list("pk", flat=True))


_SENTENCES: dict[str, Callable[[Row], Iterator[Told]]] = {
    "authority": plan_sentences.of_authority,
    "locality": plan_sentences.of_locality,
    "lead": plan_sentences.of_lead,
    "theme": plan_sentences.of_theme,
    "section": plan_sentences.of_section,
    "sectioncolumn": plan_sentences.of_column,
    "statement": outcome_sentences.of_statement,
    "outcome": outcome_sentences.of_outcome,
    "outcomelead": outcome_sentences.of_lead,
    "outcometheme": outcome_sentences.of_theme,
    "outcomelocality": outcome_sentences.of_narrowing,
    "membership": plan_sentences.of_membership,
    "membershiplead": plan_sentences.of_membership_lead,
    "membershiplocality": plan_sentences.of_membership_locality,
    DRAFT: plan_sentences.of_draft,
    RATING: outcome_sentences.of_rating,
}


def _tell(row: Row, *, kinds: Collection[Kind], visible: Collection[int]) -> Iterator[Told]:
    """What a row says, of the kinds asked for."""
    if row.sentences:
        said = row.sentences(row)
    elif row.table == "outcomepredecessor":
        said = outcome_sentences.of_predecessor(row, visible)
    elif row.table == "plan":
        said = plan_sentences.of_plan(row, visible)
    else:
        said = _SENTENCES[row.table](row)
    return (change for change in said if not change.kinds.isdisjoint(kinds))
