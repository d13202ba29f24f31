"""A sheet that goes into the file row by row: only the row being written is in memory.

openpyxl holds every cell of a workbook until it is saved, which for 10,000 ratings is 90 MB. It still writes
all but the rows.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import XML_NS
from openpyxl.xml.functions import Element, SubElement

from ..zip_entries import zip_info

Stored = str | int | float | dt.date | None
"""What is stored in a cell; a ``datetime`` is naive."""

Fill = Callable[["StreamedSheet"], None]
"""What makes a sheet."""

_PRESERVE = {f"{{{XML_NS}}}space": "preserve"}
_EVERY_CELL = "A1:XFD1048576"


class StreamedSheet(WriteOnlyWorksheet):
    """A sheet of a write-only workbook, whose rows are made when the workbook is saved."""

    def __init__(self, book: Workbook, title: str, archive: ZipFile, fill: Fill) -> None:
        super().__init__(book, title)
        self._writer: _SheetXml | None = None
        self._archive = archive
        self._fill = fill
        book._add_sheet(self)

    def put(self, cells: Sequence[tuple[int, Stored, str]], *, height: float) -> None:
        """Write the next row. Whatever stands before the rows, such as their widths, is set by then.

        Args:
            cells: (the column's number from 1, what is in it, the number of its style), from left to right.
            height: in points.
        """
        self.append([height, *cells])

    def close(self) -> None:
        """Make the sheet, and write it to the archive."""
        with self._archive.open(zip_info(self.path[1:]), "w") as self._member:
            self._fill(self)
            super().close()

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _SheetXml(self, out=self._member)
            self._writer.write_top()

    def _values_to_row(self, values: Any, row_idx: int) -> Any:
        return values


class _SheetXml(WorksheetWriter):
    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        height, *cells = row
        written = Element("row", {"r": str(row_idx), "ht": safe_string(height), "customHeight": "1"})
        for column, value, style in cells:
            attributes = {"r": f"{get_column_letter(column)}{row_idx}", "s": style}
            if value is None or value == "":
                SubElement(written, "c", attributes)
            elif isinstance(value, str):
                # Said to be text whatever it starts with: nobody's "=..." is ever worked out as a formula.
                attributes["t"] = "inlineStr"
                cell = SubElement(SubElement(written, "c", attributes), "is")
                text = SubElement(cell, "t", _PRESERVE if value != value.strip() else {})
                text.text = value
            else:
                number = to_excel(value) if isinstance(value, dt.date) else value
                SubElement(SubElement(written, "c", attributes), "v").text = safe_string(number)
        xf.write(written)

    def write_drawings(self) -> None:
        # Before the drawings is its place: "1.10" is not flagged as a number stored as text; a ref is text.
        ignored = Element("ignoredErrors")
        SubElement(ignored, "ignoredError", {"sqref": _EVERY_CELL, "numberStoredAsText": "1"})
        self.xf.send(ignored)
        super().write_drawings()

    def cleanup(self) -> None:
        """Nothing was written but in the archive."""
