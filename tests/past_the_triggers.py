"""Lifts what keeps ratings and history from being changed, for a test about what it keeps or when it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from plans.models import append_only


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Within this, ratings and history can be changed and deleted, as by somebody with the password."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            # Nothing may be waiting to be checked when a trigger is dropped or made.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        append_only.remove(connection)
        yield
        append_only.install(connection)
        if on_postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
