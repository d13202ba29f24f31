"""Makes workbooks of plans for the tests, and reads them back."""

import dataclasses
import datetime as dt
import io
from typing import Any

import openpyxl

from plans.models import Plan, Rag
from plans.papers.plan_paper import plan_document
from plans.papers.xlsx import write_xlsx
from plans.snapshot import (
    Cell,
    Column,
    Named,
    OutcomeRow,
    PlanSnapshot,
    SectionView,
    Sentence,
    Stood,
    take_snapshot,
)

from .factories import rate_everything, set_up_by

AT = dt.date(2026, 11, 21)
PRODUCED_AT = dt.datetime(2026, 11, 21, 10, 32, 5, tzinfo=dt.UTC)


def workbook_of(snapshot: PlanSnapshot, described: str = "") -> bytes:
    document = plan_document(snapshot, produced_by="Cleo Clerk", produced_at=PRODUCED_AT, described=described)
    return write_xlsx(document)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def head_row(sheet: Any, first: str = "Ref") -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == first)


OVERALL = Column(None, "Overall")


def outcome(ref: str, statement: str = "Something is better", reason: str = "", **fields: Any) -> OutcomeRow:
    """An outcome rated Red in Overall for ``reason``, or not rated where there is none."""
    standing = Stood(1, Rag.RED, reason, AT - dt.timedelta(3), PRODUCED_AT, "Maya Team") if reason else None
    cells = (Cell(OVERALL, True, standing, None, 3 if standing else None),)
    return OutcomeRow(
        **{
            "id": int(ref.split(".")[-1]), "version": 1, "ref": ref, "statement": statement,
            "section_number": ref.split(".")[0], "leads": (Named(1, "Team Managers"),), "themes": (),
            "timescale": "", "timescale_on": None, "withdrawn_on": None, "cells": cells, **fields,
        }
    )  # fmt: skip


def section(
    number: str, title: str, *outcomes: OutcomeRow, statements: tuple[Sentence, ...] = ()
) -> SectionView:
    return SectionView(int(number), number, title, (OVERALL,), statements, outcomes)


def snapshot_of(*sections: SectionView, **fields: Any) -> PlanSnapshot:
    return PlanSnapshot(
        **{
            "plan_id": 1, "slug": "plan", "title": "Improvement Plan",
            "authority": "Westermoor County Council",
            "dated": dt.date(2025, 10, 1), "status": Plan.Status.LIVE, "introduction": "",
            "past": False, "wording_at": None, "starts_on": dt.date(2025, 10, 1),
                "set_up_on": dt.date(2025, 10, 1), "closed_on": None,
                "definitions": {rag: f"What {rag.label} means" for rag in Rag}, "at": AT,
            "known_at": PRODUCED_AT, "sections": sections, **fields,
        }
    )  # fmt: skip


def rated_snapshot(plan: Plan) -> PlanSnapshot:
    """A plan, each cell rated twice, but for two outcomes that came later."""
    rate_everything(plan, by=set_up_by(), times=2)
    snapshot = take_snapshot(plan)
    late = {"1.2", "3.1"}

    def unrated(row: OutcomeRow) -> OutcomeRow:
        if row.ref not in late:
            return row
        cells = tuple(
            dataclasses.replace(cell, standing=None, previous=None, days=None) for cell in row.cells
        )
        return dataclasses.replace(row, cells=cells)

    sections = tuple(
        dataclasses.replace(part, outcomes=tuple(map(unrated, part.outcomes))) for part in snapshot.sections
    )
    return dataclasses.replace(snapshot, sections=sections)


def long_text(sentences: int) -> str:
    return "".join(f"Sentence {number} says what was seen in an audit.  " for number in range(sentences))
