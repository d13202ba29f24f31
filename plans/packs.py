"""A paper that is stored -> what it says -> its files. An issued paper always says the same."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from .changes import CannotCompare, Compared, read_changes
from .dates import full_date
from .kept_files import TemplateLost, template_bytes
from .meetings import RecommendationRow, take_meetings
from .models import Paper, PaperFile, Rag
from .months import MonthCounts, count_months, read_months
from .papers.brief import Brief, CoverEntry
from .papers.committee import Chosen, Printed, committee_document, data_parts, print_parts
from .papers.csv import CONTENT_TYPE as CSV
from .papers.csv import write_csv
from .papers.digest import digest_of
from .papers.document import DataPart, Document
from .papers.file_names import file_name
from .papers.formats import FORMATS
from .parts import parts_for_papers
from .snapshot import PlanSnapshot, take_snapshot
from .standing import Stood, turning_ratings
from .uploaded.template_check import TemplateRefused

MONTHS = 12
"""How many month ends a paper shows."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One of the packs of a paper: the document in every format, and tables as CSV.

    Attributes:
        kind: whether it is what the public may have.
        title: of the plan, as it was.
        document: all that it says.
        data: tables of open parts in the public pack, and of exempt parts in the full one.
    """

    kind: PaperFile.Pack
    title: str
    document: Document
    data: tuple[DataPart, ...]

    @property
    def keys(self) -> list[str]:
        """What its files are stored under, in order."""
        return [*(one.key for one in FORMATS), *(f"csv-{table.name}" for table in self.data)]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        says: the digest of what it says, whatever wrote it.
        made_with: names and versions of what wrote it.
    """

    key: str
    name: str
    content_type: str
    content: bytes
    says: str
    made_with: str


def chosen_parts(paper: Paper) -> Chosen:
    """The parts of a paper in order, each with the paragraph it is exempt by."""
    offered = parts_for_papers()
    return [(offered[key], paragraph) for key, paragraph in paper.parts if key in offered]


def brief_of(paper: Paper) -> Brief:
    """Everything a paper is made from, read as at its date: as known when it was issued, or now.

    Raises:
        CannotCompare: a draft's date is no day of the plan, or not after the one it is compared with.
    """
    known_at = paper.known_at or timezone.now()
    snapshot = take_snapshot(paper.plan, at=paper.at, known_at=paper.known_at)
    if snapshot.at < snapshot.starts_on:
        starts = full_date(snapshot.starts_on)
        said = f"The plan starts on {starts}: choose that day or later for the paper."
        raise CannotCompare("until", said, since=snapshot.at, until=snapshot.at)
    compared = _compared(paper, snapshot, known_at)
    asked, kept_back = _asked(paper, snapshot)
    brief = Brief(
        plan=paper.plan,
        snapshot=snapshot,
        compared=compared,
        compared_with=_compared_with(paper, compared),
        turned=_turned(snapshot, paper),
        months=_months(paper, snapshot),
        recommendations=asked,
        keeps_back=kept_back,
        read={key: part.read(paper.plan, snapshot) for key, part in parts_for_papers().items()},
        owed=(),
        body=paper.body_name or paper.meeting.body.name,
        meets_on=paper.meets_on or paper.meeting.on,
        item=paper.item if paper.is_issued else paper.meeting.item,
        number=paper.number,
        change_note=paper.change_note,
        cover=tuple(CoverEntry(title, text, place == "head") for title, text, place in paper.cover),
        waived=tuple(paper.waived),
        produced_by=paper.issued_by or "Not issued",
        produced_at=known_at,
        is_draft=not paper.is_issued,
    )
    public = (part.owed(brief) for part, paragraph in chosen_parts(paper) if not paragraph)
    return replace(brief, owed=tuple(one for one in public if one))


def packs_of(paper: Paper) -> list[Pack]:
    """The packs of a paper: the public one, and the full one where anything in it is exempt.

    Raises:
        CannotCompare: as for ``brief_of``.
    """
    return packs_of_brief(brief_of(paper), paper)


def packs_of_brief(brief: Brief, paper: Paper) -> list[Pack]:
    """The same, of a paper whose brief has been read."""
    chosen = chosen_parts(paper)
    kinds = [PaperFile.Pack.PUBLIC]
    if any(paragraph for _, paragraph in chosen):
        kinds.append(PaperFile.Pack.FULL)
    printed = print_parts(brief, chosen)
    return [_pack(brief, chosen, printed, kind) for kind in kinds]


