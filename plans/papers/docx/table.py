"""A table: its head repeated on every page, its rows whole, a status as a word on its colour."""

from collections.abc import Sequence

from ..document import Align, Column, Mark, Table, Tone, Value
from ..house_style import RULE
from ..in_words import in_words
from .styles import CELL, CELL_FIRST, CELL_HEAD, CELL_TOTAL, TABLE, Styles
from .text import attribute, is_right_to_left, plain, runs
from .widths import column_widths, is_too_tall

_HEAD_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_WHOLE_ROW = "<w:trPr><w:cantSplit/></w:trPr>"


def table_xml(table: Table, styles: Styles, *, title: str, room: int, page: int) -> tuple[str, str]:
    """A table, cut where its first paragraph's properties end.

    Args:
        title: what it is, for those who hear it.
        room: between the margins, in twentieths of a point.
        page: the page's height between the margins, in the same.
    """
    rows = [*table.rows, *([table.total] if table.total else [])]
    widths = column_widths(table.columns, rows, room, font=styles.font)
    names = {name: styles[name] for name in (CELL, CELL_FIRST, CELL_HEAD, CELL_TOTAL)}
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(column.title, column, width, names[CELL_HEAD])
        for column, width in zip(table.columns, widths, strict=True)
    )
    xml = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles[TABLE]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{_look(table)}" w:firstRow="1" '
        f'w:lastRow="{int(bool(table.total))}" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr>{_HEAD_ROW}{head}</w:tr>"
    )
    body = []
    for row in table.rows:
        kept = "" if is_too_tall(row, widths, page) else _WHOLE_ROW
        body.append(
            f"<w:tr>{kept}{_cells(row, table.columns, widths, names[CELL_FIRST], names[CELL])}</w:tr>"
        )
    if table.total:
        cells = _cells(table.total, table.columns, widths, names[CELL_TOTAL], names[CELL_TOTAL])
        body.append(f"<w:tr>{_WHOLE_ROW}{cells}</w:tr>")
    style = f'<w:pStyle w:val="{names[CELL_HEAD]}"/>'
    before, _, after = xml.partition(style)
    return before + style, f"{after}{''.join(body)}</w:tbl>"


def _look(table: Table) -> str:
    """The same as the attributes beside it, for versions of Word that read only this."""
    return f"{0x0020 | (0x0040 if table.total else 0) | 0x0080 | 0x0200 | 0x0400:04X}"


def _cells(
    row: Sequence[Value], columns: Sequence[Column], widths: Sequence[int], first: str, others: str
) -> str:
    return "".join(
        _cell(value, column, width, others if index else first)
        for index, (value, column, width) in enumerate(zip(row, columns, widths, strict=True))
    )


def _cell(value: Value, column: Column, width: int, style: str) -> str:
    text, look, ink, align = in_words(value, short=True), "", "", column.align
    if isinstance(value, Mark):
        look, ink, align = _filled(value.tone), mark_ink(value.tone), Align.CENTRE
    elif isinstance(value, int):
        align = Align.END
    bidi = "<w:bidi/>" if is_right_to_left(plain(text)) else ""
    across = "" if align is Align.START else f'<w:jc w:val="{align.value}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}{across}</w:pPr>{runs(text, ink)}</w:p></w:tc>'
    )


def _filled(tone: Tone) -> str:
    """A cell of a status: between two coloured ones a white line keeps them apart."""
    edge = RULE if tone is Tone.NOT_RATED else "ffffff"
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{edge}"/>' for side in ("left", "right")
    )
    return (
        f'<w:tcBorders>{lines}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{tone.fill}"/>'
        '<w:vAlign w:val="center"/>'
    )


def mark_ink(tone: Tone) -> str:
    """How the word of a status is written on its colour."""
    bold = "" if tone in (Tone.NOT_RATED, Tone.NOT_ASKED) else "<w:b/><w:bCs/>"
    return f'{bold}<w:color w:val="{tone.ink}"/>'
