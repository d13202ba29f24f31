"""One change in a sentence."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ..as_at import as_date
from ..dates import full_date, month_year
from ..models import Rag
from .kinds import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the record tells it. The sentence is ``start``, ``about`` and ``rest``, one after another.

    Attributes:
        kinds: what sort of change it is.
        about: what it is about, which is a link where that is still there: "2.3", "Section 2".
        outcome, section: id of what it is about; None where it is neither.
        said, says: the whole wording before and after, where it is too long for the sentence.
        why: a reason of its own, beside that of the save it belongs to.
        notes: what else is to be said of it.
        rag: the colour given, for a rating.
        page: the address of what it is about, where that is neither: the name of a page of the plan and what
            fills it in. Only for what is still there.
        run: what many such changes are called after their number, such as "outcomes added".
    """

    kinds: frozenset[Kind]
    about: str = ""
    rest: str = ""
    start: str = ""
    outcome: int | None = None
    section: int | None = None
    said: str = ""
    says: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    rag: Rag | None = None
    run: str = ""
    page: tuple[str, int] | None = None

    @property
    def sentence(self) -> str:
        """The whole of it."""
        return f"{self.start}{self.about}{self.rest}"


def told(*kinds: Kind, **said: Any) -> Told:
    """A change of these kinds."""
    return Told(frozenset(kinds), **said)


def day(value: Any) -> str:
    """A day as it is written, given as the driver has it: "3 October 2024"."""
    return full_date(as_date(value))


def month(value: dt.date | str | None) -> str:
    """The month of a day given as the driver has it: "October 2024"; empty for none."""
    return month_year(as_date(value)) if value else ""
