"""Recording one finding, changing it, saying what is done about it, and deleting it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused, Stale
from plans.models import Lead, Section
from plans.views.access import allowed, person
from plans.views.deleted import deleted_already
from plans.views.saving import saved

from ..actions.findings import SavedAlready, add_findings, delete_finding, respond, save_finding
from ..forms.finding import DeleteForm, FindingForm, ResponseForm, earlier_findings
from ..forms.links import LinkChoice
from ..kinds import KINDS
from ..models import Finding, Visit
from ..proposals import OutcomeProposals
from ..register import FindingRow, VisitRow
from .opening import Opened, open_page, open_to_record

_OFFERED = 5


@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record one finding of a visit, by hand."""
    opened = open_to_record(request, slug)
    visit = opened.visit(pk)
    allowed(opened.may_write_of(visit))
    links = _links(request, opened, visit, None)
    form = _finding_form(request, opened, visit, None, links)
    if request.method == "POST" and form.is_valid() and not links.is_wrong:
        finding = Finding()
        _fill(finding, form, None)
        try:
            add_findings(
                visit=get_object_or_404(Visit, pk=visit.id),
                plan=opened.plan,
                findings=[(finding, links.links)],
                by=person(request),
                reason=form.cleaned_data["why"],
                after=form.cleaned_data["after"],
                false_alarm=form.said_false_alarm,
            )
        except SavedAlready as saved:
            messages.info(request, "This finding has been saved already.")
            return redirect("finding", slug, saved.places[0].pk)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Saved: finding {finding.ref or finding.position}.")
            return redirect("finding", slug, finding.pk)
    context = opened.context(
        "findings", shown=None, visit=visit, finding=None, form=form, links_of=links, problems=links.problems
    )
    return render(request, "ofsted/finding_form.html", context)


