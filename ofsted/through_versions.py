"""What an outcome or a section that a finding names became in the version of the plan that is shown.

A finding is linked to an outcome of the version in use at the time. In a later version the same finding is
answered by whatever continues that outcome; a section is followed by its title, or, where that has gone, to
wherever most of its outcomes went.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plans.as_at import fetch, rows
from plans.likeness import key_of
from plans.models import Plan
from plans.snapshot import PlanSnapshot, SectionView


@dataclass(frozen=True, slots=True)
class Heirs:
    """Which outcomes and sections of the plan shown stand for those of the versions before it.

    Attributes:
        continued: an earlier outcome's id -> ids of those of the plan shown that it became.
        ancestors: the id of an outcome of the plan shown -> ids of all it comes from.
        sections: a section's id -> the section of the plan shown.
    """

    continued: dict[int, tuple[int, ...]]
    ancestors: dict[int, tuple[int, ...]]
    sections: dict[int, SectionView]

    def outcomes(self, pk: int) -> tuple[int, ...]:
        """Ids of what an outcome is in the plan shown: itself, if it is none of an earlier version."""
        return self.continued.get(pk, (pk,))

    def section(self, pk: int | None) -> SectionView | None:
        """What a section is in the plan shown; None where nothing is."""
        return self.sections.get(pk) if pk is not None else None


def _back(*, past: bool) -> str:
    link = rows("outcomepredecessor", past=past, of_plan=False)
    return f"""
WITH RECURSIVE back(outcome_id, ancestor_id) AS (
 SELECT l.outcome_id, l.predecessor_id FROM {link} l
 JOIN plans_outcome o ON o.id = l.outcome_id WHERE o.plan_id = %(plan)s
 UNION
 SELECT b.outcome_id, l.predecessor_id FROM {link} l JOIN back b ON l.outcome_id = b.ancestor_id
)
SELECT b.outcome_id, b.ancestor_id, o.section_id FROM back b
LEFT JOIN plans_outcome o ON o.id = b.ancestor_id ORDER BY b.outcome_id, b.ancestor_id"""


_BACK = {past: _back(past=past) for past in (False, True)}
_SECTIONS = """
WITH RECURSIVE line(id, predecessor_id) AS (
 SELECT p.id, p.predecessor_id FROM plans_plan p WHERE p.id = %(plan)s
 UNION
 SELECT p.id, p.predecessor_id FROM plans_plan p JOIN line l ON p.id = l.predecessor_id
)
SELECT s.id, s.title FROM plans_section s JOIN line l ON l.id = s.plan_id WHERE s.plan_id <> %(plan)s"""


def read_heirs(plan: Plan, snapshot: PlanSnapshot, *, moment: dt.datetime | None) -> Heirs:
    """Follow the outcomes and sections of earlier versions to a plan. Two queries; none for a first version.

    Args:
        plan: the plan shown.
        snapshot: of it, with its sections.
        moment: links between versions as they were then; as they are now if None.
    """
    own = {section.id: section for section in snapshot.sections}
    if plan.predecessor_id is None:
        return Heirs({}, {}, own)
    links = fetch(_BACK[moment is not None], plan, **({"moment": moment} if moment else {}))
    continued: dict[int, list[int]] = defaultdict(list)
    ancestors: dict[int, list[int]] = defaultdict(list)
    for outcome_id, ancestor_id, _ in links:
        continued[ancestor_id].append(outcome_id)
        ancestors[outcome_id].append(ancestor_id)
    return Heirs(
        {pk: tuple(found) for pk, found in continued.items()},
        {pk: tuple(found) for pk, found in ancestors.items()},
        own | _sections(plan, snapshot, links),
    )


def _sections(
    plan: Plan, snapshot: PlanSnapshot, links: Iterable[tuple[int, int, int | None]]
) -> dict[int, SectionView]:
    """Each section of an earlier version that is one of the plan shown, with that one."""
    of_outcome = {row.id: section for section in snapshot.sections for row in section.outcomes}
    went: dict[int, Counter[int]] = defaultdict(Counter)
    for outcome_id, _, section_id in links:
        if section_id is not None and outcome_id in of_outcome:
            went[section_id][of_outcome[outcome_id].id] += 1
    by_id = {section.id: section for section in snapshot.sections}
    by_title = {key_of(section.title): section for section in snapshot.sections}
    found = {}
    for section_id, title in fetch(_SECTIONS, plan):
        same = by_title.get(key_of(title))
        if same is None and went[section_id]:
            same = by_id[went[section_id].most_common(1)[0][0]]
        if same is not None:
            found[section_id] = same
    return found
