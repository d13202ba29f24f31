"""Guesses by wording, for a person to confirm: the outcomes that answer a finding, its kind, what it repeats.

Nothing here is kept by itself. A finding and an outcome are written by different people about the same work,
so they share words and not sentences: what counts is how rare the words are that both have.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plans.matching.words import Index, Vocabulary, words_of
from plans.snapshot import OutcomeRow, PlanSnapshot, SectionView

from .models import Finding
from .register import FindingRow

MOST = 3
_FITS, _FITS_WELL, _FITS_VERY_WELL = 0.22, 0.32, 0.45
_STEMS = 2  # that a finding shares with an outcome at least; one word in common is chance
_NEAR_THE_BEST = 0.6  # of the best's score: what is further off is not worth a look
_TITLE = 0.5  # what a word of the section's title or a theme counts, beside one of the outcome's own
_LENGTH, _LONG = 0.45, 1.2  # how much an outcome's length counts, and up to how many times the usual one
_LOOKED_AT = 1.25  # what an outcome's score is worth more in a section that the visit looked at
_SAME_AGAIN = 45  # per cent alike, from which a finding may be an earlier one raised again
_ENDINGS = re.compile(
    r"(?:isation|ations?|ements?|ments?|ingly|ings?|edly|ed|ively|ive|ions?|ness|ily|ly|ers?|ors?|ies|y|e)$"
)
_SHORTEST = 4
# Of when, how often and how many: two sentences agree about those by chance.
_SAYS_NOTHING = frozenset(
    re.findall(
        r"\w+",
        """
        day week month year time date alway often routine regular two three four five six ten most some many
        few not only other new good
        """,
    )
)
_SAME = {"children": "child", "kid": "child", "young": "child", "cla": "care", "lac": "care"}


@dataclass(frozen=True, slots=True)
class Likely:
    """An outcome that may answer a finding.

    Attributes:
        score: how well their words fit, 0 to 1.
    """

    outcome: OutcomeRow
    score: float

    @property
    def words(self) -> str:
        """How well it fits, in words."""
        if self.score >= _FITS_VERY_WELL:
            return "fits very well"
        return "fits well" if self.score >= _FITS_WELL else "may fit"


@dataclass(frozen=True, slots=True)
class Repeated:
    """An earlier finding that one may raise again.

    Attributes:
        alike: per cent.
    """

    finding: FindingRow
    alike: int


class OutcomeProposals:
    """A plan's outcomes, read once, to be asked which of them answer a finding."""

    def __init__(self, snapshot: PlanSnapshot, about: str = "") -> None:
        """Read them.

        Args:
            snapshot: the plan.
            about: what the visit looked at. Outcomes of the sections that it names come before others.
        """
        self._rows = [
            (section, row)
            for section in snapshot.sections
            for row in section.outcomes
            if not row.withdrawn_on
        ]
        self._own = {row.id: frozenset(stems_of(row.statement)) for _, row in self._rows}
        self._about = {
            row.id: frozenset(
                stem
                for said in (section.title, *(theme.name for theme in row.themes))
                for stem in stems_of(said)
            )
            - self._own[row.id]
            for section, row in self._rows
        }
        having = Counter(stem for row in self._own for stem in self._own[row] | self._about[row])
        self._worth = {stem: math.log(1 + len(self._rows) / times) for stem, times in having.items()}
        lengths = sorted(self._sum(stems) for stems in self._own.values())
        self._usual = lengths[len(lengths) // 2] if lengths else 0.0
        looked_at = frozenset(stems_of(about))
        self._looked_at = (
            {
                section.number
                for section in snapshot.sections
                if 2 * len(titled := frozenset(stems_of(section.title))) <= 3 * len(titled & looked_at)
            }
            if looked_at
            else set()
        )
        self._with: dict[str, list[tuple[SectionView, OutcomeRow]]] = defaultdict(list)
        for section, row in self._rows:
            for stem in self._own[row.id] | self._about[row.id]:
                self._with[stem].append((section, row))

    def likely(self, words: str, most: int = MOST) -> tuple[Likely, ...]:
        """The outcomes that a finding's words fit best, the likeliest first; none where none fits.

        Args:
            words: the finding's.
            most: at most so many.
        """
        said = frozenset(stems_of(words)) & self._worth.keys()
        near = {row.id: row for stem in said for _, row in self._with[stem]}
        found = [Likely(row, self._score(said, row)) for row in near.values()]
        found = sorted((one for one in found if one.score >= _FITS), key=lambda one: -one.score)
        return tuple(one for one in found[:most] if one.score >= _NEAR_THE_BEST * found[0].score)

    def _score(self, said: frozenset[str], row: OutcomeRow) -> float:
        own, about = said & self._own[row.id], said & self._about[row.id]
        if len(own) + len(about) < _STEMS or not own:
            return 0.0
        shared = self._sum(own) + _TITLE * self._sum(about)
        whole = self._sum(self._own[row.id]) + _TITLE * self._sum(self._about[row.id])
        # A long outcome says more than one finding asks for, so its length counts for less.
        score = shared / (self._sum(said) ** (1 - _LENGTH) * min(whole, _LONG * self._usual) ** _LENGTH)
        return min(1.0, score * _LOOKED_AT) if row.section_number in self._looked_at else score

    def _sum(self, stems: Iterable[str]) -> float:
        return sum(self._worth[stem] for stem in stems)


class RepeatProposals:
    """Earlier findings, read once, to be asked which of them some new words raise again."""

    def __init__(self, earlier: Sequence[FindingRow], new: Iterable[str]) -> None:
        """Read them.

        Args:
            earlier: the findings of earlier visits. Of a strength nothing is raised again.
            new: the words that will be asked about.
        """
        self._earlier = [row for row in earlier if row.is_adverse]
        self._vocabulary = Vocabulary({*(row.words for row in self._earlier), *new})
        self._index = Index(self._vocabulary, (row.words for row in self._earlier))
        self._saying: dict[str, list[FindingRow]] = defaultdict(list)
        for row in self._earlier:
            self._saying[row.words].append(row)

    def likely(self, words: str, most: int = MOST) -> tuple[Repeated, ...]:
        """The earlier findings most like some words, the likeliest first; none where none is.

        Args:
            words: one of those that were announced.
            most: at most so many.
        """
        found = [
            Repeated(row, alike)
            for said in self._index.near(words)
            if (alike := self._vocabulary.likeness(words, said)) >= _SAME_AGAIN
            for row in self._saying[said]
        ]
        return tuple(sorted(found, key=lambda one: -one.alike)[:most])


_ASKS = re.compile(r"\b(should|must|needs? to|recommend|ensure that|is required to|are required to)\b")
_WEAK = re.compile(
    r"\b(not|no|never|none|nor|without|lack\w*|poor\w*|weak\w*|inadequate\w*|inconsisten\w*|insufficient\w*"
    r"|delay\w*|drift\w*|too (many|few|often|long|much|little|late|slow\w*|variable)|unable|fail\w*"
    r"|concern\w*|gaps?|limited|less evident|varia\w+|varies|vary|overdue|unsafe|risk|ineffective|unclear"
    r"|difficult\w*|challeng\w*|deteriorat\w*|declin\w*|shortfall\w*|backlog\w*|missed|absen\w+"
    r"|unallocated|only some|minority|yet to|further work|slow\w*|inappropriate\w*|hamper\w*|hinder\w*)\b"
)
_STRONG = re.compile(
    r"\b(good|strong\w*|effective\w*|improv(ed|es|ing|ement|ements)|well|positive\w*|accurate\w*|appropriate\w*|timely"
    r"|thoughtful\w*|robust\w*|clear\w*|skilled|committed|supported|better|strengthened|matured|purposeful|safe"
    r"|swift\w*|prompt\w*|rigorous\w*|thorough\w*|excellent|outstanding|child-centred|sensitive\w*|success\w*"
    r"|benefit\w*|focused|impressive|stable|confident\w*|tenacious\w*|proportionate\w*)\b"
)


def likely_kind(words: str, heading: str = "") -> Finding.Kind:
    """What kind a finding most likely is: a guess by a few words, which a page must say it is.

    Args:
        words: the finding's.
        heading: what stood over it in the report.
    """
    said, over = words.casefold(), heading.casefold()
    if "priority action" in over or "priority action" in said:
        return Finding.Kind.PRIORITY_ACTION
    if "recommend" in over:
        return Finding.Kind.RECOMMENDATION
    if re.search(r"\b(needs? to (improve|change)|to improve|improvement|weakness|concern)", over):
        return Finding.Kind.TO_IMPROVE
    if re.search(r"\bstrength|going well|working well|good practice|\bpositive", over):
        return Finding.Kind.STRENGTH
    if re.search(
        r"^(the (council|local authority|authority|partnership)|leaders|managers)?\s*(should|must)\b", said
    ):
        return Finding.Kind.RECOMMENDATION
    if _ASKS.search(said) or _WEAK.search(said) or not _STRONG.search(said):
        return Finding.Kind.TO_IMPROVE
    return Finding.Kind.STRENGTH


def stems_of(text: str) -> list[str]:
    """The words of a text that carry meaning, each without its ending: supervised and supervision are one."""
    return [_stem(word) for word in words_of(text) if word not in _SAYS_NOTHING and not word.isdecimal()]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    word = _SAME.get(word, word)
    cut = _ENDINGS.sub("", word)
    if len(cut) < _SHORTEST:
        return word
    return cut[:-1] if len(cut) > _SHORTEST and cut[-1] == cut[-2] and cut[-1] not in "aeiosl" else cut
