"""Whether words of a part that is not for publication stand in a part that is.

A reason for a rating is printed where it is red, where it changed and in the record. Whoever keeps one of
these from the public and not the others has kept nothing back.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..models import Lead, Paper
from ..packs import Pack
from ..papers.brief import Brief
from ..schedule_12a import PARAGRAPHS, exempt_words
from .texts import texts_of

_SENTENCE = 20  # characters; what is shorter, such as "No change", is said of many things
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """A sentence of an exempt part that can be read in public.

    Attributes:
        sentence: as the exempt part has it.
        exempt: where it is kept from the public.
        public: where the public can read it.
    """

    sentence: str
    exempt: tuple[str, ...]
    public: tuple[str, ...]


def exempt_in_public(paper: Paper, brief: Brief, packs: Sequence[Pack]) -> list[ReadTwice]:
    """The sentences that stand in an exempt part and in a public one, in the order of the exempt parts.

    Names of leads and the plan's own wording are no secret that a part keeps, and are left out; the wording
    is not where the plan itself is exempt. One query where a part is exempt.

    Args:
        paper: a draft.
        brief: what it is made from.
        packs: what it says, the public one first.
    """
    if len(packs) < 2:
        return []
    public, full = packs
    shown = _places(public)
    open_parts = {place for places in shown.values() for place in places}
    hidden = _places(full)
    published = set() if dict(paper.parts).get("plan") else _own_words(brief)
    leads = Lead.objects.filter(authority=brief.plan.authority_id)
    published |= {_alike(exempt_words(number)) for number in PARAGRAPHS}  # the cover says it of what it lacks
    published |= {_alike(title) for title in leads.values_list("title", flat=True)}
    found = []
    for alike, places in hidden.items():
        exempt = {place: text for place, text in places.items() if place not in open_parts}
        if exempt and alike in shown and alike not in published:
            found.append(ReadTwice(next(iter(exempt.values())), tuple(exempt), tuple(shown[alike])))
    return found


def _places(pack: Pack) -> dict[str, dict[str, str]]:
    """Every sentence of a pack, each with the parts and files it stands in and as it stands there."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for place, text in texts_of(pack):
        for sentence in _sentences(text):
            found[_alike(sentence)].setdefault(place, sentence)
    return found


def _sentences(text: str) -> Iterator[str]:
    for one in _ENDS.split(text):
        if len(one.strip()) >= _SENTENCE:
            yield one.strip()


def _alike(text: str) -> str:
    """What two texts have in common that differ in capitals, spaces or the point at their end."""
    return " ".join(text.casefold().split()).rstrip(".!?")


def _own_words(brief: Brief) -> set[str]:
    """What the plan says of itself: it is published as it is."""
    rows = brief.snapshot.outcomes
    texts = [text for row in rows for text in (row.statement, row.timescale, *(t.name for t in row.themes))]
    texts += [section.title for section in brief.snapshot.sections]
    return {_alike(one) for text in texts for one in _sentences(text)}
