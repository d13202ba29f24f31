"""Tables and facts as HTML for paper: every cell has a head over it and one beside it."""

import datetime as dt
from collections.abc import Sequence

from ...dates import short_date
from ..document import Align, Column, Mark, Table, Value
from ..in_words import in_words
from ..text_fit import Face, longest_word, width_of
from .letters import marked_up
from .pages import Room

_HEAD, _CELL, _FACT = Face(8.5, bold=True), Face(9), Face(10)
_NAMES = 38.0  # millimetres of the names of facts
_LEADING = 1.4  # from one line to the next, of a font's size
_NEAR = 0.85  # of a page: a row of more is let go on over the page's end, beside its head or not
_PADDING = 3.4  # millimetres at both sides of a cell together
_MM = 72 / 25.4
_WIDEST_FOR_A_WORD = 45.0  # millimetres; a longer word is cut
_SHORT = 50  # characters: no such text is a page tall
_ALIGNED = {Align.START: "", Align.CENTRE: "mid", Align.END: "end"}


def table_html(table: Table, room: Room, breaks: str = "") -> str:
    """A table, or what to say where it has no rows.

    Args:
        breaks: a class to add, where it starts a page.
    """
    if not table.rows:
        return f'<p class="none{breaks}">{marked_up(table.empty)}</p>'
    widths = column_widths(table, room.width)
    # More columns than the page has room for: smaller, rather than over its edge.
    scale = min(1.0, room.width / sum(widths))
    size = f' style="font-size: {max(_CELL.size * scale, 5):.2f}pt"' if scale < 1 else ""
    columns = "".join(f'<col style="width: {wide * scale:.2f}mm">' for wide in widths)
    heads = "".join(
        f'<th scope="col"{_class(_ALIGNED[column.align])}>{marked_up(column.title)}</th>'
        for column in table.columns
    )
    rows = "".join(
        f"<tr{_splits(row, widths, _CELL, room)}>{_row(table.columns, row)}</tr>" for row in table.rows
    )
    total = f'<tr class="total">{_row(table.columns, table.total)}</tr>' if table.total else ""
    return (
        f'<table class="rows{breaks}"{size}><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}{total}</tbody></table>"
    )


def facts_html(pairs: Sequence[tuple[str, Value]], room: Room, breaks: str = "") -> str:
    """Names with a value each: a table whose heads stand beside the cells, as tags have no list of terms."""
    rows = "".join(
        f"<tr{_splits((name, value), (_NAMES, room.width - _NAMES), _FACT, room)}>"
        f'<th scope="row">{marked_up(name)}</th><td>{_chip(value)}</td></tr>'
        for name, value in pairs
    )
    return f'<table class="facts{breaks}"><tbody>{rows}</tbody></table>' if rows else ""


def column_widths(table: Table, width: float) -> list[float]:
    """Millimetres for each column, which fill the page; more than that where they need more.

    A column is wide enough not to cut the words of its head, nor (within reason) those under it.
    """
    needed = []
    for index, column in enumerate(table.columns):
        word = longest_word(column.title, _HEAD)
        if not column.share:
            word = max([word, *(_unbroken(row[index]) for row in table.rows)])
        needed.append(max(column.width, min(word / _MM * 1.03, _WIDEST_FOR_A_WORD) + _PADDING))
    spare = width - sum(needed)
    shares = sum(column.share for column in table.columns)
    if spare > 0 and shares:
        needed = [
            wide + spare * column.share / shares for wide, column in zip(needed, table.columns, strict=True)
        ]
    return needed


def _unbroken(value: Value) -> float:
    """The width, in points, below which a value would be cut, or a day be parted from its month."""
    match value:
        case str():
            return longest_word(value, _CELL)
        case dt.date():
            return width_of(short_date(value), _CELL)
        case _:
            return 0


def _splits(row: Sequence[Value], widths: Sequence[float], face: Face, room: Room) -> str:
    """A class for a row that has about a page of text, and so starts where the one before it ends."""
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and len(value) > _SHORT:
            lines = sum(1 + width_of(line, face) // ((width - _PADDING) * _MM) for line in value.splitlines())
            if lines * face.size * _LEADING / _MM > room.height * _NEAR:
                return ' class="splits"'
    return ""


def _row(columns: Sequence[Column], row: Sequence[Value]) -> str:
    first, *others = zip(columns, row, strict=True)
    cells = [f'<th scope="row"{_look(*first)}>{_cell(first[1])}</th>']
    cells += [f"<td{_look(column, value)}>{_cell(value)}</td>" for column, value in others]
    return "".join(cells)


def _look(column: Column, value: Value) -> str:
    if isinstance(value, Mark):
        return _class(f"mark {value.tone.name.lower()}")
    return _class(_ALIGNED[column.align])


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""


def _chip(value: Value) -> str:
    if isinstance(value, Mark):
        return f'<span class="mark {value.tone.name.lower()}">{marked_up(value.word)}</span>'
    return marked_up(in_words(value))


def _cell(value: Value) -> str:
    return marked_up(in_words(value, short=True))
