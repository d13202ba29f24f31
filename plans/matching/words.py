"""How alike two wordings are, by the words that they share; a rare word says more than a common one."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz

from ..lineage import same_words

_EVERYDAY = frozenset(
    re.findall(
        r"\w+",
        """
        a all an and any are as at be been before but by can each every for from has have he her his how if
        in into is it its more of on one or our out own so than that the their them then there they this to
        up us was we what when where which who will with would you
        """,
    )
)
_LETTERS_COUNT = 70  # per cent: below it, any two sentences of English share as many letters
_FEW = 4  # words: a wording shorter than this is contained in many others by chance

Words = frozenset[str]


def words_of(text: str) -> list[str]:
    """The words that carry meaning, without the ending of a plural or a possessive; in order."""
    found = re.findall(r"[^\W_]+", text.casefold().replace("\u2019s", "").replace("'s", ""))
    return [
        word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word
        for word in found
        if word not in _EVERYDAY
    ]


class Vocabulary:
    """The words of two versions of a plan, and what each is worth in telling outcomes apart."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._ordered = {text: words_of(text) for text in texts}
        self._sets = {text: frozenset(words) for text, words in self._ordered.items()}
        self._count = Counter(word for words in self._sets.values() for word in words)
        self._worth = {word: math.log(1 + len(self._sets) / times) for word, times in self._count.items()}

    def words(self, text: str) -> Words:
        """The words of one of the texts, each once."""
        return self._sets[text]

    def rarest(self, text: str, number: int) -> list[str]:
        """The words of a text that fewest others have."""
        return sorted(self._sets[text], key=lambda word: (self._count[word], word))[:number]

    def worth(self, words: Iterable[str]) -> float:
        """What some words are worth together."""
        return sum(self._worth[word] for word in words)

    def within(self, part: Words, whole: Words) -> float:
        """How much of a wording is found in another, 0 to 1."""
        worth = self.worth(part)
        return self.worth(part & whole) / worth if worth else 0.0

    def likeness(self, one: str, other: str) -> int:
        """How alike two of the texts are, 0 to 100; 100 only where they are the same but for spacing.

        A wording that was kept and added to is like the old one although most of its words are new, so the
        measure is half what the two share of both, and half what they share of the shorter.
        """
        if same_words(one, other):
            return 100
        words, others = self._sets[one], self._sets[other]
        shared = self.worth(words & others)
        if not shared:
            return 0
        both, fewer = self.worth(words) * self.worth(others), min(self.worth(words), self.worth(others))
        chance = min(1.0, min(len(words), len(others)) / _FEW)
        by_words = 50 * (shared / math.sqrt(both) + chance * shared / fewer)
        by_letters = fuzz.ratio(" ".join(self._ordered[one]), " ".join(self._ordered[other]))
        return min(99, round(max(by_words, by_letters if by_letters >= _LETTERS_COUNT else 0)))


class Index:
    """Finds the few texts worth comparing with one, so that 10,000 are not compared with 10,000."""

    _RAREST = 10  # words of a text that it is found by
    _MOST = 150  # texts with a word, beyond which the word tells nothing
    _NEAREST = 20

    def __init__(self, vocabulary: Vocabulary, texts: Iterable[str]) -> None:
        self._vocabulary = vocabulary
        self._texts = list(dict.fromkeys(texts))
        self._having: dict[str, list[str]] = defaultdict(list)
        for text in self._texts:
            for word in vocabulary.words(text):
                self._having[word].append(text)

    def near(self, text: str) -> list[str]:
        """All of the texts where they are few; else those that share the rarest words with this one."""
        if len(self._texts) <= self._MOST:
            return self._texts
        shared: Counter[str] = Counter()
        for word in self._vocabulary.rarest(text, self._RAREST):
            having = self._having.get(word, ())
            if len(having) <= self._MOST:
                worth = self._vocabulary.worth((word,))
                for other in having:
                    shared[other] += worth  # type: ignore[assignment]
        return [other for other, _ in shared.most_common(self._NEAREST)]
