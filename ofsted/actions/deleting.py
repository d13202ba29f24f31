"""The results that go with a sample are deleted as they were shown, too."""

from django.db.models import Max

from plans.actions.deleting import changed_since
from plans.actions.refusals import Stale

from ..models import Sample, SampleResult


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
    raise Stale(changed_since("its results", SampleResult.history.filter(history_id=newest).first()), sample)


def seen_results(sample: Sample) -> int:
    """What a page about a sample's results is made from: their newest row of history; 0 for none."""
    newest = SampleResult.history.filter(sample_id=sample.pk).aggregate(newest=Max("history_id"))["newest"]
    return newest or 0
