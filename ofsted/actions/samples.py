"""Recording what a review counted: its samples, and the answers to its questions."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max

from plans.actions import records
from plans.actions.child_details import check_no_child_details, check_record
from plans.actions.deleting import check_seen
from plans.actions.opening import CARRIED, belongs, bring_under
from plans.actions.refusals import Refused
from plans.models import Plan, User

from ..models import Sample, SampleResult, Visit
from .deleting import check_results_seen
from .opening import open_for


class SavedAlready(Refused):
    """Some of these results were saved since the form was opened: it was sent twice, or sent again by Back.

    Attributes:
        places: which of those given, counted from 0.
        every: whether all of them were.
    """

    def __init__(self, places: Collection[int], *, every: bool) -> None:
        message = (
            "These results have been saved already; nothing was added."
            if every
            else "Some of these results were saved already."
        )
        super().__init__(message)
        self.places, self.every = places, every


@transaction.atomic
def record_results(
    *,
    sample: Sample,
    plan: Plan,
    results: Sequence[SampleResult],
    by: User,
    reason: str,
    after: int | None = None,
    false_alarm: str = "",
    when: dt.datetime | None = None,
) -> list[SampleResult]:
    """Record a sample, or add to one, with the answers to its questions: all of them, or none.

    Args:
        sample: a new one of its visit, or one that is recorded already and stays as it is.
        plan: the version in use, which it comes under.
        results: new ones, in the order of the report. Their sample and position are set here.
        by: SMT, a clerk or an administrator; on a site day not a clerk.
        reason: why, such as where they were read.
        after: the last position that the sample had when the form was opened. What has been added since in
            the same words and numbers is not added again.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        when: the moment its history gives; now if None.

    Raises:
        SavedAlready: one or more were added since.
        NotAllowed, Refused: they may not, the plan is not open, the visit has a sample of that cohort
            already, a result counts more than there are or is of more than its sample, or an outcome is of
            another plan.
        ChildDetailsFound: something that is written seems to hold a child's details.
    """
    open_for(plan, by, sample.visit)
    if sample.pk and after is not None:
        _not_twice(sample, results, after)
    texts = {} if sample.pk else {"Sample: how it is called": sample.cohort, "Sample: note": sample.note}
    for number, result in enumerate(results, start=1):
        texts |= {
            f"Measured result {number}: question": result.question,
            f"Measured result {number}: standard": result.standard,
            f"Measured result {number}: note": result.note,
            f"Measured result {number}: bands": "\n".join(label for label, _ in result.spread),
        }
    check_no_child_details(
        plan=plan, texts={**texts, "Measured results: why": reason}, by=by, false_alarm=false_alarm
    )
    if sample.pk:
        _move_under(sample, plan, by=by, when=when)
    else:
        _save_new(sample, plan, by=by, reason=reason, when=when)
    last = sample.results.aggregate(last=Max("position"))["last"] or 0
    for position, result in enumerate(results, start=last + 1):
        result.sample, result.position = sample, position
        _check(result, plan)
        records.save(result, by=by, reason=reason, when=when)
    return list(results)


@transaction.atomic
def save_sample(
    *,
    sample: Sample,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Sample:
    """Record a sample without results, or change what is recorded of one.

    Args:
        sample: with its new values.
        plan: the version in use.
        by, reason, false_alarm, when: as for ``record_results``.
        seen_version: the version the form was made from; None for a new sample.

    Raises:
        NotAllowed, Refused, ChildDetailsFound: as for ``record_results``.
        Stale: somebody has changed it since the form was made.
    """
    open_for(plan, by, sample.visit)
    if sample.pk:
        # What was typed is kept while the sample, as it is stored, is brought under the version in use.
        stored = Sample.objects.select_related("visit").get(pk=sample.pk)
        moved = stored.plan_id != plan.pk
        _move_under(stored, plan, by=by, when=when)
        sample.visit, sample.plan = stored.visit, plan
        if sample.size < stored.size:
            _holds_its_results(sample)
        check_record(record=sample, by=by, reason=reason, false_alarm=false_alarm)
        _check_cohort(sample)
        seen = seen_version + 1 if moved and seen_version is not None else seen_version
        return records.save(sample, by=by, reason=reason, seen_version=seen, when=when)
    sample.plan = plan
    check_record(record=sample, by=by, reason=reason, false_alarm=false_alarm)
    return _save_new(sample, plan, by=by, reason=reason, when=when)


@transaction.atomic
def save_result(
    *,
    result: SampleResult,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> SampleResult:
    """Change what is recorded of a measured result; raises as ``save_sample``.

    Args:
        result: with its new values.
        plan, by, reason, false_alarm, seen_version, when: as for ``save_sample``.
    """
    sample = Sample.objects.select_related("visit").get(pk=result.sample_id)
    open_for(plan, by, sample.visit)
    _move_under(sample, plan, by=by, when=when)
    result.sample = sample
    _check(result, plan)
    check_record(record=result, by=by, reason=reason, false_alarm=false_alarm)
    if result.spread:
        texts = {"Measured result: bands": "\n".join(label for label, _ in result.spread)}
        check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    return records.save(result, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_sample(
    *,
    sample: Sample,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    seen: int | None = None,
) -> None:
    """Delete a sample that was recorded by mistake, with its results. Its history stays.

    Args:
        sample, plan, by, reason, false_alarm: as for ``save_sample``.
        seen_version: the version that the page showed which asked; None where there was none.
        seen: the results that it showed (``deleting.seen_results``); None where there was none.

    Raises:
        NotAllowed, Refused: they may not, or the plan is not open for it.
        ChildDetailsFound: the reason seems to hold a child's details.
        Stale: somebody has changed it or its results since.
    """
    open_for(plan, by, sample.visit)
    check_seen(sample, seen_version)
    check_results_seen(sample, seen)
    where = "Sample: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    _move_under(sample, plan, by=by)
    records.delete(sample, by=by, reason=reason)


@transaction.atomic
def delete_result(
    *,
    result: SampleResult,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a measured result that was recorded by mistake; takes and raises as ``delete_sample``."""
    sample = Sample.objects.select_related("visit").get(pk=result.sample_id)
    open_for(plan, by, sample.visit)
    check_seen(result, seen_version)
    where = "Measured result: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    _move_under(sample, plan, by=by)
    result.sample = sample
    records.delete(result, by=by, reason=reason)


