"""What is told of the plan itself, its sections and columns, what its authority keeps, and its people."""

from collections.abc import Collection, Iterator

from ..models import Locality, Membership, Plan, Rag
from .kinds import Kind
from .rows import Row
from .told import Told, month, told

_STATUS = {
    Plan.Status.DRAFT: "Plan made a draft",
    Plan.Status.LIVE: "Plan opened",
    Plan.Status.CLOSED: "Plan closed",
}
_ROLES = {
    Membership.Role.READER: "a reader",
    Membership.Role.MANAGER: "a manager",
    Membership.Role.SMT: "one of the senior management team",
    Membership.Role.CLERK: "a clerk",
    Membership.Role.ADMINISTRATOR: "a plan administrator",
}


def of_authority(row: Row) -> Iterator[Told]:
    """The council's own name."""
    for name, words in (("name", "The council's name"), ("short_name", "The council's short name")):
        if row.changed(name):
            yield told(Kind.PLAN, start=f"{words}: {_from_to(row, name)}")


def of_locality(row: Row) -> Iterator[Told]:
    """A column's name, wherever it is used."""
    if row.type == "-":
        yield told(Kind.SECTION, start=f"Locality {row.now['name']} deleted from the council's list")
    elif row.changed("name"):
        yield told(Kind.SECTION, start=f"Locality {row.was['name']} renamed {row.now['name']}")
    if row.changed("kind"):
        was, now = (Locality.Kind(kind).label.lower() for kind in (row.was["kind"], row.now["kind"]))
        yield told(Kind.SECTION, start=f"Locality {row.now['name']}: from {was} to {now}")


def of_lead(row: Row) -> Iterator[Told]:
    """A lead's title, wherever it is used."""
    yield from _kept(row, "Lead", "title")


def of_theme(row: Row) -> Iterator[Told]:
    """A theme's name, wherever it is used."""
    yield from _kept(row, "Theme", "name")


def _kept(row: Row, what: str, name: str) -> Iterator[Told]:
    if row.type == "-":
        yield told(Kind.LEAD, start=f"{what} {row.now[name]} deleted from the council's list")
    elif row.changed(name):
        yield told(Kind.LEAD, start=f"{what} {row.was[name]} renamed {row.now[name]}")


def of_plan(row: Row, visible: Collection[int]) -> Iterator[Told]:
    """The plan's own words, its month and its status, and what people say of its outcomes.

    Args:
        row: the change.
        visible: ids of the versions before that the reader may see; of another no ref is given.
    """
    said = _said_of_outcomes(row, seen=row.now["predecessor_id"] in visible)
    if row.type != "~":
        done = "set up" if row.type == "+" else "deleted"
        yield told(Kind.PLAN, start=f"Plan {done}: {row.now['title']}, {month(row.now['dated'])}")
        if row.now["predecessor_id"]:
            yield told(Kind.PLAN, start=f"Plan follows the version of {month(row.names['followed'])}")
        yield from said
        return
    if row.changed("status"):
        yield told(Kind.PLAN, start=_STATUS[Plan.Status(row.now["status"])])
    if row.changed("title"):
        yield told(
            Kind.PLAN, Kind.WORDING, start="Plan renamed", said=row.was["title"], says=row.now["title"]
        )
    if row.changed("introduction"):
        done = "reworded" if row.was["introduction"] and row.now["introduction"] else "added"
        yield told(
            Kind.WORDING,
            start=f"Introduction {done if row.now['introduction'] else 'removed'}",
            said=row.was["introduction"],
            says=row.now["introduction"],
        )
    for rag in Rag:
        if row.changed(field := f"{rag.value}_means"):
            yield told(
                Kind.WORDING,
                start=f"What {rag.label} means reworded",
                said=row.was[field],
                says=row.now[field],
            )
    if row.changed("dated"):
        was, now = month(row.was["dated"]), month(row.now["dated"])
        yield told(Kind.PLAN, start=f"Month on the cover: from {was} to {now}")
    if row.changed("predecessor_id"):
        followed = month(row.names["followed"])
        yield told(
            Kind.PLAN,
            start=f"Plan follows the version of {followed}"
            if followed
            else "Plan follows no earlier version",
        )
    if row.changed("slug"):
        yield told(Kind.PLAN, start=f"Address of the plan: {_from_to(row, 'slug')}")
    if row.changed("authority_id"):
        yield told(Kind.PLAN, start=f"Plan moved to {row.names['authority']}")
    yield from said


