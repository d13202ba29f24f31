"""Text as Word has it: runs that hold it whole, whichever way it is read."""

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

from ..plain_text import clean

_BREAKS = re.compile("([\n\t])")
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_TO_LEFT = re.compile(rf"([{_RIGHT}]+(?:[\W\d_]*[{_RIGHT}]+)*)")


def plain(text: str) -> str:
    """Text as a Word document can hold it: line breaks are ``\\n``, what XML cannot hold is ``\\ufffd``."""
    return clean(text).replace("\x85", "\n")


def on_one_line(text: str) -> str:
    """The same for where there is one line only, such as the head of a page."""
    return " ".join(plain(text).split())


def attribute(text: str) -> str:
    """Text as an attribute, with its quotation marks."""
    return quoteattr(plain(text))


def runs(text: str, properties: str = "") -> str:
    """Text as runs, its line breaks and tabs kept; letters read from the right are marked as such.

    Args:
        properties: what is in ``w:rPr``, in the schema's order and before ``w:rtl``.
    """
    text = plain(text)
    if not text:
        return ""
    pieces = [text] if text.isascii() else _RIGHT_TO_LEFT.split(text)
    return "".join(
        _run(piece, properties + ("<w:rtl/>" if index % 2 else ""))
        for index, piece in enumerate(pieces)
        if piece
    )


def _run(text: str, properties: str) -> str:
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{said}{''.join(map(_piece, filter(None, _BREAKS.split(text))))}</w:r>"


def _piece(text: str) -> str:
    match text:
        case "\n":
            return "<w:br/>"
        case "\t":
            return "<w:tab/>"
        case _:
            return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters are read from the right."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return False
    directions = [unicodedata.bidirectional(character) for character in text]
    return sum(one in ("R", "AL") for one in directions) > directions.count("L")
