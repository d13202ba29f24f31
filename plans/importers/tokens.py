"""Lines of text -> what each is, as far as it can be told without knowing the section it stands in."""

import dataclasses
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..plan_draft import SourceLine
from .headings import ListHeading, Numbered, bullet, is_page_number, list_heading, numbered
from .markup import pieces
from .table_heading import (
    Role,
    TableHeading,
    column_name,
    is_rag_banner,
    name_rag_columns,
    read_heading,
    with_rag_at,
)


class Kind(StrEnum):
    """What a line is."""

    BLANK = "blank"
    PAGE_NUMBER = "page number"
    PAGE_HEADING = "page heading"
    LIST_HEADING = "list heading"
    TABLE_HEADING = "table heading"
    COLUMN_NAMES = "column names"
    ROW = "row"
    NUMBERED = "numbered"
    BULLET = "bullet"
    TEXT = "text"


_SKIPPED = {Kind.BLANK, Kind.PAGE_NUMBER, Kind.PAGE_HEADING}
_REF = re.compile(
    r"\(?(?P<ref>[A-Za-z]{0,4}[-. ]?\d{1,3}(?:[.-]\d{1,3}){0,2}[a-z]?)[.):]?"
    r"(?P<cont>\s*[([]?\s*cont(?:inued|'?d|\.)?[)\]]?)?",
    re.I,
)
_PREFIX = re.compile(r"(?P<number>\d{1,3})(?:[./-]\d|[a-z]$)|(?P<letters>[A-Za-z]{1,5})[-. ]?\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A line, or a part of one that stands for a line.

    Attributes:
        line: its number in the text.
        text: without bullet; with number.
        cells: for a row, its cells; one that is not the first may stand alone in it.
        indent: spaces before it.
    """

    line: int
    kind: Kind
    text: str
    cells: tuple[str, ...] = ()
    indent: int = 0
    list_heading: ListHeading | None = None
    table: TableHeading | None = None
    found: Numbered | None = None


def ref_in(cell: str) -> str:
    """The ref that a cell holds and nothing else, such as ``2.3``, ``4.10`` or ``A1``; empty if none."""
    match = _REF.fullmatch(cell.strip())
    return match["ref"].strip() if match and not match["cont"] else ""


def continued_ref(cell: str) -> str:
    """The ref of a row that says it carries on, as ``2.3 (continued)``; empty if none."""
    match = _REF.fullmatch(cell.strip())
    return match["ref"].strip() if match and match["cont"] else ""


def prefix_of(ref: str) -> str:
    """The section that a ref says it belongs to: ``2`` for ``2.3``, ``A`` for ``A1``, empty for ``7``."""
    match = _PREFIX.match(ref)
    if not match:
        return ""
    return str(int(match["number"])) if match["number"] else match["letters"].upper()


def tokens_of(lines: Iterable[SourceLine]) -> list[Token]:
    """Every line as one or more tokens."""
    found: list[Token] = []
    for line in lines:
        parts = list(pieces(line.text)) if line.text.strip() else []
        found.extend(_token(line.number, part) for part in parts)
        if not parts:
            found.append(Token(line.number, Kind.BLANK, ""))
    return _with_page_headings(_with_table_headings(found))


def _token(line: int, text: str) -> Token:
    cells = tuple(cell.strip() for cell in text.split("\t"))
    filled = [cell for cell in cells if cell]
    if not filled:
        return Token(line, Kind.BLANK, "")
    if len(filled) > 1 and not _is_marked_line(cells):
        heading = read_heading(cells)
        if heading:
            return Token(line, Kind.TABLE_HEADING, " ".join(filled), cells, table=heading)
        return Token(line, Kind.ROW, " ".join(filled), cells)
    words = " ".join(filled)
    indent = len(text) - len(text.lstrip(" \t"))
    heading_of_list = list_heading(words)
    if heading_of_list:
        return Token(line, Kind.LIST_HEADING, words, list_heading=heading_of_list)
    if is_page_number(words):
        return Token(line, Kind.PAGE_NUMBER, words)
    if not cells[0] and len(filled) == 1:
        return Token(line, Kind.ROW, words, cells, found=numbered(words))
    if (item := bullet(words)) is not None:
        inner = numbered(item)
        if inner and inner.point:  # "- 3. text", as some extractors write a numbered list
            return Token(line, Kind.NUMBERED, item, indent=indent, found=inner)
        return Token(line, Kind.BULLET, item, indent=indent)
    if found := numbered(words):
        return Token(line, Kind.NUMBERED, words, cells if len(cells) > 1 else (), indent, found=found)
    return Token(line, Kind.TEXT, words, indent=indent)


def _is_marked_line(cells: Sequence[str]) -> bool:
    """Whether the only tab is the one after a number or bullet, as Word copies a list."""
    mark, text = cells[0], cells[1] if len(cells) == 2 else ""
    return bool(text) and bool(re.fullmatch(r"\(?\d{1,2}[.)]|[A-Z][.)]|[^\w\s(]|o", mark))


def _with_table_headings(tokens: list[Token]) -> list[Token]:
    """Read the heading rows that come in two: names under RAG, or RAG above the rest."""
    last: int | None = None  # a heading whose next row may name its columns
    banner: Token | None = None
    for index, token in enumerate(tokens):
        if token.kind in _SKIPPED:
            continue
        if token.kind == Kind.TABLE_HEADING and token.table:
            if banner:
                at = next(i for i, cell in enumerate(banner.cells) if cell)
                under = [i for i in range(at, token.table.width) if token.table.names[i]]
                table = with_rag_at(token.table, [i for i in under if token.table.roles[i] == Role.OTHER])
                names = tuple(
                    column_name(n) if r == Role.RAG else n
                    for r, n in zip(table.roles, table.names, strict=True)
                )
                tokens[index] = dataclasses.replace(token, table=dataclasses.replace(table, names=names))
            last, banner = index, None
        elif token.kind == Kind.ROW and last is not None:
            above = tokens[last].table
            named = name_rag_columns(above, token.cells) if above else None
            if named and not ref_in(token.cells[0]):
                tokens[last] = dataclasses.replace(tokens[last], table=named)
                tokens[index] = dataclasses.replace(token, kind=Kind.COLUMN_NAMES)
            last = None
        elif token.kind == Kind.ROW and is_rag_banner(token.cells):
            following = next((t for t in tokens[index + 1 : index + 6] if t.kind not in _SKIPPED), None)
            if following and following.kind == Kind.TABLE_HEADING:
                banner = token
                tokens[index] = dataclasses.replace(token, kind=Kind.COLUMN_NAMES)
        else:
            last, banner = None, None
    return tokens


def _with_page_headings(tokens: list[Token]) -> list[Token]:
    """Mark short lines that come back beside page numbers: the head or foot of each page."""
    beside: dict[str, list[int]] = defaultdict(list)
    filled = [index for index, token in enumerate(tokens) if token.kind != Kind.BLANK]
    for place, index in enumerate(filled):
        token = tokens[index]
        if token.kind != Kind.TEXT or len(token.text) > 100:
            continue
        around = filled[max(0, place - 1) : place + 2]
        if any(tokens[near].kind == Kind.PAGE_NUMBER for near in around):
            beside[token.text.casefold()].append(index)
    for indexes in beside.values():
        if len(indexes) > 1:
            for index in indexes:
                tokens[index] = dataclasses.replace(tokens[index], kind=Kind.PAGE_HEADING)
    return tokens


class Stream:
    """The tokens, with what a reader looks ahead for."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self._filled = [i for i, token in enumerate(tokens) if token.kind not in _SKIPPED]
        self._headings = [i for i, token in enumerate(tokens) if token.kind == Kind.TABLE_HEADING]
        self._rows: list[int] = []
        self._prefixes: list[str] = []
        table: TableHeading | None = None
        for index, token in enumerate(tokens):
            if token.kind == Kind.TABLE_HEADING:
                table = token.table
            elif token.kind == Kind.ROW and table and (ref := row_ref(token, table)):
                self._rows.append(index)
                self._prefixes.append(prefix_of(ref))

    def after(self, index: int) -> int | None:
        """The next line that says something."""
        place = bisect_left(self._filled, index + 1)
        return self._filled[place] if place < len(self._filled) else None

    def table_after(self, index: int, within: int) -> bool:
        """Whether a table with rows begins within so many lines that say something."""
        place = bisect_left(self._headings, index + 1)
        if place == len(self._headings) or bisect_left(self._rows, self._headings[place]) == len(self._rows):
            return False
        return bisect_left(self._filled, self._headings[place]) - bisect_left(self._filled, index) <= within

    def prefix_after(self, index: int) -> str:
        """The section that the next row of a table says it belongs to, here or later; empty if none."""
        place = bisect_left(self._rows, index)
        return self._prefixes[place] if place < len(self._prefixes) else ""


def row_ref(token: Token, table: TableHeading) -> str:
    """The ref of a row of a table; empty where it has none."""
    at = table.index(Role.REF)
    if at is None:
        at = table.index(Role.OUTCOME) or 0
        match = (
            re.match(r"[A-Za-z]{0,3}\d{1,2}\.\d{1,3}(?=\s)", token.cells[at])
            if at < len(token.cells)
            else None
        )
        return match[0] if match else ""
    return ref_in(token.cells[at]) if at < len(token.cells) else ""
