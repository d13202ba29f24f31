"""Snapshots of a plan -> the figures its pages show. No queries here."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .models import Rag
from .movement import Comparison, Move, moves, worst
from .permissions import Access
from .snapshot import Cell, Column, Named, OutcomeRow, PlanSnapshot, SectionView
from .standing import Key, Stood

STALE_AFTER_DAYS = 60
"""A rating older than this is marked as old wherever it is shown: two monthly updates missed."""

MOVED_WITHIN_DAYS = (30, 90)
"""The two periods over which a plan page counts what moved."""

GOOD = (Rag.GREEN, Rag.COMPLETE)
"""The colours that are counted together as good."""

GROWS_OLD = (Rag.RED, Rag.AMBER, Rag.GREEN)
"""The colours that are marked as old in time: what is complete stays so."""

Counts = Mapping[Rag | None, int]
"""How many cells have each colour; None counts those not rated."""

Place = tuple[OutcomeRow, Cell]
"""One cell, with the outcome it belongs to."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved over a period, the latest first."""

    days: int
    since: dt.date
    better: tuple[Move, ...]
    worse: tuple[Move, ...]

    @property
    def standing(self) -> Iterator[Stood]:
        """What stands in the cells that moved."""
        return (move.now for move in (*self.better, *self.worse))

    def with_turns(self, turned: Mapping[int, Stood]) -> "Moved":
        """The same by the day of each move, and not of what has confirmed it since.

        Args:
            turned: id of a rating that stands -> the one that brought its colour
                (``standing.turning_ratings``).
        """
        return replace(
            self,
            better=_latest_first(replace(move, turned=turned.get(move.now.id)) for move in self.better),
            worse=_latest_first(replace(move, turned=turned.get(move.now.id)) for move in self.worse),
        )

    @property
    def directions(self) -> dict[tuple[int, int | None], str]:
        """(outcome id, locality id) -> ``up`` or ``down``, for marking cells."""
        marks = {(move.outcome.id, move.cell.column.locality_id): "up" for move in self.better}
        return marks | {(move.outcome.id, move.cell.column.locality_id): "down" for move in self.worse}


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """A section on the plan page."""

    section: SectionView
    outcomes: int
    columns: tuple[tuple[Column, Counts], ...]
    better: int
    worse: int
    oldest: dt.date | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme across the plan: for every section, its outcomes of that theme, each with the cell to show."""

    theme: Named
    sections: tuple[tuple[Place, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Everything the plan page says.

    Attributes:
        totals: cells by colour over the whole plan.
        moved: for 30 and for 90 days.
        not_rated: cells that have no rating.
        stale: cells rated longer ago than ``STALE_AFTER_DAYS``, oldest first.
        oldest: the eight oldest ratings, oldest first; none that is complete, for that does not grow old.
        hidden_worse: outcomes whose Overall is better than one of their localities, with that worst locality.
    """

    outcomes: int
    totals: Counts
    sections: tuple[SectionFigures, ...]
    moved: dict[int, Moved]
    not_rated: tuple[Place, ...]
    stale: tuple[Place, ...]
    oldest: tuple[Place, ...]
    hidden_worse: tuple[tuple[OutcomeRow, Cell, Cell], ...]
    themes: tuple[ThemeRow, ...]

    @property
    def red(self) -> int:
        """How many are red."""
        return self.totals[Rag.RED]

    @property
    def good(self) -> int:
        """How many are green or complete."""
        return sum(self.totals[rag] for rag in GOOD)

    @property
    def cells(self) -> int:
        """How many ratings the plan asks for."""
        return sum(self.totals.values())

    @property
    def rated(self) -> int:
        """How many of those have been given."""
        return self.cells - self.totals[None]


