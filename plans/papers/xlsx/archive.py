"""The workbook's file: the same bytes for the same workbook, and the few things openpyxl has no words for."""

import datetime as dt
import io
import re
from typing import IO, Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from ..zip_entries import zip_info
from .stream import Fill, StreamedSheet

_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml$")
# A label's number format counts only where it is said not to follow the cell's.
_LINKED, _OWN = 'numFmt formatCode="#"', 'numFmt formatCode="#" sourceLinked="0"'


class WorkbookFile:
    """A workbook, and the file it is written to sheet by sheet."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self._file = io.BytesIO()
        self._archive = _Archive(self._file)

    def add_sheet(self, name: str, fill: Fill) -> StreamedSheet:
        """Add a sheet, which ``fill`` makes when its turn comes."""
        return StreamedSheet(self.book, name, self._archive, fill)

    def describe_chart(self, description: str) -> None:
        """Say what the chart of the sheet being made shows, for a person who does not see it."""
        self._archive.described.append(description)

    def content(self, *, made_at: dt.datetime) -> bytes:
        """Make the sheets.

        Args:
            made_at: stands as the file's date of creation and of change, in UTC; naive.
        """
        self.book.properties.created = self.book.properties.modified = made_at
        ExcelWriter(self.book, self._archive).save()
        return self._file.getvalue()


class _Archive(ZipFile):
    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self.described: list[str] = []

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        info = zip_info(str(zinfo_or_arcname))
        if drawing := _DRAWING.match(info.filename):
            data = _with_description(data, self.described[int(drawing[1]) - 1])
        if info.filename.startswith("xl/charts/"):
            data = _as_text(data).replace(_LINKED, _OWN)
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        """A sheet, which is here already: it was written here row by row."""


def _with_description(drawing: bytes | str, description: str) -> str:
    return _as_text(drawing).replace('name="Chart 1"', f'name="Chart 1" descr={quoteattr(description)}')


def _as_text(data: bytes | str) -> str:
    return data.decode() if isinstance(data, bytes) else data
