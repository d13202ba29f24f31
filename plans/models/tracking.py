"""What every editable record carries: a history of who, when and why, and a version against lost edits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any, ClassVar, NoReturn

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record


class UntracedChange(Exception):
    """A write that its history would not tell of, or that would rewrite what its history tells."""


class HistoryQuerySet(HistoricalQuerySet):
    """Refuses to rewrite what was recorded, in words, before the database does (``append_only.py``)."""

    def update(self, **values: Any) -> int:
        """Refused: a row of history is never changed; ``bulk_update()`` comes this way too."""
        self._refuse("update()")

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: a row of history is never deleted."""
        self._refuse("delete()")

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _raw_delete(self, using: str | None) -> int:
        """Refused: Django's own short cut."""
        self._refuse("_raw_delete()")

    def _refuse(self, what: str) -> NoReturn:
        model = self.model.instance_type
        action = getattr(model, "written_by", "plans.actions.records.save")
        raise UntracedChange(
            f"{what} on the history of {model.__name__} would rewrite what was recorded. "
            f"Use {action} instead: it adds to the history."
        )


class HistoryRow(models.Model):
    """Added to every history table.

    ``history_by`` is the person's name as it was, which outlives their account. ``history_plan_id`` is the
    plan whose record the change belongs to, so that a plan's whole record is read by one index a table; none
    for what an authority keeps (leads, themes, localities) and for people.
    """

    history_by = models.CharField("who", max_length=255)
    history_plan_id = models.BigIntegerField("of which plan", null=True)

    objects: ClassVar[Any] = HistoryQuerySet.as_manager()

    class Meta:
        abstract = True


