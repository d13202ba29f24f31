"""A brief and the parts chosen for it -> the paper that a committee reads. Its pages ask no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..dates import full_date, month_year
from ..schedule_12a import exempt_words
from .brief import Brief, LeftOut, PaperPart
from .changes_part import changes_part
from .document import Block, Bullets, DataPart, Document, Facts, Heading, Paragraph, Part, Value
from .plan_paper import key_to_ratings, section_part
from .progress_parts import NUMBERS, progress_parts
from .recommendations_part import recommendations_data, recommendations_owed, recommendations_part
from .record_part import changes_data, plan_data, record_data, record_part
from .typed_lists import typed_blocks

WORDING = 1
"""Which wording of papers this is. Raise it with whatever changes what a document of a paper says, whichever
app's part it is: a heading, a sentence, the order of things. Every file notes the number that it was made
with, so that no older paper is called wrong for words that it never had (``plans.paper_proof``)."""

NOT_APPLICABLE = "N/A"
"""What stands under a heading of the cover report that was left empty."""

Chosen = Sequence[tuple[PaperPart, int]]
"""Parts in the order of the paper, each with the paragraph of Schedule 12A it is exempt by; 0 for public."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A part that was chosen, and its pages; ``paragraph`` as for ``Chosen``."""

    part: PaperPart
    paragraph: int
    pages: tuple[Part, ...]


def print_parts(brief: Brief, chosen: Chosen) -> tuple[Printed, ...]:
    """The pages of every part, made once for all packs of a paper."""
    return tuple(Printed(part, paragraph, tuple(part.pages(brief))) for part, paragraph in chosen)


def _sections(brief: Brief) -> Iterator[Part]:
    return (section_part(section) for section in brief.snapshot.sections)


def _changes(brief: Brief) -> Iterator[Part]:
    if brief.compared:
        yield changes_part(brief.compared, since=brief.compared_with)


def _changes_data(brief: Brief) -> Iterator[DataPart]:
    if brief.compared:
        yield changes_data(brief.compared)


def _recommendations(brief: Brief) -> Iterator[Part]:
    if brief.recommendations:
        yield recommendations_part(brief.recommendations, on=brief.snapshot.at, keeps_back=brief.keeps_back)


def _recommendations_data(brief: Brief) -> Iterator[DataPart]:
    if brief.recommendations:
        yield recommendations_data(brief.recommendations)


PARTS = (
    PaperPart(
        "summary",
        NUMBERS,
        "Counts by section, what moved, what is red and why, what is overdue, and the months.",
        progress_parts,
    ),
    PaperPart(
        "changes",
        "What changed, line by line",
        "Every rating and wording that changed since the paper it is compared with.",
        _changes,
        _changes_data,
    ),
    PaperPart(
        "plan",
        "The plan",
        "Every section with its statements, outcomes and ratings, in the plan's own shape.",
        _sections,
        lambda brief: (plan_data(brief),),
    ),
    PaperPart(
        "recommendations",
        "Recommendations and actions",
        "What this body and public ones recommended and asked for, how far each has come, and what members "
        "said of it. What SMT and other bodies ask for stands in their own papers alone.",
        _recommendations,
        _recommendations_data,
        owed=lambda brief: recommendations_owed(brief.recommendations, brief.snapshot.at),
    ),
    PaperPart(
        "record",
        "Appendix: record of ratings",
        "The rating that stands in each column, with who gave it, when and why. The CSV file has every "
        "rating ever given.",
        lambda brief: (record_part(brief),),
        lambda brief: (record_data(brief),),
        usual=False,
    ),
)
"""The parts that this app has for a paper; other apps add theirs (``plans.parts``)."""


