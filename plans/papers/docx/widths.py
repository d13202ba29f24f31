"""How wide a table's columns are on the page, and which of its rows are too tall for one."""

from collections.abc import Sequence

from ..document import Column, Mark, Value
from ..xlsx.text_fit import Face, longest_word, width_of, wrapped
from .page import TWIPS
from .styles import CELL_EDGE, CELL_SIDE, CELL_SIZE
from .text import in_words, plain

_WIDEST_FOR_A_WORD = 45 * TWIPS
_ROUNDING = 1.05  # screens and printers round the widths of letters differently
_LINE = 1.25  # times the size: a little more than Arial takes, as a template may have a taller font
_BODY, _HEAD = Face(CELL_SIZE), Face(CELL_SIZE, bold=True)
_WELL_FILLED = 0.7  # of a page: its head is repeated, and the reckoning is rough


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[Value]], room: int) -> list[int]:
    """Widths that fill the page, in twentieths of a point.

    A column is wide enough not to cut the words of its head, nor (within reason) those under it, and a status
    stands on one line. Where the columns need more than there is, each gives way in proportion.
    """
    wanted = [max(column.width * TWIPS, _least(column.title, _HEAD)) for column in columns]
    for row in rows:
        for index, value in enumerate(row):
            if not columns[index].share and isinstance(value, str | Mark):
                wanted[index] = max(wanted[index], min(_needed(value), _WIDEST_FOR_A_WORD))
    spare = room - sum(wanted)
    shares = sum(column.share for column in columns)
    if spare < 0 or not shares:
        wanted = [width * room / sum(wanted) for width in wanted] if spare < 0 else wanted
    else:
        wanted = [
            width + spare * column.share / shares for width, column in zip(wanted, columns, strict=True)
        ]
    return [int(width) for width in wanted]


def _needed(value: str | Mark) -> float:
    """A status stands on one line, a text breaks between its words."""
    if isinstance(value, Mark):
        return width_of(plain(value.word), _HEAD) * 20 * _ROUNDING + 2 * CELL_SIDE
    return _least(value, _BODY)


def _least(text: str, face: Face) -> float:
    return longest_word(plain(text), face) * 20 * _ROUNDING + 2 * CELL_SIDE


def is_too_tall(row: Sequence[Value], widths: Sequence[int], page: int) -> bool:
    """Whether a row may not fit a page, so that it must be let run on over the next.

    Args:
        widths: of its cells, in twentieths of a point.
        page: height of the page between its margins, in the same.
    """
    most = (page * _WELL_FILLED - 2 * CELL_EDGE) / (CELL_SIZE * _LINE * 20)
    return any(
        isinstance(value, str)
        and len(value) > most
        and len(wrapped(plain(in_words(value)), (width - 2 * CELL_SIDE) / 20, _BODY)) > most
        for value, width in zip(row, widths, strict=True)
    )
