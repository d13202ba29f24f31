"""Recording what a review counted: its samples and their measured results."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused
from plans.forms.both_texts import both_texts
from plans.forms.deleting import DeleteForm
from plans.views.access import person
from plans.views.deleted import deleted_already
from plans.views.saving import saved

from ..actions.deleting import seen_results
from ..actions.samples import (
    SavedAlready,
    delete_result,
    delete_sample,
    record_results,
    save_result,
    save_sample,
)
from ..forms.results import OneResultForm, checked_rows, rows_to_check
from ..forms.samples import CheckedForm, ResultsForm, SampleDeleteForm, SampleForm
from ..measured import checks_of, samples_of
from ..models import Sample, SampleResult, Visit
from ..questions import asked_before
from ..register import VisitRow
from .now import as_now
from .opening import Opened, open_to_record
from .visit_changes import visit_of


def measured_context(opened: Opened, visit: VisitRow) -> dict[str, Any]:
    """What the page of a visit shows of what was counted: ``ofsted/sample_rows.html``.

    Three queries at most.

    Args:
        opened: the page.
        visit: whose samples, or, of a site day, what SMT saw.
    """
    return {
        "samples": samples_of(opened.plan, opened.shown.snapshot, opened.register, [visit]),
        "checks": checks_of(opened.plan, opened.shown.snapshot, opened.register, [visit]),
        "may_measure": opened.may_check if visit.kind == Visit.Kind.SITE_DAY else opened.may_record,
    }


@require_http_methods(["GET", "POST"])
def sample_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record a sample with its results: pasted, checked in a table, saved at once."""
    opened = open_to_record(as_now(request), slug)
    return _results(request, opened, opened.visit(pk), Sample(visit=visit_of(opened, pk)))


