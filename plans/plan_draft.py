"""A plan that has been read and is not yet stored: what importers make and ``actions`` take."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .likeness import key_of
from .models import Rag, Statement
from .timescale import meant_by

OVERALL = "Overall"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the text, as it stands there.

    Attributes:
        number: counted from 1, as a text editor does.
        text: the line, without its end.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something in the plan's part of the text that is not imported.

    Attributes:
        line: its line number.
        text: what stands there.
        why: the reason, for the person who checks the import.
        expected: True for what every printed plan has and nobody misses, such as a page number.
    """

    line: int
    text: str
    why: str
    expected: bool = False


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A point under one of a section's headings, with its number there."""

    number: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """A row of a section's table.

    Attributes:
        lead_cell: the Lead cell as written; ``leads`` is what it was taken to mean.
        timescale: the Timescale cell as written; empty if none.
        ratings: column name (``OVERALL`` for Overall) -> the colour printed in it.
    """

    ref: str
    statement: str
    line: int
    lead_cell: str = ""
    leads: tuple[str, ...] = ()
    timescale: str = ""
    ratings: Mapping[str, Rag] = field(default_factory=dict)

    @property
    def timescale_on(self) -> dt.date | None:
        """The date its timescale means, or None."""
        return meant_by(self.timescale)


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A section: what it says, its columns without Overall, its outcomes."""

    number: str
    title: str
    line: int
    wants: tuple[StatementDraft, ...] = ()
    changes: tuple[StatementDraft, ...] = ()
    objectives: tuple[StatementDraft, ...] = ()
    measures: tuple[StatementDraft, ...] = ()
    columns: tuple[str, ...] = ()
    has_overall: bool = True
    outcomes: tuple[OutcomeDraft, ...] = ()

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.number}. {self.title}"

    @property
    def has_timescales(self) -> bool:
        """Whether any of its outcomes has a timescale."""
        return any(outcome.timescale for outcome in self.outcomes)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Its columns, with Overall last where it has one."""
        return (*self.columns, OVERALL) if self.has_overall else self.columns

    @property
    def lists(self) -> list[tuple[Statement.Kind, tuple[StatementDraft, ...]]]:
        """Its lists that have any points, in the order a plan prints them."""
        kinds = Statement.Kind
        lists = (
            (kinds.WANT, self.wants),
            (kinds.CHANGE, self.changes),
            (kinds.OBJECTIVE, self.objectives),
            (kinds.MEASURE, self.measures),
        )
        return [(kind, points) for kind, points in lists if points]

    @property
    def rows(self) -> Iterator[tuple[OutcomeDraft, list[tuple[str, Rag | None]]]]:
        """Each outcome with the name and the colour of each of its cells, as the table has them."""
        names = self.column_names
        return ((outcome, [(name, outcome.ratings.get(name)) for name in names]) for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class ThemeDraft:
    """A theme proposed because nearly the same outcome stands in several sections.

    Attributes:
        key: the ref of its first outcome, which names it while the person decides.
        name: a proposed name, or the person's own.
        refs: its outcomes.
        sample: the statement of the first.
    """

    key: str
    name: str
    refs: tuple[str, ...]
    sample: str


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as read.

    Attributes:
        title: as on its cover; empty if none was found.
        dated: the first of the month on its cover, or None.
        introduction: what stands between the cover and the first section.
        not_understood: what the plan's part of the text holds and this does not.
        before, after: the lines outside the plan's part.
        notes: what the person should look at, such as two column names that differ by a letter.
    """

    title: str
    dated: dt.date | None
    sections: tuple[SectionDraft, ...]
    introduction: str = ""
    not_understood: tuple[NotUnderstood, ...] = ()
    before: tuple[SourceLine, ...] = ()
    after: tuple[SourceLine, ...] = ()
    themes: tuple[ThemeDraft, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def outcomes(self) -> Iterator[OutcomeDraft]:
        """Every outcome, in order."""
        return (outcome for section in self.sections for outcome in section.outcomes)

    @property
    def outcome_count(self) -> int:
        """How many outcomes there are."""
        return sum(len(section.outcomes) for section in self.sections)

    @property
    def statement_count(self) -> int:
        """How many points stand under the sections' headings."""
        return sum(len(points) for section in self.sections for _, points in section.lists)

    @property
    def texts(self) -> Iterator[tuple[str, int | None, str]]:
        """What it says but for title, leads and themes: where, on which line if that is known, the words."""
        yield "Introduction", None, self.introduction
        for section in self.sections:
            name = f"Section {section.number}"
            yield f"{name}: title", section.line, section.title
            yield f"{name}: columns", section.line, "\n".join(section.columns)
            for kind, points in section.lists:
                for point in points:
                    yield f"{name}: {kind.label} {point.number}", point.line, point.text
            for outcome in section.outcomes:
                yield f"Outcome {outcome.ref}", outcome.line, outcome.statement
                yield f"Outcome {outcome.ref}: timescale", outcome.line, outcome.timescale

    @property
    def leads(self) -> list[str]:
        """Every lead once, in the order the plan first names them; compared without regard to case."""
        first: dict[str, str] = {}
        for outcome in self.outcomes:
            for lead in outcome.leads:
                first.setdefault(lead.casefold(), lead)
        return list(first.values())

    @property
    def localities(self) -> list[str]:
        """Every column's name once, as the plan first writes it, without Overall; see ``key_of``."""
        first: dict[str, str] = {}
        for section in self.sections:
            for name in section.columns:
                first.setdefault(key_of(name), name)
        return list(first.values())

    @property
    def columns_twice(self) -> list[tuple[SectionDraft, str]]:
        """Each section and name where two of the section's columns have one name, which no plan can keep."""
        found = []
        for section in self.sections:
            times = Counter(key_of(name) for name in section.columns)
            names = {key_of(name): name for name in section.columns}
            found += [(section, name) for key, name in names.items() if times[key] > 1]
        return found

    @property
    def rating_count(self) -> int:
        """How many colours are printed in it."""
        return sum(len(outcome.ratings) for outcome in self.outcomes)

    @property
    def left_out_before(self) -> int:
        """How many lines before the plan are left out."""
        return len(self.before)

    @property
    def left_out_after(self) -> int:
        """How many lines after the plan are left out."""
        return len(self.after)

    @property
    def lead_cells(self) -> dict[str, tuple[str, ...]]:
        """Every Lead cell that differs, as written, with the leads it is taken to mean."""
        return {outcome.lead_cell: outcome.leads for outcome in self.outcomes if outcome.lead_cell}

    def with_leads(self, splits: Mapping[str, Sequence[str]]) -> "PlanDraft":
        """The same plan with some Lead cells split as a person says.

        Args:
            splits: Lead cell as written -> the leads it means. Other cells stay as they are.
        """

        def split(outcome: OutcomeDraft) -> OutcomeDraft:
            if outcome.lead_cell not in splits:
                return outcome
            return dataclasses.replace(outcome, leads=tuple(splits[outcome.lead_cell]))

        sections = tuple(
            dataclasses.replace(section, outcomes=tuple(map(split, section.outcomes)))
            for section in self.sections
        )
        return dataclasses.replace(self, sections=sections)

    def with_locality_names(self, names: Mapping[str, str]) -> "PlanDraft":
        """The same plan with columns called by the locality that a person says they are.

        Two columns of one section may come to have the same name: see ``columns_twice``.

        Args:
            names: a column's name -> the name of the locality it is, which may be another column's name.
                Other columns keep their names.

        Raises:
            ValueError: names are said to be each other, in a ring; the message is fit to show to the person.
        """
        final = {name: _end_of(name, names) for name in self.localities}
        by_key = {key_of(name): locality for name, locality in final.items() if locality != name}

        def renamed(name: str) -> str:
            return by_key.get(key_of(name), name)

        def moved(outcome: OutcomeDraft) -> OutcomeDraft:
            return dataclasses.replace(
                outcome, ratings={renamed(name): rag for name, rag in outcome.ratings.items()}
            )

        sections = tuple(
            dataclasses.replace(
                section,
                columns=tuple(map(renamed, section.columns)),
                outcomes=tuple(map(moved, section.outcomes)),
            )
            for section in self.sections
        )
        return dataclasses.replace(self, sections=sections)

    def with_theme_names(self, names: Mapping[str, str]) -> "PlanDraft":
        """The same plan with themes as a person names them.

        Args:
            names: a theme's key -> its name; empty to leave the theme out. Other themes stay as proposed.
        """
        themes = (
            dataclasses.replace(theme, name=names.get(theme.key, theme.name).strip()) for theme in self.themes
        )
        return dataclasses.replace(self, themes=tuple(theme for theme in themes if theme.name))


def _end_of(name: str, names: Mapping[str, str]) -> str:
    """The locality that a name is in the end, where one name is another and that one a third."""
    by_key = {key_of(each): other for each, other in names.items() if key_of(each) != key_of(other)}
    passed = [key_of(name)]
    while (following := by_key.get(passed[-1])) is not None:
        name = following
        if key_of(name) in passed:
            raise ValueError(
                f"“{name}” is said to be another name, and that one in the end to be “{name}” again. Make "
                "one of them a locality of its own."
            )
        passed.append(key_of(name))
    return name
