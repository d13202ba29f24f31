"""Styles of a council's Word document whose colour not everybody can read on white paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_USED = (
    "Normal",
    "heading 1",
    "heading 2",
    "heading 3",
    "List Bullet",
    "List Number",
    "caption",
    "Hyperlink",
)
_TEXT, _LARGE = 4.5, 3.0  # to one; WCAG 2.2, 1.4.3
_LARGE_SIZE, _LARGE_BOLD_SIZE = 36, 28  # half points, as Word counts: 18 and 14 points


@dataclass(frozen=True, slots=True)
class Faint:
    """A style that is too faint.

    Attributes:
        name: as Word calls it, with a capital.
        contrast, needed: of its text with white, to one; and what WCAG asks of text of that size.
    """

    name: str
    contrast: float
    needed: float


def faint_styles(styles: Any) -> tuple[Faint, ...]:
    """Those of the styles that papers use.

    Args:
        styles: the ``w:styles`` of the file (``Template.styles``).
    """
    return tuple(_faint(styles))


def _faint(styles: Any) -> Iterator[Faint]:
    found = [style for style in styles.findall(qn("w:style")) if style.find(qn("w:name")) is not None]
    by_name = {style.find(qn("w:name")).get(qn("w:val"), "").lower(): style for style in found}
    by_id = {style.get(qn("w:styleId")): style for style in found}
    for name in _USED:
        style = by_name.get(name.lower())
        if style is None:
            continue
        runs = list(_runs(style, by_id, styles))
        contrast = _with_white(_said(runs, "w:color") or "auto")
        size = _said(runs, "w:sz") or ""
        is_bold = _said(runs, "w:b", default="1") in ("1", "true", "on")
        large = _LARGE_BOLD_SIZE if is_bold else _LARGE_SIZE
        needed = _LARGE if size.isdecimal() and int(size) >= large else _TEXT
        if contrast < needed:
            yield Faint(name[:1].upper() + name[1:], contrast, needed)


def _runs(style: Any, by_id: dict[Any, Any], styles: Any) -> Iterator[Any]:
    """What a style says of its text, then what those say that it is based on, and the file as a whole."""
    seen: set[int] = set()
    while style is not None and id(style) not in seen:
        seen.add(id(style))
        yield style.find(qn("w:rPr"))
        base = style.find(qn("w:basedOn"))
        style = by_id.get(base.get(qn("w:val"))) if base is not None else None
    yield styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")


def _said(runs: list[Any], tag: str, *, default: str = "") -> str | None:
    """The first value that is said; ``default`` where the tag stands alone, None where none is."""
    for run in runs:
        one = run.find(qn(tag)) if run is not None else None
        if one is not None:
            return str(one.get(qn("w:val"), default))
    return None


def _with_white(colour: str) -> float:
    """The contrast of a colour with white; what is not written as six hexadecimal digits is Word's black."""
    try:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    except ValueError:
        return 21.0
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
