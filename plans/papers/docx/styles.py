"""The look of a paper, as Word's own styles; a council's template has the say over those that it defines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from ..house_style import FONT, GREY, INK, NAVY, RULE, SHADE

NORMAL, HEADINGS = "Normal", ("heading 1", "heading 2", "heading 3")
BULLET, NUMBER, CAPTION, LINK = "List Bullet", "List Number", "caption", "Hyperlink"
CONTENTS_HEADING, CONTENTS_LINE = "TOC Heading", "toc 1"
TITLE, LABEL = "Paper title", "Paper label"
OVERLINE, STRESSED, QUIET, FACT, CHART = (
    "Paper overline", "Paper stressed", "Paper quiet", "Paper fact", "Paper chart",
)  # fmt: skip
CELL, CELL_HEAD, CELL_FIRST, CELL_TOTAL = (
    "Paper cell", "Paper column head", "Paper row head", "Paper total",
)  # fmt: skip
RUNNING, MARKING, SECTION_END, TABLE = (
    "Paper running line",
    "Paper marking",
    "Paper section end",
    "Paper table",
)

CELL_SIZE = 9.0
"""Points of the text in a table."""

INDENT = 397
"""Of the items of a list, in twentieths of a point."""

FACT_LABEL = 2835
"""Room for the name of a fact, in twentieths of a point."""

CELL_SIDE, CELL_EDGE = 95, 45
"""Room inside a cell at each side, and above and below, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style; the rest is WordprocessingML, in the schema's order.

    Attributes:
        based_on: name of the style it takes everything else from; empty for none.
        own: it is ours, and not one that Word knows.
    """

    name: str
    paragraph: str = ""
    run: str = ""
    kind: str = "paragraph"
    based_on: str = NORMAL
    following: str = ""
    more: str = ""
    own: bool = True

    @property
    def usual_id(self) -> str:
        """What it is called inside the file, unless that name is taken."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _text(size: float = 0, ink: str = "", bold: bool | None = None) -> str:
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    half = round(size * 2)
    return weight + colour + (f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if size else "")


def _space(before: float, after: float, lines: float = 1.1) -> str:
    around = f'w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"'
    return f'<w:spacing {around} w:line="{lines * 240:.0f}" w:lineRule="auto"/>'


