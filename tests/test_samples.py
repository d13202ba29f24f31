"""Samples and measured results: written through the actions, read as they stood."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ofsted.actions.samples import (
    SavedAlready,
    delete_result,
    delete_sample,
    record_results,
    save_result,
    save_sample,
)
from ofsted.measured import SampleRow, results_for, samples_of
from ofsted.models import Sample, SampleResult
from ofsted.register import take_register
from plans.actions.refusals import ChildDetailsFound, NotAllowed, Refused, Stale
from plans.models import FalseAlarm, Plan
from plans.snapshot import take_snapshot

from .cast import Cast, at, days_ago
from .test_register import next_version
from .visits import a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db
NHS = "943 476 5919"


def samples(plan: Plan, day=None) -> tuple[SampleRow, ...]:  # type: ignore[no-untyped-def]
    snapshot = take_snapshot(plan, at=day)
    return samples_of(plan, snapshot, take_register(plan, snapshot))


def test_results_are_read_with_their_sample_their_share_and_their_outcome(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    visit = a_visit(plan)
    a_result(visit, by=cast.clerk, outcome=outcome, partly=1, not_met=2)
    a_result(
        visit, question="Days taken", met=None, not_met=0, spread=[["1 to 10 days", 5], ["11 to 20 days", 15]]
    )
    (sample,) = samples(plan)
    seen, days = sample.results
    assert sample.title == "20 child and family assessments"
    assert seen.says == "16 of 20, 80% (1 partly, 2 not, 1 not said)"
    assert [row.ref for row in seen.outcomes] == ["2.1"]
    assert days.says == "1 to 10 days: 5 of 20; 11 to 20 days: 15 of 20"
    assert seen.is_small
    assert [result.question for _, result in results_for([sample], seen.outcomes[0])] == ["Child seen alone"]


def test_on_an_earlier_date_a_result_that_was_recorded_later_is_not_there(plan: Plan) -> None:
    visit = a_visit(plan, when=at(40))
    a_result(visit, when=at(30))
    a_result(visit, question="Views recorded", when=at(10))
    questions = [
        [result.question for result in sample.results]
        for day in (days_ago(35), days_ago(20), None)
        for sample in samples(plan, day)
    ]
    assert questions == [["Child seen alone"], ["Child seen alone", "Views recorded"]]


def test_all_results_are_saved_or_none(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    results = [SampleResult(question="Seen", met=3, of=5), SampleResult(question="Heard", met=6, of=5)]
    with pytest.raises(Refused, match="The counts of “Heard” come to 6, which is more than 5"):
        record_results(
            sample=Sample(visit=visit, cohort="plans", size=5), plan=plan, results=results, by=cast.smt,
            reason="Report",
        )  # fmt: skip
    assert not Sample.objects.exists()
    assert not SampleResult.objects.exists()


@pytest.mark.parametrize("who", ["reader", "manager", "stranger", "outsider"])
def test_only_those_who_record_visits_record_results(who: str, plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    with pytest.raises(NotAllowed):
        a_result(visit, by=getattr(cast, who))
    result = a_result(visit)
    for action, thing in (
        (delete_result, {"result": result}),
        (delete_sample, {"sample": result.sample}),
        (save_result, {"result": result}),
        (save_sample, {"sample": result.sample}),
    ):
        with pytest.raises(NotAllowed):
            action(**thing, plan=plan, by=getattr(cast, who), reason="Report")  # type: ignore[operator]
    assert SampleResult.objects.count() == 1


def test_a_cohort_is_sampled_once_in_a_visit(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    a_result(visit, cohort="plans")
    with pytest.raises(Refused, match="has a sample of Plans already"):
        save_sample(
            sample=Sample(visit=visit, cohort="Plans", size=3), plan=plan, by=cast.smt, reason="Report"
        )


def test_an_outcome_of_another_plan_is_refused(plan: Plan, cast: Cast, make_plan) -> None:  # type: ignore[no-untyped-def]
    foreign = make_plan(outcomes=1).outcomes.get()
    with pytest.raises(Refused, match="not in this plan"):
        a_result(a_visit(plan), outcome=foreign)


def test_a_childs_details_are_refused_unless_somebody_says_why_they_are_none(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    given = {
        "sample": Sample(visit=visit, cohort="plans", size=5),
        "plan": plan,
        "results": [SampleResult(question="Seen", met=3, of=5, note=f"Not {NHS}")],
        "by": cast.smt,
        "reason": "Report",
    }
    with pytest.raises(ChildDetailsFound, match="NHS number"):
        record_results(**given)  # type: ignore[arg-type]
    assert not Sample.objects.exists()
    record_results(**given, false_alarm="The number of the report")  # type: ignore[arg-type]
    assert FalseAlarm.objects.get().where == "Measured result 1: note"


def test_a_result_that_somebody_else_has_changed_is_not_overwritten(plan: Plan, cast: Cast) -> None:
    result = a_result(a_visit(plan))
    result.met, result.not_met = 15, 5
    save_result(result=result, plan=plan, by=cast.smt, reason="Counted again", seen_version=1)
    result.met = 14
    with pytest.raises(Stale):
        save_result(result=result, plan=plan, by=cast.clerk, reason="Counted again", seen_version=1)
    assert SampleResult.objects.get().met == 15


def test_under_the_next_version_a_sample_moves_with_what_is_said_of_it(plan: Plan, cast: Cast) -> None:
    result = a_result(a_visit(plan), outcome=plan.outcomes.get(ref="2.1"))
    new = next_version(plan, cast)
    [(sample,)] = [samples(new)]
    assert [row.id for row in sample.results[0].outcomes] == [new.outcomes.get(ref="2.1").pk]
    stored = SampleResult.objects.get(pk=result.pk)
    stored.note = "As in the annex"
    save_result(result=stored, plan=new, by=cast.administrator, reason="Read again", seen_version=1)
    assert Sample.objects.get().plan_id == new.pk
    assert samples(Plan.objects.get(pk=plan.pk))[0].results[0].note == ""


def test_reading_takes_two_queries_whatever_was_counted(plan: Plan) -> None:
    snapshot = take_snapshot(plan)
    counts = []
    for number in range(3):
        register = take_register(plan, snapshot)
        with CaptureQueriesContext(connection) as queries:
            samples_of(plan, snapshot, register)
        counts.append(len(queries))
        a_result(a_visit(plan, number=number + 1), question=f"Question {number}")
    assert counts == [0, 2, 2]


def test_on_a_site_day_of_smts_a_clerk_records_no_results(plan: Plan, cast: Cast) -> None:
    day = a_site_day(plan)
    with pytest.raises(NotAllowed, match="site days are recorded by SMT"):
        a_result(day, by=cast.clerk)
    result = a_result(day, by=cast.smt)
    for action, thing in (
        (delete_result, {"result": result}),
        (delete_sample, {"sample": result.sample}),
        (save_result, {"result": result}),
        (save_sample, {"sample": result.sample}),
    ):
        with pytest.raises(NotAllowed):
            action(**thing, plan=plan, by=cast.clerk, reason="Report")  # type: ignore[operator]
    assert SampleResult.objects.count() == 1


def test_results_that_were_added_since_the_form_was_opened_are_not_added_again(
    plan: Plan, cast: Cast
) -> None:
    sample = a_result(a_visit(plan)).sample

    def add(*questions: str) -> None:
        results = [SampleResult(question=words, met=3, of=5) for words in questions]
        record_results(sample=sample, plan=plan, results=results, by=cast.smt, reason="Report", after=1)

    add("Heard", "Child seen alone")
    with pytest.raises(SavedAlready, match="nothing was added") as all_of_them:
        add("Heard", "Child seen alone")
    with pytest.raises(SavedAlready) as some:
        add("Views recorded", "Heard")
    assert (all_of_them.value.every, some.value.every, some.value.places) == (True, False, [1])
    assert SampleResult.objects.count() == 3


def test_a_sample_is_not_made_smaller_than_what_was_counted_of_it(plan: Plan, cast: Cast) -> None:
    sample = a_result(a_visit(plan)).sample
    sample.size = 19
    with pytest.raises(Refused, match="“Child seen alone” was asked of 20"):
        save_sample(sample=sample, plan=plan, by=cast.smt, reason="Read again", seen_version=1)
    assert Sample.objects.get().size == 20


def test_a_result_of_more_than_its_sample_is_refused_new_or_changed(plan: Plan, cast: Cast) -> None:
    visit = a_visit(plan)
    refusal = "“Child seen alone” is of 40, and the sample of 20. Make the sample larger, or correct"
    with pytest.raises(Refused, match=refusal):
        a_result(visit, met=30, of=40)
    assert not Sample.objects.exists()
    result = a_result(visit, met=3, of=6)  # not every question is asked of all of them
    result.met, result.of = 30, 40
    with pytest.raises(Refused, match=refusal):
        save_result(result=result, plan=plan, by=cast.smt, reason="Read again", seen_version=1)
    assert SampleResult.objects.get().of == 6
