"""What may be wrong with a row, as SQL that is true where it is; and the statement that asks it of each."""

# ruff: noqa: S608 - the statements are made of constants and the names of tables; what varies is a parameter

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

MOST = 1000
"""The most rows that one statement names: where more are wrong, the first thousand say enough."""

BACKUP = "Compare it with the last good backup, and find out who can write to the database."


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that may be wrong with a row.

    Attributes:
        check: the name of the check, in two or three words.
        sql: true where the row is wrong.
        what: what is wrong, to follow the record's name: "its newest history differs from it".
        mend: what to do about it, a sentence or two.
    """

    check: str
    sql: str
    what: str
    mend: str = BACKUP


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        check: the name of the check that found it.
        record: which record, such as ``outcome 12``.
        plan: the slug of its plan; empty where it belongs to no one plan.
        what: what is wrong.
        mend: what to do.
    """

    check: str
    record: str
    plan: str
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.record} of {self.plan}" if self.plan else self.record
        return f"{where[0].upper()}{where[1:]}: {self.what}. {self.mend}"


def rows_with_faults(
    source: str, keys: Sequence[str], faults: Sequence[Fault], parameters: Mapping[str, Any]
) -> Iterator[tuple[tuple[Any, ...], list[Fault]]]:
    """Ask every fault of every row, in one statement.

    Args:
        source: what follows FROM.
        keys: SQL for what names a row, the first of them in the order of which they come.
        faults: what may be wrong.
        parameters: of the source and the faults.

    Yields:
        For each row with a fault, its keys and its faults; no more than ``MOST`` rows.
    """
    columns = [f"{key} AS k{place}" for place, key in enumerate(keys)]
    columns += [f"CASE WHEN {fault.sql} THEN 1 ELSE 0 END AS f{place}" for place, fault in enumerate(faults)]
    wrong = " + ".join(f"f{place}" for place in range(len(faults)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM (SELECT {', '.join(columns)} FROM {source}) found "
            f"WHERE {wrong} > 0 ORDER BY k0 LIMIT {MOST}",
            dict(parameters),
        )
        for row in cursor.fetchall():
            yield (
                row[: len(keys)],
                [fault for fault, is_so in zip(faults, row[len(keys) :], strict=True) if is_so],
            )


def differs(one: str, other: str) -> str:
    """SQL for whether two values differ, null counting as a value."""
    operator = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[connection.vendor]
    return f"{one} {operator} {other}"


def count(sql: str, parameters: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of one statement's one row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(parameters))
        found: tuple[int, ...] = cursor.fetchone()
        return found
