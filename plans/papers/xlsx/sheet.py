"""One sheet, written row by row from the top, every row as tall as its text needs."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break

from ..document import Mark, Value
from .cell_text import clean, stored
from .page import INDENT, inside, page_height
from .styles import Look, Styles
from .text_fit import height_of, wrapped

TALLEST_ROW = 409.0
"""Points; a row cannot be taller (Excel specifications and limits)."""

_TALLEST_PIECE = 390.0
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WELL_USED = 0.5  # of a page: it may be left there, so that a table which fits on the next stays whole
_FEWEST_LINES = 3  # of a text that goes on over a page, on either side

_PLAIN = Look(rule="thin")

Filled = tuple[Value, Look]
"""A value and how it looks."""


class SheetWriter:
    """Writes rows, and knows how far down the printed page it is."""

    def __init__(self, sheet: Any, styles: Styles, widths: Sequence[float], *, breaks: bool = True) -> None:
        self.sheet = sheet
        self.styles = styles
        self.widths = list(widths)
        self.row = 0
        self._breaks = breaks  # whether it starts its pages itself
        self._page = page_height(widths)
        self._used = 0.0
        self._repeated = 0.0
        self._rooms = [inside([width]) for width in widths]
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width

    def room(self, first: int, last: int | None = None) -> float:
        """Points for text in a column, or over columns ``first`` to ``last`` (from 0, the last included)."""
        return self._rooms[first] if last is None else inside(self.widths[first : last + 1])

    def lines(self, filled: Filled | None, room: float) -> tuple[str, ...]:
        """A value's text as the lines it takes; one line for what is never wrapped."""
        if filled is None:
            return ("",)
        value, look = filled
        text = value.word if isinstance(value, Mark) else value
        if not isinstance(text, str):
            return ("",)
        return wrapped(clean(text), room - INDENT * look.indent, look.face)

    def height(self, filled: Sequence[Filled | None], padding: float) -> float:
        """What a row of one cell a column needs."""
        tallest = 0.0
        for cell, room in zip(filled, self._rooms, strict=False):
            if cell is None:
                continue
            lines = self.lines(cell, room)
            text = cell[0] if isinstance(cell[0], str) else ""
            tallest = max(tallest, height_of(len(lines), cell[1].face, text))
        return tallest + padding

    def break_before(self, heights: Sequence[float], fewest: int = 3) -> int | None:
        """Where to start a new page among the rows to come, so that the last page has more than a row or two.

        Args:
            heights: of all the rows still to be written.

        Returns:
            The index of the row that starts the last page; None where the pages come out well by themselves.
        """
        used, starts = self._used, []
        for index, height in enumerate(heights):
            used += height
            if used > self._page:
                starts.append(index)
                used = self._repeated + height
        before = len(heights) - fewest
        if starts and starts[-1] > before > (starts[-2] if len(starts) > 1 else 0) + 1:
            return before
        return None

    def start_page(self) -> None:
        """Start a new page before the next row."""
        self.sheet.row_breaks.append(Break(id=self.row))
        self._used = self._repeated

    def least_of(self, heights: Sequence[float], fewest: int) -> float:
        """How much of a run of rows to keep together: all, if it fits on a page and half of this one is used.

        Args:
            heights: of all the rows.
            fewest: how many of them must stay together in any case.
        """
        whole = sum(heights)
        wanted_whole = whole <= self._page and self._used > self._page * _WELL_USED
        return whole if wanted_whole else sum(heights[:fewest])

    def keep_together(self, height: float) -> None:
        """Start a new page here if the next rows, of this height in all, do not fit on this one."""
        if self.row and self._used + height > self._page >= height:
            self.start_page()

    def repeat_from_here(self, height: float) -> None:
        """The row just written, of this height, is repeated on every page to come."""
        self.sheet.print_title_rows = f"{self.row}:{self.row}"
        self._repeated = height

    def add(self, filled: Sequence[Filled | None], height: float) -> None:
        """Write a row, on a new page if it does not fit on this one.

        Breaks are written and not left to the program that prints, as that may fit in a row more and strand a
        heading that was kept with the row under it.
        """
        height = min(round(height, 2), TALLEST_ROW)
        if self._breaks and self._used + height > self._page and self._used > self._repeated:
            self.start_page()
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height
        self._used += height
        for column, cell in enumerate(filled, start=1):
            if cell is not None:
                self._put(column, *cell)

    def gap(self, height: float) -> None:
        """Leave a blank row."""
        self.add([], height)

    def split(self, filled: Sequence[Filled | None], padding: float) -> list[list[Filled | None]]:
        """A row as one or more rows, none taller than a row can be; no text is lost between them."""
        if self.height(filled, padding) <= TALLEST_ROW:
            return [list(filled)]
        columns = [self._pieces(cell, self.room(index)) for index, cell in enumerate(filled)]
        return [
            [
                pieces[number] if number < len(pieces) else (("", _PLAIN) if cell else None)
                for cell, pieces in zip(filled, columns, strict=True)
            ]
            for number in range(max(map(len, columns)))
        ]

    def prose(
        self, text: str, look: Look, *, first: int = 0, label: Filled | None = None, gap: float
    ) -> None:
        """Write text over the columns from ``first`` to the last.

        These cells are merged, as nothing else makes prose as wide as the table under it. A table's never
        are.
        """
        last = len(self.widths) - 1
        lines = list(self.lines((text, look), self.room(first, last)))
        line = height_of(1, look.face, text)
        while lines:
            most = int((TALLEST_ROW - gap) / line)
            left = int((self._page - self._used - gap) / line)
            if _FEWEST_LINES <= left < len(lines) and left + _FEWEST_LINES <= len(lines):
                most = min(most, left)  # go on over the page rather than leave its foot empty
            cells: list[Filled | None] = [None] * first + [("".join(lines[:most]), look)]
            if label:
                cells[0], label = label, None
            self.add(cells, len(lines[:most]) * line + gap)
            self._merge(first, last)
            del lines[:most]

    def prose_height(self, text: str, look: Look, *, first: int = 0, gap: float) -> float:
        """What ``prose`` needs for this text."""
        lines = self.lines((text, look), self.room(first, len(self.widths) - 1))
        return height_of(len(lines), look.face, text) + gap

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self.sheet.merged_cells.add(
                CellRange(min_row=self.row, max_row=self.row, min_col=first + 1, max_col=last + 1)
            )

    def _pieces(self, filled: Filled | None, room: float) -> list[Filled]:
        """A cell's text in pieces that are each no taller than a row can be."""
        if filled is None or not isinstance(filled[0], str):
            return [] if filled is None else [filled]
        lines = self.lines(filled, room)
        most = max(1, int(_TALLEST_PIECE / height_of(1, filled[1].face, filled[0])))
        return [("".join(lines[at : at + most]), filled[1]) for at in range(0, len(lines), most)]

    def _put(self, column: int, value: Value, look: Look) -> None:
        cell = self.sheet.cell(self.row, column)
        if isinstance(value, str):
            # Said to be text whatever it starts with: nobody's "=..." is ever worked out as a formula.
            cell._value, cell.data_type = stored(clean(value)), "s"
            if value[:1] in _FORMULA_STARTS:
                look = look._replace(quoted=True)
        elif isinstance(value, Mark):
            cell._value, cell.data_type = value.word, "s"
        elif isinstance(value, dt.datetime):
            cell._value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
            cell.data_type = "d"
        elif isinstance(value, dt.date):
            cell._value, cell.data_type = value, "d"
        else:
            cell._value = value
        cell._style = self.styles[look]
