"""The body of a plan's table: rows put together again where a page or a line broke them, and read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..models import Rag
from ..plan_draft import OVERALL, NotUnderstood, OutcomeDraft
from .leads import split_leads
from .points import MAX_POINT, joined
from .rag_words import colour_of
from .table_heading import MAX_COLUMN_NAME, Role, TableHeading, with_rag_at
from .tokens import continued_ref, prefix_of, ref_in

_NOTHING = re.compile(r"[\s\u2010-\u2015-]*")
_NOBODY = re.compile(r"(?:tbc|tbd|to be (?:confirmed|decided|agreed)|n/?a|none|vacant)\.?", re.I)
_JOINS_ON = re.compile(r"(?:\b(?:and|of|for|the|or|to|in|with)|[,/&])$", re.I)
_REF_AND_TEXT = re.compile(r"([A-Za-z]{0,3}\d{1,2}\.\d{1,3}[a-z]?)[.):]?\s+(\S.*)", re.S)
_WORDY = re.compile(
    r"progress|comment|update|evidence|milestone|measure|note|narrative|action|impact|activit|next", re.I
)
MAX_LEAD, MAX_TIMESCALE = 200, 200


@dataclass
class _Row:
    ref: str
    line: int
    cells: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    last: int = 0  # the last cell that the row's own line reached

    def put(self, index: int, line: int, text: str) -> None:
        if text:
            self.cells.setdefault(index, []).append((line, text))

    def text(self, index: int | None) -> str:
        return joined(*(part for _, part in self.cells.get(-1 if index is None else index, [])))


class Table:
    """A table while it is being read."""

    def __init__(self, heading: TableHeading, section: str) -> None:
        self.heading = heading
        self.section = section
        self.rows: list[_Row] = []
        self.lost: list[NotUnderstood] = []
        self._ref_at = heading.index(Role.REF)
        self._outcome_at = heading.index(Role.OUTCOME) or 0

    def add_row(self, cells: Sequence[str], line: int, *, after_gap: bool, after_text: bool) -> bool:
        """Take in a row, or the rest of the row above.

        Args:
            cells: the row's.
            line: its line number.
            after_gap: a blank line or a new page stands before it.
            after_text: something that is not of the table stands before it, so the table may be over.

        Returns:
            False where it is no row of this table.
        """
        cells = list(cells)
        ref, rest = self._ref_of(cells)
        last = self.rows[-1] if self.rows else None
        if ref:
            if last and not prefix_of(ref) and prefix_of(last.ref):
                return False
            if last and after_text and prefix_of(ref) != prefix_of(last.ref):
                return False
            self._begin(ref, rest, line)
        elif last is None or after_text:
            return False
        elif self._carries_on_within(last, cells, after_gap):
            self._fill(last, cells, line, last.last)
            last.last += len(cells) - 1
        elif self._ref_at is None and cells[self._outcome_at : self._outcome_at + 1] not in ([], [""]):
            self._begin(f"{self.section}.{len(self.rows) + 1}", cells, line)
        elif self._ref_at is None or self._ref_at >= len(cells) or not cells[self._ref_at]:
            self._fill(last, cells, line, 0)
        elif continued_ref(cells[self._ref_at]) == last.ref:
            cells[self._ref_at] = ""
            self._fill(last, cells, line, 0)
        else:
            return False
        return True

    def add_text(self, text: str, line: int, *, after_gap: bool) -> bool:
        """Take in a line without cells: the rest of a cell that a line end broke.

        Returns:
            False where it cannot be one.
        """
        last = self.rows[-1] if self.rows else None
        if last is None or after_gap or last.last >= self.heading.width - 1:
            return False
        end = last.cells.get(last.last, [(0, "")])[-1][1][-20:]
        if last.last > self._outcome_at and not (text[0].islower() or _JOINS_ON.search(end)):
            return False
        last.put(last.last, line, text)
        return True

    def columns(self) -> tuple[str, ...]:
        """The localities it rates, in order, without Overall."""
        return tuple(dict.fromkeys(name for _, name in self._rag_columns() if name != OVERALL))

    def has_overall(self) -> bool:
        """Whether it has an Overall column, or a single RAG column."""
        return any(name == OVERALL for _, name in self._rag_columns())

    def outcomes(self) -> Iterator[OutcomeDraft]:
        """Its rows as outcomes; what cannot be read of one is added to ``lost``."""
        rag_columns = self._rag_columns()
        lead_at, timescale_at = self.heading.index(Role.LEAD), self.heading.index(Role.TIMESCALE)
        read = {self._ref_at, self._outcome_at, lead_at, timescale_at, *(index for index, _ in rag_columns)}
        for row in self.rows:
            statement = row.text(self._outcome_at)
            if not statement or len(statement) > MAX_POINT:
                self._lose_row(row, f"{row.ref} says {'too much to be an' if statement else 'no'} outcome.")
                continue
            for index in set(row.cells) - read:
                name = self.heading.names[index] if index < self.heading.width else ""
                why = (
                    f"{row.ref}: a plan here has no place for the column “{name}”."
                    if name
                    else (f"{row.ref}: there is no heading over this cell.")
                )
                self._lose_cell(row, index, why)
            yield OutcomeDraft(
                ref=row.ref,
                statement=statement,
                line=row.line,
                timescale=self._timescale(row, timescale_at),
                ratings=self._ratings(row, rag_columns),
                **self._leads(row, lead_at),
            )

    def _ref_of(self, cells: list[str]) -> tuple[str, list[str]]:
        """The ref a row begins with, and its cells with the ref in a cell of its own; ('', cells) if none."""
        at = self._ref_at
        if at is not None and at < len(cells) and (ref := ref_in(cells[at])):
            return ref, [*cells[:at], "", *cells[at + 1 :]]
        where = self._outcome_at if at is None else at
        match = _REF_AND_TEXT.fullmatch(cells[where]) if where < len(cells) else None
        if match and at is None:
            return match[1], [*cells[:where], match[2], *cells[where + 1 :]]
        if match and len(cells) < self.heading.width and self._outcome_at == where + 1:
            return match[1], [*cells[:where], "", match[2], *cells[where + 1 :]]
        if at is None and not self.rows and where < len(cells) and cells[where]:
            return f"{self.section}.1", cells
        return "", cells

    def _begin(self, ref: str, cells: Sequence[str], line: int) -> None:
        row = _Row(ref, line)
        self.rows.append(row)
        self._fill(row, cells, line, 0)
        row.last = len(cells) - 1

    def _fill(self, row: _Row, cells: Sequence[str], line: int, start: int) -> None:
        for index, text in enumerate(cells, start=start):
            row.put(index, line, text)

    def _carries_on_within(self, last: _Row, cells: Sequence[str], after_gap: bool) -> bool:
        """Whether a line end within a cell broke the row: the two lines together have the table's width."""
        together = last.last + len(cells)
        if after_gap or last.last >= self.heading.width - 1 or len(cells) >= self.heading.width:
            return False
        return together == self.heading.width or (bool(cells[0]) and together < self.heading.width)

    def _rag_columns(self) -> tuple[tuple[int, str], ...]:
        heading = with_rag_at(self.heading, self._columns_of_colours())
        seen: set[str] = set()
        columns = []
        for index, name in heading.rag_columns:
            if len(name) <= MAX_COLUMN_NAME and name.casefold() not in seen:
                columns.append((index, name))
                seen.add(name.casefold())
        return tuple(columns)

    def _columns_of_colours(self) -> list[int]:
        """Columns under another name that hold colours, or could: a locality with no RAG written over it."""
        coloured, blank = [], []
        for index, (role, name) in enumerate(zip(self.heading.roles, self.heading.names, strict=True)):
            if role != Role.OTHER or not name or index <= self._outcome_at or len(name) > MAX_COLUMN_NAME:
                continue
            words = [row.text(index) for row in self.rows if not _NOTHING.fullmatch(row.text(index))]
            if words and all(map(colour_of, words)):
                coloured.append(index)
            elif not words and not _WORDY.search(name):
                blank.append(index)
        rag = {index for index, _ in self.heading.rag_columns} | set(coloured)
        if not rag:
            return blank
        # A column without a colour is a locality only where it stands next to one that has, or to RAG.
        for index in [*blank, *reversed(blank)]:
            if index - 1 in rag or index + 1 in rag:
                rag.add(index)
        return sorted(rag & {*coloured, *blank})

    def _leads(self, row: _Row, at: int | None) -> dict:
        cell = row.text(at)
        if not cell or _NOTHING.fullmatch(cell):
            return {}
        if _NOBODY.fullmatch(cell):
            self._lose_cell(row, at, f"{row.ref}: no lead is named yet.")
            return {}
        leads = split_leads(cell)
        if any(len(lead) > MAX_LEAD for lead in leads):
            self._lose_cell(row, at, f"{row.ref}: too long to be a lead (more than {MAX_LEAD} characters).")
            return {}
        return {"lead_cell": cell, "leads": leads}

    def _timescale(self, row: _Row, at: int | None) -> str:
        words = row.text(at).replace("\n", "; ")
        if len(words) > MAX_TIMESCALE:
            self._lose_cell(
                row, at, f"{row.ref}: too long to be a timescale (more than {MAX_TIMESCALE} characters)."
            )
            return ""
        return words

    def _ratings(self, row: _Row, columns: Sequence[tuple[int, str]]) -> dict[str, Rag]:
        ratings: dict[str, Rag] = {}
        for index, name in columns:
            word = row.text(index)
            if colour := colour_of(word):
                ratings[name] = colour
            elif not _NOTHING.fullmatch(word):
                self._lose_cell(row, index, f"{row.ref} {name}: this names no colour, or more than one.")
        return ratings

    def _lose(self, cells: Sequence[str], line: int, why: str) -> None:
        self.lost.append(NotUnderstood(line, " | ".join(cell for cell in cells if cell), why))

    def _lose_cell(self, row: _Row, index: int | None, why: str) -> None:
        if index is not None:
            self.lost.extend(NotUnderstood(line, text, why) for line, text in row.cells.get(index, []))

    def _lose_row(self, row: _Row, why: str) -> None:
        self._lose([row.ref], row.line, why)
        for index in sorted(row.cells):
            self._lose_cell(row, index, why)
