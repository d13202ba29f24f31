"""The title and month of a plan, from the lines above its first section."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..timescale import meant_by
from .tokens import Kind, Token

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?:{_MONTHS})\.?,?\s+20\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]20\d\d\b",
    re.I,
)
_OWN_PLAN = re.compile(
    r"\b(?:improvement|action|recovery|development|transformation|delivery|inspection)\s+(?:and\s+\w+\s+)?plan\b",
    re.I,
)
_PLAN = re.compile(r"\bplan\b", re.I)
_NEEDS_A_SUBJECT = re.compile(r"(?:the\s+)?(?:improvement|action|recovery|delivery)?\s*plan\b", re.I)
_APPENDIX = re.compile(r"^(?:appendix|annex|attachment|enclosure)\s+\w{1,3}\s*[:.\u2010-\u2015-]*\s*", re.I)
_AROUND_DATE = re.compile(r"^[\s,;:|\u2010-\u2015()-]+|[\s,;:|\u2010-\u2015(-]+$")
_ABOUT_A_PLAN = re.compile(r"\b(?:update|report|minutes|agenda|progress on|review of)\b", re.I)
MAX_TITLE = 200
_INTRODUCTION = 60  # lines; a longer text between the cover and the first section is another document


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a plan's cover.

    Attributes:
        title: empty if none was found.
        dated: the first of the month, or None.
        first: index of the first token that belongs to the plan.
        introduction: the paragraphs below the title.
        other: tokens below the title that are neither.
    """

    title: str
    dated: dt.date | None
    first: int
    introduction: tuple[str, ...] = ()
    other: tuple[Token, ...] = ()


def month_in(text: str) -> dt.date | None:
    """The first of the month of the first date in a line, or None."""
    match = _DATE.search(text)
    date = meant_by(match[0]) if match else None
    return date.replace(day=1) if date else None


def read_cover(tokens: Sequence[Token], section_at: int) -> Cover:
    """Find the title and month above a plan's first section.

    Args:
        tokens: of the whole text.
        section_at: index of the first section's title.
    """
    lines = [i for i in range(section_at) if tokens[i].kind != Kind.BLANK]
    titled = _title_line(tokens, lines)
    if titled is None:
        return Cover("", None, section_at)
    place = lines.index(titled)
    first = titled
    words = [tokens[titled].text]
    above = tokens[lines[place - 1]] if place else None
    if (
        above
        and _NEEDS_A_SUBJECT.match(words[0])
        and _is_title(above)
        and not month_in(above.text)
        and tokens[titled].line - above.line <= 2
        and len(above.text) <= 80
    ):
        words.insert(0, above.text)
        first = lines[place - 1]
    title = _DATE.sub("", _APPENDIX.sub("", " ".join(words))).replace("()", "")
    title = _AROUND_DATE.sub("", title)
    beside = [titled, *lines[place + 1 : place + 4], *([lines[place - 1]] if place else [])]
    dates = {i: month for i in beside if (month := _date_line(tokens[i], i == titled))}
    if dates:
        # A title with its date is a cover, so what stands between it and the first section is the plan's own.
        taken = {titled, *dates}
        between = [i for i in range(titled + 1, section_at) if i not in taken]
        first = min(first, min(dates))
        if sum(tokens[i].kind != Kind.BLANK for i in between) <= _INTRODUCTION:
            prose = {i for i in between if tokens[i].kind in (Kind.TEXT, Kind.BULLET)}
            other = tuple(tokens[i] for i in between if i not in prose and tokens[i].kind != Kind.BLANK)
            return Cover(
                title[:MAX_TITLE], next(iter(dates.values())), first, _paragraphs(tokens, prose), other
            )
        return Cover(title[:MAX_TITLE], next(iter(dates.values())), section_at)
    month = next((m for i in reversed(lines) if (m := _date_line(tokens[i], False))), None)
    return Cover(title[:MAX_TITLE], month, first if place == len(lines) - 1 else section_at)


def _title_line(tokens: Sequence[Token], lines: Sequence[int]) -> int | None:
    """The nearest line above that names a plan; one that is about a plan only where no other is there."""
    named = [i for i in reversed(lines) if _is_title(tokens[i]) and _PLAN.search(tokens[i].text)]
    for accept in (
        lambda text: _OWN_PLAN.search(text) and not _ABOUT_A_PLAN.search(text),
        lambda text: _PLAN.search(text) and not _ABOUT_A_PLAN.search(text),
        lambda text: True,
    ):
        if found := next((i for i in named if accept(tokens[i].text)), None):
            return found
        if named and accept(tokens[named[-1]].text):
            return named[-1]
    return None


def _is_title(token: Token) -> bool:
    return token.kind == Kind.TEXT and 3 < len(token.text) <= 160 and token.text[-1] not in ".;:?"


def _date_line(token: Token, is_title: bool) -> dt.date | None:
    """The month of a line that is a title, or a date and little else."""
    if token.kind not in (Kind.TEXT, Kind.NUMBERED) or not (month := month_in(token.text)):
        return None
    rest = re.sub(
        r"\b(?:draft|final|version|v|dated|published|as at|updated?|issue)\b|[\d.]+",
        "",
        _DATE.sub("", token.text),
        flags=re.I,
    )
    return month if is_title or not re.search(r"\w", rest) else None


def _paragraphs(tokens: Sequence[Token], prose: set[int]) -> tuple[str, ...]:
    paragraphs: list[str] = []
    for index in sorted(prose):
        token = tokens[index]
        if token.kind == Kind.BULLET:
            paragraphs.append(f"- {token.text}")
        elif paragraphs and index - 1 in prose and tokens[index - 1].line == token.line - 1:
            paragraphs[-1] += f" {token.text}"
        else:
            paragraphs.append(token.text)
    return tuple(paragraphs)
