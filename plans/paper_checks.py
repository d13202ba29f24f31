"""What a clerk is told before a paper is issued: what is missing from it, late, or should not be in it.

Each is a sentence for the cover of the paper, where it stands if the clerk issues the paper all the same.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from .child_details import find_child_details
from .clear_days import publication_of
from .dashboards import GROWS_OLD
from .dates import full_date
from .meetings import take_meetings
from .models import Paper, Rag
from .packs import Pack
from .papers.accessible import faults_of
from .papers.brief import Brief
from .papers.document import Bullets, Document, Facts, Heading, Numbered, Paragraph, Part, Table
from .papers.plan_paper import counted
from .parts import points_for_papers
from .snapshot import Cell, OutcomeRow

_MOST_NAMED = 12
_SENTENCE = 20  # characters; shorter texts, such as names of leads, stand everywhere


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """Something that was looked for.

    Attributes:
        title: what.
        found: what there is, in a sentence; empty where all is well.
        waivable: whether the paper may be issued all the same.
    """

    title: str
    found: str
    waivable: bool = True


def checks_of(paper: Paper, brief: Brief, packs: Sequence[Pack], *, today: dt.date) -> list[PaperCheck]:
    """Everything that is looked for before a paper is issued, in the order in which it is told.

    Args:
        paper: a draft.
        brief, packs: what it says.
        today: the day on which it would be issued.
    """
    cells = list(brief.snapshot.cells)
    cycle = paper.meeting.body.cycle_days
    late = [
        (outcome, cell)
        for outcome, cell in cells
        if cell.rag in GROWS_OLD and cell.days is not None and cell.days > cycle
    ]
    wordless = [
        (outcome, cell)
        for outcome, cell in cells
        if cell.rag is Rag.RED and cell.standing and not cell.standing.commentary.strip()
    ]
    empty = [entry.title for entry in brief.cover if not entry.text.strip()]
    return [
        PaperCheck("Every rating is given", _said("never given", [one for one in cells if not one[1].rag])),
        PaperCheck(f"No rating is older than {cycle} days", _said(f"older than {cycle} days", late)),
        PaperCheck("Every red rating says why", _said("red without a commentary", wordless)),
        PaperCheck("No meeting waits for an update", _updates_asked(brief)),
        *(PaperCheck(title, found) for title, found in points_for_papers(brief)),
        PaperCheck("It is compared with something", _compared_with_nothing(paper, brief)),
        PaperCheck("No child's details", _child_details(packs)),
        PaperCheck("Nothing exempt stands in a public part", _exempt_in_public(packs)),
        PaperCheck("The cover report says what is confidential", _confidentiality(brief, packs)),
        PaperCheck("The cover report has the day of the meeting", _cover_day(brief)),
        PaperCheck(
            "The cover report is filled in",
            f"Nothing is written under {', '.join(empty)}: N/A stands there." if empty else "",
        ),
        PaperCheck("In time for publication", _deadline(paper, today)),
        PaperCheck("It can be read by everybody", " ".join(_faults(packs)), waivable=False),
    ]


def findings_of(paper: Paper, brief: Brief, packs: Sequence[Pack]) -> list[str]:
    """What was found today that a clerk may let stand, in sentences."""
    checks = checks_of(paper, brief, packs, today=timezone.localdate())
    return [check.found for check in checks if check.found and check.waivable]


def _said(what: str, cells: Sequence[tuple[OutcomeRow, Cell]]) -> str:
    """Such as "3 ratings older than 31 days: 1.1 Wexley, 1.2 Overall and 2.1 Overall."."""
    if not cells:
        return ""
    names = [f"{outcome.ref} {cell.column.name}" for outcome, cell in cells[:_MOST_NAMED]]
    more = f" and {len(cells) - _MOST_NAMED:,} more" if len(cells) > _MOST_NAMED else ""
    return f"{counted(len(cells), 'rating')} {what}: {', '.join(names)}{more}."


def _updates_asked(brief: Brief) -> str:
    """What members asked to hear more of before they agree how it stands."""
    rows = take_meetings(brief.plan, brief.snapshot).recommendations
    names = [f"{row.name} of {row.meeting.title}" for row in rows if row.update_asked]
    return f"Members asked for an update, and none is recorded since: {'; '.join(names)}." if names else ""


def _compared_with_nothing(paper: Paper, brief: Brief) -> str:
    """Whether a part is chosen that has nothing to say."""
    if brief.compared or "changes" not in dict(paper.parts):
        return ""
    return "“What changed” is chosen, and the paper is compared with nothing: that part is not in it."


def _deadline(paper: Paper, today: dt.date) -> str:
    meeting = paper.meeting
    deadline = publication_of(meeting.on, meeting.body.clear_days).deadline
    if today <= deadline:
        return ""
    days = counted(meeting.body.clear_days, "clear working day")
    return f"It was to be published by {full_date(deadline)}, {days} before the meeting."


def _child_details(packs: Iterable[Pack]) -> str:
    """Where in the whole paper something looks like a child's details."""
    found: dict[str, None] = {}
    for pack in packs:
        for part, text in _texts(pack):
            for seen in find_child_details(text):
                found[f"{seen.kind.with_article} in {part}"] = None
    return f"What looks like {'; '.join(found)}." if found else ""


