"""Rating an outcome, confirming a rating, correcting one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..models import Locality, Outcome, Plan, Rag, Rating, User
from ..permissions import access_to
from .refusals import CellProblem, NotAllowed, RatingsRefused, Refused

NOT_SHOWN = -1  # the caller showed nobody a standing rating, so there is nothing to have gone stale


@dataclass(frozen=True, slots=True)
class CellRating:
    """A rating somebody wants to give.

    Attributes:
        outcome: the outcome.
        locality: the column; None for Overall.
        rag: the colour.
        commentary: why; required for red and amber, and whenever the colour differs from the one that stands.
        effective_on: from when; not in the future, and not before the plan's month. Today if None.
        seen: id of the rating that stood when the form was made, None if none did; ``NOT_SHOWN`` if
            nobody was shown one.
    """

    outcome: Outcome
    locality: Locality | None
    rag: Rag
    commentary: str = ""
    effective_on: dt.date | None = None
    seen: int | None = NOT_SHOWN

    @property
    def key(self) -> tuple[int, int | None]:
        """The cell."""
        return (self.outcome.pk, self.locality.pk if self.locality else None)


def rate_outcome(
    *,
    outcome: Outcome,
    locality: Locality | None,
    rag: Rag,
    by: User,
    commentary: str = "",
    effective_on: dt.date | None = None,
    seen: int | None = NOT_SHOWN,
    entry: uuid.UUID | None = None,
    recorded_at: dt.datetime | None = None,
) -> Rating:
    """Give one rating; see ``rate_cells`` for what is refused."""
    wanted = CellRating(outcome, locality, rag, commentary, effective_on, seen)
    return rate_cells(plan=outcome.plan, ratings=[wanted], by=by, entry=entry, recorded_at=recorded_at)[0]


@transaction.atomic
def rate_cells(
    *,
    plan: Plan,
    ratings: Sequence[CellRating],
    by: User,
    entry: uuid.UUID | None = None,
    recorded_at: dt.datetime | None = None,
) -> list[Rating]:
    """Give ratings in several cells of a plan: all of them, or none.

    Args:
        plan: their plan.
        ratings: what to give, one a cell.
        by: who rates.
        entry: the form's own number. If the same form with the same ratings has been saved before, what it
            made then is returned and nothing is added.
        recorded_at: now, unless a history kept elsewhere is being loaded.

    Raises:
        NotAllowed: the person may not rate one of the cells.
        Refused: the plan is not open for rating, or a cell is given twice.
        RatingsRefused: one or more of them cannot be saved as they are; says which and why.
    """
    entry = entry or uuid.uuid4()
    recorded_at = recorded_at or timezone.now()
    # The lock is on the outcomes, so of two people rating the same cell the second sees what the first saved.
    locked = {
        row.pk: row
        for row in Outcome.objects.select_for_update(of=("self",))
        .filter(pk__in={wanted.outcome.pk for wanted in ratings})
        .select_related("section")
        .prefetch_related("lead_links", "locality_links", "section__columns")
        .order_by("pk")
    }
    already = list(Rating.objects.filter(entry=entry))
    if already:
        if _is_repeat(already, ratings, by):
            return already
        # The same form sent with something else in it (after the Back button, say) is a new one.
        entry = uuid.uuid4()
    if plan.status != Plan.Status.LIVE:
        raise Refused(f"This plan is {plan.get_status_display().lower()}, so it takes no ratings.")
    if len({wanted.key for wanted in ratings}) < len(ratings):
        raise Refused("The same cell is rated twice in one form: nothing has been saved.")
    access = access_to(plan, by)
    problems: dict[tuple[int, int | None], CellProblem] = {}
    made: list[Rating] = []
    for wanted in ratings:
        outcome = locked[wanted.outcome.pk]
        if outcome.plan_id != plan.pk:
            raise NotAllowed("That outcome is not part of this plan.")
        localities = rated_localities(outcome)
        _check_column(outcome, wanted.locality, localities)
        leads = {link.lead_id for link in outcome.lead_links.all()}
        if not access.may_rate(lead_ids=leads, locality_id=wanted.key[1], outcome_localities=localities):
            where = wanted.locality.name if wanted.locality else "Overall"
            raise NotAllowed(
                f"You cannot rate {outcome.ref} {where}: it belongs to another lead or locality."
            )
        standing = standing_rating(outcome, wanted.locality, known_at=max(recorded_at, timezone.now()))
        effective_on = wanted.effective_on or timezone.localdate(recorded_at)
        problem = _problem(wanted, standing, effective_on, plan)
        if problem:
            problems[wanted.key] = problem
            continue
        made.append(
            Rating(
                outcome=outcome,
                locality=wanted.locality,
                rag=wanted.rag,
                commentary=wanted.commentary.strip(),
                effective_on=effective_on,
                recorded_at=recorded_at,
                recorded_by=by,
                recorded_by_name=by.display_name,
                entry=entry,
            )
        )
    if problems:
        raise RatingsRefused(problems=problems)
    return Rating.objects.bulk_create(made)


@transaction.atomic
def correct_rating(
    *,
    rating: Rating,
    reason: str,
    by: User,
    rag: Rag | None,
    locality: Locality | None = None,
    commentary: str = "",
    effective_on: dt.date | None = None,
    entry: uuid.UUID | None = None,
    recorded_at: dt.datetime | None = None,
) -> Rating:
    """Mend a rating that was entered wrongly, by a new row that names it.

    Args:
        rating: the wrong one.
        reason: what was wrong with it.
        by: who corrects it; they must be able to rate both the cell it is in and the cell it should be in.
        rag: the colour it should have been; None strikes it out and puts nothing in its place.
        locality: the column it should have been in (None for Overall); not used when striking out.
        commentary: the reason for the colour; the wrong one's if empty.
        effective_on: the date it should have; the wrong one's if None.

    Raises:
        NotAllowed, Refused: nothing is changed.
    """
    outcome = (
        Outcome.objects.select_for_update(of=("self",))
        .select_related("section", "plan")
        .prefetch_related("lead_links", "locality_links", "section__columns")
        .get(pk=rating.outcome_id)
    )
    earlier = Rating.objects.filter(corrects=rating).first()
    if earlier:
        sent_again = (earlier.entry, earlier.rag, earlier.correction_reason) == (entry, rag, reason.strip())
        if sent_again and earlier.recorded_by_id == by.pk:
            return earlier
        raise Refused(
            f"This rating was corrected already by {earlier.recorded_by_name} on "
            f"{timezone.localdate(earlier.recorded_at):%-d %B %Y}: “{earlier.correction_reason}”"
        )
    if rating.rag is None:
        raise Refused("A struck-out rating cannot itself be corrected: give a new rating instead.")
    if outcome.plan.status != Plan.Status.LIVE:
        raise Refused(
            f"This plan is {outcome.plan.get_status_display().lower()}, so it takes no corrections."
        )
    if not reason.strip():
        raise Refused("Say what was wrong with the rating.")
    recorded_at = recorded_at or timezone.now()
    target = rating.locality if rag is None else locality
    localities = rated_localities(outcome)
    _check_column(outcome, target, localities)
    access = access_to(outcome.plan, by)
    leads = {link.lead_id for link in outcome.lead_links.all()}
    for place in {rating.locality_id, target.pk if target else None}:
        if not access.may_rate(lead_ids=leads, locality_id=place, outcome_localities=localities):
            raise NotAllowed("You cannot correct this rating: it belongs to another lead or locality.")
    effective_on = effective_on or rating.effective_on
    commentary = commentary.strip() or rating.commentary
    if rag is not None:
        problem = _date_problem(effective_on, outcome.plan) or (
            CellProblem("Say why it is red or amber.", "commentary")
            if rag.needs_reason and not commentary
            else None
        )
        if problem:
            raise Refused(problem.message)
    return Rating.objects.create(
        outcome=outcome,
        locality=target,
        rag=rag,
        commentary="" if rag is None else commentary,
        effective_on=effective_on,
        recorded_at=recorded_at,
        recorded_by=by,
        recorded_by_name=by.display_name,
        corrects=rating,
        correction_reason=reason.strip(),
        entry=entry or uuid.uuid4(),
    )


def standing_rating(
    outcome: Outcome, locality: Locality | None, *, known_at: dt.datetime | None = None
) -> Rating | None:
    """The rating that stands today in one cell, read fresh."""
    known_at = known_at or timezone.now()
    return (
        Rating.objects.known(at=timezone.localdate(), known_at=known_at)
        .in_cell(outcome, locality)
        .newest_first()
        .first()
    )


def rated_localities(outcome: Outcome) -> frozenset[int]:
    """The localities an outcome is rated in: those it is narrowed to, or every column of its section."""
    columns = {column.locality_id for column in outcome.section.columns.all()}
    narrowed = {link.locality_id for link in outcome.locality_links.all()}
    return frozenset(columns & narrowed if narrowed else columns)


def _is_repeat(made: Sequence[Rating], wanted: Sequence[CellRating], by: User) -> bool:
    """Whether these ratings are what a form with these wishes would have made."""
    before = {
        ((row.outcome_id, row.locality_id), row.rag, row.commentary, row.effective_on, row.recorded_by_id)
        for row in made
    }
    now = {
        (
            one.key,
            one.rag.value,
            one.commentary.strip(),
            one.effective_on or timezone.localdate(made[0].recorded_at),
            by.pk,
        )
        for one in wanted
    }
    return before == now


def _check_column(outcome: Outcome, locality: Locality | None, localities: frozenset[int]) -> None:
    if outcome.withdrawn_on:
        raise Refused(
            f"{outcome.ref} was withdrawn on {outcome.withdrawn_on:%-d %B %Y}, so it takes no ratings."
        )
    if locality is None and not outcome.section.has_overall:
        raise Refused(f"Section {outcome.section.number} has no Overall column.")
    if locality is not None and locality.pk not in localities:
        raise Refused(f"{outcome.ref} is not rated for {locality.name}.")


def _problem(
    wanted: CellRating, standing: Rating | None, effective_on: dt.date, plan: Plan
) -> CellProblem | None:
    current = standing.pk if standing else None
    if wanted.seen not in (NOT_SHOWN, current):
        if standing and standing.pk > (wanted.seen or 0):
            said = f"{standing.recorded_by_name} rated this {standing.get_rag_display()}"
            message = f"{said} after you opened this page."
        else:
            message = "The rating you were shown has been corrected since you opened this page."
        return CellProblem(message, overtaken=True, overtaken_by=standing)
    if problem := _date_problem(effective_on, plan):
        return problem
    commentary = wanted.commentary.strip()
    if not commentary and wanted.rag.needs_reason:
        return CellProblem(f"Say why it is {wanted.rag.label.lower()}.", "commentary")
    if not commentary and (standing is None or standing.rag != wanted.rag):
        was = Rag(standing.rag).label.lower() if standing and standing.rag else "not rated"
        return CellProblem(f"Say why it changes from {was} to {wanted.rag.label.lower()}.", "commentary")
    return None


def _date_problem(effective_on: dt.date, plan: Plan) -> CellProblem | None:
    today = timezone.localdate()
    if effective_on > today:
        return CellProblem("The date must be today or in the past.", "effective_on")
    if effective_on < min(plan.dated, today):
        return CellProblem(
            f"The date must not be before the plan itself ({plan.dated:%B %Y}).", "effective_on"
        )
    return None
