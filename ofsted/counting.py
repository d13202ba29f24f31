"""What is said of a count of pieces of work: its share, whether it is of few, and which questions are one."""

import re

SMALL = 30
SMALL_RULE = (
    "A sample of fewer than 30 is small: one piece of work moves its percentage by more than 3 points."
)
"""Where the line is drawn, in words for the pages that show it. The line at 30 is this project's own."""


def is_small(of: int) -> bool:
    """Whether a share of this many pieces of work says little (``SMALL_RULE``)."""
    return of < SMALL


def percent(number: int, of: int) -> int:
    """The share in whole per cent, halves rounded up; 0 only of none, and 100 only of all.

    Args:
        number: how many.
        of: of how many; more than 0.
    """
    if 0 < number < of:
        return min(99, max(1, (200 * number + of) // (2 * of)))
    return 100 * number // of


def share_words(number: int, of: int) -> str:
    """A count with its share, such as "18 of 20, 90%": never a percentage without its count."""
    return f"{number:,} of {of:,}, {percent(number, of)}%"


def question_key(question: str) -> str:
    """What the spellings of one question share: they differ in capitals, spacing and punctuation alone."""
    words = re.sub(r"[\W_]+", " ", question.casefold()).strip()
    return words or question.strip()
