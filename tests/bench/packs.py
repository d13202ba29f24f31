"""A whole committee paper: how long its pack takes in all, and each format's part of that."""

import datetime as dt
import time
from collections.abc import Callable
from statistics import median

from django.utils import timezone

from plans.cover_headings import default_cover
from plans.models import Body, Meeting, Paper, Plan
from plans.packs import packs_of
from plans.papers.csv import write_csv
from plans.papers.formats import FORMATS
from plans.parts import parts_for_papers

Row = Callable[..., int]
ROUNDS = 5


def whole_pack(plan: Plan, row: Row) -> int:
    """Every part of a paper on a plan, read and written in every format. Nothing of it is stored."""
    paper = _paper(plan)
    times: dict[str, list[float]] = {}
    for number in range(ROUNDS + 1):
        spent = _once(paper)
        if number:  # the first one warms up
            for name, seconds in spent.items():
                times.setdefault(name, []).append(seconds)
    in_all = median(map(sum, zip(*times.values(), strict=True)))
    over = row("Whole pack of 7 sections, 60 outcomes, 4 columns", in_all, 1.0, "of the pack")
    for name, seconds in times.items():
        over |= row(f"Of that, {name}", median(seconds), median(seconds) / in_all, "of the pack")
    return over


def _once(paper: Paper) -> dict[str, float]:
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        spent[name] = time.perf_counter() - start

    read = []
    timed("reading it", lambda: read.extend(packs_of(paper)))
    pack = read[0]
    for one in FORMATS:
        timed(one.label, lambda one=one: one.write(pack.document))  # type: ignore[misc]
    timed("CSV", lambda: [write_csv(table) for table in pack.data])
    return spent


def _paper(plan: Plan) -> Paper:
    body = Body(authority=plan.authority, name="Select Committee", cover=default_cover())
    meeting = Meeting(plan=plan, body=body, on=timezone.localdate() + dt.timedelta(days=10))
    return Paper(
        plan=plan,
        meeting=meeting,
        since=timezone.localdate() - dt.timedelta(days=60),
        parts=[[key, 0] for key in parts_for_papers()],
        cover=[[one["title"], one["text"], one["place"]] for one in body.cover],
    )
