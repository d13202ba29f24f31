"""The sections of two versions: by their titles, and by the outcomes that they share word for word."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..likeness import key_of
from ..snapshot import PlanSnapshot, SectionView
from .pairs import best_pairs

_ALIKE = 60  # per cent
_SHARED = 0.5  # of the outcomes of the smaller
_MOST = 200  # sections of a version; beyond it only titles that are the same are paired


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section of the new version, and the one it was.

    Attributes:
        section: of the new version.
        before: of the old one; None for a new section.
        likeness: of their titles, 0 to 100.
    """

    section: SectionView
    before: SectionView | None
    likeness: int


def pair_sections(old: PlanSnapshot, new: PlanSnapshot) -> tuple[SectionPair, ...]:
    """Every section of the new version, in its order, with the one of the old version it most likely was.

    A section that was given another title is known by its outcomes: half of them word for word are enough.
    """
    few = max(len(old.sections), len(new.sections)) <= _MOST
    titles = {key_of(section.title): place for place, section in reversed(list(enumerate(old.sections)))}
    texts = [Counter(key_of(row.statement) for row in section.outcomes) for section in old.sections]
    scores: dict[tuple[int, int], float] = {}
    for place, section in enumerate(new.sections):
        same = titles.get(key_of(section.title))
        if not few:
            if same is not None:
                scores[place, same] = 100
            continue
        own = Counter(key_of(row.statement) for row in section.outcomes)
        for other, before in enumerate(old.sections):
            shared = (own & texts[other]).total() / max(1, min(own.total(), texts[other].total()))
            title = _titles_alike(section, before)
            if title >= _ALIKE or shared >= _SHARED:
                scores[place, other] = title + _ALIKE * shared + (section.number == before.number)
    paired = best_pairs(scores)
    return tuple(
        SectionPair(section, before, _titles_alike(section, before) if before else 0)
        for place, section in enumerate(new.sections)
        for before in [old.sections[paired[place]] if place in paired else None]
    )


def _titles_alike(section: SectionView, before: SectionView) -> int:
    one, other = key_of(section.title), key_of(before.title)
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))
