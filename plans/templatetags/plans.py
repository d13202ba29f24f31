"""Tags and filters of the plan pages; built in to every template.

A plan page shows some hundreds of ratings, so each look of a rating is worked out once and kept.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from plans import dates
from plans.links import PlanLinks
from plans.models import Rag
from plans.months.plan_months import ABSENT, RAGS
from plans.parts import Page, pages

register = template.Library()

NOT_RATED = "Not rated"
_ORDER: tuple[Rag | None, ...] = (*Rag, None)


@register.simple_tag(takes_context=True)
def plan_url(context: Context, name: str, slug: str, *args: Any, **asked: Any) -> str:
    """The address of a plan's page, which keeps the date that this page shows; another plan's does not.

    Args:
        context: has ``links`` on a page that shows a date.
        name: as in ``urls.py``.
        slug: the plan's.
        args: what else fills the name in.
        asked: what its query asks for besides.
    """
    return _links(context, slug).to(name, *args, **asked)


@register.simple_tag
def other_pages() -> list[Page]:
    """The pages that other apps add to the navigation of a plan."""
    return list(pages())


@register.simple_tag(takes_context=True)
def url_until(context: Context, name: str, slug: str, last: str, **asked: Any) -> str:
    """The address of a plan's page of two dates, the later of them the date that this page shows.

    Args:
        context: has ``links`` on a page that shows a date.
        name: as in ``urls.py``.
        slug: the plan's.
        last: what the page calls the later date.
        asked: what else its query asks for.
    """
    return PlanLinks(slug).to(name, **asked, **{last: dict(_links(context, slug).kept).get("at")})


@register.simple_tag(takes_context=True)
def outcome_url(context: Context, ref: str, column: str = "") -> str:
    """The address of an outcome of this page's plan, at one of its columns if that column's key is given."""
    return _links(context, context["plan"].slug).outcome(ref, column)


def _links(context: Context, slug: str) -> PlanLinks:
    links: PlanLinks | None = context.get("links")
    return links if links and links.slug == slug else PlanLinks(slug)


@register.simple_tag
def rag_chip(
    rag: Rag | None,
    *,
    label: str = "",
    href: str = "",
    moved: str | None = "",
    stale: bool = False,
    days: int | None = None,
    small: bool = False,
    struck: bool = False,
) -> SafeString:
    """One rating: its letter on its colour, and the whole of it in words for those who hear the page.

    Args:
        rag: the colour; None is "Not rated", shown as a dash.
        label: what is rated, such as "2.2 Wexley"; said before the colour. Needed with ``href``.
        href: makes it a link.
        moved: ``up`` or ``down`` since the date compared with; empty or None for not moved.
        stale: rated too long ago: a dashed edge.
        days: how old the rating is, said where it is stale.
        small: the smaller size, for use within a line of text.
        struck: a rating that was corrected.
    """
    css, letter, words = _look(rag, moved or "", bool(stale), bool(small), bool(struck))
    if stale and days is not None:
        words = f"{words}, {days} days old"
    if href:
        name = escape(f"{label}: {words}" if label else words)
        return mark_safe(f'<a class="{css}" href="{escape(href)}" aria-label="{name}">{letter}</a>')  # noqa: S308
    name = escape(f"{label}: {words}" if label else words)
    return mark_safe(  # noqa: S308
        f'<span class="{css}"><span aria-hidden="true">{letter}</span>'
        f'<span class="govuk-visually-hidden">{name}</span></span>'
    )


@register.simple_tag
@lru_cache(maxsize=64)
def rag_change(was: Rag | None, now: Rag | None) -> SafeString:
    """Two ratings with an arrow between: what it was, and what it became."""
    arrow = (
        '<svg class="pair__arrow" viewBox="0 0 12 8" aria-hidden="true" focusable="false">'
        '<path d="M0 3.2h8V0l4 4-4 4V4.8H0z"/></svg><span class="govuk-visually-hidden"> to </span>'
    )
    return mark_safe(f'<span class="pair">{rag_chip(was)}{arrow}{rag_chip(now)}</span>')  # noqa: S308


@register.simple_tag
def rag_bar(
    counts: Mapping[Rag | None, int],
    *,
    label: str = "",
    small: bool = False,
    beside: int = 4,
    hidden: bool = False,
) -> SafeString:
    """A bar with a part for each colour, as wide as its share, and its number on it.

    A part is never so narrow that its number does not fit, so a very small share is drawn a little wider.

    Args:
        counts: how many have each colour; None counts those not rated. Colours left out count nought.
        label: what it is the bar of; said before the numbers.
        small: the smaller size, for a table.
        beside: how many small bars share the cell, 1 to 4 (more stand in rows of four). The fewer they are,
            the wider each is, and the smaller a share it shows as it is.
        hidden: say nothing to those who hear the page, because the numbers stand in words beside it.
    """
    parts = [(rag, counts.get(rag, 0)) for rag in _ORDER if counts.get(rag, 0)]
    said = f"{label}: {in_words(counts)}" if label else in_words(counts)
    access = 'aria-hidden="true"' if hidden else f'role="img" aria-label="{escape(said)}"'
    css = "rag-bar rag-bar--small" if small else "rag-bar"
    # Of a cell some 350 pixels wide, or 290 on a phone, a digit needs three hundredths.
    least = 3 * min(beside, 4) if small else 2.5
    drawn = []
    left = 0.0
    for (rag, number), width in zip(parts, _widths([n for _, n in parts], least), strict=True):
        drawn.append(
            f'<svg x="{left:.3f}%" width="{width:.3f}%" height="100%"><rect class="fill-{_key(rag)}" '
            f'width="100%" height="100%"/><text x="50%" y="50%">{number}</text></svg>'
        )
        left += width
    return mark_safe(  # noqa: S308
        f'<svg class="{css}" width="100%" height="{18 if small else 26}" focusable="false" {access}>'
        f"{''.join(drawn)}</svg>"
    )


@register.simple_tag
def month_strip(
    months: Iterable[tuple[dt.date, str]], *, label: str = "", changes: Sequence[dt.date] = ()
) -> SafeString:
    """A letter for each month end, oldest first; said as runs ("Red from September to December").

    Args:
        months: (any day of the month, the letter of what stood at its end: ``plan_months.Months``), oldest
            first.
        label: what they are the months of.
        changes: the last day of each earlier version of the plan; a line is drawn after it.
    """
    months = list(months)
    runs, letters, version = [], "", None
    for (later, letter), run in groupby(months, key=lambda m: (sum(m[0] > day for day in changes), m[1])):
        days = [day for day, _ in run]
        first, last = month_year(days[0]), month_year(days[-1])
        absent, rag = letter == ABSENT, RAGS.get(letter)
        word = "Not in the plan" if absent else rag.label if rag else NOT_RATED
        said = f"{word} in {first}" if first == last else f"{word} from {first} to {last}"
        if version is not None and later != version:
            said = f"then in the next version of the plan {said}"
            letters += '<span class="strip__version"></span>'
        version = later
        runs.append(said)
        look = "" if absent else _letter(rag)
        letters += f'<span class="rag rag--{"absent" if absent else _key(rag)}">{look}</span>' * len(days)
    said = "; ".join(runs)
    name = escape(f"{label}: {said}" if label else said)
    return mark_safe(f'<span class="strip" role="img" aria-label="{name}">{letters}</span>')  # noqa: S308


@register.filter
def in_words(counts: Mapping[Rag | None, int]) -> str:
    """Counts as words: "3 red, 2 amber, 1 not rated"; "none" where all are nought."""
    words = [
        f"{counts[rag]} {(rag.label if rag else NOT_RATED).lower()}" for rag in _ORDER if counts.get(rag, 0)
    ]
    return ", ".join(words) or "none"


@register.filter
def rag_word(rag: Rag | None) -> str:
    """The word of a colour; "Not rated" for None."""
    return rag.label if rag else NOT_RATED


@register.filter
def day_month(day: dt.date | None) -> str:
    """12 Oct; with its year where that is not this year. A moment is its day here. Empty for None."""
    if day is None or day == "":
        return ""
    day = _local_day(day)
    short = f"{day.day} {dates.MONTHS[day.month - 1][:3]}"
    return short if day.year == timezone.localdate().year else f"{short} {day.year}"


@register.filter
def full_date(day: dt.date | None) -> str:
    """12 October 2026. A moment is shown as its day here. Empty for None."""
    if day is None or day == "":
        return ""
    return dates.full_date(_local_day(day))


@register.filter
def month_year(day: dt.date | None) -> str:
    """October 2026. Empty for None."""
    if day is None or day == "":
        return ""
    return dates.month_year(_local_day(day))


@register.filter
def joined(things: Iterable[Any]) -> str:
    """A, B and C; each by its ``name`` where it has one."""
    names = [str(getattr(thing, "name", thing)) for thing in things]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


@register.filter
def plural(number: int, words: str) -> str:
    """The word that goes with a number, given as "outcome,outcomes". The number itself is not in it."""
    one, _, many = words.partition(",")
    return one if number == 1 else many


def _key(rag: Rag | None) -> str:
    return rag.value if rag else "none"


def _letter(rag: Rag | None) -> str:
    return rag.letter if rag else "–"  # noqa: RUF001  # an en dash, as wide as a letter


def _local_day(day: dt.date) -> dt.date:
    if isinstance(day, dt.datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day


@lru_cache(maxsize=256)
def _look(rag: Rag | None, moved: str, stale: bool, small: bool, struck: bool) -> tuple[str, str, str]:
    """CSS classes, letter and words of a rating."""
    css, words = ["rag", f"rag--{_key(rag)}"], [rag.label if rag else NOT_RATED]
    if moved in ("up", "down"):
        css.append(f"rag--{moved}")
        words.append(f"moved {moved}")
    if stale:
        css.append("rag--stale")
    if small:
        css.append("rag--small")
    if struck:
        css.append("rag--struck")
        words.append("corrected")
    return " ".join(css), _letter(rag), ", ".join(words)


def _widths(numbers: Sequence[int], least: float) -> list[float]:
    """Shares of 100, none under ``least`` a digit; what the small ones gain, the large ones give."""
    total = sum(numbers)
    needs = [least * len(str(number)) for number in numbers]
    shares = [100 * number / total for number in numbers] if total else []
    short = [share < need for share, need in zip(shares, needs, strict=True)] if total else []
    taken = sum(need for need, is_short in zip(needs, short, strict=True) if is_short)
    rest = sum(share for share, is_short in zip(shares, short, strict=True) if not is_short)
    if not rest or taken >= 100:
        return shares
    return [
        need if is_short else share * (100 - taken) / rest
        for share, need, is_short in zip(shares, needs, short, strict=True)
    ]


@register.filter
def as_rag(value: str | None) -> Rag | None:
    """A stored value as its colour; None for none."""
    return Rag(value) if value else None


@register.filter
def any_mine(cells: Iterable[Any]) -> bool:
    """Whether a person rates any of a row's cells in the grid, and it has a rating to confirm."""
    return any(cell.mine and cell.cell.standing for cell in cells)


@register.filter
def column_name(key: str, outcome: Any) -> str:
    """The name of an outcome's column, by its key."""
    return next((cell.column.name for cell in outcome.cells if cell.column.key == key), "")
