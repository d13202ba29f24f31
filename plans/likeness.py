"""Names that may be two spellings of one: what is proposed to a person, and in which words.

Nothing here joins anything. Two names are the same without anybody being asked only where ``key_of`` says so.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_ALIKE = 85  # per cent, by edits; below it, "North" and "South" begin to meet
_MOST = 200  # names; the comparing grows with the square
_LITTLE_WORDS = {"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "with"}
_NUMBER = re.compile(r"\d+|\b[ivx]+\b|\b[a-z]\b")
_POINTS = {"north", "south", "east", "west", "central", "upper", "lower", "inner", "outer"}
_COUNTED = {1: "one letter differs", 2: "two letters differ", 3: "three letters differ"}


@dataclass(frozen=True, slots=True)
class Alike:
    """A name, and another that it may be.

    Attributes:
        name: the name in question.
        other: the one it may be.
        how: what the two have in common, as a clause: "one letter differs".
        score: how alike they are, per cent.
    """

    name: str
    other: str
    how: str
    score: float


def key_of(name: str) -> str:
    """What two spellings share that differ only in capitals or spacing, and so are one name to everybody."""
    return " ".join(name.split()).casefold()


def how_alike(name: str, other: str) -> Alike | None:
    """Whether two names may be one, and why; None where nothing says so, or where they are one already.

    Names that differ in a number, a letter that stands for one ("Area 1", "Team B") or a point of the compass
    ("North East", "North West") are two.
    """
    one, two = key_of(name), key_of(other)
    points = [_POINTS.intersection(_words(each)) for each in (one, two)]
    if one == two or _NUMBER.findall(one) != _NUMBER.findall(two) or (all(points) and points[0] != points[1]):
        return None
    for how, score in _reasons(name, other):
        return Alike(name, other, how, score)
    score = fuzz.ratio(one, two)
    edits = OSA.distance(one, two)
    if score >= _ALIKE or (edits == 1 and min(len(one), len(two)) >= 5):
        return Alike(name, other, _COUNTED.get(edits, "only a few letters differ"), score)
    return None


def most_alike(name: str, others: Iterable[str]) -> Alike | None:
    """The likeliest of some names to be this one; the first of several equally likely; None if none is."""
    found = [alike for other in others if (alike := how_alike(name, other))]
    return max(found, key=lambda alike: alike.score, default=None)


def likely_same(
    names: Iterable[str], known: Iterable[str] = (), *, apart: Iterable[Collection[str]] = ()
) -> list[Alike]:
    """What to ask a person about some new names: each with the name it may be, in the order of the names.

    Args:
        names: as they are written; of two that may be one, the later is asked about.
        known: names that are kept already. One of them is proposed before another new name, where both are
            as likely.
        apart: groups of names, known or new, that are certainly not each other.

    Returns:
        At most one question for a name, and none for a name that is known.
    """
    kept = _once(known)
    new = [name for key, name in _once(names).items() if key not in kept][:_MOST]
    groups = [{key_of(name) for name in group} for group in apart]
    asked = []
    for place, name in enumerate(new):
        beside = {key for group in groups if key_of(name) in group for key in group}
        others = [other for other in (*kept.values(), *new[:place]) if key_of(other) not in beside]
        if alike := most_alike(name, others):
            asked.append(alike)
    return asked


def _reasons(name: str, other: str) -> Iterator[tuple[str, float]]:
    """Likenesses that counting letters would miss."""
    one, two = _words(name), _words(other)
    if one == two:
        yield "only the punctuation differs", 99
    if sorted(one) == sorted(two):
        yield "the same words in another order", 97
    for short, long in ((name, other), (other, name)):
        if _could_be_initials(short, _words(long)):
            yield "one could be the initials of the other", 95
    for short, long in ((name, other), (other, name)):
        few, many = Counter(_words(short)), _words(long)
        if few <= Counter(many) and 0 < len(many) - few.total() <= 2 and len("".join(few)) >= 5:
            added = [word for word in re.findall(r"\S+", long) if not set(_words(word)) <= set(few)]
            yield f"the same, but for “{' '.join(added)}”", 90


def _once(names: Iterable[str]) -> dict[str, str]:
    """Each name as it is first written, by ``key_of`` it."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(key_of(name), name)
    return first


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", key_of(name).replace("&", " and ").replace("'", "").replace("\u2019", ""))


def _could_be_initials(short: str, words: list[str]) -> bool:
    letters = short.strip().removesuffix("s")
    if not re.fullmatch(r"(?=.*[A-Z])[A-Za-z]{2,6}", letters) or len(words) < 2:
        return False
    firsts = "".join(word[0] for word in words)
    without = "".join(word[0] for word in words if word not in _LITTLE_WORDS)
    return letters.casefold() in (firsts, without)
