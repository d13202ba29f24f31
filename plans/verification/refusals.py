"""Whether the database itself refuses to change a rating, a false alarm, or what a history says.

It is asked to, and everything is undone again.
"""

# ruff: noqa: S608 - the statements are made of constants and the names of tables

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ..models import FalseAlarm, Rating
from ..models.append_only import CORRECTS_MESSAGE, FALSE_ALARM_MESSAGE, HISTORY_MESSAGE, MESSAGE
from ..models.tracking import tracked_models
from .faults import Problem

_MEND = "Run manage.py migrate, which puts the refusal back; then compare {} with the last good backup."


@dataclass(frozen=True, slots=True)
class Trial:
    """Something the database must refuse.

    Attributes:
        check: the name of the check.
        table: of what: ``ratings``, ``false alarms``, ``history of outcome``.
        done: what would have been done: "a rating be changed".
        refused_with: the words of the refusal.
        attempt: does it.
    """

    check: str
    table: str
    done: str
    refused_with: str
    attempt: Callable[[], None]


def refusal_problems() -> Iterator[Problem]:
    """Try what the database must refuse, each in a savepoint that is always undone.

    The rows tried on are made within a savepoint and belong to nothing, so the trial is the same in an
    empty database, and nothing that anybody wrote is touched whatever happens.
    """
    for make, trials in tables():
        with suppress(_Undo), transaction.atomic():
            make()
            found = [problem for trial in trials for problem in _problem(trial)]
            raise _Undo
        yield from found


def _problem(trial: Trial) -> Iterator[Problem]:
    said = _try(trial.attempt)
    record = f"the table of {trial.table}"
    if said is None:
        yield Problem(trial.check, record, "", f"the database lets {trial.done}", _MEND.format(trial.table))
    elif trial.refused_with not in said:
        yield Problem(
            trial.check,
            record,
            "",
            f"it could not be tried whether the database lets {trial.done} ({said})",
            "Run this again at a quieter time; if it says the same, run manage.py migrate.",
        )


class _Undo(Exception):
    """Ends a savepoint."""


def _try(attempt: Callable[[], None]) -> str | None:
    """What the database said against it, on one line; None if nothing."""
    try:
        with transaction.atomic():
            attempt()
            raise _Undo
    except _Undo:
        return None
    except DatabaseError as error:
        return str(error).strip().splitlines()[0]


def _rating(pk: int, **values: Any) -> Rating:
    """A rating of nothing by nobody, which no savepoint that ends well would keep."""
    return Rating(
        pk=pk,
        plan_id=-1,
        rag="green",
        effective_on=timezone.localdate(),
        recorded_at=timezone.now(),
        recorded_by_id=-1,
        recorded_by_name="Nobody",
        **{"outcome_id": -1, **values},
    )


def _make_rating() -> None:
    Rating.objects.bulk_create([_rating(-1)])


def _make_false_alarm() -> None:
    """One of no plan; by nobody, which no savepoint that ends well would keep."""
    row = FalseAlarm(pk=-1, said_by_id=-1, said_by_name="Nobody", recorded_at=timezone.now())
    row.where = row.kinds = row.reason = "Trial"
    FalseAlarm.objects.bulk_create([row])


def _make_change(history: Any) -> None:
    """A row of this history that is of nothing and by nobody, with anything in whatever may not be empty."""
    row = history(history_by="Nobody", history_change_reason="Trial", history_type="~", history_user=None)
    for field in history._meta.concrete_fields:
        if field.primary_key:
            row.pk = -1
        elif not field.null and getattr(row, field.attname) in (None, ""):
            now: dict[str, Any] = {"DateField": timezone.localdate(), "DateTimeField": timezone.now()}
            setattr(row, field.attname, now.get(field.get_internal_type(), 0))
    history.objects.bulk_create([row])


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _running(statement: str) -> Callable[[], None]:
    return lambda: _run(statement)


