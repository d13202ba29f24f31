"""A paper as a tagged PDF (PDF/UA-1) that a clerk can put in a pack unchanged. Knows nothing of plans."""

from .needed import PdfNotPossible
from .writer import CONTENT_TYPE, write_pdf

__all__ = ["CONTENT_TYPE", "PdfNotPossible", "write_pdf"]
