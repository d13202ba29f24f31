"""The same question through time: every answer to it, in reviews and on site days, as one line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .counting import is_small, percent, question_key, share_words
from .measured import Check, Result, SampleRow
from .register import VisitRow

LINE_RULE = (
    "Answers stand on one line where the questions differ only in capitals, spacing and punctuation. "
    "Where one visit asked the same question of several samples, each of those has its line. The line joins "
    "only answers of one place: reviews with reviews, and each locality's site days with its own."
)
"""What makes two questions the same, in words for the page that shows the lines."""


@dataclass(frozen=True, slots=True)
class Point:
    """One answer to a question.

    Attributes:
        of_what: the cohort it was asked of; for a site day, the outcome and the column.
        met, of: how many of how many.
        standard: what was asked for, where it was said.
        place: the locality of a site day; empty for a review.
    """

    visit: VisitRow
    of_what: str
    met: int
    of: int
    standard: str = ""
    place: str = ""

    @property
    def on(self) -> dt.date:
        """The last day of the visit."""
        return self.visit.last_on

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return percent(self.met, self.of)

    @property
    def share(self) -> str:
        """Such as "18 of 20, 90%"."""
        return share_words(self.met, self.of)

    @property
    def is_small(self) -> bool:
        """Whether it is of few."""
        return is_small(self.of)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with every answer to it.

    Attributes:
        words: as it was last put.
        of_what: the sample whose line it is, where one visit asked it of several; else empty.
        points: the oldest first.
        spreads: answers that were no yes or no, the oldest first.
    """

    words: str
    of_what: str
    points: tuple[Point, ...]
    spreads: tuple[tuple[SampleRow, Result], ...]

    @property
    def is_line(self) -> bool:
        """Whether it was counted more than once."""
        return len(self.points) > 1


_Answer = tuple[VisitRow, str, SampleRow | None, Result | Check]


def questions_of(samples: Iterable[SampleRow], checks: Iterable[Check]) -> tuple[Question, ...]:
    """Every question that was ever counted, those asked most often first, then in the order of the alphabet.

    Args:
        samples: of the reviews.
        checks: of the site days; those on which nothing was counted are left out.
    """
    by_key: dict[str, list[_Answer]] = defaultdict(list)
    for visit, cohort, sample, one in _answers(samples, checks):
        by_key[question_key(one.question)].append((visit, cohort, sample, one))
    found = [question for answers in by_key.values() for question in _lines(answers)]
    return tuple(sorted(found, key=lambda one: (-len(one.points), question_key(one.words), one.of_what)))


def asked_before(samples: Iterable[SampleRow], checks: Iterable[Check]) -> tuple[str, ...]:
    """The wording of every question that was put before, each once, to be chosen from."""
    words = {question_key(one.question): one.question for _, _, _, one in _answers(samples, checks)}
    return tuple(sorted(words.values(), key=str.casefold))


def _answers(samples: Iterable[SampleRow], checks: Iterable[Check]) -> Iterator[_Answer]:
    """The oldest visit's first."""
    found: list[_Answer] = [
        (sample.visit, question_key(sample.cohort), sample, result)
        for sample in samples
        for result in sample.results
    ]
    found += [(check.visit, "", None, check) for check in checks if check.of and check.question]
    yield from sorted(found, key=lambda one: (one[0].last_on, one[0].id))


def _lines(answers: list[_Answer]) -> Iterator[Question]:
    """One line, or one for each cohort where a visit asked several."""
    cohorts: dict[int, set[str]] = defaultdict(set)
    for visit, cohort, sample, _ in answers:
        if sample is not None:
            cohorts[visit.id].add(cohort)
    if all(len(asked) == 1 for asked in cohorts.values()):
        yield _question(answers, "")
        return
    for own in dict.fromkeys(cohort for _, cohort, _, _ in answers):
        mine = [answer for answer in answers if answer[1] == own]
        yield _question(mine, next((sample.cohort for _, _, sample, _ in mine if sample), "site days"))


def _question(answers: list[_Answer], of_what: str) -> Question:
    points, spreads = [], []
    for visit, _, sample, one in answers:
        if sample is not None and isinstance(one, Result) and one.met is None:
            spreads.append((sample, one))
        elif one.met is not None and one.of:
            points.append(_point(visit, sample, one, one.met, one.of))
    return Question(answers[-1][3].question, of_what, tuple(points), tuple(spreads))


def _point(visit: VisitRow, sample: SampleRow | None, one: Result | Check, met: int, of: int) -> Point:
    if isinstance(one, Result):
        return Point(visit, sample.cohort if sample else "", met, of, one.standard)
    refs = ", ".join(row.ref for row in one.outcomes)
    return Point(visit, f"{refs} {one.column}".strip(), met, of, place=visit.locality or one.column)
