"""The council's own .docx: its styles, lists, margins and running heads. The rest of it is left behind.

It comes from outside: it is looked through before it is opened, and only what is named here is taken over.
"""

import copy
import io
from dataclasses import dataclass
from typing import Any, NamedTuple

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.package import Package

from .running_check import check_links, check_running, check_settled, check_styles, said_in
from .template_check import DAMAGED, NOT_WORD, TemplateRefused, check_zip

HEAD, FOOT = "header", "footer"
_TWIPS = 1440 / 25.4
_NARROWEST = round(90 * _TWIPS)  # of an upright page's text: what leaves less is no margin for a table
_PAGE_WIDTH = round(210 * _TWIPS)
_SAYS = (qn("w:t"), qn("w:drawing"), qn("w:pict"), qn("w:fldSimple"), qn("w:instrText"))


class PageMargins(NamedTuple):
    """Of its pages, in twentieths of a point; head and foot: of what runs there, from the paper's edge."""

    top: int
    right: int
    bottom: int
    left: int
    head: int
    foot: int


@dataclass(frozen=True, slots=True)
class Running:
    """What the council has at the head or foot of its pages."""

    element: Any
    part: Part

    def with_lines(self, own: str) -> bytes:
        """The same, with the paper's own lines under it.

        Args:
            own: a whole head or foot, of one paragraph or more.
        """
        both = copy.deepcopy(self.element)
        lines = list(parse_xml(own))
        lines[0].find(qn("w:pPr")).append(parse_xml(f'<w:spacing {nsdecls("w")} w:before="80"/>'))
        both.extend(lines)
        return bytes(serialize_part_xml(both))


class Template:
    """What is taken over from the council's file."""

    def __init__(self, content: bytes) -> None:
        """Raises: TemplateRefused: it cannot be used; the message says what to do instead."""
        check_zip(content)
        try:
            main: Any = Package.open(io.BytesIO(content)).main_document_part
            if main.content_type != CT.WML_DOCUMENT_MAIN:
                raise TemplateRefused(NOT_WORD)
            self.styles = _root(_related(main, RT.STYLES), "w:styles")
            check_styles(self.styles)
            self.list_part = _related(main, RT.NUMBERING, needed=False)
            self.numbering = _root(self.list_part, "w:numbering") if self.list_part else None
            theme = _related(main, RT.THEME, needed=False)
            self.theme = theme if theme is not None and not theme.rels and _well_formed(theme) else None
            sections = list(main.element.iter(qn("w:sectPr")))
            self.margins = _margins(sections)
            self._running: dict[tuple[str, str], Running] = {
                (kind, when): found
                for kind in (HEAD, FOOT)
                for when in ("default", "first")
                if (found := self._find_running(main, sections, kind, when))
            }
        except TemplateRefused:
            raise
        # A damaged file fails wherever the library first misses something.
        except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError):
            raise TemplateRefused(DAMAGED) from None

    @property
    def said(self) -> str:
        """What its heads and feet say, all of it."""
        return "\n".join(said_in(one.element) for one in self._running.values())

    def running(self, kind: str, *, first: bool) -> Running | None:
        """What is at the head or foot of a page; None where there is nothing.

        Args:
            kind: ``HEAD`` or ``FOOT``.
            first: of the first page of all, where a council may have a larger logo.
        """
        usual = self._running.get((kind, "default"))
        return self._running.get((kind, "first"), usual) if first else usual

    def _find_running(self, main: Any, sections: list[Any], kind: str, when: str) -> Running | None:
        """The first of its kind in the file that says or shows anything."""
        for section in sections:
            if when == "first" and section.find(qn("w:titlePg")) is None:
                continue
            for reference in section.findall(qn(f"w:{kind}Reference")):
                if reference.get(qn("w:type"), "default") == when:
                    part = main.related_parts[reference.get(qn("r:id"))]
                    element = _root(part, "w:hdr" if kind == HEAD else "w:ftr")
                    check_running(element, self.styles)
                    if any(next(element.iter(tag), None) is not None for tag in _SAYS):
                        return Running(element, part)
        return None


def lend(source: Part, target: Part) -> None:
    """Let a copy of a part have the pictures and links of the part that it was made from."""
    for identifier, relation in source.rels.items():
        where = relation.target_ref if relation.is_external else relation.target_part
        target.rels.add_relationship(relation.reltype, where, identifier, relation.is_external)


def _related(main: Any, kind: str, *, needed: bool = True) -> Any:
    found = [one for one in main.rels.values() if one.reltype == kind and not one.is_external]
    if not found and needed:
        raise TemplateRefused(
            "This document has no styles in it. Open it in Word, save it afresh as .docx, and choose that."
        )
    return found[0].target_part if found else None


def _root(part: Any, tag: str) -> Any:
    """A part's XML, of which pictures and links are the only things elsewhere that it may speak of."""
    element = part.element
    if element.tag != qn(tag) or element.getroottree().docinfo.doctype:
        raise TemplateRefused(DAMAGED)
    check_links(element, part.rels)
    check_settled(element)
    return element


def _well_formed(part: Part) -> bool:
    return not parse_xml(part.blob).getroottree().docinfo.doctype


def _margins(sections: list[Any]) -> PageMargins | None:
    """Those of its first section that has any; None where a table would have no room between them."""
    for section in sections:
        found = section.find(qn("w:pgMar"))
        if found is not None:
            names = ("top", "right", "bottom", "left", "header", "footer", "gutter")
            top, right, bottom, left, head, foot, gutter = (
                round(float(found.get(qn(f"w:{name}"), "0"))) for name in names
            )
            room = _PAGE_WIDTH - left - right - gutter
            possible = min(top, bottom, right, left, head, foot, gutter) >= 0 and room >= _NARROWEST
            if possible and max(top, bottom) <= 90 * _TWIPS:
                return PageMargins(top, right, bottom, left + gutter, head, foot)
    return None
