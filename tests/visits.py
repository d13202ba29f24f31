"""Visits and findings for tests, written through the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from ofsted.actions.findings import add_findings
from ofsted.actions.samples import record_results
from ofsted.actions.site_days import Saw, save_check
from ofsted.actions.visits import save_visit
from ofsted.models import Finding, Sample, SampleResult, SiteCheck, Visit
from plans.models import Locality, Outcome, Plan, User

from .factories import set_up_by

LETTER = "Recorded from the letter"
# Markup, a formula, a template, a change of direction, Hebrew and an emoji.
HOSTILE = (
    '=HYPERLINK("http://x")</th><script>alert(1)</script>{{ x }} \u202eabc \u05d0\u05d1\u05d2 \U0001f600'
)


def a_visit(plan: Plan, *, by: User | None = None, when: dt.datetime | None = None, **said: Any) -> Visit:
    """A second monitoring visit of 4 and 5 March 2025, unless told otherwise.

    Args:
        plan: the version it is recorded on.
        by: who records it; a superuser if None.
        when: the moment it is recorded.
        said: fields of the visit; ``judgements`` as ``save_visit`` takes them.
    """
    judgements = said.pop("judgements", None)
    values = {
        "kind": Visit.Kind.MONITORING_VISIT,
        "number": 2,
        "on_site": "4 and 5 March 2025",
        "first_on": dt.date(2025, 3, 4),
        "last_on": dt.date(2025, 3, 5),
        "letter_on": dt.date(2025, 4, 1),
    } | said
    return save_visit(
        visit=Visit(**values),
        plan=plan,
        by=by or set_up_by(),
        reason=LETTER,
        judgements=judgements,
        when=when,
    )


def a_finding(
    visit: Visit,
    *outcomes: Outcome,
    plan: Plan | None = None,
    by: User | None = None,
    when: dt.datetime | None = None,
    **said: Any,
) -> Finding:
    """A finding of a visit that asks for something, unless told otherwise.

    Args:
        visit: whose.
        outcomes: that answer it.
        plan: the version in use; the visit's if None.
        by, when: as for ``a_visit``.
        said: fields of the finding.
    """
    values = {
        "ref": "c",
        "words": "Supervision is not recorded often enough",
        "kind": Finding.Kind.TO_IMPROVE,
    } | said
    links = {outcome.pk: f"It asks for the same as {outcome.ref}" for outcome in outcomes}
    return add_findings(
        visit=visit,
        plan=plan or visit.plan,
        findings=[(Finding(**values), links)],
        by=by or set_up_by(),
        reason=LETTER,
        when=when,
    )[0]


def a_result(
    visit: Visit,
    *,
    plan: Plan | None = None,
    by: User | None = None,
    when: dt.datetime | None = None,
    cohort: str = "child and family assessments",
    size: int = 20,
    **said: Any,
) -> SampleResult:
    """A measured result, 16 of 20, of a sample of assessments, unless told otherwise.

    Args:
        visit: whose; its sample of that cohort is made where there is none.
        plan: the version in use; the visit's if None.
        by, when: as for ``a_visit``.
        cohort, size: the sample.
        said: fields of the result.
    """
    values = {"question": "Child seen alone", "met": 16, "of": 20} | said
    if values["met"] is not None:
        values.setdefault("not_met", values["of"] - values["met"])
    sample = Sample.objects.filter(visit=visit, cohort=cohort).first()
    return record_results(
        sample=sample or Sample(visit=visit, cohort=cohort, size=size),
        plan=plan or visit.plan,
        results=[SampleResult(**values)],
        by=by or set_up_by(),
        reason="From the review's report",
        when=when,
    )[0]


def a_site_day(plan: Plan, place: str = "Wexley", **said: Any) -> Visit:
    """A site day of today in Wexley, unless told another ``day`` or place; takes what ``a_visit`` does."""
    locality = Locality.objects.get(authority=plan.authority, name=place)
    day = said.pop("day", timezone.localdate())
    values = {
        "kind": Visit.Kind.SITE_DAY,
        "number": None,
        "locality": locality,
        "on_site": f"{day.day} {day:%B %Y}",
        "first_on": day,
        "last_on": day,
        "letter_on": None,
    }
    return a_visit(plan, **(values | said))


def a_check(visit: Visit, outcome: Outcome, *, by: User | None = None, **said: Any) -> SiteCheck:
    """What SMT saw of an outcome on a site day, in its locality, unless told otherwise.

    Args:
        visit: the site day.
        outcome: what was looked at.
        by: who looked; a superuser if None.
        said: as ``Saw`` takes it; ``plan`` for the version in use.
    """
    plan = said.pop("plan", visit.plan)
    values = {"locality": visit.locality, "seen": "Three of five files had no note of supervision"} | said
    return save_check(visit=visit, plan=plan, saw=Saw(outcome=outcome, **values), by=by or set_up_by())
