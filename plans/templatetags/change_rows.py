"""Draws the rows of what changed, in Python for the reason given in ``many_ratings``."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from plans.movement import CellChange

from .plans import day_month, rag_change

register = template.Library()


@register.simple_tag
def changed_ratings(changes: Iterable[tuple[CellChange, str]]) -> SafeString:
    """A row for each rating that changed.

    Args:
        changes: what became of a cell, with the address of its place on its outcome's page.
    """
    statements: dict[int, str] = {}
    return mark_safe("".join(_row(change, href, statements) for change, href in changes))  # noqa: S308


def _row(change: CellChange, href: str, statements: dict[int, str]) -> str:
    outcome, rating = change.outcome, change.rating
    if outcome.id not in statements:
        statements[outcome.id] = escape(Truncator(outcome.statement).words(9))
    said_by = f"{escape(rating.recorded_by)}, {day_month(rating.effective_on)}" if rating else ""
    pair = rag_change(change.was.rag if change.was else None, change.now.rag if change.now else None)
    why = escape(rating.commentary) if rating else ""
    if change.now is None:  # the reason of a rating that is over says nothing of why it is
        gone = change.withdrawal
        why, said_by = (escape(gone.reason), f"{escape(gone.by)}, {day_month(gone.on)}") if gone else ("", "")
    return (
        f'<tr><th scope="row" class="is-rest"><a class="govuk-link" href="{escape(href)}">'
        f'{escape(outcome.ref)}</a> <span class="quiet">{statements[outcome.id]}</span></th>'
        f'<td>{escape(change.column.name)}</td><td class="is-pair">{pair}</td><td>{change.kind.label}</td>'
        f'<td class="is-full is-reason">{why}</td><td class="is-full quiet">{said_by}</td></tr>\n'
    )
