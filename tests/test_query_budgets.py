"""How many queries each page may ask, whatever the size of the plan."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.models import Membership, Plan, User

from .factories import MembershipFactory, UserFactory
from .reading import read

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]

# Among them are the session, the person, the plan and their part in it; a manager's leads and localities are
# two more. One, where findings are shown, asks whether the plan has had a visit.
# One on the plan's page asks which papers it can be compared with.
BUDGETS = {
    "": 15,
    "plans/{slug}/": 19,
    "plans/{slug}/sections/1/": 15,
    "plans/{slug}/outcomes/": 14,
    "plans/{slug}/outcomes/?rag=red&q=a&days=1": 14,
    "plans/{slug}/outcomes/1.1/": 19,
    "plans/{slug}/outcomes/1.1/rate/": 15,
    "plans/{slug}/sections/1/rate/": 14,
    "plans/{slug}/changes/": 27,
    "plans/{slug}/record/?kind=rating": 9,
    "plans/{slug}/months/?months=60&every=yes": 7,
    "plans/{slug}/export.xlsx": 15,
}


@pytest.mark.parametrize("role", [Membership.Role.SMT, Membership.Role.MANAGER])
@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
def test_a_page_asks_as_much_of_50_outcomes_as_of_5(
    make_plan: Callable[..., Plan], client_for: ClientFor, role: Membership.Role, address: str, budget: int
) -> None:
    asked = []
    for outcomes, ratings in ((5, 2), (50, 3)):
        plan = make_plan(outcomes=outcomes, ratings=ratings)
        user = UserFactory()
        MembershipFactory(
            user=user, plan=plan, role=role, holds=plan.authority.leads.all(), every_locality=True
        )
        client = client_for(user)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/" + address.format(slug=plan.slug))
        assert response.status_code == 200
        if "xlsx" not in address:
            assert str(outcomes) in read(response.content.decode()).words or "1.1" in address
        asked.append([query["sql"][:200] for query in queries if "SAVEPOINT" not in query["sql"]])
    few, many = map(len, asked)
    assert few == many, f"{few} queries with 5 outcomes, {many} with 50"
    allowed = budget + 2 * (role == Membership.Role.MANAGER)
    assert few <= allowed, f"{few} queries, where {allowed} are allowed:\n" + "\n".join(asked[0])


@pytest.mark.parametrize(
    "address",
    [
        "plans/{slug}/",
        "plans/{slug}/?since=90",
        "plans/{slug}/sections/1/",
        "plans/{slug}/outcomes/",
        "plans/{slug}/outcomes/?rag=red&q=a&days=1",
        "plans/{slug}/outcomes/1.1/",
        "plans/{slug}/export.xlsx",
    ],
)
@pytest.mark.parametrize("role", [Membership.Role.SMT, Membership.Role.MANAGER, Membership.Role.CLERK])
def test_a_past_date_asks_no_more_than_today(
    make_plan: Callable[..., Plan], client_for: ClientFor, role: Membership.Role, address: str
) -> None:
    plan = make_plan(outcomes=10, ratings=3)
    user = UserFactory()
    MembershipFactory(user=user, plan=plan, role=role, holds=plan.authority.leads.all(), every_locality=True)
    client = client_for(user)
    dates = ["", "at=2024-10-31", "at=2025-01-31"]
    if role == Membership.Role.CLERK:
        dates.append("at=2025-01-31&known=2025-02-05")
    counts = {}
    for date in dates:
        path = "/" + address.format(slug=plan.slug)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{path}{'&' if '?' in path else '?'}{date}")
        assert response.status_code == 200
        counts[date] = len(queries)
    assert len(set(counts.values())) == 1, counts
