"""The workbook as a file and on paper: properties, page set-up, page breaks, rows as tall as their text."""

import dataclasses
from pathlib import Path

import openpyxl
import pytest
from PIL import ImageFont

from plans.models import Plan, Statement
from plans.papers.text_fit import Face, width_of
from plans.snapshot import PlanSnapshot, Sentence

from .workbooks import (
    PRODUCED_AT,
    head_row,
    long_text,
    opened,
    outcome,
    rated_snapshot,
    section,
    snapshot_of,
    workbook_of,
)

ARIAL = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
ARIAL_BOLD = ARIAL.with_name("LiberationSans-Bold.ttf")


@pytest.fixture
def rated(plan: Plan) -> PlanSnapshot:
    """The small plan, part rated."""
    return rated_snapshot(plan)


def test_the_file_says_what_it_is(rated: PlanSnapshot) -> None:
    properties = opened(workbook_of(rated)).properties
    assert properties.title == "Westermoor Improvement Plan, October 2024"
    assert properties.creator == "Cleo Clerk"
    assert properties.subject.startswith("Improvement plan of Westermoor County Council as at ")
    assert properties.created == properties.modified == PRODUCED_AT.replace(tzinfo=None)


def test_the_same_plan_at_the_same_moment_is_the_same_file(rated: PlanSnapshot) -> None:
    assert workbook_of(rated) == workbook_of(rated)
    assert workbook_of(rated, described="RAG: Red") != workbook_of(rated)


def test_every_sheet_is_set_for_a4_landscape_with_a_title_and_page_numbers(rated: PlanSnapshot) -> None:
    book = opened(workbook_of(rated))
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        for foot in (sheet.oddFooter, *([sheet.firstFooter] if sheet.HeaderFooter.differentFirst else [])):
            assert foot.left.text.startswith("Westermoor Improvement Plan, October 2024, as at ")
            assert foot.right.text == "Page &P of &N"
        assert sheet.oddHeader.left.text == "Westermoor County Council"


def test_running_heads_with_ampersands_and_great_length_stay_within_what_excel_takes() -> None:
    title = "Children & Families " * 10
    content = workbook_of(snapshot_of(section("1", title, outcome("1.1")), title=title, authority=title))
    for sheet in opened(content):
        assert len(str(sheet.oddHeader)) <= 255
        assert len(str(sheet.oddFooter)) <= 255
        assert "&F" not in str(sheet.oddFooter).replace("&&", "")


def test_table_heads_repeat_on_every_page_and_the_data_sheet_filters_and_freezes(rated: PlanSnapshot) -> None:
    book = opened(workbook_of(rated))
    for sheet in book.worksheets[2:-1]:
        at = head_row(sheet)
        assert sheet.print_title_rows == f"${at}:${at}"
    ratings = book["All ratings"]
    assert ratings.print_title_rows == "$1:$1"
    (filtered,) = ratings.tables.values()  # filters are its table's: a sheet's own would cross them
    assert filtered.ref == filtered.autoFilter.ref == f"A1:O{ratings.max_row}"
    assert ratings.freeze_panes == "D2"


def test_no_cell_of_a_table_is_merged_and_all_its_text_wraps(rated: PlanSnapshot) -> None:
    book = opened(workbook_of(rated))
    assert not book["All ratings"].merged_cells.ranges
    for sheet in book.worksheets[2:-1]:
        at = head_row(sheet)
        assert all(merged.max_row < at for merged in sheet.merged_cells.ranges)
        for row in sheet.iter_rows(min_row=at):
            assert all(cell.alignment.wrap_text for cell in row)


def test_a_heading_is_never_left_at_the_foot_of_a_page() -> None:
    wants = tuple(Sentence(Statement.Kind.WANT, at, f"Statement {at}") for at in range(1, 60))
    for count in range(20, 60):
        part = section("1", "A", *(outcome(f"1.{at}") for at in range(1, 5)), statements=wants[:count])
        sheet = opened(workbook_of(snapshot_of(part)))["1 A"]
        ends = {page.id for page in sheet.row_breaks.brk}
        at = head_row(sheet)
        assert not ends & {at - 1, at, at + 1}


def test_the_last_page_of_a_table_has_more_than_a_row() -> None:
    for count in range(20, 60):
        part = section("1", "A", *(outcome(f"1.{at}") for at in range(1, count)))
        sheet = opened(workbook_of(snapshot_of(part)))["1 A"]
        if sheet.row_breaks.brk:
            assert sheet.max_row - max(page.id for page in sheet.row_breaks.brk) >= 3


@pytest.mark.skipif(not ARIAL.exists(), reason="Liberation Sans, which has Arial's widths, is not installed")
@pytest.mark.parametrize(("bold", "file"), [(False, ARIAL), (True, ARIAL_BOLD)])
def test_widths_are_those_of_the_font(bold: bool, file: Path) -> None:
    font = ImageFont.truetype(str(file), 2000)
    for code in [*range(32, 127), *map(ord, "\u2018\u2019“”\u2013\u2014•£éÅß")]:
        assert width_of(chr(code), Face(10, bold)) * 200 >= font.getlength(chr(code)) - 2


@pytest.mark.skipif(not ARIAL.exists(), reason="Liberation Sans, which has Arial's widths, is not installed")
def test_every_row_is_tall_enough_for_its_text_in_the_font_it_is_printed_in(rated: PlanSnapshot) -> None:
    fonts = {False: ImageFont.truetype(str(ARIAL), 1000), True: ImageFont.truetype(str(ARIAL_BOLD), 1000)}
    parts = [
        dataclasses.replace(
            part,
            outcomes=tuple(
                dataclasses.replace(row, statement=f"{row.statement}. {long_text(at % 5)}")
                for at, row in enumerate(part.outcomes)
            ),
        )
        for part in rated.sections
    ]
    book = opened(workbook_of(dataclasses.replace(rated, sections=tuple(parts))))
    looked = 0
    for sheet in book.worksheets:
        merged = {(span.min_row, span.min_col): span.max_col for span in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "s" or not cell.value:
                    continue
                last = merged.get((cell.row, cell.column), cell.column)
                letters = [openpyxl.utils.get_column_letter(at) for at in range(cell.column, last + 1)]
                width = sum(sheet.column_dimensions[each].width for each in letters) * 5.25 - 4
                font, size, lines, used = fonts[bool(cell.font.b)], cell.font.sz, 1, 0.0
                for word in cell.value.split():
                    wide = font.getlength(word + " ") * size / 1000
                    if used and used + wide > width + size * 0.28:
                        lines, used = lines + 1, 0.0
                    used += wide
                assert sheet.row_dimensions[cell.row].height >= lines * size * 1.15, cell.value
                looked += lines > 1
    assert looked > 10
