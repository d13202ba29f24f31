"""Tags of the page of months: the bars, their table, and a strip for every cell.

Sixty months of 240 cells are some thousands of blocks, so all of it is drawn in Python, and what blocks share
is worked out once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote, urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from plans.dates import MONTHS
from plans.models import Rag
from plans.moment import Moment
from plans.months import MonthCounts
from plans.months.plan_months import ABSENT, RAGS
from plans.months.strips import OutcomeStrips, SectionStrips

from .plans import NOT_RATED, full_date, in_words, month_year

register = template.Library()

HIGH, ABOVE, BELOW = 212, 18, 34
"""Height of the bars in pixels, and what is left above them for marks and below for the names of months."""

NUMBERS_UP_TO, NAMES_UP_TO, INITIALS_UP_TO = 14, 14, 36
"""How many months there may be for bars to have numbers, and months their names, or else their initials."""

_ORDER: tuple[Rag | None, ...] = (*Rag, None)


def month_name(day: dt.date) -> str:
    """October 2026; the whole date where it is not the last day of its month."""
    return month_year(day) if (day + dt.timedelta(days=1)).day == 1 else full_date(day)


@register.simple_tag
def month_bars(counted: Sequence[MonthCounts]) -> SafeString:
    """A bar for each month end, as high as there were cells, with a part for each colour, red at its foot.

    Where a bar has more or fewer cells than the one before, the difference stands above it.

    Args:
        counted: the months, oldest first.
    """
    first, last = counted[0], counted[-1]
    most = max(month.total for month in counted) or 1
    said = f"{month_name(first.end)}: {in_words(first.counts)}"
    if last is not first:
        said += f". {month_name(last.end)}: {in_words(last.counts)}"
    said = escape(f"Ratings at each month end. {said}. The table has every month.")
    out = [
        f'<svg class="months-bars" width="100%" height="{ABOVE + HIGH + BELOW}" role="img" focusable="false" '
        f'aria-label="{said}">'
    ]
    width = 96 / len(counted)
    for place, month in enumerate(counted):
        out.append(f'<svg x="{place * width:.3f}%" width="{width:.3f}%" height="100%">')
        out += _bar(month, most, numbers=len(counted) <= NUMBERS_UP_TO)
        out += _names(month.end, len(counted), first=place == 0)
        out.append("</svg>")
    foot = free = float(ABOVE + HIGH)
    for rag in _ORDER:
        high = HIGH * last.counts[rag] / most
        foot -= high
        if high and foot + high / 2 <= free:  # a letter stands clear of the one below it
            out.append(_text("letter", "98%", foot + high / 2, _look(rag)[2]))
            free = foot + high / 2 - 12
    out.append("</svg>")
    return mark_safe("".join(out))  # noqa: S308


def _bar(month: MonthCounts, most: int, *, numbers: bool) -> list[str]:
    out, foot = [], float(ABOVE + HIGH)
    for rag in _ORDER:
        number = month.counts[rag]
        if not number:
            continue
        high = HIGH * number / most
        foot -= high
        css = _look(rag)[0]
        out.append(f'<rect class="fill-{css}" x="5%" y="{foot:.1f}" width="90%" height="{high:.1f}"/>')
        if numbers and high >= 12:
            out.append(_text(css, "50%", foot + high / 2, number))
    if month.change:
        out.append(_text("change", "50%", foot - 8, _signed(month.change)))
    return out


def _names(end: dt.date, months: int, *, first: bool) -> list[str]:
    out, foot = [], ABOVE + HIGH
    if months <= INITIALS_UP_TO:
        name = MONTHS[end.month - 1][: 3 if months <= NAMES_UP_TO else 1]
        out.append(_text("month", "50%", foot + 9, name))
    if end.month == 1 or (first and end.month < 11):  # clear of the year that follows
        out.append(_text("year", "5%", foot + 26, end.year))
    return out


def _text(what: str, x: str, y: float, words: object) -> str:
    return f'<text class="months-bars__{what}" x="{x}" y="{y:.1f}">{words}</text>'


@register.simple_tag
def month_table(
    counted: Sequence[MonthCounts], *, moment: Moment, slug: str, asked: Sequence[Mapping[str, str]]
) -> SafeString:
    """The months as a table, newest first: how many and what share, each number a link to its outcomes then.

    Args:
        counted: the months, oldest first.
        moment: what the page shows.
        slug: the plan's.
        asked: for each month, what the list of outcomes is to be asked for besides.
    """
    plan, outcomes = reverse("plan", args=[slug]), reverse("outcomes", args=[slug])
    heads = "".join(f'<th scope="col" class="is-number">{r.label if r else NOT_RATED}</th>' for r in _ORDER)
    out = [
        '<table class="dense-table months-counts"><caption class="govuk-visually-hidden">Ratings at each '
        f'month end</caption><thead><tr><th scope="col">Month end</th>{heads}'
        '<th scope="col" class="is-number">All</th></tr></thead><tbody>'
    ]
    also: dict[str, str] = {}
    for month, of in zip(reversed(counted), reversed(asked), strict=True):
        section = of.get("section", "")  # all else is the same for every month
        also[section] = also.get(section) or "".join(f"&amp;{escape(urlencode([x]))}" for x in of.items())
        kept = _query(moment, month.end, counted[-1].end)
        query = also[section] + kept.replace("?", "&amp;")
        out.append(
            f'<tr><th scope="row"><a class="govuk-link" href="{plan}{kept}">{month_name(month.end)}</a></th>'
        )
        for rag in _ORDER:
            number = month.counts[rag]
            if number:
                href = f"{outcomes}?rag={rag.value if rag else 'none'}{query}"
                share = f'<span class="quiet">{round(100 * number / month.total)}%</span>'
                link = f'<a class="govuk-link" href="{href}">{number}</a>'
                out.append(f'<td class="is-number">{link} {share}</td>')
            else:
                out.append('<td class="is-number quiet">0</td>')
        href = f"{outcomes}?{query[len('&amp;') :]}" if query else outcomes
        change = f' <b class="months-counts__change">{_signed(month.change)}</b>' if month.change else ""
        out.append(
            f'<td class="is-number"><a class="govuk-link" href="{href}">{month.total}</a>{change}</td></tr>'
        )
    out.append("</tbody></table>")
    return mark_safe("".join(out))  # noqa: S308


@register.simple_tag
def month_strips(
    stacks: Iterable[Iterable[SectionStrips]], *, ends: Sequence[dt.date], moment: Moment, slug: str
) -> SafeString:
    """The small multiples: in each section a row for each outcome and column, a block for each run of months.

    The name of a column leads to the outcome there, as at the last of the months in which the plan had it. A
    block leads nowhere of itself: a month is narrower than a finger.

    Args:
        stacks: the sections, in stacks that stand side by side.
        ends: the month ends, oldest first.
        moment: what the page shows.
        slug: the plan's.
    """
    strips = _Strips(ends, moment, reverse("outcomes", args=[slug]))
    drawn = [
        f'<div class="months-stacks__stack">{"".join(map(strips.section, stack))}</div>' for stack in stacks
    ]
    return mark_safe(  # noqa: S308
        f'<div class="months-stacks months-stacks--{len(drawn)}">{"".join(drawn)}</div>'
    )


class _Strips:
    """Draws strips; what all the strips of a page share is made once."""

    def __init__(self, ends: Sequence[dt.date], moment: Moment, outcomes: str) -> None:
        self.ends, self.outcomes = ends, outcomes
        self.queries = [_query(moment, end, ends[-1]) for end in ends]
        self.names = [month_name(end) for end in ends]
        self.head = _head(ends, self.names)
        size = next((f" months-strips--{most}" for most in (36, 60, 120) if 14 < len(ends) <= most), "")
        self.css = f"months-strips{size}"
        self.blocks: dict[tuple[str, int, int], str] = {}

    def section(self, section: SectionStrips) -> str:
        """A section: its heading and its table."""
        named = f"months-{section.id}"
        return (
            f'<section class="months-section"><h3 id="{named}">{escape(section.heading)}</h3>'
            f'<div class="scroll" role="region" aria-labelledby="{named}" tabindex="0">'
            f'<table class="{self.css}" aria-labelledby="{named}">{self.head}'
            f"{''.join(map(self._outcome, section.outcomes))}</table></div></section>"
        )

    def _outcome(self, row: OutcomeStrips) -> str:
        then = max(place for place, ref in enumerate(row.refs) if ref)
        ref = escape(row.outcome.ref)
        withdrawn = '<strong class="quiet">Withdrawn:</strong> ' if row.withdrawn else ""
        out = [
            f'<tbody><tr><th scope="rowgroup" colspan="{len(self.ends) + 1}"><span><a class="govuk-link ref" '
            f'href="{self._address(row, then)}">{ref}</a> '
            f"{withdrawn}{escape(row.outcome.statement)}</span></th></tr>"
        ]
        for strip in row.strips:
            then = len(strip.letters.rstrip(ABSENT)) - 1
            out.append(
                f'<tr><th scope="row"><a href="{self._address(row, then)}#column-{strip.key}">'
                f'<span class="govuk-visually-hidden">{ref} </span>{escape(strip.name)}</a></th>'
            )
            last = 0
            for letter, run in groupby(strip.letters):
                first, last = last, last + len(tuple(run))
                block = self.blocks.get((letter, first, last))
                if block is None:
                    block = self.blocks[letter, first, last] = self._block(letter, first, last)
                out.append(block)
            out.append("</tr>")
        out.append("</tbody>")
        return "".join(out)

    def _address(self, row: OutcomeStrips, month: int) -> str:
        """Where an outcome is, as at one of the month ends."""
        return f"{self.outcomes}{quote(row.refs[month])}/{self.queries[month]}"

    def _block(self, letter: str, first: int, last: int) -> str:
        """A run of months of one colour."""
        span = f' colspan="{last - first}"' if last - first > 1 else ""
        if letter == ABSENT:
            return f'<td{span}><span class="govuk-visually-hidden">Not in the plan</span></td>'
        begin, end = self.names[first], self.names[last - 1]
        months = begin if begin == end else f"{begin} to {end}"
        css, word, shown = _look(RAGS[letter])
        return f'<td{span}><b class="rag--{css}" role="img" aria-label="{months}: {word}">{shown}</b></td>'


def _head(ends: Sequence[dt.date], names: Sequence[str]) -> str:
    """The years and the months, for the head of every section's strips."""
    years = "".join(
        # One month is too narrow for a year, and says its own to those who hear it.
        f'<th scope="colgroup" colspan="{months}">{year}</th>' if months > 1 else "<td></td>"
        for year, months in Counter(end.year for end in ends).items()
    )
    rest = '<span class="months-strips__rest">{}</span>' if len(ends) <= 12 else ""
    initials = [MONTHS[end.month - 1][0] + rest.format(MONTHS[end.month - 1][1:3]) for end in ends]
    months = "".join(
        f'<th scope="col"><span aria-hidden="true">{initial}</span>'
        f'<span class="govuk-visually-hidden">{name}</span></th>'
        for initial, name in zip(initials, names, strict=True)
    )
    return (
        f'<colgroup><col class="months-strips__name"><col span="{len(ends)}"></colgroup>'
        f"<thead><tr><td></td>{years}</tr><tr><td></td>{months}</tr></thead>"
    )


def _look(rag: Rag | None) -> tuple[str, str, str]:
    """The class, the word and the letter of a colour."""
    if rag is None:
        return "none", NOT_RATED, "–"  # noqa: RUF001 - an en dash, as on the ratings themselves
    return rag.value, rag.label, rag.letter


def _query(moment: Moment, end: dt.date, last: dt.date) -> str:
    """How an address asks for a month end; for the last, which the page itself shows, as the page does."""
    kept = moment.kept if end == last else moment.moved_to(end).kept
    return "?" + escape(urlencode(kept)) if kept else ""


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}"  # noqa: RUF001 - a minus, as wide as the plus
