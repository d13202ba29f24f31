"""The workbook inside a chart, which Word opens to show or edit its figures."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from ..document import Value
from ..plain_text import stored
from ..zip_entries import zip_info


def figures_workbook(rows: Iterable[Sequence[Value]], *, made_at: dt.datetime) -> bytes:
    """A workbook of one sheet, called ``Sheet1``.

    Args:
        rows: text and whole numbers; text is never a formula.
        made_at: its date of creation; aware.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for down, row in enumerate(rows, start=1):
        for across, value in enumerate(row, start=1):
            cell = sheet.cell(down, across)
            if isinstance(value, str):
                cell._value, cell.data_type, cell.quotePrefix = stored(value), "s", True
            else:
                cell.value = value
    made = made_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = made
    return _dateless(book)


def _dateless(book: Workbook) -> bytes:
    """A workbook's file whose members do not say when they were written."""
    written, file = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(written, "w")).save()
    with ZipFile(written) as members, ZipFile(file, "w") as archive:
        for name in members.namelist():
            archive.writestr(zip_info(name), members.read(name))
    return file.getvalue()
