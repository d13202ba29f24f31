"""What is asked of one outcome on a site day, and what was typed of it."""

import dataclasses
import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from django.http import QueryDict

from plans.dashboards import is_stale
from plans.snapshot import Cell, OutcomeRow
from plans.standing import Stood

from ..actions.site_days import Key
from ..measured import Check
from ..models import SiteCheck

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What no keyboard types: a database or a workbook refuses some of it."""


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


def site_cell(
    outcome: OutcomeRow, cell: Cell, check: Check | None, stood: Stood | None, on: dt.date
) -> SiteCell:
    """What is asked of one outcome, with what is recorded of it now.

    Args:
        outcome, cell: of the plan as it is now.
        check: what is recorded of it on this day already.
        stood: the rating that stood on the site day; None where it was not rated by then.
        on: the site day.
    """
    since = None if stood and cell.standing and stood.id == cell.standing.id else cell.standing
    days = (on - stood.effective_on).days if stood else None
    then = dataclasses.replace(cell, standing=stood, previous=None, days=days)
    made = SiteCell(outcome, then, since, check)
    made.begin()
    return made
