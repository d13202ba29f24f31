"""How a plan begins, and how one thing after another happens to it."""

import datetime as dt
from collections.abc import Sequence

import time_machine
from django.db import transaction

from plans.actions import records
from plans.actions.refusals import Refused
from plans.actions.setting_up import save_record
from plans.models import (
    Authority,
    Plan,
    User,
)

from ..replay import Row, Story

DATED = dt.date(2025, 1, 1)
SET_UP = dt.datetime(2025, 3, 26, 9, 30, tzinfo=dt.UTC)  # summer time begins four days later
GAPS = [
    dt.timedelta(0),  # the same instant
    dt.timedelta(microseconds=1),
    dt.timedelta(hours=5),
    dt.timedelta(hours=13, minutes=45),
    dt.timedelta(days=3),
    dt.timedelta(days=17),
]
WORDS = ["Seen on time", "Seen within five days", "Written up", "Reviewed"]


class Beginning:
    """Somebody who does one thing after another to a plan.

    Each thing is a method that takes a few numbers, which choose among what there is. Where the service
    refuses it, or there is nothing to do it to, nothing happens and nothing is written down.
    """

    def __init__(self, by: User) -> None:
        self.by = by
        self.now = SET_UP
        self.story = Story()
        self._set_up()

    def goes_on(self, happenings: Sequence[tuple[int, str, int, int, int]]) -> None:
        """Do these: how long after the last, what, and the numbers."""
        for gap, what, *numbers in happenings:
            self.now += GAPS[gap]
            with time_machine.travel(self.now, tick=False):
                try:
                    with transaction.atomic():
                        # All is written down at once, after the action: what is refused leaves nothing.
                        for table, key, values in list(getattr(self, what)(*numbers)):
                            self._note(table, key, values)
                except Refused:
                    continue

    def _note(self, table: str, key: int, values: Row | None) -> None:
        self.story.events.append((self.now, table, key, values))

    def _set_up(self) -> None:
        with time_machine.travel(self.now, tick=False):
            authority = Authority(name="Northmere County Council", slug="northmere")
            self.authority = records.save(authority, by=self.by, reason="Set up")
            self.plan = Plan(authority=self.authority, title="The plan", slug="northmere", dated=DATED)
            save_record(record=self.plan, by=self.by, reason="Set up")
            fields = ("title", "introduction", "status", "red_means", "dated")
            self._note("plan", self.plan.pk, {name: getattr(self.plan, name) for name in fields})
        self.goes_on(
            [
                *((0, "add_locality", n, 0, 0) for n in range(3)),
                *((0, "add_lead", n, 0, 0) for n in range(3)),
                *((0, "add_theme", n, 0, 0) for n in range(2)),
                (0, "add_section", 0, 5, 1),
                (0, "add_section", 1, 0, 1),
                *((0, "add_outcome", n, n, 1) for n in range(3)),
                (0, "add_statement", 0, 0, 0),
            ]
        )

    # --- Choosing ---

    def _pick(self, table: str, number: int) -> tuple[int, Row]:
        """One of the rows there are."""
        rows = self.story.tables()[table]
        if not rows:
            raise Refused("There is none.")
        key = sorted(rows)[number % len(rows)]
        return key, rows[key]

    def _some(self, table: str, number: int) -> list[int]:
        """Some of them, in one order or another: the bits of the number say which."""
        chosen = [key for place, key in enumerate(sorted(self.story.tables()[table])) if number >> place & 1]
        return chosen[::-1] if number & 8 else chosen

    def _column(self, number: int) -> int | None:
        places = [*sorted(self.story.tables()["locality"]), None]
        return places[number % len(places)]
