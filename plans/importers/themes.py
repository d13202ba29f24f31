"""Outcomes that say nearly the same in several sections, proposed as themes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..plan_draft import OutcomeDraft, SectionDraft, ThemeDraft

_ALIKE = 82  # per cent, by edits; below it, outcomes of different meaning begin to meet
_COMPARED = 400  # characters
_MOST = 600  # wordings; a plan has some fifty, and the comparing grows with the square
_SHORTEST = 40  # characters; "Further actions to be agreed" is no theme
_LEADING = re.compile(
    r"^(?:where required,?|when(?:ever)? required,?|all|the|an?|regular|robust|clear"
    r"|effective(?:ly)?|good|high quality"
    r"|timely|improved?|consistent(?:ly)?|strong|ensure(?: that)?)\s+",
    re.I,
)
_VERB = re.compile(
    r"\s(?:takes?|to be|is|are|has|have|that|which|who|will|should|must|can|consistently|effectively"
    r"|reflects?|needs?"
    r"|supports?|demonstrates?|routinely|regularly|always|being|makes?|receives?|understands?|features?)\s",
    re.I,
)
_SAYS_LITTLE = re.compile(
    r"(?:cases?|children|staff|assessments?|plans?|workers?|managers?|it|there|people|families)", re.I
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """An outcome in plain words: the whole, its first sentence and the words of that."""

    whole: str
    first: str
    words: frozenset[str]
    section: int
    outcome: OutcomeDraft


def propose_themes(sections: Sequence[SectionDraft]) -> tuple[ThemeDraft, ...]:
    """Groups of outcomes with near-identical wording in two sections or more, in the plan's order.

    Two outcomes are alike where the whole of them is, or their first sentences are (one section often adds a
    sentence to what another says).
    """
    wordings = [
        _wording(index, outcome) for index, section in enumerate(sections) for outcome in section.outcomes
    ]
    groups: list[list[_Wording]] = []
    for wording in wordings:
        home = next((group for group in groups if _alike(group[0], wording)), None)
        if home is not None:
            home.append(wording)
        elif len(groups) < _MOST:
            groups.append([wording])
    names: set[str] = set()
    themes = []
    for group in groups:
        if len({wording.section for wording in group}) > 1:
            first = group[0].outcome
            name = _unused(theme_name(first.statement), names)
            refs = tuple(wording.outcome.ref for wording in group)
            themes.append(ThemeDraft(first.ref, name, refs, first.statement))
    return tuple(themes)


def theme_name(statement: str) -> str:
    """A short name from an outcome's first words: "Regular supervision takes place" is Supervision."""
    words = statement.split("\n")[0][:200].strip()
    while match := _LEADING.match(words):
        words = words[match.end() :]
    subject = re.split(r"[,.;:(]", _VERB.split(f"{words} ", maxsplit=1)[0])[0].strip()
    if not subject or _SAYS_LITTLE.fullmatch(subject) or len(subject.split()) > 6:
        subject = " ".join(words.split()[:6]).rstrip(",.;:")
    return (subject[:1].upper() + subject[1:])[:120] or "Theme"


def _wording(section: int, outcome: OutcomeDraft) -> _Wording:
    first = _plain(_first_sentence(outcome.statement))
    return _Wording(_plain(outcome.statement), first, frozenset(first.split()), section, outcome)


def _alike(one: _Wording, other: _Wording) -> bool:
    # Most pairs have few words in common, which is quick to see.
    if 2 * len(one.words & other.words) < min(len(one.words), len(other.words)):
        return False
    pairs = ((one.whole, other.whole), (one.first, other.first))
    return any(
        min(len(a), len(b)) >= _SHORTEST and bool(fuzz.ratio(a, b, score_cutoff=_ALIKE)) for a, b in pairs
    )


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s", text, maxsplit=1)[0]


def _plain(text: str) -> str:
    words = re.sub(r"[^\w\s]+", " ", text.casefold()[:_COMPARED])
    return " ".join(re.sub(r"^where required\b|\bconsistently\b", " ", words).split())


def _unused(name: str, names: set[str]) -> str:
    count = 2
    chosen = name
    while chosen.casefold() in names:
        chosen, count = f"{name} {count}", count + 1
    names.add(chosen.casefold())
    return chosen
