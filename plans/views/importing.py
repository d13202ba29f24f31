"""Bringing in a plan: its text, a preview to check and mend, the plan."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ..actions.import_drafts import change_import, confirm_import, discard_import, start_import
from ..actions.importing import authority_named
from ..actions.refusals import Refused
from ..forms.importing import ImportPreviewForm, ImportStartForm
from ..importers.plan_text import read_plan
from ..importers.source import digest
from ..models import ImportDraft, Plan
from ..models.import_draft import KEPT_FOR_DAYS
from ..permissions import may_import, may_import_for
from .access import allowed, person

_FINGERPRINT = re.compile("[0-9a-f]{64}")
LISTED = 300  # entries of "not understood", and lines left out, that a page shows


@require_http_methods(["GET", "POST"])
def import_start(request: HttpRequest) -> HttpResponse:
    """Paste or upload the text of a plan."""
    user = person(request)
    allowed(may_import(user))
    posted = request.method == "POST"
    follows = _followed(request)
    form = ImportStartForm(
        request.POST if posted else None, request.FILES if posted else None, user=user, follows=follows
    )
    if posted and form.is_valid() and form.draft:
        data = form.cleaned_data
        try:
            if follows:
                authority = follows.authority
            else:
                authority = data.get("authority") or authority_named(name=data["new_authority"], by=user)
            stored = start_import(
                authority=authority,
                text=data["text"],
                file_name=form.file_name,
                draft=form.draft,
                by=user,
                follows=follows,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("import_preview", stored.pk)
    unfinished = ImportDraft.objects.kept().filter(started_by=user).select_related("authority").defer("text")
    context = {
        "form": form,
        "follows": follows,
        "unfinished": unfinished,
        "kept_for": KEPT_FOR_DAYS,
        "nav": "import",
        "may_import": True,
    }
    return render(request, "plans/import_start.html", context)


@require_http_methods(["GET", "POST"])
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """See what would be imported, mend it, and make the plan."""
    user = person(request)
    confirming = request.method == "POST" and "confirm" in request.POST
    mine = ImportDraft.objects.kept().filter(started_by=user).select_related("authority", "follows")
    stored = (mine.select_for_update(of=("self",)) if confirming else mine).filter(pk=pk).first()
    if stored is None:
        return redirect(_made_before(request))
    allowed(may_import_for(user, stored.authority))
    draft = read_plan(stored.text)
    fingerprint = digest(stored.text)
    form = ImportPreviewForm(
        request.POST if request.method == "POST" else None,
        stored=stored,
        draft=draft,
        known_localities=list(stored.authority.localities.values_list("name", flat=True)),
        confirming=confirming,
    )
    if form.is_bound and form.is_valid():
        change_import(
            import_draft=stored,
            title=form.cleaned_data["title"],
            dated=form.cleaned_data["dated"],
            lead_splits=form.lead_splits,
            theme_names=form.theme_names,
            locality_names=form.locality_names,
            by=person(request),
        )
        if not confirming:
            messages.success(request, "Your changes are kept. Nothing has been imported yet.")
            return redirect("import_preview", stored.pk)
        mended = (
            draft.with_leads(form.lead_splits)
            .with_theme_names(form.theme_names)
            .with_locality_names(form.locality_names)
        )
        try:
            plan = confirm_import(
                import_draft=stored,
                draft=mended,
                source_text_digest=fingerprint,
                by=user,
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"{plan.title} is imported: {draft.outcome_count} outcomes.")
            return redirect("matching", plan.slug) if stored.follows else redirect(plan)
    to_check = [lost for lost in draft.not_understood if not lost.expected]
    context = {
        "stored": stored,
        "draft": draft.with_leads(stored.lead_splits).with_locality_names(form.kept_locality_names),
        "form": form,
        "fingerprint": fingerprint,
        "earlier": Plan.objects.visible_to(user)
        .filter(authority=stored.authority, source_digest=fingerprint)
        .first(),
        "to_check": to_check,
        "more": max(0, len(to_check) - LISTED),
        "expected": [lost for lost in draft.not_understood if lost.expected],
        "listed": f":{LISTED}",
        "nav": "import",
        "may_import": True,
    }
    return render(request, "plans/import_preview.html", context)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an import up."""
    stored = get_object_or_404(ImportDraft, pk=pk, started_by=person(request))
    discard_import(import_draft=stored, by=person(request))
    messages.success(request, "The import is discarded. Nothing was imported.")
    return redirect("import_start")


def _followed(request: HttpRequest) -> Plan | None:
    """The version that the text is to follow, from the address; 404 for one they do not administer."""
    slug = request.GET.get("follows", "")
    if not slug:
        return None
    mine = Plan.objects.administered_by(person(request)).select_related("authority")
    return get_object_or_404(mine, slug=slug)


def _made_before(request: HttpRequest) -> Plan:
    """The plan that the first of two presses of the button has made."""
    fingerprint = request.POST.get("fingerprint", "")
    plans = Plan.objects.visible_to(person(request)).exclude(source_digest="")
    plan = plans.filter(source_digest=fingerprint).first() if _FINGERPRINT.fullmatch(fingerprint) else None
    if plan is None:
        raise Http404
    return plan
