"""Set-up: the pages on which administrators change plans and people. They write through ``plans.actions``."""

from . import authority, false_alarm, people, plan, rating

__all__ = ["authority", "false_alarm", "people", "plan", "rating"]
