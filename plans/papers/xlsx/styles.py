"""The look of the workbook: a few cell styles, each made once in a workbook and shared by all its cells."""

from functools import cache
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils.indexed_list import IndexedList

from ..document import Align, Tone
from ..house_style import FONT, INK, NAVY, RULE
from ..text_fit import Face

BODY, HEAD, DATA, DATA_HEAD = Face(10), Face(9, bold=True), Face(9), Face(9, bold=True)
TITLE, COVER_TITLE, SUBHEAD, MINOR, OVERLINE, STRONG = (
    Face(16, bold=True), Face(26, bold=True), Face(11, bold=True), Face(10, bold=True), Face(10),
    Face(10, bold=True),
)  # fmt: skip
DAY = "[$-809]d mmm yyyy"  # English month names whatever the reader's own language
MOMENT = "[$-809]d mmm yyyy hh:mm"
COUNT = "#,##0"


class Look(NamedTuple):
    """A cell style in words.

    Attributes:
        rule: the line below: none, ``thin`` or ``strong``.
        number: a number format; such a cell is never wrapped.
        boxed: has lines at both sides.
        quoted: stays text when somebody edits it, as after an apostrophe.
        low: at the foot of its row.
    """

    face: Face = BODY
    ink: str = INK
    fill: str = ""
    align: str = Align.START.value
    middle: bool = False
    rule: str = ""
    number: str = ""
    boxed: bool = False
    indent: bool = False
    quoted: bool = False
    low: bool = False


def set_default_font(book: Workbook) -> None:
    """Make Arial 10 the font that column widths are counted in, so that they come out the same everywhere."""
    book._fonts = IndexedList([Font(name=FONT, size=10, family=2)])
    book._named_styles["Normal"].font = Font(name=FONT, size=10, family=2)


@cache
def mark_look(tone: Tone) -> Look:
    """How a status is printed."""
    bold = Face(9, bold=tone not in (Tone.NOT_RATED, Tone.NOT_ASKED))
    return Look(bold, tone.ink, tone.fill, Align.CENTRE.value, middle=True, rule="thin", boxed=True)


class Styles:
    """The styles of one workbook, as openpyxl numbers them."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[Look, str] = {}

    def __getitem__(self, look: Look) -> str:
        """The number of a look's style in the workbook."""
        if look not in self._made:
            self._made[look] = str(self._make(look))
        return self._made[look]

    def _make(self, look: Look) -> int:
        cell = StyleableObject(self._sheet)
        cell.font = _font(look.face, look.ink)
        cell.alignment = _alignment(look.align, _upright(look), look.indent, not look.number)
        cell.border = _border(look.rule, look.boxed, look.fill)
        if look.fill:
            cell.fill = _fill(look.fill)
        if look.number:
            cell.number_format = look.number
        cell.quotePrefix = int(look.quoted)
        return int(cell.style_id)


def _upright(look: Look) -> str:
    return "center" if look.middle else "bottom" if look.low else "top"


@cache
def _font(face: Face, ink: str) -> Font:
    return Font(name=FONT, size=face.size, bold=face.bold, color=ink, family=2)


@cache
def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


@cache
def _alignment(across: str, upright: str, indent: bool, wrap: bool) -> Alignment:
    return Alignment(horizontal=across, vertical=upright, indent=int(indent), wrap_text=wrap)


@cache
def _border(rule: str, boxed: bool, fill: str) -> Border:
    below = {"": None, "thin": Side("thin", color=RULE), "strong": Side("medium", color=NAVY)}[rule]
    # Between two coloured cells a white line keeps them apart.
    beside = Side("thin", color="ffffff" if fill not in ("", "ffffff") else RULE) if boxed else None
    return Border(bottom=below, left=beside, right=beside)
