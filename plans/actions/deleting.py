"""What somebody deletes is what they were shown: what was changed since, they look at first."""

from typing import Any

from django.utils import timezone

from ..dates import full_date
from .refusals import Refused, Stale


def check_seen(record: Any, seen_version: int | None) -> None:
    """Nobody has changed a record since the page was opened on which it is deleted.

    Args:
        record: a versioned one; its plan is held, so that nobody changes it meanwhile.
        seen_version: the version the page was made from; None where there was no page.

    Raises:
        Stale: somebody has.
        Refused: it has been deleted.
    """
    if seen_version is None:
        return
    current = type(record)._base_manager.filter(pk=record.pk).first()
    if current is None:
        raise Refused(f"This {record._meta.verbose_name} has been deleted already.")
    if current.version != seen_version:
        raise Stale(changed_since("it", record.history.latest()), current)


def changed_since(what: str, row: Any) -> str:
    """Who changed what since a page was opened, for whoever would delete it.

    Args:
        what: "it", or what of it was changed.
        row: its newest row of history; None where there is none.
    """
    if row is None:
        return "This has changed since you opened this page. Look again before you delete it."
    at = timezone.localtime(row.history_date)
    return (
        f"{row.history_by} changed {what} at {at:%H:%M} on {full_date(at.date())}, which this page may not "
        "have shown you. Look again before you delete it."
    )
