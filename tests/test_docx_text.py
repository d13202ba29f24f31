"""Text in the Word document comes through whole, whatever is in it."""

import io
import re

import mammoth
import pytest
from lxml import html

from plans.papers.document import (
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    Table,
    Tone,
)
from plans.papers.docx import write_docx

from .a_document import CONTROL, HARD_TEXTS, PRODUCED_AT, a_document, hard_part
from .word_reading import SPACES, Word, q, rows_of, text_of

AS_READ = {name: re.sub("\r\n?", "\n", text) for name, text in HARD_TEXTS.items()}


def hard_paper() -> Document:
    return a_document(parts=(hard_part(),))


@pytest.fixture(scope="module")
def paper() -> Word:
    return Word(write_docx(hard_paper()))


@pytest.mark.parametrize("name", HARD_TEXTS)
def test_every_text_is_whole_wherever_it_stands(paper: Word, name: str) -> None:
    text = AS_READ[name]
    assert text in paper.said_in("Normal")
    assert text in paper.said_in("List Bullet")
    assert text in paper.said_in("List Number")
    assert [name, text] in rows_of(paper.tables[0])
    assert f"{name}:\t{text}" in paper.said_in("Paper fact")


def test_another_reader_finds_every_text_as_text() -> None:
    read = mammoth.convert_to_html(io.BytesIO(write_docx(hard_paper())))
    page = html.fromstring(f"<main>{read.value}</main>")
    said = " ".join(page.text_content().split())
    for name, text in AS_READ.items():
        if name != "lines":
            assert said.count(" ".join(text.split())) >= 5, name
    assert "First lineSecond lineFourth line tabbed" in said
    assert not page.xpath("//script")
    assert [head.text_content() for head in page.xpath("//thead//th")] == ["Kind", "Text"]
    assert len(page.xpath("//ul/li")) == len(page.xpath("//ol/li")) == len(HARD_TEXTS)
    assert [head.text_content() for head in page.xpath("//h1")] == ["Hard texts"]
    assert len(page.xpath("//h2")) == len(HARD_TEXTS)


def test_what_no_file_can_hold_is_seen_to_have_been_there() -> None:
    part = Part(CONTROL, CONTROL, (Paragraph(CONTROL), Facts(((CONTROL, CONTROL),)), Heading(CONTROL)))
    table = Table((Column(CONTROL, 40),), ((CONTROL,),))
    chart = a_document().chapters[1]
    document = a_document(
        parts=(part, Part("T", CONTROL, (table,), overline=CONTROL), chart),
        title=CONTROL, owner=CONTROL, subject=CONTROL, note=CONTROL, marking=CONTROL, produced_by=CONTROL,
    )  # fmt: skip
    paper = Word(write_docx(document))
    read = "before\ufffd\ufffd\ufffdafter\ufffdend\ufffd"
    assert read in paper.said_in("Normal")
    assert rows_of(paper.tables[0]) == [[read], [read]]
    for name in ("docProps/core.xml", "word/header1.xml", "word/footer3.xml"):
        assert read in "".join(paper.xml[name].itertext())


@pytest.mark.parametrize("mark", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one(mark: str) -> None:
    paper = Word(write_docx(a_document(parts=(Part("P", "P", (Paragraph(f"One{mark}two"),)),))))
    assert paper.said_in("Normal") == ["One\ntwo"]


def test_a_heading_of_two_lines_is_one_line_where_it_runs_or_is_listed() -> None:
    parts = (Part("P", "One\ntwo", (Paragraph("Said."),)),)
    paper = Word(write_docx(a_document(parts=parts)))
    assert paper.headings == [(1, "One\ntwo")]
    assert paper.said_in("toc 1") == ["One two\t"]
    assert text_of(paper.running(paper.sections[0], "header")).endswith("\tOne two")


HEBREW = "שלום עולם, מה שלומך?"


@pytest.mark.parametrize(
    ("text", "is_mostly"),
    [(HEBREW, True), (f"{HEBREW} (Zoë)", True), (f"The family said {HEBREW[:4]}.", False)],
)
def test_text_read_from_the_right_is_marked_as_such(text: str, is_mostly: bool) -> None:
    paper = Word(
        write_docx(
            a_document(parts=(Part("P", "P", (Paragraph(text), Table((Column("A", 40),), ((text,),)))),))
        )
    )
    said = next(one for one in paper.body.iter(q("w:p")) if paper.style_of(one) == "Normal")
    cell = paper.tables[0].findall("w:tr/w:tc/w:p", SPACES)[1]
    for one in (said, cell):
        assert text_of(one) == text
        assert (one.find("w:pPr/w:bidi", SPACES) is not None) is is_mostly
        right = [
            text_of(run) for run in one.findall("w:r", SPACES) if run.find("w:rPr/w:rtl", SPACES) is not None
        ]
        assert right
        assert not re.search("[A-Za-z]", "".join(right))
        assert "".join(right)[:4] == HEBREW[:4]


def test_values_of_every_kind_are_written_as_they_are_read() -> None:
    columns = tuple(Column(name, 30) for name in ("Text", "Number", "Day", "Moment", "Status", "Nothing"))
    row = ("Said", -12_345, PRODUCED_AT.date(), PRODUCED_AT, Mark(Tone.NOT_RATED, "Not rated"), None)
    paper = Word(write_docx(a_document(parts=(Part("P", "P", (Table(columns, (row,)),)),))))
    assert rows_of(paper.tables[0])[1] == [
        "Said",
        "-12,345",
        "21 Nov 2026",
        "21 Nov 2026, 10:32",
        "Not rated",
        "",
    ]


def test_a_moment_is_that_of_the_council_in_summer_too() -> None:
    summer = PRODUCED_AT.replace(month=7)
    paper = Word(write_docx(a_document(parts=(Part("P", "P", (Facts((("At", summer),)),)),))))
    assert paper.said_in("Paper fact") == ["At:\t11:32 on 21 July 2026"]


@pytest.mark.parametrize("number", [-1, 0, 32_767, 32_768])
def test_a_number_that_word_cannot_start_at_is_written_out(number: int) -> None:
    paper = Word(write_docx(a_document(parts=(Part("P", "P", (Numbered(((number, "Said."),)),)),))))
    if 0 <= number <= 32_767:
        assert paper.numbers == [f"{number}. Said."]
    else:
        assert paper.said_in("List Number") == [f"{number}.\tSaid."]


def test_a_paper_with_long_running_lines_shows_them_whole_or_cut_at_a_word() -> None:
    note = "only outcomes whose lead is the Head of First Response and whose rating is red or amber " * 2
    paper = Word(write_docx(a_document(note=note, title="A plan " * 60, owner="Council " * 40)))
    foot = text_of(paper.running(paper.sections[0], "footer"))
    assert note.strip() in foot
    assert ("A plan " * 60).strip() in foot
    head = text_of(paper.running(paper.sections[0], "header"))
    assert head.startswith("Council Council")
    assert "Council…" in head
