"""The sections of a paper, their pages with a running head and a numbered foot."""

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsdecls

from ...dates import full_date
from ...uploaded.word_template import FOOT, HEAD, Template, lend
from ..document import Document
from ..plain_text import shortened
from ..text_fit import Face, width_of
from .archive import Archive
from .fields import field, right_stop
from .page import Margins, Page
from .styles import MARKING, RUNNING, Styles
from .text import on_one_line, runs

_FACE = Face(8)
_GAP = 20.0  # points that keep what stands at the left from what stands at the right
_LONGEST_HEAD = 90


class Sections:
    """The sections of a paper: one for each part, whose heading runs over its pages."""

    def __init__(
        self, document: Document, styles: Styles, archive: Archive, template: Template | None
    ) -> None:
        self._document, self._styles, self._archive, self._template = document, styles, archive, template
        self._margins = Margins(*template.margins) if template and template.margins else Margins()
        self._made: dict[tuple[str, str], str] = {}
        self._begun = False

    def page(self, *, wide: bool) -> Page:
        """A page of this paper."""
        return Page(self._margins, wide)

    def end(self, page: Page, heading: str) -> str:
        """What closes a section.

        Args:
            heading: its running head, which its first page goes without.
        """
        first = not self._begun
        self._begun = True
        head = shortened(on_one_line(heading), _LONGEST_HEAD)
        references = "".join(
            f'<w:{kind}Reference w:type="{when}" r:id="{identifier}"/>'
            for kind, when, identifier in (
                (HEAD, "default", self._part(HEAD, self._head(page, head), first=False)),
                (HEAD, "first", self._part(HEAD, self._head(page, ""), first=first)),
                (FOOT, "default", self._part(FOOT, self._foot(page), first=False)),
                (FOOT, "first", self._part(FOOT, self._foot(page), first=first)),
            )
        )
        return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{page.xml}<w:titlePg/></w:sectPr>'

    def _head(self, page: Page, heading: str) -> str:
        owner = shortened(on_one_line(self._document.owner), _LONGEST_HEAD)
        marking = on_one_line(self._document.marking)
        lines = self._line(MARKING, runs(marking)) if marking else ""
        return lines + self._pair(page, owner, runs(heading), width_of(heading, _FACE), heading != "")

    def _foot(self, page: Page) -> str:
        document = self._document
        said = f"As at {full_date(document.as_at)}{', ' if document.note else ''}{on_one_line(document.note)}"
        one = runs("1")
        number = f"{runs('Page ')}{field('PAGE', one)}{runs(' of ')}{field('NUMPAGES', one)}"
        title = self._line(RUNNING, runs(on_one_line(document.title)))
        return title + self._pair(page, said, number, width_of("Page 999 of 999", _FACE), True)

    def _pair(self, page: Page, left: str, right: str, wide: float, both: bool) -> str:
        """Two texts at the ends of a line, or on two lines where there is no room for that."""
        if not both:
            return self._line(RUNNING, runs(left))
        stop = right_stop(page.room)
        if width_of(left, _FACE) + wide + _GAP > page.room / 20:
            return self._line(RUNNING, runs(left)) + self._line(RUNNING, f"<w:r><w:tab/></w:r>{right}", stop)
        return self._line(RUNNING, f"{runs(left)}<w:r><w:tab/></w:r>{right}", stop)

    def _line(self, style: str, content: str, stops: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style]}"/>{stops}</w:pPr>{content}</w:p>'

    def _part(self, kind: str, lines: str, *, first: bool) -> str:
        """The part that holds these lines, made once, under what the council's template has there."""
        above = self._template.running(kind, first=first) if self._template else None
        key = (kind, lines if above is None else f"{id(above)} {lines}")
        if key not in self._made:
            root = "hdr" if kind == HEAD else "ftr"
            content_type, relation = (
                (CT.WML_HEADER, RT.HEADER) if kind == HEAD else (CT.WML_FOOTER, RT.FOOTER)
            )
            name = f"{kind}{len(self._made) + 1}.xml"
            own = f"<w:{root} {nsdecls('w', 'r')}>{lines}</w:{root}>"
            content = above.with_lines(own) if above else own
            identifier, part = self._archive.add(name, content_type, relation, content)
            if above:
                lend(above.part, part)
            self._made[key] = identifier
        return self._made[key]
