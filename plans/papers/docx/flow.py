"""What follows on from what: the paragraphs and tables of a paper, in order, and where its sections end."""

from dataclasses import dataclass

from .styles import CAPTION, CONTENTS_HEADING, HEADINGS, OVERLINE, SECTION_END, Styles
from .text import is_right_to_left, plain

# Said of each, because a council's style of that name may not say it.
_KEPT_WITH_NEXT = (*HEADINGS, OVERLINE, CAPTION, CONTENTS_HEADING)
_AFTER_TABLE = '<w:spacing w:before="240"/>'


@dataclass(slots=True)
class _Paragraph:
    style: str
    content: str
    kept: bool = False
    breaks: bool = False
    list_or_tabs: str = ""
    right_to_left: bool = False
    spacing: str = ""
    section: str = ""

    def __str__(self) -> str:
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>'
            f"{'<w:keepNext/>' * self.kept}{'<w:pageBreakBefore/>' * self.breaks}"
            f"{self.list_or_tabs}{'<w:bidi/>' * self.right_to_left}{self.spacing}{self.section}</w:pPr>"
            f"{self.content}</w:p>"
        )


class Flow:
    """The body of a paper, written from the top."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._blocks: list[_Paragraph | str] = []
        self._breaks = False

    def paragraph(
        self, style: str, content: str, said: str = "", *, list_or_tabs: str = "", kept: bool = False
    ) -> None:
        """Add a paragraph.

        Args:
            content: its runs.
            said: its text, which tells which way it is read.
            list_or_tabs: what it says of its list or its tab stops.
            kept: on the page of what follows it; a heading always is.
        """
        after_table = bool(self._blocks) and isinstance(self._blocks[-1], str) and style not in HEADINGS
        self._blocks.append(
            _Paragraph(
                self._styles[style],
                content,
                kept=kept or style in _KEPT_WITH_NEXT,
                breaks=self._break_here(),
                list_or_tabs=list_or_tabs,
                right_to_left=is_right_to_left(plain(said)),
                spacing=_AFTER_TABLE if after_table else "",
            )
        )

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
        self._last().section = properties

    def xml(self, closing: str) -> str:
        """All of it. The last section's page is told by ``closing``, outside every paragraph."""
        self._last()
        return "".join(map(str, self._blocks)) + closing

    def _last(self) -> _Paragraph:
        """The paragraph at the end; after a table Word needs one, if only to have the section end in it."""
        last = self._blocks[-1]
        if isinstance(last, str):
            last = _Paragraph(self._styles[SECTION_END], "")
            self._blocks.append(last)
        return last

    def _break_here(self) -> bool:
        breaks, self._breaks = self._breaks, False
        return breaks
