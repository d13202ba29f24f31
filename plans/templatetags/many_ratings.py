"""Tags that draw many ratings at once, for the pages that show some hundreds of them.

A template's own loop costs more for each rating than drawing it does, so these run the loop in Python.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from plans.dashboards import Place, WallCell, is_stale
from plans.links import PlanLinks
from plans.snapshot import Cell, Column

from .plans import rag_chip

register = template.Library()
register.filter(is_stale)


@register.simple_tag
def wall_table(
    rows: Iterable[tuple[Column, tuple[WallCell, ...]]], *, labelled_by: str, links: PlanLinks
) -> SafeString:
    """A section of the wall: a row for each column, a cell for each outcome, every one a link.

    Args:
        rows: the section's columns with their cells.
        labelled_by: id of its heading.
        links: the addresses of the plan's pages.
    """
    rows = tuple(rows)
    out = [f'<table aria-labelledby="{escape(labelled_by)}"><thead><tr><td></td>']
    for place in rows[0][1] if rows else ():
        ref = place.outcome.ref
        href = escape(links.outcome(ref))
        out.append(f'<th scope="col"><a class="govuk-link" href="{href}">{escape(ref)}</a></th>')
    out.append("</tr></thead><tbody>")
    for column, places in rows:
        out.append(f'<tr><th scope="row">{escape(column.name)}</th>')
        for place in places:
            cell = place.cell
            chip = (
                rag_chip(
                    cell.rag,
                    href=place.href,
                    label=place.label,
                    moved=place.moved,
                    stale=place.stale,
                    days=cell.days,
                )
                if cell.applies
                else ""
            )
            out.append(f"<td>{chip}</td>")
        out.append("</tr>")
    out.append("</tbody></table>")
    return mark_safe("".join(out))  # noqa: S308


@register.simple_tag
def theme_cells(
    sections: Iterable[Iterable[Place]], *, numbers: Iterable[str], links: PlanLinks
) -> SafeString:
    """A theme's row: for each section, its outcomes of that theme.

    Args:
        sections: for each section of the plan, the cell to show for each outcome.
        numbers: the number of each section, said beside its ratings where the table's head is not shown.
        links: the addresses of the plan's pages.
    """
    out = []
    for number, places in zip(numbers, sections, strict=True):
        chips = "".join(
            rag_chip(
                cell.rag,
                href=links.outcome(outcome.ref, cell.column.key),
                label=f"{outcome.ref} {cell.column.name}",
                stale=is_stale(cell),
                days=cell.days,
            )
            for outcome, cell in places
        )
        shown = f'<span class="chips">{chips}</span>' if chips else ""
        out.append(f'<td data-name="Section {escape(number)}">{shown}</td>')
    return mark_safe("".join(out))  # noqa: S308


@register.simple_tag
def cell_list(ref: str, cells: Iterable[tuple[Cell, bool, bool]], *, links: PlanLinks) -> SafeString:
    """An outcome's ratings, each under its column's name.

    Args:
        ref: the outcome's.
        cells: (cell, whether it is old, whether a filter asks for it).
        links: the addresses of the plan's pages.
    """
    out = []
    for cell, stale, matches in cells:
        chip = rag_chip(
            cell.rag,
            href=links.outcome(ref, cell.column.key),
            label=f"{ref} {cell.column.name}",
            stale=stale,
            days=cell.days,
        )
        css = ' class="is-match"' if matches else ""
        out.append(f'<li{css}><span class="cells__name">{escape(cell.column.name)}</span>{chip}</li>')
    return mark_safe(f'<ul class="cells">{"".join(out)}</ul>')  # noqa: S308


@register.simple_tag
def small_chips(cells: Iterable[Cell]) -> SafeString:
    """Ratings in a line, each saying its column to those who hear the page."""
    return mark_safe(  # noqa: S308
        " ".join(rag_chip(cell.rag, small=True, label=cell.column.name) for cell in cells)
    )
