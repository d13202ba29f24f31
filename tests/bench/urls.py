"""The project's addresses, and the floor page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from plans.models import Plan


def floor(request: HttpRequest, slug: str) -> HttpResponse:
    """The least a page of this product does: session, sign-in, one query, the frame of every page."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), slug=slug)
    return render(request, "floor.html", {"plan": plan})


urlpatterns = [path("floor/<slug:slug>/", floor), path("", include("improvement.urls"))]
