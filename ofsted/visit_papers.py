"""What belongs to visits besides their findings: their files, and the deadlines they brought, met or not.

Read as at the moment at which the register was, and only by the pages that show it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from plans.as_at import as_date
from plans.as_recorded import one_of, recorded
from plans.models import Plan

from .clocks import Clock, clock_rule, clocks_of
from .file_check import KINDS
from .models import Attachment, DeadlineMet, Finding
from .register import FindingRow, VisitRow

_LABELS = {kind.content_type: kind.label for kind in KINDS}
_KILO = 1024


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a visit.

    Attributes:
        size: bytes.
        is_kept: whether it can still be had; on a page of the past it may have been removed since.
    """

    id: int
    kind: Attachment.Kind
    name: str
    content_type: str
    size: int
    is_kept: bool

    @property
    def described(self) -> str:
        """What it is and how large: "PDF, 1.2 MB"."""
        kilos = self.size / _KILO
        size = f"{kilos / _KILO:.1f} MB" if kilos >= _KILO else f"{max(1, round(kilos))} KB"
        return f"{_LABELS.get(self.content_type, 'File')}, {size}"


@dataclass(frozen=True, slots=True)
class Met:
    """That a deadline was met.

    Attributes:
        document: what was sent; None where no file is named, or it was not kept at that moment.
    """

    on: dt.date
    document: FileRow | None
    note: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that a visit brought, and whether it was met.

    Attributes:
        clock: its rule, and its days as on the day shown.
        met: when and by what; None while it is not.
    """

    clock: Clock
    met: Met | None

    @property
    def is_overdue(self) -> bool:
        """Whether its last day is past and it has not been met."""
        return self.met is None and self.clock.is_overdue

    @property
    def was_late(self) -> bool:
        """Whether it was met after its last day."""
        return self.met is not None and self.clock.due is not None and self.met.on > self.clock.due

    @property
    def counted(self) -> str:
        """How its last day is found: "70 working days from the date of the letter or report"."""
        return f"{self.clock.rule.length} from {self.clock.started_by}" if self.clock.started_by else ""


@dataclass(frozen=True, slots=True)
class VisitPapers:
    """The files of some visits, and which of their deadlines were met.

    Attributes:
        on: the day that days left are counted from.
    """

    on: dt.date
    files: Mapping[int, tuple[FileRow, ...]]
    met: Mapping[int, Mapping[str, Met]]

    def files_of(self, visit: VisitRow) -> tuple[FileRow, ...]:
        """The files of a visit, in the order they were attached."""
        return self.files.get(visit.id, ())

    def deadlines_of(self, visit: VisitRow, findings: Iterable[FindingRow]) -> tuple[Deadline, ...]:
        """The deadlines of a visit, soonest first.

        One that was recorded as met stays, also where what is known of the visit now would bring it no more.

        Args:
            visit: which.
            findings: its findings, as on the day shown.
        """
        adverse = visit.is_adverse or any(row.kind == Finding.Kind.PRIORITY_ACTION for row in findings)
        clocks = clocks_of(
            visit.kind,
            letter_on=visit.letter_on,
            last_on=visit.last_on,
            published_on=visit.ofsted_published_on,
            adverse=adverse,
            today=self.on,
        )
        met = dict(self.met.get(visit.id, {}))
        found = [Deadline(clock, met.pop(clock.code, None)) for clock in clocks]
        for code, one in met.items():
            if rule := clock_rule(code):
                found.append(Deadline(Clock(rule, None, "", None, None), one))
        return tuple(found)


def next_of(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The deadline to be met next: the soonest of those that are not met; one not started comes last."""
    return next((one for one in deadlines if one.met is None), None)


def take_papers(
    plan: Plan, visits: Collection[VisitRow], *, moment: dt.datetime | None, on: dt.date
) -> VisitPapers:
    """Read the files and the met deadlines of visits. Two queries, however many there are.

    Args:
        plan: whose page it is.
        visits: of its register.
        moment: the register's.
        on: the day that the page shows.
    """
    ids = {visit.id for visit in visits}
    kept = "1" if moment is None else "(SELECT COUNT(*) FROM ofsted_attachment a WHERE a.id = r.id)"
    rows = recorded(
        Attachment,
        f"r.visit_id, r.id, r.kind, r.name, r.content_type, r.size, {kept}",
        plan,
        moment,
        among=one_of("r.visit_id", ids),
    )
    files: dict[int, list[FileRow]] = {}
    for visit_id, pk, kind, name, content_type, size, is_kept in rows:
        row = FileRow(pk, Attachment.Kind(kind), name, content_type, size, bool(is_kept))
        files.setdefault(visit_id, []).append(row)
    documents = {row.id: row for of_visit in files.values() for row in of_visit}
    return VisitPapers(
        on,
        {pk: tuple(of_visit) for pk, of_visit in files.items()},
        _read_met(plan, ids, moment, documents),
    )


def take_deadlines(
    plan: Plan, visits: Collection[VisitRow], *, moment: dt.datetime | None, on: dt.date
) -> VisitPapers:
    """The same without the files, for a page that shows no more than the deadlines. One query.

    Args:
        plan, visits, moment, on: as for ``take_papers``.
    """
    return VisitPapers(on, {}, _read_met(plan, {visit.id for visit in visits}, moment, {}))


def _read_met(
    plan: Plan, visits: Collection[int], moment: dt.datetime | None, documents: Mapping[int, FileRow]
) -> dict[int, dict[str, Met]]:
    """By the id of the visit, then by the code of the rule."""
    met: dict[int, dict[str, Met]] = {}
    for visit_id, clock, met_on, document_id, note in recorded(
        DeadlineMet,
        "r.visit_id, r.clock, r.met_on, r.document_id, r.note",
        plan,
        moment,
        among=one_of("r.visit_id", visits),
    ):
        met.setdefault(visit_id, {})[clock] = Met(as_date(met_on), documents.get(document_id), note)
    return met
