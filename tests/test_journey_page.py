"""The journey: judgements, visits, decisions, versions and the ratings meanwhile, on one page."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ofsted.actions.visits import Judged
from ofsted.journey import journey_of
from ofsted.models import Decision, Visit
from ofsted.register import take_register
from plans.models import Plan, Rag, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago
from .next_version import start
from .reading import read
from .test_register import next_version
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
SAID = {
    "decided": "24 April 2025",
    "body": "board",
    "words": "The board meets quarterly from now on",
    "reason": "Minutes of the board",
}


def words(plan: Plan, client: Client, **asked: object) -> str:
    return read(client.get(reverse("journey", args=[plan.slug]), asked).content.decode()).words  # type: ignore[arg-type]


def test_events_stand_in_the_order_in_which_they_happened(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    a_finding(a_visit(plan))
    a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="ilacs_standard", on_site="May 2024",
        first_on=dt.date(2024, 5, 1), last_on=dt.date(2024, 5, 31), letter_on=None,
        judgements=[Judged("Overall effectiveness", "Inadequate", True)],
    )  # fmt: skip
    client = client_for(cast.clerk)
    client.post(reverse("decision_new", args=[plan.slug]), SAID)
    said = words(plan, client)
    told = [
        "Overall effectiveness: Inadequate",
        "Improvement plan of October 2024",
        "Second monitoring visit",
        "1 of 1 to improve still open",
        "The board meets quarterly from now on",
    ]
    assert [said.index(each) for each in told] == sorted(said.index(each) for each in told)


def test_a_later_version_is_an_event_and_a_reader_of_one_is_not_told_the_other(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    new = next_version(plan, cast)
    said = words(new, client_for(cast.administrator))
    assert "Improvement plan of October 2024" in said
    assert "Improvement plan of June 2025" in said
    assert "The next version started" in said
    html = client_for(cast.administrator).get(reverse("journey", args=[new.slug])).content.decode()
    assert reverse("plan", args=[plan.slug]) in html


def test_it_asks_as_much_of_many_versions_and_visits_as_of_few(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    """A version that follows another asks who may see that one; how many there are makes no difference."""
    rate("2.1", "Wexley", Rag.RED, by=cast.smt)
    a_finding(a_visit(plan), plan.outcomes.get(ref="2.1"))
    client, counted = client_for(cast.administrator), {}
    for versions in (1, 2, 3, 4):
        if versions > 1:
            plan = next_version(plan, cast)
            for number in range(versions):
                a_finding(a_visit(plan, number=10 * versions + number), plan.outcomes.get(ref="2.1"))
        with CaptureQueriesContext(connection) as queries:
            page = words(plan, client)
        assert page.count("The next version started") == versions - 1
        counted[versions] = len(queries)
    assert counted[2] == counted[3] == counted[4], counted
    assert counted[4] <= counted[1] + 6 <= 30, counted


def test_the_months_of_the_version_before_end_on_the_day_shown(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    """Seen from the newer version at a day on which the older one was still in use."""
    now, shown = timezone.now(), timezone.localdate() + dt.timedelta(days=60)
    with time_machine.travel(now + dt.timedelta(days=30)):
        new = next_version(plan, cast, started=False)
    with time_machine.travel(now + dt.timedelta(days=90)):
        start(new, cast)
    with time_machine.travel(now + dt.timedelta(days=120)):
        snapshot = take_snapshot(new, at=shown)
        journey = journey_of(new, snapshot, take_register(new, snapshot), cast.administrator)
    assert [stretch.version.plan_id for stretch in journey.stretches] == [plan.pk]
    assert journey.months[-1].end == shown


def test_the_ratings_are_drawn_with_the_events_numbered_under_them(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    rate("2.1", "Wexley", Rag.RED, by=cast.smt)
    day = days_ago(0)
    a_visit(plan, on_site="this week", first_on=day, last_on=day, letter_on=None)
    html = client_for(cast.reader).get(reverse("journey", args=[plan.slug])).content.decode()
    assert "Ratings at each month end" in html
    assert "journey-marks__mark" in html


def test_on_an_earlier_date_what_was_recorded_later_has_not_happened(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    a_visit(plan)
    client = client_for(cast.reader)
    assert "Second monitoring visit" in words(plan, client)
    assert "Second monitoring visit" not in words(plan, client, at=days_ago(1).isoformat())


def test_a_decision_is_changed_with_a_reason_and_deleted_with_one(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.smt)
    client.post(reverse("decision_new", args=[plan.slug]), SAID)
    decision = Decision.objects.get()
    assert (decision.decided_on, decision.plan) == (dt.date(2025, 4, 24), plan)
    address = reverse("decision_change", args=[plan.slug, decision.pk])
    changed = {**SAID, "words": "The board meets monthly", "version": decision.version}
    assert client.post(address, changed).status_code == 302
    stale = client.post(address, {**changed, "words": "The board meets weekly"})
    assert stale.status_code == 409
    both = read(stale.content.decode()).words
    assert "The board meets monthly" in both
    assert "The board meets weekly" in stale.content.decode()
    assert [row.history_change_reason for row in decision.history.all()] == ["Minutes of the board"] * 2
    client.post(
        reverse("decision_delete", args=[plan.slug, decision.pk]), {"reason": "Entered twice", "version": "2"}
    )
    assert not Decision.objects.exists()


def test_a_decision_sent_twice_is_recorded_once(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client, address = client_for(cast.clerk), reverse("decision_new", args=[plan.slug])
    client.post(address, SAID)
    again = client.post(address, {**SAID, "words": " The board  meets quarterly from now on"})
    assert again.url == reverse("journey", args=[plan.slug])  # type: ignore[attr-defined]
    page = read(client.get(again.url).content.decode()).words  # type: ignore[attr-defined]
    assert "This decision has been saved already; nothing was added." in page
    assert Decision.objects.count() == 1
    assert Decision.history.count() == 1


def test_what_is_like_a_decision_is_another(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client, address = client_for(cast.clerk), reverse("decision_new", args=[plan.slug])
    for other in ({}, {"body": "cabinet"}, {"decided": "25 April 2025"}, {"words": "It meets weekly"}):
        client.post(address, {**SAID, **other})
    assert Decision.objects.count() == 4
    last = Decision.objects.get(words="It meets weekly")
    same = {**SAID, "version": last.version}
    page = client.post(reverse("decision_change", args=[plan.slug, last.pk]), same).content.decode()
    assert "This decision is recorded already, in the same words." in page
    last.refresh_from_db()
    assert last.words == "It meets weekly"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"decided": "some day"}, "Write the days"),
        ({"body": ""}, "Choose who decided"),
        ({"words": ""}, "Enter what was decided"),
        ({"reason": ""}, "Say where it comes from"),
        ({"words": "Of the child born on 3 May 2012"}, "date of birth"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_nothing_is_saved(
    plan: Plan, cast: Cast, client_for: ClientFor, wrong: dict[str, str], says: str
) -> None:
    answer = client_for(cast.smt).post(reverse("decision_new", args=[plan.slug]), {**SAID, **wrong})
    assert answer.status_code == 200
    assert says in read(answer.content.decode()).words
    assert not Decision.objects.exists()