def _save_new(sample: Sample, plan: Plan, *, by: User, reason: str, when: dt.datetime | None) -> Sample:
    # Whoever adds to a visit waits their turn, so that two people do not record one cohort twice.
    visit = Visit.objects.select_for_update().get(pk=sample.visit_id)
    bring_under(visit, plan, by=by, when=when)
    sample.visit, sample.plan = visit, plan
    _check_cohort(sample)
    sample.position = (visit.samples.aggregate(last=Max("position"))["last"] or 0) + 1
    return records.save(sample, by=by, reason=reason, when=when)


def _check_cohort(sample: Sample) -> None:
    others = Sample.objects.filter(visit_id=sample.visit_id).exclude(pk=sample.pk)
    if sample.cohort.casefold() in {cohort.casefold() for cohort in others.values_list("cohort", flat=True)}:
        raise Refused(
            f"This visit has a sample of {sample.cohort} already. Add the results to that one, or call this "
            "one something else."
        )


def _holds_its_results(sample: Sample) -> None:
    largest = sample.results.order_by("-of").first()
    if largest is not None and sample.size < largest.of:
        raise Refused(
            f"“{largest.question}” was asked of {largest.of:,}, so the sample cannot be of {sample.size:,}. "
            "Change that result first."
        )


def _not_twice(sample: Sample, results: Sequence[SampleResult], after: int) -> None:
    """Raise SavedAlready where results were added since. The plan is held, so nobody adds any meanwhile."""

    def said(one: SampleResult) -> tuple[object, ...]:
        return one.question, one.met, one.partly, one.not_met, one.of, one.spread, one.outcome_id

    since = [said(one) for one in SampleResult.objects.filter(sample=sample, position__gt=after)]
    places = []
    for place, result in enumerate(results):
        if said(result) in since:
            since.remove(said(result))
            places.append(place)
    if places:
        raise SavedAlready(places, every=len(places) == len(results))


def _move_under(sample: Sample, plan: Plan, *, by: User, when: dt.datetime | None = None) -> None:
    """Bring a sample and its visit under the version in use, before anything of it is changed."""
    belongs(plan, sample.plan_id)
    bring_under(sample.visit, plan, by=by, when=when)
    if sample.plan_id != plan.pk:
        sample.plan = plan
        records.save(sample, by=by, reason=CARRIED, when=when)


def _check(result: SampleResult, plan: Plan) -> None:
    """Raise Refused where a result says nothing, counts too many, or its outcome is of another plan.

    A result of a part of its sample is sound: not every question is asked of each piece of work.
    """
    counted = (result.met or 0) + result.partly + result.not_met + sum(number for _, number in result.spread)
    if result.met is None and not result.spread:
        raise Refused(f"Enter how many met “{result.question}”, or how they spread.")
    if result.met is not None and result.spread:
        raise Refused(f"“{result.question}” has both counts and bands: give one or the other.")
    if counted > result.of:
        raise Refused(
            f"The counts of “{result.question}” come to {counted:,}, which is more than {result.of:,}."
        )
    if result.of > result.sample.size:
        raise Refused(
            f"“{result.question}” is of {result.of:,}, and the sample of {result.sample.size:,}. Make the "
            "sample larger, or correct the result."
        )
    if result.outcome and result.outcome.plan_id != plan.pk:
        stored = SampleResult.objects.filter(pk=result.pk).values_list("outcome_id", flat=True).first()
        if stored != result.outcome_id:
            raise Refused("That outcome is not in this plan any more. Choose again.")
