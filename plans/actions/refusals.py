"""Why an action changed nothing. Each message is fit to show to the person who asked."""

from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """The action was not carried out; nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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
