"""What in a plan draft a person should look at before it is confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from ..plan_draft import NotUnderstood, OutcomeDraft, SectionDraft
from .tokens import prefix_of

_ALIKE = 85  # per cent
_MOST = 200  # names; the comparing grows with the square


def notes_on(sections: Sequence[SectionDraft]) -> Iterator[str]:
    """Sentences about names that differ by little, refs out of place and sections without outcomes."""
    columns = _once(name for section in sections for name in section.columns)
    for one, other in _alike(columns):
        yield f"The columns “{one}” and “{other}” differ by little: they are kept as two localities."
    leads = _once(lead for section in sections for outcome in section.outcomes for lead in outcome.leads)
    for one, other in combinations(leads[:_MOST], 2):
        if one.casefold().rstrip("s") == other.casefold().rstrip("s"):
            yield f"“{one}” and “{other}” are kept as two leads, as the plan writes them."
    for section in sections:
        if not section.outcomes:
            yield f"Section {section.number} has no outcomes."
        strays = [o.ref for o in section.outcomes if prefix_of(o.ref) not in ("", section.number.upper())]
        if strays:
            yield f"Section {section.number} has refs of another section: {', '.join(strays[:5])}."


def without_repeats(
    sections: Iterable[SectionDraft],
) -> tuple[dict[str, tuple[OutcomeDraft, ...]], list[NotUnderstood]]:
    """Keep the first outcome of every ref, since a ref names one outcome of a plan.

    Returns:
        The outcomes kept, by section number; and the others, as not understood.
    """
    first: dict[str, int] = {}
    kept: dict[str, tuple[OutcomeDraft, ...]] = {}
    lost = []
    for section in sections:
        mine = []
        for outcome in section.outcomes:
            if outcome.ref in first:
                why = f"Ref {outcome.ref} stands already at line {first[outcome.ref]}."
                text = " | ".join(
                    filter(None, [outcome.ref, outcome.statement, outcome.lead_cell, outcome.timescale])
                )
                lost.append(NotUnderstood(outcome.line, text, why))
                continue
            first[outcome.ref] = outcome.line
            mine.append(outcome)
        kept[section.number] = tuple(mine)
    return kept, lost


def _once(names: Iterable[str]) -> list[str]:
    return list({name.casefold(): name for name in names}.values())


def _alike(names: list[str]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(names[:_MOST], 2):
        if fuzz.ratio(one.casefold(), other.casefold()) >= _ALIKE and one.casefold() != other.casefold():
            yield one, other
