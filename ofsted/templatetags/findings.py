"""Draws the rows of a table of findings in Python: a template's own loop costs more than what it draws."""

import datetime as dt
from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ofsted.finding_history import Change
from ofsted.models import Finding
from ofsted.papers.findings_part import status_words
from ofsted.register import FindingRow
from plans.links import PlanLinks
from plans.templatetags.plans import day_month
from plans.templatetags.wording import difference
from plans.word_difference import Kind, Piece, word_difference

register = template.Library()
register.filter(status_words)

_SHOWN = 600  # characters of a finding in a list; its own page has all of it
_COMPARED = 4_000  # characters; comparing longer texts word by word would keep the page waiting


@register.simple_tag
def finding_rows(
    findings: Iterable[FindingRow], *, links: PlanLinks, on: dt.date, with_visit: bool = False
) -> SafeString:
    """The body of a table of findings; its head is in ``ofsted/finding_rows.html``.

    Args:
        findings: as the register has them.
        links: the addresses of the plan's pages.
        on: the date shown, by which something is overdue.
        with_visit: say of which visit each is.
    """
    out = []
    for row in findings:
        href = escape(links.to("finding", row.id))
        out.append(
            f'<tr><td class="ref"><a class="govuk-link" href="{href}">{escape(row.name)}</a></td>'
            f'<th scope="row" class="is-rest as-typed" dir="auto">{escape(_shortened(row.words))}'
            f"{_notes(row)}</th>"
        )
        if with_visit:
            visit = escape(links.to("visit", row.visit.id))
            out.append(
                f'<td class="is-full"><a class="govuk-link" href="{visit}">{escape(row.visit.title)}</a>'
                f' <span class="quiet number">{day_month(row.visit.last_on)}</span></td>'
            )
        out.append(f"<td>{_kind(row)}</td><td>{_outcomes(row, links)}</td>")
        out.append(f'<td data-name="Owner">{escape(row.owner)}</td>' if row.owner else "<td></td>")
        out.append(f"<td>{_status(row, on)}</td></tr>")
    return mark_safe("".join(out))  # noqa: S308


def _shortened(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"


def _notes(row: FindingRow) -> str:
    return ' <span class="tag">Raised before</span>' if row.repeats is not None else ""


def _kind(row: FindingRow) -> str:
    label = escape(str(row.kind.label))
    return f"<b>{label}</b>" if row.kind == Finding.Kind.PRIORITY_ACTION else label


def _outcomes(row: FindingRow, links: PlanLinks) -> str:
    refs = [
        f'<a class="govuk-link" href="{escape(links.outcome(outcome.ref))}">{escape(outcome.ref)}</a>'
        for outcome in row.outcomes
    ]
    if refs:
        return f'<span class="quiet is-phone">Outcomes</span> {", ".join(refs)}'
    return '<span class="quiet">No outcome</span>'


def _status(row: FindingRow, on: dt.date) -> str:
    if not row.is_adverse:
        return ""
    due = ""
    if row.due_on and row.is_open:
        late = row.overdue(on)
        said = f"{'Overdue since' if late else 'due'} {day_month(row.due_on)}"
        due = f' <strong class="overdue">{said}</strong>' if late else f' <span class="quiet">{said}</span>'
    return f"{escape(str(row.status.label))}{due}"


@register.filter
def change_difference(change: Change) -> SafeString:
    """What differs between the texts of a change, in words for those who hear it."""
    pieces: tuple[Piece, ...] = (Piece(Kind.REMOVED, f"{change.was} "), Piece(Kind.ADDED, change.now))
    if max(len(change.was), len(change.now)) <= _COMPARED:
        pieces = word_difference(change.was, change.now)
    marked: SafeString = difference(pieces)
    return marked
