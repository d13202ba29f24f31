"""Lines -> blocks: a point of a list, or a paragraph, each with its wrapped lines joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from plans.importers.source import lines_of

from .marks import Mark, read_mark, tab_bullet

MAX_CHARACTERS = 100_000
MAX_PIECES = 500
_MOST_BLOCKS = 4 * MAX_PIECES  # with every heading; reading more would be for nothing
_TAB = 4
_SOFT_WRAP = re.compile("\u00ad[ \t]*(?:\r\n|\r|\n)[ \t]*")
_OTHER_BREAKS = re.compile("[\x0b\x85\u2028\u2029]")
_MARKUP = re.compile(r"</?(?:u|b|i|em|strong)>|\*\*(?=\S)|(?<=\S)\*\*", re.I)
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s+of\s+\d{1,3})?", re.I)
_FINISHED = re.compile(r"[.;:!?\u2026][\"'\u2019\u201d)\]]*$")
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|by|for|from|has|have|in|is|of|on|or|that|the|their|to|was|were|which|with))$"
)
# Narrower lines were broken by the person who wrote them, wider ones are whole paragraphs.
_WRAPPED_AT = range(60, 131)


class TooMuch(ValueError):
    """There is more text, or there are more points, than one report has. The message is for the person."""


@dataclass(slots=True)
class Block:
    """A point or a paragraph.

    Attributes:
        mark: none for a paragraph.
        indent: columns before its mark or first word.
        apart: whether a blank line or a page's edge stands before it.
    """

    mark: Mark | None
    indent: int
    apart: bool
    parts: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All of it on one line."""
        pieces = list[str]()
        for before, part in pairwise(["", *self.parts]):
            # A word broken at its own hyphen is one word.
            broken = before[-1:] == "-" and before[-2:-1].isalpha() and part[:1].islower()
            pieces.append(part if broken else f" {part}")
        return " ".join("".join(pieces).split())


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    led_by_tab: bool
    apart: bool
    width: int  # of the widest line of those it stands among without a blank one
    each_a_sentence: bool  # whether all of those lines are


