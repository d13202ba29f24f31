"""Addresses of visits and findings: under the plan they belong to."""

from django.urls import URLPattern, path

from .views import (
    deadlines,
    decisions,
    differences,
    finding_forms,
    findings,
    measured,
    pasting,
    samples,
    site_days,
    trail,
    visit_changes,
    visit_document,
    visit_files,
    visits,
)

urlpatterns: list[URLPattern] = [
    path("plans/<slug:slug>/visits/", visits.visit_list, name="visits"),
    path("plans/<slug:slug>/visits/new/", visit_changes.visit_new, name="visit_new"),
    path("plans/<slug:slug>/visits/<int:pk>/", visits.visit_page, name="visit"),
    path("plans/<slug:slug>/visits/<int:pk>/change/", visit_changes.visit_change, name="visit_change"),
    path(
        "plans/<slug:slug>/visits/<int:pk>/judgements/",
        visit_changes.visit_judgements,
        name="visit_judgements",
    ),
    path("plans/<slug:slug>/visits/<int:pk>/delete/", visit_changes.visit_delete, name="visit_delete"),
    path("plans/<slug:slug>/visits/<int:pk>/files/add/", visit_files.visit_file_add, name="visit_file_add"),
    path("plans/<slug:slug>/visits/<int:pk>/files/<int:file>/", visit_files.visit_file, name="visit_file"),
    path(
        "plans/<slug:slug>/visits/<int:pk>/files/<int:file>/remove/",
        visit_files.visit_file_remove,
        name="visit_file_remove",
    ),
    path(
        "plans/<slug:slug>/visits/<int:pk>/deadlines/<slug:code>/",
        deadlines.visit_deadline,
        name="visit_deadline",
    ),
    path(
        "plans/<slug:slug>/visits/<int:pk>/document/",
        visit_document.visit_document_page,
        name="visit_document",
    ),
    path(
        "plans/<slug:slug>/visits/<int:pk>/document.xlsx",
        visit_document.visit_document_xlsx,
        name="visit_document_xlsx",
    ),
    path("plans/<slug:slug>/visits/<int:pk>/samples/new/", samples.sample_new, name="sample_new"),
    path("plans/<slug:slug>/samples/<int:pk>/", samples.sample_change, name="sample_change"),
    path("plans/<slug:slug>/samples/<int:pk>/results/", samples.results_paste, name="results_paste"),
    path("plans/<slug:slug>/samples/<int:pk>/delete/", samples.sample_delete, name="sample_delete"),
    path("plans/<slug:slug>/results/<int:pk>/", samples.result_change, name="result_change"),
    path("plans/<slug:slug>/results/<int:pk>/delete/", samples.result_delete, name="result_delete"),
    path("plans/<slug:slug>/measured/", measured.measured_page, name="measured"),
    path("plans/<slug:slug>/site-days/new/", site_days.site_day_new, name="site_day_new"),
    path("plans/<slug:slug>/visits/<int:pk>/site-day/", site_days.site_day_page, name="site_day"),
    path(
        "plans/<slug:slug>/differences/<int:pk>/", differences.difference_resolve, name="difference_resolve"
    ),
    path("plans/<slug:slug>/coverage/", trail.coverage_page, name="coverage"),
    path("plans/<slug:slug>/journey/", trail.journey_page, name="journey"),
    path("plans/<slug:slug>/decisions/new/", decisions.decision_new, name="decision_new"),
    path("plans/<slug:slug>/decisions/<int:pk>/", decisions.decision_change, name="decision_change"),
    path("plans/<slug:slug>/decisions/<int:pk>/delete/", decisions.decision_delete, name="decision_delete"),
    path("plans/<slug:slug>/findings/", findings.finding_list, name="findings"),
    path("plans/<slug:slug>/findings/<int:pk>/", findings.finding_page, name="finding"),
    path("plans/<slug:slug>/findings/<int:pk>/change/", finding_forms.finding_change, name="finding_change"),
    path(
        "plans/<slug:slug>/findings/<int:pk>/respond/", finding_forms.finding_respond, name="finding_respond"
    ),
    path("plans/<slug:slug>/findings/<int:pk>/delete/", finding_forms.finding_delete, name="finding_delete"),
    path("plans/<slug:slug>/visits/<int:pk>/findings/paste/", pasting.findings_paste, name="findings_paste"),
    path("plans/<slug:slug>/visits/<int:pk>/findings/new/", finding_forms.finding_new, name="finding_new"),
    path("plans/<slug:slug>/findings/export.xlsx", findings.findings_xlsx, name="findings_xlsx"),
]
