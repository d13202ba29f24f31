"""The lines that give a plan its shape: section titles, the headings of its lists, page numbers."""

import re
from dataclasses import dataclass

from ..models import Statement

Kind = Statement.Kind
# How plans word the headings of their lists. A plain word such as "Objectives" also stands in other
# documents, so it opens a section only where a table of outcomes follows soon.
_KINDS: tuple[tuple[str, Kind, bool], ...] = (
    (r"what (?:do we|we) (?:want|need|would like|hope) to (?:see|achieve)", Kind.WANT, True),
    (r"what (?:does|will|would) (?:good|success|outstanding) looks? like", Kind.WANT, True),
    (r"what (?:good|success) (?:looks|will look|should look) like", Kind.WANT, True),
    (r"(?:desired |intended |key )?outcomes?", Kind.WANT, False),
    (r"what (?:do we |we )?needs? to (?:change|improve)(?: and improve)?", Kind.CHANGE, True),
    (r"what (?:must|has to|should) (?:change|improve)", Kind.CHANGE, True),
    (r"(?:our |key )?objectives?", Kind.OBJECTIVE, False),
    (r"(?:to be )?measured by|(?:key |success |performance )?measures?(?: of success)?", Kind.MEASURE, False),
    (r"how (?:will|do) we (?:measure (?:this|success|progress|it|impact)|know(?: we have succeeded)?)",
     Kind.MEASURE, False),
)  # fmt: skip
_NUMBERING = r"(?:\d{1,2}(?:\.\d{1,2})?[.):]?\s+|\(?[a-z][.)]\s+)?"
_CONTINUED = r"(?P<continued>\s*[([-]?\s*(?:cont(?:inued|'d|d|\.)?)\s*[)\]]?\s*)?"
_LIST_HEADINGS = tuple(
    (
        re.compile(rf"{_NUMBERING}(?:{words})\s*{_CONTINUED}[:?.]*(?P<rest>(?<=[:?])\s+\S.*|)$", re.I),
        kind,
        sure,
    )
    for words, kind, sure in _KINDS
)
_LABEL = (
    r"(?:improvement\s+area|area\s+(?:for|of)\s+improvement|priority(?:\s+area)?|section|theme|area|part|work\s?stream"
    r"|strand|chapter|recommendation)"
)
_LABELLED = re.compile(
    rf"({_LABEL})\s+(\d{{1,2}}|[A-Z]|[IVX]{{1,5}})\s*(?:[:.)\u2010-\u2015-]|\s-\s)+\s*(\S.*)$", re.I
)
_POINT = re.compile(r"\(?(\d{1,2})(?:[.)]\s+(?=\S)|[.)](?=[^\W\d])|\)\s*(?=\S))")
_DECIMAL = re.compile(r"(\d{1,2})\.(\d{1,2})[.):]?\s+(?=\S)")
_LETTER = re.compile(r"([A-Z])[.):]\s+(?=\S)")
_BARE_NUMBER = re.compile(r"(\d{1,2})(?:\.0)?\s*(?:[:\u2010-\u2015-]\s*)?\s(?=[A-Z'\"\u2018\u201c])")
_SUB_POINT = re.compile(r"(?:\(?[a-z][.)]|\(?(?:i{1,3}|iv|v|vi{1,3}|ix|x)[.)])\s+(?=\S)")
_BULLET = re.compile(
    r"([\u2022\u25aa\u25ab\u25cf\u25e6\u25cb\u25a0\u25a1\u2023\u2043\u2219\u00b7\uf0b7\uf0a7\uf0d8\u27a2\u2713\u2714"
    r"\u25ba\u2756]\s*|(?:[-\u2010-\u2015*+]|o(?=\s+[A-Z]))\s+)(?=\S)"
)
_INLINE_BULLET = re.compile(r"\s+[\u2022\u25aa\u25cf\u25e6\u25a0\u2023\uf0b7\uf0a7]\s*(?=\S)")
_PAGE_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.)?\s*[-\u2013\u2014\[(|]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*[-\u2013\u2014\])|]?\s*(?:page)?",
    re.I,
)
MAX_TITLE = 300


