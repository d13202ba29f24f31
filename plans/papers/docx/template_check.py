"""Whether a file that somebody hands in as a template is a plain Word document that can be opened safely."""

import io
import re
import zipfile
import zlib

MAX_BYTES = 10 * 1024 * 1024
"""Of the file."""

MAX_UNPACKED = 60 * 1024 * 1024
MAX_ENTRIES = 1_000
_MAX_RATIO = 200  # styles shrink to a twentieth or so
_RATIO_FROM = 1024 * 1024
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"(?:^|/)vba\w*\.(?:bin|xml)$", re.I)
_OUTSIDE = re.compile(r"^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f:]")
_REACHES_OUT = re.compile(
    r"^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|LINK|DATABASE|RD|MACROBUTTON)\b",
    re.I | re.M,
)
_PICTURE, _HYPERLINK = "/relationships/image", "/relationships/hyperlink"

DAMAGED = "This file is damaged or not whole. Open it in Word, save it afresh as .docx, and choose that."
NOT_WORD = "This is not a Word document (.docx). Open it in Word, save it as .docx, and choose that."
_BOMB = (
    "This file unpacks to far more than a template does, so it cannot be used. Save it afresh without large "
    "pictures."
)


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
        raise TemplateRefused(
            "This is an old Word file, or one that is locked with a password. Open it, save it without a "
            "password as .docx, and choose that."
        )
    if not content.startswith(b"PK\x03\x04"):
        raise TemplateRefused(NOT_WORD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist())
            # Reading stops at the size that was just added up, and fails where that is not what is there.
            types = b"".join(archive.read(entry) for entry in archive.infolist() if entry.filename == _TYPES)
            if archive.testzip() is not None:
                raise TemplateRefused(DAMAGED)
    except TemplateRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise TemplateRefused(DAMAGED) from None
    if b"macroEnabled" in types:
        raise _macros()
    if b"wordprocessingml.document.main+xml" not in types:
        raise TemplateRefused(NOT_WORD)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise TemplateRefused(_BOMB)
    if len(set(names)) < len(names) or any(_OUTSIDE.search(entry.orig_filename) for entry in entries):
        raise TemplateRefused(DAMAGED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise TemplateRefused("This file is locked with a password. Save it without one, and choose that.")
    if any(_MACROS.search(name) for name in names):
        raise _macros()
    unpacked, packed = (
        sum(sizes) for sizes in zip(*((e.file_size, e.compress_size) for e in entries), strict=True)
    )
    if unpacked > MAX_UNPACKED or (unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * packed):
        raise TemplateRefused(_BOMB)


def check_link(kind: str, target: str, *, external: bool) -> None:
    """Refuse a head, foot or list that needs more than a picture in the file or a link to a page.

    Args:
        kind: the type of the relationship.
        target: an address, where it is ``external``.
    """
    if kind.endswith(_PICTURE) and not external:
        return
    if (
        kind.endswith(_HYPERLINK)
        and external
        and target.lower().startswith(("https://", "http://", "mailto:"))
    ):
        return
    raise TemplateRefused(
        "The head or foot of this document holds something other than text, links and pictures that are kept "
        "in the file. Take that out, or insert the picture afresh without linking to it, and choose the file "
        "again."
    )


def check_field(codes: str) -> None:
    """Refuse a head or foot with a field that reads from elsewhere or runs a program.

    Args:
        codes: of all its fields, one a line.
    """
    if _REACHES_OUT.search(codes):
        raise TemplateRefused(
            "The head or foot of this document has a field that reads from another file or runs a macro. "
            "Take it out, and choose the file again."
        )


def _macros() -> TemplateRefused:
    return TemplateRefused(
        "This file holds macros, which are programs. Save it without them, as .docx, and choose that."
    )
