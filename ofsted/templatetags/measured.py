"""Draws what was counted: a bar for an answer, bands for a spread, a line for a question through time."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ofsted.counting import percent
from ofsted.measured import Result
from ofsted.questions import Point
from plans.dates import month_year

register = template.Library()

_LEAST = 7.0  # per cent of the width of a bar: what a number of three digits needs
_APART, _HIGH, _TOP, _FOOT, _LEFT = 76, 96, 24, 22, 40  # pixels


@register.simple_tag
def result_bar(result: Result) -> SafeString:
    """One answer as a bar: met, partly, not, and what is not said, each with its number on it.

    It says nothing to those who hear the page: its numbers stand in the table beside it.

    Args:
        result: with counts, or with bands, which are then drawn one after another.
    """
    if result.met is None:
        parts = [("band", number) for _, number in result.spread]
    else:
        parts = [("met", result.met), ("partly", result.partly), ("not", result.not_met)]
    parts = [(kind, number) for kind, number in [*parts, ("unsaid", result.not_said)] if number]
    out, left = [], 0.0
    for (kind, number), width in zip(parts, _widths([n for _, n in parts]), strict=True):
        out.append(
            f'<rect class="count count--{kind}" x="{left:.2f}%" y="0" width="{width:.2f}%" height="18"/>'
            f'<text class="count-number--{kind}" x="{left + width / 2:.2f}%" y="9">{number}</text>'
        )
        left += width
    svg = '<svg class="count-bar" width="100%" height="18" aria-hidden="true" focusable="false">'
    return mark_safe(f"{svg}{''.join(out)}</svg>")  # noqa: S308 - numbers and our own words


def _widths(numbers: Sequence[int]) -> list[float]:
    """Per cent of the bar for each number; none so narrow that it cannot be read."""
    total = sum(numbers)
    if not total:
        return []
    wide = [max(_LEAST, 100 * number / total) for number in numbers]
    spare = sum(width for width in wide if width > _LEAST)
    over = sum(wide) - 100
    return [width - over * width / spare if width > _LEAST else width for width in wide]


@register.simple_tag
def question_line(points: Sequence[Point], words: str) -> SafeString:
    """The answers to one question as a line, each point with its count; its table stands beside it.

    Points stand equally far apart, each over its month; one of a small sample is hollow. Only those of one
    place are joined: from one locality to another is no change.

    Args:
        points: the oldest first; two or more.
        words: the question.
    """
    wide = _LEFT + _APART * len(points)
    high = _TOP + _HIGH + _FOOT
    places = [
        (_LEFT + _APART * (n + 0.5), _TOP + _HIGH * (1 - point.percent / 100))
        for n, point in enumerate(points)
    ]
    told = "; ".join(_told(own) for own in _by_place(points))
    said = escape(f"{words}: {told}, {len(points)} answers. The table has each.")
    out = [
        f'<svg class="count-line" width="{wide}" height="{high}" role="img" focusable="false" '
        f'aria-label="{said}">'
    ]
    for share in (0, 50, 100):
        y = _TOP + _HIGH * (1 - share / 100)
        out.append(
            f'<line class="count-line__grid" x1="{_LEFT}" x2="{wide}" y1="{y}" y2="{y}"/>'
            f'<text class="count-line__axis" x="{_LEFT - 5}" y="{y}" text-anchor="end">{share}%</text>'
        )
    at = dict(zip(map(id, points), places, strict=True))
    for own in _by_place(points):
        if len(own) > 1:
            drawn = " ".join(f"{x:.0f},{y:.1f}" for x, y in (at[id(point)] for point in own))
            out.append(f'<polyline class="count-line__line" points="{drawn}"/>')
    for (x, y), point in zip(places, points, strict=True):
        small = " count-line__point--small" if point.is_small else ""
        out.append(
            f'<circle class="count-line__point{small}" cx="{x:.0f}" cy="{y:.1f}" r="4.5"/>'
            f'<text class="count-line__count" x="{x:.0f}" y="{y - 13:.1f}">{point.met} of {point.of}</text>'
            f'<text class="count-line__axis" x="{x:.0f}" y="{high - 9}" text-anchor="middle">'
            f"{_short(point)}</text>"
        )
    return mark_safe("".join(out) + "</svg>")  # noqa: S308 - escaped, and our own words


def _by_place(points: Sequence[Point]) -> list[list[Point]]:
    """The points of each place in their order, the place that was asked first before the others."""
    places = dict.fromkeys(point.place for point in points)
    return [[point for point in points if point.place == place] for place in places]


def _told(points: Sequence[Point]) -> str:
    """How a place's answers went, in words."""
    first, last = points[0], points[-1]
    where = first.place or "reviews"
    if first is last:
        return f"{where} {first.share} in {month_year(first.on)}"
    return f"{where} from {first.share} in {month_year(first.on)} to {last.share} in {month_year(last.on)}"


def _short(point: Point) -> str:
    return f"{point.on:%b %Y}"


@register.filter
def share_of(number: int, of: int) -> str:
    """A count with its share, such as ``7 of 20, 35%``."""
    return f"{number} of {of}, {percent(number, of)}%"
