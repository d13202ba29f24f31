"""A body's Word template: which is in use, choosing one, giving it up, and what papers look like with it."""

import io
import logging
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ...actions.body_templates import remove_template, set_template
from ...actions.refusals import RecordedAlready
from ...forms.body_templates import TemplateForm, TemplateRemoveForm
from ...forms.both_texts import BothTexts
from ...kept_files import TemplateLost, template_bytes
from ...meetings.body_templates import template_changes, template_seen
from ...models import Body, PaperTemplate
from ...papers.docx import CONTENT_TYPE
from ...papers.sample import sample_paper
from ...uploaded.names import clean_name
from ...uploaded.template_check import TemplateRefused
from ..downloads import as_download
from ..saving import saved
from .opening import Opened, open_to_set_up

_OWN_LOOK = "None: the service's own look"
_log = logging.getLogger(__name__)


@transaction.non_atomic_requests  # the action is a transaction of its own
@never_cache
@require_http_methods(["GET", "POST"])
def body_template(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which Word template a body's papers are made with; and choosing another."""
    opened = open_to_set_up(request, slug)
    body = _body(opened, pk)
    sent = request.method == "POST"
    form = TemplateForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"version": body.version}
    )
    try:
        ok, current = saved(
            request,
            form,
            lambda **signed: set_template(
                body=body, plan=opened.plan, name=form.file_name, content=form.content, **signed
            ),
            raising=(RecordedAlready,),
        )
    except RecordedAlready as already:
        messages.info(request, already.message)
        return redirect("body_template", slug, pk)
    if ok:
        messages.success(request, f"“{body.template}” is now the Word template for {body.name}.")
        return redirect("body_template", slug, pk)
    differing = [BothTexts("Word template", _called(current.template), form.file_name)] if current else []
    changes = template_changes(body)
    shown = current or _body(opened, pk)
    context = opened.context(
        "bodies",
        shown=None,
        form=form,
        body=shown,
        differing=differing,
        now=changes[0] if changes else None,
        earlier=changes[1:],
    )
    return render(request, "plans/meetings/body_template.html", context, status=409 if current else 200)


@require_http_methods(["GET", "POST"])
def body_template_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether a body's Word template is to be used no more, and why; then do so."""
    opened = open_to_set_up(request, slug)
    body = _body(opened, pk)
    form = TemplateRemoveForm(request.POST or None, initial={"version": body.version})
    try:
        if body.template is None:
            raise RecordedAlready("This body has no Word template in use.")
        act = partial(remove_template, body=body, plan=opened.plan)
        ok, current = saved(request, form, act, raising=(RecordedAlready,))
    except RecordedAlready as already:
        messages.info(request, already.message)
        return redirect("body_template", slug, pk)
    if ok:
        messages.success(request, f"Word papers for {body.name} have the service's own look again.")
        return redirect("body_template", slug, pk)
    differing = []
    if current:
        was = template_seen(body, form.cleaned_data["version"])
        differing = [BothTexts("Word template", _called(current.template), _called(was))]
    context = opened.context("bodies", shown=None, form=form, body=current or body, differing=differing)
    return render(
        request, "plans/meetings/body_template_remove.html", context, status=409 if current else 200
    )


@require_safe
@never_cache
def body_template_file(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponseBase:
    """A Word template that a body has or had in use, as it was uploaded."""
    opened = open_to_set_up(request, slug)
    body = _body(opened, pk)
    template = get_object_or_404(PaperTemplate, pk=file, pk__in=_ever_used(body))
    try:
        content = template_bytes(template)
    except TemplateLost:
        return _missing(request, opened, body, template)
    return as_download(io.BytesIO(content), name=template.name, content_type=CONTENT_TYPE)


@require_safe
@never_cache
def body_template_sample(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A short Word paper that looks as the body's papers do."""
    opened = open_to_set_up(request, slug)
    body = _body(opened, pk)
    try:
        template = template_bytes(body.template) if body.template else None
    except TemplateLost:
        return _missing(request, opened, body, body.template)
    owner = opened.plan.authority.name
    try:
        content = sample_paper(body=body.name, owner=owner, at=timezone.now(), template=template)
    except TemplateRefused as refused:  # it was taken once, by an earlier version of this service
        messages.error(request, str(refused))
        return redirect("body_template", slug, pk)
    name = clean_name(f"Sample paper for {body.name}.docx")
    return as_download(io.BytesIO(content), name=name, content_type=CONTENT_TYPE)


def _body(opened: Opened, pk: int) -> Body:
    bodies = Body.objects.select_related("template").filter(authority_id=opened.plan.authority_id)
    return get_object_or_404(bodies, pk=pk)


def _ever_used(body: Body) -> set[int]:
    return {change.template.pk for change in template_changes(body) if change.template}


def _called(template: PaperTemplate | None) -> str:
    return template.name if template else _OWN_LOOK


def _missing(
    request: HttpRequest, opened: Opened, body: Body, template: PaperTemplate | None
) -> HttpResponse:
    _log.exception("The Word template of body %s cannot be read from the folder of attachments", body.pk)
    context = opened.context("bodies", shown=None, body=body, template=template)
    return render(request, "plans/meetings/body_template_missing.html", context, status=404)
