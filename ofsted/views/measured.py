"""Every question that was ever measured, as lines through time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..counting import SMALL_RULE
from ..measured import checks_of, samples_of
from ..questions import LINE_RULE, questions_of
from .opening import open_page


@require_safe
def measured_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The same question across reviews and site days, and what was counted once."""
    opened = open_page(request, slug)
    read = opened.plan, opened.shown.snapshot, opened.register
    questions = questions_of(samples_of(*read), checks_of(*read))
    context = opened.context(
        "measured",
        lines=[one for one in questions if one.is_line],
        once=[one for one in questions if len(one.points) == 1],
        spreads=[one for one in questions if one.spreads],
        questions=questions,
        line_rule=LINE_RULE,
        small_rule=SMALL_RULE,
    )
    return render(request, "ofsted/measured.html", context)
