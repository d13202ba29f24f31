"""Draws the table of pasted findings in Python: a template's own loop costs more than what it draws."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from ofsted.forms.finding import finding_label
from ofsted.forms.paste import PasteRow, PasteTable

register = template.Library()


@register.simple_tag
def paste_row(row: PasteRow, table: PasteTable) -> SafeString:
    """A row of the table, with its controls as they were left.

    Args:
        row: the finding.
        table: what it is a row of, which has the choices.
    """
    number = row.number
    checked = " checked" if row.keep else ""
    heading = (
        f'<p class="tiny quiet">{escape(row.heading)}</p>'
        f'<input type="hidden" name="heading-{number}" value="{escape(row.heading)}">'
        if row.heading
        else ""
    )
    level = f" paste-table__level--{row.level}" if row.level else ""
    error = " is-wrong" if row.errors else ""
    cells = (
        f'<td class="paste-table__keep"><input type="hidden" name="row" value="{number}">'
        f"{_error(row, 'keep')}"
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" name="keep-{number}" id="keep-{number}" '
        f'value="1"{checked}{_described(row, "keep")}>'
        f'<label class="govuk-label govuk-checkboxes__label" for="keep-{number}">'
        f'<span class="govuk-visually-hidden">Keep row </span>{number}</label></div></div></td>',
        f'<td class="is-full{level}">{heading}'
        f'<div class="paste-table__short">{_input(row, "ref", "Ref", row.ref)}'
        f"{_input(row, 'paragraph', 'Paragraph', row.paragraph)}</div>{_text(row)}{_again(row)}</td>",
        f'<td class="is-full"><div class="paste-table__pairs">'
        f"{_select(row, 'kind', 'Kind', table.kinds, row.kind)}"
        f"{_select(row, 'owner', 'Owner', table.owners, row.owner)}"
        f"{_select(row, 'section', 'Section', table.sections, row.section)}"
        f"{_input(row, 'area', 'Area', row.area)}</div></td>",
        f'<td class="is-full">{_outcomes(row)}<div class="paste-table__pairs paste-table__pairs--refs">'
        f"{_input(row, 'others', 'Others, by ref', row.others)}"
        f"{_input(row, 'why', 'Why they answer it', row.why)}</div></td>",
    )
    return mark_safe(f'<tr class="paste-table__row{error}">{"".join(cells)}</tr>')  # noqa: S308


def _label(row: PasteRow, name: str, label: str) -> str:
    return (
        f'<label class="govuk-label" for="{name}-{row.number}">{label}'
        f'<span class="govuk-visually-hidden"> of row {row.number}</span></label>'
    )


def _error(row: PasteRow, name: str) -> str:
    if name not in row.errors:
        return ""
    return (
        f'<p class="govuk-error-message" id="{name}-{row.number}-error">'
        f'<span class="govuk-visually-hidden">Error:</span> {escape(row.errors[name])}</p>'
    )


def _described(row: PasteRow, name: str) -> str:
    return f' aria-describedby="{name}-{row.number}-error" aria-invalid="true"' if name in row.errors else ""


def _group(row: PasteRow, name: str, inside: str) -> str:
    wrong = " govuk-form-group--error" if name in row.errors else ""
    return f'<div class="govuk-form-group{wrong}">{inside}</div>'


def _input(row: PasteRow, name: str, label: str, value: str) -> str:
    wrong = " govuk-input--error" if name in row.errors else ""
    return _group(
        row,
        name,
        f"{_label(row, name, label)}{_error(row, name)}"
        f'<input class="govuk-input{wrong}" type="text" name="{name}-{row.number}" id="{name}-{row.number}" '
        f'value="{escape(value)}"{_described(row, name)}>',
    )


def _text(row: PasteRow) -> str:
    wrong = " govuk-textarea--error" if "words" in row.errors else ""
    lines = max(3, min(10, len(row.words) // 55 + 1))
    return _group(
        row,
        "words",
        f"{_label(row, 'words', 'Finding')}{_error(row, 'words')}"
        f'<textarea class="govuk-textarea{wrong}" rows="{lines}" dir="auto" name="words-{row.number}" '
        f'id="words-{row.number}"{_described(row, "words")}>\n{escape(row.words)}</textarea>',
    )


def _select(row: PasteRow, name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str) -> str:
    options = "".join(
        f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(words)}</option>'
        for key, words in choices
    )
    return _group(
        row,
        name,
        f"{_label(row, name, label)}{_error(row, name)}"
        f'<select class="govuk-select" name="{name}-{row.number}" id="{name}-{row.number}"'
        f"{_described(row, name)}>{options}</select>",
    )


def _again(row: PasteRow) -> str:
    if not row.likely_again:
        return ""
    choices = [("", "Nothing: it is new")] + [
        (
            str(one.finding.id),
            f"{one.alike}% alike: " * bool(one.alike) + finding_label(one.finding),
        )
        for one in row.likely_again
    ]
    return _select(row, "repeats", "Raises again", choices, row.repeats)


def _outcomes(row: PasteRow) -> str:
    ticks = []
    for outcome, note, ticked in row.choices:
        key = f"outcome-{row.number}-{outcome.id}"
        tag = f' <span class="tag">{escape(note)}</span>' if note else ""
        ticks.append(
            '<div class="govuk-checkboxes__item">'
            f'<input class="govuk-checkboxes__input" type="checkbox" name="outcome-{row.number}" '
            f'value="{outcome.id}" id="{key}"{" checked" if ticked else ""}>'
            f'<label class="govuk-label govuk-checkboxes__label" for="{key}"><span class="ref">'
            f"{escape(outcome.ref)}</span> {escape(_short(outcome.statement))}{tag}</label></div>"
        )
    if not ticks:
        return '<p class="tiny quiet">No outcome has words like these.</p>'
    return (
        f'<fieldset class="govuk-fieldset"><legend class="govuk-visually-hidden">Outcomes of row {row.number}'
        f'</legend><div class="govuk-checkboxes govuk-checkboxes--small">{"".join(ticks)}</div></fieldset>'
    )


def _short(statement: str) -> str:
    words = statement.split()
    return statement if len(words) <= 14 else f"{' '.join(words[:14])}…"
