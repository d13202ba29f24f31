"""Columns of the new version whose locality may be one of the old version's under another spelling."""

from dataclasses import dataclass

from ..likeness import most_alike
from ..snapshot import Column, PlanSnapshot


@dataclass(frozen=True, slots=True)
class LocalityAlike:
    """A locality that only the new version has, and the one of the old version that it may be.

    Attributes:
        column: of the new version.
        before: of the old one.
        how: what the names have in common, as a clause: "one letter differs".
    """

    column: Column
    before: Column
    how: str


def alike_localities(old: PlanSnapshot, new: PlanSnapshot) -> tuple[LocalityAlike, ...]:
    """Each locality that came with the new version and is called nearly as one of the old version's.

    Two that stand beside each other in a section of either version are two.
    """
    before, now = _localities(old), _localities(new)
    found = []
    for pk, column in now.items():
        if pk in before:
            continue
        beside = {
            other.locality_id
            for section in (*old.sections, *new.sections)
            if any(one.locality_id == pk for one in section.columns)
            for other in section.columns
        }
        others = {one.name: one for key, one in before.items() if key not in beside}
        if alike := most_alike(column.name, others):
            found.append(LocalityAlike(column, others[alike.other], alike.how))
    return tuple(found)


def _localities(snapshot: PlanSnapshot) -> dict[int, Column]:
    return {
        column.locality_id: column
        for section in snapshot.sections
        for column in section.columns
        if column.locality_id is not None
    }
