"""The files that a paper is written as."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from .committee import WORDING
from .document import Document
from .docx import CONTENT_TYPE as DOCX
from .docx import write_docx
from .pdf import CONTENT_TYPE as PDF
from .pdf import write_pdf
from .xlsx import CONTENT_TYPE as XLSX
from .xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a whole paper.

    Attributes:
        key: what it is stored under, and the ending of its file's name.
        label: what people call it.
        packages: whose versions may change the bytes that it writes.
        takes_template: whether ``write`` is given the body's own Word document too, as ``template``.
    """

    key: str
    label: str
    content_type: str
    write: Callable[..., bytes]
    packages: tuple[str, ...]
    takes_template: bool = False

    @property
    def made_with(self) -> str:
        """Names and versions of what writes it, and which wording: "openpyxl 3.1.5, wording 2"."""
        packages = (f"{package} {version(package)}" for package in self.packages)
        return ", ".join((*packages, f"wording {WORDING}"))

    def written(self, document: Document, *, template: Callable[[], bytes | None]) -> bytes:
        """The file of a document.

        Args:
            document: what it says.
            template: reads the body's own Word document; asked only where it makes a difference.
        """
        return self.write(document, template=template()) if self.takes_template else self.write(document)


FORMATS = (
    Format("docx", "Word document", DOCX, write_docx, ("python-docx", "lxml"), takes_template=True),
    Format("xlsx", "Excel workbook", XLSX, write_xlsx, ("openpyxl", "lxml")),
    Format("pdf", "PDF", PDF, write_pdf, ("weasyprint", "pydyf", "fonttools")),
)
"""Every format of a paper, in the order in which they are made: the slowest last."""

TEMPLATED = frozenset(one.key for one in FORMATS if one.takes_template)
"""Keys of those that take their look from the body's own Word document."""
_WORDING = re.compile(r"(?:^|, )wording (\d+)")


def wording_of(made_with: str) -> int:
    """The number of the wording that a file was made with; 1 where it was made before there were numbers."""
    noted = _WORDING.search(made_with)
    return int(noted[1]) if noted else 1


def libraries_of(made_with: str) -> str:
    """What a file was made with besides: names and versions of what wrote it."""
    return _WORDING.sub("", made_with)
