"""The tables that the record of a plan is made of: which changes in each are told, and what they concern.

In the record:

- everything that belongs to the plan: itself, its sections, columns, statements and outcomes with their
  leads, themes, columns and predecessors; its ratings and their corrections; its members and what they hold;
- that a draft of the next version was made and discarded, whose own record cannot be read any more;
- what its authority keeps, where the plan used it at the time or had used it before: a locality, lead or
  theme renamed or deleted, and the authority's own name;
- meetings, what they asked for and how far that has come, with what changed of the bodies that met
  (``meeting_trails``).

Not in it: accounts (an address changed, a password set), which are people's own and belong to no plan; the
adding of a locality, lead, theme or body to the authority's lists, which the line that first uses it tells;
and a change of nothing but ``position``, ``version`` or other fields that no reader of the plan sees.
"""

# ruff: noqa: S608 - the statements are made of constants; what varies goes in as parameters

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..as_at import name_of
from .kinds import Kind
from .told import Told


def _then(model: str, name: str, key: str) -> str:
    """SQL for what something was called at the moment of a change."""
    return name_of(model, name, key, past=True, moment="h.history_date")


OF_PLAN = "h.history_plan_id = %(plan)s"
OF_SECTION = "(SELECT ever.id FROM ever)"
WITH_SECTION = (
    "WITH ever(id) AS (SELECT DISTINCT s.id FROM plans_historicaloutcome s WHERE s.section_id = %(section)s)"
)
"""Every outcome that is in the section, or ever was: begins the statement that has ``OF_SECTION`` in it."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The history of one model, as part of a plan's record. In its SQL, ``h`` is the row of history.

    Attributes:
        model: its name in lower case.
        told: the fields whose change is told, by the kinds of change that this is.
        comes: the kind of its being added and deleted.
        names: what else is read with a row: a name -> SQL.
        of_plan: which rows are this plan's; takes ``plan`` and ``authority``.
        of_outcome, of_section: which of them concern one outcome or section, by ``outcome`` or ``section``;
            empty where none does.
        only_links: it says no more than what belongs together, so that every row of it is told.
        called: its own name, where it is not the model's only trail.
        app: the app that the model is of.
        sentences: what a row of it says, where that is another app's to tell (``page`` has this app's own).
    """

    model: str
    told: dict[Kind, tuple[str, ...]]
    comes: Kind
    names: dict[str, str] = field(default_factory=dict)
    of_plan: str = OF_PLAN
    of_outcome: str = ""
    of_section: str = ""
    only_links: bool = False
    called: str = ""
    app: str = "plans"
    sentences: Callable[[Any], Iterator[Told]] | None = None

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return self.called or self.model

    @property
    def table(self) -> str:
        """Its history."""
        return f"{self.app}_historical{self.model}"

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is told, once."""
        return tuple(dict.fromkeys(name for names in self.told.values() for name in names))

    @property
    def before(self) -> str:
        """SQL for the id of the row of history before ``h`` of the same record."""
        return self._before("x.history_id")

    def _before(self, what: str) -> str:
        return (
            f"(SELECT {what} FROM {self.table} x WHERE x.id = h.id "
            "AND (x.history_date, x.history_id) < (h.history_date, h.history_id) "
            "ORDER BY x.history_date DESC, x.history_id DESC LIMIT 1)"
        )

    def tells(self, kinds: frozenset[Kind]) -> str:
        """SQL for whether a row says something of these kinds; empty where none ever does."""
        if self.only_links and self.comes in kinds:
            return "h.history_type IN ('+', '~', '-')"
        parts = []
        if self.comes in kinds:
            parts.append("h.history_type <> '~'")
        if fields := tuple(
            dict.fromkeys(name for kind in self.told if kind in kinds for name in self.told[kind])
        ):
            same = " AND ".join(
                f'(x."{f}" = h."{f}" OR (x."{f}" IS NULL AND h."{f}" IS NULL))' for f in fields
            )
            parts.append(f"(h.history_type = '~' AND {self._before(same)} IS NOT TRUE)")
        return f"({' OR '.join(parts)})" if parts else ""


def _kept(model: str, told: dict[Kind, tuple[str, ...]], comes: Kind, **uses: str) -> Trail:
    """The trail of what an authority keeps.

    Args:
        model, told, comes: as for ``Trail``.
        uses: where a plan uses it: the model of a link -> what it belongs to, ``outcome`` or ``section``.
    """

    def used(where: dict[str, str]) -> str:
        """SQL for whether a link of the plan had pointed to it by then, by the condition for each link."""
        links = (
            f"(SELECT u.id FROM plans_historical{link} u WHERE u.{model}_id = h.id "
            # Looked up by what it points to: the plus keeps the index of the plan's whole record out of it.
            f"AND +u.history_plan_id = %(plan)s AND u.history_date <= h.history_date{condition} LIMIT 1) "
            "IS NOT NULL"
            for link, condition in where.items()
        )
        return f"({' OR '.join(links)})" if where else ""

    return Trail(
        model,
        told,
        comes,
        of_plan="h.authority_id = %(authority)s AND h.history_type <> '+' AND "
        + used(dict.fromkeys(uses, "")),
        of_outcome=used({u: " AND u.outcome_id = %(outcome)s" for u, of in uses.items() if of == "outcome"}),
        of_section=used(
            {
                u: " AND u.section_id = %(section)s"
                if of == "section"
                else f" AND u.outcome_id IN {OF_SECTION}"
                for u, of in uses.items()
                if of in ("outcome", "section")
            }
        ),
    )


def _of_outcome(
    model: str, told: str, comes: Kind, names: dict[str, str], *, only_links: bool = True
) -> Trail:
    """The trail of a link of an outcome."""
    return Trail(
        model,
        {comes: (told,)},
        comes,
        names={"outcome_id": "h.outcome_id", "ref": _then("outcome", "ref", "h.outcome_id"), **names},
        of_outcome="h.outcome_id = %(outcome)s",
        of_section=f"h.outcome_id IN {OF_SECTION}",
        only_links=only_links,
    )


def _named(model: str, name: str, key: str) -> dict[str, str]:
    """What a link leads to, by name, and what it led to before."""
    return {"named": _then(model, name, f"h.{key}"), "before": _then(model, name, f"p.{key}")}


def _of_membership(model: str, told: str, names: dict[str, str]) -> Trail:
    """The trail of what a member holds."""
    who = _then("membership", "user_id", "h.membership_id")
    return Trail(
        model,
        {Kind.PEOPLE: (told,)},
        Kind.PEOPLE,
        names={"name": _then("user", "name", who), "email": _then("user", "email", who), **names},
        only_links=True,
    )


_MEANINGS = ("red_means", "amber_means", "green_means", "complete_means")
_SAID = ("said_new", "said_dropped")
_PREDECESSORS_PLAN = _then("outcome", "plan_id", "h.predecessor_id")

DRAFT = "draft"

TRAILS: list[Trail] = [
    # In the order in which one save, or one import, writes them: that is their order within one moment.
    Trail(
        "authority",
        {Kind.PLAN: ("name", "short_name")},
        Kind.PLAN,
        of_plan="h.id = %(authority)s AND h.history_type = '~' AND h.history_date >= "
        "(SELECT MIN(f.history_date) FROM plans_historicalplan f WHERE f.id = %(plan)s)",
    ),
    _kept("locality", {Kind.SECTION: ("name", "kind")}, Kind.SECTION, sectioncolumn="section"),
    _kept("lead", {Kind.LEAD: ("title",)}, Kind.LEAD, outcomelead="outcome"),
    _kept("theme", {Kind.LEAD: ("name",)}, Kind.LEAD, outcometheme="outcome"),
    Trail(
        "plan",
        {
            Kind.WORDING: ("title", "introduction", *_MEANINGS),
            Kind.PLAN: ("title", "dated", "status", "predecessor_id", "slug", "authority_id", *_SAID),
        },
        Kind.PLAN,
        names={
            "followed": _then("plan", "dated", "h.predecessor_id"),
            "authority": _then("authority", "name", "h.authority_id"),
        },
    ),
    Trail(
        "section",
        {Kind.WORDING: ("title",), Kind.SECTION: ("title", "number", "has_overall")},
        Kind.SECTION,
        of_section="h.id = %(section)s",
    ),
    Trail(
        "sectioncolumn",
        {Kind.SECTION: ("locality_id",)},
        Kind.SECTION,
        names={
            "section_id": "h.section_id",
            "number": _then("section", "number", "h.section_id"),
            **_named("locality", "name", "locality_id"),
        },
        of_section="h.section_id = %(section)s",
    ),
    Trail(
        "statement",
        {Kind.WORDING: ("text",), Kind.ADDED: ("kind", "number", "section_id")},
        Kind.ADDED,
        names={"section": _then("section", "number", "h.section_id")},
        of_section="h.section_id = %(section)s",
    ),
    Trail(
        "outcome",
        {
            Kind.WORDING: ("statement",),
            Kind.ADDED: ("ref", "section_id", "withdrawn_on"),
            Kind.LEAD: ("timescale", "timescale_on"),
        },
        Kind.ADDED,
        names={
            "section": _then("section", "number", "h.section_id"),
            "section_before": _then("section", "number", "p.section_id"),
        },
        of_outcome="h.id = %(outcome)s",
        of_section=f"h.id IN {OF_SECTION}",
    ),
    # A lead has a position beside the others, which changes without being told.
    _of_outcome("outcomelead", "lead_id", Kind.LEAD, _named("lead", "title", "lead_id"), only_links=False),
    _of_outcome("outcometheme", "theme_id", Kind.LEAD, _named("theme", "name", "theme_id")),
    _of_outcome("outcomelocality", "locality_id", Kind.SECTION, _named("locality", "name", "locality_id")),
    _of_outcome(
        "outcomepredecessor",
        "predecessor_id",
        Kind.ADDED,
        {
            **_named("outcome", "ref", "predecessor_id"),
            "version_id": _PREDECESSORS_PLAN,
            "version": _then("plan", "dated", _PREDECESSORS_PLAN),
        },
    ),
    Trail(
        "membership",
        {Kind.PEOPLE: ("role", "every_locality", "user_id")},
        Kind.PEOPLE,
        names={"name": _then("user", "name", "h.user_id"), "email": _then("user", "email", "h.user_id")},
    ),
    _of_membership("membershiplead", "lead_id", _named("lead", "title", "lead_id")),
    _of_membership("membershiplocality", "locality_id", _named("locality", "name", "locality_id")),
    # No plan is deleted but a draft of a next version, and it follows the same one to its end.
    Trail(
        "plan",
        {},
        Kind.DRAFT,
        names={"dated": "h.dated"},
        of_plan="h.predecessor_id = %(plan)s AND h.history_type <> '~' AND h.id IN (SELECT d.id "
        "FROM plans_historicalplan d WHERE d.predecessor_id = %(plan)s AND d.history_type = '-')",
        called=DRAFT,
    ),
]

RATING = "rating"
ORDER = {name: place for place, name in enumerate([*(trail.name for trail in TRAILS), RATING])}
"""The order of changes within one moment, by trail: the last written comes last."""


def add_trail(trail: Trail) -> None:
    """Have another app's changes told in the record of a plan; called once each, when the app is ready.

    Within one moment its changes come after those there are, in the order in which they are added.
    """
    TRAILS.append(trail)
    ORDER[trail.name] = len(ORDER)
