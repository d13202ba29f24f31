"""A paper as a workbook that a clerk can put in a pack unchanged. Knows nothing of plans."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from openpyxl import Workbook

from ..document import DataPart, Document, Part
from ..plain_text import clean, shortened
from .archive import WorkbookFile
from .cell_text import sheet_name, sheet_names
from .data import LONG_TEXTS, LaidData, long_text_part
from .page import column_widths, set_page
from .parts import sheet_columns, write_part
from .sheet import SheetWriter
from .stream import StreamedSheet
from .styles import Styles, set_default_font

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_xlsx(document: Document) -> bytes:
    """The document as an Excel workbook: a sheet for each part, in order.

    The same document always makes the same bytes. Text in the workbook is the document's, character for
    character, but that every line break is ``\\n`` and a character which no XML file can hold is ``\\ufffd``.
    A text too tall for a row goes on in the row under it. In a data part, where a row is a record, such a
    text stays whole in its cell (as far as a cell goes, 32,767 characters) and is printed in full on a sheet
    of its own.
    """
    return _Written(document).content()


class _Written:
    """A workbook being made. Its sheets are made one after another, and none is held."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._file = WorkbookFile()
        set_default_font(self._file.book)
        _set_properties(self._file.book, document)
        names = sheet_names(part.name for part in document.parts)
        self._long_texts = sheet_name(LONG_TEXTS, {name.lower() for name in names})
        too_long: list[tuple[str, str, str]] = []
        for number, (part, name) in enumerate(zip(document.parts, names, strict=True)):
            if isinstance(part, DataPart):
                laid = LaidData(part, column_widths(part.table.columns, part.table.rows))
                too_long += laid.too_long
                self._add(name, partial(self._write_data, laid))
            else:
                self._add(name, partial(self._write_part, part, first=not number))
        if too_long:
            part = long_text_part(too_long, self._long_texts)
            self._add(part.name, partial(self._write_part, part, first=False))

    def content(self) -> bytes:
        """The finished file."""
        made_at = self._document.produced_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
        return self._file.content(made_at=made_at)

    def _add(self, name: str, fill: Callable[[StreamedSheet], None]) -> None:
        sheet = self._file.add_sheet(name, fill)
        if sheet is self._file.book.worksheets[0]:
            self._styles = Styles(sheet)

    def _write_part(self, part: Part, sheet: StreamedSheet, *, first: bool) -> None:
        set_page(sheet, self._document, part.heading, every_page=False)
        widths = column_widths(sheet_columns(part), part.table.rows if part.table else ())
        if described := write_part(part, SheetWriter(sheet, self._styles, widths), first=first):
            self._file.describe_chart(described)

    def _write_data(self, laid: LaidData, sheet: StreamedSheet) -> None:
        set_page(sheet, self._document, laid.part.heading, every_page=True)
        writer = SheetWriter(sheet, self._styles, laid.widths, breaks=False)
        laid.write(writer, long_texts=self._long_texts)


def _set_properties(book: Workbook, document: Document) -> None:
    properties = book.properties
    properties.title = clean(document.title)
    properties.subject = clean(document.subject)
    properties.creator = properties.lastModifiedBy = clean(shortened(document.produced_by, 255))
    properties.language = clean(document.language)
