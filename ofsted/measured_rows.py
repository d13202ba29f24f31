"""What was counted on visits: samples with their results, and what SMT saw on site days."""

import datetime as dt
from dataclasses import dataclass

from plans.models import Rag
from plans.snapshot import OVERALL, OutcomeRow

from .counting import is_small, percent, share_words
from .register import VisitRow


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one measured question of a sample.

    Attributes:
        met: how many met it; None where the answer is a spread.
        of: of how many it was asked.
        spread: each band and how many are in it, where the answer is no yes or no.
        outcome_id: the outcome it was linked to; it may be of a version before.
        outcomes: what that is in the plan shown.
    """

    id: int
    version: int
    sample_id: int
    position: int
    question: str
    standard: str
    met: int | None
    partly: int
    not_met: int
    of: int
    spread: tuple[tuple[str, int], ...]
    note: str
    outcome_id: int | None
    outcomes: tuple[OutcomeRow, ...]

    @property
    def not_said(self) -> int:
        """How many were asked about of which nothing is said."""
        counted = sum(number for _, number in self.spread) if self.met is None else self.met
        return max(0, self.of - counted - self.partly - self.not_met)

    @property
    def share(self) -> str:
        """Such as "18 of 20, 90%"; empty for a spread."""
        return share_words(self.met, self.of) if self.met is not None else ""

    @property
    def is_small(self) -> bool:
        """Whether it is of few (``counting.SMALL_RULE``)."""
        return is_small(self.of)

    @property
    def says(self) -> str:
        """The whole answer in words: "18 of 20, 90%", or each band with its count."""
        if self.met is None:
            return "; ".join(f"{label}: {number} of {self.of}" for label, number in self.spread)
        more = [
            f"{number} {name}"
            for number, name in ((self.partly, "partly"), (self.not_met, "not"), (self.not_said, "not said"))
            if number
        ]
        return f"{self.share} ({', '.join(more)})" if more else self.share


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A cohort that a visit looked at, with the questions it was measured by, in their order."""

    id: int
    version: int
    plan_id: int
    visit: VisitRow
    position: int
    cohort: str
    size: int
    note: str
    results: tuple[Result, ...]

    @property
    def title(self) -> str:
        """Such as "20 child and family assessments"."""
        return f"{self.size:,} {self.cohort}"


@dataclass(frozen=True, slots=True)
class Check:
    """What SMT saw of one outcome on a site day.

    Attributes:
        outcome_id: the outcome looked at; it may be of a version before.
        outcomes: what that is in the plan shown.
        locality_id, column: the column it is about; None and ``Overall`` for Overall.
        question, met, of: what was counted; empty and None where nothing was.
        rag: SMT's own rating; None where they gave none.
        rating_id, stood: the rating that stood when they looked, and its colour; None where none did.
        resolution, resolved_on: how a difference was resolved, and when; empty and None while it is not.
        settled: the colour of the manager's that the resolution was about; None while there is none.
        by: who wrote it down.
    """

    id: int
    version: int
    visit: VisitRow
    outcome_id: int
    outcomes: tuple[OutcomeRow, ...]
    locality_id: int | None
    column: str
    question: str
    seen: str
    met: int | None
    of: int | None
    rag: Rag | None
    rating_id: int | None
    stood: Rag | None
    resolution: str
    resolved_on: dt.date | None
    by: str
    settled: Rag | None = None

    @property
    def share(self) -> str:
        """Such as "4 of 5, 80%"; empty where nothing was counted."""
        return share_words(self.met, self.of) if self.met is not None and self.of else ""

    @property
    def percent(self) -> int | None:
        """The share in whole per cent."""
        return percent(self.met, self.of) if self.met is not None and self.of else None

    @property
    def is_small(self) -> bool:
        """Whether what was counted is few (``counting.SMALL_RULE``)."""
        return self.of is not None and is_small(self.of)

    @property
    def column_key(self) -> str:
        """How an address names the column."""
        return OVERALL if self.locality_id is None else str(self.locality_id)
