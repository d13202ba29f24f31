"""Which changes stand on a page of the record: one statement over every table, each read by its own index.

A page begins where another ended, and not at a number of changes from the top, so that no page takes longer
than the first, and what is recorded meanwhile moves nothing from one page to the next.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import base64
import binascii
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from ..as_at import as_moment, end_of, fetch, start_of
from ..models import Plan
from .kinds import Kind
from .trails import OF_PLAN, OF_SECTION, ORDER, RATING, TRAILS, WITH_SECTION, Trail

REMOVED = "name:"
"""Stands before the name of a person whose account is gone, where a person is named by id."""


class Key(NamedTuple):
    """One change: its moment, the place of its table in ``ORDER``, its id there. The newest is greatest."""

    moment: dt.datetime
    rank: int
    id: int

    @property
    def address(self) -> str:
        """What stands for it in an address."""
        said = f"{self.moment.astimezone(dt.UTC).isoformat()}|{self.rank}|{self.id}"
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, address: str) -> Self | None:
        """The change that stands in an address; None where nothing of ours does."""
        try:
            said = base64.urlsafe_b64decode(address.encode() + b"=" * (-len(address) % 4)).decode()
            moment, rank, id_ = said.split("|")
            key = cls(dt.datetime.fromisoformat(moment).astimezone(dt.UTC), int(rank), int(id_))
        except (ValueError, OverflowError, binascii.Error):
            return None
        known = 0 <= key.rank < len(ORDER) and 0 <= key.id < 2**63 and 1 < key.moment.year < 9999
        return key if known else None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes of a plan are asked for; every field narrows them further.

    Attributes:
        kinds: of any of these kinds.
        person: made by the person with this id; by this name after ``REMOVED``, where their account is gone.
        outcome, section: concerning the one with this id, which is this plan's.
        since, to: recorded from the first of these days to the last.
        words: with these words in the reason, in any case.
    """

    kinds: frozenset[Kind]
    person: str = ""
    outcome: int | None = None
    section: int | None = None
    since: dt.date | None = None
    to: dt.date | None = None
    words: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """Its values as the statements take them."""
        removed = self.person.startswith(REMOVED)
        words = "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in self.words)
        return {
            "person": None if removed or not self.person else int(self.person),
            "name": self.person.removeprefix(REMOVED) if removed else "",
            "outcome": self.outcome,
            "section": self.section,
            "words": f"%{words}%",
            "since": start_of(self.since) if self.since else None,
            "to": end_of(self.to) if self.to else None,
        }


@dataclass(frozen=True, slots=True)
class _Table:
    """How the keys of one table are found: its columns, and which of its rows are asked for."""

    rank: int
    source: str
    moment: str
    id: str
    where: tuple[str, ...]

    def keys(self, start: Key | None, *, newer: bool, limit: int) -> str:
        """SQL for the keys from ``start`` on."""
        conditions = [condition for condition in self.where if condition]
        if start and self.rank == start.rank:
            conditions.append(f"({self.moment}, {self.id}) {'>' if newer else '<'} (%(moment)s, %(id)s)")
        elif start:
            # Of two tables, all that the later has in one moment is newer than what the earlier has in it.
            beside = (self.rank > start.rank) if newer else (self.rank < start.rank)
            conditions.append(f"{self.moment} {'>' if newer else '<'}{'=' if beside else ''} %(moment)s")
        way = "ASC" if newer else "DESC"
        return (
            f"SELECT * FROM (SELECT {self.moment} AS moment, {self.rank} AS place, {self.id} AS id "
            f"FROM {self.source} WHERE {' AND '.join(conditions)} "
            f"ORDER BY {self.moment} {way}, {self.id} {way} LIMIT {limit}) AS of_{self.rank}"
        )


def find_keys(
    plan: Plan, asked: Asked, start: Key | None = None, *, newer: bool = False, limit: int
) -> list[Key]:
    """The keys of the changes asked for, newest first. One statement.

    Args:
        plan: the plan.
        asked: which changes.
        start: those beyond this one; from the newest on if None.
        newer: the ones just newer than ``start``, in place of those just older.
        limit: how many at most.
    """
    tables = list(_tables(asked))
    if not tables:
        return []
    way = "ASC" if newer else "DESC"
    union = " UNION ALL ".join(table.keys(start, newer=newer, limit=limit) for table in tables)
    outcomes = f"{WITH_SECTION} " if asked.section is not None else ""
    found = fetch(
        f"{outcomes}SELECT moment, place, id FROM ({union}) AS found "
        f"ORDER BY moment {way}, place {way}, id {way} LIMIT {limit}",
        plan,
        authority=plan.authority_id,
        **asked.parameters,
        **({"moment": start.moment, "id": start.id} if start else {}),
    )
    keys = [Key(as_moment(moment), rank, id_) for moment, rank, id_ in found]
    return keys[::-1] if newer else keys


def _tables(asked: Asked) -> Iterable[_Table]:
    """The tables that may hold what is asked for."""
    for trail in TRAILS:
        tells = trail.tells(asked.kinds)
        concerns = _concerns(trail, asked)
        if tells and concerns:
            yield _Table(
                ORDER[trail.name],
                f"{trail.table} h",
                "h.history_date",
                "h.history_id",
                (
                    *concerns,
                    *_recorded(asked, "h.history_date"),
                    _by(asked, "h.history_user_id", "h.history_by"),
                    _said(asked, "h.history_change_reason"),
                    tells,
                ),
            )
    if wanted := asked.kinds & {Kind.RATING, Kind.CORRECTION}:
        only = {Kind.RATING: "r.corrects_id IS NULL", Kind.CORRECTION: "r.corrects_id IS NOT NULL"}
        yield _Table(
            ORDER[RATING],
            "plans_rating r",
            "r.recorded_at",
            "r.id",
            (
                "r.plan_id = %(plan)s" if asked.outcome is None else "+r.plan_id = %(plan)s",
                "r.outcome_id = %(outcome)s" if asked.outcome is not None else "",
                f"r.outcome_id IN {OF_SECTION}" if asked.section is not None else "",
                *_recorded(asked, "r.recorded_at"),
                _by(asked, "r.recorded_by_id", "r.recorded_by_name"),
                _said(asked, "r.commentary", "r.correction_reason"),
                only[next(iter(wanted))] if len(wanted) == 1 else "",
            ),
        )


def _concerns(trail: Trail, asked: Asked) -> tuple[str, ...]:
    """Which rows of a trail are the plan's, and concern what is asked for; empty where none can."""
    narrower = []
    for wanted, condition in ((asked.outcome, trail.of_outcome), (asked.section, trail.of_section)):
        if wanted is not None:
            if not condition:
                return ()
            narrower.append(condition)
    # Of one outcome there is little: the plus keeps the index of the plan's whole record out of it.
    of_plan = f"+{OF_PLAN}" if trail.of_plan == OF_PLAN and asked.outcome is not None else trail.of_plan
    return (of_plan, *narrower)


def _recorded(asked: Asked, moment: str) -> tuple[str, ...]:
    return (f"{moment} >= %(since)s" if asked.since else "", f"{moment} <= %(to)s" if asked.to else "")


def _by(asked: Asked, person: str, name: str) -> str:
    if asked.person.startswith(REMOVED):
        return f"{person} IS NULL AND {name} = %(name)s"
    return f"{person} = %(person)s" if asked.person else ""


def _said(asked: Asked, *texts: str) -> str:
    if not asked.words:
        return ""
    found = " OR ".join(f"UPPER({text}) LIKE UPPER(%(words)s) ESCAPE '\\'" for text in texts)
    return f"({found})"
