"""Ratings in set-up: to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import Rating
from .base import WithinReachFilter, within_reach


@admin.register(Rating)
class RatingAdmin(admin.ModelAdmin):
    """Every rating as it was recorded. They are given and corrected on the plan's own pages."""

    list_display = ("outcome", "locality", "rag", "effective_on", "recorded_at", "recorded_by_name")
    list_filter = ("rag", ("outcome__plan", WithinReachFilter))
    search_fields = ("outcome__ref", "commentary", "recorded_by_name")
    list_select_related = ("outcome", "locality")
    # What it was carried from may be of a version that they may not see; the plan's own pages know.
    exclude = ("carried_from",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        """Only those of the plans they administer."""
        return within_reach(super().get_queryset(request), "outcome__plan", request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators of a plan."""
        return bool(getattr(request.user, "is_staff", False))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators of a plan."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
