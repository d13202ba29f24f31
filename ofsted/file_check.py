"""Is an uploaded file what it says, and safe to keep? Its content decides, not its name or declared type."""

import re
from dataclasses import dataclass
from typing import IO, cast

from django.core.files import File

from plans.uploaded.names import clean_name, ending_of
from plans.uploaded.office_zip import Fault, ZipRefused, office_kind

MAX_SIZE = 20 * 1024 * 1024  # bytes
_TAIL = 2048
_ZIP_TAIL = 65_557  # the end record of a zip with the longest comment

OLD_OR_LOCKED = (
    "This is an old Word or Excel file, or one that is locked with a password. Open it, save it without a "
    "password as .docx, .xlsx or PDF, and attach that."
)
_OFFICE_REFUSED = {
    Fault.DAMAGED: "This file is damaged or not whole. Open it in Word or Excel, save it afresh, and attach "
    "that.",
    Fault.LOCKED: OLD_OR_LOCKED,
    Fault.MACROS: "This file holds macros, which are programs. Save it without them, as .docx or .xlsx, and "
    "attach that.",
    Fault.BOMB: "This file unpacks to far more than a document does, so it cannot be kept. Save it afresh as "
    ".docx, .xlsx or PDF, and attach that.",
    Fault.OUTSIDE: "This file would unpack outside its own folder, which no Word or Excel file does. Do not "
    "open it.",
    Fault.OTHER: "This is a zip file, or an Office file that is no Word document or Excel workbook. Take the "
    "document out of it, or save it as .docx, .xlsx or PDF, and attach that.",
}

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK = 8
_OTHER = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OR_LOCKED),
    (b"{\\rtf", "This is a rich text file. Open it, save it as .docx or PDF, and attach that."),
    (b"GIF8", "This is a picture of a kind that cannot be kept. Save it as PNG or JPEG, and attach that."),
    (
        b"RIFF",
        "This is a picture, sound or film of a kind that cannot be kept. Save a picture as PNG or JPEG.",
    ),
    (b"II*\x00", "This is a picture of a kind that cannot be kept. Save it as PNG or JPEG, or as PDF."),
    (b"MM\x00*", "This is a picture of a kind that cannot be kept. Save it as PNG or JPEG, or as PDF."),
    (b"BM", "This is a picture of a kind that cannot be kept. Save it as PNG or JPEG, and attach that."),
    (b"MZ", "This is a program, and programs cannot be kept."),
    (b"\x7fELF", "This is a program, and programs cannot be kept."),
    (b"#!", "This is a program, and programs cannot be kept."),
    (b"\x1f\x8b", "This is a compressed file. Take the document out of it, and attach that."),
    (b"7z\xbc\xaf", "This is a compressed file. Take the document out of it, and attach that."),
    (b"Rar!", "This is a compressed file. Take the document out of it, and attach that."),
)
_ALLOWED = "PDF, Word (.docx), Excel (.xlsx), PNG or JPEG"
_WEB = re.compile(rb"<(?:!doctype|html|svg|script|head|body|iframe|\?xml|math|\?php)\b|<!--", re.I)


class FileRefused(ValueError):
    """A file cannot be kept. The message is for the person, and says what to do instead."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is.

    Attributes:
        extension: with its dot: ``.pdf``.
        content_type: the one to serve it under.
        label: for people: ``PDF``.
    """

    extension: str
    content_type: str
    label: str


PDF = FileKind(".pdf", "application/pdf", "PDF")
PNG = FileKind(".png", "image/png", "PNG picture")
JPEG = FileKind(".jpg", "image/jpeg", "JPEG picture")
WORD = FileKind(
    ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"
)
EXCEL = FileKind(
    ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"
)
KINDS = (PDF, WORD, EXCEL, PNG, JPEG)
_OFFICE = {"word": WORD, "excel": EXCEL}
_ENDINGS = {".jpeg": ".jpg", ".jpe": ".jpg"}


