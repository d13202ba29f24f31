"""A day that SMT spends at a site: where and when, and what it saw of each outcome."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plans.actions.refusals import Refused
from plans.dashboards import STALE_AFTER_DAYS
from plans.models import Locality, Outcome, Rag
from plans.standing import stood_on
from plans.views.access import person

from ..actions.site_days import ChecksRefused, save_checks
from ..actions.visits import save_visit
from ..forms.site_days import SiteDayForm
from ..forms.site_grid import SiteDayGrid
from ..measured import checks_of, samples_of
from ..models import Visit
from ..questions import asked_before
from .now import as_now
from .opening import Opened, open_to_check


@require_http_methods(["GET", "POST"])
def site_day_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Pick the locality and the day."""
    opened = open_to_check(as_now(request), slug)
    form = SiteDayForm(request.POST or None, snapshot=opened.shown.snapshot, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        locality = Locality.objects.get(pk=form.cleaned_data["locality"])
        there = next(
            (
                visit
                for visit in opened.register.visits
                if visit.kind == Visit.Kind.SITE_DAY
                and visit.locality_id == locality.pk
                and visit.first_on == days.first
            ),
            None,
        )
        if there is not None:
            messages.info(request, f"There is a site day in {locality.name} on that day already: this is it.")
            return redirect("site_day", slug, there.id)
        try:
            visit = save_visit(
                visit=Visit(
                    kind=Visit.Kind.SITE_DAY,
                    locality=locality,
                    on_site=days.words,
                    first_on=days.first,
                    last_on=days.last,
                    inspectors=form.cleaned_data["who"].strip(),
                ),
                plan=opened.plan,
                by=person(request),
                reason="Site day begun",
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("site_day", slug, visit.pk)
    return render(request, "ofsted/site_day_new.html", opened.context("visits", shown=None, form=form))


@require_http_methods(["GET", "POST"])
def site_day_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The locality's outcomes with the rating that stands, and what SMT saw of them."""
    opened = open_to_check(as_now(request), slug)
    visit = opened.visit(pk)
    if visit.kind != Visit.Kind.SITE_DAY or visit.locality_id is None:
        raise Http404
    if request.method != "POST" and "at" in request.GET:
        # What was seen by then stands on the page of the visit; it is recorded today.
        return redirect(f"{reverse('visit', args=[slug, pk])}?{request.GET.urlencode()}")
    snapshot, register = opened.shown.snapshot, opened.register
    checks = checks_of(opened.plan, snapshot, register)
    on = min(visit.last_on, snapshot.at)
    asked = [
        ((outcome.id, cell.column.locality_id), on)
        for outcome, cell in snapshot.cells
        if cell.column.locality_id in (visit.locality_id, None)
    ]
    grid = SiteDayGrid.of(
        snapshot,
        visit.locality_id,
        [one for one in checks if one.visit.id == pk],
        stood_on(opened.plan, asked, snapshot.known_at),
        on,
    )
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        grid.fill_in(request.POST)
        if done := _save(request, opened, pk, grid):
            return done
        problems = grid.problems
        if not problems:
            href = f"#seen-{next(grid.cells).name}" if grid.sections else ""
            problems = [{"href": href, "text": "Nothing is filled in yet, or nothing has changed."}]
    context = opened.context(
        "visits",
        shown=None,
        visit=visit,
        grid=grid,
        problems=problems,
        rags=list(Rag),
        stale_days=STALE_AFTER_DAYS,
        questions=asked_before(samples_of(opened.plan, snapshot, register), checks),
    )
    conflict = any(cell.overtaken_by for cell in grid.cells)
    return render(request, "ofsted/site_day.html", context, status=409 if conflict else 200)


def _save(request: HttpRequest, opened: Opened, pk: int, grid: SiteDayGrid) -> HttpResponse | None:
    outcomes = Outcome.objects.filter(plan=opened.plan).select_related("plan").in_bulk()
    localities = Locality.objects.filter(authority=opened.plan.authority_id).in_bulk()
    wanted, emptied = grid.wanted(outcomes, localities)
    if not (wanted or emptied) or any(cell.error for cell in grid.cells):
        return None
    if grid.child_details.errors:
        return None
    by, plan = person(request), opened.plan
    try:
        made = save_checks(
            visit=Visit.objects.get(pk=pk),
            plan=plan,
            saw=wanted,
            by=by,
            taken_out=emptied,
            false_alarm=grid.child_details.said_false_alarm,
        )
    except ChecksRefused as refused:
        grid.show_problems(refused.problems)
        return None
    except Refused as refused:
        messages.error(request, refused.message)
        return None
    said = [f"{len(made)} saved"] if made else []
    said += [f"{len(emptied)} taken out"] if emptied else []
    messages.success(request, f"{', '.join(said)}. You can come back and add to it.")
    return redirect("site_day", plan.slug, pk)
