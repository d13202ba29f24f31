"""A document's bytes -> clean lines of text, or a refusal that says what to do instead."""

import hashlib
import re
from collections.abc import Sequence
from itertools import islice

from ..plan_draft import SourceLine

MAX_BYTES = 5 * 1024 * 1024
_OTHER_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINE_END = re.compile(r"\r\n|\r|\n")
# Characters that would reorder or hide text on the page, and Word's and PDF's own breaks.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPACES = re.compile("[\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
_MOST_STRAY = 50  # such characters; a file with more was never text
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class ImportRefused(Exception):
    """The text cannot be imported; nothing was changed. The message is fit to show to the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def decode(data: bytes) -> str:
    """A file's bytes as text.

    Args:
        data: UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252.

    Raises:
        ImportRefused: it is empty, too large, or no text.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(len(data))
    for start, what in _OTHER_FORMATS:
        if data.startswith(start):
            raise ImportRefused(
                f"This is {what}, not text. Open it, copy all of its text and paste that, or save it as a "
                "plain text file and import that."
            )
    marked = [name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        check_characters(text)
        return text
    raise _not_text()


def check_characters(text: str) -> None:
    """Refuse what no text has and PostgreSQL cannot keep, saying where it stands.

    Raises:
        ImportRefused: there is a character of code 0, or half of a pair of characters.
    """
    found = list(islice(_CANNOT_BE_KEPT.finditer(text), _MOST_STRAY + 1))
    if not found:
        return
    if len(found) > min(_MOST_STRAY, len(text) // 20):
        raise _not_text()
    lines = list(dict.fromkeys(_line_at(text, match.start()) for match in found))
    before = " ".join(_clean(_LINE_END.split(text[: found[0].start()])[-1]).split())[-40:]
    place = f"after “{before}”" if before else "at its start"
    if len(lines) == 1:
        raise ImportRefused(
            f"Line {lines[0]:,} has a character that cannot be kept, {place}. It cannot be seen: delete what "
            "stands there, or type the line afresh, and try again."
        )
    raise ImportRefused(
        f"Lines {_in_words(lines)} have a character that cannot be kept; in line {lines[0]:,} it stands "
        f"{place}. It cannot be seen: delete what stands there, or type these lines afresh, and try again."
    )


def check_text(text: str) -> None:
    """Refuse what no plan can be found in.

    Raises:
        ImportRefused: it is empty, too large, or no text.
    """
    size = len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise _too_large(size)
    check_characters(text)
    if not text.strip():
        raise ImportRefused(
            "There is no text here. Paste the text of the plan, or choose a file that has it."
        )
    # A page break comes across as a control character, so a few are no sign of a binary file.
    if len(_CONTROLS.findall(text)) > max(20, len(text) // 20):
        raise _not_text()


def lines_of(text: str) -> list[SourceLine]:
    """The text's lines, numbered as an editor numbers them, without characters that cannot be seen."""
    return [SourceLine(number, _clean(line)) for number, line in enumerate(_LINE_END.split(text), start=1)]


def digest(text: str) -> str:
    """A fingerprint of the text that spacing, line ends and blank lines do not change: SHA-256 in hex."""
    words = "\n".join(" ".join(line.text.split()) for line in lines_of(text) if line.text.strip())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _line_at(text: str, place: int) -> int:
    """The number of the line that holds a place, counted as ``lines_of`` counts."""
    return len(_LINE_END.findall(text, 0, place)) + 1


def _in_words(lines: Sequence[int]) -> str:
    """``3, 5 and 8``; of many, the first few."""
    shown = [f"{line:,}" for line in lines[:5]] + ([f"{len(lines) - 5} more"] if len(lines) > 5 else [])
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _clean(line: str) -> str:
    return _CONTROLS.sub("", _SPACES.sub(" ", _INVISIBLE.sub("", line)))


def _too_large(size: int) -> ImportRefused:
    return ImportRefused(
        f"This is {size / 1024 / 1024:,.1f} MB, and a plan's text is never more than "
        f"{MAX_BYTES // 1024 // 1024} MB. Copy out the part that is the plan and import that."
    )


def _not_text() -> ImportRefused:
    return ImportRefused(
        "This is not text that can be read. Open the plan, copy all of its text and paste that, or "
        "save it as a "
        "plain text file (UTF-8)."
    )
