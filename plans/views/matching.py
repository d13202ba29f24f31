"""What became of each outcome from one version to the next: proposed, and for a person to confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..actions.refusals import Refused, Stale
from ..actions.versions import match_outcomes
from ..forms.matching import MatchingForm, NameRow
from ..matched import pending_names, read_matched
from ..models import Plan, VersionDraft
from ..snapshot import take_snapshot
from .access import allowed, found, person, plan_for, predecessor_for


@require_http_methods(["GET", "POST"])
def matching_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm or change which outcome continues which; as often as one likes."""
    plan, access = plan_for(request, slug)
    allowed(access.may_set_up)
    found(plan if plan.status != Plan.Status.CLOSED else None)
    before = predecessor_for(plan, access.user)
    form = _form(plan, before)
    refusal = ""
    if request.method == "POST":
        form.fill_in(request.POST)
        if not form.problems:
            try:
                _save(request, plan, form)
            except Stale as stale:
                form.seen, form.stale, refusal = stale.current.seen, True, stale.message
            except Refused as refused:
                refusal = refused.message
            else:
                left = read_matched(plan)
                messages.success(
                    request,
                    "Every outcome is matched."
                    if left.is_finished
                    else f"Saved. {len(left.undecided) + len(left.left_over)} are still to be decided.",
                )
                return redirect("matching", plan.slug)
    context = {
        "plan": plan,
        "access": access,
        "before": before,
        "matching": form,
        "problems": ([{"href": "", "text": refusal}] if refusal else []) + form.problems,
        "nav": "plan",
    }
    return render(request, "plans/matching.html", context)


def _form(plan: Plan, before: Plan) -> MatchingForm:
    stored = VersionDraft.objects.filter(plan=plan).first()
    return MatchingForm.of(
        take_snapshot(before, previous=False),
        take_snapshot(plan, previous=False),
        read_matched(plan),
        is_draft=plan.status == Plan.Status.DRAFT,
        names=[NameRow(*each) for each in pending_names(stored)] if stored else [],
    )


def _save(request: HttpRequest, plan: Plan, form: MatchingForm) -> None:
    match_outcomes(
        plan=plan,
        matches=form.matches,
        new=[row.outcome.id for row in form.rows if row.new],
        dropped=[row.outcome.id for row in form.dropped if row.ticked],
        localities=[row.same for row in form.localities if row.same],
        names=form.new_names,
        seen=form.seen,
        by=person(request),
        reason=form.reason,
    )
