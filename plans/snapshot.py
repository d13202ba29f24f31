"""A whole plan as it stood at a moment, in a constant number of queries.

Every page, paper and figure about a plan is made from one of these, so no two can disagree.
"""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .models import (
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomeTheme,
    Plan,
    Rag,
    Section,
    SectionColumn,
    Statement,
)
from .standing import Stood, standing_ratings

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
    """A plan as it stood ``at`` the end of a day, as known at ``known_at``."""

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


_OUTCOME_FIELDS = (
    "section_id", "id", "version", "ref", "statement", "timescale", "timescale_on", "withdrawn_on",
)  # fmt: skip


def take_snapshot(
    plan: Plan, *, at: dt.date | None = None, known_at: dt.datetime | None = None, previous: bool = True
) -> PlanSnapshot:
    """Read a plan as it stood.

    Args:
        plan: the plan, with its authority.
        at: the date; ratings effective on or before it count. Today if not given.
        known_at: leave out what was recorded later than this. Now if not given.
        previous: look up the rating before each standing one, too. The pages that show none leave it out, for
            speed: ``Cell.previous`` is then None throughout.
    """
    at = at or timezone.localdate()
    known_at = known_at or timezone.now()
    ratings = standing_ratings(plan, at, known_at, previous=previous)
    sections = list(
        Section.objects.filter(plan=plan)
        .order_by("position", "id")
        .values_list("id", "number", "title", "has_overall")
    )
    columns = _columns(plan, sections)
    statements = _grouped(
        Statement.objects.filter(section__plan=plan)
        .order_by("kind", "number")
        .values_list("section_id", "kind", "number", "text")
    )
    leads = _grouped(
        OutcomeLead.objects.filter(outcome__plan=plan)
        .order_by("position")
        .values_list("outcome_id", "lead_id", "lead__title")
    )
    themes = _grouped(
        OutcomeTheme.objects.filter(outcome__plan=plan)
        .order_by("theme__name")
        .values_list("outcome_id", "theme_id", "theme__name")
    )
    narrowed = _grouped(
        OutcomeLocality.objects.filter(outcome__plan=plan).values_list("outcome_id", "locality_id")
    )
    outcomes: dict[int, list[OutcomeRow]] = defaultdict(list)
    numbers = {section_id: number for section_id, number, _, _ in sections}
    rows = Outcome.objects.filter(plan=plan).order_by("position", "id").values_list(*_OUTCOME_FIELDS)
    for section_id, pk, version, ref, statement, timescale, timescale_on, withdrawn_on in rows:
        only = {locality_id for (locality_id,) in narrowed.get(pk, ())}
        outcomes[section_id].append(
            OutcomeRow(
                id=pk,
                version=version,
                ref=ref,
                statement=statement,
                section_number=numbers[section_id],
                leads=tuple(Named(*lead) for lead in leads.get(pk, ())),
                themes=tuple(Named(*theme) for theme in themes.get(pk, ())),
                timescale=timescale,
                timescale_on=timescale_on,
                withdrawn_on=withdrawn_on,
                cells=tuple(
                    _cell(
                        column,
                        not only or column.locality_id is None or column.locality_id in only,
                        ratings.get((pk, column.locality_id)),
                        at,
                    )
                    for column in columns[section_id]
                ),
            )
        )
    return PlanSnapshot(
        plan_id=plan.pk,
        slug=plan.slug,
        title=plan.title,
        authority=plan.authority.name,
        dated=plan.dated,
        status=Plan.Status(plan.status),
        introduction=plan.introduction,
        definitions=definitions_of(plan),
        at=at,
        known_at=known_at,
        sections=tuple(
            SectionView(
                id=section_id,
                number=number,
                title=title,
                columns=tuple(columns[section_id]),
                statements=tuple(
                    Sentence(Statement.Kind(kind), place, text)
                    for kind, place, text in statements.get(section_id, ())
                ),
                outcomes=tuple(outcomes[section_id]),
            )
            for section_id, number, title, _ in sections
        ),
    )


def definitions_of(plan: Plan) -> dict[Rag, str]:
    """What each colour means on this plan, best last."""
    return {
        Rag.RED: plan.red_means,
        Rag.AMBER: plan.amber_means,
        Rag.GREEN: plan.green_means,
        Rag.COMPLETE: plan.complete_means,
    }


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows by their first value, in their order."""
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        grouped[key].append(tuple(rest))
    return grouped


def _columns(plan: Plan, sections: Iterable[tuple[int, str, str, bool]]) -> dict[int, list[Column]]:
    """Every section's columns, Overall last where it has one."""
    columns: dict[int, list[Column]] = defaultdict(list)
    links = (
        SectionColumn.objects.filter(section__plan=plan)
        .order_by("position", "id")
        .values_list("section_id", "locality_id", "locality__name", "locality__kind")
    )
    for section_id, locality_id, name, kind in links:
        columns[section_id].append(Column(locality_id, name, kind))
    for section_id, _, _, has_overall in sections:
        if has_overall:
            columns[section_id].append(Column(None, "Overall"))
    return columns


def _cell(
    column: Column, applies: bool, found: tuple[Stood | None, Stood | None] | None, at: dt.date
) -> Cell:
    standing, previous = found if applies and found else (None, None)
    return Cell(column, applies, standing, previous, (at - standing.effective_on).days if standing else None)
