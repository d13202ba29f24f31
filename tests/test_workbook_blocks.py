"""Every kind of block in the workbook, and that it can be followed by somebody who hears it read out."""

import datetime as dt
import io
import re
import tracemalloc
import zipfile
from itertools import pairwise
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from plans.papers.document import (
    Bullets,
    Column,
    DataPart,
    Document,
    Facts,
    Heading,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    Table,
    Tone,
)
from plans.papers.xlsx import write_xlsx

from .a_document import AT, CONTROL, HARD_TEXTS, MARKS, a_chart, a_document, a_table, hard_part
from .workbooks import opened, rows_of

MARKING = "Not for publication: exempt under paragraph 1 of Schedule 12A, Local Government Act 1972"


def sheet_of(*blocks: Any, **fields: Any) -> Any:
    """The second sheet of a paper: one with these blocks."""
    parts = (Part("One", "One", ()), Part("Two", "Two", blocks))
    return opened(write_xlsx(a_document(**{"parts": parts, **fields})))["Two"]


def column_a(sheet: Any) -> list[Any]:
    return [row[0] for row in rows_of(sheet)]


def fill_of(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[2:]


# --- Accessible ---------------------------------------------------------------------------------------------


def test_the_first_cell_of_every_sheet_is_its_title_and_of_a_data_sheet_its_first_head() -> None:
    document = a_document(hard_part())
    book = opened(write_xlsx(document))
    for part, sheet in zip(document.parts, book, strict=True):
        first = part.table.columns[0].title if isinstance(part, DataPart) else part.heading
        assert sheet["A1"].value == first
        if isinstance(part, DataPart):
            assert part.heading in (sheet.title, sheet.oddHeader.right.text)


def test_an_overline_stands_under_the_title_and_the_covers_title_stands_low() -> None:
    cover = opened(write_xlsx(a_document()))["Cover report"]
    assert column_a(cover)[:2] == ["Report to the Select Committee", "Marlshire County Council"]
    assert cover["A1"].alignment.vertical == "bottom"
    assert cover.row_dimensions[1].height > 90


def test_no_sheet_begins_with_or_has_a_row_with_nothing_in_it() -> None:
    for sheet in opened(write_xlsx(a_document())):
        assert all(any(value is not None for value in row) for row in rows_of(sheet)), sheet.title


def test_the_file_says_its_title_and_its_language() -> None:
    content = write_xlsx(a_document(language="cy-GB"))
    properties = opened(content).properties
    assert (properties.title, properties.language) == ("Improvement Plan, October 2026", "cy-GB")


def test_every_table_says_which_row_is_its_head_and_no_head_is_empty_or_merged() -> None:
    document = a_document(hard_part())
    book = opened(write_xlsx(document))
    names = [table.name for sheet in book for table in sheet.tables.values()]
    assert (
        len(set(names)) == len(names) == sum(1 for part in document.parts if part.table and part.table.rows)
    )
    for part, sheet in zip(document.parts, book, strict=True):
        for marked in sheet.tables.values():
            assert part.table
            first, last = (int(found) for found in re.findall(r"\d+", marked.ref))
            titles = [column.title for column in part.table.columns]
            assert [cell.value for cell in sheet[first]][: len(titles)] == titles
            assert [column.name for column in marked.tableColumns] == titles
            assert marked.ref == f"A{first}:{get_column_letter(len(titles))}{last}"
            assert marked.headerRowCount == 1
            assert all(span.max_row < first or span.min_row > last for span in sheet.merged_cells.ranges)
            if part.table.total:
                assert sheet.cell(last + 1, 1).value == part.table.total[0]


def test_calamine_finds_the_same_tables() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(a_document())), load_tables=True)
    assert len(book.table_names) == 4
    data = book.get_table_by_name(book.table_names[-1])
    assert data.columns == ["Outcome", "Ref", "RAG", "Reason", "Rated on", "Recorded at"]
    assert [row[:3] for row in data.to_python()] == [[1, "1.1", "Red"], [2, "1.10", "Green"]]


