"""Draws the events of a journey under its months."""

import datetime as dt
from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ofsted.journey import Event
from plans.months import MonthCounts

register = template.Library()

_WIDE = 96  # per cent of the width; the bars over it leave the rest for their letters
_HIGH, _DOT = 24, 10  # pixels: a row of marks, and the radius of one
_APART = 7.2  # per cent: what a mark takes of the narrowest phone


@register.simple_tag
def journey_marks(events: Sequence[Event], months: Sequence[MonthCounts]) -> SafeString:
    """A numbered mark for each event, under the month it fell in; the table beside them says what each was.

    Events before the first month or after the last have no mark.

    Args:
        events: the oldest first.
        months: those that ``month_bars`` draws over the marks.
    """
    place = {_month(month.end): column for column, month in enumerate(months)}
    width = _WIDE / max(len(months), 1)
    rows: list[float] = []
    drawn = []
    for event in events:
        column = place.get(_month(event.on))
        if column is None:
            continue
        middle = max(width * (column + 0.5), _APART / 2)
        # In the first row where it stands clear of the mark before it.
        row = next((n for n, end in enumerate(rows) if middle - end >= _APART), len(rows))
        rows[row : row + 1] = [middle]
        drawn.append((event, middle, row))
    if not drawn:
        return SafeString("")
    high = _HIGH * len(rows)
    said = escape(f"{len(drawn)} events, numbered as in the table of events.")
    out = [
        f'<svg class="journey-marks" width="100%" height="{high}" role="img" focusable="false" '
        f'aria-label="{said}">'
    ]
    for event, middle, row in drawn:
        y = _HIGH * row + _HIGH / 2
        sort = " journey-marks__mark--adverse" if event.adverse else ""
        out.append(
            f'<g class="journey-marks__mark{sort}"><circle cx="{middle:.2f}%" cy="{y}" r="{_DOT}"/>'
            f'<text x="{middle:.2f}%" y="{y}">{event.number}</text></g>'
        )
    return mark_safe("".join(out) + "</svg>")  # noqa: S308


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
