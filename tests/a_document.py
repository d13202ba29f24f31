"""A paper with every kind of part and block, for the writers' tests, and text that is hard to write down."""

import datetime as dt
from typing import Any

from plans.papers.document import (
    Align,
    Bullets,
    Column,
    DataPart,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    StackedBars,
    Table,
    Tone,
)

PRODUCED_AT = dt.datetime(2026, 11, 21, 10, 32, 5, tzinfo=dt.UTC)
AT = dt.date(2026, 11, 20)

MARKS = tuple(
    Mark(tone, word)
    for tone, word in zip(
        Tone, ("Red", "Amber", "Green", "Complete", "Not rated", "Not applicable"), strict=True
    )
)

HARD_TEXTS = {
    "formula": '=HYPERLINK("http://evil.example","click")',
    "plus": "+44 1296 000000",
    "at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script> & <b>bold</b> &amp; ]]> {{ 7*7 }} {% now %} _x0041_",
    "right to left": "שלום עולם and مرحبا بالعالم together",
    "emoji": "Signed off \U0001f44d\U0001f3fd by the family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "accents": "Zoë, Łukasz, Ngũgĩ, O\u2019Brien, cafe\u0301",
    "lines": "First line\r\nSecond line\n\nFourth line\ttabbed",
    "spaces": "  two  spaces  ",
    "long word": "x" * 400,
    "long": ("The commentary goes on and on. " * 323)[:10_000],
}
"""Texts that come through every format whole."""

CONTROL = "before\x00\x07\x1bafter\ud800end\ufffe"
"""Characters that no XML file can hold: each is written as U+FFFD."""


def a_table(rows: int = 6, **fields: Any) -> Table:
    """A table of outcomes with a RAG column, some rows long."""
    return Table(
        columns=(
            Column("Ref", 14),
            Column("Outcome", 70, share=5),
            Column("Lead", 36, share=1),
            Column("Wexley", 23, align=Align.CENTRE),
            Column("Overall", 23, align=Align.CENTRE),
            Column("Ratings", 20, align=Align.END),
            Column("From", 23),
        ),
        rows=tuple(
            (
                f"1.{number}",
                f"Outcome {number}: children are seen alone. " + "It is checked each month. " * (number % 4),
                "Head of First Response and Team Managers",
                MARKS[number % 6],
                MARKS[(number + 1) % 6],
                number * 1000,
                AT if number % 2 else None,
            )
            for number in range(1, rows + 1)
        ),
        empty="This section has no outcomes.",
        **fields,
    )


def a_chart(*, upright: bool = False) -> Table:
    """Counts by section, with their chart."""
    return Table(
        columns=(
            Column("Section", 80, share=1),
            *(Column(mark.word, 23, align=Align.END) for mark in MARKS[:5]),
        ),
        rows=tuple((f"{number}. A section", number, 2, 3, 0, 1) for number in range(1, 8)),
        total=("Whole plan", 28, 14, 21, 0, 7),
        chart=StackedBars(
            "Ratings by section",
            "A bar for each section, split by colour; the table gives the same figures.",
            labels=0,
            stacked=tuple((index, mark.tone) for index, mark in enumerate(MARKS[:5], start=1)),
            upright=upright,
        ),
    )


def a_document(*more: Part | DataPart, **fields: Any) -> Document:
    """A paper with a cover, a chart, statements and a wide table, an empty table and flat data.

    Args:
        more: further parts.
        fields: in place of the usual ones.
    """
    parts: tuple[Part | DataPart, ...] = (
        Part(
            "Cover report",
            "Report to the Select Committee",
            (
                Facts(
                    (
                        ("Title", "Improvement plan update"),
                        ("Date", dt.date(2026, 11, 27)),
                        ("Produced at", PRODUCED_AT),
                        ("Ratings", 12_345),
                        ("Status", MARKS[1]),
                        ("Contact officer", None),
                    )
                ),
                Paragraph("This pack leaves out one part, which is not for publication.", stressed=True),
                Heading("Summary"),
                Paragraph("What the committee is told.\nOn two lines."),
                Heading("Recommendation"),
                Bullets(("To note the report.", "To ask for an update in January.")),
                Heading("Background", 3),
                Paragraph("Nothing further."),
            ),
            overline="Marlshire County Council",
        ),
        Part("Summary", "Summary", (Paragraph("The numbers."), a_chart())),
        Part("Month by month", "Month by month", (a_chart(upright=True),)),
        Part(
            "1 First Response",
            "1. First Response",
            (
                Heading("What do we want to see?"),
                Numbered(((1, "Every contact is looked at on the day."), (3, "Thresholds are known."))),
                PageBreak(),
                Heading("Outcomes"),
                a_table(40),
            ),
        ),
        Part("Findings", "Findings", (Table((Column("Ref", 14),), (), empty="There are no findings."),)),
        *more,
        DataPart(
            "All ratings",
            "All ratings",
            Table(
                (
                    Column("Outcome", 14, key="outcome_id"),
                    Column("Ref", 14, key="ref"),
                    Column("RAG", 18, key="rag"),
                    Column("Reason", 60, share=1, key="reason"),
                    Column("Rated on", 23, key="rated_on"),
                    Column("Recorded at", 32, key="recorded_at"),
                ),
                (
                    (1, "1.1", MARKS[0], "Not yet steady.", AT, PRODUCED_AT),
                    (2, "1.10", MARKS[2], None, None, None),
                ),
            ),
            named_by=(1,),
        ),
    )
    return Document(
        **{
            "title": "Improvement Plan, October 2026",
            "owner": "Marlshire County Council",
            "subject": "Improvement plan as at 20 November 2026",
            "as_at": AT,
            "produced_at": PRODUCED_AT,
            "produced_by": "Tom Bassett",
            "parts": parts,
            "has_contents": True,
            **fields,
        }
    )


def hard_part() -> Part:
    """A part that has every hard text as heading, paragraph, item, fact and cell."""
    texts = tuple(HARD_TEXTS.items())
    return Part(
        "Hard texts",
        "Hard texts",
        (
            Facts(texts),
            *(block for name, text in texts for block in (Heading(f"Of {name}"), Paragraph(text))),
            Bullets(tuple(HARD_TEXTS.values())),
            Numbered(tuple(enumerate(HARD_TEXTS.values(), start=1))),
            Table((Column("Kind", 30), Column("Text", 60, share=1)), texts),
        ),
    )
