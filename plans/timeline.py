"""The history of one outcome's ratings, and what each one changed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from .models import Rag, Rating

Order = tuple[dt.date, dt.datetime, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rating in the timeline.

    Attributes:
        rating: the row as recorded.
        column: the column's name.
        was: the colour that stood in the cell when this was recorded; None if none did.
        correction: the row that corrects this one, if any.
        standing: whether it stands today.
    """

    rating: Rating
    column: str
    was: Rag | None
    correction: Rating | None
    standing: bool

    @property
    def rag(self) -> Rag | None:
        """The colour given; None where this row only strikes another out."""
        return Rag(self.rating.rag) if self.rating.rag else None

    @property
    def anchor(self) -> str:
        """Names its place on the page."""
        return str(self.rating.pk)

    @property
    def unchanged(self) -> bool:
        """Whether it confirmed the colour that stood."""
        return self.rag is not None and self.was == self.rag

    @property
    def entered_late(self) -> bool:
        """Whether it was recorded on a later day than it takes effect."""
        return timezone.localdate(self.rating.recorded_at) != self.rating.effective_on


def timeline_of(outcome_id: int) -> list[Entry]:
    """Every rating an outcome has had, newest effective date first, corrected ones included. One query."""
    rows = list(
        Rating.objects.filter(outcome=outcome_id).select_related("locality").order_by("recorded_at", "id")
    )
    corrections = {row.corrects_id: row for row in rows if row.corrects_id}
    live: dict[int | None, dict[int, Rating]] = defaultdict(dict)
    before: dict[int, Rag | None] = {}
    by_id = {row.pk: row for row in rows}
    for row in rows:  # in the order it happened, so that each is seen against what stood then
        if row.corrects_id and row.corrects_id in by_id:
            live[by_id[row.corrects_id].locality_id].pop(row.corrects_id, None)
        cell = live[row.locality_id]
        stood = max(cell.values(), key=_order, default=None)
        before[row.pk] = Rag(stood.rag) if stood and stood.rag else None
        if row.rag:
            cell[row.pk] = row
    standing = {max(cell.values(), key=_order).pk for cell in live.values() if cell}
    return [
        Entry(
            row,
            row.locality.name if row.locality else "Overall",
            before[row.pk],
            corrections.get(row.pk),
            row.pk in standing,
        )
        for row in sorted(rows, key=_order, reverse=True)
    ]


Months = list[tuple[dt.date, Rag | None]]


def months_of(timeline: list[Entry], *, until: dt.date, months: int = 12) -> dict[int | None, Months]:
    """What stood in each column at the end of each month, as known today.

    Args:
        timeline: every rating of the outcome (``timeline_of``).
        until: the last day to show; its month counts as it stood on that day.
        months: how many months.

    Returns:
        Locality id (None for Overall) -> (month end, colour or None), oldest first; only columns ever rated.
    """
    ends = [until]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    live: dict[int | None, list[Rating]] = defaultdict(list)
    for entry in timeline:  # newest first
        if entry.rag and not entry.correction:
            live[entry.rating.locality_id].append(entry.rating)
    return {
        locality_id: [
            (end, next((Rag(row.rag) for row in rows if row.rag and row.effective_on <= end), None))
            for end in reversed(ends)
        ]
        for locality_id, rows in live.items()
    }


def _order(rating: Rating) -> Order:
    return (rating.effective_on, rating.recorded_at, rating.pk)
