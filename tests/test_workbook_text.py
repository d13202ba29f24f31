"""Text in the workbook that nobody would choose: formulas, control characters, great length, odd titles."""

import dataclasses
import io

import pytest
from python_calamine import CalamineWorkbook

from plans.models import Rag, Statement
from plans.papers.text_fit import Face, wrapped
from plans.papers.xlsx.cell_text import LONGEST_CELL
from plans.snapshot import Named, Sentence

from .workbooks import head_row, long_text, opened, outcome, rows_of, section, snapshot_of, workbook_of

AS_WRITTEN = [
    "=1+1", "=cmd|' /C calc'!A0", "+44 1234", "-5", "- a dash first", "@SUM(A1)", "\tindented", "  spaced  ",
    "#N/A", "TRUE", "1.10", "2026-11-21", "<b>&amp;</b>", "'quoted", "“curly” \u2013 dash", "two\nlines",
    "日本語", "🙂",
]  # fmt: skip


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_text_stays_text_character_for_character(text: str) -> None:
    want = Sentence(Statement.Kind.WANT, 1, text)
    snapshot = snapshot_of(
        section("1", text, outcome("1.1", text, text, leads=(Named(1, text),)), statements=(want,)),
        title=text, authority=text, definitions=dict.fromkeys(Rag, text), introduction=text,
    )  # fmt: skip
    content = workbook_of(snapshot)
    book = opened(content)
    ratings = book["All ratings"]
    for cell in (ratings["B2"], ratings["D2"], ratings["E2"], ratings["J2"]):
        assert (cell.value, cell.data_type) == (text, "s")
    sheet = book.worksheets[2]
    at = head_row(sheet) + 1
    assert [sheet.cell(at, column).value for column in (2, 3)] == [text, text]
    assert sheet["B3"].value == text
    formulas = [cell for each in book for row in each.iter_rows() for cell in row if cell.data_type in "fe"]
    assert formulas == []
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("All ratings").to_python()
    assert [other[1][3], other[1][9]] == [text, text]


def test_text_that_looks_like_excels_own_escape_is_read_back_as_written() -> None:
    content = workbook_of(snapshot_of(section("1", "A", outcome("1.1", "Form _x0041_ is late"))))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("All ratings").to_python()
    assert rows[1][3] == "Form _x0041_ is late"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\r\nb", "a\nb"),
        ("\r=1", "\n=1"),
        ("a\x0bb\x0cc", "a\nb\nc"),
        ("a\x00\x07b", "a��b"),
        ("\ud800", "�"),
    ],
)
def test_characters_no_workbook_can_hold(text: str, read: str) -> None:
    content = workbook_of(snapshot_of(section("1", text, outcome("1.1", text, text)), title=text))
    assert opened(content)["All ratings"]["J2"].value == read


def test_an_outcome_taller_than_a_row_goes_on_in_the_next_with_nothing_lost() -> None:
    text = long_text(120)
    sheet = opened(workbook_of(snapshot_of(section("1", "A", outcome("1.1", text, "Slow"), outcome("1.2")))))[
        "1 A"
    ]
    *parts, last = rows_of(sheet)[head_row(sheet) :]
    assert "".join(row[1] for row in parts) == text
    assert len(parts) > 1
    assert [row[0] for row in parts] == ["1.1"] + ["1.1 (cont.)"] * (len(parts) - 1)
    assert [row[3] for row in parts] == ["Red"] + [None] * (len(parts) - 1)
    assert last[0] == "1.2"


def test_a_statement_and_an_introduction_longer_than_a_page_lose_nothing() -> None:
    text = long_text(300)
    want = Sentence(Statement.Kind.WANT, 1, text)
    book = opened(
        workbook_of(snapshot_of(section("1", "A", outcome("1.1"), statements=(want,)), introduction=text))
    )
    sheet = book["1 A"]
    assert "".join(row[1] for row in rows_of(sheet)[2 : head_row(sheet) - 2]) == text
    introduced = [
        row[0] for row in rows_of(book["Cover"]) if row[0] and row[0].lstrip().startswith("Sentence")
    ]
    assert "".join(row[0] or "" for row in rows_of(book["Cover"])).count("says what was seen") == 300
    assert len(introduced) >= 1


@pytest.mark.parametrize("sentences", [120, 900])
def test_a_reason_too_long_for_a_row_stays_in_its_cell_and_is_printed_in_full(sentences: int) -> None:
    text = long_text(sentences)
    book = opened(workbook_of(snapshot_of(section("1", "A", outcome("1.1", reason=text), outcome("1.2")))))
    sheet = book["All ratings"]
    assert sheet.max_row == 3
    kept = sheet["J2"].value
    assert kept == text or (len(kept) == LONGEST_CELL and kept[:-1] == text[: LONGEST_CELL - 1])
    assert sheet["P2"].value == "Reason in full on sheet “Long texts”"
    printed = rows_of(book["Long texts"])
    assert "".join(row[2] for row in printed[3:]) == text
    assert printed[3][:2] == ["1.1, Overall", "Reason"]


def test_no_row_is_taller_than_excel_allows() -> None:
    text = long_text(200)
    book = opened(
        workbook_of(snapshot_of(section("1", text[:290], outcome("1.1", text, text)), introduction=text))
    )
    heights = [size.height for sheet in book for size in sheet.row_dimensions.values()]
    assert max(heights) <= 409


def test_sheet_names_are_ones_excel_takes_and_no_two_are_alike() -> None:
    titles = ["A/B: [c]*?\\", "x" * 300, "x" * 300, "'", "", "All ratings", "é" * 40, "🙂" * 40]
    sections = [section(str(at), title, outcome(f"{at}.1")) for at, title in enumerate(titles, 1)]
    named = [dataclasses.replace(part, number="") for part in sections[5:6]]
    history = dataclasses.replace(section("9", "History"), number="")
    book = opened(workbook_of(snapshot_of(*sections, *named, history)))
    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(names) == 3 + len(titles) + 2
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.lower() != "history"


def test_wrapped_lines_are_the_text() -> None:
    for text in (*AS_WRITTEN, long_text(20), "word " * 50 + "w" * 900 + " end", "\n\n a\n", ""):
        assert "".join(wrapped(text, 60.0, Face(10))) == text
