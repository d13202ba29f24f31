"""Reads the meetings of a plan as they stood at a moment, in four or five queries.

A version of a plan shows the meetings of the versions before it too (``plans.line``). What was recorded later
than the moment shown is not there, and what was changed since reads as it did then (``plans.as_recorded``).
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ..as_at import as_date, as_moment
from ..as_recorded import moment_of, one_of, recorded
from ..line import line_of
from ..models import Body, Meeting, Plan, Progress, Rag, Recommendation
from ..snapshot import PlanSnapshot
from .rows import BodyRow, MeetingRow, Meetings, ProgressRow, RecommendationRow

_BODY = "r.id, r.kind, r.name, r.clear_days, r.chase_days, r.cycle_days, r.cover"
_MEETING = 'r.id, r.body_id, r."on", r.begins_at, r.place, r.item, r.pages'
_RECOMMENDATION = "r.id, r.meeting_id, r.kind, r.ref, r.words, r.who, r.due, r.due_on"
_FIRST = (
    "(SELECT {} FROM plans_historicalprogress f WHERE f.id = r.id "
    "ORDER BY f.history_date, f.history_id LIMIT 1)"
)
_PROGRESS = 'r.id, r.recommendation_id, r.rag, r.words, r."on", r.meeting_id, r.review, ' + ", ".join(
    _FIRST.format(f"f.{name}") for name in ("history_by", "history_date", "history_change_reason")
)


def take_meetings(plan: Plan, snapshot: PlanSnapshot) -> Meetings:
    """The meetings of a plan as they stood at the date of a snapshot. Four queries; one more for its line.

    Args:
        plan: the version whose page it is.
        snapshot: the plan then; its cover alone will do.
    """
    line, moment = line_of(plan), moment_of(snapshot)
    bodies = {
        row.id: row
        for row in _bodies(
            recorded(
                Body, _BODY, plan, moment, among="r.authority_id = %(authority)s",
                order="LOWER(r.name), r.id", authority=plan.authority_id,
            )
        )
    }  # fmt: skip
    within = one_of("r.plan_id", line)
    meetings = {
        row.id: row
        for row in _meetings(
            recorded(
                Meeting, _MEETING, plan, moment, among=within,
                order='r."on", r.id',
            ),
            bodies,
        )
    }  # fmt: skip
    asked = recorded(Recommendation, _RECOMMENDATION, plan, moment, among=within)
    progress: dict[int, list[ProgressRow]] = defaultdict(list)
    for pk, said in _progress(
        recorded(
            Progress, _PROGRESS, plan, moment,
            among="r.recommendation_id IN (SELECT x.id FROM plans_recommendation x WHERE "
            f"{one_of('x.plan_id', line)})" if moment is None else one_of("r.history_plan_id", line),
            order='r."on" DESC, r.id DESC',
        ),
        meetings,
    ):  # fmt: skip
        progress[pk].append(said)
    rows = [
        RecommendationRow(
            id=pk,
            meeting=meetings[meeting_id],
            kind=Recommendation.Kind(kind),
            ref=ref,
            words=words,
            who=who,
            due=due,
            due_on=as_date(due_on) if due_on else None,
            progress=tuple(progress[pk]),
        )
        for pk, meeting_id, kind, ref, words, who, due, due_on in asked
        if meeting_id in meetings
    ]
    rows.sort(key=lambda row: (-row.meeting.on.toordinal(), row.meeting.id, row.id))
    return Meetings(
        on=snapshot.at,
        line=line,
        moment=moment,
        bodies=tuple(bodies.values()),
        meetings=tuple(meetings.values()),
        recommendations=tuple(rows),
    )


def _bodies(rows: list[tuple[Any, ...]]) -> Iterator[BodyRow]:
    for pk, kind, name, clear_days, chase_days, cycle_days, cover in rows:
        yield BodyRow(
            pk, Body.Kind(kind), name, clear_days, tuple(_json(chase_days)), cycle_days, tuple(_json(cover))
        )


def _meetings(rows: list[tuple[Any, ...]], bodies: dict[int, BodyRow]) -> Iterator[MeetingRow]:
    for pk, body_id, on, begins_at, place, item, pages in rows:
        begins = dt.time.fromisoformat(begins_at) if isinstance(begins_at, str) else begins_at
        if body_id in bodies:
            yield MeetingRow(pk, bodies[body_id], as_date(on), begins, place, item, pages)


def _progress(
    rows: list[tuple[Any, ...]], meetings: dict[int, MeetingRow]
) -> Iterator[tuple[int, ProgressRow]]:
    for pk, of, rag, words, on, meeting_id, review, by, recorded_at, why in rows:
        yield (
            of,
            ProgressRow(
                id=pk,
                rag=Rag(rag),
                words=words,
                on=as_date(on),
                meeting=meetings.get(meeting_id),
                review=Progress.Review(review) if review else None,
                by=by,
                recorded_at=as_moment(recorded_at),
                why=why,
            ),
        )


def _json(value: Any) -> list[Any]:
    """A JSON column as the driver has it."""
    found: list[Any] = json.loads(value) if isinstance(value, str) else value
    return found