def _line(side: str, colour: str = RULE, eighths: int = 4, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


_KEPT = "<w:keepNext/><w:keepLines/>"


def _heading(level: int, size: float, before: float, after: float) -> Style:
    paragraph = f'{_KEPT}{_space(before, after, 1.0)}<w:outlineLvl w:val="{level - 1}"/>'
    return Style(HEADINGS[level - 1], paragraph, _text(size, NAVY, bold=True), following=NORMAL, own=False)


def _listed(name: str) -> Style:
    return Style(name, f'{_space(0, 3)}<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>', own=False)


_CELL_SPACE = _space(0, 0, 1.0)
_STYLES = (
    Style(NORMAL, _space(0, 6), _text(10.5, INK), based_on="", own=False),
    _heading(1, 18, 0, 10),
    _heading(2, 13, 14, 5),
    _heading(3, 11, 10, 4),
    _listed(BULLET),
    _listed(NUMBER),
    Style(CAPTION, f"{_KEPT}{_space(16, 4)}", _text(10.5, NAVY, bold=True), own=False),
    Style(LINK, "", f'<w:color w:val="{NAVY}"/><w:u w:val="single"/>', "character", "", own=False),
    Style(CONTENTS_HEADING, f"{_KEPT}{_space(0, 12, 1.0)}", _text(18, NAVY, bold=True), own=False),
    Style(CONTENTS_LINE, _space(0, 5), own=False),
    Style(TITLE, "", _text(26), "character", ""),
    Style(LABEL, "", _text(bold=True), "character", ""),
    Style(OVERLINE, f"{_KEPT}{_space(0, 3)}", _text(10.5, GREY), following=HEADINGS[0]),
    Style(
        STRESSED,
        f"<w:keepLines/><w:pBdr>{_line('top', SHADE, 4, 4)}{_line('left', NAVY, 36, 8)}"
        f"{_line('bottom', SHADE, 4, 4)}</w:pBdr>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>{_space(14, 14)}<w:ind w:left="227"/>',
        _text(bold=True),
    ),
    Style(QUIET, _space(0, 6), _text(ink=GREY)),
    Style(
        FACT,
        f"<w:pBdr>{_line('bottom', space=3)}{_line('between', space=3)}</w:pBdr>"
        f'{_space(0, 3, 1.05)}<w:ind w:left="{FACT_LABEL}" w:hanging="{FACT_LABEL}"/>',
    ),
    Style(CHART, _space(0, 6, 1.0)),
    Style(CELL, _CELL_SPACE, _text(CELL_SIZE)),
    Style(CELL_HEAD, f"<w:keepNext/>{_CELL_SPACE}", _text(CELL_SIZE, NAVY, bold=True), based_on=CELL),
    Style(CELL_FIRST, _CELL_SPACE, _text(bold=True), based_on=CELL),
    Style(CELL_TOTAL, _CELL_SPACE, _text(bold=True), based_on=CELL),
    Style(RUNNING, _space(0, 0, 1.0), _text(8, GREY)),
    Style(MARKING, f'{_space(0, 3, 1.0)}<w:jc w:val="center"/>', _text(9, INK, bold=True)),
    # Holds the end of a section that closes with a table; as small as a paragraph can be.
    Style(SECTION_END, '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>', _text(1)),
    Style(
        TABLE,
        kind="table",
        based_on="",
        more=f"<w:tblPr><w:tblBorders>{_line('bottom')}{_line('insideH')}</w:tblBorders><w:tblCellMar>"
        f'<w:top w:w="{CELL_EDGE}" w:type="dxa"/><w:left w:w="{CELL_SIDE}" w:type="dxa"/>'
        f'<w:bottom w:w="{CELL_EDGE}" w:type="dxa"/><w:right w:w="{CELL_SIDE}" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
        f'{_line("bottom", NAVY, 8)}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
        f'<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr><w:tblStylePr w:type="lastRow"><w:tblPr/><w:tcPr>'
        f"<w:tcBorders>{_line('top', NAVY, 8)}</w:tcBorders></w:tcPr></w:tblStylePr>",
    ),
)  # fmt: skip
_PLAIN = f"""<w:styles {nsdecls("w")}><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:lang/></w:rPr>\
</w:rPrDefault><w:pPrDefault/></w:docDefaults></w:styles>"""


class Styles:
    """The styles of one file."""

    def __init__(self, language: str, template: Any = None) -> None:
        """Args: template: the ``w:styles`` of the council's file, which is changed; None for our own."""
        self.element = template if template is not None else parse_xml(_PLAIN)
        found = [
            style for style in self.element.findall(qn("w:style")) if style.find(qn("w:name")) is not None
        ]
        self._by_name = {style.find(qn("w:name")).get(qn("w:val")).lower(): style for style in found}
        self._taken = {style.get(qn("w:styleId")) for style in found}
        for style in _STYLES:
            if style.name.lower() not in self._by_name:
                self._add(style)
        for level, name in enumerate(HEADINGS):
            self._make_heading(self._by_name[name], level)
        self._speak(language)

    def __getitem__(self, name: str) -> str:
        """What a style is called inside the file."""
        return str(self._by_name[name.lower()].get(qn("w:styleId")))

    def list_number(self, name: str) -> int:
        """The list that a style, or one that it is based on, belongs to; 0 if to none."""
        by_id = {style.get(qn("w:styleId")): style for style in self._by_name.values()}
        style, seen = self._by_name[name.lower()], 0
        while style is not None and seen < len(by_id):
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                return int(number.get(qn("w:val")))
            base = style.find(qn("w:basedOn"))
            style, seen = by_id.get(base.get(qn("w:val"))) if base is not None else None, seen + 1
        return 0

    @property
    def font(self) -> str:
        """Of the paper's text; empty where it is the theme's."""
        for place in (self._by_name[NORMAL.lower()], self.element.find(qn("w:docDefaults"))):
            fonts = next(place.iter(qn("w:rFonts")), None) if place is not None else None
            if fonts is not None:
                themed = fonts.get(qn("w:asciiTheme")) is not None
                return "" if themed else fonts.get(qn("w:ascii"), "")
        return ""

    def _add(self, style: Style) -> None:
        identifier = style.usual_id
        while identifier in self._taken:
            identifier += "Paper"
        attributes = f'w:type="{style.kind}" w:styleId="{identifier}"'
        if style.name == NORMAL:
            attributes += ' w:default="1"'
        if style.own:
            attributes += ' w:customStyle="1"'
        relations = "".join(
            f'<w:{tag} w:val="{escape(self[name])}"/>'
            for tag, name in (("basedOn", style.based_on), ("next", style.following))
            if name
        )
        content = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
        content += f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
        element = parse_xml(
            f'<w:style {nsdecls("w")} {attributes}><w:name w:val="{style.name}"/>{relations}<w:qFormat/>'
            f"{content}{style.more}</w:style>"
        )
        self.element.append(element)
        self._by_name[style.name.lower()] = element
        self._taken.add(identifier)

    def _make_heading(self, style: Any, level: int) -> None:
        """A heading has its level, and nothing of its own that our headings say already, such as a number."""
        properties = style.find(qn("w:pPr"))
        if properties is None:
            properties = parse_xml(f"<w:pPr {nsdecls('w')}/>")
            run = style.find(qn("w:rPr"))
            if run is not None:
                run.addprevious(properties)
            else:
                style.append(properties)
        for tag in ("w:numPr", "w:pageBreakBefore", "w:outlineLvl"):
            for found in properties.findall(qn(tag)):
                properties.remove(found)
        if properties.find(qn("w:keepNext")) is None:
            properties.insert(0, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))

    def _speak(self, language: str) -> None:
        """Every style is in the paper's language, or spelling and screen readers go by another."""
        said: Iterable[Any] = self.element.iter(qn("w:lang"))
        for one in said:
            one.set(qn("w:val"), language)
        if self.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}") is None:
            normal = self._by_name[NORMAL.lower()]
            run = normal.find(qn("w:rPr"))
            if run is None:
                run = parse_xml(f"<w:rPr {nsdecls('w')}/>")
                normal.append(run)
            if run.find(qn("w:lang")) is None:
                run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{language}"/>'))
