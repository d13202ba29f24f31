"""A site day: where and when, and what SMT saw of each outcome there, in one form."""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from plans.actions.refusals import CellProblem
from plans.child_details import find_child_details
from plans.dashboards import is_stale
from plans.forms.child_details import ChildDetailsCheck, found_words
from plans.models import Locality, Outcome, Rag
from plans.snapshot import Cell, OutcomeRow, PlanSnapshot, SectionView
from plans.standing import Stood

from ..actions.site_days import NO_SUCH_RATING, Key, Saw, TakenOut
from ..actions.visit_days import NOT_YET
from ..measured import Check
from ..models import SiteCheck
from ..on_site import OnSite
from .decisions import DaysField

MAX_SEEN = 5_000
MAX_QUESTION = 300
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What no keyboard types: a database or a workbook refuses some of it."""


class SiteDayForm(ChildDetailsCheck, forms.Form):
    """Where SMT goes, and when."""

    locality = forms.ChoiceField(
        label="Locality",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is."},
    )
    days = DaysField(
        label="Day",
        help_text="As you would write it: 24 April 2026.",
        error_messages={"required": "Enter the day."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    who = forms.CharField(
        label="Who goes", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, snapshot: PlanSnapshot, today: dt.date) -> None:
        super().__init__(data, initial={"days": f"{today.day} {today:%B %Y}"})
        columns = {
            column.locality_id: column.name
            for section in snapshot.sections
            for column in section.columns
            if column.locality_id is not None
        }
        choices: Any = self.fields["locality"]
        choices.choices = [(str(pk), name) for pk, name in columns.items()]
        self.today = today

    def clean_days(self) -> OnSite:
        """Today or earlier."""
        days: OnSite = self.cleaned_data["days"]
        if days.last > self.today:
            raise forms.ValidationError(NOT_YET)
        return days


@dataclass
class SiteCell:
    """What is asked of one outcome at the site, with what was typed.

    Attributes:
        cell: with the rating that stood on the site day.
        since: the rating that stands by now, where another has been given since that day.
        check: what is recorded of it already on this day.
        seen, question, met, of, rag: as typed; the numbers as text.
        check_id, version: of the check the form was made from; None where there was none.
        was: tells whether anything was typed since: a digest of what the form was made from.
        error: what is wrong with it.
        error_in: the field that is wrong: ``seen``, ``question``, ``met`` or ``rag``.
        overtaken_by: what somebody else has recorded since.
    """

    outcome: OutcomeRow
    cell: Cell
    since: Stood | None
    check: Check | None
    seen: str = ""
    question: str = ""
    met: str = ""
    of: str = ""
    rag: str = ""
    check_id: int | None = None
    version: int | None = None
    was: str = ""
    error: str = ""
    error_in: str = "seen"
    overtaken_by: SiteCheck | None = None

    @property
    def name(self) -> str:
        """Names its inputs."""
        return f"{self.outcome.id}-{self.cell.column.key}"

    @property
    def key(self) -> Key:
        """The cell, as actions name it."""
        return self.outcome.id, self.cell.column.locality_id

    @property
    def label(self) -> str:
        """Such as ``2.2 Wexley``."""
        return f"{self.outcome.ref} {self.cell.column.name}"

    @property
    def control(self) -> str:
        """Id of what to mend in it."""
        place = f"{self.error_in}-{self.name}"
        return f"{place}-none" if self.error_in == "rag" else place

    @property
    def stale(self) -> bool:
        """Whether the rating that stood was old by then."""
        return is_stale(self.cell)

    @property
    def typed(self) -> tuple[str, str, str, str, str]:
        """All that was typed."""
        return self.seen, self.question, self.met, self.of, self.rag

    @property
    def is_filled(self) -> bool:
        """Whether anything is recorded or typed."""
        return any(self.typed)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed since the form was made."""
        return self.was != _digest(self.typed)

    @property
    def shown(self) -> str:
        """What the form keeps of what it was made from."""
        return f"{self.check_id or 0}.{self.version or 0}.{self.was}"

    def begin(self) -> None:
        """Fill in what is recorded now."""
        self.seen, self.question, self.met, self.of, self.rag = _recorded(self.check)
        self.check_id, self.version = (self.check.id, self.check.version) if self.check else (None, None)
        self.was = _digest(self.typed)

    def take(self, data: QueryDict) -> None:
        """Take what was sent. Where nothing was typed, what is recorded now stays there."""
        made_from = data.get(f"shown-{self.name}", "").split(".")
        if len(made_from) != 3:
            return
        numbers = [int(n) if n.isascii() and n.isdecimal() and len(n) < 19 else 0 for n in made_from[:2]]
        self.check_id, self.version = numbers[0] or None, numbers[1] or None
        self.was = made_from[2]
        self.seen = data.get(f"seen-{self.name}", "").replace("\r\n", "\n").strip()
        self.question = " ".join(data.get(f"question-{self.name}", "").split())
        self.met = data.get(f"met-{self.name}", "").strip()
        self.of = data.get(f"of-{self.name}", "").strip()
        self.rag = data.get(f"rag-{self.name}", "")
        self.seen, self.question = _CONTROLS.sub("", self.seen), _CONTROLS.sub("", self.question)
        if not self.is_changed:
            self.begin()