def write_pack(pack: Pack, paper: Paper, skip: frozenset[str] = frozenset()) -> Iterator[Written]:
    """The files of a pack, each written when it is asked for.

    Args:
        pack, paper: what of which.
        skip: keys of files that are there already.

    Raises:
        TemplateLost, TemplateRefused: a Word file is to be written, and the template it is made with cannot
            be had or used. Raised after every other file, which can be had without.
    """
    says = digest_of(pack.document)
    without_template = None
    for one in FORMATS:
        if one.key not in skip:
            name = file_name(paper, pack.kind, one.key, title=pack.title)
            try:
                content = one.written(pack.document, template=lambda: template_of(paper))
            except (TemplateLost, TemplateRefused) as error:
                without_template = error
                continue
            yield Written(one.key, name, one.content_type, content, says, one.made_with)
    for table in pack.data:
        key = f"csv-{table.name}"
        if key not in skip:
            name = file_name(paper, pack.kind, "csv", title=pack.title, of=table.name)
            yield Written(key, name, CSV, write_csv(table), digest_of(table), "csv")
    if without_template:
        raise without_template


def template_of(paper: Paper) -> bytes | None:
    """The Word document that a paper takes its look from; None for the service's own.

    Raises:
        TemplateLost: it cannot be had.
    """
    return template_bytes(paper.word_template) if paper.word_template else None


def _pack(brief: Brief, chosen: Chosen, printed: Sequence[Printed], kind: PaperFile.Pack) -> Pack:
    public = kind is PaperFile.Pack.PUBLIC
    document = committee_document(brief, printed, public=public)
    return Pack(kind, brief.snapshot.title, document, tuple(data_parts(brief, chosen, public=public)))


def _compared(paper: Paper, snapshot: PlanSnapshot, known_at: dt.datetime) -> Compared | None:
    """What changed since the paper before, or since a day. None where the plan had not started by then."""
    earlier = paper.since_paper
    if earlier and earlier.plan_id == paper.plan_id:
        return read_changes(
            paper.plan,
            since=earlier.at,
            until=snapshot.at,
            known_at=known_at,
            since_known_at=earlier.known_at,
        )
    since = paper.since
    if earlier and earlier.at:
        since = max(earlier.at, snapshot.starts_on)
    if since is None or (earlier and since >= snapshot.at):
        return None
    return read_changes(paper.plan, since=since, until=snapshot.at, known_at=known_at)


def _compared_with(paper: Paper, compared: Compared | None) -> str:
    """What a paper is compared with, in words; empty where it is compared with nothing."""
    if compared is None:
        return ""
    earlier, since = paper.since_paper, full_date(compared.comparison.before.at)
    if earlier is None:
        return f"the plan as at {since}"
    body = paper.body_name or paper.meeting.body.name
    to = "" if earlier.body_name == body else f" to the {earlier.body_name}"
    if compared.from_paper:
        return f"the paper of {earlier.short_name}{to}"
    return f"the plan as at {since}, because the paper of {earlier.short_name}{to} was of an earlier version"


def _asked(paper: Paper, snapshot: PlanSnapshot) -> tuple[tuple[RecommendationRow, ...], bool]:
    """What meetings asked for that this paper may tell, and whether there is more that it may not."""
    meetings = take_meetings(paper.plan, snapshot)
    meeting = meetings.meeting(paper.meeting_id)  # as it was then; not there if it was recorded later
    own = meeting.body.id if meeting else paper.meeting.body_id
    rows = meetings.recommendations
    told = tuple(row for row in rows if row.meeting.body.is_public or row.meeting.body.id == own)
    return told, len(told) < len(rows)


def _turned(snapshot: PlanSnapshot, paper: Paper) -> dict[int, Stood]:
    """Since which rating each red cell has been red."""
    reds = [cell.standing for _, cell in snapshot.cells if cell.rag is Rag.RED and cell.standing]
    return turning_ratings(paper.plan, reds, snapshot.at, snapshot.known_at)


def _months(paper: Paper, snapshot: PlanSnapshot) -> tuple[MonthCounts, ...]:
    months = read_months(
        paper.plan,
        until=snapshot.at,
        months=MONTHS,
        known_at=snapshot.known_at,
        set_up_on=snapshot.set_up_on,
        wording_at=snapshot.wording_at,
        since=snapshot.starts_on,
    )
    return tuple(count_months(months.ends, months.letters()))
