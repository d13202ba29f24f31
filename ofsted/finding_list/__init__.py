"""Pasted text -> findings: the list in a report or letter, split into its points.

Nothing is stored here, and nothing is thrown away but page numbers: every word that was pasted is in the
words, the ref or the heading of some piece. What was split wrongly can be mended by the person who sees it;
what was left out could not.
"""

from .blocks import MAX_CHARACTERS, MAX_PIECES, TooMuch
from .nesting import Piece, split_findings

__all__ = ["MAX_CHARACTERS", "MAX_PIECES", "Piece", "TooMuch", "split_findings"]
