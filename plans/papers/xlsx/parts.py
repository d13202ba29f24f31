"""The parts of a paper, each on its sheet."""

from collections.abc import Sequence
from functools import cache

from openpyxl.utils import get_column_letter

from ..document import (
    Align,
    Block,
    Column,
    DataPart,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    Table,
    Value,
)
from . import chart as charts
from .cell_text import LONGEST_CELL, clean, stored, units
from .page import PAGE_WIDTH
from .sheet import TALLEST_ROW, Filled, SheetWriter
from .styles import (
    BODY,
    COUNT,
    COVER_TITLE,
    DATA,
    DATA_HEAD,
    DAY,
    GREY,
    HEAD,
    MOMENT,
    NAVY,
    OVERLINE,
    SHADE,
    STRONG,
    SUBHEAD,
    TITLE,
    Look,
    mark_look,
)
from .text_fit import Face

_ROW, _DATA_ROW = 6.5, 5.0  # points of air in a row
_SOME_LINES = 48.0  # points of a text that must stand under its heading
_CM = 72 / 2.54
NO_TABLE = (Column("", 34), Column("", 60, share=1))
"""The columns of a part that has no table."""

LONG_TEXTS = "Long texts"
LONG_TEXT_COLUMNS = (Column("Row", 34), Column("Field", 34), Column("Text", 100, share=1))


def write_part(part: Part, writer: SheetWriter, *, first: bool) -> str:
    """Write a part.

    Args:
        first: it is the first of the paper, whose heading is the largest.

    Returns:
        What its chart shows, in words; empty where it has none.
    """
    if first:
        writer.gap(60)
    if part.overline:
        writer.prose(part.overline, Look(OVERLINE, ink=GREY), gap=3)
    writer.prose(part.heading, Look(COVER_TITLE if first else TITLE, ink=NAVY), gap=14 if first else 6)
    described = ""
    neighbours = zip((None, *part.blocks), part.blocks, (*part.blocks[1:], None), strict=False)
    for before, block, following in neighbours:
        match block:
            case Heading(text):
                look = Look(SUBHEAD, ink=NAVY, middle=True)
                height = writer.prose_height(text, look, gap=12)
                writer.keep_together(height + _least_height(following, writer))
                writer.prose(text, look, gap=12)
            case Paragraph(text):
                writer.prose(text, Look(), gap=8)
            case Numbered(items):
                for number, text in items:
                    writer.prose(text, Look(), first=1, label=(f"{number}.", Look(ink=GREY)), gap=3.5)
            case Facts(pairs):
                for name, value in pairs:
                    _fact(name, value, writer)
            case Table():
                described = _write_table(block, writer, kept=isinstance(before, Heading))
    return described


def write_data_part(part: DataPart, writer: SheetWriter, *, long_texts: str) -> list[tuple[str, str, str]]:
    """Write a flat table: a head in the first row, one row a record, filters on.

    A text too long for its row or cell stays in its cell as far as a cell goes, and is given back to be
    printed in full elsewhere.

    Args:
        long_texts: name of the sheet where that is.

    Returns:
        (the row's name, the column's title, the text) for each of those texts.
    """
    columns, too_long = part.table.columns, []
    rows: list[tuple[list[Filled | None], float]] = []
    for row in part.table.rows:
        filled = _filled_row(row, columns, DATA)
        height = writer.height(filled, _DATA_ROW)
        note: str | None = None
        if height > TALLEST_ROW or any(isinstance(value, str) and _overfull(value) for value in row):
            name = ", ".join(str(row[index]) for index in part.named_by)
            for index, (value, column) in enumerate(zip(row, columns, strict=True)):
                if isinstance(value, str) and (
                    _overfull(value) or writer.height([None] * index + [filled[index]], 0) > TALLEST_ROW - 4
                ):
                    too_long.append((name, column.title, value))
                    filled[index] = (_start_of(value), _look(value, column, DATA, indent=index > 0))
                    note = f"{column.title} in full on sheet “{long_texts}”"
        rows.append(([*filled, *([(note, Look(DATA))] if note else [])], height))
    heads = [*columns, *([Column("Too long to print here", 34)] if too_long else [])]
    if too_long:
        writer.widths.append(NOTE_WIDTH)
        writer.sheet.column_dimensions[get_column_letter(len(heads))].width = NOTE_WIDTH
    _write_head(heads, writer, DATA_HEAD, air=10)
    for cells, height in rows:
        writer.add(cells, height)
    writer.sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{writer.row}"
    writer.sheet.freeze_panes = f"{get_column_letter(part.named_by[0] + 2)}2"
    return too_long


NOTE_WIDTH = 18.0


def long_text_part(texts: Sequence[tuple[str, str, str]], name: str) -> Part:
    """The texts that did not fit the data sheet, in full."""
    table = Table(LONG_TEXT_COLUMNS, tuple(texts))
    return Part(
        name, name, (Paragraph("Texts that are too long for a row of the data sheet, in full."), table)
    )


