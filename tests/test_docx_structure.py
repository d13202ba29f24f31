"""The Word document's structure: what a screen reader goes by, and how it is printed."""

import dataclasses
import datetime as dt
import itertools
from typing import Any

import pytest

from plans.papers.document import (
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
    Tone,
)
from plans.papers.docx import write_docx

from .a_document import MARKS, a_chart, a_document, a_table, hard_part
from .word_reading import SPACES, Word, q, rows_of, text_of, val


def paper_of(*blocks: Block, **fields: Any) -> Word:
    """A paper of one part with these blocks, read back."""
    part = Part("One", "Part one", blocks)
    return Word(write_docx(a_document(parts=(part,), has_contents=False, **fields)))


@pytest.fixture(scope="module")
def paper() -> Word:
    return Word(write_docx(a_document(hard_part())))


def test_headings_are_real_ones_and_their_levels_are_those_of_the_paper(paper: Word) -> None:
    assert paper.headings[:6] == [
        (1, "Report to the Select Committee"),
        (2, "Summary"),
        (2, "Recommendation"),
        (3, "Background"),
        (1, "Summary"),
        (1, "Month by month"),
    ]
    levels = [level for level, _ in paper.headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for level in (1, 2, 3):
        style = paper.style(f"heading {level}")
        assert val(style, "w:pPr/w:outlineLvl") == str(level - 1)
        assert style.find("w:pPr/w:keepNext", SPACES) is not None


def test_the_first_heading_alone_is_as_large_as_a_title(paper: Word) -> None:
    large = [
        text_of(run)
        for run in paper.body.iter(q("w:r"))
        if val(run, "w:rPr/w:rStyle") == paper.style("Paper title").get(q("w:styleId"))
    ]
    assert large == ["Report to the Select Committee"]
    title, usual = (val(paper.style(name), "w:rPr/w:sz") for name in ("Paper title", "heading 1"))
    assert int(title) > int(usual)


def test_what_stands_over_a_heading_stays_with_it(paper: Word) -> None:
    assert paper.said_in("Paper overline") == ["Marlshire County Council"]
    first, second = paper.body[:2]
    assert [paper.style_of(one) for one in (first, second)] == ["Paper overline", "heading 1"]
    assert first.find("w:pPr/w:keepNext", SPACES) is not None


def test_flat_data_is_left_out(paper: Word) -> None:
    said = text_of(paper.body)
    assert "All ratings" not in said
    assert "Recorded at" not in said


def test_every_table_has_a_head_that_is_repeated_and_says_something_in_each_cell(paper: Word) -> None:
    assert len(paper.tables) == 4
    for table in paper.tables:
        first, *others = table.findall("w:tr", SPACES)
        assert first.find("w:trPr/w:tblHeader", SPACES) is not None
        assert all(row.find("w:trPr/w:tblHeader", SPACES) is None for row in others)
        assert all(text.strip() for text in rows_of(table)[0])
        look = table.find("w:tblPr/w:tblLook", SPACES)
        assert (look.get(q("w:firstRow")), look.get(q("w:firstColumn"))) == ("1", "1")
        assert int(look.get(q("w:val")), 16) & 0xA0 == 0xA0
        assert val(table, "w:tblPr/w:tblCaption")


def test_no_cell_is_merged_and_every_row_has_a_cell_for_each_column(paper: Word) -> None:
    assert not list(paper.body.iter(q("w:gridSpan"), q("w:vMerge"), q("w:hMerge")))
    for table in paper.tables:
        columns = table.findall("w:tblGrid/w:gridCol", SPACES)
        assert {len(row) for row in rows_of(table)} == {len(columns)}
        widths = [int(column.get(q("w:w"))) for column in columns]
        for row in table.findall("w:tr", SPACES):
            assert [int(one.get(q("w:w"))) for one in row.findall("w:tc/w:tcPr/w:tcW", SPACES)] == widths


def test_rows_stay_whole_but_one_taller_than_a_page_runs_on() -> None:
    columns = (Column("Ref", 14), Column("Outcome", 60, share=1))
    tall = "The commentary goes on and on. " * 300
    table = paper_of(Table(columns, (("1.1", "Short."), ("1.2", tall), ("1.3", "x\n" * 80)))).tables[0]
    whole = [row.find("w:trPr/w:cantSplit", SPACES) is not None for row in table.findall("w:tr", SPACES)]
    assert whole == [True, True, False, False]
    assert rows_of(table)[2][1] == tall


def test_what_a_row_is_about_and_the_total_stand_out() -> None:
    paper = paper_of(a_chart())
    rows = paper.tables[0].findall("w:tr", SPACES)
    styles = [paper.style_of(row.find("w:tc/w:p", SPACES)) for row in rows]
    assert styles == ["Paper column head", *["Paper row head"] * 7, "Paper total"]
    assert {paper.style_of(one) for one in rows[-1].iter(q("w:p"))} == {"Paper total"}
    for name in ("Paper column head", "Paper row head", "Paper total"):
        assert paper.style(name).find("w:rPr/w:b", SPACES) is not None
    assert rows_of(paper.tables[0])[-1] == ["Whole plan", "28", "14", "21", "0", "7"]


def test_a_status_is_a_word_on_its_colour_in_an_ink_that_is_seen() -> None:
    rows = tuple((str(number), mark) for number, mark in enumerate(MARKS))
    paper = paper_of(Table((Column("Ref", 14), Column("RAG", 30)), rows))
    cells = paper.tables[0].findall("w:tr/w:tc[2]", SPACES)[1:]
    for cell, mark in zip(cells, MARKS, strict=True):
        assert text_of(cell) == mark.word
        assert cell.find("w:tcPr/w:shd", SPACES).get(q("w:fill")) == mark.tone.fill
        assert val(cell, "w:p/w:r/w:rPr/w:color") == mark.tone.ink


def test_a_column_is_wide_enough_for_a_status_on_one_line_and_for_the_words_of_its_head() -> None:
    marks = tuple((str(number), mark, "Said.") for number, mark in enumerate(MARKS))
    columns = (Column("Ref", 5), Column("Unaccompanied", 5), Column("Reason", 30, share=1))
    grid = paper_of(Table(columns, marks)).tables[0].findall("w:tblGrid/w:gridCol", SPACES)
    ref, status, reason = (int(column.get(q("w:w"))) for column in grid)
    assert 400 < ref < 700
    # "Unaccompanied" in Arial bold of 9 points is 68 points wide, "Not applicable" 62, in twentieths.
    assert 68 * 20 < status < 90 * 20
    assert ref + status + reason == pytest.approx(10_206, abs=5)
    short = (columns[0], Column("RAG", 5), columns[2])
    grid = paper_of(Table(short, marks)).tables[0].findall("w:tblGrid/w:gridCol", SPACES)
    assert int(grid[1].get(q("w:w"))) > 60 * 20


def test_a_wide_part_lies_on_its_side_and_every_page_is_a4(paper: Word) -> None:
    sizes = [section.find("w:pgSz", SPACES) for section in paper.sections]
    upright, wide = ("11906", "16838", None), ("16838", "11906", "landscape")
    assert [tuple(size.get(q(f"w:{name}")) for name in ("w", "h", "orient")) for size in sizes] == [
        upright, upright, wide, wide, wide, upright, upright,
    ]  # fmt: skip
    assert all(val(section, "w:type") == "nextPage" for section in paper.sections)


def test_a_table_fills_the_room_between_the_margins_and_never_more() -> None:
    many = tuple(Column(f"Column {number}", 40) for number in range(12))
    paper = paper_of(Table(many, (tuple("x" for _ in many),)))
    assert 15_000 < int(paper.tables[0].find("w:tblPr/w:tblW", SPACES).get(q("w:w"))) <= 15_138
    paper = paper_of(a_table(3))
    assert 15_000 < int(paper.tables[0].find("w:tblPr/w:tblW", SPACES).get(q("w:w"))) <= 15_138


def test_every_page_says_whose_it_is_what_it_is_and_its_number() -> None:
    paper = Word(write_docx(a_document(marking="Not for publication", note="selected outcomes only")))
    for section in paper.sections:
        assert section.find("w:titlePg", SPACES) is not None
        for when in ("default", "first"):
            head, foot = (text_of(paper.running(section, kind, when)) for kind in ("header", "footer"))
            assert head.startswith("Not for publicationMarlshire County Council")
            assert "Improvement Plan, October 2026" in foot
            assert "As at 20 November 2026, selected outcomes only" in foot
            assert foot.endswith("\tPage 1 of 1")
            codes = paper.running(section, "footer", when).iter(q("w:instrText"))
            assert [one.text.strip() for one in codes] == ["PAGE", "NUMPAGES"]
    running = [text_of(paper.running(section, "header")).split("\t")[-1] for section in paper.sections]
    assert running == [
        "Report to the Select Committee", "Contents", "Summary", "Month by month", "1. First Response",
        "Findings",
    ]  # fmt: skip


def test_the_contents_follow_the_first_part_and_lead_to_every_part(paper: Word) -> None:
    assert paper.said_in("TOC Heading") == ["Contents"]
    lines = [one for one in paper.body.iter(q("w:p")) if paper.style_of(one) == "toc 1"]
    parts = [text for level, text in paper.headings if level == 1]
    assert [text_of(line).rstrip("\t") for line in lines] == parts
    marks = {one.get(q("w:name")): text_of(one.getparent()) for one in paper.body.iter(q("w:bookmarkStart"))}
    links = [line.find("w:hyperlink", SPACES).get(q("w:anchor")) for line in lines]
    assert [marks[link] for link in links] == parts
    assert [line.find("w:r/w:instrText", SPACES).text.split()[:2] for line in lines] == [
        ["PAGEREF", link] for link in links
    ]
    order = paper.said_in("heading 1", "TOC Heading")
    assert order[:3] == ["Report to the Select Committee", "Contents", "Summary"]


def test_word_has_no_reason_to_question_the_reader(paper: Word) -> None:
    everything = b"".join(data for name, data in paper.files.items() if name.endswith(".xml"))
    for cause in (b"updateFields", b"w:dirty", b"attachedTemplate", b'TargetMode="External"'):
        assert cause not in everything
    assert b'w:name="compatibilityMode"' in paper.files["word/settings.xml"]


def test_a_paper_without_contents_has_no_list_of_them() -> None:
    assert paper_of(Paragraph("Said.")).said_in("TOC Heading", "toc 1") == []


def test_a_list_is_a_real_one_and_its_numbers_read_as_given() -> None:
    paper = paper_of(
        Numbered(((1, "One."), (2, "Two."), (4, "Four."), (5, "Five."))),
        Paragraph("Between."),
        Numbered(((1, "Again."), (1, "Once more."), (40_000, "Far on."))),
        Bullets(("To note.", "To ask.")),
    )
    assert paper.numbers == ["1. One.", "2. Two.", "4. Four.", "5. Five.", "1. Again.", "1. Once more."]
    assert "40000.\tFar on." in paper.said_in("List Number")
    assert paper.said_in("List Bullet") == ["To note.", "To ask."]
    numbering = paper.xml["word/numbering.xml"]
    forms = {one.get(q("w:abstractNumId")): val(one, "w:lvl/w:numFmt") for one in numbering}
    listed = next(one for one in paper.body.iter(q("w:p")) if paper.style_of(one) == "List Bullet")
    number = val(listed, "w:pPr/w:numPr/w:numId")
    form = next(val(one, "w:abstractNumId") for one in numbering if one.get(q("w:numId")) == number)
    assert forms[form] == "bullet"


def test_facts_are_a_name_and_a_value_each() -> None:
    paper = paper_of(
        Facts((("Date", dt.date(2026, 11, 27)), ("Status", Mark(Tone.AMBER, "Amber")), ("Officer", None))),
        Facts((("Name of a fact that goes on and on and on", "Value"), ("Ratings", 12_345))),
    )
    assert paper.said_in("Paper fact") == [
        "Date:\t27 November 2026",
        "Status:\t\u00a0Amber\u00a0",
        "Officer:",
        "Name of a fact that goes on and on and on:\nValue",
        "Ratings:\t12,345",
    ]


def test_a_stressed_paragraph_is_set_apart_by_more_than_colour() -> None:
    paper = paper_of(Paragraph("Left out.", stressed=True), Paragraph("Usual."))
    assert paper.said_in("Paper stressed") == ["Left out."]
    style = paper.style("Paper stressed")
    assert style.find("w:rPr/w:b", SPACES) is not None
    assert style.find("w:pPr/w:pBdr/w:left", SPACES) is not None


@pytest.mark.parametrize("block", [Heading("Next"), a_table(1), Facts((("A", "B"),)), Bullets(("A",))])
def test_a_page_break_is_a_property_of_what_follows_it(block: Block) -> None:
    paper = paper_of(Paragraph("Before."), PageBreak(), block, Paragraph("After."), PageBreak())
    breaking = list(paper.body.iter(q("w:pageBreakBefore")))
    assert len(breaking) == 1
    assert text_of(breaking[0].getparent().getparent()) in ("Next", "Ref", "A:\tB", "A")
    assert not list(paper.body.iter(q("w:lastRenderedPageBreak")))


def test_no_paragraph_is_empty_but_one_that_ends_a_section_after_a_table(paper: Word) -> None:
    for one in paper.body.iter(q("w:p")):
        if not text_of(one).strip() and one.find(".//w:drawing", SPACES) is None:
            if one.getparent().tag == q("w:tc"):
                continue  # a cell holds a paragraph, whatever is in it
            assert paper.style_of(one) == "Paper section end"
            assert one.getprevious().tag == q("w:tbl")
    blank = paper_of(Paragraph(" "), Bullets(("",)), Paragraph("Said."))
    assert blank.said_in("Normal", "List Bullet") == ["Said."]


def test_an_empty_table_says_why() -> None:
    paper = paper_of(Table((Column("Ref", 14),), (), empty="There are no findings."))
    assert paper.tables == []
    assert paper.said_in("Paper quiet") == ["There are no findings."]


def test_a_paper_of_one_part_that_has_contents_ends_with_them() -> None:
    paper = Word(write_docx(dataclasses.replace(a_document(), parts=(a_document().parts[0],))))
    assert len(paper.sections) == 2
    assert paper.body[-1].tag == q("w:sectPr")


# The order in which the schema (ECMA-376, part 1) has what is used here; Word refuses a file with another.
IN_ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi "
    "spacing ind jc outlineLvl sectPr",
    "w:rPr": "rStyle rFonts b bCs color sz szCs u shd rtl lang",
    "w:tblPr": "tblStyle tblW tblBorders tblLayout tblCellMar tblLook tblCaption",
    "w:tcPr": "tcW tcBorders shd vAlign",
    "w:tcBorders": "top left bottom right",
    "w:sectPr": "headerReference footerReference type pgSz pgMar titlePg",
    "w:style": "name basedOn next qFormat pPr rPr tblPr tblStylePr",
    "w:pBdr": "top left bottom right between",
}


@pytest.mark.parametrize("tag", IN_ORDER)
def test_properties_stand_in_the_schemas_order(paper: Word, tag: str) -> None:
    order = IN_ORDER[tag].split()
    for root in paper.xml.values():
        for element in root.iter(q(tag)):
            places = [order.index(child.tag.split("}")[1]) for child in element]
            assert places == sorted(places)


def test_every_style_and_every_part_that_is_spoken_of_is_there(paper: Word) -> None:
    used = {one.get(q("w:val")) for one in paper.body.iter(q("w:pStyle"), q("w:rStyle"), q("w:tblStyle"))}
    based = {val(style, "w:basedOn") for style in paper.styles.values()} - {None}
    assert used | based <= set(paper.styles)
    for name, root in paper.xml.items():
        owner = name.replace("_rels/", "").removesuffix(".rels")
        if name.endswith(".rels") and owner:
            for one in root:
                assert paper.target(one.get("Id"), owner) in paper.files
