"""Addresses of bodies, meetings and recommendations: under the plan whose pages they are."""

from django.urls import URLPattern, path

from .views.meetings import (
    bodies,
    body_templates,
    meeting_forms,
    meetings,
    recommendation_forms,
    recommendations,
)

_PLAN = "plans/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(f"{_PLAN}meetings/", meetings.meeting_list, name="meetings"),
    path(f"{_PLAN}meetings/new/", meeting_forms.meeting_new, name="meeting_new"),
    path(f"{_PLAN}meetings/<int:pk>/", meetings.meeting_page, name="meeting"),
    path(f"{_PLAN}meetings/<int:pk>/review/", meetings.meeting_review, name="meeting_review"),
    path(f"{_PLAN}meetings/<int:pk>/change/", meeting_forms.meeting_change, name="meeting_change"),
    path(f"{_PLAN}meetings/<int:pk>/delete/", meeting_forms.meeting_delete, name="meeting_delete"),
    path(f"{_PLAN}bodies/", bodies.body_list, name="bodies"),
    path(f"{_PLAN}bodies/new/", bodies.body_new, name="body_new"),
    path(f"{_PLAN}bodies/<int:pk>/", bodies.body_change, name="body"),
    path(f"{_PLAN}bodies/<int:pk>/delete/", bodies.body_delete, name="body_delete"),
    path(f"{_PLAN}bodies/<int:pk>/template/", body_templates.body_template, name="body_template"),
    path(
        f"{_PLAN}bodies/<int:pk>/template/stop/",
        body_templates.body_template_remove,
        name="body_template_remove",
    ),
    path(
        f"{_PLAN}bodies/<int:pk>/template/<int:file>/",
        body_templates.body_template_file,
        name="body_template_file",
    ),
    path(
        f"{_PLAN}bodies/<int:pk>/template/sample.docx",
        body_templates.body_template_sample,
        name="body_template_sample",
    ),
    path(f"{_PLAN}recommendations/", recommendations.recommendation_list, name="recommendations"),
    path(
        f"{_PLAN}recommendations/export.xlsx",
        recommendations.recommendations_xlsx,
        name="recommendations_xlsx",
    ),
    path(f"{_PLAN}recommendations/new/", recommendation_forms.recommendation_new, name="recommendation_new"),
    path(f"{_PLAN}recommendations/<int:pk>/", recommendations.recommendation_page, name="recommendation"),
    path(
        f"{_PLAN}recommendations/<int:pk>/change/",
        recommendation_forms.recommendation_change,
        name="recommendation_change",
    ),
    path(
        f"{_PLAN}recommendations/<int:pk>/delete/",
        recommendation_forms.recommendation_delete,
        name="recommendation_delete",
    ),
    path(
        f"{_PLAN}recommendations/<int:pk>/progress/",
        recommendation_forms.recommendation_progress,
        name="recommendation_progress",
    ),
]
