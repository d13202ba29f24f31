"""The yardstick for the workbook's speed: bare openpyxl, writing the same cells with one shared style."""

import io
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, NamedStyle

Cells = list[tuple[str, list[tuple[int, int, Any]]]]


def cells_of(content: bytes) -> Cells:
    """Every cell of a workbook, empty ones with a style too: sheet by sheet, as (row, column, value)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.has_style or cell.value is not None
            ],
        )
        for sheet in book
    ]


def write_bare(sheets: Cells) -> bytes:
    """Those cells, written with nothing measured and nothing set up."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.add_named_style(
        NamedStyle("all", font=Font(name="Arial", size=10), alignment=Alignment(wrap_text=True))
    )
    for title, cells in sheets:
        sheet = book.create_sheet(title)
        for row, column, value in cells:
            sheet.cell(row, column, value).style = "all"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
