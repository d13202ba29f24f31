"""Whether a line is the title of a section, from what follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from .headings import MAX_TITLE, Numbered
from .points import Points
from .table_rows import Table
from .tokens import Kind, Stream, Token, prefix_of, row_ref

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_NEAR = 80  # lines within which a table must follow a heading that other documents have too
_LONGEST_PLAIN = 150  # characters of a title without a number


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """A section's title.

    Attributes:
        number: as written, or as the refs of its table say.
        text: the title.
        last: index of its last token.
        repeated: it is the title of the section that is open, at the head of a new page.
    """

    number: str
    text: str
    last: int
    repeated: bool = False


@dataclass
class Standing:
    """Where the reader is.

    Attributes:
        number, title: of the open section; empty before the first.
        points: its lists.
        table: the table that is open, if any.
        has_table: whether it has had one.
    """

    number: str = ""
    title: str = ""
    points: Points | None = None
    table: Table | None = None
    has_table: bool = False


def section_title(stream: Stream, index: int, standing: Standing, *, after_gap: bool) -> SectionTitle | None:
    """The section title that begins at a token, or None where it is a point, a row or other text.

    A title is known by what follows it: the heading of a list that the open section has had already, or a
    table
    whose refs belong to another section. That is what tells "3. Timely visits", a point, from "3. Help", a
    title.
    """
    token = stream.tokens[index]
    found = token.found
    if token.kind == Kind.TEXT and not after_gap and standing.number and not standing.has_table:
        return None
    if token.kind not in (Kind.TEXT, Kind.NUMBERED, Kind.ROW) or (token.kind == Kind.ROW and not found):
        return None
    text = (found.text if found else token.text).strip()
    if _repeats(standing, found, text):
        return SectionTitle(standing.number, standing.title, index, repeated=True)
    last, structure = _structure_after(stream, index, found)
    if structure is None:
        return None
    title = " ".join([text, *(t.text for t in stream.tokens[index + 1 : last + 1] if t.kind == Kind.TEXT)])
    if not title or len(title) > MAX_TITLE or (not found and not _could_be_plain(title, standing)):
        return None
    follower = stream.tokens[structure]
    prefix = stream.prefix_after(structure)
    if follower.kind == Kind.LIST_HEADING:
        fits = _before_list(stream, structure, standing, found, prefix)
    else:
        fits = _before_table(follower, standing, found, prefix)
    if not fits:
        return None
    return SectionTitle(_number(found, prefix, standing, follower), title.rstrip(" :"), last)


def next_number(standing: Standing, prefix: str) -> str:
    """The number of a section that has none written: what its refs say, or one more than the last."""
    if prefix and prefix != standing.number:
        return prefix
    return str(int(standing.number) + 1) if standing.number.isdigit() else "1"


def _repeats(standing: Standing, found: Numbered | None, text: str) -> bool:
    if not standing.title:
        return False
    same = text.casefold().removesuffix("(continued)").strip(" :-") == standing.title.casefold()
    return same and (found is None or found.number == standing.number)


def _structure_after(stream: Stream, index: int, found: Numbered | None) -> tuple[int, int | None]:
    """The title's last token, and the heading or row that follows it."""
    last, after = index, stream.after(index)
    while after is not None and after - index <= 12:
        token = stream.tokens[after]
        if token.kind in (Kind.LIST_HEADING, Kind.TABLE_HEADING):
            return last, after
        if token.kind == Kind.ROW:
            return last, after if len([cell for cell in token.cells if cell]) > 1 else None
        near = token.line - stream.tokens[last].line == 1 and last - index < 2
        if not (found and token.kind == Kind.TEXT and near):
            return last, None
        last, after = after, stream.after(after)
    return last, None


def _could_be_plain(title: str, standing: Standing) -> bool:
    return len(title) <= _LONGEST_PLAIN and title[-1] not in ".;,?"


def _before_list(stream: Stream, at: int, standing: Standing, found: Numbered | None, prefix: str) -> bool:
    heading = stream.tokens[at].list_heading
    if heading is None:
        return False
    if not standing.number:
        return heading.sure or stream.table_after(at, _NEAR)
    points = standing.points or Points()
    if standing.has_table or heading.kind in points.lists:
        if not heading.sure and not stream.table_after(at, _NEAR):
            return False
        in_order = standing.has_table or not _carries_on(stream, at, points, heading.kind, found)
        return in_order and not (found is None and heading.continued)
    if found is None:
        return False
    other_section = prefix != standing.number if prefix else True
    if points.expects(found, after_gap=False) and points.kind:
        return bool(prefix) and other_section and found.number == prefix
    if found.labelled:
        return other_section
    if prefix:
        return other_section and found.number == prefix
    return found.value == _value(standing.number) + 1


def _carries_on(stream: Stream, at: int, points: Points, kind: object, found: Numbered | None) -> bool:
    """Whether the heading only comes back at the head of a page, and the list goes on below it."""
    if points.kind != kind:
        return False
    last = found.value if found and points.expects(found, after_gap=False) else points.last
    after = stream.after(at)
    following = stream.tokens[after].found if after is not None else None
    return bool(following and following.value == last + 1 and following.value > 1)


def _before_table(follower: Token, standing: Standing, found: Numbered | None, prefix: str) -> bool:
    if follower.kind == Kind.ROW:
        ref = row_ref(follower, standing.table.heading) if standing.table else ""
        return bool(found and ref and found.number == prefix_of(ref) != standing.number)
    if not standing.number:
        return not (found and prefix and not found.labelled) or (found is not None and found.number == prefix)
    points = standing.points or Points()
    expected = bool(found and points.kind and points.expects(found, after_gap=False))
    if prefix:
        if prefix == standing.number:
            return False
        elsewhere = not expected and found is not None and found.number != standing.number
        return found is None or found.labelled or found.number == prefix or elsewhere
    if standing.has_table:
        return True
    return bool(found and not expected and found.value == _value(standing.number) + 1)


def _number(found: Numbered | None, prefix: str, standing: Standing, follower: Token) -> str:
    if found is None:
        return next_number(standing, prefix)
    if found.number.isdigit() or not found.labelled:
        return found.number
    # "Area for improvement I": a Roman figure, or a figure that the extraction read as a letter.
    return prefix or str(_ROMAN.get(found.number, found.number))


def _value(number: str) -> int:
    return int(number) if number.isdigit() else 0


def column_union(tables: Sequence[Table]) -> tuple[str, ...]:
    """The localities of a section's tables, each once, in the order they are first printed."""
    return tuple(dict.fromkeys(name for table in tables for name in table.columns()))