def of_draft(row: Row) -> Iterator[Told]:
    """A draft of the next version that came to nothing: its month, for it had readers of its own."""
    done = "made" if row.type == "+" else "discarded"
    yield told(Kind.DRAFT, start=f"Draft of the next version {done}: {month(row.names['dated'])}")


def _said_of_outcomes(row: Row, *, seen: bool) -> Iterator[Told]:
    new, dropped = row.now["said_new"], row.now["said_dropped"]
    before = month(row.names["followed"])
    if row.changed("said_new") or (row.type == "+" and new):
        yield told(Kind.PLAN, start=f"New, and continuing nothing: {new or 'none'}")
    if row.changed("said_dropped") or (row.type == "+" and dropped):
        refs = dropped if seen or not dropped else f"{len(dropped.split(', '))}"
        yield told(Kind.PLAN, start=f"Dropped of the version of {before}: {refs or 'none'}")


def of_section(row: Row) -> Iterator[Told]:
    """A section's number, title and Overall column."""
    section = {"about": f"Section {row.now['number']}", "section": row.record}
    if row.type != "~":
        done = "added" if row.type == "+" else "deleted"
        yield told(Kind.SECTION, **section, rest=f" {done}: {row.now['title']}", run=f"sections {done}")
        return
    if row.changed("number"):
        yield told(Kind.SECTION, **section, rest=f", which was {row.was['number']}, renumbered")
    if row.changed("title"):
        texts = {"said": row.was["title"], "says": row.now["title"]}
        yield told(Kind.SECTION, Kind.WORDING, **section, rest=" renamed", **texts)
    if row.changed("has_overall"):
        done = "added" if row.now["has_overall"] else "removed"
        yield told(Kind.SECTION, **section, rest=f": column Overall {done}")


def of_column(row: Row) -> Iterator[Told]:
    """A section's column."""
    named = row.names["named"]
    done = {"+": f"column {named} added", "-": f"column {named} removed"}.get(
        row.type, f"column {row.names['before']} replaced by {named}"
    )
    yield told(
        Kind.SECTION,
        about=f"Section {row.names['number']}",
        section=row.names["section_id"],
        rest=f": {done}",
        run={"+": "columns added", "-": "columns removed"}.get(row.type, ""),
    )


def of_membership(row: Row) -> Iterator[Told]:
    """Who is a member, and as what."""
    who, role = _member(row), _ROLES[Membership.Role(row.now["role"])]
    if row.type == "+":
        yield told(Kind.PEOPLE, start=f"{who} became {role}", run="people made members")
        if row.now["every_locality"]:
            yield told(Kind.PEOPLE, start=f"{who} may rate every locality")
    elif row.type == "-":
        yield told(Kind.PEOPLE, start=f"{who} is no longer a member (was {role})", run="people left")
    else:
        if row.changed("user_id"):
            yield told(Kind.PEOPLE, start=f"{who} took another person's place, as {role}")
        if row.changed("role"):
            was = _ROLES[Membership.Role(row.was["role"])]
            yield told(Kind.PEOPLE, start=f"{who} became {role} (was {was})")
        if row.changed("every_locality"):
            may = "may" if row.now["every_locality"] else "may no longer"
            yield told(Kind.PEOPLE, start=f"{who} {may} rate every locality")


def of_membership_lead(row: Row) -> Iterator[Told]:
    """The leads that a member holds."""
    yield from _held(row, "holds", "no longer holds", "leads")


def of_membership_locality(row: Row) -> Iterator[Told]:
    """The localities that a member rates."""
    yield from _held(row, "rates", "no longer rates", "localities")


def _held(row: Row, holds: str, no_longer: str, what: str) -> Iterator[Told]:
    who, named = _member(row), row.names["named"]
    if row.type == "~":
        yield told(Kind.PEOPLE, start=f"{who} {holds} {named} in place of {row.names['before']}")
        return
    done = holds if row.type == "+" else no_longer
    run = f"{what} given to members" if row.type == "+" else f"{what} taken from members"
    yield told(Kind.PEOPLE, start=f"{who} {done} {named}", run=run)


def _member(row: Row) -> str:
    return row.names["name"] or row.names["email"] or "Somebody whose account is gone"


def _from_to(row: Row, name: str) -> str:
    return f"from {row.was[name] or 'none'} to {row.now[name] or 'none'}"
