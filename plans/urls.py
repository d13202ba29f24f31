"""Addresses of plans. Everything about a plan is under its slug."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
