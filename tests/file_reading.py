"""What a reader finds in a file of a paper of any format, read by other libraries than wrote it."""

import csv
import io
import re
import unicodedata

import openpyxl
from pypdf import PdfReader

from .pdf_reading import Read
from .word_reading import Word, text_of

BETWEEN = "\u241f"
"""Stands between the places of a file, such as its cells; no text has it."""


def squeezed(text: str) -> str:
    """Text as it can be compared: how lines are broken, and which way an accent is stored, may differ."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", "", text))


def said_in(name: str, content: bytes) -> str:
    """All that a file says, squeezed, its places apart.

    Args:
        name: of the file; its ending tells what it is: csv, docx, pdf or xlsx.
        content: its bytes.
    """
    places = {"csv": _csv, "docx": _docx, "pdf": _pdf, "xlsx": _xlsx}[name.rsplit(".", 1)[1]](content)
    return BETWEEN.join(squeezed(place) for place in places)


def _csv(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def _docx(content: bytes) -> list[str]:
    return [text_of(Word(content).body)]


def _pdf(content: bytes) -> list[str]:
    read = Read(content)
    tagged = [read.text(each) for each in read.tagged("TH", "TD", "P", "LBody", "H1", "H2", "H3", "H4")]
    # Right-to-left text lies in the file as it is seen; pypdf puts it in the order it is read in.
    return [*tagged, "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)]


def _xlsx(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    # Excel reads _x005F_ as the line that it stands for; this library leaves that to who reads.
    return [str(cell).replace("_x005F_", "_") for cell in cells]
