"""Recording decisions of the journey."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.forms.both_texts import both_texts
from plans.forms.deleting import DeleteForm
from plans.views.deleted import deleted_already
from plans.views.saving import saved

from ..actions.decisions import RecordedAlready, delete_decision, save_decision
from ..forms.decisions import DecisionForm
from ..models import Decision
from .opening import Opened, open_to_record


@require_http_methods(["GET", "POST"])
def decision_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a decision."""
    opened = open_to_record(request, slug)
    return _edit(request, opened, Decision(), DecisionForm(request.POST or None))


@require_http_methods(["GET", "POST"])
def decision_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is recorded of a decision."""
    opened = open_to_record(request, slug)
    decision = _decision(opened, pk)
    return _edit(request, opened, decision, DecisionForm(request.POST or None, decision=decision))


@require_http_methods(["GET", "POST"])
def decision_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a decision that was recorded by mistake."""
    opened = open_to_record(request, slug)
    if not Decision.objects.filter(pk=pk).exists():
        deleted_already(request, Decision, pk, line=opened.register.line)
        return redirect("journey", slug)
    decision = _decision(opened, pk)
    form = DeleteForm(request.POST or None, initial={"version": decision.version})
    ok, current = saved(request, form, partial(delete_decision, decision=decision, plan=opened.plan))
    if ok:
        messages.success(request, f"Decision of {decision.decided} deleted.")
        return redirect("journey", slug)
    context = opened.context("journey", shown=None, form=form, decision=current or decision)
    return render(request, "ofsted/decision_delete.html", context, status=409 if current else 200)


def _decision(opened: Opened, pk: int) -> Decision:
    return get_object_or_404(Decision, pk=pk, plan_id__in=opened.register.line)


def _edit(request: HttpRequest, opened: Opened, decision: Decision, form: DecisionForm) -> HttpResponse:
    try:
        ok, current = saved(
            request,
            form,
            lambda **signed: save_decision(decision=form.fill(decision), plan=opened.plan, **signed),
            raising=() if decision.pk else (RecordedAlready,),
        )
    except RecordedAlready:
        messages.info(request, "This decision has been saved already; nothing was added.")
        return redirect("journey", opened.plan.slug)
    differing = both_texts(DecisionForm(decision=decision), DecisionForm(decision=current)) if current else []
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, f"Decision of {decision.decided} saved.")
        return redirect("journey", opened.plan.slug)
    context = opened.context("journey", shown=None, form=form, decision=decision, differing=differing)
    return render(request, "ofsted/decision.html", context, status=409 if differing else 200)
