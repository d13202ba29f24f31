"""A table on a sheet: a head that is marked as one, rows that go on where they are too tall, its chart."""

from array import array
from collections.abc import Iterator, Sequence
from functools import cache

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn

from ..document import Align, Column, Mark, Table, Value
from ..house_style import GREY, NAVY, SHADE
from ..plain_text import stored
from ..text_fit import Face
from . import chart as charts
from .grid import TALLEST_ROW, Filled, Grid
from .page import PAGE_WIDTH
from .sheet import SheetWriter
from .styles import BODY, COUNT, DAY, HEAD, MOMENT, STRONG, SUBHEAD, Look, mark_look

_ROW = 6.5  # points of air in a row
_CM = 72 / 2.54
_LONGEST_TITLE = 255  # characters of a table column's name


class LaidTable:
    """A table on the columns of its sheet: how tall its rows are, and what is in each when its turn comes.

    Attributes:
        heights: of all its rows under the head, with the total and the continued ones.
    """

    def __init__(self, table: Table, grid: Grid) -> None:
        self.table = table
        self._grid = grid
        self._tall: set[int] = set()
        self.heights = array("d", self._heights())

    @property
    def head_height(self) -> float:
        """Of the row with the titles, in points."""
        columns = self.table.columns
        return self._grid.height([(column.title, Look(HEAD, indent=True)) for column in columns], 8)

    def rows(self) -> Iterator[list[Filled | None]]:
        """The rows under the head, each as it is printed."""
        for number, row in enumerate(self._all()):
            filled = self._filled(row)
            yield from self._split(filled) if number in self._tall else (filled,)

    def _heights(self) -> Iterator[float]:
        for number, row in enumerate(self._all()):
            filled = self._filled(row)
            height = self._grid.height(filled, _ROW)
            if height <= TALLEST_ROW:
                yield height
            else:
                self._tall.add(number)
                yield from (self._grid.height(piece, _ROW) for piece in self._split(filled))

    def _all(self) -> Iterator[tuple[Value, ...]]:
        yield from self.table.rows
        if self.table.total:
            yield self.table.total

    def _filled(self, row: tuple[Value, ...]) -> list[Filled | None]:
        return filled_row(row, self.table.columns, STRONG if row is self.table.total else BODY)

    def _split(self, filled: list[Filled | None]) -> Iterator[list[Filled | None]]:
        first = filled[0][0] if filled[0] else None
        for number, piece in enumerate(self._grid.split(filled)):
            if number and isinstance(first, str):
                piece[0] = (f"{first} (cont.)", Look(HEAD, ink=GREY, rule="thin", middle=True))
            yield piece


def write_table(laid: LaidTable, writer: SheetWriter, *, kept: bool) -> str:
    """Write a table and its chart.

    Args:
        kept: the heading over it was kept on its page already.

    Returns:
        What its chart shows, in words; empty where it has none.
    """
    table = laid.table
    if not table.rows:
        writer.prose(table.empty, Look(ink=GREY), gap=8)
        return ""
    if not kept:
        writer.keep_together(least_height(laid, writer))
    # A chart may stand on a page of its own, where the head of a table that ended before means nothing.
    repeated = not table.chart or not writer.fits(laid.head_height + sum(laid.heights))
    write_head(table.columns, writer, HEAD, air=8, repeated=repeated)
    head_row = writer.row
    last_page = writer.break_before(laid.heights)
    for index, (row, height) in enumerate(zip(laid.rows(), laid.heights, strict=True)):
        if index == last_page:
            writer.start_page()
        writer.add(row, height)
    mark_head(table.columns, writer, head_row=head_row, last_row=writer.row - bool(table.total))
    return _write_chart(table, writer, head_row) if table.chart else ""


