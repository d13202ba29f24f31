"""What may stand in a cell, a sheet's name or a page's head and foot."""

import re
from collections.abc import Container, Iterable

from ..plain_text import clean, shortened, units

LONGEST_CELL = 32_767
"""Characters a cell can hold (Excel specifications and limits), counted in UTF-16 units."""

LONGEST_NAME = 31
"""Characters a sheet's name can have."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


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
