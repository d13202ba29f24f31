"""A part of a paper as a page has it, to be read or printed there. Knows nothing of plans."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from .document import (
    Align,
    Block,
    Bullets,
    DataPart,
    Facts,
    Heading,
    Mark,
    Numbered,
    Paragraph,
    Part,
    Table,
    Tone,
    Value,
)
from .in_words import in_words

_LOOKS = {
    Tone.RED: "red",
    Tone.AMBER: "amber",
    Tone.GREEN: "green",
    Tone.COMPLETE: "complete",
    Tone.NOT_RATED: "none",
    Tone.NOT_ASKED: "none",
}
_CLASSES = {Align.START: "", Align.CENTRE: "is-rag-group", Align.END: "is-number"}


def part_html(part: Part | DataPart, *, anchor: str) -> SafeString:
    """A part as HTML: a heading of the second level, and its blocks. A table's chart is left out.

    Args:
        part: what is to be read.
        anchor: the id of its heading; those of its tables begin with it.
    """
    out = [
        f'<section class="paper-part"><h2 class="heading" id="{escape(anchor)}">{escape(part.heading)}</h2>'
    ]
    blocks = (part.table,) if isinstance(part, DataPart) else part.blocks
    for block in blocks:
        out.extend(_block(block, anchor))
    out.append("</section>")
    return mark_safe("".join(out))  # noqa: S308 - everything in it is escaped


def _block(block: Block, anchor: str) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f'<h{level + 1} class="subheading">{escape(text)}</h{level + 1}>'
        case Paragraph(text, stressed):
            yield f'<p class="as-typed{" is-stressed" if stressed else ""}">{escape(text)}</p>'
        case Bullets(items):
            listed = "".join(f'<li class="as-typed">{escape(text)}</li>' for text in items)
            yield f'<ul class="govuk-list govuk-list--bullet">{listed}</ul>'
        case Numbered(items):
            listed = "".join(
                f'<li class="as-typed" value="{number}">{escape(text)}</li>' for number, text in items
            )
            yield f'<ol class="govuk-list govuk-list--number">{listed}</ol>'
        case Facts(pairs):
            listed = "".join(f"<dt>{escape(name)}</dt><dd>{_value(value)}</dd>" for name, value in pairs)
            yield f'<dl class="facts facts--wide">{listed}</dl>'
        case Table():
            yield from _table(block, anchor)


def _table(table: Table, anchor: str) -> Iterator[str]:
    if not table.rows:
        yield f'<p class="quiet">{escape(table.empty)}</p>'
        return
    yield (
        f'<div class="scroll" role="region" aria-labelledby="{escape(anchor)}" tabindex="0">'
        '<table class="dense-table dense-table--stack dense-table--top"><thead><tr>'
    )
    for column in table.columns:
        css = _CLASSES[column.align]
        yield f'<th scope="col"{f" class={chr(34)}{css}{chr(34)}" if css else ""}>{escape(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for row in (*table.rows, *([table.total] if table.total else [])):
        yield f"<tr>{''.join(_cells(table, row))}</tr>"
    yield "</tbody></table></div>"


def _cells(table: Table, row: tuple[Value, ...]) -> Iterator[str]:
    for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
        css = " ".join(filter(None, (_CLASSES[column.align], "" if value is not None else "is-empty")))
        look = f' class="{css}"' if css else ""
        name = escape(column.title)
        if place == 0:
            yield f'<th scope="row"{look}>{_value(value)}</th>'
        else:
            yield f'<td{look} data-name="{name}">{_value(value)}</td>'


def _value(value: Value) -> str:
    match value:
        case None:
            return ""
        case Mark(tone, word):
            letter = "\u2013" if _LOOKS[tone] == "none" else word[0]
            look = f"rag rag--{_LOOKS[tone]} rag--small"
            return f'<span class="{look}" aria-hidden="true">{letter}</span> {escape(word)}'
        case str():
            return f'<span class="as-typed">{escape(value)}</span>'
        case _:
            return in_words(value)
