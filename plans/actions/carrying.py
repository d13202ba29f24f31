"""The ratings a version starts with: those printed in its text, and those carried from the version before."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ..dates import month_year
from ..models import Outcome, Plan, Rag, Rating, User, VersionDraft
from ..standing import Stood, standing_ratings
from .rating import rated_localities

Cell = tuple[int, int | None]
"""(outcome id, locality id, or None for Overall)"""

Printed = tuple[Outcome, int | None, Rag]
"""An outcome, a locality's id or None for Overall, and the colour printed there."""


@dataclass(frozen=True, slots=True)
class RatingToEnter:
    """A rating that a version starts with.

    Attributes:
        outcome: of the new version.
        locality_id: the column; None for Overall.
        carried_from: id of the rating of the version before that it is, whose date it keeps; None if it is
            printed in this version's text, and holds from its month.
    """

    outcome: Outcome
    locality_id: int | None
    rag: Rag
    commentary: str
    effective_on: dt.date
    carried_from: int | None = None

    @property
    def carried(self) -> bool:
        """Whether it stood in the version before."""
        return self.carried_from is not None


def ratings_to_enter(
    plan: Plan, draft: VersionDraft, links: Mapping[int, Sequence[int]]
) -> list[RatingToEnter]:
    """The ratings a draft would start with now, in the plan's order.

    A printed colour is the word of the new text, so nothing is carried into its cell. An outcome that was
    split passes its ratings on to each part. Where outcomes were merged, a rating is carried only if all that
    stand in that column are of one colour: which of two would hold for the whole is not for us to say.

    Args:
        plan: the draft, which has a predecessor.
        draft: what was chosen for it.
        links: an outcome's id -> ids of what it continues.
    """
    made = []
    for outcome, column, colour, before in _cells(plan, draft, links):
        if colour:
            made += printed_ratings(plan, [(outcome, column, colour)])
        elif len({rating.rag for rating in before}) == 1:
            one = max(before, key=lambda found: found.order)
            made.append(RatingToEnter(outcome, column, one.rag, one.commentary, one.effective_on, one.id))
    return made


def merged_and_differing(plan: Plan, draft: VersionDraft, links: Mapping[int, Sequence[int]]) -> int:
    """How many cells would start without a rating because the outcomes merged into them differ in colour.

    Args:
        plan, draft, links: as for ``ratings_to_enter``.
    """
    return sum(
        not colour and len({rating.rag for rating in before}) > 1
        for _, _, colour, before in _cells(plan, draft, links)
    )


def _cells(
    plan: Plan, draft: VersionDraft, links: Mapping[int, Sequence[int]]
) -> Iterator[tuple[Outcome, int | None, Rag | None, list[Stood]]]:
    """Each cell of a draft, in the plan's order, with the colour printed there and the ratings to carry."""
    outcomes = (
        Outcome.objects.filter(plan=plan, withdrawn_on=None)
        .select_related("section", "plan")
        .prefetch_related("locality_links", "section__columns")
        .order_by("section__position", "position", "pk")
    )
    printed: dict[Cell, Rag] = {(pk, locality): Rag(colour) for pk, locality, colour in draft.printed}
    stood = _chosen(plan, draft)
    for outcome in outcomes:
        columns: list[int | None] = [
            column.locality_id
            for column in outcome.section.columns.all()
            if column.locality_id in rated_localities(outcome)
        ]
        for column in [*columns, *([None] if outcome.section.has_overall else [])]:
            before = [stood[pk, column] for pk in links.get(outcome.pk, ()) if (pk, column) in stood]
            yield outcome, column, printed.get((outcome.pk, column)), before


def enter_ratings(plan: Plan, ratings: Sequence[RatingToEnter], *, by: User, when: dt.datetime) -> None:
    """Record them at one moment, as entered by one person; a carried one tells by its source who gave it."""
    entry = uuid.uuid4()
    Rating.objects.bulk_create(
        Rating(
            plan=plan,
            outcome=one.outcome,
            locality_id=one.locality_id,
            rag=one.rag,
            commentary=one.commentary,
            effective_on=one.effective_on,
            recorded_at=when,
            recorded_by=by,
            recorded_by_name=by.display_name,
            carried_from_id=one.carried_from,
            entry=entry,
        )
        for one in ratings
    )


def printed_ratings(plan: Plan, printed: Iterable[Printed]) -> list[RatingToEnter]:
    """The colours printed in a plan's text as ratings, from its month on."""
    since = min(plan.dated, timezone.localdate())
    words = f"As printed in the plan dated {month_year(plan.dated)}."
    return [
        RatingToEnter(outcome, locality_id, colour, words, since) for outcome, locality_id, colour in printed
    ]


def keep_printed(plan: Plan, printed: Iterable[Printed]) -> None:
    """Keep the colours printed in a draft's text until it starts."""
    kept = [[outcome.pk, locality_id, str(colour)] for outcome, locality_id, colour in printed]
    VersionDraft.objects.create(plan=plan, printed=kept)


def _chosen(plan: Plan, draft: VersionDraft) -> dict[Cell, Stood]:
    """What stands in the cells of the version before that were chosen."""
    assert plan.predecessor is not None  # noqa: S101 - the callers have made sure
    if draft.carries == VersionDraft.Carries.NONE:
        return {}
    found = standing_ratings(plan.predecessor, timezone.localdate(), timezone.now(), previous=False)
    if draft.carries == VersionDraft.Carries.ALL:
        return {cell: stood for cell, (stood, _) in found.items()}
    wanted = {(pk, locality) for pk, locality in draft.cells}
    return {cell: stood for cell, (stood, _) in found.items() if cell in wanted}
