"""Draws the table of coverage, in Python: it has a cell for every section and visit."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ofsted.coverage import Count, Counted
from ofsted.models import ADVERSE, Finding
from plans.dates import month_year
from plans.links import PlanLinks
from plans.snapshot import SectionView

register = template.Library()

_ASKING = [kind.value for kind in Finding.Kind if kind in ADVERSE]


@register.simple_tag
def coverage_cells(
    counts: Sequence[Counted],
    links: PlanLinks,
    section: SectionView | None = None,
    every: Count | None = None,
) -> SafeString:
    """A cell for each visit: how many findings ask for something, and how many of those are open.

    Args:
        counts: the visits with their findings about one section, or about none.
        links: the addresses of the plan's pages; a number leads to the findings it counts.
        section: which they are about; None for those about none.
        every: of all visits together; None leaves that cell empty.
    """
    number = section.number if section else None
    cells = [
        _cell(
            one,
            f"{visit.title}, {month_year(visit.last_on)}",
            links.to("findings", visit=visit.id, section=number, kind=_ASKING)
            if one.adverse and number
            else "",
        )
        for visit, one in counts
    ]
    if every:
        cells.append(_cell(every, "All", links.to("findings", section=number, kind=_ASKING)))
    else:
        cells.append('<td class="is-nothing"></td>')
    return mark_safe("".join(cells))  # noqa: S308


def _cell(one: Count, name: str, href: str) -> str:
    if not one.adverse:
        return '<td class="is-number is-nothing quiet">\u2013</td>'
    still = f" <b>({one.open} open)</b>" if one.open else ""
    said = f"{one.adverse}{still}"
    if href:
        said = f'<a class="govuk-link" href="{escape(href)}">{said}</a>'
    return f'<td class="is-number" data-name="{escape(name)}">{said}</td>'
