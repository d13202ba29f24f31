"""Set-up of an authority and what its plans share."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..models import Authority, Lead, Locality, Theme
from .base import SetUpAdmin, WithinReachFilter


@admin.register(Authority)
class AuthorityAdmin(SetUpAdmin):
    """Authorities; a new one is made by a superuser, or with its first plan."""

    plan_path = "plans"
    list_display = ("name", "short_name")
    prepopulated_fields = {"slug": ("name",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return bool(getattr(request.user, "is_superuser", False))


class SharedAdmin(SetUpAdmin):
    """What an authority's plans share. It can be deleted only while nothing refers to it."""

    plan_path = "authority__plans"
    list_filter = (("authority", WithinReachFilter),)
    deletable = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """It stays with its authority."""
        return ("authority",) if obj else ()


@admin.register(Locality)
class LocalityAdmin(SharedAdmin):
    """Areas and services that have a RAG column."""

    list_display = ("name", "kind", "authority")
    search_fields = ("name",)


@admin.register(Lead)
class LeadAdmin(SharedAdmin):
    """Roles and people who lead outcomes."""

    list_display = ("title", "authority")
    search_fields = ("title",)


@admin.register(Theme)
class ThemeAdmin(SharedAdmin):
    """Themes that cut across sections."""

    list_display = ("name", "authority")
    search_fields = ("name",)