def plan_figures(now: PlanSnapshot, earlier: Mapping[dt.date, Mapping[Key, Rag]]) -> PlanFigures:
    """The plan page's figures.

    Args:
        now: the plan.
        earlier: date -> the colours that stood in its cells then (``standing.rags_at``).
    """
    moved = {(now.at - since).days: _moved(since, before, now) for since, before in earlier.items()}
    shortest = moved[min(moved)] if moved else None
    rated = sorted(
        ((outcome, cell) for outcome, cell in now.cells if cell.standing),
        key=lambda place: place[1].standing.effective_on if place[1].standing else dt.date.max,
    )
    return PlanFigures(
        outcomes=sum(1 for outcome in now.outcomes if not outcome.withdrawn_on),
        totals=counts(cell for _, cell in now.cells),
        sections=tuple(_section_figures(section, shortest) for section in now.sections),
        moved=moved,
        not_rated=tuple(place for place in now.cells if not place[1].standing),
        stale=tuple(place for place in rated if is_stale(place[1])),
        oldest=tuple(place for place in rated if place[1].rag in GROWS_OLD)[:8],
        hidden_worse=tuple(_hidden_worse(now)),
        themes=tuple(_theme_rows(now)),
    )


def counts(cells: Iterable[Cell]) -> Counts:
    """Cells by colour, every colour present even where its count is nought."""
    found = Counter(cell.rag for cell in cells)
    return {rag: found[rag] for rag in (*Rag, None)}


def is_stale(cell: Cell) -> bool:
    """Whether a cell's rating is older than ``STALE_AFTER_DAYS``, and of a colour that grows old."""
    return cell.days is not None and cell.days > STALE_AFTER_DAYS and cell.rag in GROWS_OLD


@dataclass(frozen=True, slots=True)
class MyRatings:
    """What a person rates on one plan, for their home page.

    Attributes:
        places: each cell they rate, not rated first, then the longest ago.
        by_section: section -> how many of those cells are in it.
    """

    places: tuple[Place, ...]
    sections: tuple[tuple[SectionView, int, int], ...]

    @property
    def due(self) -> int:
        """How many are not rated, or were rated too long ago."""
        return sum(1 for _, cell in self.places if not cell.standing or is_stale(cell))


def my_ratings(snapshot: PlanSnapshot, access: Access) -> MyRatings:
    """What this person may rate, oldest first, and how much of it is due in each section."""
    mine = [place for place in snapshot.cells if may_rate_cell(access, *place)]
    mine.sort(key=lambda place: place[1].standing.effective_on if place[1].standing else dt.date.min)
    per_section: dict[str, list[Cell]] = defaultdict(list)
    for outcome, cell in mine:
        per_section[outcome.section_number].append(cell)
    return MyRatings(
        tuple(mine),
        tuple(
            (section, len(cells), sum(1 for cell in cells if not cell.standing or is_stale(cell)))
            for section in snapshot.sections
            if (cells := per_section.get(section.number))
        ),
    )


def may_rate_cell(access: Access, outcome: OutcomeRow, cell: Cell) -> bool:
    """Whether this person rates this cell (the plan being open for it)."""
    return (
        cell.applies
        and not outcome.withdrawn_on
        and access.may_rate(
            lead_ids=outcome.lead_ids,
            locality_id=cell.column.locality_id,
            outcome_localities=outcome.locality_ids,
        )
    )


def moved_between(comparison: Comparison) -> Moved:
    """What moved between the two moments of a comparison, as that tells it: no correction is a move."""
    found = (
        Move(change.outcome, change.now, change.was.standing.rag, change.now.standing, change.turned)
        for change in comparison.cells
        if change.kind.direction and change.was and change.was.standing and change.now and change.now.standing
    )
    return _split(found, comparison.before.at, comparison.after.at)


def _moved(since: dt.date, before: Mapping[Key, Rag], now: PlanSnapshot) -> Moved:
    return _split(moves(before, now), since, now.at)


