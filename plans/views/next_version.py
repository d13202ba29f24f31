"""Making the next version of a plan, starting it, and giving it up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..actions.carrying import merged_and_differing, ratings_to_enter
from ..actions.refusals import Refused
from ..actions.rolling_forward import roll_forward
from ..actions.versions import discard_draft, start_version, why_no_next_version
from ..forms.next_version import DiscardVersionForm, NextVersionForm, StartVersionForm
from ..matched import Matched, pending_names, read_matched
from ..models import Outcome, Plan, VersionDraft
from ..permissions import Access
from ..snapshot import take_snapshot
from .access import allowed, found, person, plan_for, predecessor_for

Carries = VersionDraft.Carries


@require_http_methods(["GET", "POST"])
def next_version_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what the next version takes on from this one, see what that makes, and make it."""
    plan, access = plan_for(request, slug)
    allowed(access.may_set_up)
    posted = request.method == "POST"
    form = NextVersionForm(request.POST if posted else None, snapshot=take_snapshot(plan, previous=False))
    ready = posted and form.is_valid()
    if ready and "confirm" in request.POST and request.POST.get("previewed") == form.digest:
        data = form.cleaned_data
        try:
            draft = roll_forward(
                plan=plan,
                title=data["title"],
                dated=data["dated"],
                outcomes=data["outcomes"],
                carries=data["carries"],
                cells=form.cell_keys,
                members=data["members"],
                by=person(request),
                reason=data["reason"],
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            ready = False
        else:
            messages.success(request, f"{draft} is a draft. This plan goes on until you start it.")
            return redirect(draft)
    why_not = why_no_next_version(plan, access.user)
    visible = Plan.objects.visible_to(access.user)
    context = {
        "plan": plan,
        "access": access,
        "form": form,
        "counts": form.counts if ready else None,
        "problems": form.changed_since,
        "successor": visible.filter(predecessor=plan).first() if why_not else None,
        "why_not": why_not,
        "nav": "plan",
    }
    return render(request, "plans/next_version.html", context)


@require_http_methods(["GET", "POST"])
def start_version_page(request: HttpRequest, slug: str) -> HttpResponse:
    """See what starting a version does and what is unfinished, and start it."""
    plan, access, before = _version_after(request, slug)
    if request.method == "POST" and plan.status == Plan.Status.LIVE:
        return _started_already(request, plan)
    found(plan if plan.status == Plan.Status.DRAFT else None)
    matched = read_matched(plan)
    stored = VersionDraft.objects.filter(plan=plan).first() or VersionDraft(plan=plan)
    counts = _ratings_carried(plan, stored, matched)
    form = StartVersionForm(
        request.POST if request.method == "POST" else None,
        counts=counts,
        chosen=Carries(stored.carries),
        seen=matched.seen,
        finished=matched.is_finished,
    )
    if form.is_bound and not form.is_valid():
        if form.show_anew():
            form.add_error(None, "This version has changed since you opened the page. Look again.")
    elif form.is_bound:
        data = form.cleaned_data
        try:
            entered = start_version(
                plan=plan,
                by=person(request),
                reason=data["reason"],
                carries=data["carries"],
                seen=data["seen"],
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            if Plan.objects.filter(pk=plan.pk, status=Plan.Status.LIVE).exists():
                return _started_already(request, plan)  # by the first of two presses, at the same moment
            form.add_error(None, refused.message)
            form.show_anew()
        else:
            messages.success(
                request, f"{plan.title} has started, with {_ratings(len(entered))}. {before} is closed."
            )
            return redirect(plan)
    refs = dict(Outcome.objects.filter(plan__in=(plan.pk, before.pk)).values_list("pk", "ref"))
    context = {
        "plan": plan,
        "access": access,
        "before": before,
        "form": form,
        "matched": matched,
        "undecided": [refs[pk] for pk in matched.undecided],
        "left_over": [refs[pk] for pk in matched.left_over],
        "printed": len(stored.printed),
        "differing": _differing(plan, stored, matched),
        "new_names": pending_names(stored),
        "nav": "plan",
    }
    return render(request, "plans/start_version.html", context)


@require_http_methods(["GET", "POST"])
def discard_version_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a draft up, once one is sure."""
    if request.method == "POST" and (before := _discarded_from(request, slug)):
        return _discarded_already(request, before)
    plan, access, before = _version_after(request, slug)
    found(plan if plan.status == Plan.Status.DRAFT else None)
    form = DiscardVersionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            discard_draft(
                plan=plan,
                by=person(request),
                reason=form.cleaned_data["reason"],
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            if not Plan.objects.filter(pk=plan.pk).exists():
                return _discarded_already(request, before)  # at the same moment
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"The draft {plan} is discarded. This plan is as it was.")
            return redirect(before)
    context = {"plan": plan, "access": access, "before": before, "form": form, "nav": "plan"}
    return render(request, "plans/discard_version.html", context)


def _ratings(number: int) -> str:
    return f"{number or 'no'} rating{'' if number == 1 else 's'}"


def _version_after(request: HttpRequest, slug: str) -> tuple[Plan, Access, Plan]:
    """A version, their part in it and the one it follows, for those who set it up and may see both."""
    plan, access = plan_for(request, slug)
    allowed(access.may_set_up)
    return plan, access, predecessor_for(plan, access.user)


def _started_already(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.info(request, f"{plan.title} has started already.")
    return redirect(plan)


def _discarded_from(request: HttpRequest, slug: str) -> Plan | None:
    """The version that a draft at this address followed which this person has discarded, if they may see it.

    Nobody else is told that there was a draft. None where there is a plan at the address that they see.
    """
    user = person(request)
    visible = Plan.objects.visible_to(user).select_related("authority")
    if visible.filter(slug=slug).exists():
        return None
    gone = Plan.history.filter(slug=slug, history_type="-", history_user=user).order_by("-history_id").first()
    return visible.filter(pk=gone.predecessor_id).first() if gone else None


def _discarded_already(request: HttpRequest, before: Plan) -> HttpResponse:
    messages.info(request, "That draft has been discarded already.")
    return redirect(before)


def _ratings_carried(plan: Plan, stored: VersionDraft, matched: Matched) -> dict[Carries, int]:
    """How many ratings each choice would carry; those chosen one by one only where some were."""
    choices = [Carries.NONE, Carries.ALL, *([Carries.CHOSEN] if stored.cells else [])]
    made = {}
    for choice in choices:
        draft = VersionDraft(plan=plan, carries=choice, cells=stored.cells, printed=stored.printed)
        made[choice] = sum(one.carried for one in ratings_to_enter(plan, draft, matched.links))
    return made


def _differing(plan: Plan, stored: VersionDraft, matched: Matched) -> int:
    draft = VersionDraft(plan=plan, carries=Carries.ALL, printed=stored.printed)
    return merged_and_differing(plan, draft, matched.links)
