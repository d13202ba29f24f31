"""Blocks -> pieces: which point stands under which, and under what heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .blocks import MAX_PIECES, Block, blocks_of, is_finished, too_many_points
from .marks import Kind, Mark

_TITLE_WORDS, _TITLE_LENGTH = 12, 80
_LONG = 300  # a paragraph of this length before a list says something of its own, too
_STEP = 2  # columns; less is how a page was set, not how a list is nested
_LAST_SENTENCE = re.compile(r"(.*[.!?][\"'\u2019\u201d)]*)\s+(\S.*:)", re.S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A point of a list, or a paragraph that belongs to none.

    Attributes:
        ref: as the report counts: ``a``, ``1.2.3``, ``a.i`` for a point within point a. Empty for a bullet
            and for a paragraph without a number.
        paragraph: the number of the paragraph that the list stands under; empty if under none.
        words: one line of running text.
        level: how deep it is nested; 0 for a point that is not.
        heading: the nearest heading or line that leads in to it; empty if none.
        lead_in: it only introduces the points under it, so it is a heading more than a finding.
    """

    ref: str
    paragraph: str
    words: str
    level: int = 0
    heading: str = ""
    lead_in: bool = False


@dataclass(slots=True)
class _Level:
    """A list that is open: the last point that came of it."""

    kind: Kind
    style: str
    indent: int
    last: int
    label: str
    path: tuple[str, ...]
    heading: str
    words: str = ""


@dataclass(slots=True)
class _Nesting:
    """Goes through the blocks once."""

    pieces: list[Piece] = field(default_factory=list)
    stack: list[_Level] = field(default_factory=list)
    set_aside: list[_Level] = field(default_factory=list)  # lists that text interrupts and that may go on
    may_resume_bullets: bool = False
    title: str = ""
    lead_in: str = ""
    waiting: list[str] = field(default_factory=list)  # headings that nothing has come under yet

    def heading(self, words: str) -> None:
        """Take in a heading, or a line that leads in to a list."""
        self._interrupt()
        self.may_resume_bullets = words.endswith(":")
        self.waiting.append(words)
        if words.endswith(":"):
            self.lead_in = words
        else:
            self.title, self.lead_in = words, ""

    def paragraph(self, words: str) -> None:
        """Take in text without a mark."""
        heading = self._claim()
        if not heading and self.pieces and (self.stack or self.set_aside):
            self.lead_in = ""
        self._interrupt()
        self.may_resume_bullets = False
        self._add(Piece("", "", words, heading=heading or self.lead_in or self.title))

    def point(self, mark: Mark, words: str, indent: int, following: Mark | None) -> None:
        """Take in a point of a list."""
        if not self.stack and self.set_aside:
            at = self._resumed(mark, indent)
            self.stack = self.set_aside[: at + 1] if at >= 0 else []
        self.set_aside = []
        kind, value = _counted_as(mark, self.stack, indent, following)
        depth = self._depth(mark, kind, value, indent)
        old = self.stack[depth] if depth < len(self.stack) else None
        above = self.stack[depth - 1] if depth else None
        claimed = self._claim()
        if above and not claimed:
            heading = old.heading if old else _sentence(above.words) if _leads(above.words) else above.heading
        else:
            heading = claimed or self.lead_in or self.title
        level = _Level(kind, mark.style, indent, value, mark.label, mark.path, heading, words)
        self.stack = [*self.stack[:depth], level]
        numbered = 0
        while numbered < depth and self.stack[numbered].kind == Kind.NUMBER:
            numbered += 1
        start = max([numbered, *(at for at, one in enumerate(self.stack) if len(one.path) > 1)])
        labels = [one.label for one in self.stack[min(start, depth) :]] if mark.label else []
        self._add(
            Piece(
                ".".join(filter(None, labels)),
                self.stack[numbered - 1].label if numbered else "",
                words or mark.label,
                depth,
                heading,
            )
        )

    def finish(self) -> tuple[Piece, ...]:
        """The pieces, those that others stand under marked."""
        levels = [*(piece.level for piece in self.pieces[1:]), 0]
        return tuple(
            replace(piece, lead_in=below > piece.level and _leads(piece.words))
            for piece, below in zip(self.pieces, levels, strict=False)
        )

    def _interrupt(self) -> None:
        self.set_aside, self.stack = self.stack or self.set_aside, []

    def _claim(self) -> str:
        claimed = " \u2013 ".join(self.waiting)
        self.waiting = []
        return claimed

    def _resumed(self, mark: Mark, indent: int) -> int:
        """Which of the lists that were interrupted goes on with this mark; -1 if none."""
        for at in range(len(self.set_aside) - 1, -1, -1):
            level = self.set_aside[at]
            if level.style != mark.style:
                continue
            if mark.is_bullet and self.may_resume_bullets and abs(level.indent - indent) < _STEP:
                return at
            if not mark.is_bullet and level.last + 1 in (mark.number, mark.letter, mark.roman):
                return at
        return -1

    def _depth(self, mark: Mark, kind: Kind, value: int, indent: int) -> int:
        """How deep a point stands. What it counts on from decides; then how far it is set in."""
        if len(mark.path) > 1:
            return self._depth_of_path(mark.path)
        top = self.stack[-1] if self.stack else None
        if top is None:
            return 0
        under_top = len(self.stack)
        set_in = indent >= top.indent + _STEP
        for at in range(under_top - 1, -1, -1):
            level = self.stack[at]
            if level.style == mark.style and level.kind == kind:
                if kind == Kind.BULLET and abs(level.indent - indent) < _STEP:
                    return at
                if kind != Kind.BULLET and level.last + 1 == value:
                    return at
        if kind != Kind.BULLET and value != 1:
            same = [at for at, level in enumerate(self.stack) if level.style == mark.style]
            return under_top if set_in else same[-1] if same else 0
        if set_in or (_leads(top.words) and indent > top.indent - _STEP) or kind > top.kind:
            return under_top
        at = under_top
        while at and (self.stack[at - 1].indent >= indent + _STEP or self.stack[at - 1].kind > kind):
            at -= 1
        if at and self.stack[at - 1].kind == kind and (kind != Kind.BULLET or at < under_top):
            return at - 1
        return at

    def _depth_of_path(self, path: tuple[str, ...]) -> int:
        for at in range(len(self.stack) - 1, -1, -1):
            level = self.stack[at]
            own = level.path or (level.label,)
            if level.label and own == path[: len(own)] and len(own) < len(path):
                return at + 1
            if len(own) == len(path) and level.path:
                return at
        return 0

    def _add(self, piece: Piece) -> None:
        if len(self.pieces) == MAX_PIECES:
            raise too_many_points()
        self.pieces.append(piece)


