"""The files that a paper is written as."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

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
    """

    key: str
    label: str
    content_type: str
    write: Callable[[Document], bytes]
    packages: tuple[str, ...]

    @property
    def made_with(self) -> str:
        """Names and versions of what writes it, such as "openpyxl 3.1.5"."""
        return ", ".join(f"{package} {version(package)}" for package in self.packages)


FORMATS = (
    Format("docx", "Word document", DOCX, write_docx, ("python-docx", "lxml")),
    Format("xlsx", "Excel workbook", XLSX, write_xlsx, ("openpyxl", "lxml")),
    Format("pdf", "PDF", PDF, write_pdf, ("weasyprint", "pydyf", "fonttools")),
)
"""Every format of a paper, in the order in which they are made: the slowest last."""
