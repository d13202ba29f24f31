"""The head and foot of every page: artifacts, which a screen reader passes over."""

from typing import NamedTuple

from ...dates import full_date
from ..document import Document
from .letters import quoted


class Room(NamedTuple):
    """What a page has between its margins, in millimetres."""

    width: float
    height: float


PORTRAIT, LANDSCAPE = Room(180, 260), Room(267, 173)
"""A4, upright and on its side, less the margins in ``paper.css``."""


def page_style(document: Document, families: str) -> str:
    """The style of the margins: whose paper it is, its marking, the chapter; what it is, and page x of y.

    Args:
        families: the fonts, as a style sheet names them.
    """
    foot = ", ".join(filter(None, (document.title, f"as at {full_date(document.as_at)}", document.note)))
    boxes = {
        "top-left": quoted(document.owner),
        "top-center": quoted(document.marking) if document.marking.strip() else "none",
        "top-right": "string(chapter, first-except)",
        "bottom-left": quoted(foot),
        "bottom-right": '"Page " counter(page) " of " counter(pages)',
    }
    margins = "".join(
        f"@{place} {{ content: {content}; {_LOOKS[place]} }}\n" for place, content in boxes.items()
    )
    return f"@page {{ font-family: {families}; {_RUNNING}\n{margins}}}\n"


_RUNNING = "font-size: 8pt; color: #505a5f;"
_LOOKS = {
    "top-left": "width: 30%; text-align: left; vertical-align: bottom; padding-bottom: 5mm;",
    "top-center": "width: 40%; text-align: center; vertical-align: bottom; padding-bottom: 5mm; "
    "font-weight: bold; color: #0b0c0c;",
    "top-right": "width: 30%; text-align: right; vertical-align: bottom; padding-bottom: 5mm;",
    "bottom-left": "width: 87%; text-align: left; vertical-align: top; padding-top: 4mm;",
    "bottom-right": "width: 13%; text-align: right; vertical-align: top; padding-top: 4mm;",
}
