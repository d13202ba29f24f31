"""What differs between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate.

    The pieces that are not ``added`` read as the old wording; those that are not ``removed``, as the new one.
    """

    kind: Kind
    text: str


# A word with the space after it; a mark by itself, so that a full stop moved is not a word changed.
_WORD = re.compile(r"[\w\u2019'-]+\s*|[^\w\s]\s*|\s+")


@lru_cache(maxsize=1024)  # the same few changes stand on page after page
def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two wordings in reading order, what was removed before what came in its place.

    Args:
        before, after: the wordings. Case and punctuation count; how words are spaced does not.

    Returns:
        No piece is empty, and no two neighbours are of one kind.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    plain = SequenceMatcher(None, [w.rstrip() for w in old], [w.rstrip() for w in new], autojunk=False)
    for change, old_from, old_to, new_from, new_to in plain.get_opcodes():
        removed, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if change == "equal":
            # What follows it may be the old wording's, so its space is that of whichever wording has one.
            spaced = removed[-1].isspace() and not added[-1].isspace()
            pieces.append(Piece(Kind.SAME, f"{added} " if spaced else added))
            continue
        if removed:
            pieces.append(Piece(Kind.REMOVED, removed))
        if added:
            pieces.append(Piece(Kind.ADDED, added))
    if pieces:
        pieces[-1] = Piece(pieces[-1].kind, pieces[-1].text.rstrip())
    return tuple(pieces)


def _words(text: str) -> list[str]:
    text = " ".join(text.split())
    return _WORD.findall(f"{text} ") if text else []
