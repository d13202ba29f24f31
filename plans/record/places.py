"""What the record of a plan can be narrowed to: outcomes, sections (those deleted since too), people."""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

from dataclasses import dataclass

from ..as_at import fetch
from ..models import Plan
from .keys import REMOVED
from .kinds import Kind
from .trails import OF_PLAN, TRAILS


@dataclass(frozen=True, slots=True)
class Places:
    """Each is told by what stands for it in an address, and has a name, in the order to be shown.

    Attributes:
        outcomes, sections: with those that were deleted, last.
        people: whoever changed anything.
        refs, numbers: of the outcomes and sections that are there, by id.
    """

    outcomes: dict[str, str]
    sections: dict[str, str]
    people: dict[str, str]
    refs: dict[int, str]
    numbers: dict[int, str]


_SHOWN = """
SELECT 'section' AS what, s.id, s.number AS name, s.title AS text, 0 AS gone, s.position AS place, 0 AS within
FROM plans_section s WHERE s.plan_id = %(plan)s
UNION ALL
SELECT 'outcome', o.id, o.ref, SUBSTR(o.statement, 1, 80), 0, s.position, o.position
FROM plans_outcome o JOIN plans_section s ON s.id = o.section_id WHERE o.plan_id = %(plan)s
UNION ALL
SELECT 'section', h.id, h.number, h.title, 1, h.position, 0
FROM plans_historicalsection h WHERE h.history_plan_id = %(plan)s AND h.history_type = '-'
UNION ALL
SELECT 'outcome', h.id, h.ref, SUBSTR(h.statement, 1, 80), 1, 0, h.position
FROM plans_historicaloutcome h WHERE h.history_plan_id = %(plan)s AND h.history_type = '-'
ORDER BY gone, place, within, name, id"""


def read_places(plan: Plan, *, kinds: frozenset[Kind]) -> Places:
    """What a plan's record can be narrowed to. Two statements, or three.

    Args:
        plan: the plan.
        kinds: people are those who made changes of these kinds.
    """
    named: dict[str, dict[str, str]] = {"section": {}, "outcome": {}}
    there: dict[str, dict[int, str]] = {"section": {}, "outcome": {}}
    for what, pk, name, text, gone, *_ in fetch(_SHOWN, plan):
        words = f"{name}{'. ' if what == 'section' else ' '}{_start(text)}"
        named[what].setdefault(str(pk), f"{words} (deleted)" if gone else words)
        if not gone:
            there[what][pk] = name
    return Places(
        outcomes=named["outcome"],
        sections=named["section"],
        people=_people(plan, kinds),
        refs=there["outcome"],
        numbers=there["section"],
    )


def _start(text: str, words: int = 7) -> str:
    """The first words of a text."""
    found = text.split()
    return " ".join(found) if len(found) <= words else f"{' '.join(found[:words])}…"


def _people(plan: Plan, kinds: frozenset[Kind]) -> dict[str, str]:
    """Who changed anything, by name. One statement; another where there are people whose account is gone.

    The next person, by id, is looked up in the index of each table, so that no table is read through.
    """
    trails = [trail for trail in TRAILS if not kinds.isdisjoint((trail.comes, *trail.told))]
    own = [trail for trail in trails if trail.of_plan == OF_PLAN]
    tables = [(trail.table, "history_user_id", "history_plan_id") for trail in own]
    following = " UNION ALL ".join(
        f"SELECT (SELECT h.{person} FROM {table} h WHERE h.{of_plan} = %(plan)s AND h.{person} > who.person "
        f"ORDER BY h.{person} LIMIT 1) AS person"
        for table, person, of_plan in [*tables, ("plans_rating", "recorded_by_id", "plan_id")]
    )
    elsewhere = " UNION ".join(
        f"SELECT h.history_user_id FROM {trail.table} h WHERE {trail.of_plan}"
        for trail in trails
        if trail not in own
    )
    found = fetch(
        "WITH RECURSIVE who(person) AS (SELECT CAST(0 AS bigint) UNION ALL "
        f"SELECT (SELECT MIN(n.person) FROM ({following}) AS n) FROM who WHERE who.person IS NOT NULL) "
        "SELECT u.id, u.name, u.email FROM plans_user u "
        f"WHERE u.id IN (SELECT person FROM who UNION {elsewhere}) UNION ALL "
        "SELECT 0, '', '' WHERE EXISTS (SELECT 1 FROM plans_historicaluser WHERE history_type = '-')",
        plan,
        authority=plan.authority_id,
    )
    people = {str(pk): name or email for pk, name, email in found if pk}
    if any(pk == 0 for pk, *_ in found):
        removed = " UNION ".join(
            f"SELECT h.history_by FROM {trail.table} h WHERE {trail.of_plan} AND h.history_user_id IS NULL"
            for trail in trails
        )
        names = fetch(removed, plan, authority=plan.authority_id)
        people |= {f"{REMOVED}{name}": f"{name} (account removed)" for (name,) in names}
    return dict(sorted(people.items(), key=lambda one: (one[1].lower(), one[0])))
