"""What reviews counted and what SMT saw, as evidence in an inspector's document."""

from collections.abc import Iterable

from plans.dates import month_year

from ..measured import Check, SampleRow
from ..register import VisitRow
from .visit_document import Shown


def counted_and_seen(samples: Iterable[SampleRow], checks: Iterable[Check]) -> tuple[Shown, ...]:
    """What shows how outcomes stand besides their ratings, the newest first.

    Args:
        samples: of the reviews; a result that is linked to no outcome is left out.
        checks: of the site days.
    """
    found = [
        Shown(
            row.id,
            _what(sample.visit),
            f"{result.question}: {result.says}",
            sample.visit.last_on,
            ", ".join(sample.visit.inspectors) or sample.visit.title,
        )
        for sample in samples
        for result in sample.results
        for row in result.outcomes
    ]
    found += [
        Shown(row.id, _what(check.visit), _says(check), check.visit.last_on, check.by)
        for check in checks
        for row in check.outcomes
    ]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _what(visit: VisitRow) -> str:
    return f"{visit.title}, {month_year(visit.last_on)}"


def _says(check: Check) -> str:
    """Such as "Wexley: two files had no note. Note in four weeks: 3 of 5, 60%. SMT's rating: amber."."""
    said = f"{check.column}: {check.seen.rstrip('.')}."
    if check.share:
        said += f" {check.question}: {check.share}."
    if check.rag:
        said += f" SMT's rating: {check.rag.label.lower()}."
    if check.resolution:
        said += f" Difference resolved: {check.resolution.rstrip('.')}."
    return said
