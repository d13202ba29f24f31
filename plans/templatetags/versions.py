"""Tags for pages that look across the versions of a plan."""

from collections.abc import Iterable

from django import template

from plans.lineage import Kind, Line, Step, Turn
from plans.own_words import PlanFieldChange, StatementChange
from plans.versions.lines import difference_to_mark
from plans.versions.statements import is_reworded
from plans.word_difference import Piece

register = template.Library()


@register.filter
def refs(lines: Iterable[Line]) -> str:
    """Refs in a sentence: "2.1", "2.1 and 2.2", "2.1, 2.2 and 2.3"."""
    *first, last = [line.ref for line in lines] or [""]
    return f"{', '.join(first)} and {last}" if first else last


@register.filter
def fate(step: Step) -> Kind | None:
    """What one version made of an outcome, where it is one thing; None where it is several, or not known."""
    kinds = {turn.kind for turn in step.turns}
    return kinds.pop() if len(kinds) == 1 else None


@register.filter
def reworded(turn: Turn) -> tuple[Piece, ...]:
    """The difference between the two wordings; empty where one may not be seen, or it was written anew."""
    return difference_to_mark(turn.before.statement, turn.after.statement) if turn.after else ()


@register.filter
def marked(change: PlanFieldChange | StatementChange) -> tuple[Piece, ...]:
    """The difference between two wordings; empty where one is, or they are not two wordings of one."""
    return change.words_differ if is_reworded(change.was, change.now) else ()
