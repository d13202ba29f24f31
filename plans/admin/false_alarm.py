"""False alarms in set-up: to look at, never to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import FalseAlarm
from .base import RecordedAdmin, WithinReachFilter, within_reach


@admin.register(FalseAlarm)
class FalseAlarmAdmin(RecordedAdmin):
    """What looked like a child's details, and why the person who wrote it says that it is none."""

    list_display = ("where", "kinds", "reason", "recorded_at", "said_by_name", "plan")
    list_filter = (("plan", WithinReachFilter),)
    search_fields = ("where", "reason", "said_by_name")
    list_select_related = ("plan",)
    exclude = ("said_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FalseAlarm]:
        """Only those of the plans they administer; of one that was discarded, a superuser's."""
        return within_reach(super().get_queryset(request).select_related("plan"), "plan", request.user)
