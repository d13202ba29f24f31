"""A council's own .docx gives a paper its look: what is taken over from it, and which files are refused."""

import io
import struct
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from plans.papers.document import Bullets, Column, Numbered, Paragraph, Part, Table
from plans.papers.docx import TemplateRefused, write_docx

from .a_document import a_document
from .a_word_template import BODY, a_template, another_type, bomb, logo, rewritten, with_entry
from .word_reading import SPACES, Word, q, text_of, val
from .workbooks import opened


def paper_on(template: bytes, **fields: Any) -> Word:
    return Word(write_docx(a_document(**fields), template=template))


@pytest.fixture(scope="module")
def paper() -> Word:
    return paper_on(a_template(), marking="Not for publication")


def test_the_councils_styles_are_used_and_its_text_is_not(paper: Word) -> None:
    assert val(paper.style("heading 1"), "w:rPr/w:color").lower() == "7a1f4b"
    assert paper.style("Normal").find("w:rPr/w:rFonts", SPACES).get(q("w:ascii")) == "Georgia"
    assert paper.style("Paper stressed").find("w:rPr/w:i", SPACES) is not None
    assert paper.headings[0] == (1, "Report to the Select Committee")
    assert b"<a:fontScheme" in paper.files["word/theme/theme1.xml"]
    assert BODY.encode() not in b"".join(paper.files.values())


def test_a_style_that_it_lacks_is_ours_in_its_font(paper: Word) -> None:
    for name in ("Paper fact", "Paper cell", "toc 1", "Paper table"):
        assert paper.style(name) is not None
    assert b"Arial" not in paper.files["word/styles.xml"].split(b"Paper overline")[1]
    names = [val(style, "w:name").lower() for style in paper.styles.values()]
    assert len(names) == len(set(names))
    assert len(paper.styles) == len(paper.xml["word/styles.xml"].findall("w:style", SPACES))


def test_a_column_has_room_for_the_words_of_its_head_in_a_wider_font() -> None:
    """Letters are measured as Arial's, and a word that is cut in two cannot be read."""
    word = "Confirmed-unchanged"
    table = Table((Column("Section", 60, share=1), Column(word, 10)), (("One", 1),))
    part = Part("P", "P", (table,))

    def second(template: bytes | None) -> int:
        document = a_document(parts=(part,))
        [made] = Word(write_docx(document, template=template)).tables
        return int(made.findall("w:tblGrid/w:gridCol", SPACES)[1].get(q("w:w")))

    assert second(a_template()) > 1.15 * second(None)


def test_a_charts_text_is_in_the_papers_font(paper: Word) -> None:
    fonts = {one.get("typeface") for one in paper.xml["word/charts/chart1.xml"].iter(q("a:latin"))}
    assert fonts == {"Georgia"}
    own = Word(write_docx(a_document())).xml["word/charts/chart1.xml"]
    assert {one.get("typeface") for one in own.iter(q("a:latin"))} == {"Arial"}


def test_a_charts_title_stays_with_it_whatever_the_template_says(paper: Word) -> None:
    for one in paper.body.iter(q("w:p")):
        if paper.style_of(one) == "caption":
            assert one.find("w:pPr/w:keepNext", SPACES) is not None
    assert paper.said_in("caption")


def test_its_margins_hold_on_a4_and_tables_keep_inside_them(paper: Word) -> None:
    for section in paper.sections:
        margins = section.find("w:pgMar", SPACES)
        assert [margins.get(q(f"w:{side}")) for side in ("left", "right", "top")] == ["1417", "1417", "2268"]
        assert {section.find("w:pgSz", SPACES).get(q(f"w:{side}")) for side in ("w", "h")} == {
            "11906",
            "16838",
        }
    widths = [int(table.find("w:tblPr/w:tblW", SPACES).get(q("w:w"))) for table in paper.tables]
    assert max(widths) <= 16_838 - 2 * 1417


