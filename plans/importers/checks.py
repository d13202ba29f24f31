"""What in a plan draft a person should look at before it is confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from ..likeness import Alike, how_alike, likely_same
from ..plan_draft import NotUnderstood, OutcomeDraft, PlanDraft, SectionDraft
from .tokens import prefix_of

_MOST = 200  # names; the comparing grows with the square


def notes_on(sections: Sequence[SectionDraft]) -> Iterator[str]:
    """Sentences about names that differ by little, refs out of place and sections without outcomes."""
    for section in sections:
        for one, other in combinations(section.columns[:_MOST], 2):
            if how_alike(one, other):
                yield (
                    f"Section {section.number} has a column “{one}” and a column “{other}”: they are kept as "
                    "two localities."
                )
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


def alike_columns(draft: PlanDraft, known: Iterable[str]) -> list[Alike]:
    """The names of columns that may be a locality that is there already, or one another; a person decides.

    Two columns of one section are two localities, however alike: the plan prints them side by side.

    Args:
        draft: the plan as read.
        known: names of the localities that its authority has.
    """
    return likely_same(draft.localities, known, apart=[section.columns for section in draft.sections])


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
