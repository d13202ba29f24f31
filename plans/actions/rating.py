"""Rating an outcome, and confirming a rating."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..dates import full_date, month_year
from ..models import Locality, Outcome, Plan, Rag, Rating, User
from ..permissions import access_to
from .child_details import check_no_child_details
from .refusals import CellProblem, NotAllowed, RatingsRefused, Refused
from .version_order import read_again

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

    @property
    def where(self) -> str:
        """The cell in words, such as ``2.1 Wexley``."""
        return f"{self.outcome.ref} {self.locality.name if self.locality else 'Overall'}"


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
    false_alarm: str = "",
) -> Rating:
    """Give one rating; see ``rate_cells`` for what is refused."""
    wanted = CellRating(outcome, locality, rag, commentary, effective_on, seen)
    [made] = rate_cells(
        plan=outcome.plan,
        ratings=[wanted],
        by=by,
        entry=entry,
        recorded_at=recorded_at,
        false_alarm=false_alarm,
    )
    return made


@transaction.atomic
def rate_cells(
    *,
    plan: Plan,
    ratings: Sequence[CellRating],
    by: User,
    entry: uuid.UUID | None = None,
    recorded_at: dt.datetime | None = None,
    false_alarm: str = "",
) -> list[Rating]:
    """Give ratings in several cells of a plan: all of them, or none.

    Args:
        plan: their plan.
        ratings: what to give, one a cell.
        by: who rates.
        entry: the form's own number. If the same form with the same ratings has been saved before, what it
            made then is returned and nothing is added.
        recorded_at: now, unless a history kept elsewhere is being loaded.
        false_alarm: why what looks like a child's details in the reasons is none, if somebody was asked.

    Raises:
        NotAllowed: the person may not rate one of the cells.
        Refused: the plan is not open for rating, or a cell is given twice, or an outcome is gone.
        RatingsRefused: one or more of them cannot be saved as they are; says which and why.
        ChildDetailsFound: a reason looks like it holds a child's details; told by ``CellRating.where``.
    """
    entry = entry or uuid.uuid4()
    # The lock is on the outcomes, so of two people rating the same cell the second sees what the first saved.
    locked = {
        row.pk: row
        for row in Outcome.objects.select_for_update(of=("self",))
        .filter(pk__in={wanted.outcome.pk for wanted in ratings})
        .select_related("section")
        .prefetch_related("lead_links", "locality_links", "section__columns")
        .order_by("pk")
    }
    # Under the lock: whoever holds every outcome, to issue a paper, then knows all that is recorded by then.
    recorded_at = recorded_at or timezone.now()
    already = list(Rating.objects.filter(entry=entry))
    if already:
        if _is_repeat(already, ratings, by):
            return already
        # The same form sent with something else in it (after the Back button, say) is a new one.
        entry = uuid.uuid4()
    # Read again under the lock: the next version may have started, and closed this one, while we waited.
    plan = read_again(plan)
    if not plan.takes_ratings:
        raise Refused(f"This plan is {plan.get_status_display().lower()}, so it takes no ratings.")
    if len({wanted.key for wanted in ratings}) < len(ratings):
        raise Refused("The same cell is rated twice in one form: nothing has been saved.")
    access = access_to(plan, by)
    problems: dict[tuple[int, int | None], CellProblem] = {}
    made: list[Rating] = []
    for wanted in ratings:
        outcome = locked.get(wanted.outcome.pk)
        if outcome is None:
            raise Refused(f"{wanted.outcome.ref} has just been deleted, so it takes no ratings.")
        if outcome.plan_id != plan.pk:
            raise NotAllowed("That outcome is not part of this plan.")
        localities = rated_localities(outcome)
        check_column(outcome, wanted.locality, localities)
        leads = {link.lead_id for link in outcome.lead_links.all()}
        if not access.may_rate(lead_ids=leads, locality_id=wanted.key[1], outcome_localities=localities):
            raise NotAllowed(f"You cannot rate {wanted.where}: it belongs to another lead or locality.")
        standing = standing_rating(outcome, wanted.locality, known_at=max(recorded_at, timezone.now()))
        effective_on = wanted.effective_on or timezone.localdate(recorded_at)
        problem = _problem(wanted, standing, effective_on, plan, recorded_at)
        if problem:
            problems[wanted.key] = problem
            continue
        made.append(
            Rating(
                plan=plan,
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
    reasons = {wanted.where: wanted.commentary for wanted in ratings}
    check_no_child_details(plan=plan, texts=reasons, by=by, false_alarm=false_alarm)
    return Rating.objects.bulk_create(made)


def standing_rating(
    outcome: Outcome,
    locality: Locality | None,
    *,
    at: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> Rating | None:
    """The rating that stands in one cell, today unless a date is given, read fresh."""
    known_at = known_at or timezone.now()
    return (
        Rating.objects.known(at=at or timezone.localdate(), known_at=known_at)
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


def check_column(outcome: Outcome, locality: Locality | None, localities: frozenset[int]) -> None:
    """Raise Refused where an outcome is not rated in a column, or no longer at all."""
    if outcome.withdrawn_on:
        raise Refused(
            f"{outcome.ref} was withdrawn on {full_date(outcome.withdrawn_on)}, so it takes no ratings."
        )
    if locality is None and not outcome.section.has_overall:
        raise Refused(f"Section {outcome.section.number} has no Overall column.")
    if locality is not None and locality.pk not in localities:
        raise Refused(f"{outcome.ref} is not rated for {locality.name}.")


def _problem(
    wanted: CellRating,
    standing: Rating | None,
    effective_on: dt.date,
    plan: Plan,
    recorded_at: dt.datetime,
) -> CellProblem | None:
    current = standing.pk if standing else None
    if wanted.seen not in (NOT_SHOWN, current):
        if standing and standing.pk > (wanted.seen or 0):
            said = f"{standing.recorded_by_name} rated this {standing.get_rag_display()}"
            message = f"{said} after you opened this page."
        else:
            message = "The rating you were shown has been corrected since you opened this page."
        return CellProblem(message, overtaken=True, overtaken_by=standing)
    if problem := date_problem(effective_on, plan, recorded_at):
        return problem
    commentary = wanted.commentary.strip()
    if not commentary and wanted.rag.needs_reason:
        return CellProblem(f"Say why it is {wanted.rag.label.lower()}.", "commentary")
    if commentary:
        return None
    # A rating entered late changes the colour of its own day, whatever stands by now.
    before = standing
    if effective_on < timezone.localdate():
        before = standing_rating(wanted.outcome, wanted.locality, at=effective_on)
    if before is None or before.rag != wanted.rag:
        was = Rag(before.rag).label.lower() if before and before.rag else "not rated"
        return CellProblem(f"Say why it changes from {was} to {wanted.rag.label.lower()}.", "commentary")
    return None


def date_problem(effective_on: dt.date, plan: Plan, recorded_at: dt.datetime) -> CellProblem | None:
    """What is wrong with an effective date; None if nothing.

    It must not be later than the day on which the rating was recorded, nor than today, nor before the plan's
    month.
    """
    today = min(timezone.localdate(recorded_at), timezone.localdate())
    if effective_on > today:
        return CellProblem("The date must be today or in the past.", "effective_on")
    if effective_on < min(plan.dated, today):
        return CellProblem(
            f"The date must not be before the plan itself ({month_year(plan.dated)}).", "effective_on"
        )
    return None
