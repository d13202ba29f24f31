"""Somebody else has saved meanwhile: both texts of every field that differs, and nothing said of the rest."""

from typing import Any

import pytest
from django.urls import reverse

from ofsted.forms.visits import VisitForm
from ofsted.models import Decision, Visit
from plans.models import Plan

from .cast import Cast
from .reading import read
from .visit_forms import typed
from .visits import a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db
SMT_TYPED = typed(
    kind="inspection",
    number="",
    framework="sif",
    on_site="20 October to 12 November 2014",
    letter_on="2015-01-29",
    ofsted_published_on="2015-01-29",
    council_published_on="",
    inspectors="Cy Noor",
    looked_at="Care leavers",
    evidence_seen="Audits",
    summary="What SMT wrote",
    self_assessment="accepted",
    next_expected="June 2015",
)
BOTH = {
    "kind": ("Inspection", "Monitoring visit"),
    "number": ("Nothing", "4"),
    "framework": ("SIF: from 1 November 2013 to 31 December 2017", "None"),
    "on_site": ("20 October to 12 November 2014", "16 and 17 October 2019"),
    "letter_on": ("29 January 2015", "12 November 2019"),
    "ofsted_published_on": ("29 January 2015", "12 November 2019"),
    "council_published_on": ("Nothing", "19 November 2019"),
    "inspectors": ("Cy Noor", "Ann Hale, lead Bo Reed"),
    "looked_at": ("Care leavers", "The front door Children who go missing"),
    "evidence_seen": ("Audits", "Case records Supervision notes"),
    "summary": ("What SMT wrote", "Steady progress from a low base"),
    "self_assessment": ("Accepted in full", "Accepted in part"),
    "next_expected": ("June 2015", "March 2020"),
}


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan)


@pytest.fixture
def address(plan: Plan, visit: Visit) -> str:
    return reverse("visit_change", args=[plan.slug, visit.pk])


def told(page: Any) -> dict[str, tuple[str, str]]:
    """What the page sets side by side: the field -> what is recorded, and what was typed."""
    found = {}
    for row in read(page.content.decode()).the("main").the("table").the("tbody").all("tr"):
        name, (saved, mine) = row.the("th").words, (cell.words for cell in row.all("td"))
        found[name] = (saved, mine)
    return found


def test_every_field_of_the_form_is_told_with_both_texts(
    address: str, visit: Visit, cast: Cast, client_for: Any
) -> None:
    assert client_for(cast.smt).post(address, SMT_TYPED | {"version": "1"}).status_code == 302
    page = client_for(cast.clerk).post(address, typed(version="1"))
    assert page.status_code == 409
    labels = {bound.name: str(bound.label) for bound in VisitForm(visit=visit).visible_fields()}
    assert labels.keys() - BOTH.keys() == {"reason"}
    assert told(page) == {labels[name]: both for name, both in BOTH.items()}


def test_what_both_wrote_alike_is_left_out(address: str, cast: Cast, client_for: Any) -> None:
    """Nor do other line ends or spaces count, which nobody typed on purpose."""
    client_for(cast.smt).post(address, typed(version="1", inspectors="Ann Hale, lead\r\n\r\nBo  Reed"))
    page = client_for(cast.clerk).post(address, typed(version="1", summary="What the clerk wrote"))
    assert told(page) == {"Summary": ("Steady progress from a low base", "What the clerk wrote")}


def test_of_a_site_day_only_what_its_form_asks_is_told(plan: Plan, cast: Cast, client_for: Any) -> None:
    day = a_site_day(plan)
    address = reverse("visit_change", args=[plan.slug, day.pk])
    sent = typed(on_site=day.on_site, letter_on="")
    client = client_for(cast.smt)
    assert client.post(address, sent | {"version": "1"}).status_code == 302
    page = client.post(address, sent | {"version": "1", "summary": "Otherwise"})
    assert told(page) == {"Summary": ("Steady progress from a low base", "Otherwise")}


