"""What is said of an outcome, a section and a plan when two versions are put side by side."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..lineage import Kind
from ..own_words import PlanFieldChange, StatementChange
from ..snapshot import OutcomeRow, PlanSnapshot, SectionView
from ..word_difference import Kind as Fate
from ..word_difference import Piece, word_difference

_MARKED_FROM = 1 / 3  # of the words of the shorter wording are kept; with fewer, it was written anew


def difference_to_mark(then: str, now: str) -> tuple[Piece, ...]:
    """The difference between two wordings, word by word.

    Empty where they are one, or share so few words that to mark all the others would say nothing.
    """
    pieces = word_difference(then, now)
    kept = sum(len(piece.text.split()) for piece in pieces if piece.kind == Fate.SAME)
    shorter = min(len(then.split()), len(now.split()))
    return pieces if len(pieces) > 1 and kept >= _MARKED_FROM * shorter else ()


def _spaced_as(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that make up a text, spaced as it is.

    A difference has what both wordings share spaced as the newer one has it.
    """
    text = " ".join(text.split())
    end = 0
    for piece in pieces:
        start, letters = end, len("".join(piece.text.split()))
        while letters:
            letters -= not text[end].isspace()
            end += 1
        while text[end : end + 1].isspace():
            end += 1
        yield Piece(piece.kind, text[start:end])


class Aspect(StrEnum):
    """What else may differ between versions: several of an outcome, and the statements of a section."""

    TARGET_GAINED = "timescale-gained"
    TARGET_LOST = "timescale-lost"
    TARGET_CHANGED = "timescale-changed"
    LEADS = "leads"
    THEMES = "themes"
    COLUMNS = "columns"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class NamesChange:
    """Names that one version has and the other does not, and those that are called otherwise.

    Attributes:
        gained, lost: in the order of their version.
        renamed: (its name then, its name now), for what is the same under another name.
    """

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.renamed)


@dataclass(frozen=True, slots=True)
class OldLine:
    """An outcome of the older version, with the heading of its section there."""

    outcome: OutcomeRow
    heading: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """An outcome of the newer version with what it continues, or one of the older that was dropped.

    Attributes:
        kind: what became of it.
        new: None where it was dropped.
        old: what it continues; several where they were merged, none where it is new.
        moved: it has another ref than what it continues, or stands in another section.
        from_section: the heading then of the section that it left for another; empty where it left none.
        elsewhere: refs of the other outcomes that continue the same.
        target: (timescale then, timescale now), where they differ; empty where there was or is none.
        leads, themes, columns: what was gained, lost or renamed. Of the columns, only those that its section
            neither gained nor lost as a whole.
    """

    kind: Kind
    new: OutcomeRow | None
    old: tuple[OldLine, ...]
    moved: bool = False
    from_section: str = ""
    elsewhere: tuple[str, ...] = ()
    target: tuple[str, str] | None = None
    leads: NamesChange = NamesChange()
    themes: NamesChange = NamesChange()
    columns: NamesChange = NamesChange()

    @property
    def aspects(self) -> frozenset[Aspect]:
        """What differs besides wording and place."""
        differs = {
            Aspect.TARGET_GAINED: self.target is not None and not self.target[0],
            Aspect.TARGET_LOST: self.target is not None and not self.target[1],
            Aspect.TARGET_CHANGED: self.target is not None and all(self.target),
            Aspect.LEADS: bool(self.leads),
            Aspect.THEMES: bool(self.themes),
            Aspect.COLUMNS: bool(self.columns),
        }
        return frozenset(aspect for aspect, there in differs.items() if there)

    @property
    def words_differ(self) -> tuple[Piece, ...]:
        """The difference from the one outcome it continues.

        Empty where it continues none, or several, or says the same, or keeps so few of the words that to mark
        the others would say nothing.
        """
        if self.new is None or len(self.old) != 1:
            return ()
        return difference_to_mark(self.old[0].outcome.statement, self.new.statement)

    @property
    def words_then(self) -> tuple[Piece, ...]:
        """The old wording, with what was taken out of it."""
        kept = [piece for piece in self.words_differ if piece.kind != Fate.ADDED]
        return tuple(_spaced_as(self.old[0].outcome.statement, kept)) if kept else ()

    @property
    def words_now(self) -> tuple[Piece, ...]:
        """The new wording, with what was put into it."""
        kept = [piece for piece in self.words_differ if piece.kind != Fate.REMOVED]
        return tuple(_spaced_as(self.new.statement, kept)) if self.new and kept else ()


@dataclass(frozen=True, slots=True)
class SectionComparison:
    """A section of the newer version beside the one of the older that it goes on from.

    Attributes:
        old: None where the section was added.
        new: None where it was dropped.
        columns: its RAG columns gained, lost and renamed; empty where it was added or dropped.
        lines: its outcomes, in order, then those of ``old`` that were dropped.
        statements: those of its statements that were reworded, added or dropped; none where it was itself.
    """

    old: SectionView | None
    new: SectionView | None
    columns: NamesChange
    lines: tuple[LineChange, ...]
    statements: tuple[StatementChange, ...] = ()

    @property
    def section(self) -> SectionView:
        """The newer of the two that there is."""
        section = self.new or self.old
        assert section is not None  # noqa: S101 - a comparison is of something
        return section

    @property
    def heading_then(self) -> str:
        """Its heading in the older version, where it is called otherwise now; else empty."""
        return self.old.heading if self.old and self.new and self.old.heading != self.new.heading else ""

    @property
    def differs(self) -> bool:
        """Whether the section itself is not what it was."""
        return (
            bool(self.columns or self.heading_then or self.statements) or self.old is None or self.new is None
        )


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a plan, the sections in the newer one's order; dropped sections come last.

    Attributes:
        plan: what of its title, its introduction and the meanings of its colours differs.
    """

    old: PlanSnapshot
    new: PlanSnapshot
    sections: tuple[SectionComparison, ...]
    plan: tuple[PlanFieldChange, ...] = ()

    @property
    def lines(self) -> Iterator[LineChange]:
        """Every outcome of the newer version, and those of the older that were dropped."""
        return (line for section in self.sections for line in section.lines)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many outcomes are of each kind; every kind is there, in order."""
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in Kind}

    @property
    def aspect_counts(self) -> Mapping[Aspect, int]:
        """How many outcomes differ in each way, and statements.

        Columns count sections whose columns differ, too.
        """
        found = Counter(aspect for line in self.lines for aspect in line.aspects)
        found[Aspect.COLUMNS] += sum(1 for section in self.sections if section.columns)
        found[Aspect.STATEMENTS] = sum(len(section.statements) for section in self.sections)
        return {aspect: found[aspect] for aspect in Aspect}

    def only(self, wanted: Kind | Aspect) -> "VersionComparison":
        """The same comparison of the lines of one kind, or with one aspect that differs.

        A section left with none is left out, unless it is its columns or statements that are asked for and
        differ. The plan's own words are neither.
        """
        kept = (
            dataclasses.replace(
                section,
                lines=tuple(line for line in section.lines if wanted == line.kind or wanted in line.aspects),
                statements=section.statements if wanted == Aspect.STATEMENTS else (),
            )
            for section in self.sections
        )
        return dataclasses.replace(
            self,
            sections=tuple(
                section
                for section in kept
                if section.lines or section.statements or (wanted == Aspect.COLUMNS and bool(section.columns))
            ),
            plan=(),
        )
