"""Whether the record can be trusted: every record against its history, every rating against the rules.

Reads only. The statements are about whole tables and their number does not depend on what is in them, so a
service with hundreds of thousands of ratings is checked in seconds. What is kept outside the database is
looked at in checks of their own (``add_check``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..models import Plan
from ..models.tracking import tracked_models
from .belonging import belonging_problems
from .faults import Fault, Problem
from .history import counts, history_problems, kind_of
from .ratings import rating_count, rating_problems
from .refusals import refusal_problems

__all__ = ["Added", "Checked", "Problem", "add_check", "verify"]


@dataclass(frozen=True, slots=True)
class Added:
    """What an app has looked at besides, that is in no table.

    Attributes:
        what: in the plural: "files of visits".
        count: how many there are.
        problems: what is wrong with them.
    """

    what: str
    count: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong with it.

    Attributes:
        problems: what is wrong; no more than the first thousand records of each kind.
        records, changes: what a record is called -> how many there are, and how many changes to them.
        ratings: how many ratings.
        added: what other apps looked at -> how many there are.
    """

    problems: tuple[Problem, ...]
    records: dict[str, int]
    changes: dict[str, int]
    ratings: int
    added: dict[str, int]


_checks: list[Callable[[Plan | None], Added]] = []


def add_check(check: Callable[[Plan | None], Added]) -> None:
    """Have an app's own check made from now on; called once, when the app is ready.

    Args:
        check: given what ``verify`` is.
    """
    _checks.append(check)


def verify(plan: Plan | None = None) -> Checked:
    """Look for anything in the database that the service itself would not have written.

    Args:
        plan: keep to what belongs to this plan, and leave out what the authority's plans share, and people.
            Everything if None.
    """
    parameters: dict[str, Any] = {"plan": plan.pk} if plan else {}
    slugs = dict(Plan.objects.values_list("pk", "slug"))
    problems = list(refusal_problems())
    records: dict[str, int] = {}
    changes: dict[str, int] = {}

    def found(name: str, pk: int, plan_id: int | None, fault: Fault) -> None:
        slug = slugs.get(plan_id, "") if plan_id else ""
        problems.append(Problem(fault.check, f"{name} {pk}", slug, fault.what, fault.mend))

    for model in tracked_models():
        kind = kind_of(model)
        if plan and not kind.plan:
            continue
        records[kind.name], changes[kind.name] = counts(kind, parameters)
        for pk, plan_id, fault in history_problems(kind, parameters):
            found(kind.name, pk, plan_id, fault)
    for pk, plan_id, fault in rating_problems(parameters):
        found("rating", pk, plan_id, fault)
    for name, pk, plan_id, fault in belonging_problems(parameters):
        found(name, pk, plan_id, fault)
    further = [check(plan) for check in _checks]
    problems += [problem for one in further for problem in one.problems]
    added = {one.what: one.count for one in further}
    return Checked(tuple(problems), records, changes, rating_count(parameters), added)
