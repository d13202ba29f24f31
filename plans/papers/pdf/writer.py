"""A document tree -> the bytes of a PDF."""

from importlib.resources import files
from typing import Any, NoReturn

from ..document import Document
from .markup import html_of
from .needed import PdfNotPossible, make_sure
from .pages import page_style

CONTENT_TYPE = "application/pdf"


def write_pdf(document: Document) -> bytes:
    """The document as a PDF that a screen reader can follow (PDF/UA-1, ISO 14289-1).

    The same document always makes the same bytes with the same versions of WeasyPrint, Pango and HarfBuzz.
    Text is the document's, but for what ``letters.printed`` says. Data parts are left out. Nothing is
    fetched while it is made, neither from the network nor from a file.

    Raises:
        PdfNotPossible: this machine lacks what PDFs are made with.
    """
    make_sure()
    # Here, and not above: they load Pango, without which all the rest of the site must still start.
    try:
        from weasyprint import CSS, HTML

        from .fonts import FAMILIES, OwnFonts, ReadableFonts
        from .tags import mend
    except (ImportError, OSError) as why:
        raise PdfNotPossible(f"PDFs cannot be made: WeasyPrint does not load. {why}") from why

    fonts = OwnFonts()
    style = files(__package__).joinpath("paper.css").read_text("utf-8")
    sheet = CSS(
        string=f"html {{ font-family: {FAMILIES} }}\n{style}\n{page_style(document, FAMILIES)}",
        font_config=fonts,
        url_fetcher=_refuse,
    )
    laid_out = HTML(string=html_of(document), url_fetcher=_refuse).render(
        font_config=fonts, stylesheets=[sheet]
    )
    laid_out.fonts = ReadableFonts()
    content: bytes = laid_out.write_pdf(finisher=mend, pdf_variant="pdf/ua-1", pdf_identifier=True)
    return content


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"A paper fetches nothing, and was asked for {url[:200]!r}.")
