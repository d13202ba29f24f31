"""What the files of a paper are called: as a clerk would, so that they sort by day and say what they are."""

import re

from ..models import Paper, PaperFile

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""What Windows keeps out of names, and marks that turn the order of what follows."""
_LONGEST = 110


def file_name(paper: Paper, pack: PaperFile.Pack, ending: str, *, title: str, of: str = "") -> str:
    """Such as "2026-11-27 Children's Select Committee - Improvement Plan paper 1.0.docx".

    Args:
        paper: an issued one.
        pack: its full pack says that it is not for publication.
        ending: without its dot.
        title: of the plan, as the paper has it.
        of: which of its tables, for a CSV file.
    """
    what = f"paper {paper.number}{f' {of}' if of else ''}"
    hidden = " - NOT FOR PUBLICATION" if pack == PaperFile.Pack.FULL else ""
    names = _plain(f"{paper.body_name} - {title}")
    return f"{paper.meets_on:%Y-%m-%d} {names} {what}{hidden}.{ending}"


def _plain(text: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split())[:_LONGEST].strip(" .")
