"""Addresses of papers: under the plan whose pages they are."""

from django.urls import URLPattern, path

from .views.papers import drafts, paper_list, papers

_PLAN = "plans/<slug:slug>/"
_PAPER = f"{_PLAN}papers/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_PLAN}meetings/<int:meeting>/paper/", drafts.paper_begin, name="paper_begin"),
    path(f"{_PLAN}papers/", paper_list.paper_list, name="papers"),
    path(_PAPER, papers.paper_page, name="paper"),
    path(f"{_PAPER}choices/", drafts.paper_choices, name="paper_choices"),
    path(f"{_PAPER}cover/", drafts.paper_cover, name="paper_cover"),
    path(f"{_PAPER}issue/", drafts.paper_issue, name="paper_issue"),
    path(f"{_PAPER}discard/", drafts.paper_delete, name="paper_delete"),
    path(f"{_PAPER}supplement/", drafts.paper_supplement, name="paper_supplement"),
    path(f"{_PAPER}status/", papers.paper_status, name="paper_status"),
    path(f"{_PAPER}read/", papers.paper_read, name="paper_read"),
    path(f"{_PAPER}make/", papers.paper_make, name="paper_make"),
    path(f"{_PAPER}files/<int:file>/", papers.paper_file, name="paper_file"),
]