def test_its_logo_and_address_are_on_every_page_above_what_the_paper_says(paper: Word) -> None:
    for section in paper.sections:
        for when in ("default", "first"):
            reference = section.find(f"w:headerReference[@w:type='{when}']", SPACES)
            name = paper.target(reference.get(q("r:id")))
            picture = next(paper.xml[name].iter(q("a:blip"))).get(q("r:embed"))
            assert paper.files[paper.target(picture, name)] == logo()
            assert "Not for publication" in text_of(paper.xml[name])
            foot = text_of(paper.running(section, "footer", when))
            assert foot.startswith("County Hall, Marl StreetImprovement Plan")
            assert foot.endswith("Page 1 of 1")


def test_a_head_of_its_first_page_alone_is_on_the_papers_first_page_alone() -> None:
    def change(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "Large letters"

    paper = paper_on(a_template(change))
    heads = [text_of(paper.running(section, "header", "first")) for section in paper.sections]
    assert [head.startswith("Large letters") for head in heads] == [True] + [False] * (len(heads) - 1)


def test_every_style_speaks_the_papers_language() -> None:
    def change(document: Any) -> None:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "fr-FR")
        document.styles["Normal"].element.get_or_add_rPr().append(language)

    for paper in (paper_on(a_template(change)), Word(write_docx(a_document(language="cy-GB")))):
        said = {one.get(q("w:val")) for one in paper.xml["word/styles.xml"].iter(q("w:lang"))}
        assert said == {val(paper.xml["word/settings.xml"], "w:themeFontLang")}
        assert said <= {"en-GB", "cy-GB"}


def test_its_lists_are_used_and_numbers_still_read_as_given() -> None:
    part = Part("P", "P", (Numbered(((2, "Two."), (3, "Three."), (7, "Seven."))), Bullets(("To note.",))))
    paper = paper_on(a_template(), parts=(part,))
    assert paper.numbers == ["2. Two.", "3. Three.", "7. Seven."]
    numbering = paper.xml["word/numbering.xml"]
    own = val(paper.style("List Number"), "w:pPr/w:numPr/w:numId")
    forms = {one.get(q("w:numId")): val(one, "w:abstractNumId") for one in numbering.findall("w:num", SPACES)}
    counted = next(one for one in paper.body.iter(q("w:p")) if paper.style_of(one) == "List Number")
    assert forms[val(counted, "w:pPr/w:numPr/w:numId")] == forms[own]
    note = next(one for one in paper.body.iter(q("w:p")) if paper.style_of(one) == "List Bullet")
    assert note.find("w:pPr/w:numPr", SPACES) is None
    tags = [one.tag for one in numbering if one.tag in (q("w:abstractNum"), q("w:num"))]
    assert tags == sorted(tags, key=[q("w:abstractNum"), q("w:num")].index)


def test_a_heading_with_a_number_of_its_own_loses_that_as_parts_bring_theirs() -> None:
    def change(document: Any) -> None:
        properties = document.styles["Heading 1"].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 1
        document.styles["Heading 1"].paragraph_format.page_break_before = True

    style = paper_on(a_template(change)).style("heading 1")
    assert style.find("w:pPr/w:numPr", SPACES) is None
    assert style.find("w:pPr/w:pageBreakBefore", SPACES) is None
    assert val(style, "w:pPr/w:outlineLvl") == "0"


def test_margins_that_leave_no_room_for_a_table_are_not_used() -> None:
    def change(document: Any) -> None:
        document.sections[0].left_margin = Mm(100)
        document.sections[0].right_margin = Mm(60)

    paper = paper_on(a_template(change))
    assert {one.find("w:pgMar", SPACES).get(q("w:left")) for one in paper.sections} == {"850"}


def test_a_name_that_is_taken_in_the_template_does_no_harm() -> None:
    def change(document: Any) -> None:
        document.styles.add_style("PaperFact", WD_STYLE_TYPE.PARAGRAPH)

    paper = paper_on(a_template(change))
    assert paper.said_in("Paper fact")[0] == "Title:\tImprovement plan update"


