"""Which days of a visit can be still to come, and which cannot."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from plans.actions.refusals import Refused
from plans.dates import full_date

from ..models import Visit

NOT_YET = "That day is still to come. What SMT saw is recorded on the day or later."
DATED = ("letter_on", "ofsted_published_on", "council_published_on")
"""What is written or published once, and has no date before that."""

MOST_YEARS_AHEAD = 5
"""Until the next visit, in years of 366 days. Ofsted inspects a council about once in three years, so what is
further off has been mistyped."""


def days_to_come(
    *,
    kind: str,
    first_on: dt.date,
    last_on: dt.date,
    next_expected_by: dt.date | None,
    dated: Mapping[str, dt.date | None],
) -> dict[str, str]:
    """What of a visit is said to be in a future in which it cannot be.

    A visit may be recorded from its first day, so its last may be ahead; SMT writes up a site day when it has
    looked. A letter that is not there yet has no date.

    Args:
        kind: a ``Visit.Kind`` value.
        first_on, last_on: its days on site.
        next_expected_by: the last day on which the next is expected.
        dated: the days of ``DATED``, as far as they are known.

    Returns:
        The name of the field -> a sentence for the person; ``on_site`` for its days. Empty where all is well.
    """
    today = timezone.localdate()
    wrong = {
        name: f"{full_date(day)} is still to come. Leave it empty until then."
        for name, day in dated.items()
        if day and day > today
    }
    if kind == Visit.Kind.SITE_DAY and last_on > today:
        wrong["on_site"] = NOT_YET
    elif first_on > today:
        wrong["on_site"] = (
            f"{full_date(first_on)} is still to come. Record a visit once it has begun; until then, say on "
            "the visit before when the next is expected."
        )
    if next_expected_by and next_expected_by - last_on > dt.timedelta(days=366 * MOST_YEARS_AHEAD):
        wrong["next_expected"] = (
            f"{full_date(next_expected_by)} is more than {MOST_YEARS_AHEAD} years after this visit. "
            "Check the year."
        )
    return wrong


def check_days(visit: Visit) -> None:
    """Raise Refused, at its field, where a day of a visit is still to come that cannot be."""
    wrong = days_to_come(
        kind=visit.kind,
        first_on=visit.first_on,
        last_on=visit.last_on,
        next_expected_by=visit.next_expected_by,
        dated={name: getattr(visit, name) for name in DATED},
    )
    for name, message in wrong.items():
        raise Refused(message, name)
