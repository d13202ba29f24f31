"""Text that nobody would choose comes through whole in a PDF: markup, other scripts, great length."""

import io
import re
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from plans.papers.document import (
    Bullets,
    Column,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    Table,
    Tone,
)
from plans.papers.pdf import write_pdf

from .a_document import CONTROL, HARD_TEXTS, a_document, hard_part
from .pdf_reading import Read

PLACES = 5  # fact, paragraph, item, numbered item and cell


def squeezed(text: str) -> str:
    """Text as it can be compared: how lines are broken, and which way an accent is stored, may differ."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", "", text))


@pytest.fixture(scope="module")
def hard() -> bytes:
    return write_pdf(a_document(parts=(hard_part(),), has_contents=False))


def written(*blocks: object, **fields: object) -> Read:
    return Read(write_pdf(a_document(parts=(Part("A", "A", blocks),), has_contents=False, **fields)))


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_a_hard_text_is_whole_in_every_place(hard: bytes, name: str) -> None:
    if name == "right to left":  # pypdf puts it in the order it is read in; in the file it is as it is seen
        found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(hard)).pages)
    else:
        read = Read(hard)
        found = "|".join(read.text(each) for each in read.tagged("TH", "TD", "P", "LBody"))
    assert squeezed(found).count(squeezed(HARD_TEXTS[name])) == PLACES


def test_lines_and_spaces_are_kept(hard: bytes) -> None:
    read = Read(hard)
    paragraphs = [read.text(each) for each in read.tagged("P")]
    assert "  two  spaces  " in paragraphs
    [lines] = [each for each in read.tagged("P") if read.text(each).startswith("First line")]
    assert [read.text(span) for span in read.tagged("Span", under=lines) if read.text(span)] == [
        "First line",
        "Second line",
        "Fourth line    tabbed",
    ]


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one(break_: str) -> None:
    read = written(Paragraph(f"One{break_}two"))
    assert [read.text(span) for span in read.tagged("Span", under=read.tagged("P")[0])] == ["One", "two"]


def test_a_character_that_no_file_can_hold_is_seen_to_have_been_there() -> None:
    expected = "before\ufffd\ufffd\ufffdafter\ufffdend\ufffd"
    read = written(
        Heading(CONTROL), Paragraph(CONTROL), Bullets((CONTROL,)), Numbered(((1, CONTROL),)),
        Facts(((CONTROL, CONTROL),)), Table((Column(CONTROL, 50),), ((Mark(Tone.RED, CONTROL),),)),
        title=CONTROL, owner=CONTROL, note=CONTROL, marking=CONTROL, produced_by=CONTROL, subject=CONTROL,
    )  # fmt: skip
    assert {read.text(each) for each in read.tagged("H2", "P", "LBody", "TH", "TD")} == {expected}
    assert [read.artifacts[0].count(expected), str(read.pdf.docinfo["/Title"])] == [4, expected]
    assert str(read.pdf.docinfo["/Author"]) == str(read.pdf.docinfo["/Subject"]) == expected


def test_what_no_font_has_is_written_as_its_number() -> None:
    read = written(Paragraph("Known as \u4e2d\u6587 and \U00013000, by her grandmother."))
    assert read.text(read.tagged("P")[0]) == ("Known as [U+4E2D][U+6587] and [U+13000], by her grandmother.")


def test_letters_under_accents_joined_or_shaped_are_read_as_themselves() -> None:
    texts = ("x\u0301 first, then x alone", "\u1eb9\u0301 and \u1eb9", "office, fluent", "\u0644\u0627")
    read = written(*map(Paragraph, texts))
    assert [read.text(each) for each in read.tagged("P")][:3] == list(texts[:3])
    assert sorted(read.text(read.tagged("P")[3])) == sorted(texts[3])


def test_a_space_is_a_space_though_the_first_one_met_was_a_no_break_space() -> None:
    read = written(Paragraph("10\u00a0days"), Paragraph("and ten more"))
    assert [read.text(each) for each in read.tagged("P")] == ["10 days", "and ten more"]


def test_ticks_crosses_arrows_and_pounds_are_drawn() -> None:
    text = "\u2713 \u2714 \u2717 \u2610 \u2611 \u2192 \u2022 \u2013 \u20ac \u00a3 \u00bd \u2264 \u26a0 \u2705"
    read = written(Paragraph(text))
    assert read.text(read.tagged("P")[0]).split() == text.split()


def test_nothing_is_fetched_whatever_the_text_says(tmp_path: Path) -> None:
    text = f'<img src="file://{tmp_path}"><link rel="attachment" href="/etc/hostname">url(/etc/hostname)'
    read = written(Paragraph(text), owner=text, title=text)
    assert squeezed(read.text(read.tagged("P")[0])) == squeezed(text)
    assert "/Names" not in read.pdf.Root or "/EmbeddedFiles" not in read.pdf.Root.Names
    assert read.tagged("Figure") == []
