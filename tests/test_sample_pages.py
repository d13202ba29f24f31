"""Recording samples and measured results by the pages: pasted, checked in a table, saved at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.models import Sample, SampleResult, Visit
from plans.models import FalseAlarm, Plan

from .cast import Cast, at, days_ago
from .rating_forms import hidden
from .reading import Part, page, read
from .visits import a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db

# The shapes of a published case review, in questions of our own.
CONTACTS = "Decision agreed with: 36 of 40 (90%)\nDecided in a day\t26 of 40\tThe rest waited for others"
ASSESSMENTS = """\
Threshold right: 18/20
Child seen: met 16 not 1 of 20 (80%)
In proportion: 11 of 20, 55%
Working days to finish: 10-20 days 3; 21-30 days 7; 31-45 days 10
Checks with agencies: 8 full, 7 partly, 5 none
Analysis: met 5 partly 5 not 10 of 20
Management reason given: 20 of 20 (100%)"""
ENQUIRIES = """\
Days to the strategy meeting: same or next day 8; 2 days 2; 3 days 2; 4 days 1; 12 days 1; 16 days 1
Child heard: met 5 not 9 of 15
Conference in 15 days: 3 of 6 (50%)"""
PLANS = "Visited every 10 working days: 2 of 10\nPlan moves on: 6 of 10 (60%)"
REASON = {"reason": "The report of the review"}


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan, kind=Visit.Kind.CASE_REVIEW, number=None)


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.clerk)


def address(visit: Visit) -> str:
    return reverse("sample_new", args=[visit.plan.slug, visit.pk])


def table(html: str) -> dict[str, str]:
    """What the form on a page would send as it is."""
    form = next(form for form in read(html).all("form") if form.has("table"))
    sent = {
        box.attributes["name"]: box.attributes.get("value", "")
        for box in form.all("input")
        if box.attributes.get("type") != "checkbox" or "checked" in box.attributes
    }
    return sent | {box.attributes["name"]: box.words for box in form.all("textarea")}


def read_in(client: Client, where: str, results: str, **given: str) -> dict[str, str]:
    response = client.post(where, {**REASON, **given, "results": results})
    assert response.status_code == 200
    return table(response.content.decode())


def shown(client: Client, visit: Visit, **asked: object) -> Part:
    return page(client, reverse("visit", args=[visit.plan.slug, visit.pk]), **asked)


def test_a_whole_case_review_is_pasted_checked_and_saved(client: Client, visit: Visit) -> None:
    for cohort, size, text in (
        ("contacts", 40, CONTACTS), ("assessments", 20, ASSESSMENTS),
        ("child protection enquiries", 15, ENQUIRIES), ("plans", 10, PLANS),
    ):  # fmt: skip
        sent = read_in(client, address(visit), text, cohort=cohort, size=str(size))
        response = client.post(address(visit), sent)
        assert response.status_code == 302, read(response.content.decode()).the("main").words[:900]
    assert SampleResult.objects.count() == len(
        f"{CONTACTS}\n{ASSESSMENTS}\n{ENQUIRIES}\n{PLANS}".splitlines()
    )
    measured = shown(client, visit).after("Measured results")
    words = measured.words
    for said in (
        "40 contacts", "36 of 40, 90%", "26 of 40, 65%", "20 assessments", "16 of 20, 80% small sample",
        "8 of 20, 40%", "3 of 20, 15% 10-20 days", "8 of 15, 53% same or next day", "3 of 6, 50%",
        "15 child protection enquiries", "6 of 10, 60%", "3 not said", "The rest waited",
    ):  # fmt: skip
        assert said in words
    assert "36 of 40, 90% small" not in words


def test_nothing_is_saved_until_the_table_is_sent(client: Client, visit: Visit) -> None:
    sent = read_in(client, address(visit), CONTACTS, cohort="contacts", size="40")
    assert sent["row-1-note"] == "The rest waited for others"
    assert not Sample.objects.exists()


def test_what_was_read_can_be_mended_left_out_and_added_to(client: Client, visit: Visit, plan: Plan) -> None:
    sent = read_in(client, address(visit), PLANS, cohort="plans", size="10")
    sent |= {
        "row-0-question": "Visited in time", "row-0-standard": "Every 10 working days",
        "row-0-outcome": "2.1", "row-1-DELETE": "on", "row-2-question": "Signed by the family",
        "row-2-met": "4",
    }  # fmt: skip
    assert client.post(address(visit), sent).status_code == 302
    first, second = SampleResult.objects.all()
    assert (first.question, first.standard, first.outcome) == (
        "Visited in time", "Every 10 working days", plan.outcomes.get(ref="2.1"),
    )  # fmt: skip
    assert (second.question, second.met, second.not_met, second.of) == ("Signed by the family", 4, 6, 10)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"row-0-met": "11"}, "Row 1: The counts come to 19, which is more than 10."),
        ({"row-0-met": "two"}, "Row 1: Enter a whole number."),
        ({"row-0-met": ""}, "Row 1: Enter how many met it, or bands."),
        (
            {"row-0-of": "12"},
            "Row 1: This is of 12, and the sample of 10. Make the sample larger, or correct the number here.",
        ),
        ({"row-0-bands": "1 day: 2; 2 days: 3"}, "Row 1: Give met and not, or bands, but not both."),
        ({"row-0-outcome": "9.9"}, "Row 1: The plan has no outcome 9.9. Choose one of the list."),
        ({"row-0-question": ""}, "Row 1: Enter the question."),
        ({"size": "0"}, "A sample is of 1 or more."),
        ({"reason": ""}, "Say where it comes from: it is kept in the record."),
    ],
)
def test_what_is_wrong_is_said_by_row_and_all_that_was_typed_stays(
    wrong: dict[str, str], said: str, client: Client, visit: Visit
) -> None:
    sent = read_in(client, address(visit), PLANS, cohort="plans", size="10") | wrong
    response = client.post(address(visit), sent)
    html = response.content.decode()
    assert said in read(html).the("div", role="alert").words
    assert table(html)["row-1-question"] == "Plan moves on"
    assert not Sample.objects.exists()


def test_a_line_with_no_counts_is_pointed_out(client: Client, visit: Visit) -> None:
    response = client.post(address(visit), {"cohort": "plans", "size": "5", "results": "Good", **REASON})
    assert "Row 1: This line has no counts" in read(response.content.decode()).the("div", role="alert").words


def test_of_more_than_the_sample_is_pointed_out_as_it_is_read_and_put_right(
    client: Client, visit: Visit
) -> None:
    more = "This is of 40, and the sample of 20. Make the sample larger, or correct the number here."
    given = {"cohort": "plans", "size": "20", "results": "Seen: 30 of 40\nHeard: 3 of 6", **REASON}
    html = client.post(address(visit), given).content.decode()
    alert = read(html).the("div", role="alert")
    assert f"Row 1: {more}" in alert.words
    assert "Row 2" not in alert.words
    refused = client.post(address(visit), table(html))
    assert f"Row 1: {more}" in read(refused.content.decode()).the("div", role="alert").words
    assert not Sample.objects.exists()
    assert client.post(address(visit), table(html) | {"size": "40"}).status_code == 302
    seen = SampleResult.objects.get(question="Seen")
    where = reverse("result_change", args=[visit.plan.slug, seen.pk])
    sent = {"question": "Seen", "met": "41", "of": "50", "version": "1", "reason": "Counted again"}
    main = read(client.post(where, sent).content.decode()).the("main")
    assert "This is of 50, and the sample of 40." in main.the("p", id="id_of_error").words
    assert main.the("input", name="of").attributes["value"] == "50"


def test_a_childs_details_are_asked_about_before_anything_is_saved(
    client: Client, visit: Visit, cast: Cast
) -> None:
    sent = read_in(client, address(visit), PLANS, cohort="plans", size="10")
    sent["row-0-note"] = "943 476 5919"
    html = client.post(address(visit), sent).content.decode()
    assert "looks like an NHS number" in read(html).the("div", role="alert").words
    assert not Sample.objects.exists()
    again = table(html) | {"false_alarm": "The number of the report"}
    assert client.post(address(visit), again).status_code == 302
    assert SampleResult.objects.count() == 2
    assert FalseAlarm.objects.get().said_by == cast.clerk


def test_results_are_added_to_a_sample_and_the_text_can_be_gone_back_to(client: Client, visit: Visit) -> None:
    sample = a_result(visit).sample
    where = reverse("results_paste", args=[visit.plan.slug, sample.pk])
    sent = read_in(client, where, "Heard: 3 of 20")
    back = read(client.post(where, sent | {"back": "1"}).content.decode())
    assert back.the("textarea", name="results").words == "Heard: 3 of 20"
    assert client.post(where, sent).status_code == 302
    assert [one.question for one in sample.results.all()] == ["Child seen alone", "Heard"]


def test_a_result_is_changed_and_a_stale_form_is_refused_with_both(client: Client, visit: Visit) -> None:
    result = a_result(visit)
    where = reverse("result_change", args=[visit.plan.slug, result.pk])
    sent = {"question": "Child seen", "met": "15", "of": "20", "version": "1", "reason": "Counted again"}
    assert client.post(where, sent).status_code == 302
    response = client.post(where, sent | {"met": "14"})
    assert response.status_code == 409
    main = read(response.content.decode()).the("main")
    assert main.rows[0] == ["Met", "15", "14"]
    assert main.the("input", name="met").attributes["value"] == "14"
    again = {box.attributes["name"]: box.attributes.get("value", "") for box in main.all("input")}
    assert client.post(where, again).status_code == 302
    assert SampleResult.objects.get().met == 14


def test_a_result_in_bands_is_changed(client: Client, visit: Visit) -> None:
    result = a_result(visit)
    where = reverse("result_change", args=[visit.plan.slug, result.pk])
    sent = {"question": "Days taken", "of": "20", "version": "1", "reason": "Counted again"}
    assert client.post(where, sent | {"bands": "10-20 days: 3; 21-30 days: 17"}).status_code == 302
    changed = SampleResult.objects.get()
    assert (changed.met, changed.spread) == (None, [["10-20 days", 3], ["21-30 days", 17]])


def test_a_sample_is_changed_and_deleted_with_its_results(client: Client, visit: Visit) -> None:
    sample = a_result(visit).sample
    where = reverse("sample_change", args=[visit.plan.slug, sample.pk])
    sent = {"cohort": "assessments", "size": "21", "version": "1", "reason": "One was left out"}
    assert client.post(where, sent).status_code == 302
    assert "21 assessments" in shown(client, visit).words
    gone = reverse("sample_delete", args=[visit.plan.slug, sample.pk])
    assert "with 1 result" in page(client, gone).words
    sent = {"reason": "Entered twice"} | hidden(client.get(gone).content.decode())
    assert client.post(gone, sent).status_code == 302
    assert not SampleResult.objects.exists()
    assert SampleResult.history.filter(history_type="-").count() == 1


def test_a_result_is_deleted_with_a_reason(client: Client, visit: Visit) -> None:
    result = a_result(visit)
    gone = reverse("result_delete", args=[visit.plan.slug, result.pk])
    assert client.post(gone, {}).status_code == 200
    assert client.post(gone, {"reason": "Entered twice", "version": "1"}).status_code == 302
    assert not SampleResult.objects.exists()


def test_a_past_date_shows_what_was_recorded_by_then_and_changes_nothing(
    client: Client, plan: Plan, visit: Visit
) -> None:
    early = a_visit(plan, number=1, when=at(40))
    a_result(early, when=at(10))
    then = shown(client, early, at=days_ago(20).isoformat())
    assert "No measured results are recorded." in then.words
    assert "Child seen alone" in shown(client, early).words
    assert not any("Add" in link for link in then.links)


def test_a_reader_sees_no_way_to_change(cast: Cast, client_for: Callable[..., Client], visit: Visit) -> None:
    a_result(visit)
    seen = shown(client_for(cast.reader), visit).after("Measured results")
    assert not any(word in link for link in seen.links for word in ("Add", "Change"))


def test_hostile_words_are_shown_as_they_are(client: Client, visit: Visit) -> None:
    bad = "<script>alert(1)</script> & \"'"
    a_result(visit, question=bad, note=bad, standard=bad, cohort=bad)
    a_result(visit, question="Days", met=None, not_met=0, spread=[[bad, 5], ["2", 5]], cohort=bad)
    for where in (
        reverse("visit", args=[visit.plan.slug, visit.pk]), reverse("measured", args=[visit.plan.slug]),
        reverse("result_change", args=[visit.plan.slug, SampleResult.objects.all()[0].pk]),
    ):  # fmt: skip
        html = client.get(where).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_results_sent_twice_are_saved_once_and_it_says_so(client: Client, visit: Visit) -> None:
    sample = a_result(visit).sample
    where = reverse("results_paste", args=[visit.plan.slug, sample.pk])
    opened = page(client, where).the("input", name="after").attributes["value"]
    sent = read_in(client, where, "Heard: 3 of 20", after=opened)
    assert client.post(where, sent).status_code == 302
    again = client.post(where, sent, follow=True)
    assert "These results have been saved already; nothing was added." in again.content.decode()
    # Back twice, to the text, and on from there; the second line is new.
    sent = read_in(client, where, "Heard: 3 of 20\nViews: 4 of 20", after=opened)
    refused = client.post(where, sent).content.decode()
    assert "Row 1: It has been saved already." in read(refused).the("div", role="alert").words
    assert client.post(where, table(refused) | {"row-0-DELETE": "on"}).status_code == 302
    assert [one.question for one in sample.results.all()] == ["Child seen alone", "Heard", "Views"]


def test_a_clerk_is_not_let_in_to_what_was_counted_on_a_site_day(client: Client, plan: Plan) -> None:
    day = a_site_day(plan)
    result = a_result(day)
    for name, pk in (
        ("sample_new", day.pk), ("results_paste", result.sample_id), ("sample_change", result.sample_id),
        ("sample_delete", result.sample_id), ("result_change", result.pk), ("result_delete", result.pk),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[plan.slug, pk])).status_code == 403, name
    links = shown(client, day).after("Measured results").links
    assert not any("Change" in link or "Add" in link for link in links)


def test_on_a_site_day_one_comes_back_to_its_measured_results_after_each_change(
    cast: Cast, client_for: Callable[..., Client], plan: Plan
) -> None:
    smt, day = client_for(cast.smt), a_site_day(plan)
    sample = a_result(day).sample
    other = a_result(day, question="Views recorded")
    back = reverse("visit", args=[plan.slug, day.pk]) + "#samples"
    paste = reverse("results_paste", args=[plan.slug, sample.pk])
    sent = {"cohort": "plans", "size": "30", "version": "1", "question": "Views", "met": "3", "of": "6"}
    for where, typed in (
        (paste, read_in(smt, paste, "Heard: 3 of 20")),
        (reverse("sample_change", args=[plan.slug, sample.pk]), sent),
        (reverse("result_change", args=[plan.slug, other.pk]), sent),
        (reverse("result_delete", args=[plan.slug, other.pk]), {"version": "2"}),
    ):
        response = smt.post(where, {**REASON, **typed})
        assert response["Location"] == back, where
        assert page(smt, back.partition("#")[0]).the(id="samples").words == "Measured results"


def test_forms_are_of_today_whatever_date_their_address_has(client: Client, visit: Visit) -> None:
    result = a_result(visit)
    for name, pk in (
        ("sample_new", visit.pk), ("results_paste", result.sample_id), ("sample_change", result.sample_id),
        ("sample_delete", result.sample_id), ("result_change", result.pk), ("result_delete", result.pk),
    ):  # fmt: skip
        response = client.get(reverse(name, args=[visit.plan.slug, pk]), {"at": days_ago(20).isoformat()})
        assert response.status_code == 200, name
        assert "date-bar" not in response.content.decode(), name
    where = reverse("result_delete", args=[visit.plan.slug, result.pk]) + f"?at={days_ago(20).isoformat()}"
    assert client.post(where, {"reason": "Entered twice", "version": "1"}).status_code == 302
    assert not SampleResult.objects.exists()
