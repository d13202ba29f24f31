"""The workbook's file: the same bytes for the same workbook, and the few things openpyxl has no words for."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can say; a real one would differ at every export
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml$")
# A label's number format counts only where it is said not to follow the cell's.
_LINKED, _OWN = 'numFmt formatCode="#"', 'numFmt formatCode="#" sourceLinked="0"'
# Where the schema puts <ignoredErrors>: before the first of these that a sheet has.
_AFTER_IGNORED = (b"<drawing", b"<legacyDrawing", b"<tableParts", b"</worksheet>")


class _Archive(ZipFile):
    def __init__(self, file: io.BytesIO, described: Sequence[str]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._described = described

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        info = ZipInfo(str(zinfo_or_arcname), _MADE)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o600 << 16
        if drawing := _DRAWING.match(info.filename):
            data = _with_description(data, self._described[int(drawing[1]) - 1])
        if info.filename.startswith("xl/charts/"):
            data = _as_text(data).replace(_LINKED, _OWN)
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        self.writestr(arcname, _without_warnings(Path(filename).read_bytes()))


def _with_description(drawing: bytes | str, description: str) -> str:
    return _as_text(drawing).replace('name="Chart 1"', f'name="Chart 1" descr={quoteattr(description)}')


def _as_text(data: bytes | str) -> str:
    return data.decode() if isinstance(data, bytes) else data


def _without_warnings(sheet: bytes) -> bytes:
    """A sheet in which "1.10" is not flagged as a number stored as text: a ref is text."""
    at = min(found for mark in _AFTER_IGNORED if (found := sheet.rfind(mark)) >= 0)
    ignored = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
    return sheet[:at] + ignored + sheet[at:]


def workbook_bytes(book: Workbook, *, made_at: dt.datetime, described: Sequence[str]) -> bytes:
    """The workbook as a file.

    Args:
        book: what to save.
        made_at: stands as its date of creation and of change, in UTC; naive.
        described: for each sheet with a chart, in order, what a person who does not see it is told.
    """
    book.properties.created = book.properties.modified = made_at
    file = io.BytesIO()
    ExcelWriter(book, _Archive(file, described)).save()
    return file.getvalue()
