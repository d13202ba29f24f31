"""A paper as a workbook that a clerk can put in a pack unchanged. Knows nothing of plans."""

import datetime as dt

from openpyxl import Workbook

from ..document import DataPart, Document, Part
from .archive import workbook_bytes
from .cell_text import clean, sheet_name, sheet_names, shortened
from .page import column_widths, set_page
from .parts import LONG_TEXTS, NO_TABLE, long_text_part, write_data_part, write_part
from .sheet import SheetWriter
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
    book = Workbook()
    book.remove(book.active)
    set_default_font(book)
    _set_properties(book, document)
    names = sheet_names(part.name for part in document.parts)
    long_texts = sheet_name(LONG_TEXTS, {name.lower() for name in names})
    overflow: list[tuple[str, str, str]] = []
    described: list[str] = []
    styles: Styles | None = None
    for number, (part, name) in enumerate(zip(document.parts, names, strict=True)):
        sheet = book.create_sheet(name)
        styles = styles or Styles(sheet)
        set_page(sheet, document, part.heading, every_page=isinstance(part, DataPart))
        is_data = isinstance(part, DataPart)
        columns, rows = (part.table.columns, part.table.rows) if part.table else (NO_TABLE, ())
        writer = SheetWriter(sheet, styles, column_widths(columns, rows), breaks=not is_data)
        if isinstance(part, DataPart):
            overflow += write_data_part(part, writer, long_texts=long_texts)
        else:
            described.append(write_part(part, writer, first=not number))
    if overflow and styles:
        _write_long_texts(book, document, long_text_part(overflow, long_texts), styles)
    return workbook_bytes(
        book,
        made_at=document.produced_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0),
        described=[text for text in described if text],
    )


def _write_long_texts(book: Workbook, document: Document, part: Part, styles: Styles) -> None:
    sheet = book.create_sheet(part.name)
    set_page(sheet, document, part.heading, every_page=False)
    assert part.table  # noqa: S101 (made with one)
    write_part(part, SheetWriter(sheet, styles, column_widths(part.table.columns)), first=False)


def _set_properties(book: Workbook, document: Document) -> None:
    properties = book.properties
    properties.title = clean(document.title)
    properties.subject = clean(document.subject)
    properties.creator = properties.lastModifiedBy = clean(shortened(document.produced_by, 255))
    properties.language = "en-GB"
