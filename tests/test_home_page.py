"""Home: my plans, and for a manager what I rate and when each was last rated."""

from collections.abc import Callable

import pytest
from django.test import Client

from plans.actions import records
from plans.models import Membership, Plan, Rag, Rating, User

from .cast import Cast, days_ago, withdraw
from .factories import MembershipFactory, OutcomeFactory, PlanFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
PLAN = "/plans/westermoor-2024/"
MINE = "What you rate in Westermoor Improvement Plan"


@pytest.fixture
def home(client_for: ClientFor) -> Callable[[User], Part]:
    return lambda user: page(client_for(user), "/")


def test_my_plans_are_listed_with_my_part_and_their_ratings(
    cast: Cast, rate: Rate, home: Callable[[User], Part]
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    plans = home(cast.clerk).after("Plans")
    assert plans.rows == [
        [
            "Westermoor Improvement Plan October 2024",
            "Westermoor County Council",
            "Live",
            "Clerk",
            "Ratings: 1 red, 14 not rated",
        ]
    ]
    assert plans.links == {"Westermoor Improvement Plan": PLAN}


def test_other_peoples_plans_are_not(cast: Cast, home: Callable[[User], Part]) -> None:
    assert "Eastholme" not in home(cast.reader).words
    assert "Westermoor" not in home(cast.outsider).words
    assert len(home(cast.superuser).after("Plans").rows) == 2


def test_plans_come_by_authority_the_newest_version_first(
    plan: Plan, cast: Cast, home: Callable[[User], Part]
) -> None:
    PlanFactory(authority=plan.authority, title="The one before", dated="2022-03-01", status="closed")
    assert [row[0] + ", " + row[2] for row in home(cast.superuser).after("Plans").rows] == [
        "Eastholme Improvement Plan October 2024, Live",
        "Westermoor Improvement Plan October 2024, Live",
        "The one before March 2022, Closed",
    ]


def test_a_stranger_is_told_whom_to_ask(cast: Cast, home: Callable[[User], Part]) -> None:
    seen = home(cast.stranger)
    assert "You are not a member of any plan yet." in seen.words
    assert not seen.links


def test_who_may_import_is_offered_it(cast: Cast, home: Callable[[User], Part], db: None) -> None:
    assert home(cast.administrator).links["Import a plan"] == "/plans/import/"
    for user in (cast.smt, cast.manager, cast.clerk, cast.reader):
        assert "Import a plan" not in home(user).links


def test_the_first_person_is_offered_to_import_their_plan(client_for: ClientFor, db: None) -> None:
    seen = page(client_for(set_up_by()), "/")
    assert "There are no plans yet." in seen.words
    assert seen.links == {"Import your plan": "/plans/import/"}


def test_a_manager_sees_what_they_rate_the_longest_ago_first(
    plan: Plan, cast: Cast, rate: Rate, home: Callable[[User], Part]
) -> None:
    rate("1.2", None, Rag.GREEN, effective_on=days_ago(3), commentary="Names on nine of ten.")
    rate("2.1", "Thornby", Rag.AMBER, effective_on=days_ago(61), commentary="Two teams without cover.")
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(60))
    rate("2.1", None, Rag.COMPLETE, effective_on=days_ago(180))
    rate("2.2", "Wexley", Rag.GREEN, effective_on=days_ago(9))
    rate("2.2", "Thornby", Rag.GREEN, effective_on=days_ago(8))
    rate("3.1", "CiC", Rag.GREEN, effective_on=days_ago(7))
    seen = home(cast.head).after(MINE)

    assert "9 ratings are yours; 3 are not rated, or over 60 days old." in seen.words
    assert seen.rows == [
        ["1. First Response", "1", "0", "Rate 1. First Response"],
        ["2. Assessment Teams", "6", "2", "Rate 2. Assessment Teams"],
        ["3. Children in Care", "2", "1", "Rate 3. Children in Care"],
    ]
    assert seen.links["Rate 2. Assessment Teams"] == f"{PLAN}sections/2/rate/"

    each = seen.the("details")
    assert [(row[0].split()[0], row[1], row[2], row[4]) for row in each.rows] == [
        ("2.2", "Overall", "Not rated", "Not yet"),
        ("3.1", "Care Leavers", "Not rated", "Not yet"),
        ("2.1", "Overall", "Complete", "14 Dec 2024"),
        ("2.1", "Thornby", "Amber, 61 days old", "12 Apr"),
        ("2.1", "Wexley", "Red", "13 Apr"),
        ("2.2", "Wexley", "Green", "3 Jun"),
        ("2.2", "Thornby", "Green", "4 Jun"),
        ("3.1", "CiC", "Green", "5 Jun"),
        ("1.2", "Overall", "Green", "9 Jun"),
    ]
    assert each.rows[3][3] == "Two teams without cover."
    assert each.the("ul", css="key").items == ["Rated over 60 days ago"]
    thornby = plan.authority.localities.get(name="Thornby")
    where = [link.attributes["href"] for link in each.all("a")]
    assert where[3] == f"{PLAN}outcomes/2.1/rate/?column={thornby.pk}"
    assert page_offers(cast.head, where[3])


