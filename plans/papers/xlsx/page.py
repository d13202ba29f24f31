"""The printed page: A4 landscape, as wide as the sheet's columns, with a running head and a numbered foot."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from ...dates import full_date
from ..document import Column, Document, Value
from ..house_style import FONT, GREY, INK
from ..text_fit import longest_word
from .cell_text import page_text
from .styles import BODY, HEAD

_INCH = 25.4
_HEADER = 150  # characters of the head of a page that are not codes: with them, its three parts share 255
_MARKING = 100
_SIDE, _TOP, _BOTTOM, _RUNNING = 12, 17, 16, 8  # margins in millimetres; the last is of the running lines
_A4_PAPER = 9
# A unit of column width is a digit of the default font: in Arial 10, 7 pixels of 96 to the inch.
_PIXEL = 0.75
_UNIT = 7 * _PIXEL
_PADDING = 5 * _PIXEL
INDENT = 10 * _PIXEL
"""What an indented cell's text gives up, in points."""

_MM = 72 / _INCH
_WIDEST_FOR_A_WORD = 45 * _MM

PAGE_WIDTH = (297 - 2 * _SIDE) * _MM
"""Points between the side margins."""

PAGE_HEIGHT = (210 - _TOP - _BOTTOM) * _MM - 8
"""Points between the upper and lower margins, with a little kept back for rounding."""


def column_widths(columns: Sequence[Column], rows: Iterable[Sequence[Value]] = ()) -> list[float]:
    """Widths, in Excel's units, that fill the page.

    A column is wide enough not to cut the words of its head, nor (within reason) those under it. Where the
    columns need more than a page, they are given it, and the sheet is printed smaller.
    """
    points = [
        max(column.width * _MM, longest_word(column.title, HEAD) * 1.06 + _PADDING + INDENT)
        for column in columns
    ]
    for row in rows:
        for index, value in enumerate(row):
            if isinstance(value, str) and not columns[index].share:
                needed = longest_word(value, BODY) * 1.04 + _PADDING + INDENT
                points[index] = max(points[index], min(needed, _WIDEST_FOR_A_WORD))
    spare = PAGE_WIDTH - sum(points)
    shares = sum(column.share for column in columns)
    if spare > 0 and shares:
        points = [
            width + spare * column.share / shares for width, column in zip(points, columns, strict=True)
        ]
    return [round(width / _UNIT, 2) for width in points]


def inside(widths: Sequence[float]) -> float:
    """The room for text in a cell over these columns, in points."""
    return sum(widths) * _UNIT - _PADDING


def page_height(widths: Sequence[float]) -> float:
    """How many points of rows a page of this sheet holds; more where it is wide, and so printed smaller."""
    return PAGE_HEIGHT * max(1, sum(widths) * _UNIT / PAGE_WIDTH)


def set_page(sheet: Any, document: Document, running: str, *, every_page: bool) -> None:
    """Set a sheet's page.

    Args:
        running: the running head, which the first page goes without unless ``every_page``.
    """
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = _A4_PAPER
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(
        left=_SIDE / _INCH, right=_SIDE / _INCH, top=_TOP / _INCH, bottom=_BOTTOM / _INCH,
        header=_RUNNING / _INCH, footer=_RUNNING / _INCH,
    )  # fmt: skip
    sheet.sheet_view.showGridLines = False
    lines = sheet.HeaderFooter
    lines.differentFirst = not every_page
    marking = page_text(document.marking, _MARKING)
    room = _HEADER - len(marking) if marking else _HEADER
    _say(lines.oddHeader.left, page_text(document.owner, room * 2 // 5))
    _say(lines.oddHeader.right, page_text(running, room * 3 // 5))
    for header in [lines.oddHeader] if every_page else [lines.oddHeader, lines.firstHeader]:
        _say(header.center, marking, strong=True)
    foot = f"as at {full_date(document.as_at)}{', ' if document.note else ''}{document.note}"
    for footer in [lines.oddFooter] if every_page else [lines.oddFooter, lines.firstFooter]:
        _say(footer.left, f"{page_text(document.title, 110)}, {page_text(foot, 60)}")
        _say(footer.right, "Page &P of &N")


def _say(part: Any, text: str, *, strong: bool = False) -> None:
    part.text, part.size = text, 8
    part.font, part.color = f"{FONT},{'Bold' if strong else 'Regular'}", (INK if strong else GREY).upper()
