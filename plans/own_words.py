"""What differs in a plan's own words between two times or two versions: its statements, and what it says of
itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from .dates import month_year
from .models import Statement
from .snapshot import PlanSnapshot
from .word_difference import Piece, word_difference


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement of a section then and now; empty text where it was not there."""

    kind: Statement.Kind
    number: int
    was: str
    now: str

    @property
    def words_differ(self) -> tuple[Piece, ...]:
        """The difference, word by word."""
        return word_difference(self.was, self.now)


@dataclass(frozen=True, slots=True)
class PlanFieldChange:
    """The plan's own title, introduction, status or what a colour means, then and now."""

    label: str
    was: str
    now: str

    @property
    def words_differ(self) -> tuple[Piece, ...]:
        """The difference, word by word."""
        return word_difference(self.was, self.now)


def plan_fields(
    before: PlanSnapshot, after: PlanSnapshot, *, same_version: bool = True
) -> Iterator[PlanFieldChange]:
    """What of a plan's own words differs.

    Args:
        before, after: the plan then and now.
        same_version: of one version. Of two, the month and the status always differ, and are left out.
    """
    of_version = [
        ("Month", month_year(before.dated), month_year(after.dated)),
        ("Status", before.status.label, after.status.label),
    ]
    pairs = [
        ("Title", before.title, after.title),
        *(of_version if same_version else []),
        ("Authority", before.authority, after.authority),
        ("Introduction", before.introduction, after.introduction),
        *((f"{rag.label} means", before.definitions[rag], means) for rag, means in after.definitions.items()),
    ]
    for label, was, now in pairs:
        if was != now:
            yield PlanFieldChange(label, was, now)
