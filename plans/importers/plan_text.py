"""The text of a published plan -> a plan draft."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..models import Statement
from ..plan_draft import NotUnderstood, PlanDraft, SectionDraft, SourceLine
from . import limits
from .checks import notes_on, without_repeats
from .cover import read_cover
from .points import Points
from .section_titles import SectionTitle, Standing, column_union, next_number, section_title
from .source import check_text, lines_of
from .table_heading import merged
from .table_rows import Table
from .themes import propose_themes
from .tokens import Kind, Stream, Token, prefix_of, tokens_of

_NEAR = 80


@dataclass
class _Section:
    number: str
    title: str
    line: int
    points: Points = field(default_factory=Points)
    tables: list[Table] = field(default_factory=list)


def read_plan(text: str) -> PlanDraft:
    """Read the text of a plan, as copied or extracted from a published document.

    Args:
        text: the plan, or a longer document that it is a part of. Cells of tables are parted by tabs, or as
            in Markdown.

    Returns:
        The plan, and what of the text is not in it.

    Raises:
        ImportRefused: there is no plan in it, or more than a plan can be.
    """
    check_text(text)
    lines = lines_of(text)
    limits.check_lines(len(lines))
    return _Reader(lines).read()


class _Reader:
    """Goes through the tokens once; what has no place waits until it is known whether the plan goes on."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.lines = lines
        self.stream = Stream(tokens_of(lines))
        self.sections: list[_Section] = []
        self.table: Table | None = None
        self.waiting: list[NotUnderstood] = []
        self.lost: list[NotUnderstood] = []
        self.notes: list[str] = []
        self.start = 0
        self.end_line = 0
        self.gap = True
        self.second_plan = False
        self.rows = 0

    def read(self) -> PlanDraft:
        """The whole."""
        skip_to = -1
        for index, token in enumerate(self.stream.tokens):
            if index <= skip_to:
                continue
            if self.second_plan:
                break
            if token.kind == Kind.BLANK:
                self.gap = True
                continue
            skip_to = self._take(index, token)
            self.gap = token.kind in (Kind.PAGE_NUMBER, Kind.PAGE_HEADING)
        if not self.sections:
            raise limits.no_plan()
        return self._draft()

    def _take(self, index: int, token: Token) -> int:
        """Take in one token; returns the index of the last that was taken."""
        if token.kind in (Kind.PAGE_NUMBER, Kind.PAGE_HEADING):
            self._wait(token, f"A {token.kind}.", expected=True)
            return index
        title = section_title(self.stream, index, self._standing(), after_gap=self.gap)
        if title:
            self._begin(title, token, index)
            return title.last
        if token.kind == Kind.LIST_HEADING:
            self._list_heading(index, token)
        elif token.kind == Kind.TABLE_HEADING:
            self._table_heading(index, token)
        elif not self.sections:
            return index
        elif token.kind == Kind.COLUMN_NAMES:
            self._used(token)
        elif token.kind == Kind.ROW:
            self._row(token)
        elif self.table:
            if self.table.add_text(token.text, token.line, after_gap=self.gap):
                self._used(token)
            else:
                self._wait(token, "Stands between the rows of a table, or after it.")
        else:
            self._point(index, token)
        return index

    def _standing(self) -> Standing:
        if not self.sections:
            return Standing()
        section = self.sections[-1]
        return Standing(section.number, section.title, section.points, self.table, bool(section.tables))

    def _begin(self, title: SectionTitle, token: Token, index: int) -> None:
        if title.repeated:
            self._used(token)
            return
        taken = {section.number for section in self.sections}
        number = title.number[:10]
        if number in taken:
            if number == self.sections[0].number and self.rows:
                self.second_plan = True
                self.notes.append(f"Another plan seems to begin at line {token.line}. Import it by itself.")
                return
            number = _unused(number, taken)
            self.notes.append(
                f"Line {token.line}: section {title.number} comes twice, so this one is {number}."
            )
        if not self.sections:
            self.start = index
        inherited = (
            self.table if self.stream.tokens[self.stream.after(title.last) or 0].kind == Kind.ROW else None
        )
        self.sections.append(_Section(number, title.text, token.line))
        limits.check_sections(len(self.sections))
        self.table = None
        if inherited:
            self._open_table(Table(inherited.heading, number))
        self._used(self.stream.tokens[title.last])

    def _begin_untitled(self, token: Token, index: int, prefix: str) -> None:
        number = next_number(self._standing(), prefix)
        self.notes.append(f"Line {token.line}: no title was found for section {number}.")
        self._begin(SectionTitle(number, f"Section {number}", index - 1), token, index)

    def _list_heading(self, index: int, token: Token) -> None:
        heading = token.list_heading
        if heading is None:
            return
        if not self.sections:
            if not (heading.sure and self.stream.table_after(index, _NEAR)):
                return
            self._begin_untitled(token, index, self.stream.prefix_after(index))
        section = self.sections[-1]
        prefix = self.stream.prefix_after(index)
        if section.tables and section.points.has_points(heading.kind) and not heading.continued:
            if not (heading.sure or self.stream.table_after(index, _NEAR)):
                self._wait(token, "A heading that stands after the section's table.")
                return
            if prefix != section.number:
                self._begin_untitled(token, index, prefix)
                section = self.sections[-1]
        elif section.tables and not heading.sure and not self.stream.table_after(index, _NEAR):
            self._wait(token, "A heading that stands after the section's table.")
            return
        self.table = None
        section.points.open(heading.kind)
        if heading.rest:
            section.points.add_rest(heading.rest, token.line)
        self._used(token)

    def _table_heading(self, index: int, token: Token) -> None:
        prefix = self.stream.prefix_after(index)
        if token.table is None or (not self.sections and not self.stream.table_after(index - 1, 1)):
            return
        section = self.sections[-1] if self.sections else None
        if section and section.tables and merged(section.tables[-1].heading, token.table):
            rows = section.tables[-1].rows
            if not (prefix and rows and prefix_of(rows[-1].ref) not in ("", prefix)):
                self.table = section.tables[-1]
                self._used(token)
                return
        if section is None or (
            section.tables and prefix and prefix != section.number and section.tables[-1].rows
        ):
            self._begin_untitled(token, index, prefix)
            section = self.sections[-1]
        self._open_table(Table(token.table, section.number))
        self._used(token)

    def _open_table(self, table: Table) -> None:
        section = self.sections[-1]
        section.tables.append(table)
        section.points.close()
        self.table = table

    def _row(self, token: Token) -> None:
        if self.table is None:
            if len([cell for cell in token.cells if cell]) == 1 and self.sections[-1].points.kind:
                self._point(0, token)
            else:
                self._wait(token, "A row of cells with no table heading above it.")
            return
        after_text = not all(lost.expected for lost in self.waiting)
        if not self.table.add_row(token.cells, token.line, after_gap=self.gap, after_text=after_text):
            self._wait(token, "A row that does not begin with a ref of this section.")
            return
        self.rows += 1
        limits.check_rows(self.rows)
        self._used(token)

    def _point(self, index: int, token: Token) -> None:
        points = self.sections[-1].points
        if points.kind is None:
            self._wait(token, "Stands under no heading that a plan here has.")
            return
        if token.found and points.expects(token.found, after_gap=self.gap):
            after = self.stream.after(index)
            following = self.stream.tokens[after].found if after is not None else None
            points.add_numbered(token.found, token.line, following.value if following else None)
        elif token.kind == Kind.BULLET:
            points.add_bullet(token.text, token.line, token.indent)
        elif not points.add_text(token.text, token.line, after_gap=self.gap):
            self._wait(token, "Stands between the points of a list.")
            return
        limits.check_points(sum(map(len, points.lists.values())))
        self._used(token)

    def _used(self, token: Token) -> None:
        self.lost.extend(self.waiting)
        self.waiting.clear()
        self.end_line = max(self.end_line, token.line)

    def _wait(self, token: Token, why: str, *, expected: bool = False) -> None:
        if self.sections:
            cells = [cell for cell in token.cells if cell]
            text = " | ".join(cells) if len(cells) > 1 else token.text
            self.waiting.append(NotUnderstood(token.line, text, why, expected))

    def _draft(self) -> PlanDraft:
        cover = read_cover(self.stream.tokens, self.start)
        sections = tuple(self._section(section) for section in self.sections)
        kept, repeated = without_repeats(sections)
        self.lost.extend(repeated)
        sections = tuple(dataclasses.replace(section, outcomes=kept[section.number]) for section in sections)
        if not any(section.outcomes for section in sections):
            raise limits.no_outcomes()
        first_line = self.stream.tokens[cover.first].line
        self.lost.extend(
            NotUnderstood(
                token.line, token.text, "Stands before the first section.", token.kind == Kind.PAGE_NUMBER
            )
            for token in cover.other
        )
        written = [line for line in self.lines if line.text.strip()]
        draft = PlanDraft(
            title=cover.title,
            dated=cover.dated,
            sections=sections,
            introduction="\n\n".join(cover.introduction),
            not_understood=tuple(sorted(self.lost, key=lambda lost: lost.line)),
            before=tuple(line for line in written if line.number < first_line),
            after=tuple(line for line in written if line.number > self.end_line),
            themes=propose_themes(sections),
            notes=(*self.notes, *notes_on(sections)),
        )
        limits.check_columns(len(draft.localities))
        return draft

    def _section(self, section: _Section) -> SectionDraft:
        outcomes = tuple(outcome for table in section.tables for outcome in table.outcomes())
        for table in section.tables:
            self.lost.extend(table.lost)
        columns = column_union(section.tables)
        kinds = Statement.Kind
        return SectionDraft(
            number=section.number,
            title=section.title,
            line=section.line,
            wants=section.points.drafts(kinds.WANT),
            changes=section.points.drafts(kinds.CHANGE),
            objectives=section.points.drafts(kinds.OBJECTIVE),
            measures=section.points.drafts(kinds.MEASURE),
            columns=columns,
            # A table without RAG columns, or with one: its outcomes are rated as a whole.
            has_overall=not columns or any(table.has_overall() for table in section.tables),
            outcomes=outcomes,
        )


def _unused(number: str, taken: set[str]) -> str:
    """A section number like one that is taken: 3a, 3b and so on."""
    return next(
        (found for letter in "abcdefghijklmnopqrstuvwxyz" if (found := f"{number[:9]}{letter}") not in taken),
        str(len(taken) + 1000),
    )
