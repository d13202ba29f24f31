"""How a rating is printed: its word, with its colour."""

from ..models import Rag
from .document import Mark, Tone

TONES = {
    Rag.RED: Tone.RED,
    Rag.AMBER: Tone.AMBER,
    Rag.GREEN: Tone.GREEN,
    Rag.COMPLETE: Tone.COMPLETE,
    None: Tone.NOT_RATED,
}
NOT_RATED = Mark(Tone.NOT_RATED, "Not rated")
NOT_APPLICABLE = Mark(Tone.NOT_ASKED, "Not applicable")
WITHDRAWN = Mark(Tone.NOT_ASKED, "Withdrawn")


def mark_of_rag(rag: Rag) -> Mark:
    """A colour with its word."""
    return Mark(TONES[rag], rag.label)