def split_findings(text: str) -> tuple[Piece, ...]:
    """The points of a pasted list, or its paragraphs where there is no list.

    Args:
        text: as copied from a report, letter or committee paper. Lists may be lettered, numbered, bulleted
            and nested in one another, broken over pages and hard-wrapped.

    Returns:
        The pieces in the order they stand. A line before a list that says what is in it, and a title, are
        the heading of what follows and no piece of their own.

    Raises:
        TooMuch: it has more than 100,000 characters or 500 points.
    """
    blocks = blocks_of(text)
    nesting = _Nesting()
    titles = _titles(blocks)
    following = _following(blocks)
    for index, block in enumerate(blocks):
        words, after = block.words, blocks[index + 1] if index + 1 < len(blocks) else None
        if index in titles:
            nesting.heading(f"{block.mark.shown} {words}" if block.mark else words)
        elif block.mark:
            nesting.point(block.mark, words, block.indent, following[index])
        elif words.endswith(":") and after:
            own = _LAST_SENTENCE.fullmatch(words) if len(words) > _LONG else None
            if own:
                nesting.paragraph(own[1])
            nesting.heading(own[2] if own else words)
        else:
            nesting.paragraph(words)
    return nesting.finish()


def _is_title(words: str) -> bool:
    """Whether words read as a title: few, and no sentence."""
    return (
        len(words) <= _TITLE_LENGTH
        and len(words.split()) <= _TITLE_WORDS
        and not words[:1].islower()
        and not is_finished(words)
        and not words.endswith(",")
    )


def _titles(blocks: Sequence[Block]) -> set[int]:
    """Which blocks are the title of what follows them."""
    found, plain = set[int](), set[int]()
    for index, (block, after) in enumerate(pairwise(blocks)):
        if not _is_title(block.words):
            continue
        if block.mark is None:
            plain.add(index)
        elif block.apart and after.apart and _is_numbered_title(block.mark, after.mark):
            found.add(index)
    # People also write findings as short lines. Then most of the text looks like titles, and none is one.
    return found | plain if 2 * len(plain) <= len(blocks) else found


def _is_numbered_title(mark: Mark, after: Mark | None) -> bool:
    if mark.is_bullet or (after and after.style == mark.style and len(after.path) == len(mark.path)):
        return False
    if after is None:
        return True
    apart = len(after.path) > 1 and after.path[: len(mark.path)] != (mark.path or None)
    return apart or (mark.label.isupper() and after.number > 0)


def _following(blocks: Sequence[Block]) -> list[Mark | None]:
    """For each block, the next mark of its style."""
    next_of: dict[str, Mark] = {}
    found: list[Mark | None] = []
    for block in reversed(blocks):
        found.append(next_of.get(block.mark.style) if block.mark else None)
        if block.mark:
            next_of[block.mark.style] = block.mark
    return found[::-1]


def _counted_as(mark: Mark, stack: Sequence[_Level], indent: int, following: Mark | None) -> tuple[Kind, int]:
    """What a mark counts with, and its place. ``i.`` is a letter or a number, as its neighbours say."""
    if mark.is_bullet:
        return Kind.BULLET, 0
    if mark.number:
        return Kind.NUMBER, mark.number
    letter = Kind.CAPITAL if mark.label.isupper() else Kind.LETTER
    if not mark.roman:
        return letter, mark.letter
    roman_next = following is not None and following.roman == mark.roman + 1
    for level in reversed(stack):
        if level.style != mark.style:
            continue
        if level.kind == Kind.ROMAN and level.last + 1 == mark.roman:
            return Kind.ROMAN, mark.roman
        if level.kind != Kind.ROMAN and level.last + 1 == mark.letter:
            nested = mark.roman == 1 and (roman_next or indent >= level.indent + _STEP)
            return (Kind.ROMAN, 1) if nested else (letter, mark.letter)
    letter_next = following is not None and 0 < mark.letter == following.letter - 1
    is_roman = not mark.letter or roman_next or len(mark.label) > 1 or (mark.roman == 1 and not letter_next)
    return (Kind.ROMAN, mark.roman) if is_roman else (letter, mark.letter)


def _leads(words: str) -> bool:
    return words.endswith(":")


def _sentence(words: str) -> str:
    """The last sentence of words that lead in to a list."""
    found = _LAST_SENTENCE.fullmatch(words)
    return found[2] if found else words
