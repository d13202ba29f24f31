"""Why an action changed nothing. Each message is fit to show to the person who asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..child_details import Sighting


class Refused(Exception):
    """The action was not carried out; nothing was changed.

    Attributes:
        message: a sentence for the person.
        field: what of the record it is about, which is what a form calls it too; "" where it is all of it.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(Refused):
    """This person may not do this here."""


class Stale(Refused):
    """The record has changed since the form was made.

    Attributes:
        current: the record as it is now.
    """

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current


class RecordedAlready(Refused):
    """The same is recorded already: its form was sent twice, or somebody was faster."""


@dataclass
class CellProblem:
    """What stands in the way of one rating of a form.

    Attributes:
        message: a sentence for the person.
        field: the form field to put it beside: ``rag``, ``commentary``, ``effective_on``, or "" for the cell.
        overtaken: what stood in the cell when the form was made no longer stands.
        overtaken_by: the rating that stands instead; None if none does.
    """

    message: str
    field: str = ""
    overtaken: bool = False
    overtaken_by: Any = None


@dataclass
class RatingsRefused(Refused):
    """One or more ratings of a form cannot be saved, so none was.

    Attributes:
        problems: (outcome id, locality id or None) -> what is wrong there.
    """

    problems: dict[tuple[int, int | None], CellProblem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__("; ".join(problem.message for problem in self.problems.values()))


@dataclass
class ChildDetailsFound(Refused):
    """What was written looks like it holds a child's details, and nobody has said why it is a false alarm.

    Attributes:
        found: where, in the action's words ("2.1 Wexley: why") -> what was found there, in its order.
    """

    found: dict[str, tuple[Sighting, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = "; ".join(f"{where}: {said_of(sightings)}" for where, sightings in self.found.items())
        super().__init__(f"{told} {NEVER_HERE}")


NEVER_HERE = "Nothing that could tell who a child is may be kept here: take it out and try again."


def said_of(sightings: Sequence[Sighting]) -> str:
    """What was found in one text, in a sentence or more: "“943 476 5919” looks like an NHS number."."""
    return " ".join(f"“{seen.found}” looks like {seen.kind.with_article}." for seen in sightings)
