"""Which outcome of the old version each new one continues, by wording and place."""

from collections import defaultdict
from collections.abc import Iterator

from ..likeness import key_of
from ..snapshot import OutcomeRow, PlanSnapshot
from .pairs import best_pairs
from .proposals import Links, Proposal, proposals_of
from .sections import SectionPair, pair_sections
from .words import Index, Vocabulary, Words

_ALIKE = 50  # per cent of wording and place, below which two outcomes are two
_LEAST = 30  # per cent of wording alone, whatever the place
_SAME_SECTION, _SAME_REF = 12, 4  # what place adds; a ref says little, for plans use them again
_WITHIN = 0.55  # of a part of a split or merged outcome, found in the whole; or of what else is in the whole
_OF_ITS_OWN = 0.3  # of it, in no other part: else it is a second outcome of much the same words
_LEFT = 0.25  # of a whole, that its other parts leave, to say anything
_WORDS, _OWN_WORDS = 3, 1  # that a part shares with the whole, and that no other part has


def propose(old: PlanSnapshot, new: PlanSnapshot) -> tuple[Proposal, ...]:
    """What most likely became of each outcome: every new one in its order, then each old one dropped.

    Nothing is matched by its ref alone. Outcomes that were withdrawn take no part.
    """
    return Matcher(old, new).propose()


