"""A plan month by month: what stood in each of its cells at the end of every one of many months.

What counts at a month end is what the plan had then: an outcome that was not withdrawn yet, in a column that
its section had and that it was rated in. It is what ``take_snapshot(plan, at=month_end)`` says for each of
them, and the tests hold it to that; but it is one query, where sixty snapshots would be six hundred.
"""

from .plan_months import (
    ABSENT,
    NOT_RATED,
    Letters,
    MonthCounts,
    Months,
    OutcomeThen,
    PlanMonths,
    SectionThen,
    Spell,
    count_months,
)
from .reading import month_ends, read_months
from .several import Asked, read_several
from .through_versions import months_of

__all__ = [
    "ABSENT",
    "NOT_RATED",
    "Asked",
    "Letters",
    "MonthCounts",
    "Months",
    "OutcomeThen",
    "PlanMonths",
    "SectionThen",
    "Spell",
    "count_months",
    "month_ends",
    "months_of",
    "read_months",
    "read_several",
]
