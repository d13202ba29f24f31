"""Inline HTML and Markdown, as text extractors leave them, turned into plain lines and cells."""

import html
import re
from collections.abc import Iterator

from .headings import list_heading, numbered

# Only what marks up words: any other tag is left as the text it may be.
_TAG = re.compile(
    r"<(/?)(ol|ul|li|p|br|i|b|em|strong|u|s|sup|sub|span|div|font|a|h[1-6]|table|thead|tbody|tr|td|th)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_BREAKS = {"p", "br", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_BOLD = re.compile(r"\*\*+")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\t]{1,300}?)(?<=[^\s*])\*(?![\w*])")
_RULE_CELL = re.compile(r":?-{2,}:?")
BULLET = "\u2022"
_OWN_MARK = re.compile(r"^\s*[-\u2013\u25aa\u2022]\s+")
_UNORDERED_MARK = re.compile(r"(?:^|(?<=[;:.,)])|(?<=\band)|(?<=\bor))\s*[-\u2013\u25aa\u2022]\s+")


def pieces(line: str) -> Iterator[str]:
    """A line of the text as one or more lines without markup.

    Args:
        line: as it stands: cells parted by tabs, or by ``|`` as in a Markdown table, or by ``<td>``.

    Yields:
        Lines of text or, where there are cells, one line with them parted by tabs (a line break within a
        cell is kept as ``\\n``).
    """
    line = _pipes_to_tabs(line)
    marked = _TAG.sub(_mark, line)
    if "\x02" in marked:
        marked = marked.replace("\x02", "\t").removeprefix("\t")
    cells = marked.split("\t")
    if sum(bool(cell.strip(" \x01\x03\x04\x05")) for cell in cells) > 1:
        yield "\t".join(_cell(cell) for cell in cells)
        return
    indent = len(line) - len(line.lstrip(" "))
    trailing = "\t" * (len(cells) - 1 - next((i for i, cell in enumerate(cells) if cell.strip()), 0))
    leading = "\t" * next((i for i, cell in enumerate(cells) if cell.strip()), 0)
    for part in _parts("".join(cells)):
        if text := " ".join(html.unescape(_emphasis(part)).split()):
            yield f"{leading}{' ' * indent}{text}{trailing}"


def _mark(match: re.Match[str]) -> str:
    """A tag as a control character: 1 a break, 2 a cell, 3 an item, 4 and 5 around an unordered list."""
    closing, name = match[1], match[2].lower()
    if name == "li":
        return "\x01" if closing else "\x03"
    if name == "ul":
        return "\x05" if closing else "\x04"
    if name in _CELLS:
        return "" if closing else "\x02"
    return "\x01" if name in _BREAKS or name == "ol" else ""


def _parts(text: str) -> Iterator[str]:
    """The lines that markup makes of one: breaks, items, headings in bold run together with text."""
    for block in text.split("\x01"):
        for index, run in enumerate(re.split(r"(\x04[^\x05]*\x05?)", block)):
            if index % 2 and "\x03" not in run:  # a list without item tags: its marks are all there is
                run = _UNORDERED_MARK.sub("\x03", run.strip("\x04\x05 "))
            first, *items = run.strip("\x04\x05").split("\x03")
            yield from _bold_headings(first)
            yield from (f"{BULLET} {_OWN_MARK.sub('', item).strip()}" for item in items if item.strip())


def _bold_headings(text: str) -> Iterator[str]:
    """Part ``TITLE**HEADING****HEADING:**`` into its headings; bold within a sentence stays in it."""
    bits = _BOLD.split(text)
    if len(bits) > 2 and not bits[-1].strip() and all(map(_is_heading, bits[1:-1])):
        yield from bits
    else:
        yield _BOLD.sub("", text)


def _is_heading(text: str) -> bool:
    found = numbered(text.strip())
    return bool(list_heading(text) or (found and found.labelled))


def _emphasis(text: str) -> str:
    return re.sub(r"^\s*#{1,6}\s+", "", _ITALIC.sub(r"\1", _BOLD.sub("", text)))


def _cell(cell: str) -> str:
    parts = (
        " ".join(html.unescape(_emphasis(part)).split()) for part in re.split(r"[\x01\x03\x04\x05]", cell)
    )
    return "\n".join(part for part in parts if part)


def _pipes_to_tabs(line: str) -> str:
    stripped = line.strip()
    if len(stripped) < 3 or not (stripped.startswith("|") and stripped.endswith("|")):
        return line
    cells = [cell.strip() for cell in stripped[1:-1].split("|")]
    if any(cells) and all(not cell or _RULE_CELL.fullmatch(cell) for cell in cells):
        return ""
    return "\t".join(cells)
