"""One sheet, written row by row from the top, every row as tall as its text needs."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break

from ..document import Mark, Value
from ..plain_text import clean, stored
from ..text_fit import height_of
from .grid import TALLEST_ROW, Filled, Grid, Row
from .page import page_height
from .stream import Stored, StreamedSheet
from .styles import Look, Styles

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WELL_USED = 0.5  # of a page: it may be left there, so that a table which fits on the next stays whole
_FEWEST_LINES = 3  # of a text that goes on over a page, on either side
_MOST_BREAKS = 1026  # between pages of a sheet (Excel specifications and limits)


class SheetWriter(Grid):
    """Writes rows, and knows how far down the printed page it is."""

    def __init__(
        self, sheet: StreamedSheet, styles: Styles, widths: Sequence[float], *, breaks: bool = True
    ) -> None:
        super().__init__(widths)
        self.sheet = sheet
        self.styles = styles
        self.row = 0
        self._breaks = breaks  # whether it starts its pages itself
        self._page = page_height(widths)
        self._used = 0.0
        self._repeated = 0.0
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width

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
        """Start a new page before the next row, unless that starts one anyway."""
        breaks = self.sheet.row_breaks
        if self._used > self._repeated and len(breaks) < _MOST_BREAKS:
            breaks.append(Break(id=self.row))
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

    def fits(self, height: float) -> bool:
        """Whether the next rows, of this height in all, fit on this page."""
        return self._used + height <= self._page

    def keep_together(self, height: float) -> None:
        """Start a new page here if the next rows, of this height in all, do not fit on this one."""
        if self.row and height <= self._page and not self.fits(height):
            self.start_page()

    def repeat_from_here(self, height: float) -> None:
        """The row just written, of this height, is repeated on every page to come."""
        self.sheet.print_title_rows = f"{self.row}:{self.row}"
        self._repeated = height

    def add(self, filled: Row, height: float) -> None:
        """Write a row, on a new page if it does not fit on this one.

        Breaks are written and not left to the program that prints, as that may fit in a row more and strand a
        heading that was kept with the row under it.
        """
        height = min(round(height, 2), TALLEST_ROW)
        if self._breaks and self._used + height > self._page:
            self.start_page()
        self.row += 1
        self._used += height
        self.sheet.put(
            [(column, *self._stored(*cell)) for column, cell in enumerate(filled, start=1) if cell],
            height=height,
        )

    def prose(
        self,
        text: str,
        look: Look,
        *,
        first: int = 0,
        label: Filled | None = None,
        gap: float,
        above: float = 0,
    ) -> None:
        """Write text over the columns from ``first`` to the last.

        These cells are merged, as nothing else makes prose as wide as the table under it. A table's never
        are.

        Args:
            label: in the first column, beside the text's start.
            gap: points of air in each of its rows.
            above: points left free over the first, by a look that is ``low``.
        """
        last = len(self.widths) - 1
        lines = list(self.lines((text, look), self.room(first, last)))
        line = height_of(1, look.face, text)
        least = self.height([label], gap)
        while lines:
            most = int((TALLEST_ROW - gap - above) / line)
            left = int((self._page - self._used - gap - above) / line)
            if _FEWEST_LINES <= left < len(lines) and left + _FEWEST_LINES <= len(lines):
                most = min(most, left)  # go on over the page rather than leave its foot empty
            cells: list[Filled | None] = [None] * first + [("".join(lines[:most]), look)]
            if label:
                cells[0] = label
            self.add(cells, max(len(lines[:most]) * line + gap, least) + above)
            self._merge(first, last)
            label, above, least = None, 0, 0
            del lines[:most]

    def prose_height(self, text: str, look: Look, *, first: int = 0, gap: float) -> float:
        """What ``prose`` needs for this text."""
        lines = self.lines((text, look), self.room(first, len(self.widths) - 1))
        return height_of(len(lines), look.face, text) + gap

    def fact(self, label: Filled, value: Filled, *, gap: float) -> None:
        """Write a value that is no text beside its name; a date or a number has room to the last column."""
        self.add([label, value], self.height([label, (None, value[1])], gap))
        if not isinstance(value[0], Mark):
            self._merge(1, len(self.widths) - 1)

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self.sheet.merged_cells.add(
                CellRange(min_row=self.row, max_row=self.row, min_col=first + 1, max_col=last + 1)
            )

    def _stored(self, value: Value, look: Look) -> tuple[Stored, str]:
        """A value as a workbook stores it, and the number of its style."""
        if isinstance(value, str):
            if value[:1] in _FORMULA_STARTS:
                look = look._replace(quoted=True)
            return stored(clean(value)), self.styles[look]
        if isinstance(value, Mark):
            return stored(clean(value.word)), self.styles[look]
        if isinstance(value, dt.datetime):
            value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        return value, self.styles[look]
