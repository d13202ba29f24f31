"""What is told of a change to a visit, its findings, samples and site checks, and to a decision."""

from collections.abc import Iterator, Mapping
from typing import Any

from plans.models import Rag
from plans.record import Kind, Row, Told, told
from plans.record.told import day

from ..clocks import clock_rule
from ..models import Attachment, Decision, Finding, visit_title

_DONE = {"+": "recorded", "-": "deleted", "~": "changed"}

VISIT_FIELDS = {
    "kind": "kind",
    "number": "number",
    "framework": "framework",
    "locality_id": "site",
    "on_site": "days on site",
    "letter_on": "date of the letter",
    "ofsted_published_on": "Ofsted's publication",
    "council_published_on": "the council's publication",
    "inspectors": "who came",
    "looked_at": "what was looked at",
    "evidence_seen": "kinds of evidence",
    "self_assessment": "the self-assessment",
    "next_expected": "the next visit",
}
FINDING_FIELDS = {
    "ref": "ref",
    "paragraph": "paragraph",
    "kind": "kind",
    "section_id": "section",
    "area": "area",
    "owner_id": "owner",
    "due_on": "due date",
    "repeats_id": "what it repeats",
}
RESULT_FIELDS = {
    "standard": "standard",
    "met": "met",
    "partly": "partly met",
    "not_met": "not met",
    "of": "of how many",
    "spread": "spread",
    "note": "note",
    "outcome_id": "outcome",
}


def of_visit(row: Row) -> Iterator[Told]:
    """A visit itself."""
    about = _visit(row, begins=True)
    if row.type != "~":
        done = _DONE[row.type]
        yield told(Kind.OUTSIDE, **about, rest=f", {row.now['on_site']}, {done}", run=f"visits {done}")
        return
    if row.changed("summary"):
        texts = {"said": row.was["summary"], "says": row.now["summary"]}
        yield told(Kind.OUTSIDE, **about, rest=": summary changed", **texts)
    if fields := _changed(row, VISIT_FIELDS):
        yield told(Kind.OUTSIDE, **about, rest=f": {fields} changed")


def of_judgement(row: Row) -> Iterator[Told]:
    """What an area was judged to be."""
    area, grade = row.now["area"], row.now["grade"]
    if row.type == "~":
        start = f"{area}: judged {grade}, which was {row.was['grade']}, by the "
    elif row.type == "+":
        start = f"{area}: judged {grade} by the "
    else:
        start = f"Judgement of {area} taken out of the "
    yield told(Kind.OUTSIDE, start=start, **_visit(row), run="judgements recorded or changed")


def of_attachment(row: Row) -> Iterator[Told]:
    """A file of a visit."""
    kind = Attachment.Kind(row.now["kind"]).label
    done = {"+": "attached to", "-": "removed from", "~": "changed on"}[row.type]
    yield told(Kind.OUTSIDE, start=f"{kind} “{row.now['name']}” {done} the ", **_visit(row))


def of_deadline(row: Row) -> Iterator[Told]:
    """That a deadline was met, or was not after all."""
    gone = row.type == "-"
    rule = clock_rule(row.now["clock"])
    title = f"“{rule.title}”" if rule else "A deadline"
    start = f"{title}: not met after all, of the " if gone else f"{title}: met on {_day(row)}, of the "
    yield told(Kind.OUTSIDE, start=start, **_visit(row), why="" if gone else row.now["note"])


def _day(row: Row) -> str:
    return day(row.now["met_on"])


def of_finding(row: Row) -> Iterator[Told]:
    """A finding's words, its place, and what is done about it."""
    about = _finding(row.now["ref"], row.record, row.names["finding_here"])
    of = f" of the {_title(row)}"
    if row.type != "~":
        done = _DONE[row.type]
        text = {"says" if row.type == "+" else "said": row.now["words"]}
        yield told(Kind.OUTSIDE, **about, rest=f"{of} {done}", run=f"findings {done}", **text)
        return
    if row.changed("status"):
        was, now = (Finding.Status(value).label.lower() for value in (row.was["status"], row.now["status"]))
        yield told(Kind.OUTSIDE, **about, rest=f"{of}: {now}, which was {was}")
    for name, label in (("words", "reworded"), ("response", "response"), ("evidence", "evidence")):
        if row.changed(name):
            texts = {"said": row.was[name], "says": row.now[name]}
            yield told(Kind.OUTSIDE, **about, rest=f"{of}: {label}", **texts)
    if fields := _changed(row, FINDING_FIELDS):
        yield told(Kind.OUTSIDE, **about, rest=f"{of}: {fields} changed")


