"""The bodies that the improvement is reported to: their list, and setting them up."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ...actions.bodies import delete_body, save_body
from ...actions.refusals import RecordedAlready
from ...forms.bodies import BodyForm
from ...forms.both_texts import both_texts
from ...forms.deleting import DeleteForm
from ...models import Body
from ..access import person
from ..saving import saved
from .opening import Opened, open_to_set_up


@require_safe
def body_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every body of the authority, with what its papers keep to."""
    opened = open_to_set_up(request, slug)
    found = opened.meetings
    templates = dict(
        Body.objects.filter(authority_id=opened.plan.authority_id).values_list("pk", "template__name")
    )
    rows = [
        (
            body,
            found.next_of(body.id),
            sum(1 for row in found.meetings if row.body.id == body.id),
            templates.get(body.id),
        )
        for body in found.bodies
    ]
    return render(request, "plans/meetings/bodies.html", opened.context("bodies", shown=None, rows=rows))


@require_http_methods(["GET", "POST"])
def body_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a body."""
    opened = open_to_set_up(request, slug)
    return _edit(request, opened, Body(), BodyForm(request.POST or None))


@require_http_methods(["GET", "POST"])
def body_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a body's papers keep to."""
    opened = open_to_set_up(request, slug)
    body = _body(opened, pk)
    return _edit(request, opened, body, BodyForm(request.POST or None, body=body))


@require_http_methods(["GET", "POST"])
def body_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a body that was set up by mistake."""
    opened = open_to_set_up(request, slug)
    gone = Body.history.filter(
        id=pk, history_type="-", history_user=person(request), authority_id=opened.plan.authority_id
    )
    if gone.exists():
        messages.info(request, "This body has been deleted already.")
        return redirect("bodies", slug)
    body = _body(opened, pk)
    form = DeleteForm(request.POST or None, initial={"version": body.version})
    name = body.name
    ok, current = saved(request, form, partial(delete_body, body=body, plan=opened.plan))
    if ok:
        messages.success(request, f"{name} deleted.")
        return redirect("bodies", slug)
    context = opened.context("bodies", shown=None, form=form, body=current or body)
    return render(request, "plans/meetings/delete_body.html", context, status=409 if current else 200)


def _body(opened: Opened, pk: int) -> Body:
    return get_object_or_404(Body, pk=pk, authority_id=opened.plan.authority_id)


def _edit(request: HttpRequest, opened: Opened, body: Body, form: BodyForm) -> HttpResponse:
    slug = opened.plan.slug
    name = body.name
    try:
        ok, current = saved(
            request,
            form,
            lambda **signed: save_body(body=form.fill(body), plan=opened.plan, **signed),
            raising=() if body.pk else (RecordedAlready,),
        )
    except RecordedAlready:
        messages.info(request, "This body has been saved already; nothing was added.")
        return redirect("bodies", slug)
    differing = []
    if current:
        room = max(len(body.cover), len(current.cover))
        differing = both_texts(BodyForm(body=body, headings=room), BodyForm(body=current, headings=room))
    if ok or (current and not differing):  # sent twice, it is saved all the same
        messages.success(request, f"{body.name} saved.")
        return redirect("bodies", slug)
    context = opened.context("bodies", shown=None, form=form, body=body, name=name, differing=differing)
    return render(request, "plans/meetings/body_form.html", context, status=409 if differing else 200)
