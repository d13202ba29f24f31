"""What is stored, its constraints, and the reads that are one query."""

from .authority import Authority, Lead, Locality, Theme
from .false_alarm import FalseAlarm
from .import_draft import ImportDraft
from .outcome import Outcome, OutcomeLead, OutcomeLocality, OutcomePredecessor, OutcomeTheme
from .people import Membership, MembershipLead, MembershipLocality, User
from .plan import Plan, Section, SectionColumn, Statement
from .rating import Rag, Rating
from .tracking import TrackedRecords, UntracedChange
from .version_draft import VersionDraft

__all__ = [
    "Authority",
    "FalseAlarm",
    "ImportDraft",
    "Lead",
    "Locality",
    "Membership",
    "MembershipLead",
    "MembershipLocality",
    "Outcome",
    "OutcomeLead",
    "OutcomeLocality",
    "OutcomePredecessor",
    "OutcomeTheme",
    "Plan",
    "Rag",
    "Rating",
    "Section",
    "SectionColumn",
    "Statement",
    "Theme",
    "TrackedRecords",
    "UntracedChange",
    "User",
    "VersionDraft",
]
