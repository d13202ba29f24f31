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


def sql(statement: str) -> None:
    """Run it with nothing in its way but what this test is about."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def unguarded(*constraints: str) -> None:
    """Take away the triggers, these constraints and the checks, as somebody with the password could."""
    if connection.vendor == "sqlite":
        append_only.remove(connection)
        sql("PRAGMA ignore_check_constraints = ON")
        return
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be waiting to be checked when a table is altered
    append_only.remove(connection)
    for constraint in constraints:
        table, name = constraint.split(".")
        sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    sql("SET CONSTRAINTS ALL DEFERRED")


def forge(statement: str) -> None:
    """Run it on what the triggers keep; they are put back."""
    with triggers_lifted():
        sql(statement)
