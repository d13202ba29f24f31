"""A template goes into every paper: what reaches out, is hidden or is too much is refused."""

import io
import re
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from plans.uploaded.running_check import MAX_STYLES
from plans.uploaded.template_check import TemplateRefused
from plans.uploaded.word_template import HEAD, Template

from .a_word_template import a_template, logo, rewritten, with_entry

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
PIXEL = "http://elsewhere.example/pixel.png"


def head(inner: str) -> bytes:
    """A template whose head has these runs too; ``LINK`` names a link to a page, ``LOGO`` its logo."""

    def change(document: Any) -> None:
        part = document.sections[0].header.part
        link = part.relate_to(PIXEL, RT.HYPERLINK, is_external=True)
        [picture] = [key for key, one in part.rels.items() if one.reltype == RT.IMAGE]
        xml = inner.replace("LINK", link).replace("LOGO", picture)
        document.sections[0].header._element.extend(parse_xml(f"<w:hdr {SPACES}><w:p>{xml}</w:p></w:hdr>"))

    return a_template(change)


def in_lists(inner: str) -> bytes:
    """A template whose lists hold this."""

    def change(data: bytes) -> bytes:
        drawn = f'<w:numPicBullet {SPACES} w:numPicBulletId="9"><w:pict>{inner}</w:pict></w:numPicBullet>'
        return re.sub(rb"(<w:numbering\b[^>]*>)", rb"\1" + drawn.encode(), data, count=1)

    return rewritten(a_template(), numbering_xml=change)


def drawn(svg: bytes) -> bytes:
    def change(document: Any) -> None:
        part = document.sections[0].header.part
        name = PackURI("/word/media/drawn.svg")
        part.relate_to(Part(name, "image/svg+xml", svg, part.package), RT.IMAGE)

    return a_template(change)


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def code(text: str) -> str:
    kinds = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    pieces = (kinds[0], f"<w:instrText>{text}</w:instrText>", kinds[1], "<w:t>as stored</w:t>", kinds[2])
    return "".join(map(run, pieces))


def blip(attribute: str) -> str:
    return run(f"<w:drawing><wp:inline><a:graphic><a:blip {attribute}/></a:graphic></wp:inline></w:drawing>")


def shape(inner: str) -> str:
    return run(f"<w:pict><v:shape>{inner}</v:shape></w:pict>")


WHO = 'w:id="1" w:author="Jo Bloggs" w:date="2026-01-01T00:00:00Z"'
BOUND = '<w:dataBinding w:xpath="/ns0:coreProperties/ns1:creator" w:storeItemID="{0}"/>'
LINE = "</w:p><w:p>"


def hidden_by_its_style() -> bytes:
    def change(document: Any) -> None:
        document.styles.add_style("Quiet", 2).font.hidden = True
        document.styles.add_style("Quieter", 2).base_style = document.styles["Quiet"]
        document.sections[0].header.paragraphs[0].add_run("Not shown", style="Quieter")

    return a_template(change)


def tracked_in_styles() -> bytes:
    change = f"<w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>".encode()
    return rewritten(a_template(), styles_xml=lambda data: data.replace(b"</w:rPr>", change, 1))


def a_large_picture() -> bytes:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].add_run().add_picture(io.BytesIO(logo()), height=Mm(120))

    return a_template(change)


def styles_of(extra: bytes) -> bytes:
    return rewritten(
        a_template(), styles_xml=lambda data: data.replace(b"</w:styles>", extra + b"</w:styles>")
    )


def many_styles() -> bytes:
    return styles_of(b"".join(b'<w:style w:styleId="s%d"/>' % number for number in range(MAX_STYLES)))


