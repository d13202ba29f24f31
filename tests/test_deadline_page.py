"""A deadline that a visit brought: said to be met, changed, and taken back."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from ofsted.actions.visits import save_visit
from ofsted.models import DeadlineMet, Finding, Visit
from plans.models import Plan

from .cast import Cast
from .rating_forms import hidden
from .reading import read
from .visit_files import a_file
from .visits import a_finding, a_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STATEMENT = "inspection-statement-of-action"


@pytest.fixture
def inspection(plan: Plan) -> Visit:
    return a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard", on_site="10 January 2025",
        first_on=dt.date(2025, 1, 10), last_on=dt.date(2025, 1, 10), letter_on=dt.date(2025, 2, 14),
    )  # fmt: skip


@pytest.fixture
def address(plan: Plan, inspection: Visit) -> str:
    return reverse("visit_deadline", args=[plan.slug, inspection.pk, STATEMENT])


def page_of(visit: Visit, client: Any) -> str:
    response = client.get(reverse("visit", args=[visit.plan.slug, visit.pk]))
    return read(response.content.decode()).the("main").words


def test_the_visits_page_says_when_it_is_due_and_whence(
    inspection: Visit, cast: Cast, client_for: Any
) -> None:
    """70 working days from 14 February 2025, over Easter and a bank holiday, are 29 May; it is 12 June."""
    words = page_of(inspection, client_for(cast.reader))
    assert "Publish the written statement of proposed action" in words
    assert "70 working days from the date of the letter or report" in words
    assert "29 May 10 working days over" in words
    assert "Education and Inspections Act 2006" in words


def test_it_is_met_with_its_document(address: str, inspection: Visit, cast: Cast, client_for: Any) -> None:
    kept = a_file(inspection, name="statement.pdf")
    client = client_for(cast.clerk)
    assert "statement.pdf" in client.get(address).content.decode()
    sent = {"met_on": "2025-05-30", "document": kept.pk, "note": "On our website", "seen": "0"}
    assert client.post(address, sent).status_code == 302
    words = page_of(inspection, client_for(cast.reader))
    assert "Met on 30 May 2025, late statement.pdf On our website" in words
    assert "working days over" not in words.split("statement of proposed action")[1].split("Judgements")[0]
    assert DeadlineMet.objects.get().history.get().history_change_reason == "Deadline met"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"met_on": ""}, "Enter the day on which it was met."),
        ({"met_on": "2025-06-13"}, "13 June 2025 is still to come."),
        ({"met_on": "2025-01-09"}, "9 January 2025 is before the visit, which began on 10 January 2025."),
        ({"document": "999999"}, "999999 is not one of the available choices"),
        ({"note": "For 943 476 5919"}, "looks like an NHS number"),
    ],
)
def test_what_does_not_fit_is_said(
    address: str, cast: Cast, client_for: Any, changed: dict[str, str], said: str
) -> None:
    sent = {"met_on": "2025-05-30", "document": "", "note": "", "seen": "0"} | changed
    page = client_for(cast.clerk).post(address, sent)
    assert said in read(page.content.decode()).words
    assert not DeadlineMet.objects.exists()


def test_it_is_changed_and_taken_back(address: str, inspection: Visit, cast: Cast, client_for: Any) -> None:
    client = client_for(cast.clerk)
    client.post(address, {"met_on": "2025-05-30", "note": "", "seen": "0"})
    seen = client.get(address).context["meet"]["seen"].value()
    client.post(address, {"met_on": "2025-05-28", "note": "", "seen": seen})
    assert DeadlineMet.objects.get().met_on == dt.date(2025, 5, 28)
    seen = client.get(address).context["back"]["seen"].value()
    page = client.post(address, {"take_back": "1", "reason": "", "seen": seen})
    assert "Say why it was not met after all" in page.content.decode()
    client.post(address, {"take_back": "1", "reason": "It was a draft", "seen": seen})
    assert not DeadlineMet.objects.exists()
    assert "10 working days over" in page_of(inspection, client)


def test_two_at_once_are_told_of_each_other(address: str, cast: Cast, client_for: Any) -> None:
    client_for(cast.smt).post(address, {"met_on": "2025-05-20", "note": "By e-mail", "seen": "0"})
    clerk = client_for(cast.clerk)
    page = clerk.post(address, {"met_on": "2025-05-30", "note": "On paper", "seen": "0"})
    words = read(page.content.decode()).words
    assert "Somebody else has changed this deadline" in words
    assert "Met on 20 May 2025" in words
    assert "On paper" in page.content.decode()
    assert DeadlineMet.objects.get().note == "By e-mail"
    again = {"met_on": "2025-05-30", "note": "On paper", "seen": page.context["meet"]["seen"].value()}
    assert clerk.post(address, again).status_code == 302
    assert DeadlineMet.objects.get().note == "On paper"


def test_a_deadline_that_the_visit_did_not_bring_is_not_found(
    plan: Plan, inspection: Visit, cast: Cast, client_for: Any
) -> None:
    client = client_for(cast.clerk)
    for code in ("jtai-statement-of-action", "no-such-rule"):
        address = reverse("visit_deadline", args=[plan.slug, inspection.pk, code])
        assert client.get(address).status_code == 404
        assert client.post(address, {"met_on": "2025-05-30"}).status_code == 404


def test_a_focused_visit_brings_deadlines_once_it_gave_a_priority_action(
    plan: Plan, cast: Cast, client_for: Any
) -> None:
    visit = a_visit(plan, kind=Visit.Kind.FOCUSED_VISIT, letter_on=dt.date(2025, 6, 9))
    client = client_for(cast.reader)
    assert "Deadlines" not in page_of(visit, client)
    a_finding(visit, kind=Finding.Kind.PRIORITY_ACTION)
    words = page_of(visit, client)
    assert "Share a draft action plan with Ofsted" in words
    assert "7 Jul 17 working days left" in words


def test_before_the_letter_nothing_has_started(plan: Plan, cast: Cast, client_for: Any) -> None:
    day = dt.date(2025, 6, 6)
    visit = a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, on_site="6 June 2025", first_on=day, last_on=day,
        letter_on=None,
    )  # fmt: skip
    assert "Not known yet Not started" in page_of(visit, client_for(cast.reader))


def test_what_was_met_stays_though_the_dates_change(
    address: str, plan: Plan, inspection: Visit, cast: Cast, client_for: Any
) -> None:
    client_for(cast.clerk).post(address, {"met_on": "2025-05-30", "note": "Published", "seen": "0"})
    inspection.refresh_from_db()
    inspection.letter_on, inspection.ofsted_published_on = None, None
    save_visit(visit=inspection, plan=plan, by=cast.clerk, reason="No letter yet")
    assert "Met on 30 May 2025" in page_of(inspection, client_for(cast.reader))


def test_a_visit_with_a_deadline_met_stays(
    address: str, inspection: Visit, cast: Cast, client_for: Any
) -> None:
    client = client_for(cast.clerk)
    client.post(address, {"met_on": "2025-05-30", "document": "", "note": "", "seen": "0"})
    delete = reverse("visit_delete", args=[inspection.plan.slug, inspection.pk])
    assert "deadlines met is not deleted" in client.get(delete).content.decode()
    sent = {"reason": "Entered twice"} | hidden(client.get(delete).content.decode())
    refused = client.post(delete, sent)
    assert "deadlines that are recorded as met. Take those back first" in refused.content.decode()
    assert DeadlineMet.objects.exists()
    seen = str(DeadlineMet.history.latest().history_id)
    back = client.post(address, {"take_back": "1", "reason": "It was not", "seen": seen})
    assert back.status_code == 302
    assert client.post(delete, sent).status_code == 302
    assert not Visit.objects.exists()