def _exempt_in_public(packs: Sequence[Pack]) -> str:
    """In which public parts words stand that an exempt part has too, and how many such texts there are."""
    if len(packs) < 2:
        return ""
    public, full = (list(_texts(pack)) for pack in packs)
    shown = {part for part, _ in public}
    hidden = {text.strip() for part, text in full if part not in shown and len(text.strip()) >= _SENTENCE}
    found = [(part, text.strip()) for part, text in public if text.strip() in hidden]
    parts = list(dict.fromkeys(part for part, _ in found))
    texts = counted(len({text for _, text in found}), "text")
    return f"{texts} of exempt parts can be read in public ones: {', '.join(parts)}." if found else ""


def _confidentiality(brief: Brief, packs: Sequence[Pack]) -> str:
    """Whether the cover report says that nothing is confidential where something is."""
    said = [entry.text.strip() for entry in brief.cover if entry.title.strip().lower() == "confidentiality"]
    if len(packs) > 1 and any(text.lower().rstrip(".") in ("", "none", "no", "n/a") for text in said):
        return "Under Confidentiality the cover report says that nothing is, and a part is exempt."
    return ""


def _cover_day(brief: Brief) -> str:
    """Whether the cover report still has the day from which the meeting was moved."""
    day = full_date(brief.meets_on)
    said = [entry.text.strip() for entry in brief.cover if entry.title.strip().lower() == "date"]
    wrong = next((text for text in said if text and text != day), "")
    return f"Under Date the cover report has {wrong}, and the meeting is on {day}." if wrong else ""


def _faults(packs: Iterable[Pack]) -> list[str]:
    return list(dict.fromkeys(fault for pack in packs for fault in faults_of(pack.document)))


def _texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of a pack that a person wrote, with the part or the CSV file that it is in."""
    yield from _texts_of(pack.document)
    for data in pack.data:
        for row in data.table.rows:
            yield from ((f"{data.name}.csv", value) for value in row if isinstance(value, str))


def _texts_of(document: Document) -> Iterator[tuple[str, str]]:
    for part in document.parts:
        blocks = part.blocks if isinstance(part, Part) else (part.table,)
        for block in blocks:
            match block:
                case Heading(text) | Paragraph(text):
                    yield part.name, text
                case Bullets(items):
                    yield from ((part.name, text) for text in items)
                case Numbered(items):
                    yield from ((part.name, text) for _, text in items)
                case Facts(pairs):
                    yield from ((part.name, value) for _, value in pairs if isinstance(value, str))
                case Table():
                    for row in block.rows:
                        yield from ((part.name, value) for value in row if isinstance(value, str))
