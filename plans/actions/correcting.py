"""Correcting a rating that was entered wrongly."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from ..carried import giver_of
from ..dates import full_date
from ..models import Locality, Outcome, Plan, Rag, Rating, User
from ..permissions import access_to, may_correct_rating_of
from .child_details import check_no_child_details
from .rating import check_column, date_problem, rated_localities
from .refusals import NotAllowed, Refused


@transaction.atomic
def correct_rating(
    *,
    rating: Rating,
    reason: str,
    by: User,
    rag: Rag | None,
    locality: Locality | None = None,
    commentary: str | None = None,
    effective_on: dt.date | None = None,
    entry: uuid.UUID | None = None,
    recorded_at: dt.datetime | None = None,
    false_alarm: str = "",
) -> Rating:
    """Mend a rating that was entered wrongly, by a new row that names it.

    Args:
        rating: the wrong one.
        reason: what was wrong with it.
        by: who corrects it. They must be able to rate both the cell it is in and the cell it should be in;
            and a manager leaves alone what SMT or an administrator gave.
        rag: the colour it should have been; None strikes it out and puts nothing in its place.
        locality: the column it should have been in (None for Overall); not used when striking out.
        commentary: the reason for the colour; the wrong one's if None.
        effective_on: the date it should have; the wrong one's if None.
        entry: the form's own number: the same form sent twice makes one correction.
        recorded_at: now, unless a history kept elsewhere is being loaded.
        false_alarm: why what looks like a child's details in what is said is none, if somebody was asked.

    Raises:
        NotAllowed, Refused: nothing is changed.
        ChildDetailsFound: what is said looks like it holds a child's details; nothing is changed.
    """
    outcome = (
        Outcome.objects.select_for_update(of=("self",))
        .select_related("section", "plan")
        .prefetch_related("lead_links", "locality_links", "section__columns")
        .get(pk=rating.outcome_id)
    )
    # The clocks of two machines differ by a little; a correction always comes after what it corrects.
    recorded_at = max(recorded_at or timezone.now(), rating.recorded_at)
    correction = Rating(
        plan=outcome.plan,
        outcome=outcome,
        locality=rating.locality if rag is None else locality,
        rag=rag,
        commentary="" if rag is None else (rating.commentary if commentary is None else commentary).strip(),
        effective_on=rating.effective_on if rag is None else effective_on or rating.effective_on,
        recorded_at=recorded_at,
        recorded_by=by,
        recorded_by_name=by.display_name,
        corrects=rating,
        correction_reason=reason.strip(),
        entry=entry or uuid.uuid4(),
    )
    earlier = Rating.objects.filter(corrects=rating).first()
    if earlier:
        if _says(earlier) == _says(correction):
            return earlier
        raise Refused(
            f"This rating was corrected already by {earlier.recorded_by_name} on "
            f"{full_date(timezone.localdate(earlier.recorded_at))}: “{earlier.correction_reason}” "
            "What you typed has not been saved."
        )
    if rating.rag is None:
        raise Refused("A struck-out rating cannot itself be corrected: give a new rating instead.")
    # Read again under the lock: the next version may have started, and closed this one, while we waited.
    plan = Plan.objects.get(pk=outcome.plan_id)
    if not plan.takes_ratings:
        raise Refused(f"This plan is {plan.get_status_display().lower()}, so it takes no corrections.")
    if not correction.correction_reason:
        raise Refused("Say what was wrong with the rating.")
    _check_may_correct(rating, correction, by)
    if rag is not None:
        problem = date_problem(correction.effective_on, plan, recorded_at)
        # A rating carried from the version before may keep its date, which is older than this one.
        if problem and correction.effective_on != rating.effective_on:
            raise Refused(problem.message)
        if rag.needs_reason and not correction.commentary:
            raise Refused(f"Say why it is {rag.label.lower()}.")
    where = f"{outcome.ref} {correction.locality.name if correction.locality else 'Overall'}"
    texts = {f"{where}: what was wrong": correction.correction_reason, f"{where}: why": correction.commentary}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    if Rating.objects.filter(entry=correction.entry).exists():
        correction.entry = uuid.uuid4()
    correction.save(force_insert=True)
    return correction


def _check_may_correct(rating: Rating, correction: Rating, by: User) -> None:
    outcome = correction.outcome
    localities = rated_localities(outcome)
    check_column(outcome, correction.locality, localities)
    access = access_to(outcome.plan, by)
    leads = {link.lead_id for link in outcome.lead_links.all()}
    for place in {rating.locality_id, correction.locality_id}:
        if not access.may_rate(lead_ids=leads, locality_id=place, outcome_localities=localities):
            raise NotAllowed("You cannot correct this rating: it belongs to another lead or locality.")
    if not may_correct_rating_of(access, outcome.plan, giver_of(rating)):
        raise NotAllowed(
            "This rating was given by the senior management team, so only they can correct it. "
            "If things have changed since, give a new rating."
        )


def _says(correction: Rating) -> tuple[object, ...]:
    """All that a correction says, to know the same one sent again."""
    return (
        correction.entry,
        correction.locality_id,
        correction.rag,
        correction.commentary,
        correction.effective_on,
        correction.correction_reason,
        correction.recorded_by_id,
    )
