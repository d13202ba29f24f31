"""A short paper about nothing, with everything in it that a template gives a look to."""

import datetime as dt
import logging

from ..uploaded.template_check import DAMAGED, TemplateRefused
from .document import (
    Align,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    StackedBars,
    Table,
    Tone,
)
from .docx import write_docx

_log = logging.getLogger(__name__)
_MARKS = (
    Mark(Tone.RED, "Red"),
    Mark(Tone.AMBER, "Amber"),
    Mark(Tone.GREEN, "Green"),
    Mark(Tone.COMPLETE, "Complete"),
)


def sample_paper(*, body: str, owner: str, at: dt.datetime, template: bytes | None) -> bytes:
    """The sample as a Word file.

    Args:
        body: the name of the body whose papers look so.
        owner: the authority's name.
        at: when it is made.
        template: the body's own Word document; None for the service's own look.

    Raises:
        TemplateRefused: the template cannot be used.
    """
    return write_docx(sample_document(body=body, owner=owner, at=at), template=template)


def check_on_sample(template: bytes) -> None:
    """Write a sample with a template, so that what is wrong with it is known before a paper needs it.

    Raises:
        TemplateRefused: it cannot be used, for whatever reason.
    """
    try:
        sample_paper(body="Sample", owner="Sample", at=dt.datetime.now(tz=dt.UTC), template=template)
    except TemplateRefused:
        raise
    # Word is lenient, and files come from many programs: whatever the writer trips over, the person is told.
    except Exception:
        _log.exception("No paper can be written with a template that was handed in")
        raise TemplateRefused(DAMAGED) from None


def sample_document(*, body: str, owner: str, at: dt.datetime) -> Document:
    """What the sample says: every kind of block on an upright page, and a table on a wide one.

    Args:
        body, owner, at: as for ``sample_paper``.
    """
    return Document(
        title=f"Sample paper for {body}",
        owner=owner,
        subject="How Word papers look",
        as_at=at.date(),
        produced_at=at,
        produced_by="A sample",
        note="a sample",
        marking="Not for publication",
        has_contents=True,
        parts=(_first(body), _counts(), _outcomes()),
    )


def _first(body: str) -> Part:
    return Part(
        "Cover report",
        f"Sample paper for {body}",
        (
            Facts((("Title", "How papers look"), ("To", body), ("Status", _MARKS[2]))),
            Heading("A heading of the second level"),
            Paragraph("Running text looks like this. Nothing in this sample is about a plan."),
            Paragraph("What must not be missed looks like this.", stressed=True),
            Heading("A heading of the third level", 3),
            Bullets(
                (
                    "A point in a list.",
                    "Another point, which is longer so that it runs on to a new line. " * 2,
                )
            ),
            Numbered(((1, "The first of a numbered list."), (2, "The second."))),
        ),
        overline="Cover report",
    )


def _counts() -> Part:
    columns = (
        Column("Section", 60, share=1),
        *(Column(mark.word, 23, align=Align.END) for mark in _MARKS),
    )
    chart = StackedBars(
        "Ratings by section",
        "A bar for each of three sections, split by colour; the table gives the same figures.",
        labels=0,
        stacked=tuple((index, mark.tone) for index, mark in enumerate(_MARKS, start=1)),
    )
    rows = (
        ("1. First section", 1, 2, 3, 1),
        ("2. Second section", 0, 4, 2, 0),
        ("3. Third section", 2, 1, 4, 2),
    )
    return Part(
        "Summary",
        "A table with its chart",
        (Table(columns, rows, total=("Whole plan", 3, 7, 9, 3), chart=chart),),
        overline="Summary",
    )


def _outcomes() -> Part:
    columns = (
        Column("Ref", 14),
        Column("Outcome", 90, share=3),
        Column("Lead", 50, share=1),
        Column("Overall", 26, align=Align.CENTRE),
        Column("Why", 60, share=2),
    )
    rows = tuple(
        (
            f"1.{number}",
            "What is to become true stands here.",
            "Head of Service",
            mark,
            "The reason for the rating.",
        )
        for number, mark in enumerate(_MARKS, start=1)
    )
    return Part("Plan", "A wide table", (Table(columns, rows),), overline="Section 1")
