"""What an inspection judged, in its framework's own areas and grades."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from ofsted.actions.visits import Judged, save_visit
from ofsted.models import Visit
from plans.actions.refusals import Refused
from plans.models import Plan

from .cast import Cast
from .reading import read
from .visit_forms import inspected
from .visits import a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(plan: Plan) -> Visit:
    day = dt.date(2014, 11, 12)
    return a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="sif", on_site="12 November 2014",
        first_on=day, last_on=day, letter_on=dt.date(2015, 1, 29),
    )  # fmt: skip


@pytest.fixture
def address(plan: Plan, inspection: Visit) -> str:
    return reverse("visit_judgements", args=[plan.slug, inspection.pk])


def judged(visit: Visit) -> list[tuple[str, str, bool]]:
    return [(row.area, row.grade, row.adverse) for row in visit.judgements.all()]


def test_the_framework_says_what_is_judged(address: str, cast: Cast, client_for: Any) -> None:
    page = read(client_for(cast.clerk).get(address).content.decode()).words
    assert "Experiences and progress of care leavers" in page
    assert "Requires improvement" in page
    assert "Impact of leaders" not in page


def test_areas_are_those_of_the_day(plan: Plan, cast: Cast, client_for: Any) -> None:
    words = []
    for day in (dt.date(2022, 12, 9), dt.date(2023, 1, 20)):
        visit = a_visit(
            plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard", on_site="A day",
            first_on=day, last_on=day, letter_on=None,
        )  # fmt: skip
        page = client_for(cast.clerk).get(reverse("visit_judgements", args=[plan.slug, visit.pk]))
        words.append(page.content.decode())
    assert "Children in care and care leavers</label>" in words[0]
    assert "Care leavers</label>" in words[1]
    assert "Children in care and care leavers</label>" not in words[1]


def test_grades_are_recorded_and_taken_out(
    address: str, inspection: Visit, cast: Cast, client_for: Any
) -> None:
    client = client_for(cast.clerk)
    sent = {"area-1": "Inadequate", "area-3": "Requires improvement", "version": "1", "reason": "The report"}
    assert client.post(address, sent).status_code == 302
    assert judged(inspection) == [
        ("Overall effectiveness", "Inadequate", True),
        ("Children looked after and achieving permanence", "Requires improvement", False),
    ]
    assert 'value="Inadequate" selected' in client.get(address).content.decode()
    client.post(address, {**sent, "area-3": "", "version": "2"})
    assert judged(inspection) == [("Overall effectiveness", "Inadequate", True)]


def test_a_grade_of_no_such_name_is_refused(
    address: str, inspection: Visit, cast: Cast, client_for: Any
) -> None:
    client_for(cast.clerk).post(address, {"area-1": "Dreadful", "version": "1", "reason": "The report"})
    assert judged(inspection) == []


def test_a_stale_form_is_refused(address: str, inspection: Visit, cast: Cast, client_for: Any) -> None:
    sent = {"version": "1", "reason": "The report"}
    client_for(cast.smt).post(address, {**sent, "area-1": "Inadequate"})
    page = client_for(cast.clerk).post(address, {**sent, "area-1": "Good"})
    assert page.status_code == 409
    assert "What is recorded now" in page.content.decode()
    assert judged(inspection) == [("Overall effectiveness", "Inadequate", True)]


def test_a_visit_with_no_framework_has_nothing_to_judge(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    page = client_for(cast.clerk).get(reverse("visit_judgements", args=[plan.slug, visit.pk]))
    assert "this visit has no framework" in page.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"framework": "ilacs_standard", "on_site": "12 November 2018"},
        {"kind": "monitoring_visit", "framework": ""},
    ],
)
def test_judgements_do_not_outlive_their_framework(
    plan: Plan, inspection: Visit, cast: Cast, client_for: Any, changed: dict[str, str]
) -> None:
    """Neither lost without a word nor left under a framework that knows no such grade."""
    was = [Judged("Overall effectiveness", "Requires improvement", False)]
    save_visit(visit=inspection, plan=plan, by=cast.smt, reason="The report", judgements=was)
    address = reverse("visit_change", args=[plan.slug, inspection.pk])
    dates = {"letter_on": "", "ofsted_published_on": "", "council_published_on": ""}
    page = client_for(cast.clerk).post(address, inspected(version="2", **dates, **changed))
    assert "Take the judgements out first" in read(page.content.decode()).words
    inspection.refresh_from_db()
    assert inspection.framework == "sif"
    assert len(judged(inspection)) == 1


def test_the_action_takes_no_area_that_the_framework_lacks(plan: Plan, inspection: Visit, cast: Cast) -> None:
    wrong = [Judged("Tidiness", "Good", False)]
    with pytest.raises(Refused, match="does not judge “Tidiness: Good”"):
        save_visit(visit=inspection, plan=plan, by=cast.smt, reason="The report", judgements=wrong)
