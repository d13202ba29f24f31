"""The file itself: its parts, what they are called and how they hang together, and always the same bytes."""

import datetime as dt
import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from ..document import Document
from ..plain_text import shortened
from .text import on_one_line

_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can say; a real one would differ at every export
_LONGEST_PROPERTY = 255
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Archive:
    """A Word file in the making, around its main part."""

    def __init__(self) -> None:
        self.package = Package()
        self.main = self._part("document.xml", CT.WML_DOCUMENT_MAIN)
        self.package.relate_to(self.main, RT.OFFICE_DOCUMENT)

    def add(self, name: str, content_type: str, kind: str, content: str | bytes) -> tuple[str, Part]:
        """Add a part that the main part speaks of.

        Args:
            name: inside the folder ``word``.
            kind: the type of the relationship.

        Returns:
            What the main part calls it, and the part.
        """
        part = self._part(name, content_type, content)
        return self.main.relate_to(part, kind), part

    def add_to(self, owner: Part, name: str, content_type: str, kind: str, content: bytes) -> str:
        """Add a part that another part speaks of, and say what that one calls it."""
        return owner.relate_to(self._part(name, content_type, content), kind)

    def fill(self, part: Part, content: str) -> None:
        """Write a part that had to be there first, so that what it speaks of could be added to it."""
        part._blob = (_DECLARED + content).encode()

    def _part(self, name: str, content_type: str, content: str | bytes = b"") -> Part:
        blob = (_DECLARED + content).encode() if isinstance(content, str) else content
        return Part(PackURI(f"/word/{name}"), content_type, blob, self.package)

    def bytes(self, body: str, document: Document) -> bytes:
        """The file.

        Args:
            body: the main part.
            document: what its properties are taken from.
        """
        self.fill(self.main, body)
        _set_properties(self.package, document)
        saved = io.BytesIO()
        self.package.save(saved)
        return _again_with_one_date(saved)


def _set_properties(package: Package, document: Document) -> None:
    properties = package.core_properties
    properties.title = _property(document.title)
    properties.subject = _property(document.subject)
    properties.author = properties.last_modified_by = _property(document.produced_by)
    properties.language = document.language
    properties.revision = 1
    made = document.produced_at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = made


def _property(text: str) -> str:
    return shortened(on_one_line(text), _LONGEST_PROPERTY)


def _again_with_one_date(saved: io.BytesIO) -> bytes:
    """The zip with nothing in it that tells when and where it was written."""
    out = io.BytesIO()
    with ZipFile(saved) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = ZipInfo(entry.filename, _MADE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(entry))
    return out.getvalue()
