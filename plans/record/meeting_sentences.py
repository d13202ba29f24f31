"""What is told of a change to a meeting, to what it asked for, and to how far that has come."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..models import Progress, Rag, Recommendation
from .kinds import Kind
from .rows import Row
from .told import Told, day, told

_DONE = {"+": "recorded", "-": "deleted", "~": "changed"}

BODY_FIELDS = {
    "name": "name",
    "kind": "kind",
    "clear_days": "clear days",
    "chase_days": "days on which people are chased",
    "cycle_days": "how often ratings are updated",
    "cover": "headings of the cover report",
    "template_id": "Word template",
}
MEETING_FIELDS = {
    "begins_at": "time",
    "place": "place",
    "item": "agenda item",
    "pages": "pages",
}
RECOMMENDATION_FIELDS = {
    "meeting_id": "the meeting that made it",
    "who": "who is to do it",
    "due": "when it is due",
}


def of_body(row: Row) -> Iterator[Told]:
    """A body that has met."""
    name = row.now["name"]
    if row.type == "-":
        yield told(Kind.MEETING, start=f"{name} deleted")
        return
    if row.changed("name"):
        yield told(Kind.MEETING, start=f"{name}, which was {row.was['name']}, renamed")
    if row.changed("template_id"):
        yield told(
            Kind.MEETING, start=f"{name}: {_template(row.names['template'], row.names['template_was'])}"
        )
    apart = ("name", "template_id")
    if fields := _changed(row, {key: words for key, words in BODY_FIELDS.items() if key not in apart}):
        yield told(Kind.MEETING, start=f"{name}: {fields} changed")


def of_meeting(row: Row) -> Iterator[Told]:
    """A meeting itself."""
    about = _meeting(row)
    if row.type != "~":
        done = _DONE[row.type]
        yield told(Kind.MEETING, **about, rest=f" {done}", run=f"meetings {done}")
        return
    if row.changed("on"):
        yield told(Kind.MEETING, **about, rest=f", which was on {day(row.was['on'])}, moved")
    if fields := _changed(row, {"body_id": "body", **MEETING_FIELDS}):
        yield told(Kind.MEETING, **about, rest=f": {fields} changed")


def of_recommendation(row: Row) -> Iterator[Told]:
    """What a meeting recommended or asked for."""
    about = _recommendation(row.now["kind"], row.now["ref"], row.record, row.names["here"])
    of = f" of {row.names['meeting_body']}, {day(row.names['meeting_on'])},"
    if row.type != "~":
        done = _DONE[row.type]
        text = {"says" if row.type == "+" else "said": row.now["words"]}
        notes = (f"For {row.now['who']}",)
        yield told(
            Kind.MEETING, **about, rest=f"{of} {done}", notes=notes, run=f"recommendations {done}", **text
        )
        return
    if row.changed("words"):
        yield told(Kind.MEETING, **about, rest=f"{of} reworded", said=row.was["words"], says=row.now["words"])
    fields = {"kind": "kind", "ref": "ref", **RECOMMENDATION_FIELDS}
    if changed := _changed(row, fields):
        yield told(Kind.MEETING, **about, rest=f"{of.rstrip(',')}: {changed} changed")


def of_progress(row: Row) -> Iterator[Told]:
    """How a recommendation stood from a day on, or what a meeting said of that."""
    about = _recommendation(row.names["kind"], row.names["ref"], row.names["of"], row.names["here"])
    rag = Rag(row.now["rag"])
    of = f" of {row.names['asked_body']}"
    if row.type == "-":
        yield told(Kind.MEETING, start="Progress of ", **about, rest=f"{of} deleted", said=row.now["words"])
        return
    if row.now["review"]:
        said = Progress.Review(row.now["review"]).label.lower()
        at = f"{row.names['meeting_body']}, {day(row.names['meeting_on'])}"
        rest = f"{of}: {said} at {at}; {rag.label.lower()}"
    else:
        rest = f"{of}: {rag.label.lower()} from {day(row.now['on'])}"
    yield told(
        Kind.MEETING, **about, rest=rest, says=row.now["words"], rag=rag, run="statuses of recommendations"
    )


def _template(name: str | None, was: str | None) -> str:
    """What became of a body's Word template, by the names of the files."""
    if not name:
        return f"Word template “{was}” no longer used"
    return f"Word template “{name}” put in {f'place of “{was}”' if was else 'use'}"


def _meeting(row: Row) -> dict[str, Any]:
    title = f"{row.names['meeting_body']}, {day(row.names['meeting_on'])}"
    page = ("meeting", row.names["meeting_id"]) if row.names["meeting_here"] else None
    return {"about": f"Meeting of {title}", "page": page}


def _recommendation(kind: str, ref: str, pk: int, here: bool) -> dict[str, Any]:
    about = f"{Recommendation.Kind(kind).label} {ref}".strip()
    return {"about": about, "page": ("recommendation", pk) if here else None}


def _changed(row: Row, fields: Mapping[str, str]) -> str:
    """The fields that a change touched, in words."""
    names = [words for name, words in fields.items() if row.changed(name)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