@pytest.mark.parametrize("titles", [("Ref", "ref"), ("Ref", ""), ("Ref", "x" * 300), ("Ref", "two\nlines")])
def test_a_head_that_cannot_name_a_tables_columns_is_written_all_the_same(titles: tuple[str, str]) -> None:
    table = Table(tuple(Column(title, 30) for title in titles), (("1.1", "text"),))
    data = DataPart("Data", "Data", table, named_by=(0,))
    book = opened(write_xlsx(a_document(parts=(Part("One", "One", (table,)), data))))
    for sheet, at in ((book["One"], 2), (book["Data"], 1)):
        assert not sheet.tables
        assert [cell.value or "" for cell in sheet[at]] == list(titles)
    assert book["Data"].auto_filter.ref == "A1:B2"


def test_a_chart_is_told_in_words_each_in_its_own() -> None:
    content = write_xlsx(a_document())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        drawings = [name for name in file.namelist() if name.startswith("xl/drawings/drawing")]
        assert len(drawings) == 2
        assert all(b'descr="A bar for each section, split by colour' in file.read(name) for name in drawings)


def test_a_status_is_a_word_on_its_colour_also_as_a_fact() -> None:
    sheet = sheet_of(Facts((("Status", MARKS[1]),)))
    cell = sheet["B2"]
    assert (cell.value, fill_of(cell)) == ("Amber", Tone.AMBER.fill)
    assert sheet.column_dimensions["B"].width < 30
    assert not any("B2" in span for span in sheet.merged_cells.ranges)


# --- Blocks -------------------------------------------------------------------------------------------------


def test_a_heading_of_the_third_level_is_smaller_than_one_of_the_second() -> None:
    sheet = sheet_of(Heading("Second"), Heading("Third", 3), Paragraph("Text"))
    sizes = [(sheet.cell(row, 1).font.sz, sheet.cell(row, 1).font.b) for row in (1, 2, 3, 4)]
    assert sizes == [(16, True), (11, True), (10, True), (10, False)]


def test_a_paragraph_that_must_not_be_missed_is_bold_on_a_shade() -> None:
    sheet = sheet_of(Paragraph("Left out", stressed=True), Paragraph("Plain"))
    assert (sheet["A2"].font.b, fill_of(sheet["A2"])) == (True, "eaeef3")
    assert not sheet["A3"].font.b


def test_lists_have_their_mark_beside_each_item() -> None:
    sheet = sheet_of(Bullets(("=1+1", "Two")), Numbered(((3, "Three"),)))
    assert [(row[0], row[1]) for row in rows_of(sheet)[1:]] == [("•", "=1+1"), ("•", "Two"), ("3.", "Three")]
    assert sheet["B2"].data_type == "s"


def test_a_list_stands_beside_a_table_of_one_column() -> None:
    said = "This is said at length, and wraps over some lines of the page. " * 6
    sheet = sheet_of(Bullets((said,)), Table((Column("Ref", 14),), (("1.1",),)))
    assert [row[:2] for row in rows_of(sheet)[1:]] == [["•", said], ["Ref", None], ["1.1", None]]
    assert sum(size.width for size in sheet.column_dimensions.values()) > 120
    assert sheet.row_dimensions[2].height < 60


def test_a_list_over_a_table_with_a_wide_first_column_begins_at_the_edge() -> None:
    columns = (Column("Section", 80, share=1), Column("Red", 20))
    sheet = sheet_of(Bullets(("One",)), Numbered(((3, "Three"),)), Table(columns, (("First Response", 1),)))
    assert [row[:2] for row in rows_of(sheet)[1:3]] == [["\u2022 One", None], ["3. Three", None]]


def test_a_facts_row_is_as_tall_as_its_name_and_a_date_has_room() -> None:
    name = "What the committee was told about this at each of its last meetings"
    sheet = sheet_of(Facts(((name, "Little"), (name, AT), ("Short", AT))))
    assert sheet.row_dimensions[2].height == sheet.row_dimensions[3].height
    assert sheet.row_dimensions[2].height > 2 * sheet.row_dimensions[4].height - 10
    assert sheet["B3"].value == dt.datetime(2026, 11, 20)
    assert any("B3" in span and "C3" in span for span in sheet.merged_cells.ranges)


def test_a_page_break_starts_a_page_once() -> None:
    sheet = sheet_of(Paragraph("One"), PageBreak(), PageBreak(), Heading("Two"), Paragraph("Three"))
    assert [page.id for page in sheet.row_breaks.brk] == [2]


