"""Bodies, their meetings and what these asked for: what every page and paper about them is made from."""

from .reading import take_meetings
from .rows import BodyRow, MeetingRow, Meetings, ProgressRow, RecommendationRow

__all__ = ["BodyRow", "MeetingRow", "Meetings", "ProgressRow", "RecommendationRow", "take_meetings"]