def of_link(row: Row) -> Iterator[Told]:
    """That an outcome answers a finding, and why."""
    names = row.names
    outcome = f"outcome {names['outcome']}"
    rest = {
        "+": f" is answered by {outcome}",
        "-": f" is not answered by {outcome} any more",
        "~": f" and {outcome}: why it answers it changed",
    }[row.type]
    yield told(
        Kind.OUTSIDE,
        **_finding(names["ref"], names["finding_id"], names["finding_here"]),
        rest=rest,
        why="" if row.type == "-" else row.now["reason"],
        run="outcomes linked to findings",
    )


def of_sample(row: Row) -> Iterator[Told]:
    """What a review sampled."""
    done = _DONE[row.type]
    start = f"Sample of {row.now['size']} {row.now['cohort']} {done}, of the "
    yield told(Kind.OUTSIDE, start=start, **_visit(row), run=f"samples {done}")


def of_result(row: Row) -> Iterator[Told]:
    """A measured result."""
    now, done = row.now, _DONE[row.type]
    count = f": {now['met']} of {now['of']}" if now["met"] is not None else ""
    fields = f" ({_changed(row, RESULT_FIELDS)})" if _changed(row, RESULT_FIELDS) else ""
    start = f"Measured result {done}{fields}, {now['question']}{count}"
    yield told(Kind.OUTSIDE, start=start, run=f"measured results {done}")


def of_check(row: Row) -> Iterator[Told]:
    """What SMT saw of an outcome on a site day, and how a difference was resolved."""
    start = f"{row.names['outcome']} {row.names['column'] or 'Overall'} "
    if row.type == "~" and row.changed("resolution"):
        resolved = "resolved" if row.now["resolution"] else "open again"
        done = f"{start}difference {resolved}, of the "
        yield told(Kind.OUTSIDE, start=done, **_visit(row), why=row.now["resolution"])
    if row.type != "~" or any(map(row.changed, ("seen", "question", "rag", "met", "of"))):
        rag = Rag(row.now["rag"]) if row.now["rag"] else None
        count = f", {row.now['met']} of {row.now['of']}" if row.now["of"] else ""
        colour = f": {rag.label.lower()}" if rag else ""
        done = "deleted from the " if row.type == "-" else f"seen by SMT{colour}{count} on the "
        yield told(Kind.OUTSIDE, start=start + done, **_visit(row), says=row.now["seen"], rag=rag)


def of_decision(row: Row) -> Iterator[Told]:
    """A decision of those who govern the improvement."""
    body = Decision.Body(row.now["body"]).label
    said = row.was["words"] if row.type == "~" else ""
    start = f"Decision of {row.now['decided']}, {body}, {_DONE[row.type]}"
    yield told(Kind.OUTSIDE, start=start, said=said, says=row.now["words"])


def _changed(row: Row, labels: Mapping[str, str]) -> str:
    """Which of these fields a change is of, in words; empty for none."""
    names = [label for field, label in labels.items() if row.changed(field)]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _title(row: Row, *, begins: bool = False) -> str:
    """What a row's visit was called, as it stands in a sentence, or as it begins one."""
    names = row.names
    title = visit_title(names["visit_kind"], names["visit_number"], locality=names["visit_place"] or "")
    name = title.startswith(("SMT", "DfE"))
    return title if begins or name else title[0].lower() + title[1:]


def _visit(row: Row, *, begins: bool = False) -> dict[str, Any]:
    """What a row is about: its visit, with a link to it if it is still there."""
    page = {"page": ("visit", row.names["visit_id"])} if row.names["visit_here"] else {}
    return {"about": _title(row, begins=begins), **page}


def _finding(ref: str, key: int, here: Any) -> dict[str, Any]:
    """What a row is about: its finding, with a link to it if it is still there."""
    return {"about": f"Finding {ref}".strip(), **({"page": ("finding", key)} if here else {})}
