"""The pages of an outcome that is older than its version, and of one that a later version took on."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.actions.versions import start_version
from plans.models import Membership, Plan, Rag, Rating, User

from .cast import Cast
from .factories import OutcomeFactory, PlanFactory, SectionFactory, set_up_by
from .reading import Part, page
from .versions import CLOSED, follow, join, link, make_small_plan_then, make_version_before

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
NEW, OLD = "/plans/westermoor-2024/", "/plans/westermoor-2022/"


@pytest.fixture
def plan(db: None) -> Plan:
    """The small plan, whose localities are older than the version before it."""
    return make_small_plan_then()


@pytest.fixture
def before(plan: Plan, cast: Cast) -> Plan:
    """The version before, closed; the reader, the manager and SMT are members of both."""
    return make_version_before(plan, members=[cast.reader, cast.manager, cast.smt])


@pytest.fixture
def outcome(client_for: ClientFor, cast: Cast) -> Callable[..., Part]:
    return lambda address, user=None: page(client_for(user or cast.reader), address)


def test_the_history_goes_on_in_the_version_before(
    before: Plan, cast: Cast, rate: Callable[..., Rating], outcome: Callable[..., Part]
) -> None:
    rate("1.2", None, Rag.GREEN, commentary="Nine of ten.")
    seen = outcome(f"{NEW}outcomes/1.2/")
    divider = seen.the("div", css="timeline-version")
    assert divider.the("h3").words == "Version of October 2022: this was 1.2, reworded"
    assert "[added: and reason ]" in divider.words
    assert divider.links == {"Version of October 2022": OLD, "1.2": f"{OLD}outcomes/1.2/"}
    assert "Nobody rated it in that version." in divider.words


def test_entries_of_the_version_before_lead_to_its_page(
    plan: Plan, before: Plan, cast: Cast, outcome: Callable[..., Part]
) -> None:
    seen = outcome(f"{NEW}outcomes/2.1/")
    rating = Rating.objects.get(commentary="Supervision has begun")
    entry = seen.the("li", id=f"rating-{rating.pk}")
    assert entry.words == "3 June 2024 · Set Up 2.1 Thornby Vale Red to Amber Supervision has begun"
    assert entry.links == {"2.1 Thornby Vale": f"{OLD}outcomes/2.1/#rating-{rating.pk}"}
    assert outcome(entry.links["2.1 Thornby Vale"].split("#")[0]).has("li", id=f"rating-{rating.pk}")
    assert "this was part of 2.1, which was split; the rest is in 2.2" in seen.words
    assert "Nobody has rated this outcome yet." in seen.words


def test_nothing_of_the_version_before_is_offered_for_correction(
    plan: Plan, before: Plan, cast: Cast, outcome: Callable[..., Part]
) -> None:
    seen = outcome(f"{NEW}outcomes/2.1/", cast.smt)
    assert not [name for name in seen.links if name.startswith("Correct")]


def test_a_merger_gives_both_wordings(before: Plan, outcome: Callable[..., Part]) -> None:
    divider = outcome(f"{NEW}outcomes/3.1/").the("div", css="timeline-version")
    assert "this was 3.1 and 3.2, merged into one" in divider.words
    assert "“Plans for permanence have a second plan beside them”" in divider.words


def test_a_new_outcome_says_that_it_continues_nothing(before: Plan, outcome: Callable[..., Part]) -> None:
    assert "It continues nothing of the version of October 2022." in outcome(f"{NEW}outcomes/3.2/").words


def test_who_may_not_see_the_version_before_sees_that_there_was_one(
    before: Plan, cast: Cast, outcome: Callable[..., Part]
) -> None:
    seen = outcome(f"{NEW}outcomes/2.1/", cast.clerk)
    assert "Version of October 2022" in seen.words
    assert "You are not a member of it, so what was said there is not shown." in seen.words
    for secret in ("Supervision has begun", "Thornby Vale", "westermoor-2022", "First Plan"):
        assert secret not in repr(seen)


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("1.1", "Continued by 1.1 in the version of October 2024 , in the same words."),
        ("1.2", "Continued by 1.2 in the version of October 2024 , reworded."),
        ("2.1", "Continued by 2.1 and 2.2 in the version of October 2024 , split."),
        ("3.2", "Continued by 3.1 in the version of October 2024 , merged with 3.1."),
        ("3.3", "Dropped in the version of October 2024 : nothing there continues it."),
    ],
)
def test_the_old_page_says_what_became_of_it(
    before: Plan, outcome: Callable[..., Part], ref: str, said: str
) -> None:
    words = outcome(f"{OLD}outcomes/{ref}/").the("ul", css="continued").words
    assert words.replace(" ,", ",").replace(" :", ":") == said.replace(" ,", ",").replace(" :", ":")


def test_what_had_been_withdrawn_is_not_said_to_be_dropped(
    before: Plan, outcome: Callable[..., Part], client_for: ClientFor, cast: Cast
) -> None:
    comparison = reverse("version_comparison", args=[NEW.strip("/").split("/")[-1]])
    assert "1 dropped" in page(client_for(cast.reader), comparison).words
    gone = before.outcomes.get(ref="3.3")
    gone.withdrawn_on = CLOSED.date() - dt.timedelta(days=9)
    records.save(gone, by=set_up_by(), reason="Done", when=CLOSED - dt.timedelta(days=9))
    seen = outcome(f"{OLD}outcomes/3.3/").words
    assert "Withdrawn on" in seen
    assert "Dropped" not in seen
    assert "0 dropped" in page(client_for(cast.reader), comparison).words


def test_the_old_page_leads_to_what_continues_it(before: Plan, outcome: Callable[..., Part]) -> None:
    assert outcome(f"{OLD}outcomes/2.1/").the("ul", css="continued").links == {
        "2.1": f"{NEW}outcomes/2.1/",
        "2.2": f"{NEW}outcomes/2.2/",
        "version of October 2024": NEW,
    }


def test_who_may_not_see_the_next_version_is_not_led_to_it(
    before: Plan, cast: Cast, outcome: Callable[..., Part]
) -> None:
    join(before, cast.stranger)
    seen = outcome(f"{OLD}outcomes/2.1/", cast.stranger)
    assert "Continued in the version of October 2024, which you are not a member of." in seen.words
    assert "westermoor-2024" not in repr(seen.the("ul", css="continued"))


def test_a_past_date_leaves_out_what_came_later(
    plan: Plan, before: Plan, rate: Callable[..., Rating], outcome: Callable[..., Part]
) -> None:
    rate("2.1", "Thornby", Rag.GREEN, effective_on=dt.date(2025, 3, 3), commentary="Later.")
    seen = outcome(f"{NEW}outcomes/2.1/?at=2025-01-31")
    assert "Later." not in seen.words
    assert "Supervision has begun" in seen.words
    assert "then in the next version of the plan" in seen.words


def test_links_are_those_of_the_date_shown(plan: Plan, before: Plan, outcome: Callable[..., Part]) -> None:
    """A plan in use can be matched again: what its pages said before stays what they say of that day."""
    records.delete(
        plan.outcomes.get(ref="1.1").predecessor_links.get(), by=set_up_by(), reason="Matched again"
    )
    link(plan.outcomes.get(ref="1.1"), before.outcomes.get(ref="3.3"))
    assert "this was 3.3" in outcome(f"{NEW}outcomes/1.1/").words
    then = outcome(f"{NEW}outcomes/1.1/?at=2025-05-31").words
    assert "this was 1.1, in the same words" in then
    assert "3.3" not in then


def test_a_version_that_was_not_made_yet_is_not_mentioned(
    plan: Plan, cast: Cast, outcome: Callable[..., Part]
) -> None:
    with time_machine.travel(dt.datetime(2025, 6, 2, 9, tzinfo=dt.UTC), tick=False):
        draft: Plan = PlanFactory(authority=plan.authority, slug="westermoor-2026", status="draft")
        OutcomeFactory(section=SectionFactory(plan=draft), ref="1.1")
        follow(draft, plan, {})
        join(draft, cast.reader)
        join(draft, cast.administrator, role=Membership.Role.ADMINISTRATOR)
    assert "Not continued in the draft" in outcome(f"{NEW}outcomes/1.1/", cast.administrator).words
    assert "draft" not in outcome(f"{NEW}outcomes/1.1/?at=2025-05-31", cast.administrator).words
    assert "draft" not in outcome(f"{NEW}outcomes/1.1/").words, "A draft is its administrators' until started"
    start_version(plan=draft, by=set_up_by(), reason="Started")
    assert "Dropped in the version" in outcome(f"{NEW}outcomes/1.1/").words
    assert "Not continued in the draft" in outcome(f"{NEW}outcomes/1.1/?at=2025-06-10").words
