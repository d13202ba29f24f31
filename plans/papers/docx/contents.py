"""The list of contents: links to the parts, and the pages they are on.

The numbers are Word's to find, and it does so when the paper is printed or saved as PDF. Until then none is
shown: a number put here would be a guess, and asking Word to find them at once makes it question the reader.
For the same reason the list is no field of its own: inside one, LibreOffice prints what stands there already.
"""

from collections.abc import Sequence

from .fields import field, right_stop
from .flow import Flow
from .styles import CONTENTS_HEADING, CONTENTS_LINE, LINK, Styles
from .text import on_one_line, runs

CONTENTS = "Contents"


def add_contents(flow: Flow, headings: Sequence[str], styles: Styles, room: int) -> None:
    """Add the list.

    Args:
        headings: of the parts, in order; at least one.
        room: between the margins, in twentieths of a point.
    """
    flow.paragraph(CONTENTS_HEADING, runs(CONTENTS))
    for index, heading in enumerate(headings):
        title = runs(on_one_line(heading), f'<w:rStyle w:val="{styles[LINK]}"/>')
        page = field(rf"PAGEREF {bookmark(index)} \h", "")
        line = f'<w:hyperlink w:anchor="{bookmark(index)}" w:history="1">{title}</w:hyperlink>'
        line += f"<w:r><w:tab/></w:r>{page}"
        flow.paragraph(CONTENTS_LINE, line, heading, list_or_tabs=right_stop(room))


def bookmarked(index: int, content: str) -> str:
    """The heading of a part, as a place that the list can lead to."""
    begins = f'<w:bookmarkStart w:id="{index}" w:name="{bookmark(index)}"/>'
    return f'{begins}{content}<w:bookmarkEnd w:id="{index}"/>'


def bookmark(index: int) -> str:
    """The name of the place where a part begins."""
    return f"_Toc{index + 1:06}"