class Matcher:
    """Two versions of a plan, read once, to be asked what is like what."""

    def __init__(self, old: PlanSnapshot, new: PlanSnapshot) -> None:
        self.old, self.new = old, new
        self.sections: tuple[SectionPair, ...] = pair_sections(old, new)
        self._section_was = {
            pair.section.number: pair.before.number if pair.before else None for pair in self.sections
        }
        self._olds = [row for row in old.outcomes if not row.withdrawn_on]
        self._news = [row for row in new.outcomes if not row.withdrawn_on]
        rows = (*old.outcomes, *new.outcomes)
        self._vocabulary = Vocabulary(row.statement for row in rows)
        self._index = Index(self._vocabulary, (row.statement for row in self._olds))
        self._saying: dict[str, list[OutcomeRow]] = defaultdict(list)
        for row in self._olds:
            self._saying[row.statement].append(row)
        self._with_ref = {row.ref: row for row in self._olds}

    def likeness(self, one: OutcomeRow, other: OutcomeRow) -> int:
        """Of two wordings, 0 to 100."""
        return self._vocabulary.likeness(one.statement, other.statement)

    def same_section(self, row: OutcomeRow, before: OutcomeRow) -> bool:
        """Whether the section of an old outcome most likely became that of the new one."""
        return self._section_was.get(row.section_number) == before.section_number

    def likeliest(self, row: OutcomeRow, number: int) -> list[OutcomeRow]:
        """The old outcomes most like a new one, the likeliest first."""
        scored = [(self._score(row, before), before) for before in self._near(row)]
        scored.sort(key=lambda pair: -pair[0])
        return [before for score, before in scored[:number] if score]

    def made_by(self, links: Links) -> tuple[Proposal, ...]:
        """What some links make of each outcome."""
        return proposals_of(self.old, self.new, links, likeness=self.likeness, same_section=self.same_section)

    def propose(self) -> tuple[Proposal, ...]:
        """See ``propose`` above."""
        return self.made_by(self.links())

    def links(self) -> dict[int, list[int]]:
        """The links that are proposed: new outcome's id -> ids of the old ones."""
        pairs = self._word_for_word()
        taken = {before.id for before in pairs.values()}
        left = [row for row in self._news if row.id not in pairs]
        free = {row.id: row for row in self._olds if row.id not in taken}
        scores = {
            (row.id, before.id): score
            for row in left
            for before in self._near(row)
            if before.id in free and (score := self._score(row, before)) >= _ALIKE
        }
        pairs |= {pk: free[other] for pk, other in best_pairs(scores).items()}
        links = {pk: [before.id] for pk, before in pairs.items()}
        self._add_splits(links)
        self._add_merges(links)
        return links

    def _score(self, row: OutcomeRow, before: OutcomeRow) -> float:
        """How likely one continues the other: by wording, and a little by place. 0 where it cannot be."""
        wording = self.likeness(row, before)
        if wording < _LEAST:
            return 0
        return wording + _SAME_SECTION * self.same_section(row, before) + _SAME_REF * (row.ref == before.ref)

    def _near(self, row: OutcomeRow) -> Iterator[OutcomeRow]:
        """The old outcomes worth comparing with a new one."""
        near = self._index.near(row.statement)
        for text in near:
            yield from self._saying[text][:20]
        with_ref = self._with_ref.get(row.ref)
        if with_ref and with_ref.statement not in near:
            yield with_ref

    def _word_for_word(self) -> dict[int, OutcomeRow]:
        """Outcomes whose wording is the same, paired: first those in the same section, then in order."""
        waiting: dict[tuple[str, str | None], list[OutcomeRow]] = defaultdict(list)
        for row in self._olds:
            waiting[key_of(row.statement), row.section_number].append(row)
        pairs: dict[int, OutcomeRow] = {}
        for row in self._news:
            here = waiting.get((key_of(row.statement), self._section_was.get(row.section_number)))
            if here:
                place = next((n for n, before in enumerate(here) if before.ref == row.ref), 0)
                pairs[row.id] = here.pop(place)
        anywhere: dict[str, list[OutcomeRow]] = defaultdict(list)
        for (text, _), rows in waiting.items():
            anywhere[text] += rows
        for row in self._news:
            if row.id not in pairs and anywhere.get(key_of(row.statement)):
                pairs[row.id] = anywhere[key_of(row.statement)].pop(0)
        return pairs

    def _add_splits(self, links: dict[int, list[int]]) -> None:
        """A new outcome that is left over, and most of which stood in an old one beside what that became."""
        news = {row.id: row for row in self._news}
        parts: dict[int, list[Words]] = defaultdict(list)
        for pk, befores in links.items():
            for before in befores:
                parts[before].append(self._words(news[pk]))
        for row in self._news:
            if row.id not in links:
                fits = [
                    (fit, whole)
                    for whole in self._near(row)
                    if (fit := self._part(row, whole, parts[whole.id]))
                ]
                if fits:
                    _, best = max(fits, key=lambda found: found[0])
                    links[row.id] = [best.id]
                    parts[best.id].append(self._words(row))

    def _add_merges(self, links: dict[int, list[int]]) -> None:
        """An old outcome that is left over, and most of which stands in a new one beside what that was."""
        olds = {row.id: row for row in self._olds}
        followed = {pk for befores in links.values() for pk in befores}
        left = [row for row in self._olds if row.id not in followed]
        if not left:
            return
        index = Index(self._vocabulary, (row.statement for row in self._news))
        saying: dict[str, list[OutcomeRow]] = defaultdict(list)
        for row in self._news:
            if row.id in links:
                saying[row.statement].append(row)
        for before in left:
            fits = [
                (fit, row)
                for text in index.near(before.statement)
                for row in saying[text][:20]
                if (fit := self._part(before, row, [self._words(olds[pk]) for pk in links[row.id]]))
            ]
            if fits:
                _, row = max(fits, key=lambda found: found[0])
                links[row.id].append(before.id)

    def _part(self, part: OutcomeRow, whole: OutcomeRow, others: list[Words]) -> float:
        """How likely an outcome is a part of another beside those that are known to be, 0 to 1.

        Either most of it is found in the whole, and some of that in no other part; or it has most of what the
        other parts leave of the whole.
        """
        words, of_whole, worth = self._words(part), self._words(whole), self._vocabulary.worth
        known: Words = frozenset().union(*others)
        own = (words & of_whole) - known
        if not others or len(words & of_whole) < _WORDS or len(own) < _OWN_WORDS:
            return 0
        left = of_whole - known
        fits = []
        if worth(own) >= _OF_ITS_OWN * worth(words):
            fits.append(self._vocabulary.within(words, of_whole))
        if worth(left) >= _LEFT * worth(of_whole):
            fits.append(self._vocabulary.within(left, words))
        return max((fit for fit in fits if fit >= _WITHIN), default=0)

    def _words(self, row: OutcomeRow) -> Words:
        return self._vocabulary.words(row.statement)
