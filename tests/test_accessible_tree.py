"""A document tree says where it could not be followed by somebody who hears it read out."""

from dataclasses import replace

import pytest

from plans.papers.accessible import faults_of
from plans.papers.document import Column, DataPart, Heading, Paragraph, Part, Table

from .a_document import a_document, a_table, hard_part


def of_part(*blocks: Heading | Paragraph | Table) -> list[str]:
    return faults_of(a_document(parts=(Part("Part", "Part", blocks),)))


def test_a_paper_with_every_kind_of_block_can_be_followed() -> None:
    assert faults_of(a_document(hard_part())) == []


def test_a_paper_needs_title_language_and_something_in_it() -> None:
    found = faults_of(a_document(title=" ", language="", parts=()))
    assert found == [
        "The paper has no title.",
        "The paper does not say its language.",
        "The paper has nothing in it.",
    ]


def test_headings_go_down_one_level_at_a_time() -> None:
    assert of_part(Heading("Deep", 3)) == ["Part: “Deep” is of level 3 after level 1."]
    assert of_part(Heading("As the part", 1)) == ["Part: “As the part” is of level 1 after level 1."]
    assert of_part(Heading("One"), Heading("Two", 3), Heading("Three")) == []
    assert of_part(Heading(" ")) == ["Part: a heading is empty."]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (Table((Column("", 10),), (("a",),)), "a column has no head."),
        (Table((Column("A", 10), Column("A ", 10)), (("a", "b"),)), "two columns have the same head."),
        (
            Table((Column("A", 10),), (("a", "b"),)),
            "a row has more or fewer cells than there are columns.",
        ),
        (Table((Column("A", 10),), ()), "it has no rows and does not say why."),
    ],
)
def test_a_table_says_what_stands_under_each_head(table: Table, said: str) -> None:
    assert of_part(table) == [f"Part: {said}"]


def test_a_part_has_one_table() -> None:
    assert of_part(a_table(), a_table()) == ["Part: it has more than one table."]


def test_a_chart_is_said_in_words() -> None:
    charted = next(part.table for part in a_document().chapters if part.table and part.table.chart)
    assert charted.chart
    wordless = replace(charted, chart=replace(charted.chart, description=""))
    assert of_part(wordless) == ["Part: its chart has no title or no description."]


def test_parts_and_their_rows_are_named() -> None:
    nameless = (Part("", "Heading", ()), DataPart("Data", "Data", a_table(), named_by=()))
    assert faults_of(a_document(parts=nameless)) == [
        "Heading: it has no name or no heading.",
        "Data: nothing names its rows.",
    ]
