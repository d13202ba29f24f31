"""The parts of a paper, block by block."""

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from ..document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    StackedBars,
    Table,
    Value,
)
from ..in_words import in_words
from ..text_fit import Face, width_of
from .archive import Archive
from .chart import chart_xml, drawing_xml, figures
from .chart_data import figures_workbook
from .contents import bookmarked
from .flow import Flow
from .numbering import Numbering
from .page import Page
from .styles import (
    BULLET,
    CAPTION,
    CHART,
    FACT,
    FACT_LABEL,
    HEADINGS,
    LABEL,
    NORMAL,
    NUMBER,
    OVERLINE,
    QUIET,
    STRESSED,
    TITLE,
    Styles,
)
from .table import mark_ink, table_xml
from .text import plain, runs

_LABEL = Face(10.5, bold=True)

_KEPT_TOGETHER = 12
"""Facts that stand on one page; of more, some may run on over the next."""


class PartWriter:
    """Writes the parts of one paper, in order."""

    def __init__(
        self, document: Document, flow: Flow, styles: Styles, numbering: Numbering, archive: Archive
    ) -> None:
        self._document, self._flow, self._styles = document, flow, styles
        self._numbering, self._archive = numbering, archive
        self._parts = self._charts = 0

    def write(self, part: Part, page: Page) -> None:
        """Write a part.

        Args:
            page: what it is printed on.
        """
        if part.overline:
            self._say(OVERLINE, part.overline)
        large = "" if self._parts else f'<w:rStyle w:val="{self._styles[TITLE]}"/>'
        heading = bookmarked(self._parts, runs(part.heading, large))
        self._flow.paragraph(HEADINGS[0], heading, part.heading)
        self._parts += 1
        under = part.heading
        for block in part.blocks:
            if isinstance(block, Heading):
                under = block.text
            self._block(block, page, under)

    def _block(self, block: Block, page: Page, under: str) -> None:
        match block:
            case Heading(text, level):
                self._say(HEADINGS[level - 1], text)
            case Paragraph(text, stressed):
                self._say(STRESSED if stressed else NORMAL, text)
            case Bullets(items):
                for item in items:
                    self._say(BULLET, item, listed=self._numbering.bullets)
            case Numbered(items):
                self._numbered(items)
            case Facts(pairs):
                together = len(pairs) <= _KEPT_TOGETHER
                for number, (name, value) in enumerate(pairs, start=1):
                    self._fact(name, value, kept=together and number < len(pairs))
            case Table():
                self._table(block, page, under)
            case PageBreak():
                self._flow.break_page()

    def _say(self, style: str, text: str, *, listed: str = "") -> None:
        if text.strip():
            self._flow.paragraph(style, runs(text), text, list_or_tabs=listed)

    def _numbered(self, items: tuple[tuple[int, str], ...]) -> None:
        places = self._numbering.given([number for number, _ in items])
        for (number, text), listed in zip(items, places, strict=True):
            label = "" if listed else f"{number}.\t"
            self._flow.paragraph(NUMBER, runs(label + text), text, list_or_tabs=listed)

    def _fact(self, name: str, value: Value, *, kept: bool) -> None:
        label = runs(f"{name}:", f'<w:rStyle w:val="{self._styles[LABEL]}"/>')
        # A long name has a line of its own, so that the value still stands under the others.
        fits = width_of(plain(f"{name}:"), _LABEL) < FACT_LABEL / 20 - 6 and "\n" not in plain(name)
        said = in_words(value)
        if isinstance(value, Mark):
            fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{value.tone.fill}"/>'
            # Spaces that do not break give the colour a little room at either side of the word.
            shown = runs(f"\u00a0{said}\u00a0", mark_ink(value.tone) + fill)
        else:
            shown = runs(said)
        between = "" if not said else "<w:r><w:tab/></w:r>" if fits else "<w:r><w:br/></w:r>"
        self._flow.paragraph(FACT, label + between + shown, said, kept=kept)

    def _table(self, table: Table, page: Page, under: str) -> None:
        if not table.rows and not table.total:
            self._say(QUIET, table.empty)
            return
        before, after = table_xml(table, self._styles, title=under, room=page.room, page=page.height)
        self._flow.table(before, after)
        if table.chart and table.rows:
            self._chart(table.chart, table, page)

    def _chart(self, bars: StackedBars, table: Table, page: Page) -> None:
        self._charts += 1
        number = self._charts
        identifier, part = self._archive.add(f"charts/chart{number}.xml", CT.DML_CHART, RT.CHART, b"")
        data = figures_workbook(figures(bars, table), made_at=self._document.produced_at)
        workbook = self._archive.add_to(
            part, f"embeddings/chart{number}.xlsx", CT.SML_SHEET, RT.PACKAGE, data
        )
        self._archive.fill(part, chart_xml(bars, table, workbook=workbook, font=self._styles.font))
        self._say(CAPTION, bars.title)
        shown = drawing_xml(bars, table, number=number, chart=identifier, room=page.room)
        self._flow.paragraph(CHART, shown)
