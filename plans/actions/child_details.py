"""No child's details in what people write: refused, unless somebody says why it is a false alarm."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from ..child_details import find_child_details
from ..models import FalseAlarm, Plan, User
from ..models.tracking import plan_id_of
from .refusals import ChildDetailsFound

IN_THE_REASON = "Why it is a false alarm"


def check_no_child_details(
    *, plan: Plan | None, texts: Mapping[str, str], by: User, false_alarm: str = ""
) -> list[FalseAlarm]:
    """Refuse texts that look like they hold a child's details; or keep why a person says they hold none.

    Call it in the transaction that writes the texts, so that neither is kept without the other.

    Args:
        plan: the plan they are of; None for what an authority keeps, and for people.
        texts: where each is written, in words such as "2.1 Wexley: why" (at most 300 characters are kept) ->
            the text.
        by: who writes them.
        false_alarm: why what was found, which they have been shown, is no child's; empty if nobody said.

    Returns:
        What was kept: one for each text in which something was found; mostly none.

    Raises:
        ChildDetailsFound: something was found, and ``false_alarm`` is empty or holds some itself.
    """
    return _check(plan.pk if plan else None, texts, by, false_alarm)


def check_record(*, record: models.Model, by: User, reason: str, false_alarm: str = "") -> list[FalseAlarm]:
    """``check_no_child_details`` for what is typed into a record in Set-up, and for why it is changed.

    What the record said before is left alone: somebody else wrote it, or it was said to be none already.

    Args:
        record: with its new values, before it is saved.
        by, false_alarm: as in ``check_no_child_details``.
        reason: why it is made or changed.

    Raises:
        ChildDetailsFound: as in ``check_no_child_details``.
    """
    what = _named(record)
    typed = {f"{what}: {field.verbose_name}": field for field in typed_fields(type(record))}
    texts = {where: getattr(record, field.attname) for where, field in typed.items()}
    if any(map(find_child_details, texts.values())) and not record._state.adding:
        stored = type(record)._base_manager.filter(pk=record.pk).values().first() or {}
        texts = {where: text for where, text in texts.items() if text != stored.get(typed[where].attname)}
    texts[f"{what}: why"] = reason
    saved_before = not record._state.adding
    # A plan that is being made has no number yet; who reads of it finds it by what it says.
    plan_id = plan_id_of(record) if saved_before or not isinstance(record, Plan) else None
    return _check(plan_id, texts, by, false_alarm)


def typed_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model that hold what people type."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not (field.choices or isinstance(field, models.SlugField | models.EmailField))
        and field.name != "password"
    ]


def _check(plan_id: int | None, texts: Mapping[str, str], by: User, false_alarm: str) -> list[FalseAlarm]:
    found = {where: seen for where, text in texts.items() if (seen := find_child_details(text))}
    if found and not false_alarm.strip():
        raise ChildDetailsFound(found=found)
    if found and (again := find_child_details(false_alarm)):
        raise ChildDetailsFound(found={IN_THE_REASON: again})
    now = timezone.now()
    said = [
        FalseAlarm(
            plan_id=plan_id,
            said_by=by,
            said_by_name=by.display_name,
            recorded_at=now,
            where=where[:300],
            kinds=", ".join(dict.fromkeys(one.kind.value for one in seen)),
            reason=false_alarm.strip(),
        )
        for where, seen in found.items()
    ]
    return FalseAlarm.objects.bulk_create(said)


def _named(record: Any) -> str:
    """What a record is, with its ref or number, and nothing else that is typed: ``Outcome 2.1``."""
    what = str(record._meta.verbose_name)
    number = getattr(record, "ref", "") or getattr(record, "number", "") or ""
    return f"{what[:1].upper()}{what[1:]} {number}".strip()
