"""The words of a RAG cell."""

import re

from ..models import Rag

_WORDS = {
    "r": Rag.RED,
    "red": Rag.RED,
    "a": Rag.AMBER,
    "amber": Rag.AMBER,
    "g": Rag.GREEN,
    "green": Rag.GREEN,
    "b": Rag.COMPLETE,
    "blue": Rag.COMPLETE,
    "c": Rag.COMPLETE,
    "complete": Rag.COMPLETE,
    "completed": Rag.COMPLETE,
    "\U0001f534": Rag.RED,
    "\U0001f7e0": Rag.AMBER,
    "\U0001f7e2": Rag.GREEN,
    "\U0001f535": Rag.COMPLETE,
}


def colour_of(cell: str) -> Rag | None:
    """The colour a cell names: Red, Amber, Green, Complete, Completed or Blue, or the first letter of one.

    Many councils add blue to red, amber and green for what is done (BRAG). None where the cell names no
    colour, or more than one.
    """
    word = re.sub(r"[\s.,;:()\[\]*_-]+", "", cell).casefold()
    return _WORDS.get(word)
