"""Everything that is looked for before a paper is issued.

Each is a sentence for the cover of the paper, where it stands if the clerk issues the paper all the same.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ..child_details import find_child_details
from ..clear_days import publication_of
from ..dashboards import GROWS_OLD
from ..dates import full_date
from ..models import Paper, Rag
from ..packs import Pack
from ..papers.accessible import faults_of
from ..papers.brief import Brief
from ..papers.plan_paper import counted
from ..parts import points_for_papers
from ..snapshot import Cell, OutcomeRow
from .compared import compared_with_nothing, issued_since
from .cover import another_day, headings_since, nothing_confidential, nothing_written
from .exempt import ReadTwice, exempt_in_public
from .texts import texts_of

_MOST_NAMED = 12
CHOICES, COVER, MEETING = "paper_choices", "paper_cover", "meeting"
"""Pages on which a clerk puts right what was found."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """Something that was looked for.

    Attributes:
        title: what.
        found: what there is, in a sentence; empty where all is well.
        waivable: whether the paper may be issued all the same.
        mend: the page on which it is put right, by the name of its address; empty where there is none.
        twice: the sentences that were found where they should not be. They are shown, and never noted on
            the paper: what is noted may be read by more people than they may.
    """

    title: str
    found: str
    waivable: bool = True
    mend: str = ""
    twice: Sequence[ReadTwice] = ()


def checks_of(paper: Paper, brief: Brief, packs: Sequence[Pack], *, today: dt.date) -> list[PaperCheck]:
    """Everything that is looked for before a paper is issued, in the order in which it is told.

    Args:
        paper: a draft.
        brief, packs: what it says.
        today: the day on which it would be issued.
    """
    cells = list(brief.snapshot.cells)
    cycle = paper.meeting.body.cycle_days
    unrated = [(outcome, cell) for outcome, cell in cells if not cell.rag]
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
    twice = exempt_in_public(paper, brief, packs)
    confidential = nothing_confidential(brief, exempt=len(packs) > 1)
    return [
        PaperCheck("Every rating is given", _said("never given", unrated), mend=MEETING),
        PaperCheck(
            f"No rating is older than {cycle} days", _said(f"older than {cycle} days", late), mend=MEETING
        ),
        PaperCheck("Every red rating says why", _said("red without a commentary", wordless), mend=MEETING),
        PaperCheck("No meeting waits for an update", _updates_asked(brief), mend="recommendations"),
        *(PaperCheck(title, found) for title, found in points_for_papers(brief)),
        PaperCheck("It is compared with something", compared_with_nothing(paper, brief), mend=CHOICES),
        PaperCheck("It is compared with the last paper", issued_since(paper), mend=CHOICES),
        PaperCheck("No child's details", _child_details(packs), mend=COVER),
        PaperCheck("Nothing exempt stands in a public part", _in_public(twice), mend=CHOICES, twice=twice),
        PaperCheck("The cover report says what is confidential", confidential, mend=COVER),
        PaperCheck("The cover report has the day of the meeting", another_day(brief), mend=COVER),
        PaperCheck("The cover report has every heading", headings_since(paper), mend=COVER),
        PaperCheck("The cover report is filled in", nothing_written(brief), mend=COVER),
        *_supplement(paper),
        PaperCheck("In time for publication", _deadline(paper, today)),
        PaperCheck("It can be read by everybody", " ".join(_faults(packs)), waivable=False),
    ]


def _supplement(paper: Paper) -> list[PaperCheck]:
    """That a supplement says what it changes; of the paper itself, nothing."""
    if not paper.supplement:
        return []
    missing = "" if paper.change_note.strip() else "It does not say what it changes."
    return [PaperCheck("It says what the supplement changes", missing, waivable=False, mend=CHOICES)]


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
    names = [f"{row.name} of {row.meeting.title}" for row in brief.recommendations if row.update_asked]
    return f"Members asked for an update, and none is recorded since: {'; '.join(names)}." if names else ""


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
        for part, text in texts_of(pack):
            for seen in find_child_details(text):
                found[f"{seen.kind.with_article} in {part}"] = None
    return f"What looks like {'; '.join(found)}." if found else ""


def _in_public(twice: Sequence[ReadTwice]) -> str:
    """How many sentences of exempt parts can be read in public, and where. They are not quoted: see there."""
    parts = dict.fromkeys(place for one in twice for place in one.public)
    said = counted(len(twice), "sentence")
    return f"{said} of exempt parts can be read in public ones: {', '.join(parts)}." if twice else ""


def _faults(packs: Iterable[Pack]) -> list[str]:
    return list(dict.fromkeys(fault for pack in packs for fault in faults_of(pack.document)))
