"""The tables of meetings and of what these asked for that the record of a plan tells of."""

# ruff: noqa: S608 - the statements are made of constants

from . import meeting_sentences
from .kinds import Kind
from .meeting_sentences import BODY_FIELDS, MEETING_FIELDS, RECOMMENDATION_FIELDS
from .trails import Trail, add_trail

_BODY_MET_BY_THEN = (
    "h.authority_id = %(authority)s AND h.history_type <> '+' AND "
    "(SELECT u.id FROM plans_historicalmeeting u WHERE u.body_id = h.id AND "
    "+u.history_plan_id = %(plan)s AND u.history_date <= h.history_date LIMIT 1) IS NOT NULL"
)


def at_the_time(model: str, field: str, key: str) -> str:
    """SQL for a field of a record as it was at the moment of a change ``h``."""
    return (
        f'(SELECT x."{field}" FROM plans_historical{model} x WHERE x.id = {key} '
        "AND x.history_date <= h.history_date ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1)"
    )


def _here(model: str, key: str) -> str:
    """SQL for whether a record is still there."""
    return f"EXISTS (SELECT 1 FROM plans_{model} x WHERE x.id = {key})"


def _template(change: str) -> str:
    """SQL for what the Word template of a body was called after a change ``h``, or before it, ``p``."""
    return f"(SELECT x.name FROM plans_papertemplate x WHERE x.id = {change}.template_id)"


def _meeting(key: str) -> dict[str, str]:
    """What a row's meeting was called, and whether it is still there."""
    return {
        "meeting_id": key,
        "meeting_body": at_the_time("body", "name", at_the_time("meeting", "body_id", key)),
        "meeting_on": at_the_time("meeting", "on", key),
        "meeting_here": _here("meeting", key),
    }


def add_meeting_trails() -> None:
    """Have changes to meetings told in the record of their plan; called once, when the app is ready."""
    kind = Kind.MEETING
    add_trail(
        Trail(
            "body",
            {kind: (*BODY_FIELDS,)},
            kind,
            of_plan=_BODY_MET_BY_THEN,
            names={"template": _template("h"), "template_was": _template("p")},
            sentences=meeting_sentences.of_body,
        )
    )
    add_trail(
        Trail(
            "meeting",
            {kind: ("body_id", "on", *MEETING_FIELDS)},
            kind,
            names=_meeting("h.id"),
            sentences=meeting_sentences.of_meeting,
        )
    )
    add_trail(
        Trail(
            "recommendation",
            {kind: ("kind", "ref", "words", *RECOMMENDATION_FIELDS)},
            kind,
            names=_meeting("h.meeting_id") | {"here": _here("recommendation", "h.id")},
            sentences=meeting_sentences.of_recommendation,
        )
    )
    of = "h.recommendation_id"
    asked_at = at_the_time("recommendation", "meeting_id", of)
    add_trail(
        Trail(
            "progress",
            {kind: ("rag", "words", "on", "meeting_id", "review")},
            kind,
            names=_meeting("h.meeting_id")
            | {
                "of": of,
                "kind": at_the_time("recommendation", "kind", of),
                "ref": at_the_time("recommendation", "ref", of),
                "asked_body": at_the_time("body", "name", at_the_time("meeting", "body_id", asked_at)),
                "here": _here("recommendation", of),
            },
            sentences=meeting_sentences.of_progress,
        )
    )
