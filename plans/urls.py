"""Addresses of plans. Everything about a plan is under its slug."""

from django.urls import URLPattern, path

from .views import exports, home, importing, outcomes, plan, rating

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("plans/import/", importing.import_start, name="import_start"),
    path("plans/import/<int:pk>/", importing.import_preview, name="import_preview"),
    path("plans/import/<int:pk>/discard/", importing.import_discard, name="import_discard"),
    path("plans/<slug:slug>/", plan.plan_page, name="plan"),
    path("plans/<slug:slug>/export.xlsx", exports.export_xlsx, name="export_xlsx"),
    # A plan may number its parts as it likes ("4a/b"); rating comes first, for a path takes all that follows.
    path("plans/<slug:slug>/sections/<path:number>/rate/", rating.rate_section_page, name="rate_section"),
    path("plans/<slug:slug>/sections/<path:number>/", plan.section_page, name="section"),
    path("plans/<slug:slug>/outcomes/", outcomes.outcome_list, name="outcomes"),
    path("plans/<slug:slug>/outcomes/<path:ref>/rate/", rating.rate_outcome_page, name="rate_outcome"),
    path("plans/<slug:slug>/outcomes/<path:ref>/", outcomes.outcome_page, name="outcome"),
    path("plans/<slug:slug>/ratings/<int:pk>/correct/", rating.correct_rating_page, name="correct_rating"),
]
