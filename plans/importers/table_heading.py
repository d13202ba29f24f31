"""The heading of a plan's table: which column is what."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..plan_draft import OVERALL
from .rag_words import colour_of


class Role(StrEnum):
    """What a column holds."""

    REF = "ref"
    OUTCOME = "outcome"
    LEAD = "lead"
    TIMESCALE = "timescale"
    RAG = "rag"
    OTHER = "other"


_ROLES: tuple[tuple[Role, str], ...] = (
    (Role.REF, r"(?:ref|reference|no|nos|num|number|item|action (?:no|ref)|id|#)(?:\s+(?:no|number|ref))?"),
    (Role.RAG, r"(?:b?rag|current b?rag|rating|status|overall|progress status)(?:\s+(?:rating|status|rag))?"),
    (Role.RAG, r"overall\s+(?:b?rag|rating|status)"),
    (Role.LEAD, r"(?:\w+\s+)?(?:leads?|lead officers?|owners?|responsible officers?|accountable officers?)"
                r"(?:\s*\(s\))?"),
    (Role.LEAD, r"lead\s?\(s\)|who|by whom|who is responsible|(?:person |officer )?responsible|responsibility"
                r"|lead (?:person|role|manager|name|professional)s?|accountab\w+"),
    (Role.TIMESCALE, r"time\s?-?(?:scale|frame|line)s?"
                     r"|(?:target|due|end|delivery|completion) dates?"
                     r"|deadlines?|(?:by )?when|target completion dates?|due(?: by)?|dates?|target"
                     r"|completed? by"),
    (Role.OUTCOME, r"(?:\w+\s+){0,2}outcomes?(?:\s+\w+)?|(?:expected|desired|intended) (?:impact|result)s?"),
)  # fmt: skip
# Taken for the outcome only where no column is called Outcome.
_INSTEAD = re.compile(
    r"(?:key |improvement |required )*actions?(?: required| needed)?|improvements?(?: required)?"
    r"|what (?:we will do|will we do|needs to happen|will be different)"
    r"|tasks?|objectives?|recommendations?|areas? for improvement",
    re.I,
)
_RAG_IN_NAME = re.compile(r"\b(?:b?rag)(?:\s+(?:rating|status))?\b\s*[-\u2013:]?\s*|\s*[-\u2013:]\s*$", re.I)
MAX_COLUMN_NAME = 80


@dataclass(frozen=True, slots=True)
class TableHeading:
    """What the heading rows of a table say.

    Attributes:
        roles: one a column.
        names: the words over each column: for a RAG column the locality, ``OVERALL`` for the single or
        overall one.
    """

    roles: tuple[Role, ...]
    names: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.roles)

    def index(self, role: Role) -> int | None:
        """Where the first column of that role is, or None."""
        return self.roles.index(role) if role in self.roles else None

    @property
    def rag_columns(self) -> tuple[tuple[int, str], ...]:
        """Where each RAG column is, and its name."""
        return tuple(
            (i, name)
            for i, (role, name) in enumerate(zip(self.roles, self.names, strict=True))
            if role == Role.RAG
        )


def plain(cell: str) -> str:
    """A heading cell without emphasis, end punctuation and spacing."""
    return re.sub(r"\s+", " ", cell.strip(" *_\n")).rstrip(" :.*_")


def role_of(cell: str) -> Role:
    """What a heading's words say its column holds."""
    words = plain(cell)
    for role, pattern in _ROLES:
        if re.fullmatch(pattern, words, re.I):
            return role
    return Role.OTHER


def read_heading(cells: Sequence[str]) -> TableHeading | None:
    """The heading that a row is, or None.

    It is one where a column is called Outcome (or Action and the like) and another Ref, Lead, RAG or
    Timescale.
    """
    if len(cells) > 60 or any(len(cell) > 120 for cell in cells):
        return None
    named = [index for index, cell in enumerate(cells) if plain(cell)]
    roles = [role_of(cell) if plain(cell) else Role.OTHER for cell in cells]
    if Role.OUTCOME not in roles:
        instead = next(
            (i for i in named if roles[i] == Role.OTHER and _INSTEAD.fullmatch(plain(cells[i]))), None
        )
        if instead is None:
            return None
        roles[instead] = Role.OUTCOME
    known = {roles[index] for index in named} - {Role.OTHER, Role.OUTCOME}
    if not known or len(named) < 2:
        return None
    for role in (Role.OUTCOME, Role.REF, Role.LEAD, Role.TIMESCALE):  # the first of each name is the one
        first = roles.index(role) if role in roles else None
        roles = [Role.OTHER if each == role and i != first else each for i, each in enumerate(roles)]
    names = [plain(cell) for cell in cells]
    if Role.REF not in roles:
        _unnamed_ref(roles, names)
    _spread_rag(roles, names)
    return TableHeading(tuple(roles), tuple(names))


