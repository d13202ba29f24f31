"""Recording a visit: what it was, what it judged, and deleting one that was a mistake."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.forms.both_texts import both_texts
from plans.forms.deleting import DeleteForm
from plans.views.access import allowed
from plans.views.deleted import deleted_already
from plans.views.saving import saved

from ..actions.visits import delete_visit, save_visit
from ..forms.visits import JudgementsForm, VisitForm
from ..frameworks import framework
from ..models import Visit
from ..permissions import may_check_sites
from .opening import Opened, open_to_record


@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a visit."""
    opened = open_to_record(request, slug)
    visit = Visit()
    return _edit(request, opened, visit, VisitForm(request.POST or None, visit=visit))


@require_http_methods(["GET", "POST"])
def visit_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a visit."""
    opened = open_to_record(request, slug)
    visit = visit_of(opened, pk)
    return _edit(request, opened, visit, VisitForm(request.POST or None, visit=visit))


def _edit(request: HttpRequest, opened: Opened, visit: Visit, form: VisitForm) -> HttpResponse:
    new = visit.pk is None
    ok, current = saved(
        request, form, lambda **signed: save_visit(visit=form.fill(visit), plan=opened.plan, **signed)
    )
    differing = both_texts(VisitForm(visit=visit), VisitForm(visit=current)) if current else []
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, f"{visit} saved.")
        judges = framework(visit.framework)
        asks = judges is not None and judges.areas and not visit.judgements.exists()
        return redirect("visit_judgements" if asks else "visit", opened.plan.slug, visit.pk)
    visit_row = None if new else opened.register.visit(visit.pk)
    context = opened.context("visits", shown=None, form=form, visit=visit_row, differing=differing)
    return render(request, "ofsted/visit_form.html", context, status=409 if differing else 200)


@require_http_methods(["GET", "POST"])
def visit_judgements(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record what an inspection judged, area by area."""
    opened = open_to_record(request, slug)
    visit = visit_of(opened, pk)
    form = JudgementsForm(request.POST or None, visit=visit)
    ok, current = False, None
    if form.areas:
        ok, current = saved(
            request,
            form,
            lambda **signed: save_visit(visit=visit, plan=opened.plan, judgements=form.judgements, **signed),
        )
    if ok:
        messages.success(request, f"Judgements of {visit} saved.")
        return redirect("visit", slug, pk)
    current = opened.visit(pk) if current else None
    context = opened.context("visits", shown=None, form=form, visit=opened.visit(pk), current=current)
    return render(request, "ofsted/visit_judgements.html", context, status=409 if current else 200)


@require_http_methods(["GET", "POST"])
def visit_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a visit that was recorded by mistake."""
    opened = open_to_record(request, slug)
    if not Visit.objects.filter(pk=pk).exists():
        deleted_already(request, Visit, pk, line=opened.register.line)
        return redirect("visits", slug)
    visit = visit_of(opened, pk)
    form = DeleteForm(request.POST or None, initial={"version": visit.version})
    said = str(visit)
    ok, current = saved(request, form, partial(delete_visit, visit=visit, plan=opened.plan))
    if ok:
        messages.success(request, f"{said} deleted.")
        return redirect("visits", slug)
    if current:
        opened = open_to_record(request, slug)
    context = opened.context("visits", shown=None, form=form, visit=opened.visit(pk))
    return render(request, "ofsted/visit_delete.html", context, status=409 if current else 200)


def visit_of(opened: Opened, pk: int) -> Visit:
    """A visit that this person may record on: a site day is SMT's.

    Raises:
        Http404: there is none in this plan.
        PermissionDenied: it is a site day, and they are not of SMT or administrators.
    """
    visit = get_object_or_404(
        Visit.objects.select_related("plan", "locality"), pk=pk, plan_id__in=opened.register.line
    )
    allowed(visit.kind != Visit.Kind.SITE_DAY or may_check_sites(opened.access))
    return visit
