"""A whole plan as it stood at a moment, in a constant number of queries.

Every page, paper and figure about a plan is made from one of these, so no two can disagree.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .as_at import as_date, end_of, plan_then
from .models import Plan, Rag, Statement
from .standing import Found, Key, Stood, standing_ratings
from .wording import Wording, read_wording

OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Column:
    """A RAG column of a section; ``locality_id`` None is Overall."""

    locality_id: int | None
    name: str
    kind: str = ""

    @property
    def key(self) -> str:
        """How an address or a form names it: the locality's id, or ``overall``."""
        return OVERALL if self.locality_id is None else str(self.locality_id)


@dataclass(frozen=True, slots=True)
class Cell:
    """One outcome in one column.

    Attributes:
        applies: False where the outcome is not rated in this column.
        standing: the rating that stands, or None where there is none.
        previous: the one before it, or None.
        days: days from the standing rating's effective date to the snapshot's date; None where not rated.
    """

    column: Column
    applies: bool
    standing: Stood | None = None
    previous: Stood | None = None
    days: int | None = None

    @property
    def rag(self) -> Rag | None:
        """The colour that stands."""
        return self.standing.rag if self.standing else None


@dataclass(frozen=True, slots=True)
class Named:
    """A lead or a theme."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome with a cell for each column of its section, in the section's order."""

    id: int
    version: int
    ref: str
    statement: str
    section_number: str
    leads: tuple[Named, ...]
    themes: tuple[Named, ...]
    timescale: str
    timescale_on: dt.date | None
    withdrawn_on: dt.date | None
    cells: tuple[Cell, ...]
    rated_cells: tuple[Cell, ...] = dataclasses.field(init=False, repr=False)
    """The cells it is rated in, rated yet or not; none once it is withdrawn."""

    def __post_init__(self) -> None:
        rated = () if self.withdrawn_on else tuple(cell for cell in self.cells if cell.applies)
        object.__setattr__(self, "rated_cells", rated)

    @property
    def lead_ids(self) -> frozenset[int]:
        """Ids of its leads."""
        return frozenset(lead.id for lead in self.leads)

    @property
    def locality_ids(self) -> frozenset[int]:
        """The localities it is rated in."""
        return frozenset(
            cell.column.locality_id
            for cell in self.cells
            if cell.applies and cell.column.locality_id is not None
        )

    @property
    def last_rated_on(self) -> dt.date | None:
        """The newest effective date among its standing ratings."""
        return max((cell.standing.effective_on for cell in self.rated_cells if cell.standing), default=None)

    def cell(self, locality_id: int | None) -> Cell | None:
        """Its cell in a column, or None where the section has no such column or it does not apply."""
        return next((c for c in self.cells if c.applies and c.column.locality_id == locality_id), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of a section."""

    kind: Statement.Kind
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: its columns, statements and outcomes, in the plan's order."""

    id: int
    number: str
    title: str
    columns: tuple[Column, ...]
    statements: tuple[Sentence, ...]
    outcomes: tuple[OutcomeRow, ...]

    @property
    def heading(self) -> str:
        """Number and title, as printed."""
        return f"{self.number}. {self.title}"

    @property
    def wall_id(self) -> str:
        """Names its part of the wall on the plan page."""
        return f"wall-{self.id}"

    @property
    def has_overall(self) -> bool:
        """Whether it has an Overall column."""
        return any(column.locality_id is None for column in self.columns)

    @property
    def has_timescales(self) -> bool:
        """Whether any of its outcomes has a timescale, so that the column is printed."""
        return any(outcome.timescale for outcome in self.outcomes)

    def statements_of(self, kind: str) -> tuple[Sentence, ...]:
        """Its statements under one heading (a ``Statement.Kind`` value)."""
        return tuple(statement for statement in self.statements if statement.kind == kind)


@dataclass(frozen=True, slots=True)
class PlanSnapshot:
    """A plan as it stood ``at`` the end of a day, as known at ``known_at``.

    Attributes:
        past: it is not today's.
        wording_at: the moment its wording was read at, if that is not today's.
        starts_on: the first day it can be looked at.
        set_up_on: the day it was set up here. For earlier days its wording is that of this one.
        closed_on: the day it was closed, after which it stays as it stood; None while it is open.
    """

    plan_id: int
    slug: str
    title: str
    authority: str
    dated: dt.date
    status: Plan.Status
    introduction: str
    definitions: dict[Rag, str]
    at: dt.date
    known_at: dt.datetime
    past: bool
    wording_at: dt.datetime | None
    starts_on: dt.date
    set_up_on: dt.date
    closed_on: dt.date | None
    sections: tuple[SectionView, ...]

    @property
    def outcomes(self) -> Iterator[OutcomeRow]:
        """Every outcome, in the plan's order."""
        return (outcome for section in self.sections for outcome in section.outcomes)

    @property
    def cells(self) -> Iterator[tuple[OutcomeRow, Cell]]:
        """Every cell that is rated, or should be."""
        return ((outcome, cell) for outcome in self.outcomes for cell in outcome.rated_cells)

    def section(self, number: str) -> SectionView | None:
        """The section of that number."""
        return next((section for section in self.sections if section.number == number), None)

    def outcome(self, ref: str) -> OutcomeRow | None:
        """The outcome of that ref."""
        return next((outcome for outcome in self.outcomes if outcome.ref == ref), None)

    def only(self, keep: Callable[[OutcomeRow], bool]) -> "PlanSnapshot":
        """The same plan with only some of its outcomes; a section left with none is left out."""
        sections = (
            dataclasses.replace(section, outcomes=tuple(filter(keep, section.outcomes)))
            for section in self.sections
        )
        return dataclasses.replace(self, sections=tuple(section for section in sections if section.outcomes))


def take_cover(
    plan: Plan,
    *,
    at: dt.date | None = None,
    known_at: dt.datetime | None = None,
    seen_at: dt.datetime | None = None,
) -> PlanSnapshot:
    """A plan's own words and dates as they stood, with none of its sections. Two statements.

    Args:
        plan, at, known_at, seen_at: as for ``take_snapshot``.
    """
    today = timezone.localdate()
    at = at or today
    # Even where it is still to come by this machine's clock: the one that gave it may be a little ahead.
    past = at < today or known_at is not None
    known_at = known_at or timezone.now()
    then = plan_then(plan, moment=min(end_of(at), known_at), seen_at=seen_at or known_at, past=past)
    closed_on = timezone.localdate(then.closed_at) if then.closed_at else None
    at = min(at, closed_on) if closed_on else at
    return PlanSnapshot(
        plan_id=plan.pk,
        slug=plan.slug,
        title=then.title,
        authority=then.authority,
        dated=then.dated,
        status=then.status,
        introduction=then.introduction,
        definitions=then.definitions,
        at=at,
        known_at=known_at,
        past=past and (closed_on is None or at < closed_on),
        wording_at=then.moment if then.past else None,
        starts_on=min(then.dated, then.set_up_on),
        set_up_on=then.set_up_on,
        closed_on=closed_on,
        sections=(),
    )


def take_snapshot(
    plan: Plan,
    *,
    at: dt.date | None = None,
    known_at: dt.datetime | None = None,
    seen_at: dt.datetime | None = None,
    previous: bool = True,
) -> PlanSnapshot:
    """Read a plan as it stood. Ten statements, whatever its size and whatever the date.

    Args:
        plan: the plan.
        at: the date: ratings effective on or before it count, and the wording at its end. Today if not given;
            for a closed plan, no later than the day it was closed.
        known_at: leave out what was recorded later than this. Now if not given.
        seen_at: from when this is looked back at, where that is later: no wording is taken from after it,
            though that of the day on which the plan was set up stands for the days before.
        previous: look up the rating before each standing one, too. The pages that show none leave it out, for
            speed: ``Cell.previous`` is then None throughout.
    """
    cover = take_cover(plan, at=at, known_at=known_at, seen_at=seen_at)
    ratings = standing_ratings(plan, cover.at, cover.known_at, previous=previous, wording_at=cover.wording_at)
    wording = read_wording(plan, moment=cover.wording_at)
    return dataclasses.replace(cover, sections=tuple(_sections(wording, ratings, cover.at)))


def _sections(wording: Wording, ratings: dict[Key, Found], at: dt.date) -> Iterator[SectionView]:
    for section_id, number, title, has_overall in wording.sections:
        columns = tuple(Column(*column) for column in wording.columns.get(section_id, ()))
        if has_overall:
            columns += (Column(None, "Overall"),)
        yield SectionView(
            id=section_id,
            number=number,
            title=title,
            columns=columns,
            statements=tuple(
                Sentence(Statement.Kind(kind), place, text)
                for kind, place, text in wording.statements.get(section_id, ())
            ),
            outcomes=tuple(
                _outcome(row, number, columns, wording, ratings, at)
                for row in wording.outcomes.get(section_id, ())
            ),
        )


def _outcome(
    row: tuple[Any, ...],
    section_number: str,
    columns: Iterable[Column],
    wording: Wording,
    ratings: dict[Key, Found],
    at: dt.date,
) -> OutcomeRow:
    pk, version, ref, statement, timescale, timescale_on, withdrawn_on = row
    only = {locality_id for (locality_id,) in wording.narrowed.get(pk, ())}
    withdrawn_on = as_date(withdrawn_on) if withdrawn_on else None
    return OutcomeRow(
        id=pk,
        version=version,
        ref=ref,
        statement=statement,
        section_number=section_number,
        leads=tuple(Named(*lead) for lead in wording.leads.get(pk, ())),
        themes=tuple(Named(*theme) for theme in wording.themes.get(pk, ())),
        timescale=timescale,
        timescale_on=as_date(timescale_on) if timescale_on else None,
        withdrawn_on=withdrawn_on if withdrawn_on and withdrawn_on <= at else None,
        cells=tuple(
            _cell(
                column,
                not only or column.locality_id is None or column.locality_id in only,
                ratings.get((pk, column.locality_id)),
                at,
            )
            for column in columns
        ),
    )


def _cell(column: Column, applies: bool, found: Found | None, at: dt.date) -> Cell:
    standing, previous = found if applies and found else (None, None)
    return Cell(column, applies, standing, previous, (at - standing.effective_on).days if standing else None)
