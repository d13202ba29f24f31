"""What the database refuses, whoever asks: to change or delete a rating, a false alarm, an issued paper, its
files or template or a row of history, or to correct a rating elsewhere.

Put in place after every ``migrate`` rather than in one migration, because SQLite rebuilds a table when it is
altered and forgets its triggers. A migration that fills in old rows, or takes away or retypes a column of a
history, calls ``remove`` first.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .tracking import tracked_models

MESSAGE = "Ratings are never changed or deleted: record a new rating, or a correction."
CORRECTS_MESSAGE = "A correction is of a rating of the same outcome."
FALSE_ALARM_MESSAGE = "What was said to be a false alarm is never changed or deleted."
PAPER_MESSAGE = "An issued paper and its files are never changed or deleted: issue a supplement."
TEMPLATE_MESSAGE = "A Word template is never changed or deleted: choose another for the body."
HISTORY_MESSAGE = "History is never changed or deleted: save the record as it should be, with a reason."

# A constraint sees one row; what a correction is of is another.
_RIGHTLY = (
    "EXISTS (SELECT 1 FROM plans_rating w WHERE w.id = NEW.corrects_id AND w.outcome_id = NEW.outcome_id)"
)

_SQLITE = [
    *(
        f"CREATE TRIGGER IF NOT EXISTS {what}_no_{event} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for what, table, message in (
            ("rating", "plans_rating", MESSAGE),
            ("false_alarm", "plans_falsealarm", FALSE_ALARM_MESSAGE),
            ("paper_file", "plans_paperfile", PAPER_MESSAGE),
            ("paper_template", "plans_papertemplate", TEMPLATE_MESSAGE),
        )
        for event in ("update", "delete")
    ),
    *(
        f"CREATE TRIGGER IF NOT EXISTS paper_no_{event} BEFORE {event} ON plans_paper "
        f"WHEN OLD.status = 'issued' BEGIN SELECT RAISE(ABORT, '{PAPER_MESSAGE}'); END"
        for event in ("update", "delete")
    ),
    "CREATE TRIGGER IF NOT EXISTS rating_corrects_its_own BEFORE INSERT ON plans_rating "
    f"WHEN NEW.corrects_id IS NOT NULL AND NOT {_RIGHTLY} "
    f"BEGIN SELECT RAISE(ABORT, '{CORRECTS_MESSAGE}'); END",
]
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION refuse_rating_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE OR REPLACE TRIGGER rating_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans_rating "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rating_change()",
    f"CREATE OR REPLACE FUNCTION refuse_false_alarm_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{FALSE_ALARM_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE OR REPLACE TRIGGER false_alarm_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON plans_falsealarm FOR EACH STATEMENT EXECUTE FUNCTION refuse_false_alarm_change()",
    f"CREATE OR REPLACE FUNCTION refuse_paper_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{PAPER_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE OR REPLACE TRIGGER paper_file_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON plans_paperfile FOR EACH STATEMENT EXECUTE FUNCTION refuse_paper_change()",
    f"CREATE OR REPLACE FUNCTION refuse_template_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{TEMPLATE_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE OR REPLACE TRIGGER paper_template_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON plans_papertemplate FOR EACH STATEMENT EXECUTE FUNCTION refuse_template_change()",
    "CREATE OR REPLACE TRIGGER paper_frozen_once_issued BEFORE UPDATE OR DELETE ON plans_paper "
    "FOR EACH ROW WHEN (OLD.status = 'issued') EXECUTE FUNCTION refuse_paper_change()",
    f"CREATE OR REPLACE FUNCTION refuse_stray_correction() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF NOT {_RIGHTLY} THEN RAISE EXCEPTION '{CORRECTS_MESSAGE}' "
    "USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
    "CREATE OR REPLACE TRIGGER rating_corrects_its_own BEFORE INSERT ON plans_rating "
    "FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION refuse_stray_correction()",
]
# When an account is deleted its changes point at nobody any more, and keep the name: that is let by.
_PERSON = "history_user_id"
_HISTORY_FUNCTIONS = [
    f"CREATE OR REPLACE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{HISTORY_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
    # A row as a whole, for a trigger that names columns stands in the way of altering them.
    f"CREATE OR REPLACE FUNCTION refuse_history_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF NEW.{_PERSON} IS NOT NULL OR to_jsonb(NEW) - '{_PERSON}' <> to_jsonb(OLD) - '{_PERSON}' "
    f"THEN RAISE EXCEPTION '{HISTORY_MESSAGE}' USING ERRCODE = 'restrict_violation'; END IF; "
    "RETURN NEW; END $$",
]
_DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS rating_no_update",
        "DROP TRIGGER IF EXISTS rating_no_delete",
        "DROP TRIGGER IF EXISTS rating_corrects_its_own",
        "DROP TRIGGER IF EXISTS false_alarm_no_update",
        "DROP TRIGGER IF EXISTS false_alarm_no_delete",
        "DROP TRIGGER IF EXISTS paper_no_update",
        "DROP TRIGGER IF EXISTS paper_no_delete",
        "DROP TRIGGER IF EXISTS paper_file_no_update",
        "DROP TRIGGER IF EXISTS paper_file_no_delete",
        "DROP TRIGGER IF EXISTS paper_template_no_update",
        "DROP TRIGGER IF EXISTS paper_template_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS rating_append_only ON plans_rating",
        "DROP TRIGGER IF EXISTS rating_corrects_its_own ON plans_rating",
        "DROP TRIGGER IF EXISTS false_alarm_append_only ON plans_falsealarm",
        "DROP TRIGGER IF EXISTS paper_frozen_once_issued ON plans_paper",
        "DROP TRIGGER IF EXISTS paper_file_append_only ON plans_paperfile",
        "DROP TRIGGER IF EXISTS paper_template_append_only ON plans_papertemplate",
    ],
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, if they are not there. SQLite and PostgreSQL; any other database is refused."""
    statements = {"sqlite": _SQLITE, "postgresql": [*_POSTGRESQL, *_HISTORY_FUNCTIONS]}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        for table in _histories(connection):
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            for statement in _HISTORY[connection.vendor](table, columns):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; only for emptying a test database, or a migration that changes old rows."""
    with connection.cursor() as cursor:
        for statement in _DROP[connection.vendor]:
            cursor.execute(statement)
        for table in _histories(connection):
            for statement in _DROP_HISTORY[connection.vendor](table):
                cursor.execute(statement)


def install_after_migrate(sender: Any, using: str, **signal: Any) -> None:
    """Receiver of ``post_migrate`` for this app."""
    connection = connections[using]
    if {"plans_rating", "plans_papertemplate"} <= set(connection.introspection.table_names()):
        install(connection)


def _histories(connection: BaseDatabaseWrapper) -> list[str]:
    """The histories that are there; those of an app may come in a later migration than this app's."""
    there = set(connection.introspection.table_names())
    return [table for model in tracked_models() if (table := model.history.model._meta.db_table) in there]


def _on_sqlite(table: str, columns: list[str]) -> list[str]:
    """Made afresh each time, for it names the columns there are."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{HISTORY_MESSAGE}'); END"
    others = ", ".join(f'"{column}"' for column in columns if column != _PERSON)
    return [
        *_drop_on_sqlite(table),
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {others} ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_new_person BEFORE UPDATE OF {_PERSON} ON {table} "
        f"WHEN NEW.{_PERSON} IS NOT NULL {refuse}",
    ]


def _drop_on_sqlite(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{what}" for what in ("delete", "update", "new_person")]


def _on_postgresql(table: str, columns: list[str]) -> list[str]:
    return [
        f"CREATE OR REPLACE TRIGGER history_no_delete BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()",
        f"CREATE OR REPLACE TRIGGER history_no_update BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_history_rewrite()",
    ]


def _drop_on_postgresql(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS history_no_{what} ON {table}" for what in ("delete", "update")]


_HISTORY = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
_DROP_HISTORY = {"sqlite": _drop_on_sqlite, "postgresql": _drop_on_postgresql}