REACHES = "kept in the file"
REFUSED = {
    "a picture by a link": (head(blip('r:link="LINK"')), REACHES),
    "a link as a picture in the file": (head(blip('r:embed="LINK"')), REACHES),
    "a picture in the file as a link": (head(blip('r:link="LOGO"')), REACHES),
    "a drawn picture by its address": (head(shape(f'<v:imagedata src="{PIXEL}"/>')), REACHES),
    "a drawn picture by Office's address": (head(shape(f'<v:imagedata o:href="{PIXEL}"/>')), REACHES),
    "a drawn picture by a link": (head(shape('<v:imagedata r:href="LINK"/>')), REACHES),
    "a drawn picture that is a link": (head(shape('<v:imagedata r:id="LINK"/>')), REACHES),
    "a drawn picture by Office's number": (head(shape('<v:imagedata o:relid="LINK"/>')), REACHES),
    "a fill by its address": (head(shape(f'<v:fill src="{PIXEL}"/>')), REACHES),
    "a fill by Office's address": (head(shape(f'<v:fill o:href="{PIXEL}"/>')), REACHES),
    "what is not there": (head(blip('r:embed="rId99"')), REACHES),
    "a list's picture by its address": (in_lists(f'<v:fill src="{PIXEL}"/>'), REACHES),
    "a list's picture by a link": (in_lists('<v:imagedata r:href="rId1"/>'), REACHES),
    "a drawing with a picture from elsewhere": (
        drawn(b'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="%s"/></svg>' % PIXEL.encode()),
        REACHES,
    ),
    "a drawing in another alphabet": (drawn(f'<svg><image href="{PIXEL}"/></svg>'.encode("utf-16")), REACHES),
    "what was put in": (head(f"<w:ins {WHO}>{run('<w:t>New</w:t>')}</w:ins>"), "tracked changes"),
    "what was taken out": (head(f"<w:del {WHO}>{run('<w:delText>Old</w:delText>')}</w:del>"), "tracked"),
    "what was moved": (head(f"<w:moveFrom {WHO}>{run('<w:t>Old</w:t>')}</w:moveFrom>"), "tracked changes"),
    "what was moved there": (head(f"<w:moveTo {WHO}>{run('<w:t>Old</w:t>')}</w:moveTo>"), "tracked changes"),
    "another look": (head(run(f"<w:rPr><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>")), "tracked"),
    "another look of a style": (tracked_in_styles(), "tracked changes"),
    "a comment": (head(run('<w:commentReference w:id="1"/>')), "delete the comments"),
    "a comment of XML": (head("<!-- Jo Bloggs, born 1 May 2012 -->"), "damaged"),
    **{
        f"{name} in a field": (head(code(f" {name} \\* MERGEFORMAT ")), "who wrote it")
        for name in ("FILENAME", "author", "USERNAME", "LASTSAVEDBY", "DOCPROPERTY Manager", "USERINITIALS")
    },
    "a simple field": (head('<w:fldSimple w:instr="AUTHOR"/>'), "who wrote"),
    "a bound author": (head(f"<w:sdt><w:sdtPr>{BOUND}</w:sdtPr><w:sdtContent/></w:sdt>"), "who wrote it"),
    "hidden text": (head(run("<w:rPr><w:vanish/></w:rPr><w:t>Not shown</w:t>")), "hidden text"),
    "text that its style hides": (hidden_by_its_style(), "hidden text"),
    "a hidden drawing": (head(run('<w:pict><v:shape style="visibility: hidden"/></w:pict>')), "hidden text"),
    "many paragraphs": (head(LINE * 25), "a third of a page"),
    "many lines": (head(run("<w:br/>" * 25)), "a third of a page"),
    "a large picture": (a_large_picture(), "a third of a page"),
    "many styles": (many_styles(), "more than 1,000 styles"),
    "large styles": (styles_of(b"<w:style/>" * 250_000), "over 2 MB without"),
    "large styles of another ending": (
        with_entry(a_template(), "word/look.png", b"\xef\xbb\xbf<w:styles>" + b"<a/>" * 600_000),
        "over 2 MB without",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_reaches_out_or_is_hidden_or_too_much_is_refused_with_what_to_do(what: str) -> None:
    content, because = REFUSED[what]
    with pytest.raises(TemplateRefused, match=because) as refused:
        Template(content)
    assert re.search(r"choose (?:the file again|that)\.$", str(refused.value))


CELL = f"<w:tc>{'<w:p/>' * 9}</w:tc>"
USED = {
    "a link to a page": head(f'<w:hyperlink r:id="LINK">{run("<w:t>Our site</w:t>")}</w:hyperlink>'),
    "a picture that is a link to a page": head(blip('r:embed="LOGO"') + run('<a:hlinkClick r:id="LINK"/>')),
    "a drawn picture": head(shape('<v:imagedata r:id="LOGO" o:title="Logo"/>')),
    "a drawing of its own": drawn(b'<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'),
    "page numbers": head(code(" PAGE ") + code(" NUMPAGES ")),
    "the title": head(code(" TITLE ")),
    "text that is expressly shown": head(run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Shown</w:t>')),
    "cells beside each other": head(f"</w:p><w:tbl><w:tr>{CELL * 4}</w:tr></w:tbl><w:p>"),
}  # fmt: skip


@pytest.mark.parametrize("what", USED)
def test_what_councils_have_in_their_heads_is_used(what: str) -> None:
    assert Template(USED[what]).running(HEAD, first=False)


def test_all_that_heads_and_feet_say_is_looked_at() -> None:
    alt = '<w:drawing><wp:inline><wp:docPr id="7" name="L" descr="Shield of Marl"/></wp:inline></w:drawing>'
    said = Template(head(run("<w:t>NHS</w:t><w:tab/><w:t>number</w:t>") + run(alt))).said
    assert "NHS number" in said
    assert "Shield of Marl" in said
    assert "County Hall, Marl Street" in said
