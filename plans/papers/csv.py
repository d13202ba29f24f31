"""A table as comma-separated values, for programs and for whoever opens it in a spreadsheet.

UTF-8 with a byte order mark, by which Excel knows it; rows end with CRLF (RFC 4180); text stands in quotation
marks, so that a semicolon or tab in it starts no cell where a spreadsheet takes these for separators too.
"""

import csv
import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

from .document import DataPart, Mark, Table, Value
from .plain_text import clean

CONTENT_TYPE = "text/csv; charset=utf-8"
_LONDON = ZoneInfo("Europe/London")  # whatever the server's own time zone is
_FORMULA = re.compile("'*([\\s\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\n])")


def write_csv(table: Table | DataPart) -> bytes:
    """A table's head and its rows. Its total is left out: who adds up the rows would count them twice.

    A column is named by its ``key``, else its title. A date is ISO 8601 (``2026-11-21``), and so is a moment,
    with its offset in London (``2026-11-21T10:32:05+00:00``); a status is its word; an empty cell is empty.
    Text is whole, with two exceptions:

    - Every kind of line break is ``\\n``, and a character that no XML file can hold is ``\\ufffd``, as in
      the other formats of a paper.
    - What a spreadsheet would take for a formula has an apostrophe before it: text that starts with ``=``,
      ``+``, ``-`` or ``@``, full-width ones included, also after spaces, and with a tab or a line break. So
      has text that starts with apostrophes and then so, whence a program has every text as it was by taking
      away the first of the apostrophes that stand before such a start. Source: OWASP, *CSV Injection*.

    A spreadsheet that opens the file shows that apostrophe, and makes a number of text such as "1.10"; the
    workbook has both right.
    """
    if isinstance(table, DataPart):
        table = table.table
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_text(column.key or column.title) for column in table.columns])
    writer.writerows(map(_written, row) for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _written(value: Value) -> str | int:
    match value:
        case None:
            return ""
        case int():
            return value
        case Mark(word=word):
            return _text(word)
        case dt.datetime():
            return value.astimezone(_LONDON).isoformat(timespec="seconds")
        case dt.date():
            return value.isoformat()
        case _:
            return _text(value)


def _text(text: str) -> str:
    text = clean(text)
    return f"'{text}" if _FORMULA.match(text) else text
