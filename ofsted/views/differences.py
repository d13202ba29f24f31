"""Saying how a difference between SMT's rating and the manager's was resolved."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused, Stale
from plans.views.access import allowed, person

from ..actions.differences import NO_DIFFERENCE, resolve_difference
from ..differences import RULE, differences, moved_since
from ..forms.differences import ResolveForm
from ..measured import checks_of
from ..models import SiteCheck
from ..permissions import may_resolve
from .now import as_now
from .opening import open_page


@require_http_methods(["GET", "POST"])
def difference_resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Both ratings with their reasons, and how the difference was resolved, in words with a day."""
    opened = open_page(as_now(request), slug)
    snapshot = opened.shown.snapshot
    checks = checks_of(opened.plan, snapshot, opened.register)
    check = next((one for one in checks if one.id == pk), None)
    if check is None or len(check.outcomes) != 1 or check.rag is None:
        raise Http404
    outcome = check.outcomes[0]
    may = may_resolve(
        opened.access,
        lead_ids=outcome.lead_ids,
        locality_id=check.locality_id,
        outcome_localities=outcome.locality_ids,
    )
    allowed(opened.is_open and may)
    record = get_object_or_404(SiteCheck.objects.select_related("visit", "outcome"), pk=pk)
    today = timezone.localdate()
    form = ResolveForm(
        request.POST or None, today=today, version=record.version, since=min(record.visit.first_on, today)
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            resolve_difference(
                check=record,
                plan=opened.plan,
                resolution=form.cleaned_data["resolution"],
                resolved_on=form.cleaned_data["resolved_on"],
                by=person(request),
                false_alarm=form.said_false_alarm,
                seen_version=form.cleaned_data["version"],
            )
        except Stale as overtaken:
            stale = True
            form.add_error(None, overtaken.message)
            version = overtaken.current.version if overtaken.current else ""
            form.data = {**request.POST.dict(), "version": version}
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Difference at {outcome.ref} {check.column} resolved.")
            return redirect(opened.shown.links.outcome(outcome.ref) + "#site-checks")
    found = [one for one in differences(snapshot, checks) if one.check.id == pk]
    context = opened.context(
        "visits",
        shown=None,
        form=form,
        check=check,
        outcome=outcome,
        cell=outcome.cell(check.locality_id),
        difference=found[0] if found else None,
        moved=moved_since(opened.plan, snapshot, found).get(pk),
        rule=RULE,
        no_difference=NO_DIFFERENCE,
    )
    return render(request, "ofsted/difference.html", context, status=409 if stale else 200)
