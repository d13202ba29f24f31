"""Where the papers of meetings stand, for the pages that count down to their publication."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..clear_days import left_in_words
from ..models import Paper
from ..permissions import Access
from .rows import MeetingRow, Meetings

_NOT_TOLD = ("cover", "waived", "parts", "to_make")


@dataclass(frozen=True, slots=True)
class PapersOfMeeting:
    """The papers of one meeting that a person may see, at the date shown.

    Attributes:
        deadline: the last day on which they can be published.
        papers: the newest first.
        drafts_told: whether a draft would be among them, so that without one none is begun.
    """

    deadline: dt.date
    papers: tuple[Paper, ...] = ()
    drafts_told: bool = False

    @property
    def issued(self) -> Paper | None:
        """The newest that is issued: the supplement, where there is one."""
        return next((one for one in self.papers if one.is_issued), None)

    @property
    def draft(self) -> Paper | None:
        """That which is being made."""
        return next((one for one in self.papers if not one.is_issued), None)

    @property
    def late(self) -> str:
        """How late the paper itself was issued, "2 working days late"; empty where it was in time."""
        first = next((one for one in reversed(self.papers) if one.is_issued), None)
        if first is None or first.known_at is None:
            return ""
        day = timezone.localdate(first.known_at)
        return left_in_words(self.deadline, day) if day > self.deadline else ""


class PapersByMeeting:
    """The papers of several meetings, read together."""

    def __init__(self, found: Mapping[int, list[Paper]], *, drafts_told: bool) -> None:
        self._found, self._drafts_told = found, drafts_told

    def of(self, meeting: MeetingRow) -> PapersOfMeeting:
        """Those of one of them."""
        papers = tuple(self._found.get(meeting.id, ()))
        return PapersOfMeeting(meeting.clocks.deadline, papers, self._drafts_told)


def papers_shown(meetings: Meetings, access: Access) -> QuerySet[Paper]:
    """The papers of a plan's meetings that a person may see at the date shown.

    Args:
        meetings: of the plan, at a date. Of an earlier one, those issued by then, and no drafts: what is
            being made now was not there.
        access: theirs.
    """
    papers = Paper.objects.filter(plan_id__in=meetings.line)
    if meetings.moment is None and access.may_see_drafts:
        return papers
    issued = Q(status=Paper.Status.ISSUED)
    return papers.filter(issued if meetings.moment is None else issued & Q(known_at__lte=meetings.moment))


def papers_by_meeting(meetings: Meetings, access: Access, only: MeetingRow | None = None) -> PapersByMeeting:
    """Where the papers of each meeting stand. One query.

    Args:
        meetings: of the plan, at a date.
        access: of whoever looks.
        only: read those of one meeting alone.
    """
    papers = papers_shown(meetings, access).order_by("-supplement").defer(*_NOT_TOLD)
    found: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers.filter(meeting_id=only.id) if only else papers:
        found[paper.meeting_id].append(paper)
    return PapersByMeeting(found, drafts_told=access.may_see_drafts and meetings.moment is None)
