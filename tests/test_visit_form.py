"""Recording a visit, changing it, and deleting one that was a mistake."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from ofsted.models import Visit
from plans.models import FalseAlarm, Plan

from .cast import Cast, place
from .reading import read
from .visit_forms import inspected, typed
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(plan: Plan, cast: Cast, client_for: Any) -> Any:
    """``new(**sent)``: what the clerk gets who sends the form for a new visit."""

    def send(sent: dict[str, Any]) -> Any:
        return client_for(cast.clerk).post(reverse("visit_new", args=[plan.slug]), sent)

    return send


def only() -> Visit:
    return Visit.objects.get()


def test_a_visit_is_recorded_as_it_was_typed(new: Any, plan: Plan, cast: Cast) -> None:
    response = new(typed())
    visit = only()
    assert response.url == reverse("visit", args=[plan.slug, visit.pk])
    assert visit.title == "Fourth monitoring visit"
    assert (visit.on_site, visit.first_on, visit.last_on) == (
        "16 and 17 October 2019", dt.date(2019, 10, 16), dt.date(2019, 10, 17),
    )  # fmt: skip
    assert visit.letter_on == visit.ofsted_published_on == dt.date(2019, 11, 12)
    assert visit.council_published_on == dt.date(2019, 11, 19)
    assert visit.looked_at.splitlines() == ["The front door", "", "Children who go missing"]
    assert (visit.next_expected, visit.next_expected_by) == ("March 2020", dt.date(2020, 3, 31))
    assert visit.self_assessment == Visit.SelfAssessment.PARTLY
    told = visit.history.get()
    assert (told.history_user, told.history_change_reason) == (cast.clerk, "Ofsted's letter of 12 November")


def test_an_inspection_goes_on_to_its_judgements(new: Any, plan: Plan) -> None:
    assert new(inspected()).url == reverse("visit_judgements", args=[plan.slug, only().pk])
    assert only().framework == "sif"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Choose what kind of visit it was."),
        ({"kind": "site_day"}, "site_day is not one of the available choices"),
        ({"on_site": ""}, "Enter the days on site."),
        ({"on_site": "a while ago"}, "cannot be read as part of a date"),
        ({"on_site": "30 February 2019"}, "There is no 30 February 2019"),
        ({"on_site": "16 October 2090", "letter_on": ""}, "16 October 2090 is still to come"),
        ({"letter_on": "2019-10-16"}, "16 October 2019 is before the last day on site, 17 October 2019"),
        (
            {"ofsted_published_on": "2019-11-11"},
            "11 November 2019 is before the letter or report, 12 November",
        ),
        (
            {"council_published_on": "1/11/2019"},
            "1 November 2019 is before the letter or report, 12 November",
        ),
        ({"council_published_on": "2090-01-01"}, "1 January 2090 is still to come"),
        ({"letter_on": "soon"}, "Enter a date like 31/10/2026."),
        ({"framework": "sif"}, "Only an inspection has a framework"),
        ({"number": "0"}, "greater than or equal to 1"),
        ({"reason": ""}, "Say where it comes from"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_is_kept(new: Any, changed: dict[str, str], said: str) -> None:
    page = new(typed(**changed))
    assert page.status_code == 200
    assert said in read(page.content.decode()).words
    assert "Children who go missing" in page.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"framework": ""}, "Choose the framework. Inspections of 20 October"),
        ({"framework": "ilacs_short"}, "this one ended on 12 November 2014. Choose SIF."),
        (
            {"on_site": "4 to 8 March 2019", "letter_on": "", "ofsted_published_on": "",
             "council_published_on": ""},
            "SIF was for inspections that ended from 1 November 2013 to 31 December 2017",
        ),
        ({"framework": "jtai"}, "jtai is not one of the available choices"),
    ],
)  # fmt: skip
def test_a_framework_is_of_the_day(new: Any, changed: dict[str, str], said: str) -> None:
    assert said in read(new(inspected(**changed)).content.decode()).words
    assert not Visit.objects.exists()


def test_an_inspection_before_any_framework_needs_none(new: Any) -> None:
    dates = {"letter_on": "2009-05-01", "ofsted_published_on": "", "council_published_on": ""}
    new(inspected(framework="", on_site="March 2009", **dates))
    assert only().framework == ""


def test_a_letter_may_be_of_the_month_that_the_visit_was_in(new: Any) -> None:
    dates = {"letter_on": "2016-08-25", "ofsted_published_on": "", "council_published_on": ""}
    new(typed(on_site="August 2016", **dates))
    assert only().last_on == dt.date(2016, 8, 31)


def test_the_same_visit_is_not_recorded_twice(new: Any) -> None:
    new(typed())
    page = new(typed(summary="Pressed twice"))
    assert "recorded already: Fourth monitoring visit, 16 and 17 October 2019" in page.content.decode()
    assert Visit.objects.count() == 1
    new(typed(number="", kind="focused_visit"))
    assert Visit.objects.count() == 2


def test_a_childs_details_are_refused_until_they_are_said_to_be_none(new: Any) -> None:
    sent = typed(summary="The case of 943 476 5919 was well run")
    page = new(sent)
    assert "looks like an NHS number" in read(page.content.decode()).words
    assert not Visit.objects.exists()
    told = page.context["form"]["child_details_told"].value()
    new(sent | {"child_details_told": told, "false_alarm": "The number of the audit"})
    assert only().summary == sent["summary"]
    assert FalseAlarm.objects.get().reason == "The number of the audit"


# --- Changing -----------------------------------------------------------------------------------------------


def test_a_visit_is_changed(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    address = reverse("visit_change", args=[plan.slug, visit.pk])
    client = client_for(cast.smt)
    page = client.get(address).content.decode()
    assert 'value="4 and 5 March 2025"' in page
    assert 'value="2025-04-01"' in page
    response = client.post(address, typed(version="1", number="5"))
    assert response.status_code == 302
    assert only().title == "Fifth monitoring visit"


def test_a_stale_form_is_refused_with_both_texts(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    address = reverse("visit_change", args=[plan.slug, visit.pk])
    client_for(cast.smt).post(address, typed(version="1", summary="What SMT wrote"))
    client = client_for(cast.clerk)
    page = client.post(address, typed(version="1", summary="What the clerk wrote"))
    assert page.status_code == 409
    words = page.content.decode()
    assert "Somebody else has changed this visit" in words
    assert "What SMT wrote" in words
    assert "What the clerk wrote" in words
    version = page.context["form"]["version"].value()
    assert client.post(address, typed(version=version, summary="What the clerk wrote")).status_code == 302
    assert only().summary == "What the clerk wrote"


def test_a_form_that_has_lost_its_version_overwrites_nothing(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan, summary="As it is")
    sent = typed(summary="As nobody saw it", version="")
    page = client_for(cast.clerk).post(reverse("visit_change", args=[plan.slug, visit.pk]), sent)
    assert page.status_code == 409
    assert only().summary == "As it is"


def test_a_site_day_is_smts_own(plan: Plan, cast: Cast, client_for: Any) -> None:
    day = a_visit(plan, kind=Visit.Kind.SITE_DAY, number=None, locality=place("Wexley"), letter_on=None)
    address = reverse("visit_change", args=[plan.slug, day.pk])
    assert client_for(cast.clerk).get(address).status_code == 403
    assert client_for(cast.clerk).post(address, typed(version="1")).status_code == 403
    client = client_for(cast.smt)
    assert 'name="kind"' not in client.get(address).content.decode()
    client.post(address, typed(version="1", on_site="6 March 2025", letter_on=""))
    assert (only().kind, only().on_site, only().number) == ("site_day", "6 March 2025", None)


# --- Deleting -----------------------------------------------------------------------------------------------


def test_a_visit_is_deleted_with_a_reason(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    address = reverse("visit_delete", args=[plan.slug, visit.pk])
    client = client_for(cast.clerk)
    assert "Second monitoring visit, 4 and 5 March 2025" in read(client.get(address).content.decode()).words
    assert "Say why it is deleted" in client.post(address, {"reason": " "}).content.decode()
    assert Visit.objects.exists()
    assert client.post(address, {"reason": "Entered twice", "version": "1"}, follow=True).status_code == 200
    assert not Visit.objects.exists()
    assert Visit.history.filter(id=visit.pk).first().history_change_reason == "Entered twice"


def test_a_visit_with_findings_stays(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    a_finding(visit)
    address = reverse("visit_delete", args=[plan.slug, visit.pk])
    page = client_for(cast.clerk).post(address, {"reason": "Entered twice", "version": "1"})
    assert "has findings or results, so it stays" in page.content.decode()
    assert Visit.objects.exists()


def test_another_plans_visit_is_not_found(plan: Plan, cast: Cast, client_for: Any, make_plan: Any) -> None:
    elsewhere = a_visit(make_plan(outcomes=1))
    client = client_for(cast.superuser)
    for name in ("visit", "visit_change", "visit_judgements", "visit_delete"):
        assert client.get(reverse(name, args=[plan.slug, elsewhere.pk])).status_code == 404
