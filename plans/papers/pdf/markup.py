"""A document as HTML for paper. Text in it is escaped; nothing in it is fetched."""

import datetime as dt
from collections.abc import Iterator

from ..document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    Table,
)
from .charts import chart_svg
from .letters import marked_up
from .pages import LANDSCAPE, PORTRAIT, Room
from .tables import facts_html, table_html


def html_of(document: Document) -> str:
    """The whole paper, a section for each part that is read page by page."""
    moment = document.produced_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = [
        f'<!doctype html><html lang="{marked_up(document.language)}"><head><meta charset="utf-8">',
        f"<title>{_line(document.title)}</title>",
        f'<meta name="author" content="{_line(document.produced_by)}">',
        f'<meta name="description" content="{_line(document.subject)}">',
        f'<meta name="dcterms.created" content="{moment}">',
        f'<meta name="dcterms.modified" content="{moment}"></head><body>',
    ]
    for number, part in enumerate(document.chapters):
        contents = _contents(document) if document.has_contents and not number else ""
        out.append(_part(part, number, contents))
    return "".join([*out, "</body></html>"])


def _part(part: Part, number: int, contents: str) -> str:
    room = LANDSCAPE if part.is_wide else PORTRAIT
    looks = " ".join(filter(None, ("is-wide" if part.is_wide else "", "" if number else "is-first")))
    overline = f'<p class="overline">{marked_up(part.overline)}</p>' if part.overline.strip() else ""
    heading = f'<h1 id="part-{number}">{marked_up(part.heading)}</h1>'
    blocks = "".join(_blocks(part.blocks, room))
    return f'<section class="{looks}">{overline}{heading}{blocks}{contents}</section>'


def _contents(document: Document) -> str:
    items = "".join(
        f'<li data-to="#part-{number}"><a href="#part-{number}">{marked_up(part.heading)}</a></li>'
        for number, part in enumerate(document.chapters)
    )
    return f'<div class="contents"><h1>Contents</h1><ul>{items}</ul></div>'


def _blocks(blocks: tuple[Block, ...], room: Room) -> Iterator[str]:
    breaks = ""
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = " starts-page"
            continue
        yield from _block(block, room, breaks)
        breaks = ""


def _block(block: Block, room: Room, breaks: str) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f'<h{level} class="{breaks}">{marked_up(text)}</h{level}>'
        case Paragraph(text, stressed):
            yield f'<p class="{"stressed" if stressed else ""}{breaks}">{marked_up(text)}</p>'
        case Bullets(items):
            listed = "".join(f"<li>{marked_up(text)}</li>" for text in items)
            yield f'<ul class="{breaks}">{listed}</ul>'
        case Numbered(items):
            listed = "".join(
                f'<li style="counter-set: list-item {number}">{marked_up(text)}</li>'
                for number, text in items
            )
            yield f'<ol class="{breaks}">{listed}</ol>'
        case Facts(pairs):
            yield facts_html(pairs, room, breaks)
        case Table():
            yield table_html(block, room, breaks)
            if block.chart and block.rows:
                yield chart_svg(block, block.chart, room)


def _line(text: str) -> str:
    return " ".join(marked_up(text).split())