def _split(moved: Iterable[Move], since: dt.date, until: dt.date) -> Moved:
    found = _latest_first(moved)
    return Moved(
        (until - since).days,
        since,
        tuple(move for move in found if move.better),
        tuple(move for move in found if not move.better),
    )


def _latest_first(found: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(sorted(found, key=lambda move: move.on, reverse=True))


def _section_figures(section: SectionView, moved: Moved | None) -> SectionFigures:
    cells = [(outcome, cell) for outcome in section.outcomes for cell in outcome.rated_cells]
    dates = [cell.standing.effective_on for _, cell in cells if cell.standing]

    def here(found: tuple[Move, ...]) -> int:
        return sum(1 for move in found if move.outcome.section_number == section.number)

    return SectionFigures(
        section=section,
        outcomes=sum(1 for outcome in section.outcomes if not outcome.withdrawn_on),
        columns=tuple(
            (column, counts(cell for _, cell in cells if cell.column == column)) for column in section.columns
        ),
        better=here(moved.better) if moved else 0,
        worse=here(moved.worse) if moved else 0,
        oldest=min(dates, default=None),
    )


def _hidden_worse(snapshot: PlanSnapshot) -> Iterable[tuple[OutcomeRow, Cell, Cell]]:
    for outcome in snapshot.outcomes:
        overall = outcome.cell(None)
        if not overall or not overall.rag:
            continue
        others = [cell for cell in outcome.rated_cells if cell.column.locality_id is not None and cell.rag]
        lowest = min(others, key=lambda cell: cell.rag.rank if cell.rag else 9, default=None)
        if lowest and lowest.rag and lowest.rag.rank < overall.rag.rank:
            yield outcome, overall, lowest


def _theme_rows(snapshot: PlanSnapshot) -> Iterable[ThemeRow]:
    themes = {theme for outcome in snapshot.outcomes for theme in outcome.themes if not outcome.withdrawn_on}
    for theme in sorted(themes, key=lambda theme: theme.name.lower()):
        sections = tuple(
            tuple(
                (outcome, summary_cell(outcome))
                for outcome in section.outcomes
                if theme in outcome.themes and outcome.rated_cells
            )
            for section in snapshot.sections
        )
        yield ThemeRow(theme, sections, sum(map(len, sections)))


def summary_cell(outcome: OutcomeRow) -> Cell:
    """One cell to stand for an outcome: the worst of its localities and Overall, so that none is hidden."""
    lowest = worst(outcome.rated_cells)
    return next((cell for cell in outcome.rated_cells if cell.rag == lowest), outcome.rated_cells[0])


@dataclass(frozen=True, slots=True)
class WallCell:
    """A cell as the wall of every outcome shows it."""

    outcome: OutcomeRow
    cell: Cell
    label: str
    href: str
    moved: str | None
    stale: bool


Wall = tuple[tuple[SectionView, tuple[tuple[Column, tuple[WallCell, ...]], ...]], ...]
"""For each section, for each of its columns, a cell for each outcome."""


def wall_of(snapshot: PlanSnapshot, moved: Moved, address: Callable[[str, str], str]) -> Wall:
    """Every outcome of the plan, section by section and column by column.

    Args:
        snapshot: the plan.
        moved: what moved, for the marks.
        address: (ref, column key) -> where the cell leads.
    """
    directions = moved.directions
    return tuple(
        (
            section,
            tuple(
                (
                    column,
                    tuple(
                        WallCell(
                            outcome,
                            outcome.cells[place],
                            f"{outcome.ref} {column.name}",
                            address(outcome.ref, column.key),
                            directions.get((outcome.id, column.locality_id)),
                            is_stale(outcome.cells[place]),
                        )
                        for outcome in section.outcomes
                        if not outcome.withdrawn_on
                    ),
                )
                for place, column in enumerate(section.columns)
            ),
        )
        for section in snapshot.sections
        if any(not outcome.withdrawn_on for outcome in section.outcomes)
    )