class TrackedRecords(HistoricalRecords):
    """django-simple-history with what this project relies on: a required reason, and an index for *as at*.

    The newest row at a moment is read by (history_date, history_id), so that two changes stamped in the
    same instant still have an order; the index serves that read for one record or for a whole plan.

    Args:
        lists_deleted: whether a plan's records of this kind that were deleted are looked for among the rest.
    """

    def __init__(self, *, lists_deleted: bool = False, **options: Any) -> None:
        self.lists_deleted = lists_deleted
        super().__init__(
            bases=[HistoryRow],
            history_change_reason_field=models.TextField("why"),
            historical_queryset=HistoryQuerySet,
            **options,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Add the indexes of *as at* and of the record, and the rule that who and why are never empty."""
        options: dict[str, Any] = super().get_meta_options(model)
        name = model._meta.model_name
        options["indexes"] = [
            models.Index(fields=["id", "-history_date", "-history_id"], name=f"{name}_as_at"[:30]),
            models.Index(
                fields=["history_plan_id", "-history_date", "-history_id"], name=f"{name}_of_plan"[:30]
            ),
        ]
        if getattr(model, "plan_path", ""):
            of_person = ["history_plan_id", "history_user", "-history_date", "-history_id"]
            options["indexes"].append(models.Index(fields=of_person, name=f"{name}_by_person"[:30]))
        if self.lists_deleted:
            deleted = Q(history_type="-")
            options["indexes"].append(
                models.Index(fields=["history_plan_id"], condition=deleted, name=f"{name}_deleted"[:30])
            )
        options["constraints"] = [
            models.CheckConstraint(
                condition=~Q(history_change_reason="") & ~Q(history_by=""),
                name=f"{name}_history_says_who_why",
            ),
        ]
        return options


def require_person_and_reason(sender: Any, **signal: Any) -> None:
    """Refuse a history row that nobody signed; fill in the name as it is today.

    Raises:
        UntracedChange: the record was saved past ``plans.actions``.
    """
    row = signal["history_instance"]
    by = row.history_user
    if by is None or not (row.history_change_reason or "").strip():
        refuse_untraced(row.instance_type, "a change")
    row.history_by = by.display_name
    row.history_plan_id = plan_id_of(signal["instance"])


def refuse_unsigned_save(sender: type[models.Model], **signal: Any) -> None:
    """Refuse to save a tracked record that nobody signed, before anything is written.

    The history comes after the record. Where nothing holds the two together, as in a shell, which commits
    each statement, the record would stay without it.

    Raises:
        UntracedChange: it is not signed, or it is loaded with ``loaddata``.
    """
    if issubclass(sender, Tracked):
        if signal["raw"]:
            refuse_untraced(sender, "loaddata")
        if not _is_signed(signal["instance"]):
            refuse_untraced(sender, "save(), create() or add()")


def refuse_unsigned_delete(sender: type[models.Model], **signal: Any) -> None:
    """Refuse to delete a tracked record that nobody signed.

    Raises:
        UntracedChange: it is not signed.
    """
    if issubclass(sender, Tracked) and not _is_signed(signal["instance"]):
        refuse_untraced(sender, "delete(), or taking out of a list of links,", sender.deleted_by)


def _is_signed(record: Any) -> bool:
    reason = getattr(record, "_change_reason", None) or ""
    return getattr(record, "_history_user", None) is not None and bool(reason.strip())


def plan_id_of(record: models.Model) -> int | None:
    """The plan whose record a change of this belongs to; None where it belongs to no one plan."""
    path = getattr(record, "plan_path", None)
    return attrgetter(path)(record) if path else None


def tracked_models() -> list[Any]:
    """Every model whose records have a history, of whatever app."""
    return [model for model in apps.get_models() if issubclass(model, Tracked)]


def connect_history_guard() -> None:
    """Switch the guard on; called once, when the app is ready."""
    pre_create_historical_record.connect(require_person_and_reason, dispatch_uid="plans.history_guard")
    models.signals.pre_save.connect(refuse_unsigned_save, dispatch_uid="plans.save_guard")
    models.signals.pre_delete.connect(refuse_unsigned_delete, dispatch_uid="plans.delete_guard")


_history_follows: ContextVar[bool] = ContextVar("history_follows", default=False)


@contextmanager
def history_follows() -> Iterator[None]:
    """Let ``plans.actions.records`` write many rows at once: it adds their history itself."""
    token = _history_follows.set(True)
    try:
        yield
    finally:
        _history_follows.reset(token)


class TrackedQuerySet(models.QuerySet[Any]):
    """Refuses the writes that django-simple-history does not see.

    It stands behind related managers too (``base_manager_name``), so ``plan.sections.update()`` and
    ``outcome.leads.add()`` are refused alike.
    """

    def update(self, **values: Any) -> int:
        """Refused: it would leave no history."""
        self._check("update()")
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **options: Any) -> list[Any]:
        """Refused: it would leave no history."""
        self._check("bulk_create(), or adding to a list of links,")
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        """Refused: it would leave no history."""
        self._check("bulk_update()")
        return super().bulk_update(*args, **options)

    def _raw_delete(self, using: str | None) -> int:
        """Refused: Django's own short cut, which asks nobody and tells nobody."""
        refuse_untraced(self.model, "_raw_delete()", self.model.deleted_by)

    def _check(self, what: str) -> None:
        if not _history_follows.get():
            refuse_untraced(self.model, what)


def refuse_untraced(model: type[models.Model], what: str, action: str = "") -> NoReturn:
    """Refuse a write that would leave no history.

    Args:
        model: of what.
        what: how it was tried, such as ``update()``.
        action: what to use instead; the model's own if not given.

    Raises:
        UntracedChange: always; it names the action to use.
    """
    action = action or getattr(model, "written_by", "plans.actions.records.save")
    raise UntracedChange(
        f"{what} on {model.__name__} would leave no history of who and why. "
        f"Use {action} instead, one record at a time."
    )


class Tracked(models.Model):
    """A record with a history.

    Attributes:
        plan_path: how its plan's id is reached from it, such as ``section.plan_id``; empty where it has none.
        written_by, deleted_by: the actions that write it, for whoever tries another way.
    """

    plan_path = ""
    written_by = "plans.actions.records.save"
    deleted_by = "plans.actions.records.delete"

    objects: ClassVar[Any] = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class Versioned(Tracked):
    """A record that people edit in forms: a form posts the version it was made from."""

    written_by = "plans.actions.setting_up.save_record"
    deleted_by = "plans.actions.setting_up.delete_record"

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Tracked.Meta):
        abstract = True


PERSON = settings.AUTH_USER_MODEL
