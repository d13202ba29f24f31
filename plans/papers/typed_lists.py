"""Lists as people type them in a field of plain text -> paragraphs and lists of a document.

A screen reader tells how many points a list has, and goes from one to the next, only where it is a list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Block, Bullets, Numbered, Paragraph

_BULLET = re.compile(r"([-\u2013\u2014\u2022\u00b7*])[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"(0|[1-9]\d{0,3})([.)])[ \t\u00a0]+(?=\S)")  # "01." would lose its nought as a number


@dataclass(slots=True)
class _Line:
    """A line as it was typed, with what is set further in below it.

    Attributes:
        form: of its bullet or number, by which lines are of one list; empty for a line of running text.
        text: without its bullet or number, and with the lines further in.
    """

    typed: str
    indent: int
    form: str
    number: int
    text: str


def typed_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs, a line each, in which two or more lines that follow on as points are a list.

    Points start with the same bullet (``-``, ``\u2013``, ``\u2022``, ``*``) and a space, or with numbers that
    count up by one, from any number, each with a stop or a bracket after it. What is set further in below a
    point is part of it, on lines of its own. Anything else, such as a number alone or numbers that skip one,
    is a paragraph with all that was typed. Empty lines are left out.
    """
    return tuple(_blocks(list(_lines(text))))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not set further in than a point before them."""
    last: _Line | None = None
    for typed in text.splitlines():
        if not typed.strip():
            continue
        line = _line(typed)
        if last and last.form and line.indent > last.indent:
            last.typed += f"\n{typed}"
            last.text += f"\n{typed.strip()}"
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _line(typed: str) -> _Line:
    words = typed.strip()
    indent = len(typed) - len(typed.lstrip())
    if found := _BULLET.match(words):
        return _Line(typed, indent, found[1], 0, words[found.end() :])
    if found := _NUMBER.match(words):
        return _Line(typed, indent, found[2], int(found[1]), words[found.end() :])
    return _Line(typed, indent, "", 0, typed)


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _follows(lines[end - 1], lines[end]):
            end += 1
        run = lines[start:end]
        if len(run) == 1:
            yield from map(Paragraph, run[0].typed.splitlines())
        elif run[0].form in ".)":
            yield Numbered(tuple((line.number, line.text) for line in run))
        else:
            yield Bullets(tuple(line.text for line in run))
        start = end


def _follows(before: _Line, line: _Line) -> bool:
    """Whether a line is the next point of the list that the one before is in."""
    if not line.form or (line.form, line.indent) != (before.form, before.indent):
        return False
    return line.form not in ".)" or line.number == before.number + 1
