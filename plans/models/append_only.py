"""The database's own refusal to change or delete a rating, whoever asks.

Put in place after every ``migrate`` rather than in one migration, because SQLite rebuilds a table when it is
altered and forgets its triggers.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "Ratings are never changed or deleted: record a new rating, or a correction."

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS rating_no_{event} BEFORE {event} ON plans_rating "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for event in ("update", "delete")
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION refuse_rating_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE OR REPLACE TRIGGER rating_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans_rating "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rating_change()",
]
_DROP = {
    "sqlite": ["DROP TRIGGER IF EXISTS rating_no_update", "DROP TRIGGER IF EXISTS rating_no_delete"],
    "postgresql": ["DROP TRIGGER IF EXISTS rating_append_only ON plans_rating"],
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, if they are not there. SQLite and PostgreSQL; any other database is refused."""
    statements = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; only for emptying a test database."""
    with connection.cursor() as cursor:
        for statement in _DROP[connection.vendor]:
            cursor.execute(statement)


def install_after_migrate(sender: Any, using: str, **signal: Any) -> None:
    """Receiver of ``post_migrate`` for this app."""
    connection = connections[using]
    if "plans_rating" in connection.introspection.table_names():
        install(connection)
