"""A paper before it has a format: parts made of headings, text and tables, whose cells know what they hold.

Says nothing of plans and nothing of Excel, so that every format prints the same paper.
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
    """

    title: str
    width: float
    share: int = 0
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A chart of a table's rows, one bar a row.

    Attributes:
        title: what stands over it.
        description: the same in words, for people who do not see it.
        labels: index of the column that names the bars.
        stacked: (index of a column of numbers, its colour), in the order they are stacked.
    """

    title: str
    description: str
    labels: int
    stacked: tuple[tuple[int, Tone], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page.

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
    """A heading inside a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list whose numbers are given."""

    items: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with a value each."""

    pairs: tuple[tuple[str, Value], ...]


Block = Heading | Paragraph | Numbered | Facts | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter (in a workbook, a sheet): at most one of its blocks is a table, which gives it its columns.

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


@dataclass(frozen=True, slots=True)
class DataPart:
    """A flat table for analysis: nothing but a head and one row a record.

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
    """

    title: str
    owner: str
    subject: str
    as_at: dt.date
    produced_at: dt.datetime
    produced_by: str
    parts: tuple[Part | DataPart, ...]
    note: str = ""
