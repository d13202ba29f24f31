"""What became of an outcome's wording between two dates."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..dates import full_date
from ..snapshot import OutcomeRow
from ..withdrawals import Withdrawal
from ..word_difference import Piece, word_difference
from .cells import CellChange, cell_changes


class OutcomeKind(Enum):
    """What became of an outcome: its name in an address, and in words. It may have several, or none."""

    ADDED = ("added", "Added")
    WITHDRAWN = ("withdrawn", "Withdrawn")
    RESTORED = ("restored", "No longer withdrawn")
    REMOVED = ("removed", "Removed from the plan")
    REWORDED = ("reworded", "Reworded")
    LEAD_CHANGED = ("lead-changed", "Lead changed")
    TIMESCALE_CHANGED = ("timescale-changed", "Timescale changed")
    THEMES_CHANGED = ("themes-changed", "Themes changed")
    MOVED = ("moved", "Moved or renumbered")

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label


class Field(Enum):
    """What of an outcome can change, the kind of change it is, and how it is called on a page."""

    STATEMENT = ("statement", OutcomeKind.REWORDED, "Outcome")
    LEADS = ("leads", OutcomeKind.LEAD_CHANGED, "Lead")
    TIMESCALE = ("timescale", OutcomeKind.TIMESCALE_CHANGED, "Timescale")
    TIMESCALE_ON = ("timescale_on", OutcomeKind.TIMESCALE_CHANGED, "Timescale means by")
    THEMES = ("themes", OutcomeKind.THEMES_CHANGED, "Themes")
    REF = ("ref", OutcomeKind.MOVED, "Ref")
    SECTION_NUMBER = ("section_number", OutcomeKind.MOVED, "Section")
    WITHDRAWN_ON = ("withdrawn_on", OutcomeKind.WITHDRAWN, "Withdrawn")

    def __init__(self, attribute: str, kind: OutcomeKind, label: str) -> None:
        self.attribute = attribute
        self.kind = kind
        self.label = label


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field at two dates, with the values that a snapshot gives it."""

    field: Field
    was: Any
    now: Any

    @property
    def kind(self) -> OutcomeKind:
        """What kind of change it makes of the outcome's."""
        if self.field is Field.WITHDRAWN_ON and self.now is None:
            return OutcomeKind.RESTORED
        return self.field.kind

    @property
    def label(self) -> str:
        """The kind of change; with the field's name where the kind may be of several fields."""
        of_this_kind = [field for field in Field if field.kind is self.field.kind]
        return self.kind.label + (f" ({self.field.label.lower()})" if len(of_this_kind) > 1 else "")

    @property
    def words_differ(self) -> tuple[Piece, ...]:
        """The difference, word by word."""
        return word_difference(said(self.was), said(self.now))


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """An outcome at two dates.

    Attributes:
        was, now: the outcome at each; None where it was not part of the plan.
        fields: what of it differs; empty where it was added or removed.
        cells: what became of each of its cells.
        withdrawal: who withdrew it and why, where it was withdrawn between the two.
    """

    was: OutcomeRow | None
    now: OutcomeRow | None
    fields: tuple[FieldChange, ...]
    cells: tuple[CellChange, ...]
    withdrawal: Withdrawal | None = None

    @property
    def outcome(self) -> OutcomeRow:
        """The later of the two that there is."""
        outcome = self.now or self.was
        assert outcome is not None  # noqa: S101 - a change is of something
        return outcome

    @property
    def kinds(self) -> tuple[OutcomeKind, ...]:
        """Everything that became of its wording, each kind once."""
        if self.was is None:
            return (OutcomeKind.ADDED,)
        if self.now is None:
            return (OutcomeKind.REMOVED,)
        return tuple(dict.fromkeys(change.kind for change in self.fields))


def outcome_change(
    was: OutcomeRow | None,
    now: OutcomeRow | None,
    corrections: Mapping[int, int],
    withdrawal: Withdrawal | None = None,
) -> OutcomeChange:
    """What became of an outcome; at least one of the two is there.

    Args:
        was, now: the outcome at the two dates.
        corrections: as for ``compare``.
        withdrawal: that it was withdrawn between the two.
    """
    fields = tuple(_fields(was, now)) if was and now else ()
    cells = tuple(cell_changes(was, now, corrections, withdrawal))
    return OutcomeChange(was, now, fields, cells, withdrawal)


def said(value: Any) -> str:
    """A field's value as a page prints it: names with commas, a date in full, nothing for None."""
    if isinstance(value, tuple):
        return ", ".join(one.name for one in value)
    if isinstance(value, dt.date):
        return full_date(value)
    return str(value or "")


def _fields(was: OutcomeRow, now: OutcomeRow) -> Iterator[FieldChange]:
    for field in Field:
        before, after = getattr(was, field.attribute), getattr(now, field.attribute)
        if before != after:
            yield FieldChange(field, before, after)
