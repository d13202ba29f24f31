"""What happens to outcomes, and their ratings."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from plans.actions.correcting import correct_rating
from plans.actions.rating import rate_outcome
from plans.actions.refusals import Refused
from plans.actions.setting_up import delete_record, save_outcome
from plans.models import (
    Locality,
    Outcome,
    Rag,
    Rating,
    Section,
    Theme,
)

from ..replay import day_of
from .beginning import DATED, WORDS
from .sections import Sections


class Outcomes(Sections):
    """What happens to outcomes, and their ratings."""

    # --- Outcomes ---

    def add_outcome(self, number: int, section: int, leads: int) -> Iterator[Any]:
        rows = self.story.tables()["outcome"].values()
        ref = f"{len(self.story.events)}.{number}"
        if ref in {row["ref"] for row in rows}:
            raise Refused("That ref is taken.")
        outcome = Outcome(
            section_id=self._pick("section", section)[0],
            ref=ref,
            position=number % 5,
            statement=WORDS[number % 4],
        )
        return self._save_outcome(outcome, leads=self._some("lead", leads))

    def _outcome(self, number: int) -> Outcome:
        return Outcome.objects.get(pk=self._pick("outcome", number)[0])

    def _save_outcome(self, outcome: Outcome, **links: list[int]) -> Iterator[Any]:
        """Links that are not given stay as they are."""
        stood = self.story.tables()["outcome"].get(outcome.pk or 0, {"leads": [], "themes": [], "only": []})
        now = {name: links.get(name, stood[name]) for name in ("leads", "themes", "only")}
        titles = self.story.tables()["lead"]
        save_outcome(
            outcome=outcome,
            leads=[titles[pk]["title"] for pk in now["leads"]],
            themes=Theme.objects.filter(pk__in=now["themes"]),
            localities=Locality.objects.filter(pk__in=now["only"]),
            by=self.by,
            reason="Outcome",
        )
        fields = ("version", "ref", "position", "statement", "timescale", "timescale_on", "withdrawn_on")
        yield (
            "outcome",
            outcome.pk,
            {**{name: getattr(outcome, name) for name in fields}, "section": outcome.section_id, **now},
        )

    def reword(self, number: int, words: int, *_: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        outcome.statement = WORDS[words % 4]
        outcome.timescale, outcome.timescale_on = [("", None), ("June 2025", dt.date(2025, 6, 30))][words % 2]
        return self._save_outcome(outcome)

    def relead(self, number: int, leads: int, *_: int) -> Iterator[Any]:
        return self._save_outcome(self._outcome(number), leads=self._some("lead", leads))

    def retheme(self, number: int, themes: int, *_: int) -> Iterator[Any]:
        return self._save_outcome(self._outcome(number), themes=self._some("theme", themes))

    def narrow(self, number: int, places: int, *_: int) -> Iterator[Any]:
        return self._save_outcome(self._outcome(number), only=self._some("locality", places))

    def withdraw(self, number: int, days: int, *_: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        outcome.withdrawn_on = day_of(self.now) + dt.timedelta(days=days - 4)
        return self._save_outcome(outcome)

    def take_back_withdrawal(self, number: int, *_: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        outcome.withdrawn_on = None
        return self._save_outcome(outcome)

    def move(self, number: int, section: int, position: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        outcome.section = Section.objects.get(pk=self._pick("section", section)[0])
        outcome.position = position
        return self._save_outcome(outcome)

    def renumber(self, number: int, ref: int, *_: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        outcome.ref = f"R{ref}"
        return self._save_outcome(outcome)

    def delete_outcome(self, number: int, *_: int) -> Iterator[Any]:
        outcome = self._outcome(number)
        key = outcome.pk
        delete_record(record=outcome, by=self.by, reason="Entered twice")
        yield "outcome", key, None

    # --- Ratings ---

    def rate(self, number: int, column: int, rag: int) -> Iterator[Any]:
        return self._give(number, column, rag, days=0)

    def rate_late(self, number: int, column: int, rag: int) -> Iterator[Any]:
        return self._give(number, column, rag, days=1 + number * 3 % 30)

    def _give(self, number: int, column: int, rag: int, *, days: int) -> Iterator[Any]:
        place = self._column(column)
        made = rate_outcome(
            outcome=self._outcome(number),
            locality=Locality.objects.get(pk=place) if place else None,
            rag=list(Rag)[rag % 4],
            commentary=WORDS[rag % 4],
            effective_on=day_of(self.now) - dt.timedelta(days=days),
            by=self.by,
        )
        return self._noted(made)

    def correct(self, number: int, column: int, rag: int) -> Iterator[Any]:
        wrong = self._wrong(number)
        place = self._column(column)
        made = correct_rating(
            rating=wrong,
            reason="Slip",
            rag=list(Rag)[rag % 4],
            locality=Locality.objects.get(pk=place) if place else None,
            effective_on=max(DATED, wrong.effective_on - dt.timedelta(days=column)),
            by=self.by,
        )
        return self._noted(made)

    def strike_out(self, number: int, *_: int) -> Iterator[Any]:
        return self._noted(correct_rating(rating=self._wrong(number), reason="Not it", rag=None, by=self.by))

    def _wrong(self, number: int) -> Rating:
        if not self.story.ratings:
            raise Refused("There is none.")
        return Rating.objects.get(pk=self.story.ratings[number % len(self.story.ratings)]["id"])

    def _noted(self, made: Rating) -> Iterator[Any]:
        said = {row["id"] for row in self.story.ratings}
        if made.pk not in said:  # the same correction again makes none
            self.story.ratings.append(
                {
                    "id": made.pk,
                    "outcome": made.outcome_id,
                    "column": made.locality_id,
                    "rag": made.rag,
                    "words": made.commentary,
                    "author": made.recorded_by_name,
                    "from": made.effective_on,
                    "at": self.now,
                    "corrects": made.corrects_id,
                }
            )
        return iter(())
