"""The pages of a site day: where and when, what SMT saw, and the difference it makes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ofsted.models import SiteCheck, Visit
from plans.models import FalseAlarm, Plan, Rag, Rating

from .cast import WHY, Cast, place
from .rating_forms import hidden
from .reading import Part, page, read
from .visits import a_check, a_result, a_site_day, a_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.smt)


def address(day: Visit) -> str:
    return reverse("site_day", args=[day.plan.slug, day.pk])


def cell(plan: Plan, ref: str, column: str | None = "Wexley") -> str:
    where = place(column)
    return f"{plan.outcomes.get(ref=ref).pk}-{where.pk if where else 'overall'}"


def form(client: Client, day: Visit) -> dict[str, str]:
    """What the page would send as it is."""
    main = page(client, address(day))
    sent = {
        box.attributes["name"]: box.attributes.get("value", "")
        for box in main.all("input")
        if box.attributes.get("type") != "radio" or "checked" in box.attributes
    }
    return sent | {box.attributes["name"]: box.words for box in main.all("textarea")}


def alert(html: bytes) -> Part:
    return read(html.decode()).the("div", role="alert")


def test_a_day_is_begun_with_its_place_and_date(client: Client, plan: Plan) -> None:
    where = reverse("site_day_new", args=[plan.slug])
    wexley = place("Wexley")
    assert wexley
    sent = {"locality": str(wexley.pk), "days": "24 April 2025", "who": "Sana Director"}
    response = client.post(where, sent)
    day = Visit.objects.get()
    assert response.url == address(day)  # type: ignore[attr-defined]
    assert (day.title, day.first_on) == ("SMT site day, Wexley", dt.date(2025, 4, 24))
    assert client.post(where, sent).url == address(day)  # type: ignore[attr-defined]
    assert Visit.objects.count() == 1
    for wrong, said in (({"days": "soonish"}, ""), ({"locality": ""}, "Choose where it is.")):
        assert said in alert(client.post(where, sent | wrong).content).words


def test_the_manager_s_rating_its_age_and_reason_stand_in_front(
    client: Client,
    plan: Plan,
    cast: Cast,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    on = timezone.localdate() - dt.timedelta(days=70)
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager, effective_on=on)
    rate("2.2", "Thornby", Rag.RED)
    main = page(client, address(a_site_day(plan)))
    summaries = [part.words for part in main.all("summary") if "filled in" in part.words]
    assert summaries == ["2. Assessment Teams 0 of 3 filled in", "1. First Response 0 of 2 filled in"]
    first = main.the("div", css="site-cell").words
    assert "2.1 Wexley" in first
    assert f"Maya Team, {on:%-d %b}" in first
    assert "70 days old" in first
    assert WHY in first
    second = list(main.all("div", css="site-cell"))[1].words
    assert "2.2 Wexley Chronologies are current in every open case Not rated" in second


def test_a_rating_given_since_the_site_day_is_marked_so(client: Client, plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    rate("2.1", "Wexley", Rag.AMBER, effective_on=timezone.localdate() - dt.timedelta(days=40))
    rate("2.1", "Wexley", Rag.GREEN, effective_on=timezone.localdate() - dt.timedelta(days=5))
    day = a_site_day(plan, day=timezone.localdate() - dt.timedelta(days=10))
    stands = page(client, address(day)).the("div", css="site-cell").words
    assert "Amber Sana Director" in stands
    assert "30 days old" in stands
    assert "Given since: Green Sana Director" in stands


def test_what_is_filled_in_is_saved_at_once_and_changes_no_rating(
    client: Client,
    plan: Plan,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    rating = rate("2.1", "Wexley", Rag.GREEN)
    day = a_site_day(plan)
    one, two = cell(plan, "2.1"), cell(plan, "2.2")
    sent = form(client, day) | {
        f"seen-{one}": "Three files", f"question-{one}": "Note in four weeks", f"met-{one}": "2",
        f"of-{one}": "5", f"rag-{one}": "amber", f"seen-{two}": "Nothing to see",
    }  # fmt: skip
    assert client.post(address(day), sent).status_code == 302
    assert [(c.seen, c.rag, c.rating) for c in SiteCheck.objects.all()] == [
        ("Three files", "amber", rating), ("Nothing to see", "", None),
    ]  # fmt: skip
    assert Rating.objects.count() == 1
    assert "2 of 3 filled in" in page(client, address(day)).words
    visit = page(client, reverse("visit", args=[plan.slug, day.pk])).after("What SMT saw")
    assert "2 of 5, 40% Note in four weeks small sample" in visit.words


def test_it_is_come_back_to_changed_and_taken_out(client: Client, plan: Plan) -> None:
    day = a_site_day(plan)
    for ref in ("2.1", "2.2"):
        a_check(day, plan.outcomes.get(ref=ref), seen="Then")
    sent = form(client, day)
    assert sent[f"seen-{cell(plan, '2.1')}"] == "Then"
    sent |= {f"seen-{cell(plan, '2.1')}": "Later", f"seen-{cell(plan, '2.2')}": ""}
    assert client.post(address(day), sent).status_code == 302
    assert [(c.outcome.ref, c.seen, c.version) for c in SiteCheck.objects.all()] == [("2.1", "Later", 2)]
    assert "Nothing is filled in yet" in alert(client.post(address(day), form(client, day)).content).words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rag": "red"}, "2.1 Wexley: Say what was seen."),
        ({"seen": "Files", "met": "6", "of": "5", "question": "Notes"}, "cannot be more than it is of"),
        ({"seen": "Files", "met": "1", "question": "Notes"}, "Enter both numbers"),
        ({"seen": "Files", "met": "x", "of": "5", "question": "Notes"}, "Enter whole numbers"),
        ({"seen": "Files", "met": "1", "of": "5"}, "Say what was counted."),
        ({"seen": "Files", "question": "Notes"}, "Enter how many met it"),
        ({"seen": "A girl, NHS 943 476 5919"}, "looks like an NHS number"),
        ({"seen": "x" * 5001}, "5,000 characters"),
        ({"seen": "Files", "rag": "puce"}, "2.1 Wexley: Choose one of the colours, or none."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    typed: dict[str, str], said: str, client: Client, plan: Plan
) -> None:
    day = a_site_day(plan)
    sent = form(client, day) | {f"seen-{cell(plan, '2.2')}": "All well"}
    sent |= {f"{name}-{cell(plan, '2.1')}": value for name, value in typed.items()}
    response = client.post(address(day), sent)
    assert said in alert(response.content).words
    assert "All well" in response.content.decode()
    assert not SiteCheck.objects.exists()


def test_control_characters_are_not_kept(client: Client, plan: Plan) -> None:
    day = a_site_day(plan)
    name = cell(plan, "2.1")
    sent = form(client, day) | {
        f"seen-{name}": "Three\x00 files\nand\x08 a\ttable", f"question-{name}": "No\x00tes\x1b",
        f"met-{name}": "1", f"of-{name}": "2",
    }  # fmt: skip
    assert client.post(address(day), sent).status_code == 302
    check = SiteCheck.objects.get()
    assert (check.seen, check.question) == ("Three files\nand a\ttable", "Notes")
    assert client.post(address(day), sent | {f"met-{name}": "1\x00"}).status_code == 200


def test_who_goes_may_look_like_a_childs_number_where_somebody_says_why_it_is_none(
    client: Client, plan: Plan
) -> None:
    wexley, where = place("Wexley"), reverse("site_day_new", args=[plan.slug])
    assert wexley
    sent = {"locality": str(wexley.pk), "days": "24 April 2025", "who": "Sana Director, 943 476 5919"}
    asked = read(client.post(where, sent).content.decode())
    assert not Visit.objects.exists()
    told = asked.the("input", name="child_details_told").attributes["value"]
    answered = sent | {"child_details_told": told, "false_alarm": "Her telephone"}
    assert client.post(where, answered).status_code == 302
    assert Visit.objects.get().inspectors == sent["who"]
    assert FalseAlarm.objects.get().where == "Visit: who came"


def test_a_day_to_come_is_refused(client: Client, plan: Plan) -> None:
    wexley, day = place("Wexley"), timezone.localdate() + dt.timedelta(days=1)
    assert wexley
    sent = {"locality": str(wexley.pk), "days": day.isoformat()}
    response = client.post(reverse("site_day_new", args=[plan.slug]), sent)
    assert "That day is still to come" in alert(response.content).words
    assert not Visit.objects.exists()


def test_forms_are_of_today_whatever_date_their_address_has(client: Client, plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    day = a_site_day(plan)
    check = a_check(day, rate("2.1", "Wexley", Rag.GREEN).outcome, rag="red")
    past = "?at=" + (timezone.localdate() - dt.timedelta(days=20)).isoformat()
    new, resolve = (
        reverse("site_day_new", args=[plan.slug]), reverse("difference_resolve", args=[plan.slug, check.pk]),
    )  # fmt: skip
    for where in (new + past, resolve + past, address(day)):
        response = client.get(where)
        assert response.status_code == 200, where
        assert "date-bar" not in response.content.decode(), where
    visit = reverse("visit", args=[plan.slug, day.pk]) + past
    assert client.get(address(day) + past).url == visit  # type: ignore[attr-defined]
    sent = form(client, day) | {f"seen-{cell(plan, '2.2')}": "All well"}
    assert client.post(address(day) + past, sent).status_code == 302
    assert SiteCheck.objects.count() == 2
    said = {"resolution": "Read ten", "resolved_on": timezone.localdate().isoformat()}
    said |= hidden(client.get(resolve + past).content.decode())
    assert client.post(resolve + past, said).status_code == 302


def test_where_nothing_differs_there_is_no_form_and_what_is_sent_is_refused(
    client: Client,
    plan: Plan,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    check = a_check(a_site_day(plan), rate("2.1", "Wexley", Rag.GREEN).outcome, rag="green")
    where = reverse("difference_resolve", args=[plan.slug, check.pk])
    main = page(client, where)
    assert "Nothing has to be resolved here" in main.words
    assert not main.has("textarea")
    said = {"resolution": "Read ten", "resolved_on": timezone.localdate().isoformat(), "version": "1"}
    response = client.post(where, said)
    assert "Nothing has to be resolved here" in alert(response.content).words
    assert "Read ten" in response.content.decode()


def test_of_two_at_once_the_second_sees_both_and_leaves_the_rest_alone(
    client: Client, plan: Plan, cast: Cast
) -> None:
    day = a_site_day(plan)
    sent = form(client, day)
    for ref in ("2.1", "2.2"):
        a_check(day, plan.outcomes.get(ref=ref), seen="From somebody else", by=cast.administrator)
    sent[f"seen-{cell(plan, '2.1')}"] = "Mine"
    response = client.post(address(day), sent)
    assert response.status_code == 409
    words = read(response.content.decode()).the("main").words
    assert "From somebody else" in words
    assert "Mine" in words
    assert [check.seen for check in SiteCheck.objects.all()] == ["From somebody else"] * 2


def test_only_a_site_day_has_the_page(client: Client, plan: Plan) -> None:
    assert client.get(address(a_visit(plan))).status_code == 404


def test_hostile_words_are_shown_as_they_are(client: Client, plan: Plan, rate) -> None:  # type: ignore[no-untyped-def]
    bad = "</textarea><script>alert(1)</script>"
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    day = a_site_day(plan)
    check = a_check(day, outcome, seen=bad, question=bad, met=1, of=2, rag="red")
    for where in (
        address(day), reverse("visit", args=[plan.slug, day.pk]), reverse("outcome", args=[plan.slug, "2.1"]),
        reverse("difference_resolve", args=[plan.slug, check.pk]), reverse("measured", args=[plan.slug]),
    ):  # fmt: skip
        assert "<script>alert" not in client.get(where).content.decode()


# --- The difference -----------------------------------------------------------------------------------------


def test_a_difference_shows_on_plan_and_outcome_until_it_is_resolved(
    client: Client,
    plan: Plan,
    cast: Cast,
    client_for,
    rate,  # type: ignore[no-untyped-def]
) -> None:
    outcome = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager).outcome
    check = a_check(a_site_day(plan), outcome, rag="amber", question="Notes", met=2, of=5)
    on_plan, on_outcome = reverse("plan", args=[plan.slug]), reverse("outcome", args=[plan.slug, "2.1"])
    assert "2.1 Wexley" in page(client, on_plan).after("SMT and manager differ (1)").words
    seen = page(client, on_outcome).after("What SMT saw last")
    assert "SMT amber, rated green. Nobody has resolved this yet." in seen.words
    assert "2 of 5, 40%" in seen.words
    reader = page(client_for(cast.reader), on_outcome).after("What SMT saw last")
    assert not any("Resolve" in link for link in reader.links)

    where = reverse("difference_resolve", args=[plan.slug, check.pk])
    assert where in seen.links.values()
    asked = page(client_for(cast.manager), where)
    assert reverse("rate_outcome", args=[plan.slug, "2.1"]) in asked.links.values()
    sent = {"resolution": "Read ten more", "resolved_on": timezone.localdate().isoformat()}
    sent |= hidden(client.get(where).content.decode())
    assert client.post(where, sent | {"resolution": ""}).status_code == 200
    assert client.post(where, sent).status_code == 302
    assert client.post(where, sent).status_code == 409
    assert "None is open." in page(client, on_plan).after("SMT and manager differ (0)").words
    assert "Read ten more" in page(client, on_outcome).words


def test_results_stand_on_the_page_of_their_outcome(client: Client, plan: Plan) -> None:
    a_result(a_visit(plan), outcome=plan.outcomes.get(ref="2.1"))
    where = reverse("outcome", args=[plan.slug, "2.1"])
    assert "16 of 20, 80% small sample" in page(client, where).after("Measured results").words
