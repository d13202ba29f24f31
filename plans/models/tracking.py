"""What every editable record carries: a history of who, when and why, and a version against lost edits."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record


class UntracedChange(Exception):
    """A record was saved without a person or a reason, so its history could not be written."""


class HistoryRow(models.Model):
    """Added to every history table: the person's name as it was, which outlives their account."""

    history_by = models.CharField("who", max_length=255)

    class Meta:
        abstract = True


class TrackedRecords(HistoricalRecords):
    """django-simple-history with what this project relies on: a required reason, and an index for *as at*.

    The newest row at a moment is read by (history_date, history_id), so that two changes stamped in the
    same instant still have an order; the index serves that read for one record or for a whole plan.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            bases=[HistoryRow],
            history_change_reason_field=models.TextField("why"),
            **options,
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Add the *as at* index and the rule that a reason and a name are never empty."""
        options: dict[str, Any] = super().get_meta_options(model)
        name = model._meta.model_name
        options["indexes"] = [
            models.Index(fields=["id", "-history_date", "-history_id"], name=f"{name}_as_at"[:30]),
        ]
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
        raise UntracedChange(
            f"{row.instance_type.__name__} was changed without a person or a reason. "
            "Write through plans.actions (for example plans.actions.records.save)."
        )
    row.history_by = by.display_name


def connect_history_guard() -> None:
    """Switch the guard on; called once, when the app is ready."""
    pre_create_historical_record.connect(require_person_and_reason, dispatch_uid="plans.history_guard")


class Versioned(models.Model):
    """A record that people edit in forms: a form posts the version it was made from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


PERSON = settings.AUTH_USER_MODEL
