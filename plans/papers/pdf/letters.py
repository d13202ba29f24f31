"""Text as it can be printed: what no font has is written as its number, so that nothing is lost unseen."""

from functools import cache
from html import escape

from fontTools.ttLib import TTFont

from ..plain_text import clean
from .needed import font_files

# They change how what stands beside them is drawn, and are not drawn themselves: the zero-width joiners and
# marks of direction, the soft hyphen, the selectors of a variant, and the tags in a flag (Unicode 16, 5.21).
_UNDRAWN = {
    0x00AD, 0x034F, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xFE00, 0xFE10), *range(0xE0001, 0xE0080),
}  # fmt: skip
_TAB = "    "
# A colour of skin is drawn beside its hand or face, which has none in a font of outlines: a joiner's opposite
# keeps the two apart.
_TONES = {code: f"\u200c{chr(code)}" for code in range(0x1F3FB, 0x1F400)}


class _Printed(dict[int, int | str]):
    """What is printed for each code point; worked out when one is first met."""

    def __init__(self) -> None:
        super().__init__({0x09: _TAB, 0x0A: "\n", 0x85: "\n", **_TONES})
        self._drawn = _UNDRAWN.union(*(TTFont(file, lazy=True).getBestCmap() for file in font_files()))

    def __missing__(self, code: int) -> int | str:
        self[code] = code if code in self._drawn else f"[U+{code:04X}]"
        return self[code]


@cache
def _printed() -> _Printed:
    return _Printed()


def printed(text: str) -> str:
    """A text as it is printed.

    Every kind of line break becomes ``\\n``, a tab four spaces, a character which no XML file can hold
    U+FFFD, and one that none of the fonts has its number, such as ``[U+4E2D]``.

    Raises:
        PdfNotPossible: there are no fonts.
    """
    return clean(text).translate(_printed())


def marked_up(text: str) -> str:
    """The same, to stand in HTML."""
    return escape(printed(text))


def quoted(text: str) -> str:
    """The same on one line, as a string in a style sheet."""
    line = " ".join(printed(text).split())
    return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x}" for c in line) + '"'
