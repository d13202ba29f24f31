"""An A4 page, upright or on its side."""

from dataclasses import dataclass

TWIPS = 1440 / 25.4
"""Twentieths of a point, as Word counts, in a millimetre."""

_SHORT, _LONG = round(210 * TWIPS), round(297 * TWIPS)


@dataclass(frozen=True, slots=True)
class Margins:
    """Of a page, in twentieths of a point; head and foot are of the running lines from the paper's edge."""

    top: int = round(23 * TWIPS)
    right: int = round(15 * TWIPS)
    bottom: int = round(20 * TWIPS)
    left: int = round(15 * TWIPS)
    head: int = round(9 * TWIPS)
    foot: int = round(9 * TWIPS)


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        wide: it lies on its side.
    """

    margins: Margins
    wide: bool

    @property
    def room(self) -> int:
        """Between the side margins, in twentieths of a point."""
        return (_LONG if self.wide else _SHORT) - self.margins.left - self.margins.right

    @property
    def height(self) -> int:
        """Between the upper and lower margins, in the same."""
        return (_SHORT if self.wide else _LONG) - self.margins.top - self.margins.bottom

    @property
    def xml(self) -> str:
        """The paper and its margins, as a section's properties have them."""
        across, down = (_LONG, _SHORT) if self.wide else (_SHORT, _LONG)
        lies = ' w:orient="landscape"' if self.wide else ""
        m = self.margins
        return (
            f'<w:pgSz w:w="{across}" w:h="{down}"{lies}/><w:pgMar w:top="{m.top}" w:right="{m.right}" '
            f'w:bottom="{m.bottom}" w:left="{m.left}" w:header="{m.head}" w:footer="{m.foot}" w:gutter="0"/>'
        )
