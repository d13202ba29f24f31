"""From the letters of the ratings files to ratings with a date, an author and a reason. Nothing is random."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..models import Rag
from ..plan_draft import OVERALL
from .people import known_as
from .reasons import Circumstances, ReasonBank
from .sources import Calendar

_LETTERS = {rag.letter: rag for rag in Rag}
_CONFIRMED, _NOT_RATED = "=", "."
CellName = tuple[str, str]
"""An outcome's ref and a column's name."""


@dataclass(frozen=True, slots=True)
class Told:
    """One rating of the story.

    Attributes:
        cell: where it was given.
        round: in which round of ratings.
        person: who gave it: their e-mail address up to the ``@``.
        on: from when it holds, as it is to stand.
        recorded_at: when it was entered.
        mends: for a correction, the rating it corrects, and why.
        rag: None only strikes out what it mends.
    """

    cell: CellName
    round: int
    person: str
    rag: Rag | None
    commentary: str
    on: dt.date
    recorded_at: dt.datetime
    mends: "Told | None" = None
    mended_because: str = ""


class StoryError(Exception):
    """A ratings file does not fit its plan or its people."""


class Story:
    """A ratings file with what was said and what went wrong, told in the order in which it was entered."""

    def __init__(
        self,
        ratings: Mapping[str, Any],
        events: Mapping[str, Any],
        *,
        plan: Mapping[str, Any],
        people: list[dict[str, Any]],
        bank: ReasonBank,
        called: Mapping[str, str],
        calendar: Calendar,
    ) -> None:
        self.rounds: list[dt.date] = ratings["rounds"]
        self._raters: Mapping[str, Any] = ratings["raters"]
        self._calendar = calendar
        self._bank = bank
        self._called = called
        self._people = {known_as(person): person for person in people}
        self._section = {row["ref"]: section for section in plan["section"] for row in section["outcome"]}
        self._only = {row["ref"]: row.get("only") for s in plan["section"] for row in s["outcome"]}
        self._topics = {ref: cells["topic"] for ref, cells in ratings["cells"].items()}
        self._strips = {
            (ref, column): self._strip(ref, column, letters)
            for ref, cells in ratings["cells"].items()
            for column, letters in cells.items()
            if column != "topic"
        }
        self._said = {
            (ref, column, int(number)): reason
            for ref, columns in events.get("said", {}).items()
            for column, reasons in columns.items()
            for number, reason in reasons.items()
        }
        self._late = {(e["ref"], e["column"], e["round"]): e for e in events.get("entered_late", ())}
        self._mistakes = events.get("mistakes", ())
        self._check_events()

    def tell(self) -> list[Told]:
        """Every rating and correction, in the order in which they were entered."""
        told = list(self._ratings())
        for mistake in self._mistakes:
            told = self._with_mistake(told, mistake)
        return sorted(told, key=lambda rating: (rating.recorded_at, rating.person, rating.mends is not None))

    def _ratings(self) -> Iterator[Told]:
        standing: dict[CellName, Rag] = {}
        for number in range(len(self.rounds)):
            # Overall is set last, by somebody who has seen what the localities were rated.
            for cell in sorted(self._strips, key=lambda cell: cell[1] == OVERALL):
                letter = self._strips[cell][number]
                if letter == _NOT_RATED:
                    continue
                before = standing.get(cell)
                rag = before if letter == _CONFIRMED else _LETTERS[letter]
                if rag is None:
                    raise StoryError(f"{cell}: a cell cannot be confirmed before it is rated.")
                person = self.rater(cell, number)
                on = self._day(person, number)
                standing[cell] = rag
                reason = self._said.get((*cell, number)) or self._bank.reason(
                    self._circumstances(cell, rag, before, on, letter == _CONFIRMED, standing)
                )
                yield Told(cell, number, person, rag, reason, on, self._entered(cell, number, person))

    def rater(self, cell: CellName, number: int) -> str:
        """Who rates a cell in a round: the first of those named who has not left by then."""
        ref, column = cell
        of_section = self._raters.get(self._section[ref]["number"], {})
        for person in self._raters.get(ref, {}).get(column) or of_section.get(column, ()):
            if self._people[person].get("left_round", number + 1) > number:
                return str(person)
        raise StoryError(f"Nobody is left to rate {ref} {column} in round {number}.")

    def _with_mistake(self, told: list[Told], mistake: Mapping[str, Any]) -> list[Told]:
        """The story with a rating entered wrongly, and what put it right."""
        cell, number = (mistake["ref"], mistake["column"]), mistake["round"]
        right = next((rating for rating in told if rating.cell == cell and rating.round == number), None)
        later = dt.timedelta(days=mistake["days_later"], minutes=35)
        if right is None:  # a rating that should not have been given at all
            person = self.rater(cell, number)
            wrong = Told(
                cell, number, person, _LETTERS[mistake["was"]], mistake["said"], self._day(person, number),
                self._entered(cell, number, person),
            )  # fmt: skip
            struck = replace(
                wrong, rag=None, commentary="", recorded_at=wrong.recorded_at + later, mends=wrong,
                mended_because=mistake["because"],
            )  # fmt: skip
            return [*told, wrong, struck]
        wrong = replace(
            right,
            cell=(mistake["ref"], mistake.get("was_column", cell[1])),
            rag=_LETTERS[mistake["was"]] if "was" in mistake else right.rag,
            commentary=mistake.get("said", right.commentary),
        )
        mended = replace(
            right, person=mistake.get("by", right.person), recorded_at=right.recorded_at + later, mends=wrong,
            mended_because=mistake["because"],
        )  # fmt: skip
        return [rating for rating in told if rating is not right] + [wrong, mended]

    def _circumstances(
        self,
        cell: CellName,
        rag: Rag,
        before: Rag | None,
        on: dt.date,
        confirmed: bool,
        standing: Mapping[CellName, Rag],
    ) -> Circumstances:
        ref, column = cell
        section = self._section[ref]
        names = self._only[ref] or section["columns"]
        place = column if column != OVERALL else names[0] if names else section["number"]
        spread = {}
        if column == OVERALL and len(names) > 1 and all((ref, name) in standing for name in names):
            spread = {self._called.get(name, name): standing[(ref, name)] for name in names}
        return Circumstances(
            cell, self._topics[ref], rag, before, on, confirmed, self._called.get(place, place), spread
        )

    def _day(self, person: str, number: int) -> dt.date:
        return self._calendar.day(self.rounds[number] + dt.timedelta(days=self._people[person]["rates_on"]))

    def _entered(self, cell: CellName, number: int, person: str) -> dt.datetime:
        """When it was entered: a section takes a manager a few minutes, and some entries come days late."""
        entry = self._people[person]
        written = self.rounds[number] + dt.timedelta(days=entry["rates_on"])
        late = self._late.get((*cell, number), {}).get("days", 0)
        minutes = 7 * int(self._section[cell[0]]["number"])
        return self._calendar.moment(written, entry["at"]) + dt.timedelta(days=late, minutes=minutes)

    def _strip(self, ref: str, column: str, letters: str) -> str:
        strip = letters.replace(" ", "")
        if ref not in self._section:
            raise StoryError(f"There is no outcome {ref}.")
        if len(strip) != len(self.rounds) or set(strip) - {*_LETTERS, _CONFIRMED, _NOT_RATED}:
            raise StoryError(f"{ref} {column}: {letters} is not {len(self.rounds)} of R, A, G, C, = and .")
        return strip

    def _check_events(self) -> None:
        for ref, column, number in (*self._said, *self._late):
            if self._strips.get((ref, column), "")[number : number + 1] in ("", _NOT_RATED):
                raise StoryError(
                    f"{ref} {column} was not rated in round {number}, but something is said of it."
                )