def _fact(name: str, value: Value, writer: SheetWriter) -> None:
    label = (name, Look(STRONG, ink=NAVY))
    if isinstance(value, str):
        writer.prose(value, Look(), first=1, label=label, gap=6)
    else:
        number = _number_format(value).replace("mmm ", "mmmm ")
        writer.add([label, (value, Look(number=number))], BODY.line + 6)


def _write_table(table: Table, writer: SheetWriter, *, kept: bool) -> str:
    """Write a table; ``kept`` says that the heading over it was kept on its page already."""
    if not table.rows:
        writer.prose(table.empty, Look(ink=GREY), gap=8)
        return ""
    rows, heights = _table_rows(table, writer)
    head_row = writer.row + 1
    if not kept:
        writer.keep_together(_least_height(table, writer))
    _write_head(table.columns, writer, HEAD, air=8)
    last_page = writer.break_before(heights)
    for index, (row, height) in enumerate(zip(rows, heights, strict=True)):
        if index == last_page:
            writer.start_page()
        writer.add(row, height)
    if not table.chart:
        return ""
    height = charts.height_of(len(table.rows)) * _CM
    title = Look(SUBHEAD, ink=NAVY, middle=True)
    writer.keep_together(height + 40)
    writer.gap(8)
    writer.prose(table.chart.title, title, gap=12)
    width = min(sum(writer.room(index) + 4 for index in range(len(writer.widths))), PAGE_WIDTH) / _CM
    bars = charts.stacked_bars(
        writer.sheet, table.chart, head_row=head_row, rows=len(table.rows), width=width
    )
    writer.sheet.add_chart(bars, f"A{writer.row + 1}")
    return table.chart.description


def _table_rows(table: Table, writer: SheetWriter) -> tuple[list[list[Filled | None]], list[float]]:
    """A table's rows as they are printed, with the total and the continued ones, and how tall each is."""
    rows: list[list[Filled | None]] = []
    for row in (*table.rows, *([table.total] if table.total else [])):
        filled = _filled_row(row, table.columns, STRONG if row is table.total else BODY)
        for number, piece in enumerate(writer.split(filled, _ROW)):
            if number and isinstance(row[0], str):
                piece[0] = (f"{row[0]} (cont.)", Look(HEAD, ink=GREY, rule="thin", middle=True))
            rows.append(piece)
    return rows, [writer.height(row, _ROW) for row in rows]


def _write_head(columns: Sequence[Column], writer: SheetWriter, face: Face, *, air: float) -> None:
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
    writer.repeat_from_here(height)


def _head_height(columns: Sequence[Column], writer: SheetWriter) -> float:
    return writer.height([(column.title, Look(HEAD, indent=True)) for column in columns], 8)


def _least_height(block: Block | None, writer: SheetWriter) -> float:
    """What of a block must stand on the same page as the heading over it."""
    match block:
        case Numbered(items):
            return min(writer.prose_height(items[0][1], Look(), first=1, gap=3.5), _SOME_LINES)
        case Paragraph(text):
            return min(writer.prose_height(text, Look(), gap=8), _SOME_LINES)
        case Table() if block.rows:
            _, heights = _table_rows(block, writer)
            return writer.least_of([_head_height(block.columns, writer), *heights], fewest=3)
    return 0


def _filled_row(row: Sequence[Value], columns: Sequence[Column], face: Face) -> list[Filled | None]:
    """A table's row, each value with the look of its kind."""
    return [
        (value, _look(value, column, face, indent=index > 0))
        for index, (value, column) in enumerate(zip(row, columns, strict=True))
    ]


@cache
def _text_look(face: Face, align: str, number: str, indent: bool) -> Look:
    return Look(face, align=align, rule="thin", middle=True, number=number, indent=indent)


def _look(value: Value, column: Column, face: Face, *, indent: bool) -> Look:
    if isinstance(value, Mark):
        return mark_look(value.tone)
    number = _number_format(value)
    align = Align.END if isinstance(value, int) else Align.START if number else column.align
    return _text_look(face, align.value, number, indent and align is Align.START)


def _number_format(value: Value) -> str:
    if isinstance(value, str | Mark) or value is None:
        return ""
    if isinstance(value, int):
        return COUNT
    return MOMENT if hasattr(value, "hour") else DAY


def _overfull(text: str) -> bool:
    return len(text) * 2 > LONGEST_CELL and units(stored(clean(text))) > LONGEST_CELL


def _start_of(text: str) -> str:
    """As much of a text as a cell can hold; all of it, where it can hold that."""
    if not _overfull(text):
        return text
    kept = clean(text)[: LONGEST_CELL - 1]
    while units(stored(kept)) > LONGEST_CELL - 1:
        kept = kept[: len(kept) - max(1, (units(stored(kept)) - LONGEST_CELL + 1) // 2)]
    return kept + "…"
