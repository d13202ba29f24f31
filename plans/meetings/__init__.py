"""Bodies, their meetings and what these asked for: what every page and paper about them is made from."""

from .papers import PapersByMeeting, PapersOfMeeting, papers_by_meeting, papers_shown
from .reading import take_meetings
from .rows import BodyRow, MeetingRow, Meetings, ProgressRow, RecommendationRow

__all__ = [
    "BodyRow",
    "MeetingRow",
    "Meetings",
    "PapersByMeeting",
    "PapersOfMeeting",
    "ProgressRow",
    "RecommendationRow",
    "papers_by_meeting",
    "papers_shown",
    "take_meetings",
]
