"""A data part on its sheet: a head in the first row, one row a record; what is too long stands elsewhere.

Its title is the sheet's name and the running head of its pages, and does not stand in A1 as on the other
sheets: programs that analyse a sheet take its first row for the names of the columns.
"""

from array import array
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from ..document import Column, DataPart, Paragraph, Part, Table, Value
from ..plain_text import clean, stored, units
from .cell_text import LONGEST_CELL
from .grid import TALLEST_ROW, Filled, Grid
from .sheet import SheetWriter
from .styles import DATA, DATA_HEAD, Look
from .tables import filled_row, look_of, mark_head, write_head

LONG_TEXTS = "Long texts"
_ROW = 5.0  # points of air in a row
_NOTE_WIDTH = 18.0
_NOTE = Column("Too long to print here", 34)
_LONG_TEXT_COLUMNS = (Column("Row", 34), Column("Field", 34), Column("Text", 100, share=1))


class LaidData:
    """A data part on the columns of its sheet.

    Attributes:
        part: what is to be written.
        widths: of the sheet's columns, in Excel's units.
        too_long: (the row's name, the column's title, the text) of each text to be printed in full elsewhere.
    """

    def __init__(self, part: DataPart, widths: Sequence[float]) -> None:
        self.part = part
        self.too_long: list[tuple[str, str, str]] = []
        self._grid = Grid(widths)
        self._cut: dict[int, list[int]] = {}
        self._heights = array("d", (self._measured(*numbered) for numbered in enumerate(part.table.rows)))
        self.widths = (*widths, *([_NOTE_WIDTH] if self.too_long else []))

    def _measured(self, number: int, row: tuple[Value, ...]) -> float:
        columns = self.part.table.columns
        filled = filled_row(row, columns, DATA)
        height = self._grid.height(filled, _ROW)
        if height > TALLEST_ROW or any(isinstance(value, str) and _overfull(value) for value in row):
            name = ", ".join(str(row[index]) for index in self.part.named_by)
            for index, value in enumerate(row):
                if isinstance(value, str) and (_overfull(value) or self._too_tall(filled, index)):
                    self._cut.setdefault(number, []).append(index)
                    self.too_long.append((name, columns[index].title, value))
        return height

    def _too_tall(self, filled: Sequence[Filled | None], index: int) -> bool:
        return self._grid.height([None] * index + [filled[index]], 0) > TALLEST_ROW - 4

    def write(self, writer: SheetWriter, *, long_texts: str) -> None:
        """Write it, with filters on and its head in sight.

        Args:
            writer: on columns of these widths.
            long_texts: name of the sheet where long texts are printed in full.
        """
        table = self.part.table
        heads = [*table.columns, *([_NOTE] if self.too_long else [])]
        writer.sheet.freeze_panes = f"{get_column_letter(self.part.named_by[0] + 2)}2"
        write_head(heads, writer, DATA_HEAD, air=10)
        for number, (row, height) in enumerate(zip(table.rows, self._heights, strict=True)):
            filled = filled_row(row, table.columns, DATA)
            for index in self._cut.get(number, ()):
                kept = _start_of(str(row[index]))
                filled[index] = (kept, look_of(kept, table.columns[index], DATA, indent=index > 0))
                said = f"{table.columns[index].title} in full on sheet “{long_texts}”"
                filled[len(table.columns) :] = [(said, Look(DATA))]
            writer.add(filled, height)
        mark_head(heads, writer, head_row=1, last_row=writer.row, filters=True)


def long_text_part(texts: Sequence[tuple[str, str, str]], name: str) -> Part:
    """The texts that did not fit the data sheet, in full."""
    table = Table(_LONG_TEXT_COLUMNS, tuple(texts))
    said = "Texts that are too long for a row of the data sheet, in full."
    return Part(name, name, (Paragraph(said), table))


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
