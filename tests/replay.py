"""A plan as it stood, told the slow and obvious way: go through what happened in order, and stop in time.

Nothing here reads the database or the code that does. What happened is a list of plain events; the picture it
makes has the same shape as the one ``picture_of`` makes of a snapshot, so that the two can be compared whole.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from plans.snapshot import Cell, PlanSnapshot

LONDON = ZoneInfo("Europe/London")
Row = dict[str, Any]
Picture = dict[str, Any]


@dataclass
class Story:
    """What happened to one plan.

    Attributes:
        events: (moment, table, key, its new values, or None where it was deleted), in order.
        ratings: as they were given, in order.
    """

    events: list[tuple[dt.datetime, str, int, Row | None]] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)

    def tables(self, until: dt.datetime | None = None) -> dict[str, dict[int, Row]]:
        """Every table after all that had happened by a moment; after everything if None."""
        tables: dict[str, dict[int, Row]] = defaultdict(dict)
        for moment, table, key, values in self.events:
            if until and moment > until:
                continue
            if values is None:
                del tables[table][key]
            else:
                tables[table][key] = {**tables[table].get(key, {}), **values}
        return tables

    def closed_at(self) -> dt.datetime | None:
        """When it was closed for good, if it was."""
        closed = None
        for moment, table, _, values in self.events:
            if table == "plan" and values and "status" in values:
                if values["status"] != "closed":
                    closed = None
                elif closed is None:
                    closed = moment
        return closed

    def picture(self, *, at: dt.date | None, known_at: dt.datetime | None, now: dt.datetime) -> Picture:
        """The plan as at the end of a day, as known at a moment, asked for ``now``."""
        set_up_at = self.events[0][0]
        set_up_on = day_of(set_up_at)
        closed_at = self.closed_at()
        at, known_at = at or day_of(now), known_at or now
        moment = min(last_of(at), known_at)
        first = last_of(set_up_on)
        if set_up_at <= known_at < first:
            first = known_at  # what is looked at on the day itself knows nothing of the rest of it
        moment = max(moment, first)
        if closed_at:
            moment = min(moment, closed_at)
            at = min(at, day_of(closed_at))
        tables = self.tables(moment)
        [plan] = tables["plan"].values()
        return {
            "plan": {name: plan[name] for name in ("title", "introduction", "status", "red_means")},
            "at": at,
            "set up": set_up_on,
            "starts": min(plan["dated"], set_up_on),
            "closed": day_of(closed_at) if closed_at else None,
            "sections": [self._section(tables, key, at, known_at) for key in in_place(tables["section"])],
        }

    def _section(self, tables: dict[str, Any], key: int, at: dt.date, known_at: dt.datetime) -> Picture:
        section = tables["section"][key]
        columns = [
            (pk, tables["locality"][pk]["name"], tables["locality"][pk]["kind"]) for pk in section["columns"]
        ]
        if section["has_overall"]:
            columns.append((None, "Overall", ""))
        of_section = {pk: row for pk, row in tables["outcome"].items() if row["section"] == key}
        statements = [row for row in tables["statement"].values() if row["section"] == key]
        return {
            "heading": (section["number"], section["title"]),
            "columns": columns,
            "statements": sorted((row["kind"], row["number"], row["text"]) for row in statements),
            "outcomes": [self._outcome(tables, pk, columns, at, known_at) for pk in in_place(of_section)],
        }

    def _outcome(
        self, tables: dict[str, Any], key: int, columns: list[Any], at: dt.date, known_at: dt.datetime
    ) -> Picture:
        outcome = tables["outcome"][key]
        withdrawn = outcome["withdrawn_on"]
        cells = []
        for column, *_ in columns:
            applies = column is None or not outcome["only"] or column in outcome["only"]
            stood = self.stood(key, column, at, known_at) if applies else []
            cells.append(
                (
                    column,
                    applies,
                    [(row["id"], row["rag"], row["words"], row["author"], row["corrects"]) for row in stood],
                    (at - stood[0]["from"]).days if stood else None,
                )
            )
        return {
            "id": key,
            "words": tuple(
                outcome[name] for name in ("version", "ref", "statement", "timescale", "timescale_on")
            ),
            "leads": [tables["lead"][pk]["title"] for pk in outcome["leads"]],
            "themes": sorted(tables["theme"][pk]["name"] for pk in outcome["themes"]),
            "withdrawn": withdrawn if withdrawn and withdrawn <= at else None,
            "cells": cells,
        }

    def stood(self, outcome: int, column: int | None, at: dt.date, known_at: dt.datetime) -> list[Row]:
        """The rating that stood in a cell and the one before it, as far as there were any."""
        known = [row for row in self.ratings if row["at"] <= known_at]
        crossed_out = {row["corrects"] for row in known}
        in_cell = [
            row
            for row in known
            if (row["outcome"], row["column"]) == (outcome, column)
            and row["rag"] is not None
            and row["id"] not in crossed_out
            and row["from"] <= at
        ]
        in_cell.sort(key=lambda row: (row["from"], row["at"], row["id"]))
        return in_cell[::-1][:2]


def in_place(rows: dict[int, Row]) -> list[int]:
    """Keys in the order of the plan."""
    return sorted(rows, key=lambda key: (rows[key]["position"], key))


def day_of(moment: dt.datetime) -> dt.date:
    """The day it is in England."""
    return moment.astimezone(LONDON).date()


def last_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in England."""
    return dt.datetime.combine(day, dt.time(23, 59, 59, 999_999), LONDON)


def picture_of(snapshot: PlanSnapshot) -> Picture:
    """The same picture, of a snapshot."""
    return {
        "plan": {
            "title": snapshot.title,
            "introduction": snapshot.introduction,
            "status": snapshot.status,
            "red_means": snapshot.definitions["red"],
        },
        "at": snapshot.at,
        "set up": snapshot.set_up_on,
        "starts": snapshot.starts_on,
        "closed": snapshot.closed_on,
        "sections": [
            {
                "heading": (section.number, section.title),
                "columns": [(c.locality_id, c.name, c.kind) for c in section.columns],
                "statements": [(s.kind, s.number, s.text) for s in section.statements],
                "outcomes": [
                    {
                        "id": row.id,
                        "words": (row.version, row.ref, row.statement, row.timescale, row.timescale_on),
                        "leads": [lead.name for lead in row.leads],
                        "themes": [theme.name for theme in row.themes],
                        "withdrawn": row.withdrawn_on,
                        "cells": [_cell(cell) for cell in row.cells],
                    }
                    for row in section.outcomes
                ],
            }
            for section in snapshot.sections
        ],
    }


def _cell(cell: Cell) -> tuple[Any, ...]:
    stood = [one for one in (cell.standing, cell.previous) if one]
    return (
        cell.column.locality_id,
        cell.applies,
        [(one.id, one.rag, one.commentary, one.recorded_by, one.corrects) for one in stood],
        cell.days,
    )
