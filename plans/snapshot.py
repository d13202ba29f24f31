"""A whole plan as it stood at a moment, in a constant number of queries.

Every page, paper and figure about a plan is made from one of these, so no two can disagree.
"""

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from .models import (
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomeTheme,
    Plan,
    Rag,
    Rating,
    Section,
    SectionColumn,
    Statement,
)

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
class Stood:
    """A rating as it stood in a cell."""

    id: int
    rag: Rag
    commentary: str
    effective_on: dt.date
    recorded_at: dt.datetime
    recorded_by: str


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
    def rated_cells(self) -> tuple[Cell, ...]:
        """The cells it is rated in, rated yet or not; none once it is withdrawn."""
        return () if self.withdrawn_on else tuple(cell for cell in self.cells if cell.applies)

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


def take_snapshot(
    plan: Plan, *, at: dt.date | None = None, known_at: dt.datetime | None = None
) -> PlanSnapshot:
    """Read a plan as it stood.

    Args:
        plan: the plan, with its authority.
        at: the date; ratings effective on or before it count. Today if not given.
        known_at: leave out what was recorded later than this. Now if not given.
    """
    at = at or timezone.localdate()
    known_at = known_at or timezone.now()
    ratings = _cell_ratings(plan, at, known_at)
    columns = _columns(plan)
    statements = _grouped(
        Statement.objects.filter(section__plan=plan).order_by("kind", "number"),
        "section_id",
        lambda row: Sentence(Statement.Kind(row.kind), row.number, row.text),
    )
    leads = _grouped(
        OutcomeLead.objects.filter(outcome__plan=plan).order_by("position").annotate(name=F("lead__title")),
        "outcome_id",
        lambda row: Named(row.lead_id, row.name),
    )
    themes = _grouped(
        OutcomeTheme.objects.filter(outcome__plan=plan)
        .order_by("theme__name")
        .annotate(name=F("theme__name")),
        "outcome_id",
        lambda row: Named(row.theme_id, row.name),
    )
    narrowed = _grouped(
        OutcomeLocality.objects.filter(outcome__plan=plan), "outcome_id", lambda row: row.locality_id
    )
    outcomes: dict[int, list[OutcomeRow]] = defaultdict(list)
    sections = list(Section.objects.filter(plan=plan).order_by("position", "id"))
    numbers = {section.pk: section.number for section in sections}
    for row in Outcome.objects.filter(plan=plan).order_by("position", "id"):
        only = narrowed.get(row.pk)
        cells = tuple(
            _cell(
                column,
                not only or column.locality_id is None or column.locality_id in only,
                ratings.get((row.pk, column.locality_id)),
                at,
            )
            for column in columns[row.section_id]
        )
        outcomes[row.section_id].append(
            OutcomeRow(
                row.pk,
                row.version,
                row.ref,
                row.statement,
                numbers[row.section_id],
                tuple(leads.get(row.pk, ())),
                tuple(themes.get(row.pk, ())),
                row.timescale,
                row.timescale_on,
                row.withdrawn_on,
                cells,
            )
        )
    return PlanSnapshot(
        plan_id=plan.pk, slug=plan.slug, title=plan.title, authority=plan.authority.name, dated=plan.dated,
        status=Plan.Status(plan.status), introduction=plan.introduction, definitions=definitions_of(plan),
        at=at, known_at=known_at,
        sections=tuple(
            SectionView(
                section.pk, section.number, section.title, tuple(columns[section.pk]),
                tuple(statements.get(section.pk, ())), tuple(outcomes[section.pk]),
            )
            for section in sections
        ),
    )  # fmt: skip


