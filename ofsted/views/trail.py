"""How findings and outcomes cover one another, and the plan's journey."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.models import Rag

from ..ahead import next_visit
from ..coverage import RULE, coverage_of
from ..journey import journey_of
from .opening import open_page


@require_safe
def coverage_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Sections by visits, and what one has that the other lacks."""
    opened = open_page(request, slug)
    coverage = coverage_of(opened.shown.snapshot, opened.register)
    return render(request, "ofsted/coverage.html", opened.context("coverage", coverage=coverage, rule=RULE))


@require_safe
def journey_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The journey on one page, to be shown at the top of a meeting."""
    opened = open_page(request, slug)
    journey = journey_of(opened.plan, opened.shown.snapshot, opened.register, opened.access.user)
    rated = any(month.counts[rag] for month in journey.months for rag in Rag)
    expected = next_visit(opened.register, on=opened.shown.snapshot.at)
    context = opened.context("journey", journey=journey, rated=rated, expected=expected)
    return render(request, "ofsted/journey.html", context)
