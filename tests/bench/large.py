"""A plan's paper of any number of ratings, made without a database, no two of its reasons alike."""

import datetime as dt
from dataclasses import replace

from plans.models import Rag
from plans.papers.document import Document
from plans.papers.plan_paper import plan_document
from plans.snapshot import Cell, Column, Named, OutcomeRow, Stood
from tests.workbooks import AT, OVERALL, PRODUCED_AT, outcome, section, snapshot_of

SECTIONS = 7
_COLUMNS = (Column(1, "Wexley"), Column(2, "Thornby"), Column(3, "Hale"), OVERALL)
_REASON = "Audit {n}: oversight on {share} of the files, with the reason for {part} of the decisions."


def large_document(ratings: int) -> Document:
    """A paper whose last sheet has so many rows: four columns of outcomes in seven sections."""
    outcomes = [_outcome(number) for number in range(ratings // len(_COLUMNS))]
    sections = [
        replace(section(str(at), f"Section {at}", *outcomes[at - 1 :: SECTIONS]), columns=_COLUMNS)
        for at in range(1, SECTIONS + 1)
    ]
    return plan_document(snapshot_of(*sections), produced_by="Bench", produced_at=PRODUCED_AT)


def _outcome(number: int) -> OutcomeRow:
    cells = tuple(
        Cell(column, True, _stood(number * len(_COLUMNS) + place), None, number % 90)
        for place, column in enumerate(_COLUMNS)
    )
    said = f"Children are seen alone, and what child {number} says is in the record. " * (1 + number % 2)
    leads = tuple(Named(at, f"Head of Service {at}") for at in (number % 8, 8 + number % 3))
    return outcome(f"{1 + number % SECTIONS}.{1 + number // SECTIONS}", said, cells=cells, leads=leads)


def _stood(number: int) -> Stood:
    reason = _REASON.format(n=number, share=number % 17, part=number % 13)
    return Stood(
        number, list(Rag)[number % 4], reason, AT - dt.timedelta(number % 90), PRODUCED_AT, "Maya Team"
    )
