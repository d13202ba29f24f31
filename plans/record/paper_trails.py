"""What the record of a plan tells of its papers: begun, changed while a draft, issued, discarded.

Who is no clerk does not see a draft, so what was written in one is not told here.
"""

from collections.abc import Iterator

from .kinds import Kind
from .meeting_trails import at_the_time
from .rows import Row
from .told import Told, day, told
from .trails import Trail, add_trail

_CHOSEN = ("at", "since", "since_paper_id", "parts", "change_note")


def add_paper_trails() -> None:
    """Have changes to papers told in the record of their plan; called once, when the app is ready."""
    meeting = "h.meeting_id"
    add_trail(
        Trail(
            "paper",
            {Kind.MEETING: ("status", "cover", *_CHOSEN)},
            Kind.MEETING,
            names={
                "number": "h.supplement",
                "body": at_the_time("body", "name", at_the_time("meeting", "body_id", meeting)),
                "on": at_the_time("meeting", "on", meeting),
                "issued": "EXISTS (SELECT 1 FROM plans_paper x WHERE x.id = h.id AND x.status = 'issued')",
            },
            sentences=of_paper,
        )
    )


def of_paper(row: Row) -> Iterator[Told]:
    """A paper for a meeting."""
    names = row.names
    about = {
        "about": f"Paper 1.{names['number']} for {names['body']}, {day(names['on'])}",
        "page": ("paper", row.record) if names["issued"] else None,
    }
    if row.type == "+":
        yield told(Kind.MEETING, **about, rest=" begun")
    elif row.type == "-":
        yield told(Kind.MEETING, **about, rest=": draft discarded")
    elif row.changed("status"):
        yield told(Kind.MEETING, **about, rest=f" issued, as at {day(row.now['at'])}")
    else:
        if any(row.changed(name) for name in _CHOSEN):
            yield told(Kind.MEETING, **about, rest=": what is in it changed")
        if row.changed("cover"):
            yield told(Kind.MEETING, **about, rest=": cover report changed")
