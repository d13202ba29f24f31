"""The parts of a paper, each on its sheet."""

from ..document import (
    Align,
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Mark,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    Table,
    Value,
)
from ..house_style import GREY, NAVY, SHADE
from .sheet import SheetWriter
from .styles import BODY, COVER_TITLE, MINOR, OVERLINE, STRONG, SUBHEAD, TITLE, Look, mark_look
from .tables import LaidTable, least_height, number_format, write_table

_ITEM = 3.5  # points of air in a row of a list
_WIDEST_FOR_LABELS = 24.0  # characters of a first column with bullets in it; a cover's has fewer
_SOME_LINES = 48.0  # points of a text that must stand under its heading
_OVER_COVER = 60.0
_HEADINGS = {2: (Look(SUBHEAD, ink=NAVY, middle=True), 12.0), 3: (Look(MINOR, ink=NAVY, low=True), 8.0)}
_LABEL = Look(ink=GREY, align=Align.END.value, indent=True)
_SPARE = (Column("", 26), Column("", 60, share=1))


def sheet_columns(part: Part) -> tuple[Column, ...]:
    """The columns of a part's sheet: its table's, and more beside a single one, for what is numbered."""
    if part.table is None:
        return (Column("", 34), *_SPARE)
    columns = part.table.columns
    return columns if len(columns) > 1 else (*columns, *_SPARE)


def write_part(part: Part, writer: SheetWriter, *, first: bool) -> str:
    """Write a part, its heading in the sheet's first cell.

    Args:
        first: it is the first of the paper, whose heading is the largest.

    Returns:
        What its chart shows, in words; empty where it has none.
    """
    _write_title(part, writer, first=first)
    laid = {id(block): LaidTable(block, writer) for block in part.blocks if isinstance(block, Table)}
    described = ""
    neighbours = zip((None, *part.blocks), part.blocks, (*part.blocks[1:], None), strict=False)
    for before, block, following in neighbours:
        match block:
            case Heading(text, level):
                look, gap = _HEADINGS[min(level, 3)]
                height = writer.prose_height(text, look, gap=gap)
                beneath = laid.get(id(following))
                writer.keep_together(
                    height + (least_height(beneath, writer) if beneath else _least_height(following, writer))
                )
                writer.prose(text, look, gap=gap)
            case Paragraph(text, stressed):
                writer.prose(text, Look(STRONG, fill=SHADE) if stressed else Look(), gap=8)
            case Bullets(items):
                for text in items:
                    _item("•", text, writer)
            case Numbered(items):
                for number, text in items:
                    _item(f"{number}.", text, writer)
            case Facts(pairs):
                for name, value in pairs:
                    _fact(name, value, writer)
            case PageBreak():
                writer.start_page()
            case Table():
                described = write_table(laid[id(block)], writer, kept=isinstance(before, Heading))
    return described


def _write_title(part: Part, writer: SheetWriter, *, first: bool) -> None:
    """The heading, and under it what other formats have over it: a sheet's first cell is its title."""
    face, air, gap = (COVER_TITLE, _OVER_COVER, 14.0) if first else (TITLE, 0.0, 6.0)
    look = Look(face, ink=NAVY, low=first and bool(part.overline), middle=first and not part.overline)
    writer.prose(part.heading, look, gap=0 if part.overline else gap, above=air)
    if part.overline:
        writer.prose(part.overline, Look(OVERLINE, ink=GREY), gap=gap)


def _item(label: str, text: str, writer: SheetWriter) -> None:
    if _labels_apart(writer):
        writer.prose(text, Look(), first=1, label=(label, _LABEL), gap=_ITEM)
    else:
        writer.prose(f"{label} {text}", Look(), gap=_ITEM)


def _labels_apart(writer: SheetWriter) -> bool:
    """Whether bullets and numbers stand in the first column: in a wide one they lie far from its edge."""
    return writer.widths[0] <= _WIDEST_FOR_LABELS


def _fact(name: str, value: Value, writer: SheetWriter) -> None:
    label = (name, Look(STRONG, ink=NAVY))
    if isinstance(value, str):
        writer.prose(value, Look(), first=1, label=label, gap=6)
    else:
        long_month = number_format(value).replace("mmm ", "mmmm ")
        look = mark_look(value.tone) if isinstance(value, Mark) else Look(align="left", number=long_month)
        writer.fact(label, (value, look), gap=6)


def _least_height(block: Block | None, writer: SheetWriter) -> float:
    """What of a block that is no table must stand on the same page as the heading over it."""
    match block:
        case Numbered(((_, text), *_)) | Bullets((text, *_)):
            first = int(_labels_apart(writer))
            return min(writer.prose_height(text, Look(), first=first, gap=_ITEM), _SOME_LINES)
        case Paragraph(text):
            return min(writer.prose_height(text, Look(), gap=8), _SOME_LINES)
        case Facts(pairs) if pairs:
            return BODY.line * 2
        case Heading(text, level):
            return writer.prose_height(text, _HEADINGS[min(level, 3)][0], gap=12) + _SOME_LINES
    return 0
