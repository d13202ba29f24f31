"""The counts that a text says: 18 of 20; met 8 partly 7 not 5 of 20; 10-20 days 3; 21-30 days 7."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_END = r"(?![\d.,]*\d)"
_NUMBER = rf"(?P<number>\d{{1,6}}){_END}"
_SHARE = r"(?P<percent>\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent)"
_PERCENT = rf"(?:\s*[(\[,]?\s*(?:or\s+)?{_SHARE}[)\]]?)?"
# "18/20" is a count, and "18/20 days" or "18/12/2019" is none.
_OUT_OF = r"(?:(?:out\s+)?of\s+(?:the\s+)?|/\s*(?=\d+\s*(?:$|[^\w\s/]|\d)))"
SO_MANY_OF = re.compile(rf"(?<![\d/.]){_NUMBER}\s*{_OUT_OF}(?P<of>\d{{1,6}}){_END}(?!/){_PERCENT}", re.I)
_MET = r"met|yes|fully|full"
_PARTLY = r"partly(?:\s+met)?|partially(?:\s+met)?|partial|in\s+part|some"
_NOT = r"not\s+met|not|no|none|missing|unmet"
_WORD = rf"(?:(?P<partly>{_PARTLY})|(?P<not>{_NOT})|(?P<met>{_MET}))\b"
_WORD_FIRST = re.compile(rf"[\s,;]*(?:and\s+)?{_WORD}\s*[:=]?\s*{_NUMBER}{_PERCENT}", re.I)
_NUMBER_FIRST = re.compile(rf"[\s,;]*(?:and\s+)?{_NUMBER}\s*{_WORD}{_PERCENT}", re.I)
OF_HOW_MANY = re.compile(rf"[\s,;(]*(?:(?:out\s+)?of|total)\s*[:=]?\s*(?:the\s+)?{_NUMBER}\)?", re.I)
_LAST_COUNT = re.compile(rf"(?P<label>.*[^\d\s.,:=-])[\s:=]*?[\s:=]{_NUMBER}{_PERCENT}\s*", re.I | re.S)
_FIRST_COUNT = re.compile(rf"{_NUMBER}{_PERCENT}\s+(?![\d%])(?P<label>.*)", re.I | re.S)


@dataclass(slots=True)
class Answer:
    """Counts as they are written; None for what is not said.

    Attributes:
        met, partly, not_met, of: how many.
        spread: the label of each band and how many are in it.
        percents: a count, and what the text says its share is.
        rest: what else the text says.
        cells: how many cells of a line it took.
    """

    met: int | None = None
    partly: int | None = None
    not_met: int | None = None
    of: int | None = None
    spread: list[tuple[str, int]] = field(default_factory=list)
    percents: list[tuple[int, str]] = field(default_factory=list)
    rest: str = ""
    cells: int = 1

    def note_percent(self, found: re.Match[str]) -> None:
        """Keep what the text says the share of a count is, to be held to the count."""
        if found["percent"]:
            self.percents.append((int(found["number"]), found["percent"]))


def counts_in(text: str) -> Answer | None:
    """What a text that begins with counts says, with what follows them; None if it begins otherwise."""
    if found := SO_MANY_OF.match(text):
        answer = Answer(met=int(found["number"]), of=int(found["of"]), rest=text[found.end() :])
        answer.note_percent(found)
    else:
        answer = _named(text) or bands_in(text) or Answer()
    if answer.met is None and not answer.spread:
        return None
    answer.rest = answer.rest.lstrip(" ,;.:)\u2013-").rstrip(" ,;")
    return answer


def counts_in_cells(cells: Sequence[str]) -> Answer | None:
    """Met and of, or met, partly, not and of, each in a cell of its own; None where they are not."""
    numbers: list[int] = []
    percents: list[str] = []
    for cell in cells:
        if re.fullmatch(r"\d{1,6}", cell):
            numbers.append(int(cell))
        elif found := re.fullmatch(_SHARE, cell):
            percents.append(found["percent"])
        else:
            break
    if len(numbers) not in (2, 4):
        return None
    answer = Answer(met=numbers[0], of=numbers[-1], cells=len(numbers) + len(percents))
    if len(numbers) == 4:
        answer.partly, answer.not_met = numbers[1:3]
    answer.percents = [(numbers[0], percent) for percent in percents[:1]]
    return answer


def _named(text: str) -> Answer | None:
    """``met 8 partly 7 not 5 of 20``, or ``8 met, 7 partly, 5 not met``."""
    pattern = _NUMBER_FIRST if _NUMBER_FIRST.match(text) else _WORD_FIRST
    answer, place = Answer(), 0
    while count := pattern.match(text, place):
        name = next(name for name in ("partly", "not", "met") if count[name])
        setattr(answer, "not_met" if name == "not" else name, int(count["number"]))
        answer.note_percent(count)
        place = count.end()
    if answer.met is None:
        return None
    if total := OF_HOW_MANY.match(text, place):
        answer.of, place = int(total["number"]), total.end()
    answer.rest = text[place:]
    return answer


def bands_in(text: str) -> Answer | None:
    """The bands that a text lists, such as ``10-20 days 3; 21-30 days 7``; None where it lists none."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",")]
    answer = Answer()
    if total := OF_HOW_MANY.fullmatch(parts[-1]):
        answer.of = int(total["number"])
        parts.pop()
    for part in filter(None, parts):
        band = _LAST_COUNT.fullmatch(part.rstrip(".")) or _FIRST_COUNT.fullmatch(part.rstrip("."))
        if not band:
            return None
        answer.spread.append((band["label"].strip(" :="), int(band["number"])))
        answer.note_percent(band)
    return answer if len(answer.spread) > 1 else None