@require_http_methods(["GET", "POST"])
def results_paste(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add results to a sample that is recorded already."""
    opened = open_to_record(as_now(request), slug)
    sample = _sample(opened, pk)
    return _results(request, opened, opened.visit(sample.visit_id), sample)


def _results(request: HttpRequest, opened: Opened, visit: VisitRow, sample: Sample) -> HttpResponse:
    snapshot = opened.shown.snapshot
    rows = None
    last = (sample.results.aggregate(last=Max("position"))["last"] or 0) if sample.pk else 0
    if "row-TOTAL_FORMS" in request.POST and "back" not in request.POST:
        size = sample.size if sample.pk else _whole(request.POST.get("size", ""))
        rows = checked_rows(request.POST, snapshot=snapshot, size=size)
        form: ResultsForm = CheckedForm(request.POST, sample=sample, rows=rows)
        sound = rows.is_valid()
        if form.is_valid() and sound:
            filled = [one for one in rows.forms if one not in rows.deleted_forms and one.has_changed()]
            if not filled:
                form.add_error(None, "There is no result to save: fill in a row, or leave one in.")
            elif done := _record(request, opened, visit, sample, form, filled):
                return done
    elif "back" in request.POST:
        form = ResultsForm(initial=request.POST.dict(), sample=sample)
    else:
        form = ResultsForm(request.POST or None, sample=sample, last=last)
        if form.is_valid():
            size = sample.size if sample.pk else form.cleaned_data["size"]
            rows = rows_to_check(form.rows, snapshot=snapshot, size=size)
    read = samples_of(opened.plan, snapshot, opened.register) if rows is not None else ()
    context = opened.context(
        "visits", shown=None, form=form, visit=visit, sample=sample, rows=rows, problems=_problems(rows),
        questions=asked_before(read, checks_of(opened.plan, snapshot, opened.register)) if rows else (),
    )  # fmt: skip
    return render(request, "ofsted/results_check.html" if rows else "ofsted/results_paste.html", context)


def _record(
    request: HttpRequest,
    opened: Opened,
    visit: VisitRow,
    sample: Sample,
    form: ResultsForm,
    filled: list[Any],
) -> HttpResponse | None:
    try:
        made = record_results(
            sample=sample if sample.pk else form.fill(sample),
            plan=opened.plan,
            results=[one.fill(SampleResult()) for one in filled],
            by=person(request),
            reason=form.cleaned_data["reason"],
            after=form.cleaned_data["after"] if sample.pk else None,
            false_alarm=form.said_false_alarm,
        )
    except SavedAlready as already:
        if already.every:
            messages.info(request, already.message)
            return redirect(_measured(opened, visit))
        for place in already.places:
            filled[place].add_error("question", "It has been saved already. Leave it out.")
        return None
    except Refused as refused:
        form.add_error(None, refused.message)
        return None
    said = "1 result" if len(made) == 1 else f"{len(made)} results"
    messages.success(request, f"{said} of {sample.size} {sample.cohort} saved.")
    return redirect(_measured(opened, visit))


def _problems(rows: Any) -> list[dict[str, str]]:
    """For the summary of what is wrong: each row's, with a link to its place."""
    found = []
    for number, form in enumerate(rows.forms if rows is not None else (), start=1):
        if rows.is_bound and form in rows.deleted_forms:
            continue
        for name, errors in (form.errors if rows.is_bound else {}).items():
            place = f"#{form[name].id_for_label}" if name in form.fields else ""
            found += [{"href": place, "text": f"Row {number}: {error}"} for error in errors]
        if not rows.is_bound:
            first = f"#{form['question'].id_for_label}"
            found += [{"href": first, "text": f"Row {number}: {p}"} for p in getattr(form, "problems", ())]
    return found


def _whole(typed: str) -> int | None:
    return int(typed) if typed.strip().isdecimal() and len(typed.strip()) < 7 else None


@require_http_methods(["GET", "POST"])
def sample_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a sample."""
    opened = open_to_record(as_now(request), slug)
    sample = _sample(opened, pk)
    form = SampleForm(request.POST or None, sample=sample)
    ok, current = saved(
        request, form, lambda **signed: save_sample(sample=form.fill(sample), plan=opened.plan, **signed)
    )
    differing = both_texts(SampleForm(sample=sample), SampleForm(sample=current)) if current else []
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, "Sample saved.")
        return redirect(_measured(opened, opened.visit(sample.visit_id)))
    context = opened.context(
        "visits", shown=None, form=form, sample=sample, visit=opened.visit(sample.visit_id)
    )
    context["differing"] = differing
    return render(request, "ofsted/sample.html", context, status=409 if differing else 200)


@require_http_methods(["GET", "POST"])
def result_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a measured result."""
    opened = open_to_record(as_now(request), slug)
    snapshot = opened.shown.snapshot
    result = _result(opened, pk)
    form = _form_of(opened, result, request.POST or None)
    ok, current = saved(
        request, form, lambda **signed: save_result(result=form.fill(result), plan=opened.plan, **signed)
    )
    differing = both_texts(_form_of(opened, result), _form_of(opened, current)) if current else []
    if ok or (current and not differing):
        messages.success(request, f"“{result.question}” saved.")
        return redirect(_measured(opened, opened.visit(result.sample.visit_id)))
    register = opened.register
    context = opened.context(
        "visits",
        shown=None,
        form=form,
        result=result,
        differing=differing,
        visit=opened.visit(result.sample.visit_id),
        questions=asked_before(
            samples_of(opened.plan, snapshot, register), checks_of(opened.plan, snapshot, register)
        ),
    )
    return render(request, "ofsted/result.html", context, status=409 if differing else 200)


def _form_of(opened: Opened, result: SampleResult, sent: QueryDict | None = None) -> OneResultForm:
    """The form for a result that is recorded, with what was sent in it."""
    snapshot = opened.shown.snapshot
    heirs = opened.register.heirs.outcomes(result.outcome_id) if result.outcome_id else ()
    refs = [row.ref for row in snapshot.outcomes if row.id in heirs]
    return OneResultForm(sent, result=result, refs=refs, snapshot=snapshot)


@require_http_methods(["GET", "POST"])
def sample_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a sample that was recorded by mistake, with its results."""
    opened = open_to_record(as_now(request), slug)
    if not Sample.objects.filter(pk=pk).exists():
        gone = deleted_already(request, Sample, pk, line=opened.register.line)
        return redirect(_measured(opened, opened.visit(gone.visit_id)))
    sample = _sample(opened, pk)
    seen = seen_results(sample)
    form = SampleDeleteForm(request.POST or None, initial={"version": sample.version, "seen": seen})
    ok, current = saved(
        request,
        form,
        lambda **signed: delete_sample(
            sample=sample, plan=opened.plan, seen=form.cleaned_data["seen"], **signed
        ),
    )
    if ok:
        messages.success(request, f"Sample of {sample.cohort} deleted.")
        return redirect(_measured(opened, opened.visit(sample.visit_id)))
    context = opened.context(
        "visits", shown=None, form=form, sample=current or sample, visit=opened.visit(sample.visit_id)
    )
    if current:
        form.data = {**form.data, "seen": seen_results(sample)}
    context["count"] = sample.results.count()
    return render(request, "ofsted/sample_delete.html", context, status=409 if current else 200)


@require_http_methods(["GET", "POST"])
def result_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a measured result that was recorded by mistake."""
    opened = open_to_record(as_now(request), slug)
    if not SampleResult.objects.filter(pk=pk).exists():
        gone = deleted_already(request, SampleResult, pk, line=opened.register.line)
        # Its sample may have gone since.
        sample = Sample.history.filter(id=gone.sample_id).latest()
        return redirect(_measured(opened, opened.visit(sample.visit_id)))
    result = _result(opened, pk)
    form = DeleteForm(request.POST or None, initial={"version": result.version})
    ok, current = saved(request, form, partial(delete_result, result=result, plan=opened.plan))
    if ok:
        messages.success(request, f"“{result.question}” deleted.")
        return redirect(_measured(opened, opened.visit(result.sample.visit_id)))
    context = opened.context(
        "visits", shown=None, form=form, result=current or result, visit=opened.visit(result.sample.visit_id)
    )
    return render(request, "ofsted/result_delete.html", context, status=409 if current else 200)


def _measured(opened: Opened, visit: VisitRow) -> str:
    """The measured results of a visit, on its page: on that of a site day they come after what SMT saw."""
    place = "#samples" if visit.kind == Visit.Kind.SITE_DAY else "#measured"
    return opened.shown.links.to("visit", visit.id) + place


def _sample(opened: Opened, pk: int) -> Sample:
    """A sample that this person may write in: a site day is SMT's."""
    line = opened.register.line
    sample = get_object_or_404(Sample.objects.select_related("visit"), pk=pk, visit__plan__in=line)
    visit_of(opened, sample.visit_id)
    return sample


def _result(opened: Opened, pk: int) -> SampleResult:
    found: QuerySet[SampleResult] = SampleResult.objects.select_related("sample__visit", "outcome")
    result = get_object_or_404(found, pk=pk, sample__visit__plan__in=opened.register.line)
    visit_of(opened, result.sample.visit_id)
    return result
