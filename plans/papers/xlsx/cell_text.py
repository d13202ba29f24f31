"""What may stand in a cell, a sheet's name or a page's footer, and what becomes of text that may not."""

import re
from collections.abc import Container, Iterable

LONGEST_CELL = 32_767
"""Characters a cell can hold (Excel specifications and limits), counted in UTF-16 units."""

LONGEST_NAME = 31
"""Characters a sheet's name can have."""

_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


def clean(text: str) -> str:
    """Text as a cell can hold it.

    Every kind of line break (a browser sends ``\\r\\n``) becomes ``\\n``; a character that no XML file can
    hold becomes ``\\ufffd``, so that it is seen to have been there. Nothing else is touched.
    """
    if text.isascii() and text.isprintable():
        return text
    return _NOT_XML.sub("\ufffd", _LINE_BREAKS.sub("\n", text))


def stored(text: str) -> str:
    """Text as it is written in the file, where ``_x0041_`` would be read as the letter it numbers."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def units(text: str) -> int:
    """Length as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """Text of at most so many units, cut at a word's end where one is near, with an ellipsis if cut."""
    if units(text) <= longest:
        return text
    kept = text[: longest - 1]
    while units(kept) > longest - 1:
        kept = kept[:-1]
    at_word = kept.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > len(kept) * 2 // 3 else kept).rstrip(" ,;.") + "…"


def sheet_name(wanted: str, taken: Container[str]) -> str:
    """A sheet's name near to the wanted one that Excel accepts.

    Args:
        wanted: any text.
        taken: the names in use, in lower case; Excel does not tell ``A`` from ``a``.
    """
    plain = " ".join(_NOT_IN_NAMES.sub(" ", clean(wanted)).split()).strip("'") or "Sheet"
    name = shortened(plain, LONGEST_NAME)
    number = 2
    while name.lower() in taken or name.lower() == "history":  # Excel keeps that name to itself
        suffix = f" ({number})"
        name = shortened(plain, LONGEST_NAME - len(suffix)) + suffix
        number += 1
    return name


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names for all the sheets of a workbook, in order, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        names.append(sheet_name(name, taken))
        taken.add(names[-1].lower())
    return names


def page_text(text: str, longest: int) -> str:
    """Text for the head or foot of a page, where ``&`` starts a code and the parts share 255 characters."""
    line = " ".join(clean(text).split())
    while units(line.replace("&", "&&")) > longest:
        line = shortened(line, units(line) - 1)
    return line.replace("&", "&&")