@dataclass(frozen=True, slots=True)
class ListHeading:
    """A heading of a list.

    Attributes:
        kind: the statements under it.
        sure: False for wording that other documents use too.
        continued: it says that it carries on from the page before.
        rest: what follows it on the same line.
    """

    kind: Kind
    sure: bool
    continued: bool
    rest: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number, so it is a point in a list or the title of a section.

    Attributes:
        number: as written, such as ``3``, ``B`` or ``IV``.
        text: what follows it.
        labelled: it says what it is ("Section 3:").
        point: it can be a point in a list; not ``B.`` or a number without a mark.
    """

    number: str
    text: str
    labelled: bool = False
    point: bool = True

    @property
    def value(self) -> int:
        """Its number; 0 where it has none."""
        return int(self.number) if self.number.isdigit() else 0


def list_heading(text: str) -> ListHeading | None:
    """The list heading that a line is, or None."""
    plain = text.strip(" *_")
    if len(plain) > 5_000 and not plain[:60].lower().startswith(("what", "how", "obj", "meas", "outc")):
        return None
    for pattern, kind, sure in _LIST_HEADINGS:
        if match := pattern.match(plain):
            return ListHeading(kind, sure, bool((match["continued"] or "").strip()), match["rest"].strip())
    return None


def numbered(text: str) -> Numbered | None:
    """The number and text of a line that begins with one, or None."""
    if match := _LABELLED.match(text):
        return Numbered(match[2].upper(), match[3], labelled=True, point=False)
    if match := _POINT.match(text):
        return Numbered(str(int(match[1])), text[match.end() :])
    if match := _DECIMAL.match(text):
        if match[2] == "0":
            return Numbered(str(int(match[1])), text[match.end() :], point=False)
        return Numbered(str(int(match[2])), text[match.end() :])
    for pattern in (_LETTER, _BARE_NUMBER):
        if match := pattern.match(text):
            number = match[1].lstrip("0") or "0"
            return Numbered(number, text[match.end() :], point=False)
    return None


def bullet(text: str) -> str | None:
    """What follows a bullet at the start of a line, or None where there is none."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else None


def split_bullets(text: str) -> list[str]:
    """A text at the bullets within it."""
    return [part for part in _INLINE_BULLET.split(text) if part.strip()]


def is_sub_point(text: str) -> bool:
    """Whether a line is a point within a point, such as ``b)``."""
    return bool(_SUB_POINT.match(text))


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return len(text) < 24 and bool(_PAGE_NUMBER.fullmatch(text.strip()))


def split_points(text: str, first: int, stop: int | None) -> list[tuple[int, str]]:
    """The points of a list that stand on one line.

    Args:
        text: the line, without the first point's number.
        first: that number.
        stop: the number that the next line begins with, which therefore is not within this one.

    Returns:
        (number, text) of each.
    """
    points: list[tuple[int, str]] = []
    start, expected = 0, first + 1
    for match in _WITHIN.finditer(text):
        if (
            int(match[2]) != expected
            or expected == stop
            or _REFERS.search(text[max(0, match.start() - 20) : match.start()])
        ):
            continue
        points.append((expected - 1, text[start : match.start()].strip()))
        start, expected = match.end(), expected + 1
    points.append((expected - 1, text[start:].strip()))
    return points


_WITHIN = re.compile(r"(?<!\S)(\(?)(\d{1,2})[.)]\s+(?=[^\W\d_]|['\"\u2018\u201c(])")
# "as set out in section 2. Plans ..." is no second point.
_REFERS = re.compile(
    r"\b(?:section|part|appendix|annex|stage|phase|step|level|tier|table|figure|page|paragraph|chapter|regulation|act"
    r"|priority|point|item|recommendation|under|over|aged?|of|at|in|to|by|from|than|band|grade|quarter|year|week"
    r"|day|within|about|around|least|most|on)\s+$",
    re.I,
)