def blocks_of(text: str) -> list[Block]:
    """The points and paragraphs of a text, in order.

    Raises:
        TooMuch: it is longer than ``MAX_CHARACTERS``, or has far more points than ``MAX_PIECES``.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooMuch(
            f"This is {len(text):,} characters, and at most {MAX_CHARACTERS:,} can be taken at once. Paste "
            "only the part of the report that lists its findings."
        )
    reader = _Reader()
    for line in _lines(text):
        reader.take(line)
        if len(reader.blocks) > _MOST_BLOCKS:
            raise too_many_points()
    return [block for block in reader.blocks if block.words or (block.mark and block.mark.label)]


def too_many_points() -> TooMuch:
    """The refusal of more points than ``MAX_PIECES``."""
    return TooMuch(
        f"There are more than {MAX_PIECES} points in this text. Paste only the part of the report that lists "
        "its findings."
    )


def is_finished(words: str) -> bool:
    """Whether it ends as a sentence or a point does."""
    return bool(_FINISHED.search(words))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.last_of: dict[tuple[str, str], int] = {}  # of each style and way of counting, what came last

    def take(self, line: _Line) -> None:
        """Take in a line, as a new block or as more of the last."""
        mark = read_mark(line.text)
        last = self.blocks[-1] if self.blocks else None
        within = False  # a sentence
        if mark and not self._counts(mark, line, last):
            mark, within = None, not line.apart
        if mark is None and line.led_by_tab and self._is_tab_bullet(line, last):
            mark = tab_bullet(line.text)
        if mark:
            self._count(mark)
            block = Block(mark, line.indent, line.apart)
            self.blocks.append(block)
            if mark.rest:
                block.parts.append(mark.rest)
        elif last and (within or _goes_on(last, line)):
            last.parts.append(line.text)
        else:
            self.blocks.append(Block(None, line.indent, line.apart, [line.text]))

    def _counts(self, mark: Mark, line: _Line, last: Block | None) -> bool:
        """Whether a mark is one, and not a word that a wrapped line happens to begin with."""
        goes_on = any(self.last_of.get((mark.style, how)) == value - 1 for how, value in _ways(mark))
        if mark.style.strip("().") == "A" and not (goes_on or mark.is_first):
            return False  # somebody's initial
        if last is None:
            return True
        before = last.parts[-1] if last.parts else ""
        if mark.sure and (line.apart or is_finished(before)):
            return True
        if not last.parts:
            return mark.sure or line.apart
        if mark.is_bullet:  # a dash within a sentence is written as the longer ones
            in_sentence = line.text[0] in "\u2013\u2014" and mark.rest[:1].islower()
            return not in_sentence or (mark.style, "bullet") in self.last_of
        return goes_on or line.apart or is_finished(before) or (mark.is_first and mark.style[-1:] != "\t")

    def _count(self, mark: Mark) -> None:
        for how, value in _ways(mark):
            # An i. or v. that does not follow h. or u. leaves the letters where they were.
            before = self.last_of.get((mark.style, how), value - 1)
            if how != "letter" or not mark.roman or before == value - 1:
                self.last_of[mark.style, how] = value

    def _is_tab_bullet(self, line: _Line, last: Block | None) -> bool:
        if last is None or not last.parts or not line.text[:1].isupper():
            return False
        if last.mark is None:
            return is_finished(last.parts[-1])
        return last.mark.style == "\t" or last.parts[-1].endswith(":")


def _ways(mark: Mark) -> list[tuple[str, int]]:
    """Every way that a mark can be counting, and where it stands in it."""
    ways = [("number", mark.number), ("letter", mark.letter), ("roman", mark.roman)]
    return [way for way in ways if way[1]] or [("bullet", 0)]


def _goes_on(block: Block, line: _Line) -> bool:
    """Whether a line without a mark is more of the block before it."""
    if not block.parts:
        return True
    before, starts_small = block.parts[-1], line.text[:1].islower()
    set_in = block.mark is not None and line.indent >= block.indent + 2
    if line.apart:
        if before.endswith(":"):
            return False
        return set_in or (not is_finished(before) and (starts_small or bool(_GOES_ON.search(before))))
    if before.endswith(":") and not starts_small:
        return False
    if set_in or starts_small:
        return not (line.width > _WRAPPED_AT.stop and is_finished(before) and not set_in)
    if line.width not in _WRAPPED_AT or line.each_a_sentence:
        return bool(_GOES_ON.search(before)) and not is_finished(before)
    # A line was broken because the next word did not fit. Where it would have fitted, a new one begins.
    return len(before) + 1 + len(line.text.split(maxsplit=1)[0]) > 0.8 * line.width - line.indent


def _lines(text: str) -> Iterator[_Line]:
    text = _OTHER_BREAKS.sub("\n", _SOFT_WRAP.sub("", text).replace("\f", "\n\n"))
    kept = [_MARKUP.sub("", line.text).rstrip() for line in lines_of(text)]
    for index, line in enumerate(kept):
        around = (kept[max(index - 1, 0)] if index else "", kept[index + 1] if index + 1 < len(kept) else "")
        if len(kept) > 1 and _PAGE_NUMBER.fullmatch(line.strip()) and not any(map(str.strip, around)):
            kept[index] = ""
    apart, run = True, list[str]()
    for line in [*kept, ""]:
        if line.strip():
            run.append(line)
            continue
        yield from _run(run, apart)
        apart, run = True, []


def _run(lines: Sequence[str], apart: bool) -> Iterator[_Line]:
    """Lines with no blank one between them."""
    shown = [line.expandtabs(_TAB) for line in lines]
    width = max(map(len, shown), default=0)
    texts = [line.strip() for line in lines]
    sentences = len(texts) > 1 and all(is_finished(text) and not text[0].islower() for text in texts)
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        indent = len(shown[index]) - len(shown[index].lstrip())
        yield _Line(text, indent, line.startswith("\t"), apart and not index, width, sentences)
