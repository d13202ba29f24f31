"""What stands in the register: visits with their judgements, findings with the outcomes that answer them."""

import datetime as dt
from dataclasses import dataclass, field

from plans.snapshot import OutcomeRow, SectionView

from .frameworks import framework_name
from .models import ADVERSE, Finding, Visit, visit_title


@dataclass(frozen=True, slots=True)
class Judged:
    """What an inspection judged one area to be."""

    area: str
    grade: str
    adverse: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome that answers a finding.

    Attributes:
        outcome_id: the outcome it was linked to; it may be of a version before.
        outcomes: what that is in the plan shown: itself, what continues it, or nothing.
        reason: why it answers the finding.
    """

    outcome_id: int
    outcomes: tuple[OutcomeRow, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding.

    Attributes:
        section: of the plan shown; the one it was said to be about, or what became of that.
        area: what it is about, where that is no section.
        owner_id, owner: the lead who owns it; None and empty where nobody does.
        repeats: id of the earlier finding that it raises again.
        answers: the outcomes it is linked to.
    """

    id: int
    version: int
    plan_id: int
    visit: "VisitRow"
    position: int
    ref: str
    paragraph: str
    words: str
    kind: Finding.Kind
    section: SectionView | None
    area: str
    owner_id: int | None
    owner: str
    response: str
    due_on: dt.date | None
    status: Finding.Status
    evidence: str
    repeats: int | None
    answers: tuple[Answer, ...]
    outcomes: tuple[OutcomeRow, ...] = field(init=False, repr=False)
    """The outcomes of the plan shown that answer it, each once, in the order of the plan."""
    sections: tuple[str, ...] = field(init=False, repr=False)
    """Numbers of the sections it is about: its own, and those of its outcomes."""

    def __post_init__(self) -> None:
        # Asked of every finding for every section and outcome of a page, so worked out once.
        found = {row.id: row for answer in self.answers for row in answer.outcomes}
        object.__setattr__(self, "outcomes", tuple(found.values()))
        numbers = [self.section.number] if self.section else []
        numbers += [row.section_number for row in found.values()]
        object.__setattr__(self, "sections", tuple(dict.fromkeys(numbers)))

    @property
    def is_adverse(self) -> bool:
        """Whether it asks for something; a strength does not."""
        return self.kind in ADVERSE

    @property
    def is_open(self) -> bool:
        """Whether it asks for something and is not closed."""
        return self.is_adverse and self.status != Finding.Status.CLOSED

    @property
    def is_answered(self) -> bool:
        """Whether an outcome answers it that is still part of the plan, and not withdrawn."""
        return any(not row.withdrawn_on for row in self.outcomes)

    @property
    def name(self) -> str:
        """How a list names it: its ref, or its place among the findings of its visit."""
        return self.ref or f"no. {self.position}"

    def overdue(self, on: dt.date) -> bool:
        """Whether it is open after the day it was due."""
        return self.is_open and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit, with its judgements. Its findings are the register's, for they refer to it."""

    id: int
    version: int
    plan_id: int
    kind: Visit.Kind
    number: int | None
    framework: str
    locality_id: int | None
    locality: str
    on_site: str
    first_on: dt.date
    last_on: dt.date
    letter_on: dt.date | None
    ofsted_published_on: dt.date | None
    council_published_on: dt.date | None
    inspectors: tuple[str, ...]
    looked_at: tuple[str, ...]
    evidence_seen: tuple[str, ...]
    summary: str
    self_assessment: str
    next_expected: str
    next_expected_by: dt.date | None
    judgements: tuple[Judged, ...] = field(repr=False)

    @property
    def title(self) -> str:
        """What it is called, such as "Fourth monitoring visit"."""
        return visit_title(self.kind, self.number, framework_name(self.framework), self.locality)

    @property
    def is_adverse(self) -> bool:
        """Whether anything was judged to be a failing."""
        return any(judged.adverse for judged in self.judgements)

    @property
    def self_assessment_words(self) -> str:
        """Whether the authority's own account was accepted, in words; empty where it is not said."""
        return str(Visit.SelfAssessment(self.self_assessment).label) if self.self_assessment else ""
