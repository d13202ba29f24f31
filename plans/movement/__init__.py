"""What changed on a plan between two dates. No queries here."""

from .cells import CellChange, CellKind, cell_changes
from .colours import Move, moves, worst
from .comparison import Comparison, SectionChange, compare, newly_withdrawn
from .outcomes import Field, FieldChange, OutcomeChange, OutcomeKind

__all__ = [
    "CellChange",
    "CellKind",
    "Comparison",
    "Field",
    "FieldChange",
    "Move",
    "OutcomeChange",
    "OutcomeKind",
    "SectionChange",
    "cell_changes",
    "compare",
    "moves",
    "newly_withdrawn",
    "worst",
]
