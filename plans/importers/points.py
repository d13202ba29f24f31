"""The points under a section's headings, put together from the lines they stand on."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ..models import Statement
from ..plan_draft import StatementDraft
from .headings import Numbered, bullet, is_sub_point, numbered, split_bullets, split_points

Kind = Statement.Kind
_ENDED = re.compile(r"[.?!:;][)\"'\u2019\u201d]*$")
MAX_POINT = 20_000  # characters; the longest in a real plan has some 900


@dataclass
class _Point:
    text: str
    line: int
    number: int | None = None
    marked: bool = True


@dataclass
class Points:
    """A section's lists while they are being read.

    Attributes:
        kind: the list that lines go into; None when no heading has come yet, or the table has begun.
        last: the number of its last point; 0 where it has none.
    """

    kind: Kind | None = None
    lists: dict[Kind, list[_Point]] = field(default_factory=dict)
    _indent: int = 0

    @property
    def current(self) -> list[_Point]:
        """The points of the list that is open."""
        return self.lists.setdefault(self.kind, []) if self.kind else []

    @property
    def last(self) -> int:
        """The number of the open list's last point: printed, or counted."""
        points = self.current
        return (points[-1].number or len(points)) if points else 0

    def open(self, kind: Kind) -> None:
        """Begin a list, or carry one on."""
        self.kind = kind
        self._indent = 0
        self.lists.setdefault(kind, [])

    def close(self) -> None:
        """End the lists: a table has begun."""
        self.kind = None

    def has_points(self, kind: Kind) -> bool:
        """Whether a list has any."""
        return bool(self.lists.get(kind))

    def expects(self, found: Numbered, *, after_gap: bool) -> bool:
        """Whether a numbered line is the next point of the list, and not a line that happens to begin so."""
        if not found.point:
            return False
        value, last = found.value, self.last
        return value == last + 1 or (value == 1 and last > 0) or (after_gap and last < value <= last + 5)

    def add_numbered(self, found: Numbered, line: int, stop: int | None) -> None:
        """Add a numbered point, and those that follow it on its line.

        Args:
            found: the number and the rest of the line.
            line: its line number.
            stop: the number the next line begins with, if it does.
        """
        for number, text in split_points(found.text, found.value, stop):
            self.current.append(_Point(text, line, number))

    def add_bullet(self, text: str, line: int, indent: int) -> None:
        """Add a bullet; one further in, under a point that ends in a colon, is part of that point."""
        first, *more = split_bullets(text)
        points = self.current
        if points and indent > self._indent and points[-1].text.split("\n")[0].endswith(":"):
            points[-1].text += f"\n- {first}"
        else:
            if not points or indent < self._indent:
                self._indent = indent
            points.append(_Point(first, line))
        points.extend(_Point(part, line) for part in more)

    def add_text(self, text: str, line: int, *, after_gap: bool) -> bool:
        """Add a line without a mark: the rest of a point, or a point of a list that has no marks.

        Returns:
            False where it is neither, so that it is not understood.
        """
        points = self.current
        if not self.kind or (points and len(points[-1].text) > MAX_POINT):
            return False
        if not points:
            points.append(_Point(text, line, marked=False))
            return True
        last = points[-1]
        unfinished = not _ENDED.search(last.text[-9:])
        if is_sub_point(text):
            last.text += f"\n{text}"
        elif (
            (last.marked and not after_gap)
            or text[0].islower()
            or (unfinished and (last.marked or not after_gap))
        ):
            last.text = joined(last.text, text)
        elif not last.marked:
            points.append(_Point(text, line, marked=False))
        else:
            return False
        return True

    def add_rest(self, text: str, line: int) -> None:
        """Add what stands on the same line as the heading."""
        found = numbered(text)
        if found and self.expects(found, after_gap=False):
            self.add_numbered(found, line, None)
        elif (item := bullet(text)) is not None:
            self.add_bullet(item, line, 0)
        else:
            self.add_text(text, line, after_gap=True)

    def drafts(self, kind: Kind) -> tuple[StatementDraft, ...]:
        """The points of a list. They keep their printed numbers where those only ever go up."""
        points = [point for point in self.lists.get(kind, []) if point.text]
        printed = [point.number for point in points]
        rising = all(printed) and all(a < b for a, b in pairwise(printed) if a and b)
        return tuple(
            StatementDraft(point.number if rising and point.number else count, point.text, point.line)
            for count, point in enumerate(points, start=1)
        )


def joined(*parts: str) -> str:
    """Parts of a text that a page or line end broke; a word broken at its hyphen gets no space."""
    whole: list[str] = []
    for part in filter(None, parts):
        if whole and not (whole[-1][-1] == "-" and whole[-1][-2:-1].isalnum() and part[0].isalpha()):
            whole.append(" ")
        whole.append(part)
    return "".join(whole)
