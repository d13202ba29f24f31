"""What differs between two wordings, marked.

Drawn in Python: a page has one for every outcome that was reworded, and an include costs more than it draws.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from plans.word_difference import Piece

register = template.Library()

_MARKED = {
    "same": "{}",
    "removed": '<del><span class="govuk-visually-hidden">[removed: </span>{}'
    '<span class="govuk-visually-hidden">]</span></del>',
    "added": '<ins><span class="govuk-visually-hidden">[added: </span>{}'
    '<span class="govuk-visually-hidden">]</span></ins>',
}


@register.simple_tag
def difference(pieces: Iterable[Piece]) -> SafeString:
    """What was taken out, struck through, and what came in, underlined; both are said for those who listen.

    Args:
        pieces: of ``word_difference``.
    """
    marked = "".join(_MARKED[piece.kind].format(escape(piece.text)) for piece in pieces)
    return mark_safe(f'<span class="difference">{marked}</span>')  # noqa: S308
