"""The few ways a tracked record is written; every other action is made of these."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import router, transaction
from django.db.models import F, Model
from django.db.models.deletion import Collector
from simple_history.utils import bulk_create_with_history

from ..models import UntracedChange, User
from ..models.tracking import history_follows, plan_id_of
from .refusals import Stale

Record = TypeVar("Record", bound=Model)


def _sign(record: Any, by: User, reason: str) -> None:
    if not reason.strip():
        raise UntracedChange("A reason is needed: it is kept with every change.")
    record._history_user = by
    record._change_reason = reason


def _unsign(record: Any) -> None:
    """A signature is for one change: the next ``save()`` of the same object must not pass under it."""
    del record._history_user, record._change_reason


@transaction.atomic
def save(
    record: Record, *, by: User, reason: str, seen_version: int | None = None, when: dt.datetime | None = None
) -> Record:
    """Create or change a tracked record, leaving a row of history.

    Args:
        record: the record with its new values.
        by: who does it.
        reason: why, in their words or the action's; not empty.
        seen_version: the ``version`` the person's form was made from. Given for every change made in a form.
        when: the moment its history gives, so that what is made in one go is made at one moment. Now if None.

    Raises:
        Stale: somebody has changed it since; nothing is written.
        UntracedChange: the reason is empty.
    """
    stored: Any = record
    if not stored._state.adding and seen_version is not None:
        manager = type(record)._base_manager
        # One statement both checks and takes the row, so of two people at once exactly one gets through.
        with history_follows():
            claimed = manager.filter(pk=record.pk, version=seen_version).update(version=F("version") + 1)
        if not claimed:
            current = manager.filter(pk=record.pk).first()
            raise Stale(
                f"Somebody else has changed this {record._meta.verbose_name} since you opened it. "
                "Nothing of yours has been saved yet: compare the two and save again.",
                current,
            )
        stored.version = seen_version + 1
    elif not stored._state.adding and hasattr(stored, "version"):
        stored.version = type(record)._base_manager.values_list("version", flat=True).get(pk=record.pk) + 1
    _sign(record, by, reason)
    if when is not None:
        stored._history_date = when
    record.save()
    _unsign(record)
    if when is not None:
        del stored._history_date
    return record


def delete(record: Model, *, by: User, reason: str, when: dt.datetime | None = None) -> None:
    """Delete a tracked record, and what belongs to it alone (its links, its statements).

    The history of each keeps what it was, who deleted it and why.

    Raises:
        ProtectedError: something else refers to it.
        UntracedChange: the reason is empty.
    """
    delete_many([record], by=by, reason=reason, when=when)


@transaction.atomic
def delete_many(records: Sequence[Model], *, by: User, reason: str, when: dt.datetime | None = None) -> None:
    """Delete tracked records of one model, as ``delete`` does one.

    Args:
        records: which.
        by, reason, when: as in ``save``.
    """
    if not records:
        return
    first = records[0]
    collector = Collector(using=router.db_for_write(type(first), instance=first), origin=first)
    collector.collect(list(records))
    for doomed in collector.data.values():
        for instance in doomed:
            _sign(instance, by, reason)
            if when is not None:
                instance._history_date = when  # type: ignore[attr-defined]
    collector.delete()


def create_many(
    records: Sequence[Record], *, by: User, reason: str, when: dt.datetime | None = None
) -> list[Record]:
    """Create many tracked records of one model and one plan, each with its row of history, in two statements.

    Args:
        records: the new records.
        by, reason, when: as in ``save``.

    Raises:
        ValueError: the reason is empty, or they belong to different plans.
    """
    if not records:
        return []
    if not reason.strip():
        raise ValueError("A reason is needed: it is kept with every change.")
    plans = {plan_id_of(record) for record in records}
    if len(plans) > 1:
        raise ValueError("Create the records of one plan at a time.")
    with history_follows():
        return bulk_create_with_history(
            list(records),
            type(records[0]),
            default_user=by,
            default_change_reason=reason,
            default_date=when,
            custom_historical_attrs={"history_by": by.display_name, "history_plan_id": plans.pop()},
        )


@transaction.atomic
def set_links(
    owner: Model, through: type[Model], target: str, wanted: Iterable[Model], *, by: User, reason: str
) -> bool:
    """Make a record's links (leads, themes, localities, columns) exactly ``wanted``, in that order.

    Args:
        owner: the outcome, section or membership.
        through: the link model, such as ``OutcomeLead``.
        target: the name of its field for the other end, such as ``lead``.
        wanted: the records to be linked.

    Returns:
        Whether anything changed. A link that stays keeps its row; ``position`` follows the order where the
        link has one.
    """
    link_field = next(
        field.name
        for field in through._meta.fields
        if field.related_model is type(owner) and field.name != target
    )
    ordered = any(field.name == "position" for field in through._meta.fields)
    existing = {
        getattr(link, f"{target}_id"): link for link in through._base_manager.filter(**{link_field: owner})
    }
    changed = False
    for position, record in enumerate(dict.fromkeys(wanted), start=1):
        link: Any = existing.pop(record.pk, None)
        if link is None:
            link = through(
                **{link_field: owner, target: record, **({"position": position} if ordered else {})}
            )
        elif not ordered or link.position == position:
            continue
        else:
            link.position = position
        save(link, by=by, reason=reason)
        changed = True
    for link in existing.values():
        delete(link, by=by, reason=reason)
        changed = True
    return changed