def _write_chart(table: Table, writer: SheetWriter, head_row: int) -> str:
    assert table.chart  # noqa: S101 (asked by who calls)
    height = charts.height_of(table.chart, len(table.rows)) * _CM
    writer.keep_together(height + 40)
    writer.prose(table.chart.title, Look(SUBHEAD, ink=NAVY, low=True), gap=16, above=8)
    width = min(sum(writer.room(index) + 4 for index in range(len(writer.widths))), PAGE_WIDTH) / _CM
    bars = charts.stacked_bars(
        writer.sheet, table.chart, head_row=head_row, rows=len(table.rows), width=width
    )
    writer.sheet.add_chart(bars, f"A{writer.row + 1}")
    return table.chart.description


def least_height(laid: LaidTable, writer: SheetWriter) -> float:
    """What of a table must stand together on a page: its head with a few rows, or all of it."""
    return writer.least_of([laid.head_height, *laid.heights], fewest=3)


def write_head(
    columns: Sequence[Column], writer: SheetWriter, face: Face, *, air: float, repeated: bool = True
) -> None:
    """Write a table's head; where it is ``repeated``, on every page from here."""
    cells: list[Filled | None] = [
        (
            column.title,
            Look(
                face,
                ink=NAVY,
                fill=SHADE,
                align=column.align.value,
                middle=True,
                rule="strong",
                indent=index > 0 and column.align is Align.START,
            ),
        )
        for index, column in enumerate(columns)
    ]
    height = writer.height(cells, air)
    writer.add(cells, height)
    if repeated:
        writer.repeat_from_here(height)


def mark_head(
    columns: Sequence[Column], writer: SheetWriter, *, head_row: int, last_row: int, filters: bool = False
) -> None:
    """Say which row is the head of which rows, so that a screen reader tells the column's title with a cell.

    In a workbook only a named table says so. Its columns' names must be the head's words, each another: where
    a title is empty, too long or there twice, it stays a table to the eye alone.

    Args:
        filters: the head has a button to filter by.
    """
    titles = [column.title for column in columns]
    sheet = writer.sheet
    ref = f"A{head_row}:{get_column_letter(len(titles))}{last_row}"
    if last_row <= head_row or not _can_be_names(titles):
        sheet.auto_filter.ref = ref if filters else None
        return
    number = sum(len(each.tables) for each in sheet.parent.worksheets) + 1
    marked = SheetTable(id=number, name=f"Table_{number}", displayName=f"Table_{number}", ref=ref)
    marked.tableColumns = [TableColumn(id=at, name=stored(name)) for at, name in enumerate(titles, start=1)]
    marked.autoFilter = AutoFilter(ref=ref) if filters else None
    sheet.tables.add(marked)


def _can_be_names(titles: Sequence[str]) -> bool:
    return len({title.casefold().strip() for title in titles}) == len(titles) and all(
        title.strip() and title.isprintable() and len(title) <= _LONGEST_TITLE for title in titles
    )


def filled_row(row: Sequence[Value], columns: Sequence[Column], face: Face) -> list[Filled | None]:
    """A table's row, each value with the look of its kind."""
    return [
        (value, look_of(value, column, face, indent=index > 0))
        for index, (value, column) in enumerate(zip(row, columns, strict=True))
    ]


def look_of(value: Value, column: Column, face: Face, *, indent: bool) -> Look:
    """How a value looks in a column."""
    if isinstance(value, Mark):
        return mark_look(value.tone)
    number = number_format(value)
    align = Align.END if isinstance(value, int) else Align.START if number else column.align
    return _text_look(face, align.value, number, indent and align is Align.START)


@cache
def _text_look(face: Face, align: str, number: str, indent: bool) -> Look:
    return Look(face, align=align, rule="thin", middle=True, number=number, indent=indent)


def number_format(value: Value) -> str:
    """How a date or a number is shown; empty for text."""
    if isinstance(value, str | Mark) or value is None:
        return ""
    if isinstance(value, int):
        return COUNT
    return MOMENT if hasattr(value, "hour") else DAY
