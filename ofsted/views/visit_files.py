"""The files of a visit: adding one, giving it out, removing it."""

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from plans.actions.refusals import Refused
from plans.forms.deleting import DeleteForm
from plans.kept_files import kept_files
from plans.views.access import found, person
from plans.views.downloads import as_download

from ..actions.attachments import attach_file, remove_file
from ..files_as_attached import wrong_with_attachment
from ..forms.visit_papers import FileForm
from ..models import Attachment
from ..visit_papers import take_papers
from .opening import open_page, open_to_record
from .visit_changes import visit_of

_log = logging.getLogger(__name__)


@require_safe
@never_cache
def visit_file(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponseBase:
    """A file of a visit, as a download; for every member of the plan.

    Only what the plan's own page lists: a version that is closed lists none that was attached since.
    """
    opened = open_page(request, slug)
    visit = opened.visit(pk)
    papers = take_papers(opened.plan, [visit], moment=opened.register.moment, on=opened.shown.snapshot.at)
    found(next((row for row in papers.files_of(visit) if row.id == file), None))
    attachment = get_object_or_404(Attachment, pk=file, visit_id=visit.id)
    if wrong := wrong_with_attachment(attachment):
        _log.error("File %s of visit %s cannot be given out: %s", file, pk, wrong.what)
        context = opened.context("visits", visit=visit, name=attachment.name, wrong=wrong)
        return render(request, "ofsted/visit_file_missing.html", context, status=404)
    content = kept_files().open(attachment.stored_as)
    return as_download(content, name=attachment.name, content_type=attachment.content_type)


@transaction.non_atomic_requests  # the action is a transaction of its own
@require_http_methods(["GET", "POST"])
def visit_file_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Attach a file to a visit."""
    opened = open_to_record(request, slug)
    visit = visit_of(opened, pk)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            attachment = attach_file(
                visit=visit,
                plan=opened.plan,
                file=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                by=person(request),
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, f"“{attachment.name}” attached.")
            return redirect("visit", slug, pk)
    context = opened.context("visits", shown=None, form=form, visit=opened.visit(pk))
    return render(request, "ofsted/visit_file_add.html", context)


@require_http_methods(["GET", "POST"])
def visit_file_remove(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """Remove a file from a visit."""
    opened = open_to_record(request, slug)
    visit = visit_of(opened, pk)
    attachment = get_object_or_404(Attachment.objects.select_related("visit__plan"), pk=file, visit=visit)
    form = DeleteForm(request.POST or None)
    form.fields["reason"].label = "Why it is removed"
    form.fields["reason"].error_messages["required"] = "Say why it is removed: it is kept in the record."
    if request.method == "POST" and form.is_valid():
        try:
            remove_file(
                attachment=attachment,
                plan=opened.plan,
                by=person(request),
                reason=form.cleaned_data["reason"],
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"“{attachment.name}” removed.")
            return redirect("visit", slug, pk)
    context = opened.context("visits", shown=None, form=form, visit=opened.visit(pk), name=attachment.name)
    return render(request, "ofsted/visit_file_remove.html", context)
