"""A council's own Word document, as its communications team might hand it over, and files that are none."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

BODY = "Delete this text and begin typing."


def logo() -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (120, 40), "#7a1f4b").save(out, "png")
    return out.getvalue()


def a_template(change: Callable[[Any], None] = lambda document: None) -> bytes:
    """A council's document: Georgia, plum headings, wide margins, a logo, an address, and a text to delete.

    Args:
        change: what else is done to it (a python-docx document).
    """
    document = docx.Document()
    document.styles["Normal"].font.name = "Georgia"
    heading = document.styles["Heading 1"]
    heading.font.color.rgb, heading.font.size = RGBColor(0x7A, 0x1F, 0x4B), Pt(22)
    document.styles.add_style("Paper stressed", WD_STYLE_TYPE.PARAGRAPH).font.italic = True
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = Mm(40)
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(logo()), width=Mm(30))
    section.footer.paragraphs[0].text = "County Hall, Marl Street"
    document.add_heading(BODY)
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewritten(content: bytes, **changed: Any) -> bytes:
    """A zip in which some entries are others; None takes one out.

    Args:
        changed: by the last part of an entry's name, its dots written as ``_``: bytes, or what to do to them.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            data: bytes | None = source.read(entry)
            key = (
                entry.filename.rsplit("/", 1)[-1]
                .replace(".", "_")
                .strip("[]")
                .replace("[", "")
                .replace("]", "")
            )
            if key in changed:
                data = changed[key](data) if callable(changed[key]) else changed[key]
            if data is not None:
                target.writestr(entry.filename, data)
    return out.getvalue()


def with_entry(content: bytes, name: str, data: bytes) -> bytes:
    """A zip with one entry more."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def another_template() -> bytes:
    """The same council's document with another address at its foot."""

    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "Civic Centre"

    return a_template(change)


def bomb() -> bytes:
    """A document that unpacks to far more than it is."""
    return with_entry(a_template(), "word/media/large.bin", bytes(30 * 1024 * 1024))


def another_type(name: str) -> bytes:
    """A document that says it is something else."""
    usual = b"wordprocessingml.document.main+xml"
    return rewritten(a_template(), Content_Types_xml=lambda data: data.replace(usual, name.encode()))
