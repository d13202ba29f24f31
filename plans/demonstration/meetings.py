"""The meetings of the demonstration (marlshire/meetings.toml), written down as its clerk would have."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..actions.bodies import save_body
from ..actions.meetings import save_meeting
from ..actions.recommendations import Reviewed, record_progress, review_recommendations, save_recommendation
from ..dates import full_date
from ..models import Body, Meeting, Plan, Recommendation, User
from ..timescale import meant_by
from .sources import Calendar, read

FILE = "marlshire/meetings.toml"
CLERK, ADMINISTRATOR = "tom.bassett", "ruth.adeyemi"
_MINUTED = dt.timedelta(days=6)
"""How long after a meeting its minutes are written."""


def tell_of_meetings(plan: Plan, *, people: Mapping[str, User], calendar: Calendar, made: dt.date) -> None:
    """Write down the bodies, their meetings, what these asked for, and what became of it.

    Args:
        plan: the version in use.
        people: the part of an address before the ``@`` -> the person.
        calendar: from the dates in the file to those in the database.
        made: the day on which the plan was set up, as the files have days.
    """
    source = read(FILE)
    bodies = {
        entry["name"]: save_body(
            body=Body(
                kind=entry["kind"], name=entry["name"], clear_days=entry["clear_days"],
                chase_days=entry["chase"], cycle_days=entry["cycle"],
            ),
            plan=plan, by=people[ADMINISTRATOR], reason="From its terms of reference",
            when=calendar.moment(made, "11:00"),
        )
        for entry in source["body"]
    }  # fmt: skip
    asked: dict[str, Recommendation] = {}
    told: dict[str, Any] = {"plan": plan, "people": people, "calendar": calendar}
    for entry in source["meeting"]:
        meeting = save_meeting(
            meeting=Meeting(
                body=bodies[entry["body"]], on=calendar.day(entry["on"]),
                begins_at=dt.time.fromisoformat(entry["time"]), place=entry["place"],
                item=entry.get("item", ""), pages=entry.get("pages", ""),
            ),
            plan=plan, by=people[CLERK], reason="From the calendar of meetings",
            when=calendar.moment(entry["recorded"], "10:15"),
        )  # fmt: skip
        minuted = calendar.moment(entry["on"] + _MINUTED, "15:40")
        _reviewed(entry, meeting, asked, plan=plan, by=people[CLERK], when=minuted)
        for one in entry.get("asked", ()):
            asked[one["name"]] = _asked(one, meeting, **told, when=minuted)


def _asked(
    one: Mapping[str, Any],
    meeting: Meeting,
    *,
    plan: Plan,
    people: Mapping[str, User],
    when: dt.datetime,
    calendar: Calendar,
) -> Recommendation:
    due = meant_by(one["due"])
    made = save_recommendation(
        recommendation=Recommendation(
            meeting=meeting, kind=one["kind"], ref=one["ref"], words=one["words"], who=one["who"],
            due=full_date(calendar.day(due)) if due else one["due"],
        ),
        plan=plan, by=people[CLERK], reason="From the minutes", when=when,
    )  # fmt: skip
    for on, by, rag, words in one.get("progress", ()):
        record_progress(
            recommendation=made, plan=plan, rag=rag, words=words, on=calendar.day(on), by=people[by],
            when=calendar.moment(on, "16:10"),
        )  # fmt: skip
    return made


def _reviewed(
    entry: Mapping[str, Any],
    meeting: Meeting,
    asked: Mapping[str, Recommendation],
    *,
    plan: Plan,
    by: User,
    when: dt.datetime,
) -> None:
    reviews = [
        Reviewed(asked[name], review, rag, words) for name, review, rag, words in entry.get("reviewed", ())
    ]
    if reviews:
        review_recommendations(
            meeting=meeting, plan=plan, reviews=reviews, by=by, reason="From the minutes", when=when
        )
