"""The history of one outcome's ratings, and what each one changed.

It runs on through what the outcome continues from earlier versions of the plan (``lineage``): what was said
there stays part of its history, under the ref and the column's name that it had then. The ratings of a
version that the reader may not see are not in it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from .carried import Carried, where_from
from .lineage import Step
from .models import Locality, Rag, Rating

Order = tuple[dt.date, dt.datetime, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rating in the timeline.

    Attributes:
        rating: the row as recorded.
        column: the column's name; in an earlier version, as it was then.
        was: the colour that stood in the cell when this was recorded; None if none did.
        correction: the row that corrects this one, if any.
        standing: whether it stands today; no rating of an earlier version does.
        step: the earlier version it was given in; None for the outcome's own.
        ref: what the outcome was there.
        runs_on: the outcome continues this one and no other, so that its colours are those of this one.
        carried: where it comes from, if it was carried from the version before.
    """

    rating: Rating
    column: str
    was: Rag | None
    correction: Rating | None
    standing: bool
    step: Step | None = None
    ref: str = ""
    runs_on: bool = True
    carried: Carried | None = None

    @property
    def given_by(self) -> str:
        """Name of who gave it: of a carried one, who gave it first."""
        return self.carried.given_by if self.carried else self.rating.recorded_by_name

    @property
    def given_by_id(self) -> int:
        """Id of who gave it."""
        return (self.carried.given_by_id if self.carried else None) or self.rating.recorded_by_id

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
        """Whether it was given on a later day than it takes effect."""
        return timezone.localdate(self.given_at) != self.rating.effective_on

    @property
    def given_at(self) -> dt.datetime:
        """When it was given: of a carried one, when it was first."""
        return self.carried.given_at if self.carried else self.rating.recorded_at


def timeline_of(
    outcome_id: int,
    *,
    at: dt.date | None = None,
    known_at: dt.datetime | None = None,
    names: Mapping[int | None, str] | None = None,
    before: Sequence[Step] = (),
) -> list[Entry]:
    """Every rating an outcome has had, corrected ones included.

    One query; one more with earlier versions, and one where a rating was carried from one of them.

    Args:
        outcome_id: the outcome.
        at: leave out what takes effect later; nothing if None. What a later one corrects stays corrected.
        known_at: leave out what was recorded later; nothing if None.
        names: locality id -> what its column is called at that date; as it is called today where it is not
            among them.
        before: the versions it comes from, nearest first (``lineage_of``).

    Returns:
        Its own newest effective date first, then those of each version before in the same order.
    """
    places = {line.id: (place, line) for place, step in enumerate(before, start=1) for line in step.lines}
    given = Rating.objects.filter(outcome__in=[outcome_id, *places])
    if known_at:
        given = given.filter(recorded_at__lte=known_at)
    # The name alone: a locality made of every row would take as long as the ratings themselves.
    rows = list(given.annotate(called_now=F("locality__name")).order_by("recorded_at", "id"))
    corrections = {row.corrects_id: row for row in rows if row.corrects_id}
    live: dict[tuple[int, int | None], dict[int, Rating]] = defaultdict(dict)
    was: dict[int, Rag | None] = {}
    by_id = {row.pk: row for row in rows}
    for row in rows:  # in the order it happened, so that each is seen against what stood then
        if row.corrects_id and row.corrects_id in by_id:
            live[row.outcome_id, by_id[row.corrects_id].locality_id].pop(row.corrects_id, None)
        cell = live[row.outcome_id, row.locality_id]
        stood = max(cell.values(), key=_order, default=None)
        was[row.pk] = Rag(stood.rag) if stood and stood.rag else None
        if row.rag:
            cell[row.pk] = row
    held = [row for row in rows if at is None or row.effective_on <= at]
    standing = _standing(row for row in held if row.outcome_id == outcome_id and row.pk not in corrections)
    called = _names_then({row.locality_id for row in rows if row.outcome_id in places}, before)
    runs_on = _runs_on(before)
    came = where_from(rows)
    entries = []
    for row in sorted(held, key=_order, reverse=True):
        place, line = places.get(row.outcome_id, (0, None))
        step = before[place - 1] if place else None
        column = row.called_now or "Overall"
        if place == 0 and names:
            column = names.get(row.locality_id, column)
        entries.append(
            Entry(
                row,
                called.get((place, row.locality_id), column),
                was[row.pk],
                corrections.get(row.pk),
                row.pk in standing,
                step,
                line.ref if line else "",
                place <= runs_on,
                came.get(row.pk),
            )
        )
    return sorted(entries, key=lambda entry: places.get(entry.rating.outcome_id, (0, None))[0])


def _standing(rows: Iterable[Rating]) -> set[int]:
    """Ids of the ratings that stand, one in each column, among those that nothing corrects."""
    newest: dict[int | None, Rating] = {}
    for row in rows:
        if row.rag and (row.locality_id not in newest or _order(newest[row.locality_id]) < _order(row)):
            newest[row.locality_id] = row
    return {row.pk for row in newest.values()}


def _runs_on(before: Sequence[Step]) -> int:
    """Through how many versions an outcome continues one outcome alone."""
    return next((place for place, step in enumerate(before) if len(step.lines) != 1), len(before))


def _names_then(ids: Iterable[int | None], before: Sequence[Step]) -> dict[tuple[int, int | None], str]:
    """(place in ``before`` from 1, locality id) -> what the locality was called when that version closed."""
    wanted = {pk for pk in ids if pk is not None}
    found: dict[tuple[int, int | None], str] = {}
    if wanted:
        history = Locality.history.filter(id__in=wanted).order_by("history_date", "history_id")
        for pk, name, date in history.values_list("id", "name", "history_date"):
            for place, step in enumerate(before, start=1):
                closed = step.version.closed_at
                if (place, pk) not in found or closed is None or date <= closed:
                    found[place, pk] = name
    return found


@dataclass(frozen=True, slots=True)
class Chapter:
    """The part of a timeline that one version holds.

    Attributes:
        step: the earlier version, and what the outcome was there; None for the outcome's own.
        entries: what was said in it, if anything.
    """

    step: Step | None
    entries: tuple[Entry, ...]


def chapters_of(timeline: Iterable[Entry], before: Sequence[Step]) -> list[Chapter]:
    """A timeline by version: the outcome's own, then each it comes from, with ratings or without."""
    held: dict[int, list[Entry]] = defaultdict(list)
    for entry in timeline:
        held[entry.step.version.plan_id if entry.step else 0].append(entry)
    return [
        Chapter(None, tuple(held[0])),
        *(Chapter(step, tuple(held[step.version.plan_id])) for step in before),
    ]


def version_changes(before: Sequence[Step]) -> list[dt.date]:
    """The last day of each earlier version that the months run on through, oldest first."""
    days = [step.version.closed_on for step in before[: _runs_on(before)]]
    return [day for day in reversed(days) if day]


def _order(rating: Rating) -> Order:
    return (rating.effective_on, rating.recorded_at, rating.pk)
