"""What is told of outcomes, what stands beside them, statements, and ratings."""

from collections.abc import Collection, Iterator
from typing import Any

from ..as_at import as_date, as_moment
from ..carried import Carried
from ..models import Rag, Statement
from .kinds import Kind
from .rows import Row
from .told import Told, day, month, told


def of_outcome(row: Row) -> Iterator[Told]:
    """An outcome's wording, place, timescale and withdrawal."""
    ref, now, was = row.now["ref"], row.now, row.was
    it: dict[str, Any] = {"about": ref, "outcome": row.record}
    if row.type != "~":
        done = "added" if row.type == "+" else "deleted"
        text = {"says" if row.type == "+" else "said": now["statement"]}
        beside = [f"Timescale: {now['timescale']}"] if now["timescale"] else []
        if now["withdrawn_on"]:
            beside.append(f"Withdrawn from {day(now['withdrawn_on'])}")
        yield told(
            Kind.ADDED,
            **it | {"about": f"Outcome {ref}"},
            rest=f" {done}",
            **text,
            notes=tuple(beside),
            run=f"outcomes {done}",
        )
        return
    if row.changed("ref"):
        yield told(
            Kind.ADDED, **it | {"about": f"Outcome {ref}"}, rest=f", which was {was['ref']}, given a new ref"
        )
    if row.changed("statement"):
        texts = {"said": was["statement"], "says": now["statement"]}
        yield told(
            Kind.WORDING,
            **it | {"about": f"Outcome {ref}"},
            rest=" reworded",
            **texts,
            run="outcomes reworded",
        )
    if row.changed("section_id"):
        places = f"from section {row.names['section_before']} to section {row.names['section']}"
        yield told(
            Kind.ADDED, **it | {"about": f"Outcome {ref}"}, rest=f" moved {places}", run="outcomes moved"
        )
    if row.changed("timescale"):
        words = f": from {was['timescale'] or 'none'} to {now['timescale'] or 'none'}"
        means = (f"It means by {day(now['timescale_on'])}",) if now["timescale_on"] else ()
        yield told(Kind.LEAD, **it, start="Timescale of ", rest=words, notes=means, run="timescales changed")
    elif row.changed("timescale_on"):
        was_by, by = (day(d) if d else "no date" for d in (was["timescale_on"], now["timescale_on"]))
        words = f", {now['timescale']}, means {by} (was {was_by})"
        yield told(Kind.LEAD, **it, start="Timescale of ", rest=words, run="timescales changed")
    if row.changed("withdrawn_on"):
        if now["withdrawn_on"] and was["withdrawn_on"]:
            rest = f" withdrawn from {day(now['withdrawn_on'])} (was {day(was['withdrawn_on'])})"
        elif now["withdrawn_on"]:
            rest = f" withdrawn from {day(now['withdrawn_on'])}"
        else:
            rest = f" brought back, which was withdrawn from {day(was['withdrawn_on'])}"
        yield told(
            Kind.ADDED,
            **it | {"about": f"Outcome {ref}"},
            rest=rest,
            run="outcomes withdrawn or brought back",
        )


def of_lead(row: Row) -> Iterator[Told]:
    """A lead of an outcome."""
    yield _link(row, Kind.LEAD, "Lead", "leads")


def of_theme(row: Row) -> Iterator[Told]:
    """A theme of an outcome."""
    yield _link(row, Kind.LEAD, "Theme", "themes")


def _link(row: Row, kind: Kind, one: str, many: str) -> Told:
    named = row.names["named"]
    done = {"+": f"{named} added", "-": f"{named} removed"}.get(
        row.type, f"from {row.names['before']} to {named}"
    )
    run = {"+": f"{many} of outcomes added", "-": f"{many} of outcomes removed"}.get(row.type, "")
    return told(kind, **_its(row), start=f"{one} of ", rest=f": {done}", run=run)