def test_the_same_change_sent_twice_is_saved_once(
    address: str, visit: Visit, cast: Cast, client_for: Any
) -> None:
    client = client_for(cast.clerk)
    for _ in range(2):
        answer = client.post(address, typed(version="1"), follow=True)
        assert "Fourth monitoring visit, 16 and 17 October 2019 saved." in read(answer.content.decode()).words
    assert visit.history.count() == 2


def test_markup_in_either_text_is_shown_as_text(address: str, cast: Cast, client_for: Any) -> None:
    client_for(cast.smt).post(address, typed(version="1", summary="<b>Bold</b>"))
    page = client_for(cast.clerk).post(address, typed(version="1", summary="<i>Leaning</i>"))
    assert told(page) == {"Summary": ("<b>Bold</b>", "<i>Leaning</i>")}


def test_a_decision_is_told_in_the_same_way(plan: Plan, cast: Cast, client_for: Any) -> None:
    said = {"decided": "24 April 2025", "body": "board", "words": "It meets quarterly", "reason": "Minutes"}
    client = client_for(cast.smt)
    client.post(reverse("decision_new", args=[plan.slug]), said)
    address = reverse("decision_change", args=[plan.slug, Decision.objects.get().pk])
    changed = said | {"body": "cabinet", "words": "It meets monthly", "version": "1"}
    assert client.post(address, changed).status_code == 302
    page = client.post(address, said | {"version": "1", "words": "It meets weekly"})
    assert page.status_code == 409
    assert told(page) == {
        "Who decided": ("Cabinet or council", "Improvement Board"),
        "What was decided": ("It meets monthly", "It meets weekly"),
    }
    again = client.post(address, changed, follow=True)
    assert "Decision of 24 April 2025 saved." in read(again.content.decode()).words


def test_a_sample_is_told_in_the_same_way(visit: Visit, cast: Cast, client_for: Any) -> None:
    sample = a_result(visit).sample
    address = reverse("sample_change", args=[visit.plan.slug, sample.pk])
    sent = {"cohort": "assessments", "size": "21", "note": "", "version": "1", "reason": "One was left out"}
    client = client_for(cast.smt)
    assert client.post(address, sent).status_code == 302
    page = client.post(address, sent | {"size": "22", "note": "By hand"})
    assert page.status_code == 409
    assert told(page) == {"How many": ("21", "22"), "Note": ("Nothing", "By hand")}
    assert client.post(address, sent).status_code == 302


def test_a_measured_result_is_told_in_the_same_way(visit: Visit, cast: Cast, client_for: Any) -> None:
    """What the form works out, such as how many did not, counts as typed."""
    result = a_result(visit, outcome=visit.plan.outcomes.get(ref="2.1"))
    address = reverse("result_change", args=[visit.plan.slug, result.pk])
    sent = {"question": "Child seen", "met": "15", "version": "1", "reason": "Counted again"}
    client = client_for(cast.smt)
    first = sent | {"outcome": "2.2", "standard": "Every 10 working days", "note": "Of June"}
    assert client.post(address, first).status_code == 302
    page = client.post(address, sent | {"outcome": "2.1", "note": "Of June"})
    assert page.status_code == 409
    assert told(page) == {"Standard": ("Every 10 working days", "Nothing"), "Outcome": ("2.2", "2.1")}
    assert client.post(address, first).status_code == 302
    bands = sent | {"met": "", "bands": "10-20 days: 3; 21-30 days: 17"}
    assert told(client.post(address, bands)) == {
        "Standard": ("Every 10 working days", "Nothing"),
        "Met": ("15", "Nothing"),
        "Partly": ("0", "Nothing"),
        "Not met": ("5", "Nothing"),
        "Bands": ("Nothing", "10-20 days: 3; 21-30 days: 17"),
        "Note": ("Of June", "Nothing"),
        "Outcome": ("2.2", "Nothing"),
    }
