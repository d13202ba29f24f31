"""What a screen reader is told by a paper as PDF: ISO 14289-1 (PDF/UA-1), read back by another library."""

import datetime as dt
import logging
from collections import Counter

import pikepdf
import pytest

from plans.papers.document import Column, Facts, Heading, Numbered, Paragraph, Part, Table
from plans.papers.pdf import CONTENT_TYPE, write_pdf

from .a_document import MARKS, a_document, a_table, hard_part
from .pdf_reading import Read

OUTCOMES = 40


@pytest.fixture(scope="module")
def read() -> Read:
    return Read(write_pdf(a_document(marking="Not for publication")))


def test_it_says_that_it_is_tagged_and_in_which_language_and_shows_its_title(read: Read) -> None:
    assert CONTENT_TYPE == "application/pdf"
    root = read.pdf.Root
    assert (root.Lang, root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == ("en-GB", True, True)
    with read.pdf.open_metadata(update_docinfo=False) as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Improvement Plan, October 2026"
    assert read.root.S == "/Document"
    assert all(page.Tabs == "/S" for page in read.pdf.pages)


def test_its_properties_are_the_papers_own(read: Read) -> None:
    info = read.pdf.docinfo
    assert (info["/Title"], info["/Author"]) == ("Improvement Plan, October 2026", "Tom Bassett")
    assert info["/Subject"] == "Improvement plan as at 20 November 2026"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20261121103205Z"


def test_the_language_is_the_papers_own() -> None:
    assert Read(write_pdf(a_document(language="cy"))).pdf.Root.Lang == "cy"


def test_headings_are_in_order(read: Read) -> None:
    found = [(str(each.S), read.text(each)) for each in read.tagged("H1", "H2", "H3")]
    assert found == [
        ("/H1", "Report to the Select Committee"),
        ("/H2", "Summary"),
        ("/H2", "Recommendation"),
        ("/H3", "Background"),
        ("/H1", "Contents"),
        ("/H1", "Summary"),
        ("/H1", "Month by month"),
        ("/H1", "1. First Response"),
        ("/H2", "What do we want to see?"),
        ("/H2", "Outcomes"),
        ("/H1", "Findings"),
    ]


def test_a_table_over_several_pages_is_one_table_whose_head_is_read_once(read: Read) -> None:
    table = read.tagged("Table")[-1]
    [head] = read.tagged("THead", under=table)
    assert [read.text(cell) for cell in read.tagged("TH", under=head)] == [
        "Ref", "Outcome", "Lead", "Wexley", "Overall", "Ratings", "From",
    ]  # fmt: skip
    [body] = read.tagged("TBody", under=table)
    rows = read.tagged("TR", under=body)
    assert len(rows) == OUTCOMES
    assert len({read.pages[row.Pg.objgen] for row in rows}) > 1
    again = [text for text in read.artifacts if "Overall" in text and "Lead" in text]
    assert len(again) == len({read.pages[row.Pg.objgen] for row in rows}) - 1


def test_every_cell_has_a_head_over_it_and_one_beside_it(read: Read) -> None:
    for table in read.tagged("Table"):
        heads = read.tagged("THead", under=table)
        for head in heads:
            assert {str(cell.A.Scope) for cell in read.tagged("TH", under=head)} == {"/Column"}
        for row in read.tagged("TR", under=read.tagged("TBody", under=table)[0]):
            first, *others = read.tagged("TH", "TD", under=row)
            assert (first.S, first.A.Scope) == ("/TH", "/Row")
            assert read.text(first).strip()
            assert {str(cell.S) for cell in others} == {"/TD"}
            if heads:
                assert len(others) + 1 == len(read.tagged("TH", under=heads[0]))


def test_a_rating_is_a_word_and_an_empty_cell_stays_a_cell(read: Read) -> None:
    row = read.tagged("TR", under=read.tagged("TBody", under=read.tagged("Table")[-1])[0])[1]
    assert [read.text(cell) for cell in read.tagged("TH", "TD", under=row)][2:] == [
        "Head of First Response and Team Managers",
        MARKS[2].word,
        MARKS[3].word,
        "2,000",
        "",
    ]


def test_facts_are_names_beside_their_values(read: Read) -> None:
    facts = read.tagged("Table")[0]
    rows = [
        [read.text(cell) for cell in read.tagged("TH", "TD", under=row)]
        for row in read.tagged("TR", under=facts)
    ]
    assert rows == [
        ["Title", "Improvement plan update"],
        ["Date", "27 November 2026"],
        ["Produced at", "10:32 on 21 November 2026"],
        ["Ratings", "12,345"],
        ["Status", "Amber"],
        ["Contact officer", ""],
    ]


def test_lists_have_their_labels_and_the_given_numbers(read: Read) -> None:
    found = [
        (read.text(read.tagged("Lbl", under=item)[0]).strip(), read.text(read.tagged("LBody", under=item)[0]))
        for item in read.tagged("LI")
    ]
    assert found == [
        ("•", "To note the report."),
        ("•", "To ask for an update in January."),
        ("1.", "Every contact is looked at on the day."),
        ("3.", "Thresholds are known."),
    ]


def test_a_chart_is_a_figure_in_words_inside_its_page_after_its_table(read: Read) -> None:
    figures = read.tagged("Figure")
    assert [str(figure.Alt) for figure in figures] == [
        "Ratings by section. A bar for each section, split by colour; the table gives the same figures."
    ] * 2
    for figure in figures:
        left, lower, right, upper = map(float, figure.A.BBox)
        *_, wide, tall = map(float, figure.Pg.MediaBox)
        assert 0 < left < right < wide
        assert 0 < lower < upper < tall
    order = Counter()
    for element in read.tagged("Table", "Figure"):
        order[str(element.S)] += 1
        assert order["/Table"] > order["/Figure"]


def test_the_contents_lead_to_the_parts_and_say_so(read: Read) -> None:
    [contents] = read.tagged("TOC")
    entries = read.tagged("TOCI", under=contents)
    assert [read.text(entry) for entry in entries] == [
        "Report to the Select Committee1", "Summary2", "Month by month3", "1. First Response4", "Findings8",
    ]  # fmt: skip
    links = [link for page in read.pdf.pages for link in page.get("/Annots", [])]
    assert [str(link.Contents) for link in links] == [
        read.text(link) for link in read.tagged("Link", under=contents)
    ]


def test_nothing_is_drawn_that_is_neither_tagged_nor_an_artifact(read: Read) -> None:
    assert read.outside == []
    assert read.numbers() == read.marked


def test_the_head_and_foot_of_pages_are_artifacts(read: Read) -> None:
    said = read.text(read.root)
    for number, text in enumerate(read.artifacts, start=1):
        assert f"Page {number} of {len(read.pdf.pages)}" in text
        assert "Improvement Plan, October 2026, as at 20 November 2026" in text
        assert "Marlshire County Council" in text
        assert "Not for publication" in text
    assert "Page 1 of" not in said
    assert "Not for publication" not in said


def test_a_paragraph_a_list_and_a_row_that_go_on_over_a_page_are_each_one() -> None:
    long = "It goes on and on, and nobody stops it. " * 200
    part = Part(
        "Long",
        "Long",
        (
            Facts((("Reason", long),)),
            Paragraph("Between."),
            Paragraph(long),
            Heading("Listed"),
            Numbered(tuple((number, long[:1200]) for number in range(1, 6))),
            Table((Column("Ref", 14), Column("Text", 60, share=1)), (("1", long), ("2", "Short."))),
        ),
    )
    read = Read(write_pdf(a_document(parts=(part,), has_contents=False)))
    assert len(read.pdf.pages) > 4
    assert [len(read.tagged(tag)) for tag in ("Sect", "H1", "L", "LI", "Table")] == [1, 1, 1, 5, 2]
    paragraphs = [read.text(each) for each in read.tagged("P")]
    assert [text.split() for text in paragraphs] == [["Between."], long.split()]
    assert [read.text(each).split() for each in read.tagged("LBody")] == [long[:1200].split()] * 5
    facts, table = read.tagged("Table")
    [row] = read.tagged("TR", under=facts)
    assert [read.text(cell).split() for cell in read.tagged("TH", "TD", under=row)] == [
        ["Reason"],
        long.split(),
    ]
    assert [len(read.tagged("TH", "TD", under=row)) for row in read.tagged("TR", under=table)] == [2, 2, 2]


def test_two_tables_that_meet_at_a_pages_end_stay_two() -> None:
    rows = (("One", "x\n" * 48), ("Two", dt.date(2026, 1, 2)))
    part = Part("Two", "Two", (Facts(rows), a_table(3)))
    read = Read(write_pdf(a_document(parts=(part,), has_contents=False)))
    assert len(read.pdf.pages) > 1
    assert [len(read.tagged("TR", under=table)) for table in read.tagged("Table")] == [2, 4]


def test_weasyprint_has_nothing_to_complain_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        write_pdf(a_document(hard_part()))
    assert [record.getMessage() for record in caplog.records] == []


def test_every_letter_is_embedded_and_has_a_meaning_and_english_is_in_arimo(read: Read) -> None:
    fonts = read.pdf.pages[0].Resources.Font
    assert {str(font.BaseFont).split("+")[1] for font in fonts.values()} == {"Arimo", "Arimo-Bold"}
    for name, font in fonts.items():
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert isinstance(descriptor.FontFile2, pikepdf.Stream), name
        assert b"<>" not in font.ToUnicode.read_bytes(), name