def committee_document(brief: Brief, printed: Sequence[Printed], *, public: bool) -> Document:
    """The paper as one document.

    Args:
        brief: what it is made from.
        printed: its parts, with their pages.
        public: leave out what is exempt, and say so; else have everything, marked as not for publication
            where anything in it is exempt.
    """
    left_out = [
        LeftOut(one.part.title, one.paragraph)
        for one in printed
        if public and one.paragraph and one.pages  # what says nothing is not left out either
    ]
    exempt = not public and any(one.paragraph for one in printed)
    snapshot = brief.snapshot
    parts: list[Part] = [_cover(brief, left_out, exempt=exempt)]
    for one in printed:
        if one.paragraph and public:
            continue
        parts += (_marked(page, one.paragraph) for page in one.pages) if one.paragraph else one.pages
    draft = "draft; " if brief.is_draft else ""
    return Document(
        title=f"{snapshot.title}: {brief.body}, {full_date(brief.meets_on)}",
        owner=snapshot.authority,
        subject=f"Improvement plan of {snapshot.authority} as at {full_date(snapshot.at)}",
        as_at=snapshot.at,
        produced_at=brief.produced_at,
        produced_by=brief.produced_by,
        parts=tuple(parts),
        note=f"{draft}paper {brief.number}",
        marking="Not for publication" if exempt else "",
        has_contents=True,
    )


def data_parts(brief: Brief, chosen: Chosen, *, public: bool) -> list[DataPart]:
    """The same as flat tables, one for each CSV file.

    Each table is in one pack alone, so that its file is named for what it holds: those of open parts with the
    public pack, those of exempt parts with the full one.
    """
    return [table for part, paragraph in chosen if bool(paragraph) != public for table in part.data(brief)]


def _marked(part: Part, paragraph: int) -> Part:
    """A part that says it is not for publication, and why."""
    return replace(part, blocks=(Paragraph(exempt_words(paragraph), stressed=True), *part.blocks))


def _cover(brief: Brief, left_out: Sequence[LeftOut], *, exempt: bool) -> Part:
    """The cover report: the council's own headings, and what this paper is."""
    blocks: list[Block] = []
    if head := [(entry.title, entry.text or NOT_APPLICABLE) for entry in brief.cover if entry.in_head]:
        blocks.append(Facts(tuple(head)))
    if exempt:
        blocks.append(
            Paragraph(
                "This pack is not for publication: it holds exempt information. Each exempt part says why.",
                stressed=True,
            )
        )
    if left_out:
        blocks.append(
            Paragraph("Parts of this paper are not for publication, and are left out of this pack:")
        )
        blocks.append(Bullets(tuple(f"{part.title}. {exempt_words(part.paragraph)}" for part in left_out)))
    for entry in brief.cover:
        if not entry.in_head:
            blocks += [Heading(entry.title), *(typed_blocks(entry.text) or (Paragraph(NOT_APPLICABLE),))]
    blocks += [Heading("About this paper"), Facts(tuple(_about(brief)))]
    if brief.waived and left_out:
        blocks.append(Paragraph("Issued with points open, which the full pack lists."))
    elif brief.waived:
        blocks.append(Paragraph("Issued with these points open:"))
        blocks.append(Bullets(brief.waived))
    blocks += key_to_ratings(brief.snapshot)
    return Part(
        name="Cover report",
        heading=f"Report to {brief.body}",
        overline=brief.snapshot.authority,
        blocks=tuple(blocks),
    )


def _about(brief: Brief) -> Iterator[tuple[str, Value]]:
    snapshot = brief.snapshot
    agenda = f", agenda item {brief.item}" if brief.item else ""
    yield "Meeting", f"{brief.body}, {full_date(brief.meets_on)}{agenda}"
    yield "Plan", f"{snapshot.title}, {month_year(snapshot.dated)}"
    yield "Paper", f"{brief.number}{', a draft: it may still change' if brief.is_draft else ''}"
    if brief.change_note:
        yield "What this supplement changes", brief.change_note
    yield "As at", snapshot.at
    if not brief.is_draft:
        yield "As known at", brief.produced_at
        yield "Issued by", brief.produced_by
    compared = brief.compared_with or "no earlier paper or date"
    yield "Compared with", compared[0].upper() + compared[1:]
