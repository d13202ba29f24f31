"""One outcome's months, on through the versions of the plan that it comes from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..lineage import Step
from ..models import Rating
from ..timeline import Entry
from .plan_months import ABSENT, NOT_RATED, Months, PlanMonths

_UNRATED = NOT_RATED + ABSENT


def months_of(
    own: PlanMonths, timeline: Iterable[Entry], before: Sequence[Step] = ()
) -> dict[int | None, Months]:
    """What stood in each column of an outcome at the end of each month.

    Up to the day on which an earlier version closed, or until now if it is open, that is what stood there, in
    the same locality's column (whatever it was called), and nothing that a newer version has said since of
    those days; where the outcome continues one outcome of that version and no other. After it, it is what the
    page of months says of the outcome's own version. The last day is the one that the page shows, where what
    its own version says comes first.

    Args:
        own: the outcome in its own version, and no other outcome (``read_months``).
        timeline: every rating of the outcome (``timeline_of``).
        before: the versions it comes from, nearest first (``lineage_of``).

    Returns:
        Locality id (None for Overall) -> a letter for each month end, oldest first; only columns ever rated.
    """
    last = len(own.ends) - 1
    letters = {column: months for (_, column), months in own.letters().items()}
    then: dict[tuple[int, int | None], list[Rating]] = defaultdict(list)
    for entry in timeline:  # in each version the newest first
        if entry.step and entry.runs_on and entry.rag and not entry.correction:
            then[entry.step.version.plan_id, entry.rating.locality_id].append(entry.rating)
    versions = [_version_on(end, before) for end in own.ends]
    found: dict[int | None, Months] = {}
    for column in {*letters, *(column for _, column in then)}:
        mine = letters.get(column, ABSENT * len(own.ends))
        strip = [
            (end, letter)
            if version is None or (place == last and letter not in _UNRATED)
            else (end, _stood(then[version, column], end))
            for place, (end, letter, version) in enumerate(zip(own.ends, mine, versions, strict=True))
        ]
        if any(letter not in _UNRATED for _, letter in strip):
            found[column] = strip
    return found


def _version_on(end: dt.date, before: Sequence[Step]) -> int | None:
    """The earlier version, by its plan's id, that a month end falls to; None for the outcome's own."""
    of = None
    for step in before:
        closed = step.version.closed_on
        if len(step.lines) != 1 or (closed and closed < end):
            break
        of = step.version.plan_id
    return of


def _stood(ratings: Iterable[Rating], end: dt.date) -> str:
    """The letter of the first of some ratings, the newest first, that holds on a day."""
    return next((row.rag[0] for row in ratings if row.rag and row.effective_on <= end), NOT_RATED)