def is_rag_banner(cells: Sequence[str]) -> bool:
    """Whether a row has nothing but RAG, so that the rest of the heading is the next row."""
    named = [plain(cell) for cell in cells if plain(cell)]
    return len(named) == 1 and not plain(cells[0]) and role_of(named[0]) == Role.RAG


def name_rag_columns(heading: TableHeading, cells: Sequence[str]) -> TableHeading | None:
    """The heading with its RAG columns named by the row under it, or None where that row does not name them.

    Args:
        heading: from ``read_heading``.
        cells: the row under it: names below RAG and nothing elsewhere, or nothing but the names where the
            extraction lost the empty cells before them.
    """
    start = heading.index(Role.RAG)
    named = [(index, plain(cell)) for index, cell in enumerate(cells) if plain(cell)]
    if (
        start is None
        or not named
        or len({name for _, name in named if len(name) <= MAX_COLUMN_NAME}) < len(named)
    ):
        return None
    if any(colour_of(name) or re.search(r"\d+\.\d|[.;]\s", name) for _, name in named):
        return None
    if named[0][0] == 0 and start > 0:
        if len(named) < 2 or named[-1][0] != len(named) - 1 or Role.REF not in heading.roles:
            return None
        named = [(start + position, name) for position, (_, name) in enumerate(named)]
    later = [i for i in range(start + 1, heading.width) if heading.names[i] and heading.roles[i] != Role.RAG]
    stop = later[0] if later else max(heading.width, named[-1][0] + 1)
    if named[0][0] < start or named[-1][0] >= stop:
        return None
    width = max(heading.width, stop)
    roles = [*heading.roles, *[Role.RAG] * (width - heading.width)]
    names = [*heading.names, *[""] * (width - heading.width)]
    under = dict(named)
    for index in range(start, stop):
        roles[index] = Role.RAG if index in under else Role.OTHER
        names[index] = column_name(under.get(index, ""))
    return TableHeading(tuple(roles), tuple(names))


def column_name(words: str) -> str:
    """A RAG column's name: the locality, or ``OVERALL`` where there is none to name."""
    name = _RAG_IN_NAME.sub("", plain(words)).strip(" -\u2013:")
    return OVERALL if not name or role_of(name) == Role.RAG else name


def merged(above: TableHeading, other: TableHeading) -> bool:
    """Whether two headings say the same, as where one is repeated at the top of a page."""
    return above.roles == other.roles and [n.casefold() for n in above.names] == [
        n.casefold() for n in other.names
    ]


def with_rag_at(heading: TableHeading, indexes: Sequence[int]) -> TableHeading:
    """The heading with other columns taken for RAG columns under their own names."""
    roles = [Role.RAG if i in indexes else role for i, role in enumerate(heading.roles)]
    return dataclasses.replace(heading, roles=tuple(roles))


def _unnamed_ref(roles: list[Role], names: list[str]) -> None:
    """``Action, (empty), ...``: the heading spans the ref and the text, so the first column holds refs."""
    at = roles.index(Role.OUTCOME)
    if at == 0 and len(names) > 1 and not names[1]:
        roles[:2] = [Role.REF, Role.OUTCOME]
        names[:2] = ["", names[0]]
    elif at == 1 and not names[0]:
        roles[0] = Role.REF


def _spread_rag(roles: list[Role], names: list[str]) -> None:
    """Name the RAG columns of one row, such as ``Aylesbury RAG``."""
    for index, role in enumerate(roles):
        if role == Role.OTHER and re.search(r"\bb?rag\b", names[index], re.I):
            roles[index] = Role.RAG
    for index, role in enumerate(list(roles)):
        if role == Role.RAG:
            names[index] = column_name(names[index])
