"""A table as CSV."""

import csv
import io

from .document import DataPart

CONTENT_TYPE = "text/csv; charset=utf-8"


def write_csv(table: DataPart) -> bytes:
    """Interim."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.key or column.title for column in table.table.columns])
    for row in table.table.rows:
        writer.writerow(["" if value is None else getattr(value, "word", value) for value in row])
    return out.getvalue().encode("utf-8-sig")
