"""A paper as a Word document that a clerk can put in a pack unchanged. Knows nothing of plans."""

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsdecls

from ...uploaded.template_check import TemplateRefused
from ...uploaded.word_template import Template, lend
from ..document import Document
from .archive import Archive
from .contents import CONTENTS, add_contents
from .flow import Flow
from .numbering import Numbering
from .parts import PartWriter
from .sections import Sections
from .settings import settings_xml
from .styles import Styles

__all__ = ["CONTENT_TYPE", "Template", "TemplateRefused", "write_docx"]

CONTENT_TYPE = CT.WML_DOCUMENT


def write_docx(document: Document, *, template: bytes | None = None) -> bytes:
    """The document as a Word file: its chapters in order, a section of pages for each.

    The same document and template always make the same bytes. Text is the document's, character for
    character, but that every line break is Word's own and a character which no XML file can hold is
    ``\\ufffd``; the running head and the list of contents have it on one line, without the spaces around it.

    Args:
        document: has at least one chapter. Its data parts are left out.
        template: the council's own .docx, whose styles, lists, margins, heads and feet are used; what it has
            not is ours, and its text is left behind.

    Raises:
        TemplateRefused: the template cannot be used.
    """
    own = Template(template) if template is not None else None
    archive = Archive()
    styles = Styles(document.language, own.styles if own else None)
    numbering = Numbering(styles, own.numbering if own else None)
    sections = Sections(document, styles, archive, own)
    flow = Flow(styles)
    writer = PartWriter(document, flow, styles, numbering, archive)
    chapters = document.chapters
    closing = ""
    for index, part in enumerate(chapters):
        page = sections.page(wide=part.is_wide)
        writer.write(part, page)
        closing = sections.end(page, part.heading)
        is_last = index == len(chapters) - 1
        listed = document.has_contents and not index
        if not is_last or listed:
            flow.end_section(closing)
        if listed:
            page = sections.page(wide=False)
            add_contents(flow, [chapter.heading for chapter in chapters], styles, page.room)
            closing = sections.end(page, CONTENTS)
            if not is_last:
                flow.end_section(closing)
    _add_parts(document, archive, styles, numbering, own)
    body = flow.xml(closing)
    spaces = nsdecls("w", "r", "wp", "a", "c")
    return archive.bytes(f"<w:document {spaces}><w:body>{body}</w:body></w:document>", document)


def _add_parts(
    document: Document, archive: Archive, styles: Styles, numbering: Numbering, own: Template | None
) -> None:
    archive.add("styles.xml", CT.WML_STYLES, RT.STYLES, serialize_part_xml(styles.element))
    archive.add("settings.xml", CT.WML_SETTINGS, RT.SETTINGS, settings_xml(document.language))
    _, lists = archive.add(
        "numbering.xml", CT.WML_NUMBERING, RT.NUMBERING, serialize_part_xml(numbering.element)
    )
    if own and own.list_part:
        lend(own.list_part, lists)
    if own and own.theme:
        archive.add("theme/theme1.xml", CT.OFC_THEME, RT.THEME, own.theme.blob)
