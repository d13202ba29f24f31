"""Set-up: the pages on which administrators change plans and people. They write through ``plans.actions``."""

from . import authority, people, plan, rating

__all__ = ["authority", "people", "plan", "rating"]
