"""A Word or Excel file is a zip: which it is, and that opening it does no harm. Nothing is unpacked."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import IO, Literal

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes; a workbook of 20 MB is about half of that
MAX_RATIO = 200  # text shrinks to a tenth or so, a sheet of one number to a hundredth
_RATIO_FROM = 1024 * 1024
_MAX_DIRECTORY = 2 * 1024 * 1024
_PIECE = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = {
    "word": (re.compile(r"word/document\d*\.xml"), b"wordprocessingml.document.main+xml"),
    "excel": (re.compile(r"xl/workbook\d*\.xml"), b"spreadsheetml.sheet.main+xml"),
}
_MACROS = re.compile(r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|xl/macrosheets/)", re.I)


class Fault(Enum):
    """Why a file is refused; whoever asks has the words for it."""

    DAMAGED = "damaged or not whole"
    LOCKED = "locked with a password"
    MACROS = "holds macros"
    BOMB = "unpacks to more than it should"
    OUTSIDE = "would unpack outside its own folder"
    OTHER = "neither Word nor Excel"


class ZipRefused(ValueError):
    """A file is no Word document or Excel workbook that can be opened without harm."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def office_kind(
    stream: IO[bytes], size: int, *, most_unpacked: int = MAX_UNPACKED
) -> Literal["word", "excel"]:
    """Which of the two a file that begins as a zip is.

    Args:
        stream: the file.
        size: its bytes.
        most_unpacked: bytes that it may unpack to.

    Raises:
        ZipRefused: it is another zip, damaged, locked, holds macros, or would unpack to more than it should.
    """
    _check_end(stream, size)
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_entries(entries, archive.start_dir, most_unpacked)
        types = _check_content(stream, entries, most_unpacked)
    except ZipRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, UnicodeError, ValueError, NotImplementedError):
        raise ZipRefused(Fault.DAMAGED) from None
    if b"macroEnabled" in types or any(_MACROS.search(entry.filename) for entry in entries):
        raise ZipRefused(Fault.MACROS)
    names = {entry.filename for entry in entries}
    for kind, (main, content_type) in _MAIN.items():
        if any(main.fullmatch(name) for name in names) and content_type in types:
            return "word" if kind == "word" else "excel"
    raise ZipRefused(Fault.OTHER)


def _check_end(stream: IO[bytes], size: int) -> None:
    """Its list of contents is small and stands at the end, before any of it is read into memory."""
    stream.seek(max(0, size - 65_557))
    tail = stream.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise ZipRefused(Fault.DAMAGED)
    _, disk, first_disk, here, count, directory, _, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail) or disk or first_disk or here != count:
        raise ZipRefused(Fault.DAMAGED)
    if count > MAX_ENTRIES or directory > _MAX_DIRECTORY:
        raise ZipRefused(Fault.BOMB)


def _check_entries(entries: list[zipfile.ZipInfo], directory_at: int, most_unpacked: int) -> None:
    """What its list of contents says, without reading them."""
    names = [entry.filename.casefold() for entry in entries]
    if not entries or len(entries) > MAX_ENTRIES or len(set(names)) < len(names):
        raise ZipRefused(Fault.DAMAGED)
    unpacked = packed = place = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.flag_bits & _ENCRYPTED:
            raise ZipRefused(Fault.LOCKED)
        # The name as it is written: ``filename`` ends at a NUL and has its slashes turned.
        name = entry.orig_filename
        if name.startswith(("/", "\\")) or re.search(r"(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f:]", name):
            raise ZipRefused(Fault.OUTSIDE)
        if (
            entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            or entry.header_offset < place
        ):
            raise ZipRefused(Fault.DAMAGED)  # two entries that share their bytes are a bomb's
        place = entry.header_offset + _LOCAL.size + entry.compress_size
        packed += entry.compress_size
        unpacked += entry.file_size
    # Nothing stands before the first entry of a document. A reader of zips would not mind.
    if min(entry.header_offset for entry in entries) or place > directory_at:
        raise ZipRefused(Fault.DAMAGED)
    if unpacked > most_unpacked or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise ZipRefused(Fault.BOMB)


def _check_content(stream: IO[bytes], entries: list[zipfile.ZipInfo], most_unpacked: int) -> bytes:
    """Unpack all of it, a piece at a time and to nowhere; its content types come back.

    Both lists of sizes in a zip may lie, so the bytes themselves are counted.
    """
    types, left = b"", most_unpacked
    for entry in entries:
        size = check = 0
        for piece in _pieces(stream, entry):
            size, check = size + len(piece), zlib.crc32(piece, check)
            left -= len(piece)
            if left < 0 or size > entry.file_size:
                raise ZipRefused(Fault.BOMB)
            if entry.filename == _CONTENT_TYPES and len(types) < _PIECE:
                types += piece
        if size != entry.file_size or check != entry.CRC:
            raise ZipRefused(Fault.DAMAGED)
    return types


def _pieces(stream: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry unpacks to, however much that is."""
    stream.seek(entry.header_offset)
    start, _, flags, method, *_, name_length, extra_length = _LOCAL.unpack(stream.read(_LOCAL.size))
    name = stream.read(name_length)
    written = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    if (start, flags, method, name) != (b"PK\x03\x04", entry.flag_bits, entry.compress_type, written):
        raise ZipRefused(Fault.DAMAGED)
    stream.seek(extra_length, 1)
    left, inflate = entry.compress_size, zlib.decompressobj(-15)
    while left:
        packed = stream.read(min(left, _PIECE))
        if not packed:
            raise ZipRefused(Fault.DAMAGED)
        left -= len(packed)
        if method == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail
    if method == zipfile.ZIP_DEFLATED and (not inflate.eof or inflate.unused_data):
        raise ZipRefused(Fault.DAMAGED)
