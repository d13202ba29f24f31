"""What follows on from what: the paragraphs and tables of a paper, in order, and where its sections end."""

from dataclasses import dataclass

from .styles import HEADINGS, SECTION_END, Styles
from .text import is_right_to_left, plain

_AFTER_TABLE = '<w:spacing w:before="240"/>'


@dataclass(slots=True)
class _Paragraph:
    style: str
    content: str
    breaks: bool
    list_or_tabs: str
    right_to_left: bool
    spacing: str
    section: str = ""

    def __str__(self) -> str:
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>'
            f"{'<w:pageBreakBefore/>' * self.breaks}"
            f"{self.list_or_tabs}{'<w:bidi/>' * self.right_to_left}{self.spacing}{self.section}</w:pPr>"
            f"{self.content}</w:p>"
        )


class Flow:
    """The body of a paper, written from the top."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._blocks: list[_Paragraph | str] = []
        self._breaks = False

    def paragraph(self, style: str, content: str, said: str = "", *, list_or_tabs: str = "") -> None:
        """Add a paragraph.

        Args:
            content: its runs.
            said: its text, which tells which way it is read.
            list_or_tabs: what it says of its list or its tab stops.
        """
        after_table = bool(self._blocks) and isinstance(self._blocks[-1], str) and style not in HEADINGS
        self._blocks.append(
            _Paragraph(
                self._styles[style], content, self._break_here(), list_or_tabs, is_right_to_left(plain(said)),
                _AFTER_TABLE if after_table else "",
            )
        )  # fmt: skip

    def table(self, before_first_cell: str, after: str) -> None:
        """Add a table, as what stands before the properties of its first paragraph end and what follows.

        A page break has nowhere else to stand.
        """
        breaks = "<w:pageBreakBefore/>" if self._break_here() else ""
        self._blocks.append(before_first_cell + breaks + after)

    def break_page(self) -> None:
        """Let what is added next start a page."""
        self._breaks = True

    def end_section(self, properties: str) -> None:
        """Close the section: its page is told by the last paragraph in it."""
        self._breaks = False
        if isinstance(self._blocks[-1], str):
            self._blocks.append(_Paragraph(self._styles[SECTION_END], "", False, "", False, ""))
        last = self._blocks[-1]
        assert isinstance(last, _Paragraph)  # noqa: S101 (just added, if it was not)
        last.section = properties

    def xml(self, closing: str) -> str:
        """All of it. The last section's page is told by ``closing``, outside every paragraph."""
        if isinstance(self._blocks[-1], str):
            self._blocks.append(_Paragraph(self._styles[SECTION_END], "", False, "", False, ""))
        return "".join(map(str, self._blocks)) + closing

    def _break_here(self) -> bool:
        breaks, self._breaks = self._breaks, False
        return breaks
