"""Pasted measured results -> rows: a question, and how many of how many, or how they spread."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from plans.importers.source import lines_of

from .counts_in_words import OF_HOW_MANY, SO_MANY_OF, Answer, bands_in, counts_in, counts_in_cells
from .finding_list import TooMuch

MAX_CHARACTERS = 50_000
MAX_ROWS = 200
MAX_QUESTION = 300
_LONGEST = 1_000  # characters of a line
_TRIED = 12  # places of a line where its question may end
_MOST = 100_000  # pieces of work, which no review has looked at
WHAT_TO_WRITE = (
    "Write the question, a tab, and the counts: 18 of 20; or met 8 partly 7 not 5 of 20; or bands such as "
    "10-20 days 3; 21-30 days 7."
)

_CELLS = re.compile(r"\t+| {2,}|\s+\|\s+")
_BULLET = re.compile(r"^[-\u2010-\u2015*\u2022\u25aa\u25e6\uf0b7]\s+")
_HEADINGS = {
    "question": "question", "measure": "question", "what was looked at": "question", "met": "met",
    "yes": "met",
    "partly": "partly", "partly met": "partly", "partial": "partly", "not": "not_met", "not met": "not_met",
    "no": "not_met", "of": "of", "total": "of", "sample": "of", "out of": "of", "%": "percent",
    "per cent": "percent", "percentage": "percent", "note": "note", "notes": "note", "comment": "note",
    "standard": "standard",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One measured question.

    Attributes:
        line: its number in the text, from 1.
        question: as written; the whole line where nothing could be made of it.
        met: how many met it; None for a spread, and where no counts were found.
        partly, not_met: how many did in part, and not. What is neither said nor left over is 0.
        of: of how many it was asked; 0 where that is not said.
        spread: the label of each band and how many are in it, where the answer is no yes or no.
        standard: what is asked for, where the text has a column for it.
        note: what else stands on the line.
        problems: what is wrong with it, in words for the person; none if nothing is.
    """

    line: int
    question: str
    met: int | None = None
    partly: int = 0
    not_met: int = 0
    of: int = 0
    spread: tuple[tuple[str, int], ...] = ()
    standard: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


