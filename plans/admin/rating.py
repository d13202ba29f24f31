"""Ratings in set-up: to look at, never to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import Rating
from .base import RecordedAdmin, WithinReachFilter, within_reach


@admin.register(Rating)
class RatingAdmin(RecordedAdmin):
    """Every rating as it was recorded. They are given and corrected on the plan's own pages."""

    list_display = ("outcome", "locality", "rag", "effective_on", "recorded_at", "recorded_by_name")
    list_filter = ("rag", ("outcome__plan", WithinReachFilter))
    search_fields = ("outcome__ref", "commentary", "recorded_by_name")
    list_select_related = ("outcome", "locality")
    # What it was carried from may be of a version that they may not see; the plan's own pages know.
    exclude = ("carried_from",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        """Only those of the plans they administer."""
        return within_reach(super().get_queryset(request), "outcome__plan", request.user)