def check_file(file: File | IO[bytes], name: str) -> FileKind:
    """What an uploaded file is, if it may be kept.

    Args:
        file: as uploaded, or opened for reading bytes. It is left at its beginning.
        name: as uploaded. Its ending must be that of what the file is, since whoever downloads it will open
            it by that.

    Raises:
        FileRefused: it is empty, larger than 20 MB, none of the kinds that are kept, not called what it is,
            damaged, or made to do harm. The message says what to do instead.
    """
    stream = cast(IO[bytes], file)
    size = _size(file, stream)
    if not size:
        raise FileRefused("This file is empty. Choose the file again, or another copy of it.")
    if size > MAX_SIZE:
        raise FileRefused(
            f"This file is {size / 1024 / 1024:,.1f} MB, and at most {MAX_SIZE // 1024 // 1024} MB can be "
            "kept. Save it with smaller pictures, or attach the part that matters."
        )
    try:
        kind = _kind(stream, size)
    finally:
        stream.seek(0)
    ending = ending_of(clean_name(name)).lower()
    if _ENDINGS.get(ending, ending) != kind.extension:
        called = f"ends in {ending}" if ending else "has no ending"
        raise FileRefused(
            f"This is a {kind.label} by its content, but its name {called}. If it is the right file, change "
            f"its name to end in {kind.extension} and attach it again."
        )
    return kind


def _size(file: File | IO[bytes], stream: IO[bytes]) -> int:
    told = getattr(file, "size", None)
    return int(told) if told is not None else stream.seek(0, 2)


def _kind(stream: IO[bytes], size: int) -> FileKind:
    stream.seek(0)
    head = stream.read(1024)
    if head.startswith(b"PK\x03\x04"):
        try:
            return _OFFICE[office_kind(stream, size)]
        except ZipRefused as refused:
            raise FileRefused(_OFFICE_REFUSED[refused.fault]) from None
    if head.startswith((b"%PDF-", _PNG, b"\xff\xd8\xff")) and _is_also_a_zip(stream, size):
        raise FileRefused(
            "This file is two things at once: what it begins as, with a zip file behind it. Open it, save it "
            "afresh, and attach that."
        )
    if head.startswith(b"%PDF-"):
        if not re.match(rb"%PDF-\d\.\d", head) or b"%%EOF" not in _last(stream, size, _TAIL):
            raise _damaged("PDF")
        return PDF
    if head.startswith(_PNG):
        _check_png(stream, size)
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" not in _last(stream, size, MAX_SIZE):
            raise _damaged("picture")
        return JPEG
    raise FileRefused(_why_not(head))


def _why_not(head: bytes) -> str:
    for start, why in _OTHER:
        if head.startswith(start):
            return why
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _WEB.search(text):
        return (
            "This is a web page or a drawing that can hold a program, and such files cannot be kept. "
            "Save it as PDF, or a drawing as PNG, and attach that."
        )
    return f"This file cannot be kept. Attach it as {_ALLOWED}; if it is one already, it is damaged."


def _check_png(stream: IO[bytes], size: int) -> None:
    """Walk its chunks: it begins with its header, and nothing stands behind its end."""
    stream.seek(len(_PNG))
    place, first = len(_PNG), True
    while place < size:
        header = stream.read(_CHUNK)
        if len(header) < _CHUNK or first != (header[4:] == b"IHDR"):
            break
        place += 12 + int.from_bytes(header[:4], "big")
        if header[4:] == b"IEND":
            if place == size:
                return
            break
        first = False
        stream.seek(place)
    raise _damaged("picture")


def _is_also_a_zip(stream: IO[bytes], size: int) -> bool:
    """Whether a zip ends where the file does. A reader of zips begins at the end."""
    tail = _last(stream, size, _ZIP_TAIL)
    at = tail.find(b"PK\x05\x06")
    while at >= 0:
        if len(tail) - at >= 22 and int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail) - at - 22:
            return True
        at = tail.find(b"PK\x05\x06", at + 1)
    return False


def _last(stream: IO[bytes], size: int, count: int) -> bytes:
    stream.seek(max(0, size - count))
    return stream.read(count)


def _damaged(what: str) -> FileRefused:
    return FileRefused(
        f"This {what} is damaged, not whole, or has something behind its end. Open it, save it afresh, and "
        "attach that."
    )
