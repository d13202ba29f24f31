"""What is stored, its constraints, and the reads that are one query."""

from .authority import Authority, Lead, Locality, Theme
from .false_alarm import FalseAlarm
from .import_draft import ImportDraft
from .meeting import Body, Meeting
from .outcome import Outcome, OutcomeLead, OutcomeLocality, OutcomePredecessor, OutcomeTheme
from .paper import Paper, PaperFile
from .paper_template import PaperTemplate
from .people import Membership, MembershipLead, MembershipLocality, User
from .plan import Plan, Section, SectionColumn, Statement
from .rating import Rag, Rating
from .recommendation import Progress, Recommendation
from .tracking import TrackedRecords, UntracedChange
from .version_draft import VersionDraft

__all__ = [
    "Authority",
    "Body",
    "FalseAlarm",
    "ImportDraft",
    "Lead",
    "Locality",
    "Meeting",
    "Membership",
    "MembershipLead",
    "MembershipLocality",
    "Outcome",
    "OutcomeLead",
    "OutcomeLocality",
    "OutcomePredecessor",
    "OutcomeTheme",
    "Paper",
    "PaperFile",
    "PaperTemplate",
    "Plan",
    "Progress",
    "Rag",
    "Rating",
    "Recommendation",
    "Section",
    "SectionColumn",
    "Statement",
    "Theme",
    "TrackedRecords",
    "UntracedChange",
    "User",
    "VersionDraft",
]