@require_http_methods(["GET", "POST"])
def finding_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a finding as recorded, and which outcomes answer it."""
    opened = open_to_record(request, slug)
    now = opened.finding(pk)
    allowed(opened.may_write_of(now.visit))
    links = _links(request, opened, now.visit, now)
    form = _finding_form(request, opened, now.visit, now, links)
    conflict: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid() and not links.is_wrong:
        finding = Finding.objects.select_related("visit").get(pk=pk)
        _fill(finding, form, now)
        try:
            save_finding(
                finding=finding,
                plan=opened.plan,
                by=person(request),
                reason=form.cleaned_data["why"],
                links=links.links,
                false_alarm=form.said_false_alarm,
                seen_version=form.cleaned_data["version"] or 0,
            )
        except Stale as stale:
            opened = open_to_record(request, slug)
            now = opened.finding(pk)
            conflict = _told_apart(form, links, now)
            if not conflict:
                return _saved(request, slug, now)
            form.add_error(None, stale.message)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return _saved(request, slug, now)
    context = opened.context(
        "findings",
        shown=None,
        visit=now.visit,
        finding=now,
        form=form,
        links_of=links,
        problems=links.problems,
        conflict=conflict,
        seen=now.version if conflict or request.method == "GET" else request.POST.get("version", ""),
    )
    return render(request, "ofsted/finding_form.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
def finding_respond(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what is done about a finding. For whoever records findings, and for managers who own it."""
    opened = open_page(request, slug)
    now = opened.finding(pk)
    allowed(now.is_adverse and opened.may_respond_to(now))
    form = ResponseForm(request.POST or None, now=now)
    conflict: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            respond(
                finding=Finding.objects.select_related("visit").get(pk=pk),
                plan=opened.plan,
                response=said["response"],
                due_on=said["due_on"],
                status=said["status"],
                evidence=said["evidence"],
                by=person(request),
                reason=said["why"],
                false_alarm=form.said_false_alarm,
                seen_version=said["version"],
            )
        except Stale as stale:
            opened = open_page(request, slug)
            now = opened.finding(pk)
            conflict = form.differs_from(now)
            if not conflict:
                return _saved(request, slug, now)
            form.add_error(None, stale.message)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return _saved(request, slug, now)
    context = opened.context(
        "findings",
        shown=None,
        finding=now,
        form=form,
        conflict=conflict,
        seen=now.version if conflict or request.method == "GET" else request.POST.get("version", ""),
    )
    return render(request, "ofsted/finding_respond.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
def finding_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether a finding was recorded by mistake, and why; then delete it."""
    opened = open_to_record(request, slug)
    now = opened.register.finding(pk)
    if now is None:
        gone = deleted_already(request, Finding, pk, line=opened.register.line)
        return redirect("visit", slug, opened.visit(gone.visit_id).id)
    allowed(opened.may_write_of(now.visit))
    form = DeleteForm(request.POST or None, initial={"version": now.version})
    finding = Finding.objects.select_related("visit").get(pk=pk)
    ok, current = saved(request, form, partial(delete_finding, finding=finding, plan=opened.plan))
    if ok:
        messages.success(request, f"Deleted: finding {now.name}.")
        return redirect("visit", slug, now.visit.id)
    if current:
        opened = open_to_record(request, slug)
        now = opened.finding(pk)
    context = opened.context("findings", shown=None, finding=now, form=form)
    return render(request, "ofsted/finding_delete.html", context, status=409 if current else 200)


def _finding_form(
    request: HttpRequest, opened: Opened, visit: VisitRow, now: FindingRow | None, links: LinkChoice
) -> FindingForm:
    register = opened.register
    earlier = earlier_findings(visit, register.findings)
    repeated = register.finding(now.repeats) if now else None
    if repeated and repeated not in earlier:
        earlier.append(repeated)
    return FindingForm(
        request.POST or None,
        plan=opened.plan,
        snapshot=opened.shown.snapshot,
        earlier=earlier,
        links=links,
        written_in=KINDS[visit.kind].written_in,
        now=now,
        after=max((row.position for row in register.of_visit(visit)), default=0),
    )


def _links(request: HttpRequest, opened: Opened, visit: VisitRow, now: FindingRow | None) -> LinkChoice:
    """What is linked, and what is likely by its wording; with what was sent."""
    snapshot = opened.shown.snapshot
    words = request.POST.get("words", now.words if now else "")
    likely = OutcomeProposals(snapshot, " ".join(visit.looked_at)).likely(words, _OFFERED) if words else ()
    links = LinkChoice.of(snapshot, now.answers if now else (), likely)
    if request.method == "POST":
        links.fill_in(request.POST)
    return links


def _fill(finding: Finding, form: FindingForm, now: FindingRow | None) -> None:
    """Give a finding what was typed. Its section stays the earlier version's where that is the same one."""
    said: dict[str, Any] = form.cleaned_data
    for name in ("words", "kind", "ref", "paragraph", "area"):
        setattr(finding, name, said[name])
    if now is None or said["section"] != (str(now.section.id) if now.section else ""):
        finding.section = Section.objects.get(pk=said["section"]) if said["section"] else None
    finding.owner = Lead.objects.get(pk=said["owner"]) if said["owner"] else None
    finding.repeats = Finding.objects.get(pk=said["repeats"]) if said["repeats"] else None


def _told_apart(form: FindingForm, links: LinkChoice, now: FindingRow) -> list[tuple[str, str]]:
    """What a finding has otherwise than it was typed, in words; nothing where the same was saved."""
    found = form.differs_from(now)
    saved = {answer.outcome_id: answer.reason for answer in now.answers}
    if saved != links.links:
        found.append(("Outcomes", ", ".join(row.ref for row in now.outcomes) or "None"))
    return found


def _saved(request: HttpRequest, slug: str, row: FindingRow) -> HttpResponse:
    messages.success(request, f"Saved: finding {row.name}.")
    return redirect("finding", slug, row.id)
