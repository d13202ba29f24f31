"""How many ratings went each way, by section, locality and theme."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .cells import CellKind
from .comparison import Comparison


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of a table of changes.

    Attributes:
        key: its value in the address's filter.
        counts: how many cells went each way; every kind is there.
    """

    key: str
    name: str
    counts: Mapping[CellKind, int]

    @property
    def up(self) -> int:
        """How many got better, complete included."""
        return sum(number for kind, number in self.counts.items() if kind.direction == "up")

    @property
    def down(self) -> int:
        """How many got worse, reopened ones included."""
        return sum(number for kind, number in self.counts.items() if kind.direction == "down")

    @property
    def first(self) -> int:
        """How many were rated for the first time."""
        return self.counts[CellKind.NEWLY_RATED]

    @property
    def no_update(self) -> int:
        """How many that are rated, and not complete, nobody said anything of."""
        return self.counts[CellKind.NO_UPDATE]


@dataclass(frozen=True, slots=True)
class Tallies:
    """Changes by section and locality, in the plan's order, and by theme, by name.

    An outcome of several themes is counted under each.
    """

    sections: tuple[Tally, ...]
    columns: tuple[Tally, ...]
    themes: tuple[Tally, ...]


def tally(comparison: Comparison) -> Tallies:
    """Count a comparison's cells in three ways."""
    found: dict[str, dict[str, Counter[CellKind]]] = {
        group: defaultdict(Counter) for group in ("sections", "columns", "themes")
    }
    names: dict[str, dict[str, str]] = {group: {} for group in found}
    headings = {
        section.number: section.heading
        for snapshot in (comparison.before, comparison.after)
        for section in snapshot.sections
    }

    def count(group: str, key: str, name: str, kind: CellKind) -> None:
        found[group][key][kind] += 1
        names[group][key] = name

    for change in comparison.cells:
        number = change.outcome.section_number
        count("sections", number, headings[number], change.kind)
        count("columns", change.column.key, change.column.name, change.kind)
        for theme in change.outcome.themes:
            count("themes", str(theme.id), theme.name, change.kind)

    def rows(group: str) -> Iterable[Tally]:
        for key, counts in found[group].items():
            yield Tally(key, names[group][key], {kind: counts[kind] for kind in CellKind})

    return Tallies(
        tuple(rows("sections")),
        tuple(sorted(rows("columns"), key=lambda row: row.name == "Overall")),
        tuple(sorted(rows("themes"), key=lambda row: row.name.lower())),
    )
