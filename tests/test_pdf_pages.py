"""The pages of a paper as PDF: their size, what stands at their edges, where they end, the contents."""

import datetime as dt
import io

from pypdf import PdfReader
from pypdf.generic import Destination

from plans.papers.document import (
    Align,
    Column,
    Heading,
    Mark,
    PageBreak,
    Paragraph,
    Part,
    StackedBars,
    Table,
    Tone,
)
from plans.papers.pdf import write_pdf

from .a_document import a_chart, a_document, a_table

A4 = (595, 842)


def pages_of(*parts: Part, **fields: object) -> PdfReader:
    return PdfReader(io.BytesIO(write_pdf(a_document(**{"parts": parts, "has_contents": False, **fields}))))


def sizes(reader: PdfReader) -> list[tuple[int, int]]:
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]


def test_a_part_with_a_wide_table_lies_on_its_side_and_the_next_stands_again() -> None:
    narrow = Part("A", "A", (Paragraph("Upright."),))
    wide = Part("B", "B", (Heading("Outcomes"), a_table(40)))
    found = sizes(pages_of(narrow, wide, narrow))
    assert found[0] == found[-1] == A4
    assert set(found[1:-1]) == {A4[::-1]}
    assert len(found) > 3


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    reader = pages_of(Part("B", "B", (a_table(40),)))
    assert len(reader.pages) > 2
    assert ["Wexley" in page.extract_text() for page in reader.pages] == [True] * len(reader.pages)


def test_no_row_is_split_unless_it_is_taller_than_a_page() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 12))
    rows = tuple((f"R{number}", text) for number in range(1, 31))
    reader = pages_of(Part("B", "B", (Table((Column("Ref", 14), Column("Text", 60, share=1)), rows),)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 5
    assert all(page.count("line 1\n") == page.count("line 11") for page in pages)
    assert sum(page.count("line 11") for page in pages) == 30


def test_a_row_taller_than_a_page_starts_under_its_head_and_loses_nothing() -> None:
    words = [f"word{number}" for number in range(2500)]
    rows = (("R1", "Short."), ("R2", " ".join(words)), ("R3", "After."))
    reader = pages_of(Part("B", "B", (Table((Column("Ref", 14), Column("Text", 60, share=1)), rows),)))
    pages = [page.extract_text() for page in reader.pages]
    assert "R2" in pages[0]
    assert "R3" in pages[-1]
    assert [word for page in pages for word in page.split() if word.startswith("word")] == words
    assert all("Ref" in page for page in pages)


def test_a_page_break_starts_a_page_and_two_do_not_leave_one_empty() -> None:
    reader = pages_of(
        Part("A", "A", (Paragraph("Before."), PageBreak(), PageBreak(), Heading("After"), PageBreak()))
    )
    assert len(reader.pages) == 2
    assert "After" in reader.pages[1].extract_text()


def test_the_foot_says_what_it_is_and_the_head_whose_it_is_and_which_chapter_goes_on() -> None:
    reader = pages_of(Part("B", "Outcomes of B", (a_table(40),)), note="selected outcomes only")
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Improvement Plan, October 2026, as at 20 November 2026, selected outcomes only" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Marlshire County Council" in text
        assert text.count("Outcomes of B") == 1


def test_what_stands_at_the_edges_is_text_and_not_style() -> None:
    odd = 'Board "A" \\ } content: none; ; @page \n second <b>line</b> \\26 '
    reader = pages_of(Part("A", "A", ()), owner=odd, marking=odd, title=odd, note=odd)
    assert reader.pages[0].extract_text().replace("\n", " ").count('Board "A" \\ } content: none;') == 4


def test_bookmarks_follow_the_headings() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(a_document())))

    def named(entries: list) -> list:
        return [
            named(each) if isinstance(each, list) else (each.title, reader.get_destination_page_number(each))
            for each in entries
            if isinstance(each, list | Destination)
        ]

    assert named(reader.outline) == [
        ("Report to the Select Committee", 0),
        [("Summary", 0), ("Recommendation", 0), [("Background", 0)]],
        ("Contents", 0),
        ("Summary", 1),
        ("Month by month", 2),
        ("1. First Response", 3),
        [("What do we want to see?", 3), ("Outcomes", 4)],
        ("Findings", 7),
    ]


def test_the_contents_say_the_page_a_part_is_on_and_lead_there() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(a_document())))
    text = reader.pages[0].extract_text()
    links = [annotation.get_object() for annotation in reader.pages[0]["/Annots"]]
    assert len(links) == 5
    for link in links:
        page = reader.get_destination_page_number(reader.named_destinations[link["/Dest"]])
        assert f"{link['/Contents']} {page + 1}" in " ".join(text.split())
        assert link["/Contents"] in reader.pages[page].extract_text()
    assert "Contents" not in "".join(page.extract_text() for page in pages_of(Part("A", "A", ())).pages)


def test_a_table_with_no_rows_says_so() -> None:
    reader = pages_of(Part("F", "Findings", (Table((Column("Ref", 14),), (), empty="There are none."),)))
    assert "There are none." in reader.pages[0].extract_text()
    assert "Ref" not in reader.pages[0].extract_text()


def test_data_parts_are_left_out() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(a_document())))
    assert "Not yet steady." not in "".join(page.extract_text() for page in reader.pages)


def test_more_columns_than_fit_are_printed_smaller_and_not_cut() -> None:
    columns = (Column("Ref", 14), *(Column(f"Locality{number}", 30) for number in range(1, 16)))
    row = ("1.1", *(Mark(Tone.AMBER, f"Amber{number}") for number in range(1, 16)))
    reader = pages_of(Part("W", "Wide", (Table(columns, (row,)),)))
    text = reader.pages[0].extract_text()
    assert all(f"Locality{number}" in text and f"Amber{number}" in text for number in range(1, 16))
    assert sizes(reader) == [A4[::-1]]


def test_a_chart_fits_its_page_however_many_its_bars() -> None:
    for upright in (False, True):
        table = Table(
            (Column("Month", 30, share=1), Column("Red", 20, align=Align.END)),
            tuple((f"{dt.date(2020, 1, 1) + dt.timedelta(31 * number)}", number) for number in range(90)),
            chart=StackedBars("Reds", "By month.", labels=0, stacked=((1, Tone.RED),), upright=upright),
        )
        reader = pages_of(Part("C", "Chart", (table,)))
        assert "Reds" in reader.pages[-1].extract_text()
        assert len(reader.pages) < 6


def test_a_chart_of_nothing_but_noughts_is_drawn() -> None:
    chart = a_chart()
    empty = Table(chart.columns, (("1. A section", 0, 0, 0, 0, 0),), chart=chart.chart)
    assert "Ratings by section" in pages_of(Part("C", "C", (empty,))).pages[0].extract_text()
