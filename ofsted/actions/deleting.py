"""What somebody deletes is what they were shown: what was changed since, they look at first."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from plans.actions.refusals import Refused, Stale
from plans.dates import full_date

from ..models import Sample, SampleResult


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
        raise Stale(_told("it", record.history.latest()), current)


def check_results_seen(sample: Sample, seen: int | None) -> None:
    """The same of the results that go with a sample.

    Args:
        sample: its plan is held.
        seen: what the page was made from (``seen_results``); None where there was no page.

    Raises:
        Stale: one has been added, changed or deleted since.
    """
    newest = seen_results(sample)
    if seen is None or seen == newest:
        return
    raise Stale(_told("its results", SampleResult.history.filter(history_id=newest).first()), sample)


def seen_results(sample: Sample) -> int:
    """What a page about a sample's results is made from: their newest row of history; 0 for none."""
    newest = SampleResult.history.filter(sample_id=sample.pk).aggregate(newest=Max("history_id"))["newest"]
    return newest or 0


def _told(what: str, row: Any) -> str:
    if row is None:
        return "This has changed since you opened this page. Look again before you delete it."
    at = timezone.localtime(row.history_date)
    return (
        f"{row.history_by} changed {what} at {at:%H:%M} on {full_date(at.date())}, which this page may not "
        "have shown you. Look again before you delete it."
    )
