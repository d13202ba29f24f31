"""The workbook: against bare openpyxl on the same cells, and how time and memory grow with its rows."""

import math
import subprocess
import sys
from collections.abc import Callable

from plans.papers import text_fit
from plans.papers.document import Document
from plans.papers.xlsx import write_xlsx

from .bare import bare_writer
from .large import large_document
from .measure import pair

Row = Callable[..., int]
FEW, MANY = 1_000, 10_000
TIMES_BARE, MEBIBYTES, EXPONENT = 1.5, 60, 1.05


def workbook(document: Document, row: Row) -> int:
    """A plan's workbook against bare openpyxl."""
    bare, ours = pair(bare_writer(write_xlsx(document)), _anew(document), 25)
    return row("Workbook of 7 sections, 60 outcomes", ours, ours / bare, "bare openpyxl", TIMES_BARE)


def large_workbooks(row: Row) -> int:
    """The same of 10,000 ratings, and what that takes more than 1,000 do. No database is asked."""
    few, many = large_document(FEW), large_document(MANY)
    bare, ours = pair(bare_writer(write_xlsx(many)), _anew(many), 2)
    over = row("Workbook of 10,000 ratings", ours, ours / bare, "bare openpyxl", TIMES_BARE)
    short, long = pair(_anew(few), _anew(many), 2)
    grown = math.log(long / short) / math.log(MANY / FEW)
    over |= row("Workbook, 1,000 to 10,000 ratings", long, grown, "exponent", EXPONENT)
    return over | row("Workbook of 10,000 ratings, memory", long, _growth(MANY), "MiB more", MEBIBYTES)


def _anew(document: Document) -> Callable[[], object]:
    """Write it as a process does that has not met its texts."""

    def write() -> None:
        text_fit._known_lines.cache_clear()
        text_fit._known_widths.cache_clear()
        write_xlsx(document)

    return write


def _growth(ratings: int) -> float:
    """In a process of its own."""
    command = [sys.executable, "-m", "tests.bench.memory", str(ratings)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