def read_results(text: str, size: int | None = None) -> tuple[ResultRow, ...]:
    """The measured results in a text, one a line.

    Args:
        text: lines such as ``Seen alone: 16 of 20 (80%)``, or with a tab, two spaces or ``|`` between
            question, counts and note; or a table copied from a spreadsheet, with Question, Met, Partly,
            Not met and Of over its columns.
        size: of how many the sample is, for lines that do not say of how many.

    Returns:
        A row for every line that says something, in order. A line that is wrong or not understood has
        ``problems``.

    Raises:
        TooMuch: there are more than 50,000 characters or 200 lines.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooMuch(
            f"This is {len(text):,} characters, and at most {MAX_CHARACTERS:,} can be taken at once."
        )
    rows: list[ResultRow] = []
    columns: list[str] = []
    for line in lines_of(text):
        if not line.text.strip(" \t|"):
            continue
        if len(line.text) > _LONGEST:
            question = " ".join(line.text[:MAX_QUESTION].split())
            rows.append(ResultRow(line.number, question, problems=("This line is too long for a result.",)))
            continue
        cells = _cells(line.text, empty=bool(columns))
        if headings := _headings(cells):
            columns = headings
            continue
        if len(rows) == MAX_ROWS:
            raise TooMuch(f"There are more than {MAX_ROWS} lines. Paste the results of one sample at a time.")
        row = _table_row(line.number, cells, columns, size) if columns else None
        rows.append(row or _row(line.number, cells if not columns else _cells(line.text), size))
    seen = set[str]()
    return tuple(_checked_once(row, seen) for row in rows)


def read_bands(text: str) -> tuple[tuple[str, int], ...]:
    """How an answer that is no yes or no spreads, such as ``10-20 days: 3; 21-30 days: 7``.

    Args:
        text: the bands, with a semicolon between.

    Returns:
        The label of each band and how many are in it; none where the text is no list of two or more.
    """
    answer = bands_in(" ".join(text.split())[:_LONGEST])
    return tuple(answer.spread) if answer and not answer.rest else ()


def _cells(line: str, *, empty: bool = False) -> list[str]:
    """The cells of a line, without its bullet; empty ones too, if they keep the others in their columns."""
    if empty and "\t" in line:
        return [" ".join(cell.split()) for cell in line.split("\t")]
    cells = _CELLS.split(_BULLET.sub("", line.strip().strip("|").strip()))
    return [" ".join(cell.split()) for cell in cells if cell.strip()]


def _headings(cells: Sequence[str]) -> list[str]:
    found = [_HEADINGS.get(cell.casefold().strip(" :"), "") for cell in cells]
    return found if "question" in found and ("met" in found or "of" in found) else []


def _table_row(line: int, cells: Sequence[str], columns: Sequence[str], size: int | None) -> ResultRow | None:
    """A row of a table; None where its cells are no counts, so that it is read as a line."""
    of_column = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    counts = {name: of_column.get(name, "") for name in ("met", "partly", "not_met", "of")}
    if not any(counts.values()) or not all(re.fullmatch(r"\d{0,6}", cell) for cell in counts.values()):
        return None
    answer = Answer()
    for name, cell in counts.items():
        setattr(answer, name, int(cell) if cell else None)
    said = re.match(r"\d{1,3}(?:\.\d+)?", of_column.get("percent", ""))
    if said and answer.met is not None:
        answer.percents.append((answer.met, said[0]))
    answer.rest = of_column.get("note", "")
    row = _with_counts(line, of_column.get("question", ""), answer, size)
    return replace(row, standard=of_column.get("standard", ""))


def _row(line: int, cells: Sequence[str], size: int | None) -> ResultRow:
    for at in range(1, min(len(cells), _TRIED)):
        if answer := counts_in(cells[at]) or counts_in_cells(cells[at:]):
            notes = [answer.rest, *cells[at + answer.cells :]]
            if answer.of is None and (total := OF_HOW_MANY.fullmatch(notes[1] if len(notes) > 1 else "")):
                answer.of = int(total["number"])
                del notes[1]
            answer.rest = "; ".join(filter(None, notes))
            return _with_counts(line, " ".join(cells[:at]).rstrip(" :"), answer, size)
    whole = " ".join(cells)
    for question, rest in islice(_splits(whole), _TRIED):
        if answer := counts_in(rest):
            return _with_counts(line, question, answer, size)
    said = "a percentage without its counts. " if "%" in whole else "no counts that could be found. "
    return ResultRow(line, whole[:MAX_QUESTION], problems=(f"This line has {said}{WHAT_TO_WRITE}",))


def _splits(whole: str) -> Iterator[tuple[str, str]]:
    """Every way to part a question from what may be its answer, the likeliest first."""
    for found in re.finditer(r"\s*:\s*|\s+[-\u2013\u2014]\s+", whole):
        yield whole[: found.start()], whole[found.end() :]
    if counts := SO_MANY_OF.search(whole):
        yield whole[: counts.start()].rstrip(" ,;-\u2013("), whole[counts.start() :]


def _with_counts(line: int, question: str, answer: Answer, size: int | None) -> ResultRow:
    """The row, with what is not said worked out and what does not agree named."""
    problems: list[str] = []
    said = [answer.met, answer.partly, answer.not_met, *(number for _, number in answer.spread)]
    together = sum(number for number in said if number)
    of = answer.of if answer.of is not None else size
    if of is None:
        of = together if answer.spread or answer.not_met is not None else 0
        if not of:
            problems.append("Say of how many, such as 18 of 20.")
    elif answer.spread and together != of:
        problems.append(f"The bands come to {together:,}, and there are {of:,}.")
    elif not of:
        problems.append("It cannot be of 0.")
    elif together > of:
        problems.append(f"The counts come to {together:,}, which is more than {of:,}.")
    for number, percent in answer.percents if of else []:
        right, stated = 100 * number / of, float(percent)
        if abs(right - stated) > 0.5 * 10.0 ** -len(percent.partition(".")[2]) + 1e-9:
            problems.append(f"{number:,} of {of:,} is {right:.0f}%, and the text says {percent}%.")
    if max([of, together]) > _MOST:
        problems.append(f"These are more than {_MOST:,} pieces of work. Check the counts.")
    if not question:
        problems.append("Write the question before the counts.")
    elif len(question) > MAX_QUESTION:
        problems.append(f"Use at most {MAX_QUESTION} characters for the question; put the rest in the note.")
    not_met = answer.not_met
    if not_met is None:  # who says "18 of 20" means that 2 did not
        not_met = max(0, of - together) if answer.met is not None else 0
    return ResultRow(
        line, question, answer.met, answer.partly or 0, not_met, of, tuple(answer.spread), note=answer.rest,
        problems=tuple(problems),
    )  # fmt: skip


def _checked_once(row: ResultRow, seen: set[str]) -> ResultRow:
    key = " ".join(row.question.casefold().split())
    if key in seen and key and not row.problems:
        row = replace(row, problems=("This question stands here twice. Leave one out, or tell them apart.",))
    seen.add(key)
    return row
