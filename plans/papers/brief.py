"""What a committee paper is made from: everything read once, so that no page of it asks the database.

What an app's part needs besides is read by that part's own ``read``, once, and kept in the brief. Only the
flat record of every rating ever given is read when it is asked for (``record_part``): no page has it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..changes import Compared
from ..meetings import RecommendationRow
from ..models import Plan
from ..months import MonthCounts
from ..snapshot import PlanSnapshot
from ..standing import Stood
from .document import DataPart, Part, Value


@dataclass(frozen=True, slots=True)
class CoverEntry:
    """A heading of the cover report with what was written under it; ``in_head`` stands it among the facts."""

    title: str
    text: str
    in_head: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that the public pack leaves out, and the paragraph of Schedule 12A it does so by."""

    title: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Late:
    """Something that was due before the date of a paper, and is not done.

    Attributes:
        name: its ref, such as "Action 2".
        asked_by: where it comes from, such as "Cabinet, 24 January 2027".
        stands: its status.
    """

    name: str
    asked_by: str
    words: str
    who: str
    due_on: dt.date
    stands: Value


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody is to do, of one kind.

    Attributes:
        name: what is counted, such as "Findings open".
        waiting: how many are not done.
        dated: how many of those have a date that they are due by.
        late: those that are past it.
    """

    name: str
    waiting: int
    dated: int
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a paper is made from.

    Attributes:
        plan: whose paper it is.
        snapshot: the plan as at the date of the paper, as known when it was issued.
        compared: what changed since the paper before, or since a date; None where it is compared with none.
        compared_with: in words, such as "the paper of 24 January 2026 (1.0)".
        turned: id of a red rating that stands -> the rating that the cell has been red since.
        months: the ratings at the end of each month, oldest first.
        recommendations: what its own body and those that are public (``BodyRow.is_public``) recommended and
            asked for, the newest meeting first.
        keeps_back: whether other bodies asked for something too.
        read: what a part has read for itself, by the part's key.
        owed: what its parts say is to be done besides outcomes. What an exempt part or one that was not
            chosen would say is not among it: no other part of the paper gives that away.
        body, meets_on, item: for which meeting, and its number on the agenda where it is known.
        number: 1.0, or of a supplement 1.1.
        change_note: what a supplement changes; empty for the paper itself.
        cover: the cover report, in order.
        waived: what the checks found and the clerk let stand, in sentences.
        produced_by: who issues it; their name.
        produced_at: when; aware.
        is_draft: it is not issued, and may still change.
    """

    plan: Plan
    snapshot: PlanSnapshot
    compared: Compared | None
    compared_with: str
    turned: Mapping[int, Stood]
    months: tuple[MonthCounts, ...]
    recommendations: tuple[RecommendationRow, ...]
    keeps_back: bool
    read: Mapping[str, Any]
    owed: tuple[Owed, ...]
    body: str
    meets_on: dt.date
    item: str
    number: str
    change_note: str
    cover: tuple[CoverEntry, ...]
    waived: tuple[str, ...]
    produced_by: str
    produced_at: dt.datetime
    is_draft: bool


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A part that a clerk may choose for a paper.

    Attributes:
        key: what it is stored under; never changes.
        title, help: what the clerk is offered.
        pages: what is read page by page; none where there is nothing to say. Asks no database.
        data: the same as flat tables, for CSV.
        read: reads, once for a paper, what it needs besides the rest of the brief, as the plan stood in the
            snapshot; the brief keeps it under the part's key.
        owed: what of it is to be done, and by when; None where it holds nothing of the kind.
        usual: chosen unless the clerk unticks it.
    """

    key: str
    title: str
    help: str
    pages: Callable[[Brief], Iterable[Part]]
    data: Callable[[Brief], Iterable[DataPart]] = lambda brief: ()
    read: Callable[[Plan, PlanSnapshot], Any] = lambda plan, snapshot: None
    owed: Callable[[Brief], Owed | None] = lambda brief: None
    usual: bool = True
