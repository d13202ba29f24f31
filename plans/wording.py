"""What a plan says besides its colours: its sections, columns, statements and outcomes, at a moment.

Seven statements, whatever the size of the plan; the same ones for today and for the past, which differ only
in where ``as_at.rows`` reads.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .as_at import fetch, name_of, rows
from .models import Plan

Grouped = dict[int, list[tuple[Any, ...]]]
"""Rows by the id of what they belong to, in order."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The rows of a plan's wording.

    Attributes:
        sections: (id, number, title, has_overall), in the plan's order.
        columns: by section: (locality id, name, kind).
        statements: by section: (kind, number, text).
        outcomes: by section: (id, version, ref, statement, timescale, timescale_on, withdrawn_on).
        leads: by outcome: (id, title), in the plan's order.
        themes: by outcome: (id, name).
        narrowed: by outcome: (locality id,) for each column it is narrowed to.
    """

    sections: list[tuple[Any, ...]]
    columns: Grouped
    statements: Grouped
    outcomes: Grouped
    leads: Grouped
    themes: Grouped
    narrowed: Grouped


def _statements(past: bool) -> dict[str, str]:
    """The SQL for each attribute of ``Wording``."""

    def of(model: str) -> str:
        return rows(model, past=past)

    lead = name_of("lead", "title", "l.lead_id", past=past)
    theme = name_of("theme", "name", "t.theme_id", past=past)
    locality = name_of("locality", "name", "c.locality_id", past=past)
    kind = name_of("locality", "kind", "c.locality_id", past=past)
    return {
        "sections": f"SELECT s.id, s.number, s.title, s.has_overall FROM {of('section')} s "
        "ORDER BY s.position, s.id",
        "columns": f"SELECT c.section_id, c.locality_id, {locality}, {kind} FROM {of('sectioncolumn')} c "
        "ORDER BY c.position, c.id",
        "statements": f"SELECT t.section_id, t.kind, t.number, t.text FROM {of('statement')} t "
        "ORDER BY t.kind, t.number, t.id",
        "outcomes": "SELECT o.section_id, o.id, o.version, o.ref, o.statement, o.timescale, o.timescale_on, "
        f"o.withdrawn_on FROM {of('outcome')} o ORDER BY o.position, o.id",
        "leads": f"SELECT l.outcome_id, l.lead_id, {lead} FROM {of('outcomelead')} l "
        "ORDER BY l.position, l.id",
        "themes": f"SELECT t.outcome_id, t.theme_id, {theme} AS name FROM {of('outcometheme')} t "
        "ORDER BY name",
        "narrowed": f"SELECT n.outcome_id, n.locality_id FROM {of('outcomelocality')} n ORDER BY n.id",
    }


_SQL = {past: _statements(past) for past in (True, False)}


def read_wording(plan: Plan, *, moment: dt.datetime | None) -> Wording:
    """Read a plan's wording.

    Args:
        plan: the plan.
        moment: as it stood then; as it is now if None.
    """
    found = {
        name: fetch(sql, plan, moment=moment) if moment else fetch(sql, plan)
        for name, sql in _SQL[moment is not None].items()
    }
    return Wording(
        sections=found.pop("sections"), **{name: _grouped(of_each) for name, of_each in found.items()}
    )


def _grouped(found: Iterable[tuple[Any, ...]]) -> Grouped:
    grouped: Grouped = defaultdict(list)
    for key, *rest in found:
        grouped[key].append(tuple(rest))
    return grouped
