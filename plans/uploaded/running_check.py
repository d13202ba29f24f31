"""Heads, feet, styles and lists of a template go into every paper: nothing there reaches out or is hidden.

A paper is opened by the public and their programs. What is allowed is named here; the rest is refused.
"""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from .template_check import DAMAGED, TemplateRefused

MAX_LINES = 25
"""Of a head or foot: paragraphs and line breaks, of which a third of a page has about as many."""

MAX_STYLES = 1_000

_TALLEST = 99 * 36_000  # a third of A4, as Word counts pictures
_REACHES_OUT = re.compile(
    r"^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|LINK|DATABASE|RD|MACROBUTTON)\b",
    re.I | re.M,
)
_TELLS_OF_PEOPLE = re.compile(
    r"^\s*(?:FILENAME|AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|TEMPLATE|COMMENTS|KEYWORDS|INFO"
    r"|DOCPROPERTY|DOCVARIABLE)\b",
    re.I | re.M,
)
_PERSONAL = re.compile(r"creator|lastModifiedBy|manager|description|keywords", re.I)
_PICTURE, _HYPERLINK = "/relationships/image", "/relationships/hyperlink"
_RELATIONS = re.compile(r"\{[^}]*/officeDocument/(?:2006/)?relationships\}")
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINKS = {qn("w:hyperlink"), *(f"{_DRAWING}hlink{when}" for when in ("Click", "Hover", "MouseOver"))}
_REACHING = (
    "The head or foot of this document, or its lists, holds something other than text, links and pictures "
    "that are kept in the file. Take that out, or insert the picture afresh without linking to it, and "
    "choose the file again."
)
_DRAWN_FROM_ELSEWHERE = re.compile(
    rb"<!|<\?xml-|<\w*:?(?:script|foreignObject)|@import|href\s*=\s*[\"'](?!#|data:)|url\(\s*[\"']?(?!#|data:)|\0",
    re.I,
)
_OFF = ("0", "false", "off")
_CHANGES = re.compile(
    r"(?:ins|del|moveFrom|moveTo|\w+Change|cell(?:Ins|Del|Merge)|move(?:From|To)Range\w+|customXml\w+Range\w+"
    r"|delText|delInstrText)"
)


def check_links(element: Any, relations: dict[str, Any]) -> None:
    """Refuse a part that needs more than a picture in the file or a link to a page that somebody follows.

    A link is only what is clicked: a picture that names one is fetched by whoever opens the paper.

    Args:
        element: of the part.
        relations: of the part.
    """
    kinds = {identifier: _kind(relation) for identifier, relation in relations.items()}
    for one in _elements(element):
        for name, value in one.attrib.items():
            local = name.rsplit("}", 1)[-1]
            if local in ("href", "src"):
                raise TemplateRefused(_REACHING)
            if _RELATIONS.match(name):
                needed = _HYPERLINK if one.tag in _LINKS and local == "id" else _PICTURE
                if local not in ("id", "embed", "pict") or (value and kinds.get(value) != needed):
                    raise TemplateRefused(_REACHING)
            elif name == f"{_OFFICE}relid" and kinds.get(value) != _PICTURE:
                raise TemplateRefused(_REACHING)


def check_settled(element: Any) -> None:
    """Refuse tracked changes and comments: they say what was taken out, when and by whom."""
    for one in _elements(element):
        local = one.tag.rsplit("}", 1)[-1]
        if one.tag == qn(f"w:{local}") and (local.startswith("comment") or _CHANGES.fullmatch(local)):
            raise TemplateRefused(
                "The head or foot of this document, or its styles or lists, holds tracked changes or "
                "comments. Accept or reject the tracked changes first, delete the comments, and choose the "
                "file again."
            )


def check_running(element: Any, styles: Any) -> None:
    """Refuse a head or foot with a field that reads from elsewhere, with what is hidden, or that is too long.

    Args:
        element: of its part.
        styles: of the file (its ``w:styles``).
    """
    codes = "".join(_codes(element))
    if _REACHES_OUT.search(codes):
        raise TemplateRefused(
            "The head or foot of this document has a field that reads from another file or runs a macro. "
            "Take it out, and choose the file again."
        )
    bound = (one.get(qn("w:xpath"), "") for one in element.iter(qn("w:dataBinding")))
    if _TELLS_OF_PEOPLE.search(codes) or any(map(_PERSONAL.search, bound)):
        raise TemplateRefused(
            "The head or foot of this document has a field that tells of the file or of who wrote it, such "
            "as FILENAME or AUTHOR. Take it out, and choose the file again."
        )
    if _hides(element, styles):
        raise TemplateRefused(
            "The head or foot of this document has hidden text. Show hidden text in Word, take it out, and "
            "choose the file again."
        )
    tall = (
        int(size.get("cy", "0"))
        for inline in element.iter(qn("wp:inline"))
        for size in inline.findall(qn("wp:extent"))
    )
    if _lines(element) > MAX_LINES or any(one > _TALLEST for one in tall):
        raise TemplateRefused(
            "The head or foot of this document takes more than about a third of a page, which leaves no room "
            f"for a paper. Make it at most {MAX_LINES} lines, with pictures under 10 cm high, and choose the "
            "file again."
        )


