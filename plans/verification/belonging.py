"""Whether what is linked belongs together: one plan, one authority, one version after another."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from ..models import (
    MembershipLead,
    MembershipLocality,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomePredecessor,
    OutcomeTheme,
    Plan,
    SectionColumn,
    VersionDraft,
)
from .faults import Fault, rows_with_faults

_SET_UP = "Put it right in Set-up."


def _shared(model: type[Model], owner: str, shared: str) -> tuple[type[Model], str, str, Fault]:
    """A link to what an authority's plans share."""
    return (
        model,
        f"{model._meta.db_table} m JOIN plans_{owner} o ON o.id = m.{owner}_id "
        f"JOIN plans_plan p ON p.id = o.plan_id JOIN plans_{shared} s ON s.id = m.{shared}_id",
        "p.id",
        Fault(
            "another authority",
            "s.authority_id <> p.authority_id",
            f"its {shared} is of another authority than its plan",
            _SET_UP,
        ),
    )


LINKS: tuple[tuple[type[Model], str, str, Fault], ...] = (
    (
        Outcome,
        "plans_outcome m JOIN plans_section s ON s.id = m.section_id",
        "m.plan_id",
        Fault("section elsewhere", "s.plan_id <> m.plan_id", "its section is of another plan", _SET_UP),
    ),
    (
        OutcomePredecessor,
        "plans_outcomepredecessor m JOIN plans_outcome o ON o.id = m.outcome_id "
        "JOIN plans_outcome b ON b.id = m.predecessor_id JOIN plans_plan p ON p.id = o.plan_id",
        "p.id",
        Fault(
            "predecessor elsewhere",
            "p.predecessor_id IS NULL OR p.predecessor_id <> b.plan_id",
            "the outcome before it is not of the version before its plan",
            "Match the two versions again.",
        ),
    ),
    (
        Plan,
        "plans_plan p JOIN plans_plan b ON b.id = p.predecessor_id",
        "p.id",
        Fault(
            "version of another authority",
            "b.authority_id <> p.authority_id",
            "the version before it is another authority's",
            _SET_UP,
        ),
    ),
    (
        Plan,
        "plans_plan p JOIN plans_plan b ON b.id = p.predecessor_id",
        "p.id",
        Fault(
            "version before still open",
            "p.status <> 'draft' AND b.status <> 'closed'",
            "it has started, and the version before it is not closed, so two versions are in use",
            "Close the version before in Set-up.",
        ),
    ),
    (
        VersionDraft,
        "plans_versiondraft m JOIN plans_plan p ON p.id = m.plan_id",
        "m.plan_id",
        Fault(
            "draft cut loose",
            "p.status <> 'draft' OR p.predecessor_id IS NULL",
            "its plan is no draft of a next version any more, so what was chosen for its start, "
            "such as the ratings printed in its text, was never entered",
            "In Set-up make the plan a draft, save it, and say again which version it follows. "
            "Then start it from its own page.",
        ),
    ),
    _shared(SectionColumn, "section", "locality"),
    _shared(OutcomeLead, "outcome", "lead"),
    _shared(OutcomeTheme, "outcome", "theme"),
    _shared(OutcomeLocality, "outcome", "locality"),
    _shared(MembershipLead, "membership", "lead"),
    _shared(MembershipLocality, "membership", "locality"),
)


def belonging_problems(parameters: Mapping[str, Any]) -> Iterator[tuple[str, int, int | None, Fault]]:
    """What does not belong where it is. One statement for each kind of link.

    Args:
        parameters: ``plan``, an id, to keep to one plan's; empty for all of them.

    Yields:
        What the record is called, its id, its plan's id, and the fault.
    """
    for model, source, plan, fault in LINKS:
        pk = "p.id" if model is Plan else "m.id"
        among = f" WHERE {plan} = %(plan)s" if parameters else ""
        for (found, plan_id), _ in rows_with_faults(source + among, [pk, plan], [fault], parameters):
            yield str(model._meta.verbose_name), found, plan_id, fault
