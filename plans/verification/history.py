"""Whether every tracked record and its history agree, and every change says who and why."""

# ruff: noqa: S608 - the statements are made of constants and the names of tables; what varies is a parameter

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from .faults import BACKUP, Fault, count, differs, rows_with_faults

_SIGN = "Find out who made the change and why, and write that into its history."
_SAVE = "If the record is right, save it in Set-up with the reason it changed; if not, put it right there."


@dataclass(frozen=True, slots=True)
class Kind:
    """A tracked model, as the statements about it need it.

    Attributes:
        live, history: its two tables.
        plan: SQL for the plan of a live row ``m``; empty where it belongs to no one plan.
        plan_fault: SQL for a row of history ``h`` that names another plan than its own.
    """

    model: type[Model]
    live: str
    history: str
    plan: str
    plan_fault: str

    @property
    def name(self) -> str:
        """What one record of it is called."""
        return str(self.model._meta.verbose_name)

    @property
    def of_plan(self) -> str:
        """SQL for the ids of all of a plan's records, ``%(plan)s``, gone or not, however they say so."""
        now = f"SELECT m.id FROM {self.live} m WHERE {self.plan} = %(plan)s"
        return f"{now} UNION SELECT h.id FROM {self.history} h WHERE h.history_plan_id = %(plan)s"


@cache
def kind_of(model: Any) -> Kind:
    """A tracked model's tables, and how its plan is reached."""
    live, history = model._meta.db_table, model.history.model._meta.db_table
    link, _, end = model.plan_path.rpartition(".")
    if not end:
        return Kind(model, live, history, "", "h.history_plan_id IS NOT NULL")
    if not link:
        own = {"pk": "id"}.get(end, end)
        return Kind(model, live, history, f"m.{own}", differs("h.history_plan_id", f"h.{own}"))
    owner = model._meta.get_field(link).related_model
    of_owner, was_owner = owner._meta.db_table, owner.history.model._meta.db_table
    return Kind(
        model,
        live,
        history,
        f"(SELECT o.{end} FROM {of_owner} o WHERE o.id = m.{link}_id)",
        # What it belongs to may be gone, and never changes its plan: any row of its history will do.
        f"NOT EXISTS (SELECT 1 FROM {was_owner} o WHERE o.id = h.{link}_id AND o.{end} = h.history_plan_id)",
    )


_NEVER_THEIRS = (
    "NOT EXISTS (SELECT 1 FROM plans_historicaluser u WHERE u.id = {person} AND {name} IN (u.name, u.email))"
)
_NO_SUCH_PERSON = (
    "({person} IS NULL AND NOT EXISTS (SELECT 1 FROM plans_historicaluser u WHERE {name} IN (u.name, u.email)"
    " AND EXISTS (SELECT 1 FROM plans_historicaluser d WHERE d.id = u.id AND d.history_type = '-')))"
    " OR ({person} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plans_user p WHERE p.id = {person}))"
)


def never_theirs(person: str, name: str) -> str:
    """SQL for whether a person was never called that; nothing is said of a person who is not given."""
    return f"{person} IS NOT NULL AND {_NEVER_THEIRS.format(person=person, name=name)}"


def blank(column: str) -> str:
    """SQL for whether words are missing."""
    return f"TRIM(COALESCE({column}, '')) = ''"