def check_styles(styles: Any) -> None:
    """Refuse more styles than any document needs: each paper would hold them all."""
    if len(styles.findall(qn("w:style"))) > MAX_STYLES:
        raise TemplateRefused(
            f"This document has more than {MAX_STYLES:,} styles. Delete those that are not used, or start "
            "from a new document, and choose that."
        )


def said_in(element: Any) -> str:
    """What a head or foot says: its text, what pictures and links say of themselves, codes of fields."""
    lines = []
    for paragraph in element.iter(qn("w:p")):
        pieces = []
        for one in _elements(paragraph):
            if one.tag in (qn("w:t"), qn("w:instrText")):
                pieces.append(one.text or "")
            elif one.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                pieces.append(" ")
            elif one.tag in (qn("w:noBreakHyphen"), qn("w:softHyphen")):
                pieces.append("-")
        lines.append("".join(pieces))
        for one in _elements(paragraph):
            lines += [
                value
                for name, value in one.attrib.items()
                if name in ("descr", "title", "alt", "string", qn("w:tooltip"), qn("w:instr"))
            ]
    return "\n".join(line for line in lines if line.strip())


def _kind(relation: Any) -> str:
    """What a relationship is good for; one that is good for nothing is refused at once."""
    if relation.reltype.endswith(_PICTURE) and not relation.is_external:
        picture = relation.target_part.blob
        if b"<svg" in picture[:4096].replace(b"\0", b"").lower() and _DRAWN_FROM_ELSEWHERE.search(picture):
            raise TemplateRefused(_REACHING)
        return _PICTURE
    to_a_page = relation.target_ref.lower().startswith(("https://", "http://", "mailto:"))
    if relation.reltype.endswith(_HYPERLINK) and relation.is_external and to_a_page:
        return _HYPERLINK
    raise TemplateRefused(_REACHING)


def _elements(element: Any) -> Iterator[Any]:
    """All there is in it. Comments of XML, which Word does not write, are refused."""
    for one in element.iter():
        if not isinstance(one.tag, str):
            raise TemplateRefused(DAMAGED)
        yield one


def _codes(element: Any) -> Iterator[str]:
    """The codes of its fields; a code may be cut in pieces."""
    for one in element.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:fldChar")):
        if one.tag == qn("w:fldChar"):
            yield "\n" if one.get(qn("w:fldCharType")) == "begin" else ""
        else:
            yield one.text or "" if one.tag == qn("w:instrText") else f"\n{one.get(qn('w:instr'))}\n"


def _hides(element: Any, styles: Any) -> bool:
    hidden = (qn("w:vanish"), qn("w:specVanish"))
    if any(one.get(qn("w:val"), "1") not in _OFF for one in element.iter(*hidden)):
        return True
    if any(one.get("hidden", "0") not in _OFF for one in element.iter(qn("wp:docPr"))):
        return True
    if any("visibility:hidden" in one.get("style", "").replace(" ", "").lower() for one in element.iter()):
        return True
    by_id = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
    for use in element.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
        style, seen = by_id.get(use.get(qn("w:val"))), set()
        while style is not None and style not in seen:
            seen.add(style)
            said = style.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if said is not None:
                if said.get(qn("w:val"), "1") not in _OFF:
                    return True
                break
            base = style.find(qn("w:basedOn"))
            style = by_id.get(base.get(qn("w:val"))) if base is not None else None
    return False


def _lines(element: Any) -> int:
    """How many lines it has at the least; cells of a row stand beside each other."""
    total = 0
    for one in element:
        if one.tag == qn("w:p"):
            total += 1 + len(one.findall(f"{qn('w:r')}/{qn('w:br')}"))
        elif one.tag == qn("w:tr"):
            total += max((_lines(cell) for cell in one.iter(qn("w:tc"))), default=0)
        elif one.tag in (qn("w:tbl"), qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag")):
            total += _lines(one)
    return total
