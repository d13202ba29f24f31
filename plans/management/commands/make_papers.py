"""``manage.py make_papers``: before the worker starts, what it was stopped in is queued again."""

from typing import Any

from django.core.management.base import BaseCommand

from ...tasks import make_what_is_missing


class Command(BaseCommand):
    """Queue the making of files that issued papers lack."""

    help = "Queues the files that issued papers lack, for the worker to make. Files that are there stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue them, and say of how many papers."""
        waiting = make_what_is_missing()
        papers = "paper waits" if waiting == 1 else "papers wait"
        self.stdout.write(f"{waiting:,} issued {papers} for files.")
