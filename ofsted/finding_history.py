"""Who changed what of a finding, when and why, in plain sentences, from its history and its links'."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from plans.as_at import fetch, name_of
from plans.as_recorded import one_of
from plans.dates import full_date
from plans.models import Plan

from .models import Finding, FindingOutcome
from .register import Register

_ONE_SAVE = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed.

    Attributes:
        words: a sentence without its full stop.
        was, now: the whole text before and after, where it is too long for a sentence.
    """

    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Save:
    """What one person did at one moment, and why."""

    moment: dt.datetime
    by: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """What is called what, of all that the history mentions."""

    register: Register
    sections: dict[int, str]
    leads: dict[int, str]
    outcomes: dict[int, str]

    def finding(self, pk: int | None) -> str:
        """Such as "c of the second monitoring visit"; empty for none."""
        if pk is None:
            return ""
        row = self.register.finding(pk)
        return f"{row.name}, {row.visit.title}" if row else "a finding that is not here"


def history_of(pk: int, register: Register, plan: Plan) -> tuple[Save, ...]:
    """What was recorded of a finding until the date shown, the newest first. Five queries.

    Args:
        pk: the finding's id.
        register: the findings at the date shown. Sections, leads and outcomes are called what they were then.
        plan: whose page it is.
    """
    rows = _until(register, Finding.history.filter(id=pk))
    links = _until(register, FindingOutcome.history.filter(finding_id=pk))

    names = _Names(
        register,
        sections=_called("section", ("number", "title"), {row.section_id for row in rows}, register, plan),
        leads=_called("lead", ("title",), {row.owner_id for row in rows}, register, plan),
        outcomes=_called("outcome", ("ref",), {row.outcome_id for row in links}, register, plan),
    )
    found: list[tuple[Any, list[Change]]] = []
    before = None
    for row in rows:
        found.append((row, list(_of_finding(before, row, names))))
        before = row
    standing: dict[int, Any] = {}
    for row in links:
        found.append((row, list(_of_link(standing.get(row.id), row, names))))
        standing[row.id] = row
    found.sort(key=lambda pair: pair[0].history_date)
    return tuple(reversed(list(_saves(found))))


def _called(
    model: str, fields: tuple[str, ...], ids: set[int | None], register: Register, plan: Plan
) -> dict[int, str]:
    """By id: what records were called at the date shown; one with no name that old, by its first."""
    past = register.moment is not None
    name = ", ".join(name_of(model, field, "r.id", past=past) for field in fields)
    among = one_of("r.id", {pk for pk in ids if pk is not None})
    found = fetch(
        f"SELECT r.id, {name} FROM plans_{model} r WHERE {among}",  # noqa: S608 - of constants and ids
        plan,
        **({"moment": register.moment} if past else {}),
    )
    return {pk: ". ".join(map(str, words)) for pk, *words in found}


def _until(register: Register, history: Any) -> list[Any]:
    if register.moment is not None:
        history = history.filter(history_date__lte=register.moment)
    return list(history.order_by("history_date", "history_id"))


def _saves(found: list[tuple[Any, list[Change]]]) -> Iterator[Save]:
    """What one person changed for one reason within a second is one save; one of nothing is not told."""
    gathered: dict[int, list[tuple[Any, list[Change]]]] = defaultdict(list)
    number, last = 0, None
    for row, changes in found:
        if last is None or (
            (row.history_by, row.history_change_reason) != (last.history_by, last.history_change_reason)
            or row.history_date - last.history_date > _ONE_SAVE
        ):
            number += 1
        gathered[number].append((row, changes))
        last = row
    for rows in gathered.values():
        first = rows[0][0]
        made = tuple(change for _, some in rows for change in some)
        if made:
            moment = timezone.localtime(first.history_date)
            yield Save(moment, first.history_by, first.history_change_reason, made)


def _of_finding(before: Any, row: Any, names: _Names) -> Iterator[Change]:
    if row.history_type == "-":
        yield Change("Deleted")
        return
    if before is None or before.history_type == "-":
        yield Change(f"Recorded as {_kind(row.kind)}", now=row.words)
        if row.repeats_id:
            yield Change(f"Said to repeat {names.finding(row.repeats_id)}")
        if row.section_id or row.area:
            yield Change(f"About {_place(row, names)}")
        if row.owner_id:
            yield Change(f"Owner: {names.leads.get(row.owner_id, 'a lead')}")
        return
    if row.words != before.words:
        yield Change("Words changed", before.words, row.words)
    for label, was, now in (
        ("Ref", before.ref, row.ref),
        ("Paragraph", before.paragraph, row.paragraph),
        ("Kind", _kind(before.kind), _kind(row.kind)),
        ("About", _place(before, names), _place(row, names)),
        ("Owner", names.leads.get(before.owner_id, ""), names.leads.get(row.owner_id, "")),
        ("Repeats", names.finding(before.repeats_id), names.finding(row.repeats_id)),
        ("Status", _status(before.status), _status(row.status)),
        ("Due", _day(before.due_on), _day(row.due_on)),
    ):
        if was != now:
            yield Change(f"{label}: {now or 'none'}{f', was {was}' if was else ''}")
    for label, was, now in (
        ("Response", before.response, row.response),
        ("Evidence", before.evidence, row.evidence),
    ):
        if was != now:
            yield Change(f"{label} {'changed' if was and now else 'given' if now else 'taken out'}", was, now)


def _of_link(before: Any, row: Any, names: _Names) -> Iterator[Change]:
    ref = names.outcomes.get(row.outcome_id, "an outcome since deleted")
    if row.history_type == "-":
        yield Change(f"No longer linked to outcome {ref}")
    elif before is None or before.history_type == "-":
        yield Change(f"Linked to outcome {ref}", now=row.reason)
    elif row.reason != before.reason:
        yield Change(f"Reason of the link to outcome {ref} changed", before.reason, row.reason)


def _kind(value: str) -> str:
    return str(Finding.Kind(value).label).lower()


def _status(value: str) -> str:
    return str(Finding.Status(value).label).lower()


def _day(day: dt.date | None) -> str:
    return full_date(day) if day else ""


def _place(row: Any, names: _Names) -> str:
    section = names.sections.get(row.section_id, "") if row.section_id else ""
    return "; ".join(filter(None, [section, row.area]))
