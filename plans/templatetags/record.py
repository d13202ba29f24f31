"""Draws the saves of a page of the record, in Python: a template's own loop costs more than what it draws."""

from html import escape
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString, mark_safe

from plans.links import PlanLinks
from plans.record import Places, Run, Save, Told
from plans.word_difference import word_difference

from .wording import difference

register = template.Library()


@register.simple_tag
def record_save(save: Save, places: Places, links: PlanLinks) -> SafeString:
    """What one person did at one moment: who, when and why, and each change in a sentence.

    Args:
        save: the changes.
        places: the outcomes and sections that are there, to which their names are links.
        links: the addresses of the plan's pages.
    """
    out = [
        f'<section class="save"><div class="save__head"><h3><span class="number">{save.moment:%H:%M}</span> '
        f'<a class="govuk-link" href="?person={quote(save.person)}">{escape(save.by)}</a></h3>'
    ]
    if save.reason:
        out.append(f'<p class="as-typed">{escape(save.reason)}</p>')
    if save.begun_before:
        out.append('<p class="quiet">Goes on from the newer page.</p>')
    out.append('</div><div class="save__body">')
    out.extend(_run(run, save, places, links) for run in save.runs)
    if save.goes_on:
        out.append('<p class="save__note">More of this on the older page.</p>')
    out.append("</div></section>")
    return mark_safe("".join(out))  # noqa: S308


def _run(run: Run, save: Save, places: Places, links: PlanLinks) -> str:
    lines = "".join(_line(change, places, links) for change in run.changes)
    listed = f'<ul class="save__changes">{lines}</ul>'
    if not run.words:
        return listed
    part = " on this page" if save.begun_before or save.goes_on else ""
    return (
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{escape(run.words)}{part}</span></summary>'
        f"{listed}</details>"
    )


def _line(change: Told, places: Places, links: PlanLinks) -> str:
    href = _where(change, places, links)
    about = escape(change.about)
    if href:
        about = f'<a class="govuk-link" href="{escape(href)}">{about}</a>'
    letter = ""
    if change.rag:
        letter = (
            f'<span class="rag rag--{change.rag.value} rag--small" aria-hidden="true">'
            f"{change.rag.letter}</span> "
        )
    out = [f"<li><p>{letter}{escape(change.start)}{about}{escape(change.rest)}</p>"]
    if change.said and change.says:
        out.append(f'<p class="save__text">{difference(word_difference(change.said, change.says))}</p>')
    elif text := change.says or change.said:
        out.append(f'<p class="save__text as-typed">{escape(text)}</p>')
    if change.why:
        out.append(f'<p class="save__why as-typed">{escape(change.why)}</p>')
    out.extend(f'<p class="save__note">{escape(note)}</p>' for note in change.notes)
    return f"{''.join(out)}</li>"


def _where(change: Told, places: Places, links: PlanLinks) -> str:
    """Where what a change is about is to be found; its own record, where it was deleted since."""
    if change.outcome is not None:
        ref = places.refs.get(change.outcome)
        return links.outcome(ref) if ref else f"?outcome={change.outcome}"
    if change.page is not None:
        return links.to(*change.page)
    if change.section is not None:
        number = places.numbers.get(change.section)
        return links.to("section", number) if number else f"?section={change.section}"
    return ""