def _digest(typed: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(typed).encode()).hexdigest()[:16]


def _recorded(check: Check | None) -> tuple[str, str, str, str, str]:
    if check is None:
        return "", "", "", "", ""
    met, of = ("" if number is None else str(number) for number in (check.met, check.of))
    return check.seen, check.question, met, of, check.rag.value if check.rag else ""


@dataclass
class SiteSection:
    """A section with the cells that are looked at on the day."""

    section: SectionView
    cells: list[SiteCell]

    @property
    def filled(self) -> int:
        """Of how many outcomes something is recorded or typed."""
        return sum(1 for cell in self.cells if cell.is_filled)

    @property
    def has_errors(self) -> bool:
        """Whether any cell of it needs the person's attention."""
        return any(cell.error for cell in self.cells)


@dataclass
class SiteDayGrid:
    """The form of a site day, empty or filled in.

    Attributes:
        sections: first those that are rated in the locality, then those that have one rating for everywhere.
        child_details: asks, once for all of it, why what looks like a child's details is none.
    """

    sections: list[SiteSection]
    child_details: ChildDetailsCheck = field(default_factory=ChildDetailsCheck)

    @classmethod
    def of(
        cls,
        snapshot: PlanSnapshot,
        locality_id: int,
        checks: Collection[Check],
        stood: Mapping[tuple[Key, dt.date], Stood],
        on: dt.date,
    ) -> "SiteDayGrid":
        """The form as a person first sees it.

        Args:
            snapshot: the plan as it is now.
            locality_id: where the site is.
            checks: what is recorded of the day already.
            stood: the ratings that stood on the site day, of the cells that were rated by then.
            on: the site day.
        """
        there = {(row.id, check.locality_id): check for check in checks for row in check.outcomes}
        here: list[SiteSection] = []
        everywhere: list[SiteSection] = []
        for section in snapshot.sections:
            one_rating = all(column.locality_id is None for column in section.columns)
            asked = None if one_rating else locality_id
            cells = [
                _cell(outcome, cell, there.get((outcome.id, asked)), stood.get(((outcome.id, asked), on)), on)
                for outcome in section.outcomes
                if not outcome.withdrawn_on and (cell := outcome.cell(asked))
            ]
            if cells:
                (everywhere if one_rating else here).append(SiteSection(section, cells))
        return cls([*here, *everywhere])

    @property
    def cells(self) -> Iterator[SiteCell]:
        """Every cell of it."""
        return (cell for section in self.sections for cell in section.cells)

    @property
    def filled(self) -> int:
        """Of how many outcomes something is recorded or typed."""
        return sum(section.filled for section in self.sections)

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent."""
        self.child_details = ChildDetailsCheck(data)
        self.child_details.full_clean()
        for cell in self.cells:
            cell.take(data)

    def wanted(
        self, outcomes: Mapping[int, Outcome], localities: Mapping[int, Locality]
    ) -> tuple[list[Saw], list[TakenOut]]:
        """What is to be recorded, and which cells were emptied and are to be taken out. Sets ``error``.

        Args:
            outcomes: of the plan, by id.
            localities: its localities, by id.
        """
        wanted: list[Saw] = []
        emptied: list[TakenOut] = []
        found = {}
        for cell in self.cells:
            if not cell.is_changed:
                continue
            if not cell.is_filled:
                emptied += [TakenOut(cell.key, cell.check_id, cell.version)] if cell.check_id else []
                continue
            self._check(cell)
            if not cell.error:
                locality_id = cell.cell.column.locality_id
                wanted.append(
                    Saw(
                        outcome=outcomes[cell.outcome.id],
                        locality=localities[locality_id] if locality_id is not None else None,
                        seen=cell.seen,
                        question=cell.question,
                        met=int(cell.met) if cell.met else None,
                        of=int(cell.of) if cell.of else None,
                        rag=cell.rag,
                        check_id=cell.check_id,
                        seen_version=cell.version,
                    )
                )
            for name in ("seen", "question"):
                if seen := find_child_details(getattr(cell, name)):
                    found[cell.key, name] = (cell, seen)
        if not self.child_details.settles([seen for _, seen in found.values()]):
            for (_, name), (cell, seen) in found.items():
                cell.error, cell.error_in = found_words(seen), name
        return wanted, emptied

    def _check(self, cell: SiteCell) -> None:
        numbers = [number for number in (cell.met, cell.of) if number]
        if cell.rag and cell.rag not in Rag.values:
            cell.error, cell.error_in = NO_SUCH_RATING, "rag"
        elif not cell.seen:
            cell.error, cell.error_in = "Say what was seen.", "seen"
        elif len(cell.seen) > MAX_SEEN:
            cell.error, cell.error_in = f"Keep what was seen to {MAX_SEEN:,} characters.", "seen"
        elif len(cell.question) > MAX_QUESTION:
            cell.error, cell.error_in = f"Keep what was counted to {MAX_QUESTION} characters.", "question"
        elif not all(number.isascii() and number.isdecimal() and len(number) < 7 for number in numbers):
            cell.error, cell.error_in = "Enter whole numbers: how many met it, and of how many.", "met"
        elif len(numbers) == 1:
            cell.error, cell.error_in = "Enter both numbers: how many met it, and of how many.", "met"
        elif numbers and (int(cell.of) == 0 or int(cell.met) > int(cell.of)):
            cell.error, cell.error_in = "It cannot be more than it is of, nor of 0.", "met"
        elif numbers and not cell.question:
            cell.error, cell.error_in = "Say what was counted.", "question"
        elif cell.question and not numbers:
            cell.error, cell.error_in = "Enter how many met it, and of how many.", "met"

    def show_problems(self, problems: Mapping[Key, CellProblem]) -> None:
        """Put what the action refused beside the cells; the next save is made against what is there now."""
        for cell in self.cells:
            if problem := problems.get(cell.key):
                cell.error, cell.error_in = problem.message, problem.field or "seen"
                if problem.overtaken:
                    cell.overtaken_by = by = problem.overtaken_by
                    cell.check_id, cell.version = (by.pk, by.version) if by else (None, None)

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary of what is wrong, each with a link to its place."""
        found = [
            {"href": f"#{cell.control}", "text": f"{cell.label}: {cell.error}"}
            for cell in self.cells
            if cell.error
        ]
        question = self.child_details["false_alarm"]
        said = list(map(str, question.errors))
        if self.child_details.asks and not question.value():
            said = ["Or say why this is a false alarm"]
        return found + [{"href": f"#{question.id_for_label}", "text": words} for words in said]


def _cell(outcome: OutcomeRow, cell: Cell, check: Check | None, stood: Stood | None, on: dt.date) -> SiteCell:
    since = None if stood and cell.standing and stood.id == cell.standing.id else cell.standing
    days = (on - stood.effective_on).days if stood else None
    then = dataclasses.replace(cell, standing=stood, previous=None, days=days)
    made = SiteCell(outcome, then, since, check)
    made.begin()
    return made
