"""Set-up: the pages on which administrators change plans and people. They write through ``plans.actions``."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from . import authority, false_alarm, people, plan, rating

__all__ = ["authority", "false_alarm", "people", "plan", "rating"]

# What waits for the worker is shown where it is waited for: on the page of a paper.
admin.site.unregister(DBTaskResult)
