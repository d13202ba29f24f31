"""What stands at the head of a line of a list: ``a.``, ``(iv)``, ``1.2.3``, a bullet."""

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a mark counts with. Where nothing else tells, the higher kind is nested in the lower."""

    CAPITAL = 0
    NUMBER = 1
    LETTER = 2
    ROMAN = 3
    BULLET = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, and what follows it.

    Attributes:
        style: what all marks of one list have in common: ``1.``, ``1.1``, ``(a)``, ``A)``, or the bullet.
        label: without its punctuation; empty for a bullet.
        rest: the words after it on its line.
        number, letter, roman: its place in each way of counting that it can be read in; 0 where it cannot.
        path: the parts of a mark that says its own place: ``("1", "2", "3")``. One part for a plain number.
        sure: whether it is punctuated as a mark is. ``2.5`` and ``7`` before a tab are not.
    """

    style: str
    label: str
    rest: str
    number: int = 0
    letter: int = 0
    roman: int = 0
    path: tuple[str, ...] = ()
    sure: bool = True

    @property
    def shown(self) -> str:
        """As it was written: ``(a)`` or ``1.2.``."""
        own = self.style in ("a.i", "1.1", "1\t")
        return self.label if own else re.sub("[1aA]", self.label, self.style, count=1)

    @property
    def is_bullet(self) -> bool:
        """It counts nothing."""
        return not self.label

    @property
    def is_first(self) -> bool:
        """A list can begin with it: a bullet, 1, a or i."""
        return self.is_bullet or 1 in (self.number, self.letter, self.roman) or self.path[-1:] in (("1",),)


_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212*\u00b7+"
# Word's Symbol and Wingdings bullets come across as characters for private use.
_GLYPHS = (
    "\u2022\u2023\u2043\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25e6\u25b6\u25ba\u27a2\u27a4\u2713\u2714\u2756"
    "\uf020-\uf0ff"
)
_BULLET = re.compile(rf"(?:([{re.escape(_DASHES)}])(?:\s+|$)|([{_GLYPHS}])\s*)(.*)", re.S)
_SPECIAL_BULLET = re.compile(r"(?:(o)(?:\t\s*|\s{2,}|\s(?=[A-Z]))|(\u00a7)\t\s*)(.*)", re.S)
_AFTER = r"(?:\s+|$|(?=[A-Z\"'\u2018\u201c]))"
_PATH = re.compile(rf"(\(?)(\d{{1,3}}(?:\.\d{{1,3}})+)([.):]{_AFTER}|\s+)(.*)", re.S)
_COMPOUND = re.compile(
    r"\(?(?:([a-z])(\)\(|\.|\()|(\d{1,3})(\)\(|\.|\()?)([ivx]+|[a-z])(?:\)\.|[.)]|(?=\s))(?:\s+|$)(.*)", re.S
)
_COUNTED = re.compile(
    r"(\(?)(\d{1,3}|[ivxIVX]+|([A-Za-z])\3?)([.)])(?:\s+|$|(?<![A-Z].)(?=[A-Z\"'\u2018\u201c]))(.*)", re.S
)
_BEFORE_TAB = re.compile(r"(\d{1,3})\t\s*(\S.*)", re.S)
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})", re.I)
_ONES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}


def read_mark(text: str) -> Mark | None:
    """The mark that a line begins with, if it begins with one.

    Args:
        text: the line without the spaces before it. A bullet before another mark (``- a.``) is left out.
    """
    if found := _BULLET.match(text) or _SPECIAL_BULLET.match(text):
        style, rest = found[1] or found[2], found[3].strip()
        inner = _counted(rest)
        if inner and (inner.sure or len(inner.path) > 1):
            return inner
        return Mark("-" if style in _DASHES[:7] else style, "", rest)
    return _counted(text)


def tab_bullet(rest: str) -> Mark:
    """The mark of a line that is set in by a tab and has no other."""
    return Mark("\t", "", rest)


def roman_value(label: str) -> int:
    """1 to 39, or 0 where it is no such number."""
    found = _ROMAN.fullmatch(label)
    return 10 * len(found[1]) + _ONES[found[2].lower()] if found and label else 0


def _counted(text: str) -> Mark | None:
    if found := _PATH.match(text):
        sure = found[3][0] in ".):"
        # "2.5 million" is no mark, and "2.5 Visits" is one. Three parts are no quantity.
        if sure or found[2].count(".") > 1 or found[4][:1].isupper():
            parts = tuple(found[2].split("."))
            return Mark("1.1", found[2], found[4].strip(), number=int(parts[-1]), path=parts, sure=sure)
    if found := _COUNTED.match(text):
        opening, label, closing, rest = found[1], found[2], found[4], found[5].strip()
        style = f"{opening}{'1' if label.isdigit() else 'a' if label.islower() else 'A'}{closing}"
        if label.isdigit():
            path = () if opening or closing == ")" else (label,)
            return Mark(style, label, rest, number=int(label), path=path)
        if found[3] or roman_value(label):
            return Mark(style, label, rest, letter=_letter_value(label), roman=roman_value(label))
    if found := _COMPOUND.match(text):
        parts = (found[1] or found[3], found[5])
        value = roman_value(parts[1]) or _letter_value(parts[1])
        # "e.g." and "c.f." are words, and "1 a" is none of ours.
        if (found[3] and text[found.end(5)] in ".)") or (found[1] and roman_value(parts[1])):
            label = ".".join(parts) if found[2] or found[4] else "".join(parts)
            return Mark("a.i", label, found[6].strip(), number=value, path=parts)
    if found := _BEFORE_TAB.match(text):
        return Mark("1\t", found[1], found[2].strip(), number=int(found[1]), path=(found[1],), sure=False)
    return None


def _letter_value(label: str) -> int:
    """a is 1, z 26, aa 27, bb 28; 0 for other words."""
    if len(set(label.lower())) != 1 or len(label) > 2:
        return 0
    return ord(label[0].lower()) - ord("a") + 1 + 26 * (len(label) - 1)
