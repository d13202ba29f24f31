"""How wide a table's columns are on the page, and which of its rows are too tall for one."""

from collections.abc import Sequence

from ..document import Column, Mark, Value
from ..house_style import FONT
from ..in_words import in_words
from ..text_fit import Face, longest_word, width_of, wrapped
from .page import TWIPS
from .styles import CELL_EDGE, CELL_SIDE, CELL_SIZE
from .text import plain

_WIDEST_FOR_A_WORD = 45 * TWIPS
_ROUNDING = 1.05  # screens and printers round the widths of letters differently
_WIDER = 1.25  # letters are measured as Arial's; a template may have a wider font, such as Verdana
_LINE = 1.25  # times the size: a little more than Arial takes, as a template may have a taller font
_BODY, _HEAD = Face(CELL_SIZE), Face(CELL_SIZE, bold=True)
_WELL_FILLED = 0.7  # of a page: its head is repeated, and the reckoning is rough


def column_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], room: int, *, font: str = FONT
) -> list[int]:
    """Widths that fill the page, in twentieths of a point.

    A column is wide enough not to cut the words of its head, nor (within reason) those under it, and a status
    stands on one line. Where the columns would have more than there is, each gives of what it has beyond
    that; and only where not even the words fit, of that too.

    Args:
        columns, rows: of the table, its total among the rows.
        room: between the margins, in twentieths of a point.
        font: that the text is in.
    """
    slack = _ROUNDING if font == FONT else _WIDER
    least = [_least(column.title, _HEAD, slack) for column in columns]
    for row in rows:
        for index, value in enumerate(row):
            if isinstance(value, str | Mark):
                least[index] = max(least[index], min(_needed(value, slack), _WIDEST_FOR_A_WORD))
    wanted = [max(column.width * TWIPS, words) for column, words in zip(columns, least, strict=True)]
    spare = room - sum(wanted)
    shares = sum(column.share for column in columns)
    if spare > 0 and shares:
        wanted = [
            width + spare * column.share / shares for width, column in zip(wanted, columns, strict=True)
        ]
    elif spare < 0:
        beyond = room - sum(least)
        most = sum(wanted) - sum(least)
        wanted = (
            [words + (width - words) * beyond / most for words, width in zip(least, wanted, strict=True)]
            if beyond >= 0 and most
            else [words * room / sum(least) for words in least]
        )
    return [int(width) for width in wanted]


def _needed(value: str | Mark, slack: float) -> float:
    """A status stands on one line, a text breaks between its words."""
    if isinstance(value, Mark):
        return width_of(plain(value.word), _HEAD) * 20 * slack + 2 * CELL_SIDE
    return _least(value, _BODY, slack)


def _least(text: str, face: Face, slack: float) -> float:
    return longest_word(plain(text), face) * 20 * slack + 2 * CELL_SIDE


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
