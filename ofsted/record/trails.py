"""The tables of this app that the record of a plan tells of."""

# ruff: noqa: S608 - the statements are made of constants

from collections.abc import Callable, Iterable, Iterator

from plans.as_at import name_of
from plans.record import Kind, Row, Told, Trail, add_trail

from . import sentences
from .sentences import FINDING_FIELDS, RESULT_FIELDS, VISIT_FIELDS

_MOMENT = "h.history_date"
_ABOUT_OUTCOME = "h.outcome_id = %(outcome)s"
_ABOUT_SECTION = "h.outcome_id IN (SELECT ever.id FROM ever)"
_LINKED = "h.id IN (SELECT x.finding_id FROM ofsted_historicalfindingoutcome x WHERE {})"


def _then(model: str, field: str, key: str) -> str:
    """SQL for a field of a record of this app, as it was at the moment of a change ``h``."""
    return (
        f"(SELECT x.{field} FROM ofsted_historical{model} x WHERE x.id = {key} "
        f"AND x.history_date <= {_MOMENT} ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1)"
    )


def _here(model: str, key: str) -> str:
    """SQL for whether a record of this app is still there."""
    return f"EXISTS (SELECT 1 FROM ofsted_{model} x WHERE x.id = {key})"


def _visit(key: str) -> dict[str, str]:
    """What a row's visit was called, and whether it is still there."""
    site = _then("visit", "locality_id", key)
    return {
        "visit_id": key,
        "visit_kind": _then("visit", "kind", key),
        "visit_number": _then("visit", "number", key),
        "visit_place": name_of("locality", "name", site, past=True, moment=_MOMENT),
        "visit_here": _here("visit", key),
    }


def _ref(key: str) -> str:
    return name_of("outcome", "ref", key, past=True, moment=_MOMENT)


def _trail(
    model: str,
    tell: Callable[[Row], Iterator[Told]],
    fields: Iterable[str],
    names: dict[str, str],
    *,
    of_outcome: str = "",
    of_section: str = "",
) -> Trail:
    return Trail(
        model,
        {Kind.OUTSIDE: tuple(fields)},
        Kind.OUTSIDE,
        names=names,
        app="ofsted",
        sentences=tell,
        of_outcome=of_outcome,
        of_section=of_section,
    )


def _trails() -> Iterator[Trail]:
    """In the order in which one save writes them."""
    visit = _visit("h.visit_id")
    about = {"of_outcome": _ABOUT_OUTCOME, "of_section": _ABOUT_SECTION}
    yield _trail("visit", sentences.of_visit, (*VISIT_FIELDS, "summary"), _visit("h.id"))
    yield _trail("judgement", sentences.of_judgement, ("area", "grade"), visit)
    yield _trail("attachment", sentences.of_attachment, ("kind", "name"), visit)
    yield _trail("deadlinemet", sentences.of_deadline, ("clock", "met_on", "document_id", "note"), visit)
    in_section = _LINKED.format("x.outcome_id IN (SELECT ever.id FROM ever)")
    yield _trail(
        "finding",
        sentences.of_finding,
        (*FINDING_FIELDS, "words", "status", "response", "evidence"),
        visit | {"finding_here": _here("finding", "h.id")},
        of_outcome=_LINKED.format("x.outcome_id = %(outcome)s"),
        of_section=f"(h.section_id = %(section)s OR {in_section})",
    )
    linked = {
        "finding_id": "h.finding_id",
        "ref": _then("finding", "ref", "h.finding_id"),
        "outcome": _ref("h.outcome_id"),
        "finding_here": _here("finding", "h.finding_id"),
    }
    yield _trail("findingoutcome", sentences.of_link, ("reason",), linked, **about)
    yield _trail("sample", sentences.of_sample, ("cohort", "size", "note"), visit)
    yield _trail("sampleresult", sentences.of_result, ("question", *RESULT_FIELDS), {}, **about)
    seen = visit | {
        "outcome": _ref("h.outcome_id"),
        "column": name_of("locality", "name", "h.locality_id", past=True, moment=_MOMENT),
    }
    fields = ("seen", "question", "rag", "met", "of", "resolution")
    yield _trail("sitecheck", sentences.of_check, fields, seen, **about)
    yield _trail("decision", sentences.of_decision, ("words", "decided", "body"), {})


def add_trails() -> None:
    """Have changes to visits told in the record of their plan; called once, when the app is ready."""
    for trail in _trails():
        add_trail(trail)
