"""The statements of a section beside those of the one it goes on from."""

from collections.abc import Iterator

from rapidfuzz.distance import Indel

from ..lineage import same_words
from ..models import Statement
from ..own_words import StatementChange
from ..snapshot import SectionView, Sentence

_REWORDED_FROM = 0.45
"""Of the words, in their order, that two statements share; with fewer, one was dropped and one is new."""


def statement_changes(old: SectionView, new: SectionView) -> tuple[StatementChange, ...]:
    """The statements that were reworded, added or dropped; those of the same words are left out.

    They are paired by kind and wording, and by number only where two are as alike: one put in at the top
    gives every other another number and changes none.
    """
    return tuple(change for kind in Statement.Kind for change in _of_kind(kind, old, new))


def _of_kind(kind: Statement.Kind, old: SectionView, new: SectionView) -> Iterator[StatementChange]:
    left = list(new.statements_of(kind))
    gone: list[Sentence] = []
    for was in old.statements_of(kind):
        kept = next((now for now in left if same_words(was.text, now.text)), None)
        if kept:
            left.remove(kept)
        else:
            gone.append(was)
    likely = sorted(
        (-_alike(was.text, now.text), was.number != now.number, place, other)
        for place, was in enumerate(gone)
        for other, now in enumerate(left)
    )
    pairs: dict[int, int] = {}
    for score, _, place, other in likely:
        if -score >= _REWORDED_FROM and other not in pairs and place not in pairs.values():
            pairs[other] = place
    for other, now in enumerate(left):
        then = gone[pairs[other]].text if other in pairs else ""
        yield StatementChange(kind, now.number, then, now.text)
    for place, was in enumerate(gone):
        if place not in pairs.values():
            yield StatementChange(kind, was.number, was.text, "")


def is_reworded(was: str, now: str) -> bool:
    """Whether two texts are likely two wordings of one, and not one put in the other's place."""
    return _alike(was, now) >= _REWORDED_FROM


def _alike(one: str, other: str) -> float:
    return Indel.normalized_similarity(one.casefold().split(), other.casefold().split())
