"""The workbook inside a chart, which Word opens to show or edit its figures."""

import datetime as dt
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from ..document import Value
from ..xlsx.archive import workbook_bytes
from ..xlsx.cell_text import stored


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
    return workbook_bytes(book, made_at=made, described=())
