"""Giving and correcting ratings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..actions.correcting import correct_rating
from ..actions.rating import rate_cells, rate_outcome
from ..actions.refusals import RatingsRefused, Refused
from ..carried import giver_of, where_from
from ..dashboards import STALE_AFTER_DAYS, may_rate_cell
from ..dates import full_date
from ..forms.rating import CorrectForm, RateForm, locality_id_of
from ..forms.section_grid import SectionGrid
from ..models import Locality, Outcome, Rag, Rating
from ..permissions import may_correct_rating_of
from ..snapshot import Cell, SectionView, take_snapshot
from .access import allowed, found, person, plan_for


@require_http_methods(["GET", "POST"])
def rate_outcome_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Rate one outcome in one column."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan, previous=False)
    outcome = snapshot.outcome(ref)
    found(outcome)
    assert outcome is not None  # noqa: S101
    record = Outcome.objects.select_related("plan").get(pk=outcome.id)
    cells = [cell for cell in outcome.cells if may_rate_cell(access, outcome, cell)]
    allowed(bool(cells) and plan.takes_ratings)
    form = RateForm(
        request.POST or None, snapshot=snapshot, cells=cells, column=request.GET.get("column", "")
    )
    seen = {cell.column.key: str(cell.standing.id) if cell.standing else "" for cell in cells}
    conflict, overtaken = False, None
    if request.method == "POST":
        current, seen = seen, {key: request.POST.get(f"seen-{key}", "") for key in seen}
        if form.is_valid():
            shown = seen[form.cleaned_data["column"]]
            try:
                rating = rate_outcome(
                    outcome=record,
                    locality=_locality(form.locality_id),
                    rag=form.cleaned_data["rag"],
                    commentary=form.cleaned_data["commentary"],
                    effective_on=form.cleaned_data["effective_on"],
                    seen=int(shown) if shown.isdecimal() else None,
                    entry=form.cleaned_data["entry"],
                    by=person(request),
                    false_alarm=form.said_false_alarm,
                )
            except RatingsRefused as refused:
                problem = next(iter(refused.problems.values()))
                form.add_error(problem.field or None, problem.message)
                if problem.overtaken:
                    conflict, overtaken, seen = True, problem.overtaken_by, current
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, f"Saved: {_said(rating, record)}.")
                return redirect("outcome", slug, ref)
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "outcome": outcome,
        "section": snapshot.section(outcome.section_number),
        "form": form,
        "seen": seen,
        "conflict": conflict,
        "overtaken": overtaken,
        "nav": "outcomes",
    }
    return render(request, "plans/rate_outcome.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
def rate_section_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Rate a whole section in one grid, changing only what changed."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan, previous=False)
    section = snapshot.section(number)
    found(section)
    assert section is not None  # noqa: S101
    grid = SectionGrid.of(section, access)
    allowed(grid.count_mine > 0 and plan.takes_ratings)
    nothing = False
    if request.method == "POST":
        grid.fill_in(request.POST)
        wanted = grid.wanted(_outcomes(section), _localities(section))
        nothing = not wanted and not grid.has_errors
        if wanted and not grid.has_errors:
            try:
                made = rate_cells(
                    plan=plan,
                    ratings=wanted,
                    by=person(request),
                    entry=grid.entry,
                    false_alarm=grid.child_details.said_false_alarm,
                )
            except RatingsRefused as refused:
                grid.show_problems(refused.problems)
            except Refused as refused:
                messages.error(request, refused.message)
            else:
                messages.success(request, _summary(made, section))
                return redirect("section", slug, number)
    problems = [
        {"href": f"#{cell.control}", "text": f"{cell.label}: {cell.error}"}
        for cell in grid.mine
        if cell.error
    ]
    problems += grid.child_details_problems
    if nothing:
        text = "Nothing has changed yet: choose a letter, type a reason, or tick no change."
        problems = [{"href": f"#{next(grid.mine).control}", "text": text}]
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "section": section,
        "grid": grid,
        "problems": problems,
        "rags": list(Rag),
        "stale_days": STALE_AFTER_DAYS,
        "nav": "plan",
    }
    conflict = any(cell.overtaken for cell in grid.mine)
    return render(request, "plans/rate_section.html", context, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
def correct_rating_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a rating that was entered wrongly."""
    plan, access = plan_for(request, slug)
    rating = get_object_or_404(
        Rating.objects.select_related("outcome__plan", "locality", "recorded_by"), pk=pk, outcome__plan=plan
    )
    snapshot = take_snapshot(plan, previous=False)
    outcome = snapshot.outcome(rating.outcome.ref)
    assert outcome is not None  # noqa: S101
    cells = [cell for cell in outcome.cells if may_rate_cell(access, outcome, cell)]
    allowed(
        plan.takes_ratings
        and rating.locality_id in {cell.column.locality_id for cell in cells}
        and may_correct_rating_of(access, plan, giver_of(rating))
    )
    correction = Rating.objects.filter(corrects=rating).first()
    form = CorrectForm(request.POST or None, rating=rating, snapshot=snapshot, cells=cells)
    if request.method == "POST" and form.is_valid():
        replaces = form.replaces
        try:
            correct_rating(
                rating=rating,
                reason=form.cleaned_data["reason"],
                rag=form.cleaned_data["rag"] if replaces else None,
                locality=_locality(locality_id_of(form.cleaned_data["column"])) if replaces else None,
                commentary=form.cleaned_data["commentary"],
                effective_on=form.cleaned_data["effective_on"],
                entry=form.cleaned_data["entry"],
                by=person(request),
                false_alarm=form.said_false_alarm,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Corrected: {_said(rating, rating.outcome)} is struck through.")
            return redirect("outcome", slug, outcome.ref)
    context = {
        "plan": plan,
        "access": access,
        "snapshot": snapshot,
        "outcome": outcome,
        "section": snapshot.section(outcome.section_number),
        "rating": rating,
        "carried": where_from([rating]).get(rating.pk),
        "rating_rag": Rag(rating.rag) if rating.rag else None,
        "correction": correction,
        "form": form,
        "back": reverse("outcome", args=[slug, outcome.ref]),
        "nav": "outcomes",
    }
    return render(request, "plans/correct_rating.html", context)


def _locality(locality_id: int | None) -> Locality | None:
    return Locality.objects.get(pk=locality_id) if locality_id is not None else None


def _outcomes(section: SectionView) -> dict[int, Outcome]:
    return Outcome.objects.filter(section=section.id).select_related("plan").in_bulk()


def _localities(section: SectionView) -> dict[int, Locality]:
    return Locality.objects.filter(columns__section=section.id).in_bulk()


def _said(rating: Rating, outcome: Outcome) -> str:
    where = rating.locality.name if rating.locality else "Overall"
    colour = Rag(rating.rag).label if rating.rag else ""
    return f"{outcome.ref} {where} {colour} from {full_date(rating.effective_on)}"


def _summary(made: list[Rating], section: SectionView) -> str:
    """What one save of the grid did, cell by cell."""
    before: dict[tuple[int, int | None], Cell] = {
        (outcome.id, cell.column.locality_id): cell for outcome in section.outcomes for cell in outcome.cells
    }
    refs = {outcome.id: outcome.ref for outcome in section.outcomes}
    changed, confirmed = [], []
    for rating in made:
        cell = before[(rating.outcome_id, rating.locality_id)]
        name = f"{refs[rating.outcome_id]} {cell.column.name}"
        if cell.rag == rating.rag:
            confirmed.append(name)
        else:
            was = f"was {cell.rag.label.lower()}" if cell.rag else "not rated before"
            changed.append(f"{name} {Rag(str(rating.rag)).label.lower()} ({was})")
    parts = []
    if changed:
        parts.append(f"{len(changed)} changed: {', '.join(changed)}")
    if confirmed:
        parts.append(f"{len(confirmed)} confirmed with no change of colour: {', '.join(confirmed)}")
    return f"Saved on {timezone.localdate():%-d %B}. {'. '.join(parts)}."
