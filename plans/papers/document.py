"""A paper before it has a format: parts made of headings, text and tables, whose cells know what they hold.

Says nothing of plans and nothing of any format, so that every writer prints the same paper. Nothing in it
depends on when, where or by what it is written: the same tree always makes the same file.

Every part's heading is of the first level, and those inside it go down one level at a time
(``accessible.faults_of`` tells where a paper is not so).
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """The colours of a status: what it is filled with, and the ink that can be read on that (WCAG AA)."""

    RED = ("d4351c", "ffffff")
    AMBER = ("ffb81c", "0b0c0c")
    GREEN = ("00703c", "ffffff")
    COMPLETE = ("1d70b8", "ffffff")
    NOT_RATED = ("ffffff", "505a5f")
    NOT_ASKED = ("f3f2f1", "505a5f")

    @property
    def fill(self) -> str:
        """Background, as six hexadecimal digits."""
        return self.value[0]

    @property
    def ink(self) -> str:
        """Text on that background, as six hexadecimal digits."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Mark:
    """A status: always a word, with a colour beside it."""

    tone: Tone
    word: str


Value = str | int | dt.date | dt.datetime | Mark | None
"""What a cell or a fact holds. A ``datetime`` is aware; None is an empty cell. Text is never a formula."""


UPRIGHT_WIDTH = 180.0
"""Millimetres between the side margins of an upright A4 page."""


class Align(Enum):
    """Where a column's text stands."""

    START = "left"
    CENTRE = "center"
    END = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: its head.
        width: the least it needs, in millimetres on paper.
        share: its part of the width that is left over; 0 keeps to ``width``.
        key: what programs call it, such as ``outcome_id``; its title if empty. It never changes.
    """

    title: str
    width: float
    share: int = 0
    align: Align = Align.START
    key: str = ""


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A chart of a table's rows, one bar a row; the table is its data, and always stands beside it.

    Attributes:
        title: what stands over it.
        description: the same in words, for people who do not see it.
        labels: index of the column that names the bars.
        stacked: (index of a column of numbers, its colour), in the order they are stacked.
        upright: bars stand beside each other, as of months that follow on; else they lie under each other.
    """

    title: str
    description: str
    labels: int
    stacked: tuple[tuple[int, Tone], ...]
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page. The first cell of a row is what the row is about.

    Attributes:
        rows: as many values in each as there are columns.
        total: a last row set apart, or None.
        chart: shown under it.
        empty: what to say where there are no rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    chart: StackedBars | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part.

    Attributes:
        level: 2 under the part's own heading, 3 under one of those.
    """

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes:
        text: its line breaks are kept.
        stressed: it must not be missed, such as that something is left out.
    """

    text: str
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in no order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list whose numbers are given."""

    items: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with a value each."""

    pairs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page; where a format has no pages, nothing."""


Block = Heading | Paragraph | Bullets | Numbered | Facts | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, which starts a page (in a workbook, a sheet).

    At most one of its blocks is a table, which gives it its columns.

    Attributes:
        name: a short name, such as a sheet's.
        heading: in full; also the running head of its pages.
        overline: small, over the heading.
    """

    name: str
    heading: str
    blocks: tuple[Block, ...]
    overline: str = ""

    @property
    def table(self) -> Table | None:
        """Its table."""
        return next((block for block in self.blocks if isinstance(block, Table)), None)

    @property
    def is_wide(self) -> bool:
        """Whether its table needs a page on its side (A4 landscape)."""
        return self.table is not None and sum(column.width for column in self.table.columns) > UPRIGHT_WIDTH


@dataclass(frozen=True, slots=True)
class DataPart:
    """A flat table for analysis: nothing but a head and one row a record.

    Only formats for analysis have it: a workbook and CSV. Those that are read page by page leave it out.

    Attributes:
        named_by: indexes of the columns that together name a row to a reader.
    """

    name: str
    heading: str
    table: Table
    named_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper.

    Attributes:
        title: of the paper; in the footer of every page.
        owner: whose it is; in the head of every page.
        subject: for the file's properties.
        as_at: the date it speaks of.
        note: said in the footer beside that date, such as that it is part of a plan only.
        marking: said in the head of every page, such as that it is not for publication.
        has_contents: a list of its parts follows the first one, in formats with pages.
        language: as BCP 47 has it.
    """

    title: str
    owner: str
    subject: str
    as_at: dt.date
    produced_at: dt.datetime
    produced_by: str
    parts: tuple[Part | DataPart, ...]
    note: str = ""
    marking: str = ""
    has_contents: bool = False
    language: str = "en-GB"

    @property
    def chapters(self) -> tuple[Part, ...]:
        """The parts that are read page by page."""
        return tuple(part for part in self.parts if isinstance(part, Part))
