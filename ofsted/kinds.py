"""What a visit of each kind can have: what its page shows, and what its form asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import Visit
from .register_rows import VisitRow

Kind = Visit.Kind

OF_SOME_KINDS = frozenset(
    {
        "number", "framework", "letter_on", "ofsted_published_on", "council_published_on", "self_assessment",
        "next_expected", "document",
    }
)  # fmt: skip
"""Fields of a visit that not every kind has; and ``document``, the inspector's document of its findings."""

NO_GRADES = frozenset({"framework"})
NOT_OFSTEDS = NO_GRADES | {"ofsted_published_on"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so of every visit of a kind.

    Attributes:
        lacks: what of ``OF_SOME_KINDS`` it cannot have.
        who: what those who did it are called in a label.
        written_in: where its findings are written down.
    """

    lacks: frozenset[str]
    who: str = "Who came"
    written_in: str = "the letter or report"


KINDS: Mapping[str, Facts] = {
    Kind.INSPECTION: Facts(frozenset()),
    Kind.MONITORING_VISIT: Facts(NO_GRADES),
    Kind.FOCUSED_VISIT: Facts(NO_GRADES),
    Kind.JTAI: Facts(NO_GRADES),
    Kind.ANNUAL_ENGAGEMENT: Facts(NO_GRADES),
    Kind.DFE_REVIEW: Facts(NOT_OFSTEDS),
    Kind.CASE_REVIEW: Facts(NOT_OFSTEDS),
    Kind.PEER_REVIEW: Facts(NOT_OFSTEDS),
    # SMT's own, month by month: nobody writes to the council about it, and none is given to an inspector.
    Kind.SITE_DAY: Facts(OF_SOME_KINDS, who="Who went", written_in="the notes of the day"),
}

_WHY_NOT = {
    "framework": "Only an inspection has a framework: choose None, or change the kind.",
    "ofsted_published_on": "Ofsted does not publish visits of this kind. Leave it empty, or change the kind.",
}


def can_have(kind: str) -> frozenset[str]:
    """What of ``OF_SOME_KINDS`` a visit can have.

    Args:
        kind: a ``Visit.Kind`` value; all of it where that is not said yet.
    """
    return OF_SOME_KINDS - KINDS[kind].lacks if kind in KINDS else OF_SOME_KINDS


def told_of(visit: Visit | VisitRow) -> frozenset[str]:
    """What of ``OF_SOME_KINDS`` is shown of a visit: what it can have, and what is recorded all the same."""
    return can_have(visit.kind) | {name for name in OF_SOME_KINDS if getattr(visit, name, None)}


def facts_of(visit: Visit | VisitRow) -> dict[str, object]:
    """What a template that shows the facts of a visit is given.

    Returns:
        ``told`` as in ``told_of``; ``published``, by whom and when, None where the day is not known; and
        ``who``, the label of those who did it.
    """
    told = told_of(visit)
    days = (("Ofsted", "ofsted_published_on"), ("the council", "council_published_on"))
    return {
        "told": told,
        "published": [(by, getattr(visit, name)) for by, name in days if name in told],
        "who": KINDS[visit.kind].who,
    }


def why_not(name: str) -> str:
    """A sentence for the person who gave a visit something that its kind cannot have."""
    return _WHY_NOT.get(name, "A visit of this kind has none. Leave it empty.")
