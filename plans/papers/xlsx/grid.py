"""Columns of given widths: what of a text fits them, and how tall a row must be."""

from collections.abc import Sequence

from ..document import Mark, Value
from ..plain_text import clean
from ..text_fit import height_of, wrapped
from .page import INDENT, inside
from .styles import Look

TALLEST_ROW = 409.0
"""Points; a row cannot be taller (Excel specifications and limits)."""

_TALLEST_PIECE = 390.0
_PLAIN = Look(rule="thin")

Filled = tuple[Value, Look]
"""A value and how it looks."""

Row = Sequence[Filled | None]
"""A row's cells; None is no cell."""


class Grid:
    """A sheet's columns."""

    def __init__(self, widths: Sequence[float]) -> None:
        """Widths in Excel's units."""
        self.widths = tuple(widths)
        self._rooms = [inside([width]) for width in widths]

    def room(self, first: int, last: int | None = None) -> float:
        """Points for text in a column, or over columns ``first`` to ``last`` (from 0, the last included)."""
        return self._rooms[first] if last is None else inside(self.widths[first : last + 1])

    def lines(self, filled: Filled | None, room: float) -> tuple[str, ...]:
        """A value's text as the lines it takes; one line for what is never wrapped."""
        if filled is None:
            return ("",)
        value, look = filled
        text = value.word if isinstance(value, Mark) else value
        if not isinstance(text, str):
            return ("",)
        return wrapped(clean(text), room - INDENT * look.indent, look.face)

    def height(self, filled: Row, padding: float) -> float:
        """What a row of one cell a column needs."""
        tallest = 0.0
        for cell, room in zip(filled, self._rooms, strict=False):
            if cell is None:
                continue
            lines = self.lines(cell, room)
            text = cell[0] if isinstance(cell[0], str) else ""
            tallest = max(tallest, height_of(len(lines), cell[1].face, text))
        return tallest + padding

    def split(self, filled: Row) -> list[list[Filled | None]]:
        """A row too tall for one as several, none taller than a row can be; no text is lost between them."""
        columns = [self._pieces(cell, self.room(index)) for index, cell in enumerate(filled)]
        return [
            [
                pieces[number] if number < len(pieces) else (("", _PLAIN) if cell else None)
                for cell, pieces in zip(filled, columns, strict=True)
            ]
            for number in range(max(map(len, columns)))
        ]

    def _pieces(self, filled: Filled | None, room: float) -> list[Filled]:
        """A cell's text in pieces that are each no taller than a row can be."""
        if filled is None or not isinstance(filled[0], str):
            return [] if filled is None else [filled]
        lines = self.lines(filled, room)
        most = max(1, int(_TALLEST_PIECE / height_of(1, filled[1].face, filled[0])))
        return [("".join(lines[at : at + most]), filled[1]) for at in range(0, len(lines), most)]
