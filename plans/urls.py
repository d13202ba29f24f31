"""Addresses of plans. Everything about a plan is under its slug."""

from django.urls import URLPattern, path

from . import meeting_urls, paper_urls
from .views import (
    changes,
    exports,
    home,
    importing,
    matching,
    months,
    next_version,
    outcomes,
    plan,
    rating,
    record,
    versions,
)

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
    path("plans/<slug:slug>/changes/", changes.changes_page, name="changes"),
    path(
        "plans/<slug:slug>/compared-with-version-before/",
        versions.version_comparison,
        name="version_comparison",
    ),
    path("plans/<slug:slug>/record/", record.record_page, name="record"),
    path("plans/<slug:slug>/months/", months.months_page, name="months"),
    path("plans/<slug:slug>/next-version/", next_version.next_version_page, name="next_version"),
    path("plans/<slug:slug>/matching/", matching.matching_page, name="matching"),
    path("plans/<slug:slug>/start/", next_version.start_version_page, name="start_version"),
    path("plans/<slug:slug>/discard/", next_version.discard_version_page, name="discard_version"),
    path("plans/<slug:slug>/outcomes/", outcomes.outcome_list, name="outcomes"),
    path("plans/<slug:slug>/outcomes/<path:ref>/rate/", rating.rate_outcome_page, name="rate_outcome"),
    path("plans/<slug:slug>/outcomes/<path:ref>/", outcomes.outcome_page, name="outcome"),
    path("plans/<slug:slug>/ratings/<int:pk>/correct/", rating.correct_rating_page, name="correct_rating"),
    *meeting_urls.urlpatterns,
    *paper_urls.urlpatterns,
]
