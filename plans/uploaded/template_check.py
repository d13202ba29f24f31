"""Whether a file that somebody hands in as a template is a plain Word document that can be opened safely."""

import io
import zipfile

from .office_zip import Fault, ZipRefused, office_kind

MAX_BYTES = 10 * 1024 * 1024
"""Of the file."""

MAX_UNPACKED = 60 * 1024 * 1024
_MAX_XML, _MAX_ALL_XML = 2 * 1024 * 1024, 10 * 1024 * 1024
# What a file can begin with that a reader of XML would read, in whatever alphabet.
_XML = (
    b"<",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\0",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\x4c\x6f\xa7\x94",
)
DAMAGED = "This file is damaged or not whole. Open it in Word, save it afresh as .docx, and choose that."
NOT_WORD = "This is not a Word document (.docx). Open it in Word, save it as .docx, and choose that."
_LOCKED = (
    "This is an old Word file, or one that is locked with a password. Open it, save it without a password as "
    ".docx, and choose that."
)
_REFUSED = {
    Fault.DAMAGED: DAMAGED,
    Fault.LOCKED: _LOCKED,
    Fault.MACROS: "This file holds macros, which are programs. Save it without them, as .docx, and "
    "choose that.",
    Fault.BOMB: "This file unpacks to far more than a template does, so it cannot be used. Save it afresh "
    "without large pictures, and choose that.",
    Fault.OUTSIDE: DAMAGED,
    Fault.OTHER: NOT_WORD,
}


class TemplateRefused(ValueError):
    """A file cannot be the template. The message is for the person, and says what to do instead."""


def check_zip(content: bytes) -> None:
    """Look a file through before anything is made of it.

    Raises:
        TemplateRefused: it is no .docx, damaged, locked, holds macros, or would unpack to too much.
    """
    if len(content) > MAX_BYTES:
        raise TemplateRefused(
            "This file is over 10 MB. Make the pictures in it smaller, and choose it again."
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TemplateRefused(_LOCKED)
    if not content.startswith(b"PK\x03\x04"):
        raise TemplateRefused(NOT_WORD)
    try:
        kind = office_kind(io.BytesIO(content), len(content), most_unpacked=MAX_UNPACKED)
    except ZipRefused as refused:
        raise TemplateRefused(_REFUSED[refused.fault]) from None
    _check_xml(content)
    if kind != "word":
        raise TemplateRefused(NOT_WORD)


def _check_xml(content: bytes) -> None:
    """Each part is read whole and takes many times its bytes in memory. Sizes are known to be true by now."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = [entry.file_size for entry in archive.infolist() if _is_xml(archive, entry)]
    if max(sizes) > _MAX_XML or sum(sizes) > _MAX_ALL_XML:
        raise TemplateRefused(
            "A part of this document, such as its text or its styles, is over 2 MB without its pictures. "
            "Delete its text and the styles that are not used, save it afresh as .docx, and choose that."
        )


def _is_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return True
    with archive.open(entry) as part:
        return part.read(4).startswith(_XML)
