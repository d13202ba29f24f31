"""The list of visits, and one visit."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..ahead import next_after
from ..kinds import facts_of
from ..models import Visit
from ..permissions import may_check_sites
from ..register import FindingRow, Judged, VisitRow
from ..visit_papers import Deadline, VisitPapers, next_of, take_papers
from .opening import Opened, open_page
from .samples import measured_context


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit in the list.

    Attributes:
        deadline: the one to be met next.
        brought: how many deadlines it brought.
    """

    visit: VisitRow
    findings: tuple[FindingRow, ...]
    deadline: Deadline | None
    brought: int

    @property
    def judged(self) -> Judged | None:
        """What it judged in short: overall, which a framework names first; None where nothing was judged."""
        return self.visit.judgements[0] if self.visit.judgements else None

    @property
    def others(self) -> int:
        """How many judgements there are besides."""
        return max(0, len(self.visit.judgements) - 1)

    @property
    def adverse(self) -> int:
        """Findings that ask for something."""
        return sum(1 for row in self.findings if row.is_adverse)

    @property
    def open(self) -> int:
        """Findings that ask for something and are not closed."""
        return sum(1 for row in self.findings if row.is_open)


@require_safe
def visit_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every visit, the newest first: what it judged, its findings, and which deadline comes next."""
    opened = open_page(request, slug)
    papers = _papers(opened, opened.register.visits)
    context = opened.context(
        "visits",
        listed=list(_listed(opened, papers)),
        may_start=opened.is_open and may_check_sites(opened.access),
    )
    return render(request, "ofsted/visits.html", context)


def _listed(opened: Opened, papers: VisitPapers) -> Iterator[Listed]:
    of_visit: dict[int, list[FindingRow]] = {}
    for row in opened.register.findings:
        of_visit.setdefault(row.visit.id, []).append(row)
    for visit in opened.register.visits:
        findings = tuple(of_visit.get(visit.id, ()))
        deadlines = papers.deadlines_of(visit, findings)
        yield Listed(visit, findings, next_of(deadlines), len(deadlines))


@require_safe
def visit_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One visit: its facts, its judgements, its files, its deadlines and its findings."""
    opened = open_page(request, slug)
    visit = opened.visit(pk)
    findings = opened.register.of_visit(visit)
    papers = _papers(opened, (visit,))
    ours = visit.kind == Visit.Kind.SITE_DAY
    context = opened.context(
        "visits",
        visit=visit,
        findings=findings,
        adverse=sum(1 for row in findings if row.is_adverse),
        still_open=sum(1 for row in findings if row.is_open),
        files=papers.files_of(visit),
        deadlines=papers.deadlines_of(visit, findings),
        expected=next_after(visit, opened.register.visits, on=opened.shown.snapshot.at),
        may_change=opened.may_record and (not ours or may_check_sites(opened.access)),
    )
    context |= measured_context(opened, visit) | facts_of(visit)
    return render(request, "ofsted/visit.html", context)


def _papers(opened: Opened, visits: tuple[VisitRow, ...]) -> VisitPapers:
    return take_papers(opened.plan, visits, moment=opened.register.moment, on=opened.shown.snapshot.at)
