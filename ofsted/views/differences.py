"""Saying how a difference between SMT's rating and the manager's was resolved."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused, Stale
from plans.snapshot import Cell, OutcomeRow
from plans.views.access import allowed, person

from ..actions.differences import NO_DIFFERENCE, resolve_difference
from ..differences import RULE, differences, moved_since
from ..forms.differences import ResolveForm
from ..measured import Check, checks_of
from ..models import SiteCheck
from ..permissions import may_resolve
from .now import as_now
from .opening import Opened, open_page


class _Seen(NamedTuple):
    """What the page is about: a cell, and what SMT saw of it."""

    opened: Opened
    checks: tuple[Check, ...]
    check: Check
    outcome: OutcomeRow

    @property
    def cell(self) -> Cell | None:
        return self.outcome.cell(self.check.locality_id)

    @property
    def rating(self) -> int | None:
        """The id of the manager's rating that stands."""
        return self.cell.standing.id if self.cell and self.cell.standing else None


@require_http_methods(["GET", "POST"])
def difference_resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Both ratings with their reasons, and how the difference was resolved, in words with a day."""
    seen = _seen(request, slug, pk)
    record = get_object_or_404(SiteCheck.objects.select_related("visit", "outcome"), pk=pk)
    today = timezone.localdate()
    form = ResolveForm(
        request.POST or None,
        today=today,
        version=record.version,
        rating=seen.rating,
        since=min(record.visit.first_on, today),
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            resolve_difference(
                check=record,
                plan=seen.opened.plan,
                resolution=form.cleaned_data["resolution"],
                resolved_on=form.cleaned_data["resolved_on"],
                by=person(request),
                false_alarm=form.said_false_alarm,
                seen_version=form.cleaned_data["version"],
                seen_rating=form.cleaned_data["rating"],
            )
        except Stale as overtaken:
            stale = True
            form.add_error(None, overtaken.message)
            # The page then shows what stands now, and the form is made from that.
            seen = _seen(request, slug, pk)
            form.data = {**request.POST.dict(), "version": seen.check.version, "rating": seen.rating or ""}
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            outcome, links = seen.outcome, seen.opened.shown.links
            messages.success(request, f"Difference at {outcome.ref} {seen.check.column} resolved.")
            return redirect(links.outcome(outcome.ref) + "#site-checks")
    opened = seen.opened
    found = [one for one in differences(opened.shown.snapshot, seen.checks) if one.check.id == pk]
    context = opened.context(
        "visits",
        shown=None,
        form=form,
        check=seen.check,
        outcome=seen.outcome,
        cell=seen.cell,
        difference=found[0] if found else None,
        moved=moved_since(opened.plan, opened.shown.snapshot, found).get(pk),
        rule=RULE,
        no_difference=NO_DIFFERENCE,
    )
    return render(request, "ofsted/difference.html", context, status=409 if stale else 200)


def _seen(request: HttpRequest, slug: str, pk: int) -> _Seen:
    """What SMT saw and what stands, for somebody who may resolve it.

    Raises:
        Http404: there is nothing of SMT's to differ from.
        PermissionDenied: they may not.
    """
    opened = open_page(as_now(request), slug)
    checks = checks_of(opened.plan, opened.shown.snapshot, opened.register)
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
    return _Seen(opened, checks, check, outcome)
