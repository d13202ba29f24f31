"""How wide a text is and how many lines it takes, so that columns and rows are made to fit it.

A workbook needs it most: Excel works out no height for wrapped text in a file it did not write, and
LibreOffice differs from it by a few per cent. So lines are counted here, from a table of Arial's advance
widths (its metric twins, such as Liberation Sans, share them), in a cell taken a little narrow: a row may be
a line too tall, never a line too short. A table and not a font file, so that every machine makes the same
file.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Thousandths of the font size, for the characters from space to tilde.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_PUNCTUATION = {
    "\u2018": 278, "\u2019": 278, "\u201c": 500, "\u201d": 500,  # quotation marks
    "\u2013": 556, "\u2022": 350, "\u00a0": 278, "£": 556, "€": 556,
}  # fmt: skip
_ANY_OTHER = 1000  # no letter of another script is wider, in whatever font stands in
_PICTURE = 1400
_NARROWER = 0.97  # of a cell's width is counted on, because screens and printers round letters differently
_WORDS = re.compile(r"\n|[^\S\n]+|\S+[^\S\n]*")


class Face(NamedTuple):
    """Arial in a size, in points."""

    size: float
    bold: bool = False

    @property
    def line(self) -> float:
        """Height of a line of it, in points, as Excel spaces lines on screen and paper."""
        return self.size * 1.29


class _Advances(dict[str, int]):
    """The width of each character; one that was not in the table is worked out when it is first met."""

    def __init__(self, printable: tuple[int, ...]) -> None:
        super().__init__({chr(code): width for code, width in enumerate(printable, start=32)} | _PUNCTUATION)

    def __missing__(self, character: str) -> int:
        plain = unicodedata.normalize("NFD", character)[0]
        if unicodedata.combining(character):
            width = 0
        elif plain != character:
            width = self[plain]
        elif ord(character) >= 0x1F000:
            width = _PICTURE
        else:
            width = _ANY_OTHER
        self[character] = width
        return width


_ADVANCES = {False: _Advances(_REGULAR), True: _Advances(_BOLD)}


def width_of(text: str, face: Face) -> float:
    """The width of a text on one line, in points."""
    return _widths(text, face.bold)[1] * face.size / 1000


def longest_word(text: str, face: Face) -> float:
    """The width, in points, below which a text cannot be wrapped without cutting a word."""
    return max((width_of(word, face) for word in text.split()), default=0)


def wrapped(text: str, width: float, face: Face) -> tuple[str, ...]:
    """A text as the lines it takes; put together again they are the text, character for character.

    Args:
        text: line breaks in it are ``\\n``.
        width: of the cell inside its padding, in points.
    """
    room = int(width * _NARROWER * 1000 / face.size)
    if len(text) * 200 <= room and "\n" not in text and _widths(text, face.bold)[1] <= room:
        return (text,)
    return (_known_lines if len(text) <= _LONGEST_KNOWN else _lines)(text, room, face.bold)


def _lines(text: str, room: int, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    line, used = "", 0
    for word in _WORDS.findall(text):
        if word == "\n":
            lines.append(line + word)
            line, used = "", 0
            continue
        inked, wide = _widths(word, bold)
        if used and used + inked > room:
            lines.append(line)
            line, used = "", 0
        if inked > room:
            *full, word = _cut(word, room, bold)
            lines += full
            wide = _widths(word, bold)[1]
        line += word
        used += wide
    lines.append(line)
    return tuple(lines)


# What comes again in a paper, such as a lead or an outcome's statement, is worked out once. Few and short
# texts are kept, so that the memory of a process that makes papers for weeks stays the same.
_LONGEST_KNOWN = 500
_LONGEST_KNOWN_WORD = 40
_known_lines = lru_cache(maxsize=2048)(_lines)


def _widths(word: str, bold: bool) -> tuple[int, int]:
    """How wide a word is without the spaces at its end, and with them, in thousandths of the font size."""
    return (_known_widths if len(word) <= _LONGEST_KNOWN_WORD else _measured)(word, bold)


def _measured(word: str, bold: bool) -> tuple[int, int]:
    advance = _ADVANCES[bold].__getitem__
    return sum(map(advance, word.rstrip())), sum(map(advance, word))


_known_widths = lru_cache(maxsize=16_384)(_measured)


def _cut(word: str, room: int, bold: bool) -> list[str]:
    """A word too long for a line, in pieces that fit one each (at least a character in each)."""
    pieces: list[str] = []
    start, used = 0, 0
    for index, character in enumerate(word):
        wide = _ADVANCES[bold][character]
        if index > start and used + wide > room:
            pieces.append(word[start:index])
            start, used = index, 0
        used += wide
    return [*pieces, word[start:]]


def height_of(lines: int, face: Face, text: str = "") -> float:
    """The height of so many lines of a text, in points; more where it has scripts that stand taller."""
    return lines * face.line * (1 if text.isascii() or not _TALL.search(text) else 1.35)


# Beyond Latin letters and the usual punctuation and arrows, another font stands in.
_TALL = re.compile(r"[^\u0000-\u024f\u2000-\u22ff]")