def page_offers(user: User, address: str) -> bool:
    client = Client()
    client.force_login(user)
    return page(client, address).has("textarea")


def test_a_manager_sees_only_what_is_theirs(cast: Cast, home: Callable[[User], Part]) -> None:
    mine = home(cast.manager).after(MINE)
    assert "3 ratings are yours; 3 are not rated, or over 60 days old." in mine.words
    assert [(row[0].split()[0], row[1]) for row in mine.the("details").rows] == [
        ("1.2", "Overall"),
        ("2.1", "Wexley"),
        ("2.2", "Wexley"),
    ]
    assert "1 rating is yours; 1 is not rated" in home(cast.other_manager).after(MINE).words


def test_nothing_due_is_said(cast: Cast, rate: Rate, home: Callable[[User], Part]) -> None:
    rate("3.2", "Care Leavers", Rag.GREEN, effective_on=days_ago(60))
    assert "1 rating is yours, all rated within 60 days." in home(cast.other_manager).words


@pytest.mark.parametrize("who", ["smt", "clerk", "reader", "administrator", "superuser"])
def test_those_who_are_not_managers_have_no_such_list(
    cast: Cast, home: Callable[[User], Part], who: str
) -> None:
    assert "What you rate" not in home(getattr(cast, who)).words


def test_a_manager_with_no_leads_is_told_so(plan: Plan, cast: Cast, home: Callable[[User], Part]) -> None:
    MembershipFactory(user=cast.stranger, plan=plan, role=Membership.Role.MANAGER)
    assert "You hold no leads in this plan yet" in home(cast.stranger).after(MINE).words


@pytest.mark.parametrize("status", [Plan.Status.DRAFT, Plan.Status.CLOSED])
def test_a_plan_that_is_not_live_asks_for_no_ratings(
    plan: Plan, cast: Cast, home: Callable[[User], Part], status: Plan.Status
) -> None:
    plan.status = status
    records.save(plan, by=set_up_by(), reason="Not now")
    seen = home(cast.manager)
    assert "What you rate" not in seen.words
    assert not any("/rate/" in href for href in seen.links.values())
    assert seen.after("Plans").rows[0][2] == status.label


def test_withdrawn_outcomes_and_other_columns_are_not_asked_for(
    plan: Plan, cast: Cast, home: Callable[[User], Part]
) -> None:
    team = plan.authority.leads.get(title="Team Managers")
    thornby = plan.authority.localities.get(name="Thornby")
    OutcomeFactory(section=plan.sections.get(number="2"), led_by=[team], only_in=[thornby])
    withdraw(plan, "2.1", 1)
    assert [row[0].split()[0] for row in home(cast.manager).after(MINE).the("details").rows] == [
        "1.2",
        "2.2",
    ]
    assert "14 not rated" in home(cast.manager).after("Plans").words  # 15, less 2.1 in three, and 2.4 in two


def test_many_ratings_are_folded_away(plan: Plan, cast: Cast, home: Callable[[User], Part]) -> None:
    team = plan.authority.leads.get(title="Team Managers")
    assert "open" in home(cast.manager).the("details").attributes
    for _ in range(11):
        OutcomeFactory(section=plan.sections.get(number="2"), led_by=[team])
    assert "open" not in home(cast.manager).the("details").attributes