@cache
def faults_of(kind: Kind) -> list[Fault]:
    """What may be wrong with a row of history ``h``, and with the live row ``m`` of the same record."""
    person, name = "h.history_user_id", "h.history_by"
    newest_and_here = "h.later IS NULL AND m.id IS NOT NULL"
    return [
        Fault("name missing", blank(name), "a change to it has no name", _SIGN),
        Fault("reason missing", blank("h.history_change_reason"), "a change to it has no reason", _SIGN),
        Fault(
            "person missing",
            _NO_SUCH_PERSON.format(person=person, name=name),
            "a change to it names nobody who has, or had, an account",
            _SIGN,
        ),
        Fault(
            "name not theirs",
            f"NOT {blank(name)} AND {never_theirs(person, name)}",
            "a change to it is under a name that its person never had",
            _SIGN,
        ),
        Fault("plan of a change", kind.plan_fault, "a change to it is in the record of another plan"),
        Fault(
            "history begins",
            "h.earlier IS NULL AND h.history_type <> '+'",
            "its history does not begin with its making, so some of it is gone",
        ),
        Fault(
            "history goes on",
            "(h.earlier = '-' AND h.history_type <> '+') OR (h.earlier <> '-' AND h.history_type = '+') "
            "OR h.history_type NOT IN ('+', '~', '-')",
            "its history is out of order: made, changed and deleted do not follow one another",
        ),
        Fault(
            "gone without record",
            "h.later IS NULL AND h.history_type <> '-' AND m.id IS NULL",
            "it is gone, and its history does not say who deleted it",
        ),
        Fault(
            "deleted and here",
            f"{newest_and_here} AND h.history_type = '-'",
            "its history says that it was deleted, and it is still here",
        ),
        *(
            Fault(
                f"differs: {label}",
                f"{newest_and_here} AND h.history_type <> '-' AND {differs(f'm.{column}', f'h.{column}')}",
                f"its {label} is not what its history says",
                _SAVE,
            )
            for label, column in _columns(kind.model)
        ),
    ]


def _columns(model: Any) -> list[tuple[str, str]]:
    """Label and column, quoted, of every tracked field but the id that joins the two."""
    quote = connection.ops.quote_name
    return [
        (str(field.verbose_name), quote(field.column))
        for field in model.history.model.tracked_fields
        if not field.primary_key
    ]


def history_problems(kind: Kind, parameters: Mapping[str, Any]) -> Iterator[tuple[int, int | None, Fault]]:
    """What is wrong between the records of one model and their history. Two statements.

    Args:
        kind: the model.
        parameters: ``plan``, an id, to keep to one plan's; empty for all of them.

    Yields:
        The record's id, its plan's id, and the fault; one of each kind for a record.
    """
    among = f"WHERE x.id IN ({kind.of_plan})" if parameters else ""
    source = f"""(
 SELECT x.*, LAG(x.history_type) OVER w AS earlier, LEAD(x.history_id) OVER w AS later
 FROM {kind.history} x {among} WINDOW w AS (PARTITION BY x.id ORDER BY x.history_date, x.history_id)
) h LEFT JOIN {kind.live} m ON m.id = h.id"""
    plan = "h.history_plan_id"
    said: set[tuple[int, str]] = set()
    for (pk, plan_id), faults in rows_with_faults(source, ["h.id", plan], faults_of(kind), parameters):
        for fault in faults:
            if (pk, fault.check) not in said:
                said.add((pk, fault.check))
                yield pk, plan_id, fault
    among = f" AND {kind.plan} = %(plan)s" if parameters else ""
    missing = Fault(
        "no history",
        f"NOT EXISTS (SELECT 1 FROM {kind.history} h WHERE h.id = m.id){among}",
        "it has no history, so nobody can say who made it",
        f"It was written past the service. {BACKUP}",
    )
    found = rows_with_faults(f"{kind.live} m", ["m.id", kind.plan or "NULL"], [missing], parameters)
    for (pk, plan_id), _ in found:
        yield pk, plan_id, missing


def counts(kind: Kind, parameters: Mapping[str, Any]) -> tuple[int, int]:
    """How many records, and how many changes to them, were looked at. One statement."""
    of_plan = f"WHERE m.id IN ({kind.of_plan})" if parameters else ""
    records, changes = count(
        f"SELECT (SELECT COUNT(*) FROM {kind.live} m {of_plan}), "
        f"(SELECT COUNT(*) FROM {kind.history} m {of_plan})",
        parameters,
    )
    return records, changes
