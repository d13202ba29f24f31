"""What is stored of visits, and its constraints."""

from .decision import Decision
from .finding import ADVERSE, Finding, FindingOutcome
from .measured import Sample, SampleResult, SiteCheck
from .visit import Attachment, DeadlineMet, Judgement, Visit, visit_title

__all__ = [
    "ADVERSE",
    "Attachment",
    "DeadlineMet",
    "Decision",
    "Finding",
    "FindingOutcome",
    "Judgement",
    "Sample",
    "SampleResult",
    "SiteCheck",
    "Visit",
    "visit_title",
]