def of_narrowing(row: Row) -> Iterator[Told]:
    """A column that an outcome is narrowed to."""
    named = row.names["named"]
    words = {"+": f" narrowed to {named}", "-": f" no longer narrowed to {named}"}.get(
        row.type, f" narrowed to {named} in place of {row.names['before']}"
    )
    yield told(Kind.SECTION, **_its(row), rest=words, run="changes to the columns of outcomes")


def of_predecessor(row: Row, visible: Collection[int]) -> Iterator[Told]:
    """What an outcome continues. Of a version that the reader may not see, only its month is told.

    Args:
        row: the change.
        visible: ids of the plans that the reader may see.
    """
    seen = row.names["version_id"] in visible
    one = row.names["named"] if seen else "an outcome"
    words = {"+": "continues", "-": "no longer continues"}.get(row.type, "now continues")
    yield told(
        Kind.ADDED,
        **_its(row),
        rest=f" {words} {one} of the version of {month(row.names['version'])}",
        run="links to the version before",
    )


def of_statement(row: Row) -> Iterator[Told]:
    """A sentence of a section that is not an outcome."""
    now, was, number = row.now, row.was, row.names["section"]
    place = {"about": f"Section {number}", "section": now["section_id"]}
    name = f"{Statement.Kind(now['kind']).label} {now['number']}"
    if row.type != "~":
        done = "added" if row.type == "+" else "deleted"
        text = {"says" if row.type == "+" else "said": now["text"]}
        yield told(Kind.ADDED, **place, rest=f": “{name}” {done}", **text, run=f"statements {done}")
        return
    if any(map(row.changed, ("kind", "number", "section_id"))):
        before = f"{Statement.Kind(was['kind']).label} {was['number']}"
        moved = f"“{before}” is now “{name}”" if before != name else f"“{name}” moved here"
        yield told(Kind.ADDED, **place, rest=f": {moved}", run="statements moved")
    if row.changed("text"):
        texts = {"said": was["text"], "says": now["text"]}
        yield told(Kind.WORDING, **place, rest=f": “{name}” reworded", **texts, run="statements reworded")


def of_rating(row: Row) -> Iterator[Told]:
    """A rating, or a correction of one."""
    names = row.names
    it = {"about": names["ref"], "outcome": names["outcome_id"]}
    rag = Rag(names["rag"]) if names["rag"] else None
    column = _column(names["column"])
    later = ("Corrected since",) if names["corrected"] else ()
    if names["given_by"]:
        came = Carried(names["given_by"], as_moment(names["given_at"]), as_date(names["version"]))
        later = (str(came), *later)
    if names["corrects"]:
        wrong = f"{Rag(names['wrong_rag']).label}"
        where = _column(names["wrong_column"])
        entered = f"{wrong} from {day(names['wrong_on'])} by {names['wrong_by']}"
        if rag is None:
            rest = f" {column}, rating struck out: {entered}"
        else:
            place = "" if where == column else f" in {where}"
            rest = (
                f" {column}, rating corrected: {rag.label} from {day(names['effective_on'])} "
                f"(was entered{place} as {entered})"
            )
        reworded = rag is not None and names["commentary"] != names["wrong_commentary"]
        texts = {"said": names["wrong_commentary"], "says": names["commentary"]} if reworded else {}
        yield told(
            Kind.CORRECTION,
            **it,
            rest=rest,
            rag=rag,
            why=names["correction_reason"],
            notes=later,
            run="corrections",
            **texts,
        )
        return
    assert rag is not None  # noqa: S101 - the database holds every other rating to a colour
    stood = Rag(names["stood"]) if names["stood"] else None
    since = f", from {day(names['effective_on'])}"
    if stood == rag:
        rest = f" {column} confirmed {rag.label}{since}"
    else:
        was = f"was {stood.label}" if stood else "not rated before"
        rest = f" {column} rated {rag.label} ({was}){since}"
    yield told(Kind.RATING, **it, rest=rest, rag=rag, why=names["commentary"], notes=later, run="ratings")


def _column(name: str | None) -> str:
    return name or "Overall"


def _its(row: Row) -> dict[str, Any]:
    return {"about": row.names["ref"], "outcome": row.names["outcome_id"]}