def _truncate(table: str) -> Callable[[], None]:
    def attempt() -> None:
        # It waits for whoever is using the table, and others would wait behind it: not for long.
        _run("SET LOCAL lock_timeout = '3s'")
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        _run(f"TRUNCATE {table} CASCADE")

    return attempt


def _correct_elsewhere() -> None:
    Rating.objects.bulk_create([_rating(-2, outcome_id=-2, corrects_id=-1, correction_reason="Trial")])


def tables() -> Iterator[tuple[Callable[[], None], list[Trial]]]:
    """For each table, what makes a row in it to try on, and everything that is tried on this database."""
    yield _make_rating, list(_on_ratings())
    if connection.vendor == "postgresql":
        # Apart: a table with rows that are still to be checked cannot be emptied anyway.
        yield lambda: None, [_emptied(), _emptied_of_false_alarms()]
    yield _make_false_alarm, list(_on_false_alarms())
    for model in tracked_models():
        history = model.history.model
        yield partial(_make_change, history), list(_on_history(model, history))


def _on_ratings() -> Iterator[Trial]:
    def trial(check: str, done: str, attempt: Callable[[], None], refused_with: str = MESSAGE) -> Trial:
        return Trial(f"ratings can be {check}", "ratings", f"a rating be {done}", refused_with, attempt)

    change = "UPDATE plans_rating SET commentary = 'Changed' WHERE id = -1"
    yield trial("changed", "changed", _running(change))
    yield trial("deleted", "deleted", _running("DELETE FROM plans_rating WHERE id = -1"))
    elsewhere = "corrected under another outcome"
    yield trial("corrected elsewhere", elsewhere, _correct_elsewhere, CORRECTS_MESSAGE)
    if connection.vendor == "sqlite":
        yield trial("replaced", "replaced", _running(_replace("plans_rating", "id")))


def _on_false_alarms() -> Iterator[Trial]:
    table = FalseAlarm._meta.db_table

    def trial(check: str, attempt: Callable[[], None]) -> Trial:
        done = f"a false alarm be {check}"
        return Trial(f"false alarms can be {check}", "false alarms", done, FALSE_ALARM_MESSAGE, attempt)

    yield trial("changed", _running(f"UPDATE {table} SET reason = 'Changed' WHERE id = -1"))
    yield trial("deleted", _running(f"DELETE FROM {table} WHERE id = -1"))
    if connection.vendor == "sqlite":
        yield trial("replaced", _running(_replace(table, "id")))


def _emptied() -> Trial:
    done = "a rating be deleted with all the others"
    return Trial("ratings can be emptied", "ratings", done, MESSAGE, _truncate("plans_rating"))


def _emptied_of_false_alarms() -> Trial:
    done, emptying = "a false alarm be deleted with all the others", _truncate(FalseAlarm._meta.db_table)
    return Trial("false alarms can be emptied", "false alarms", done, FALSE_ALARM_MESSAGE, emptying)


def _on_history(model: Any, history: Any) -> Iterator[Trial]:
    table, name = history._meta.db_table, f"history of {model._meta.verbose_name}"

    def trial(check: str, done: str, attempt: Callable[[], None]) -> Trial:
        return Trial(f"history can be {check}", name, f"a change be {done}", HISTORY_MESSAGE, attempt)

    its = "WHERE history_id = -1"
    yield trial("changed", "rewritten", _running(f"UPDATE {table} SET history_by = 'Another' {its}"))
    yield trial(
        "signed again", "put to another's name", _running(f"UPDATE {table} SET history_user_id = -1 {its}")
    )
    yield trial("deleted", "deleted", _running(f"DELETE FROM {table} {its}"))
    if connection.vendor == "sqlite":
        yield trial("replaced", "replaced", _running(_replace(table, "history_id")))
    else:
        yield trial("emptied", "deleted with all the others", _truncate(table))


def _replace(table: str, key: str) -> str:
    return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = -1"