def test_upright_bars_are_columns_and_the_others_lie() -> None:
    book = opened(write_xlsx(a_document()))
    (lying,), (upright,) = book["Summary"]._charts, book["Month by month"]._charts
    assert (lying.barDir, upright.barDir) == ("bar", "col")
    assert (lying.x_axis.scaling.orientation, upright.x_axis.scaling.orientation) == ("maxMin", "minMax")
    assert upright.grouping == "stacked"
    assert len(upright.series) == 5


def test_a_head_is_not_repeated_over_a_chart_on_the_page_after_its_table() -> None:
    short, long = a_chart(), Table(a_chart().columns, a_chart().rows * 10, chart=a_chart().chart)
    assert sheet_of(short).print_title_rows is None
    assert sheet_of(long).print_title_rows == "$2:$2"


# --- The pages ----------------------------------------------------------------------------------------------


def test_the_marking_is_in_the_head_of_every_page_in_full() -> None:
    for sheet in opened(write_xlsx(a_document(marking=MARKING, owner="Owner & Co " * 9))):
        heads = [sheet.oddHeader, *([sheet.firstHeader] if sheet.HeaderFooter.differentFirst else [])]
        for head in heads:
            assert head.center.text == MARKING
            assert len(str(head)) <= 255
        assert sheet.oddHeader.left.text.startswith("Owner && Co")


def test_no_marking_no_words() -> None:
    assert not any(sheet.oddHeader.center.text for sheet in opened(write_xlsx(a_document())))


def test_a_table_of_thousands_of_rows_has_no_more_page_breaks_than_excel_takes() -> None:
    rows = tuple((f"{number}", "text\n" * 25) for number in range(1500))
    sheet = sheet_of(Table((Column("Ref", 14), Column("Text", 60, share=1)), rows))
    assert 1000 < len(sheet.row_breaks.brk) <= 1026
    assert sheet.max_row == 1502


# --- Text ---------------------------------------------------------------------------------------------------


def joined(document: Document) -> str:
    """All text of a workbook, the texts that go on in the next row put together again."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(document)))
    return "".join(
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    )


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_hard_texts_come_through_every_block_whole(name: str) -> None:
    text = HARD_TEXTS[name]
    part = Part(
        "P", "Heading",
        (Facts(((name, text),)), Heading(text), Paragraph(text), Bullets((text,)), Numbered(((1, text),)),
         Table((Column("Text", 60, share=1),), ((text,),))),
    )  # fmt: skip
    read = joined(a_document(parts=(part,))).replace(f"{text} (cont.)", "")
    plain = text.replace("\r\n", "\n")
    if name == "long":  # in the table, a row's continuation names the row, and so does not follow it
        assert read.count(plain) >= 4
    else:
        assert read.count(plain) == 6


def test_control_characters_are_seen_to_have_been_there() -> None:
    sheet = sheet_of(Paragraph(CONTROL), Paragraph("a\x85b"))
    assert column_a(sheet)[1:] == ["before\ufffd\ufffd\ufffdafter\ufffdend\ufffd", "a\nb"]


def test_rows_come_in_order_and_the_file_is_one_that_mail_filters_know_as_a_workbook() -> None:
    content = write_xlsx(a_document(Part("Long", "Long", (a_table(300),))))
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names[0].startswith("docProps/")
    assert names[2].startswith("xl/")
    refs = [value for value in column_a(opened(content)["Long"])[2:] if value]
    numbers = [int(ref.split(".")[1]) for ref in refs]
    assert all(after == before + 1 for before, after in pairwise(numbers))


def test_no_more_memory_is_taken_for_more_rows() -> None:
    columns = (Column("Ref", 14), Column("Text", 60, share=1), Column("Rated on", 23))

    def peak(rows: int) -> int:
        table = Table(columns, tuple((f"1.{row}", f"Reason {row} of many. " * 4, AT) for row in range(rows)))
        part = Part("Part", "Part", (table,))
        document = a_document(parts=(part, DataPart("Data", "Data", table, named_by=(0,))))
        tracemalloc.start()
        try:
            write_xlsx(document)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(500)  # what is kept of words and lines is bounded
    assert peak(2_000) - peak(500) < 1_000_000
