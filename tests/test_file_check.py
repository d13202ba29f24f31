"""Uploaded files: what they are by their content, and hostile ones refused in words."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from ofsted.file_check import EXCEL, JPEG, MAX_SIZE, PDF, PNG, WORD, FileRefused, check_file
from plans.uploaded.names import clean_name

PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def zipped(*extra: tuple[str, bytes], main="word/document.xml", types=_WORD_TYPE, packed=True) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
        if main:
            archive.writestr(main, "<document>Plans are late.</document>" * 20)
        for name, content in extra:
            archive.writestr(name, content)
    return whole.getvalue()


def docx(*extra: tuple[str, bytes]) -> bytes:
    return zipped(*extra)


def xlsx() -> bytes:
    return zipped(main="xl/workbook.xml", types=_EXCEL_TYPE)


def check(content: bytes, name: str):
    return check_file(SimpleUploadedFile("x", content, content_type="text/html"), name)


def refused(content: bytes, name: str = "letter.docx") -> str:
    with pytest.raises(FileRefused) as caught:
        check(content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF_BYTES, "letter.pdf", PDF),
        (PDF_BYTES, "LETTER.PDF", PDF),
        (docx(), "report.docx", WORD),
        (zipped(main="word/document2.xml"), "report.docx", WORD),
        (zipped(packed=False), "report.docx", WORD),
        (xlsx(), "results.xlsx", EXCEL),
        (png(), "chart.png", PNG),
        (JPEG_BYTES, "page.jpg", JPEG),
        (JPEG_BYTES, "page.jpeg", JPEG),
    ],
)
def test_what_is_kept(content, name, kind):
    file = SimpleUploadedFile("x", content)
    assert check_file(file, name) == kind
    assert file.read() == content  # left at its beginning
    assert check_file(io.BytesIO(content), name) == kind


def test_a_real_workbook_is_kept():
    from openpyxl import Workbook

    book, whole = Workbook(), io.BytesIO()
    for number in range(2000):
        book.active.append([number, "a wording that comes again and again"])
    book.save(whole)
    assert check(whole.getvalue(), "results.xlsx") == EXCEL


def test_an_empty_file():
    assert refused(b"").startswith("This file is empty")


def test_a_file_that_is_too_large_is_not_even_read():
    class Large:
        size = 100 * 1024 * 1024

        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(FileRefused, match=r"100\.0 MB, and at most 20 MB"):
        check_file(Large(), "letter.pdf")
    assert "at most 20 MB" in refused(b"%PDF-1.7" + bytes(MAX_SIZE), "letter.pdf")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "web page or a drawing"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="alert(1)"/>', "web page or a drawing"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "Save it as PDF"),
        ("<html><script>alert(1)</script>".encode("utf-16"), "web page"),
        (b"<h1>x</h1><script src=x>", "web page"),
        (b"alert(1)", "This file cannot be kept. Attach it as PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word or Excel file.*as .docx"),
        (b"MZ\x90\x00" + bytes(80), "program"),
        (b"\x7fELF" + bytes(80), "program"),
        (b"#!/bin/sh\nrm -rf .", "program"),
        (b"{\\rtf1 text}", "rich text file"),
        (b"GIF89a" + bytes(20), "Save it as PNG or JPEG"),
        (b"\x1f\x8b\x08" + bytes(20), "compressed file"),
        (b"\x00" * 3000, "it is damaged"),
        (b"\n%PDF-1.7\n%%EOF", "cannot be kept"),
        (b"%PDF-", "PDF is damaged"),
        (PDF_BYTES[:20], "PDF is damaged"),
        (PDF_BYTES + bytes(4000), "something behind its end"),
        (JPEG_BYTES[:20], "picture is damaged"),
    ],
)
def test_other_things_called_pdf(content, said):
    import re

    assert re.search(said, refused(content, "letter.pdf"))


@pytest.mark.parametrize("at", [8, 20, 40, -1])
def test_a_picture_that_is_cut_off(at):
    assert "picture is damaged" in refused(png()[:at], "chart.png")


def test_a_picture_with_something_behind_it():
    assert "picture is damaged" in refused(png() + b"<script>alert(1)</script>", "chart.png")


@pytest.mark.parametrize(
    ("start", "name"), [(PDF_BYTES, "letter.pdf"), (JPEG_BYTES, "page.jpg"), (png(), "chart.png")]
)
def test_two_things_at_once(start, name):
    assert "two things at once" in refused(start + zipped(("evil.class", b"x")), name)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PDF_BYTES, "letter.docx", "This is a PDF by its content, but its name ends in .docx"),
        (PDF_BYTES, "letter.pdf.exe", "its name ends in .exe"),
        (PDF_BYTES, "letter\u202efdp.exe", "its name ends in .exe"),
        (PDF_BYTES, "letter.pdf\x00.html", "its name ends in .html"),
        (PDF_BYTES, "letter", "its name has no ending"),
        (docx(), "letter.xlsx", "Word document by its content"),
        (docx(), "letter.docm", "change its name to end in .docx"),
        (png(), "chart.jpg", "PNG picture by its content"),
    ],
)
def test_a_name_that_says_something_else(content, name, said):
    assert said in refused(content, name)


def test_a_zip_bomb():
    assert "unpacks to far more" in refused(docx(("word/media/x.xml", bytes(30 * 1024 * 1024))))


def test_a_zip_bomb_of_many_parts():
    parts = [(f"word/{number}.xml", bytes(1024 * 1024)) for number in range(210)]
    assert "unpacks to far more" in refused(docx(*parts))


def test_a_zip_of_very_many_files():
    assert "unpacks to far more" in refused(docx(*((f"word/{number}.xml", b"") for number in range(5_001))))


def _with_sizes(content: bytes, name: bytes, size: int, crc: int, packed: int | None = None) -> bytes:
    """The zip with other sizes and another checksum of one entry in both of its lists."""
    for signature, at_crc, at_name in ((b"PK\x01\x02", 16, 46), (b"PK\x03\x04", 14, 30)):
        place = content.find(signature)
        while content[place + at_name : place + at_name + len(name)] != name:
            place = content.find(signature, place + 1)
        kept = content[place + at_crc + 4 : place + at_crc + 8]
        fields = (
            struct.pack("<L", crc) + (struct.pack("<L", packed) if packed else kept) + struct.pack("<L", size)
        )
        content = content[: place + at_crc] + fields + content[place + at_crc + 12 :]
    return content


def test_a_zip_bomb_that_lies_about_its_size():
    honest = docx(("word/bomb.xml", bytes(30 * 1024 * 1024)))
    assert "unpacks to far more" in refused(
        _with_sizes(honest, b"word/bomb.xml", 100, zlib.crc32(bytes(100)))
    )


def test_two_entries_that_share_their_bytes():
    content = zipped(("word/a.xml", b"first"), ("word/b.xml", b"second"), packed=False)
    begin = content.find(b"first")
    end = content.find(b"second") + len(b"second")
    both = content[begin:end]
    shared = _with_sizes(content, b"word/a.xml", len(both), zlib.crc32(both), packed=len(both))
    assert "damaged" in refused(shared)


def test_a_document_with_a_word_changed():
    content = zipped(packed=False)
    assert "damaged" in refused(content.replace(b"Plans are late", b"Plans are made"))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "..\\..\\x.bat",
        "C:\\x.exe",
        "word/../../x",
        "word/..",
        "word/\x01x",
    ],
)
def test_entries_that_would_unpack_elsewhere(name):
    assert "outside its own folder" in refused(docx((name, b"x")))


def test_an_entry_whose_name_has_a_nul():
    content = docx(("word/evilXxml", b"x")).replace(b"word/evilXxml", b"word/evil\x00xml")
    assert "outside its own folder" in refused(content)


def test_the_same_entry_twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = docx(("word/document.xml", b"<other/>"))
    assert "damaged" in refused(content)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "vbaProject.bin"])
def test_macros(name):
    assert "holds macros" in refused(docx((name, b"x")))


def test_a_document_for_macros():
    assert "holds macros" in refused(zipped(types=_MACRO_TYPE))


def test_an_entry_with_a_password():
    content = docx()
    at = content.find(b"PK\x01\x02")
    locked = content[: at + 8] + b"\x01\x00" + content[at + 10 :]
    assert "locked with a password" in refused(locked)


@pytest.mark.parametrize(
    "content",
    [
        zipped(main=""),
        zipped(types=""),
        zipped(main="ppt/presentation.xml"),
        zipped(main="xl/workbook.xml"),  # its types say Word
        zipped(("a.txt", b"text"), main="", types=""),
    ],
)
def test_other_zips(content):
    assert "This is a zip file, or an Office file" in refused(content)


def test_a_document_that_is_cut_off_anywhere():
    content = docx()
    for length in (4, 30, 100, len(content) // 2, len(content) - 22, len(content) - 1):
        assert "damaged" in refused(content[:length])


def test_a_document_with_something_before_or_behind_it():
    content = docx()
    assert "damaged" in refused(content + b"<script>")
    assert "damaged" in refused(b"PK\x03\x04<script>" + content)
    assert "web page" in refused(b"<script>" + content)


@given(st.integers(0, len(docx()) - 1), st.integers(1, 255))
def test_any_damaged_document_is_kept_or_refused_in_words(at, change):
    content = bytearray(docx())
    content[at] ^= change
    try:
        kind = check(bytes(content), "letter.docx")
    except FileRefused:
        return
    assert kind == WORD


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
)
def test_any_bytes_are_kept_or_refused_in_words(content, start):
    try:
        check(start + content, "letter.pdf")
    except FileRefused as why:
        told = str(why)
        assert told.endswith(".")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Letter, 18 December 2019.pdf", "Letter, 18 December 2019.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\Naomi\\Letter.docx", "Letter.docx"),
        ("C:Letter.docx", "Letter.docx"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        ("...", "file"),
        (".pdf", "file.pdf"),
        (".htaccess", "file.htaccess"),
        ("letter.pdf/", "file"),
        ("letter\u202efdp.exe", "letterfdp.exe"),
        ("let\u200bter\u0000\r\n.pdf", "letter.pdf"),
        ("letter\r\nSet-Cookie: x=1.pdf", "letterSet-Cookie- x=1.pdf"),
        ("a\u00a0 b\u2028c.pdf", "a b c.pdf"),
        ('<img src="x">.pdf', "-img src=-x--.pdf"),
        ("letter.pdf. . ", "letter.pdf"),
        ("letter.pdf::$DATA", "letter.pdf--$DATA"),
        ("nul.pdf", "file-nul.pdf"),
        ("COM1.txt.pdf", "file-COM1.txt.pdf"),
        ("re\u0301ponse.pdf", "r\u00e9ponse.pdf"),
        ("a\u2215b.pdf", "a-b.pdf"),
        ("\ud800.pdf", "file.pdf"),
    ],
)
def test_names_are_made_safe(name, clean):
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_ending():
    assert clean_name("a" * 300 + ".docx") == "a" * 145 + ".docx"
    assert clean_name("\U0001f4c4" * 300 + ".docx").endswith("\U0001f4c4.docx")
    assert len(clean_name("\U0001f4c4" * 300 + ".docx").encode()) <= 240
    assert len(clean_name("." + "x" * 300)) == 150


@given(st.text(max_size=400))
def test_no_name_is_a_path_or_empty_or_long(name):
    clean = clean_name(name)
    assert clean == clean_name(clean)
    assert 0 < len(clean) <= 150
    assert clean.isprintable()
    assert not set('/\\:<>"|?*') & set(clean)
    assert clean.strip(" ") == clean
    assert not clean.startswith(".")
    assert not clean.endswith(".")