def test_the_same_template_makes_the_same_bytes() -> None:
    template = a_template()
    assert len({write_docx(a_document(), template=template) for _ in range(3)}) == 1


def head_with(tag: str, text: str, attribute: str = "") -> bytes:
    def change(document: Any) -> None:
        element = OxmlElement(tag)
        if attribute:
            element.set(qn(attribute), text)
        else:
            element.text = text
        document.sections[0].header.paragraphs[0].add_run()._r.append(element)

    return a_template(change)


def linked_picture() -> bytes:
    def change(document: Any) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        document.sections[0].header.part.rels.get_or_add_ext_rel(kind, "https://elsewhere.example/pixel.png")

    return a_template(change)


def lying_about_its_size() -> bytes:
    """The zip's list says that a large entry is small."""
    content = bytearray(with_entry(a_template(), "word/zeros.bin", bytes(5_000_000)))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, 10)
    return bytes(content)


def with_entities(styles: bytes) -> bytes:
    return styles.replace(b"<w:styles", b'<!DOCTYPE s [<!ENTITY a "b">]><w:styles', 1)


NOT_USED = {
    "no zip": (b"Dear committee,", "not a Word document"),
    "empty": (b"", "not a Word document"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word file"),
    "too large": (b"PK\x03\x04" + bytes(10 * 1024 * 1024), "over 10 MB"),
    "cut short": (a_template()[:-400], "damaged"),
    "no document in it": (rewritten(a_template(), document_xml=None), "not a Word document"),
    "no styles": (rewritten(a_template(), styles_xml=None), "damaged"),
    "no list of types": (rewritten(a_template(), Content_Types_xml=None), "not a Word document"),
    "no head that it speaks of": (rewritten(a_template(), header1_xml=None), "damaged"),
    "broken XML": (rewritten(a_template(), styles_xml=b"<w:styles"), "damaged"),
    "entities": (
        rewritten(a_template(), styles_xml=with_entities),
        "damaged",
    ),
    "other XML": (rewritten(a_template(), header1_xml=b"<html/>"), "damaged"),
    "macros by type": (another_type("ms-word.document.macroEnabled.main+xml"), "macros"),
    "macros by name": (with_entry(a_template(), "word/vbaProject.bin", b"x"), "macros"),
    "template of Word": (another_type("wordprocessingml.template.main+xml"), "not a Word document"),
    "bomb": (bomb(), "unpacks to far more"),
    "lie about its size": (lying_about_its_size(), "unpacks to far more"),
    "way out of its folder": (with_entry(a_template(), "../../etc/cron.d/x", b"x"), "damaged"),
    "two of a name": (with_entry(a_template(), "WORD/STYLES.XML", b"<x/>"), "damaged"),
    "picture from elsewhere": (linked_picture(), "kept in the file"),
    "field that reads a file": (head_with("w:instrText", ' INCLUDETEXT "C:\\\\x"'), "reads from another"),
    "field that runs a program": (head_with("w:fldSimple", "DDEAUTO x", "w:instr"), "reads from another"),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_USED)
def test_a_file_that_cannot_be_a_template_is_refused_in_a_sentence(name: str) -> None:
    content, because = NOT_USED[name]
    with pytest.raises(TemplateRefused, match=because) as refused:
        write_docx(a_document(), template=content)
    assert str(refused.value).endswith(".")


def test_a_workbook_is_refused() -> None:
    from plans.papers.xlsx import write_xlsx

    content = write_xlsx(a_document())
    assert opened(content)
    with pytest.raises(TemplateRefused, match="not a Word document"):
        write_docx(a_document(), template=content)


def test_a_paper_can_be_the_template_of_another() -> None:
    first = write_docx(a_document())
    again = Word(write_docx(a_document(parts=(Part("P", "P", (Paragraph("Said."),)),)), template=first))
    assert again.said_in("Normal") == ["Said."]
    assert io.BytesIO(first).getvalue() == first
