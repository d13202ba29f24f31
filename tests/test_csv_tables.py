"""Tables as CSV, read by a reader that is not the one that wrote them."""

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.papers.csv import CONTENT_TYPE, write_csv
from plans.papers.document import Column, DataPart, Table

from .a_document import AT, CONTROL, HARD_TEXTS, MARKS, PRODUCED_AT, a_chart, a_document

ESCAPED = re.compile("'+([\\s\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\n])")
"""As the docstring tells a program: text with an apostrophe before what a spreadsheet takes for a formula."""


def read(content: bytes, separators: str = ",") -> list[list[str]]:
    """Rows of cells, read character by character as RFC 4180 has it: what it does not allow is an error."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff"), "no byte order mark"
    rows, row, at = [], [], 1
    while at < len(text):
        if text[at] == '"':
            cell = re.compile('"((?:[^"]|"")*)"').match(text, at)
            assert cell, text[at : at + 40]
            row.append(cell[1].replace('""', '"'))
        else:
            cell = re.compile(r"-?\d*").match(text, at)
            assert cell
            row.append(cell[0])
        at = cell.end()
        if text[at] in separators:
            at += 1
        else:
            assert text[at : at + 2] == "\r\n", text[at : at + 40]
            rows.append(row)
            row, at = [], at + 2
    return rows


def undone(text: str) -> str:
    """A cell's text as a program takes it back."""
    return text[1:] if ESCAPED.match(text) else text


def of(*values: Any) -> list[str]:
    """One row of such values, as read."""
    columns = tuple(Column(f"c{number}", 20) for number in range(len(values)))
    return read(write_csv(Table(columns, (values,))))[1]


def the_data() -> DataPart:
    return next(part for part in a_document().parts if isinstance(part, DataPart))


def test_the_head_has_the_keys_of_the_columns_and_each_record_is_a_row() -> None:
    heads, *rows = read(write_csv(the_data()))
    assert heads == ["outcome_id", "ref", "rag", "reason", "rated_on", "recorded_at"]
    assert rows == [
        ["1", "1.1", "Red", "Not yet steady.", "2026-11-20", "2026-11-21T10:32:05+00:00"],
        ["2", "1.10", "Green", "", "", ""],
    ]


def test_a_column_without_a_key_is_named_by_its_title_and_the_total_is_left_out() -> None:
    table = a_chart()
    heads, *rows = read(write_csv(table))
    assert heads == ["Section", "Red", "Amber", "Green", "Complete", "Not rated"]
    assert len(rows) == len(table.rows)
    assert "Whole plan" not in {row[0] for row in rows}


def test_a_table_without_rows_is_its_head() -> None:
    assert read(write_csv(Table((Column("Ref", 14),), (), empty="None."))) == [["Ref"]]


def test_a_moment_has_the_offset_of_london_on_its_day() -> None:
    summer = dt.datetime(2026, 6, 30, 23, 30, 15, 999, tzinfo=dt.UTC)
    elsewhere = PRODUCED_AT.astimezone(dt.timezone(dt.timedelta(hours=5)))
    assert of(summer, elsewhere) == ["2026-07-01T00:30:15+01:00", "2026-11-21T10:32:05+00:00"]


def test_a_status_is_its_word_and_a_negative_number_a_number() -> None:
    assert of(MARKS[1], -5, 12_345, None, AT) == ["Amber", "-5", "12345", "", "2026-11-20"]


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_hard_texts_come_back_whole(text: str) -> None:
    assert undone(of(text)[0]) == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b", "a\u2029b"])
def test_every_kind_of_line_break_is_one_line_feed(text: str) -> None:
    assert of(text) == ["a\nb"]


def test_control_characters_are_seen_to_have_been_there() -> None:
    assert of(CONTROL) == ["before\ufffd\ufffd\ufffdafter\ufffdend\ufffd"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\ttext", "\rtext", "  =1", "\xa0=1", "\u3000=1",
     "\ufeff=1", "\u200b=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "- a dash", "'=1", "''+1", "' =1"],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_has_an_apostrophe_before_it(text: str) -> None:
    (cell,) = of(text)
    assert cell == "'" + text.replace("\r", "\n")
    assert undone(cell) == text.replace("\r", "\n")


@pytest.mark.parametrize("text", ["1.10", "a=1", "'tis so", "'", "", " ", "\xa340", "a\n=1", "2026-11-20"])
def test_other_text_stands_as_it_is(text: str) -> None:
    assert of(text) == [text]


def test_a_formula_in_the_name_of_a_column_is_text_too() -> None:
    assert read(write_csv(Table((Column("=1+1", 14),), ())))[0] == ["'=1+1"]


def test_a_semicolon_or_a_tab_in_a_text_starts_no_cell_where_they_are_separators_too() -> None:
    row = ("x;=1+1", "x\t=1+1", "x,=1+1")
    written = write_csv(Table(tuple(Column(name, 9) for name in "abc"), (row,)))
    assert read(written, separators=",;\t")[1] == list(row)


values = st.none() | st.integers() | st.text() | st.sampled_from(MARKS) | st.dates()


@given(st.lists(st.tuples(values, values, values), max_size=5))
def test_any_values_come_back_from_any_table(rows: list[tuple[Any, ...]]) -> None:
    columns = tuple(Column(name, 20) for name in ("one", "two", "three"))
    heads, *back = read(write_csv(Table(columns, tuple(rows))))
    assert heads == ["one", "two", "three"]
    assert len(back) == len(rows)
    for given_row, read_row in zip(rows, back, strict=True):
        for value, cell in zip(given_row, read_row, strict=True):
            if isinstance(value, str):
                kept = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", value)
                assert undone(cell) == re.sub("[\x00-\x08\x0e-\x1f\ufffe\uffff]", "\ufffd", kept)
                assert not re.match("[=+\\-@\uff1d\uff0b\uff0d\uff20\t\n]", cell)
            elif isinstance(value, dt.date):
                assert dt.date.fromisoformat(cell) == value
            else:
                assert cell == ("" if value is None else getattr(value, "word", str(value)))


def test_the_same_table_makes_the_same_bytes_in_another_process_and_time_zone() -> None:
    made = (
        "import django; django.setup()\n"
        "from tests.test_csv_tables import the_data, write_csv\n"
        "import sys; sys.stdout.buffer.write(write_csv(the_data()))"
    )
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "DEBUG": "true"}
    there = subprocess.run(
        [sys.executable, "-c", made],
        env={**os.environ, **elsewhere, "DJANGO_SETTINGS_MODULE": "improvement.settings"},
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert there.stdout == write_csv(the_data())


def test_it_says_what_it_is() -> None:
    assert CONTENT_TYPE == "text/csv; charset=utf-8"