def with_ratings_at(snapshot: PlanSnapshot, plan: Plan, at: dt.date) -> PlanSnapshot:
    """The same outcomes and columns with the ratings that stood at another date, for comparing."""
    ratings = _cell_ratings(plan, at, snapshot.known_at)

    def earlier(outcome: OutcomeRow) -> OutcomeRow:
        cells = tuple(
            _cell(cell.column, cell.applies, ratings.get((outcome.id, cell.column.locality_id)), at)
            for cell in outcome.cells
        )
        return dataclasses.replace(outcome, cells=cells)

    sections = tuple(
        dataclasses.replace(section, outcomes=tuple(map(earlier, section.outcomes)))
        for section in snapshot.sections
    )
    return dataclasses.replace(snapshot, at=at, sections=sections)


def definitions_of(plan: Plan) -> dict[Rag, str]:
    """What each colour means on this plan, best last."""
    return {
        Rag.RED: plan.red_means,
        Rag.AMBER: plan.amber_means,
        Rag.GREEN: plan.green_means,
        Rag.COMPLETE: plan.complete_means,
    }


def _grouped(rows: QuerySet[Any], key: str, make: Callable[[Any], Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(make(row))
    return grouped


def _columns(plan: Plan) -> dict[int, list[Column]]:
    """Every section's columns, Overall last where it has one."""
    columns: dict[int, list[Column]] = defaultdict(list)
    links = (
        SectionColumn.objects.filter(section__plan=plan).order_by("position", "id").select_related("locality")
    )
    for link in links:
        columns[link.section_id].append(Column(link.locality_id, link.locality.name, link.locality.kind))
    for section_id in Section.objects.filter(plan=plan, has_overall=True).values_list("pk", flat=True):
        columns[section_id].append(Column(None, "Overall"))
    return columns


def _cell(
    column: Column, applies: bool, found: tuple[Stood | None, Stood | None] | None, at: dt.date
) -> Cell:
    standing, previous = found if applies and found else (None, None)
    return Cell(column, applies, standing, previous, (at - standing.effective_on).days if standing else None)


def _cell_ratings(
    plan: Plan, at: dt.date, known_at: dt.datetime
) -> dict[tuple[int, int | None], tuple[Stood | None, Stood | None]]:
    """The standing and previous rating of every cell that has one.

    One index probe a cell, whatever the number of ratings behind it: the newest is the first entry of the
    ``rating_standing`` index.
    """
    fields = JSONObject(
        id="id", rag="rag", commentary="commentary", effective_on="effective_on", recorded_at="recorded_at",
        recorded_by="recorded_by_name",
    )  # fmt: skip
    newest = (
        Rating.objects.known(at=at, known_at=known_at)
        .filter(outcome=OuterRef("pk"))
        .newest_first()
        .values(row=fields)
    )
    outcomes = Outcome.objects.filter(plan=plan).order_by()
    in_locality = newest.filter(locality=OuterRef("section__columns__locality"))
    overall = newest.filter(locality__isnull=True)
    cells = [
        *outcomes.filter(section__columns__isnull=False).values_list(
            "pk", "section__columns__locality", Subquery(in_locality[:1]), Subquery(in_locality[1:2])
        ),
        *(
            (pk, None, standing, previous)
            for pk, standing, previous in outcomes.filter(section__has_overall=True).values_list(
                "pk", Subquery(overall[:1]), Subquery(overall[1:2])
            )
        ),
    ]
    return {
        (pk, locality_id): (_stood(standing), _stood(previous))
        for pk, locality_id, standing, previous in cells
        if standing
    }


def _stood(row: Any) -> Stood | None:
    if not row:
        return None
    if isinstance(row, str):
        row = json.loads(row)
    recorded_at = dt.datetime.fromisoformat(row["recorded_at"])
    if recorded_at.tzinfo is None:  # SQLite keeps UTC without saying so
        recorded_at = recorded_at.replace(tzinfo=dt.UTC)
    return Stood(
        row["id"], Rag(row["rag"]), row["commentary"], dt.date.fromisoformat(row["effective_on"]), recorded_at,
        row["recorded_by"],
    )  # fmt: skip
