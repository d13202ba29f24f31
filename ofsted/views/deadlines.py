"""One deadline that a visit brought: to say that it was met, and to take that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused
from plans.views.access import person

from ..actions.deadlines import meet_deadline, seen_of, take_back_deadline
from ..forms.visit_papers import DeadlineForm, TakeBackForm
from ..models import Attachment, Visit
from ..visit_papers import Deadline, VisitPapers, take_papers
from .opening import Opened, open_to_record
from .visit_changes import visit_of


@require_http_methods(["GET", "POST"])
def visit_deadline(request: HttpRequest, slug: str, pk: int, code: str) -> HttpResponse:
    """Say that a deadline was met, when and by what; or that it was not after all."""
    opened = open_to_record(request, slug)
    visit = visit_of(opened, pk)
    papers, deadline = _deadline(opened, pk, code)
    seen, files = seen_of(visit, code), papers.files_of(opened.visit(pk))
    takes_back = request.method == "POST" and "take_back" in request.POST
    meets = request.method == "POST" and not takes_back
    form = DeadlineForm(
        request.POST if meets else None, visit=visit, files=files, met=deadline.met, seen=seen
    )
    back = TakeBackForm(request.POST if takes_back else None, seen=seen)
    sent = back if takes_back else form
    if request.method == "POST" and sent.is_valid():
        try:
            said = (
                _take_back(request, opened, visit, code, back)
                if takes_back
                else (_meet(request, opened, visit, code, form))
            )
        except Refused as refused:
            sent.add_error(None, refused.message)
            # What was typed stays, and is now made from what is recorded now.
            sent.data = {**request.POST.dict(), "seen": seen_of(visit, code)}
            papers, deadline = _deadline(opened, pk, code)
        else:
            messages.success(request, f"{deadline.clock.title}: {said}")
            return redirect("visit", slug, pk)
    about = {"deadline": deadline, "visit": opened.visit(pk)}
    context = opened.context("visits", shown=None, form=sent, meet=form, back=back, **about)
    return render(request, "ofsted/visit_deadline.html", context)


def _meet(request: HttpRequest, opened: Opened, visit: Visit, code: str, form: DeadlineForm) -> str:
    document = form.cleaned_data["document"]
    meet_deadline(
        visit=visit,
        plan=opened.plan,
        clock=code,
        met_on=form.cleaned_data["met_on"],
        document=get_object_or_404(Attachment, pk=document) if document else None,
        note=form.cleaned_data["note"],
        by=person(request),
        false_alarm=form.said_false_alarm,
        seen=form.cleaned_data["seen"] or 0,
    )
    return "met."


def _take_back(request: HttpRequest, opened: Opened, visit: Visit, code: str, form: TakeBackForm) -> str:
    take_back_deadline(
        visit=visit,
        plan=opened.plan,
        clock=code,
        by=person(request),
        reason=form.cleaned_data["reason"],
        false_alarm=form.said_false_alarm,
        seen=form.cleaned_data["seen"] or 0,
    )
    return "not met after all."


def _deadline(opened: Opened, pk: int, code: str) -> tuple[VisitPapers, Deadline]:
    """The deadline as it is recorded now; raises Http404 where the visit brings none of that code."""
    visit = opened.visit(pk)
    papers = take_papers(opened.plan, [visit], moment=opened.register.moment, on=opened.shown.snapshot.at)
    deadlines = papers.deadlines_of(visit, opened.register.of_visit(visit))
    for deadline in deadlines:
        if deadline.clock.code == code:
            return papers, deadline
    raise Http404
