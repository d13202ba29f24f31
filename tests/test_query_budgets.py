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
# two more.
BUDGETS = {
    "": 13,
    "plans/{slug}/": 13,
    "plans/{slug}/sections/1/": 12,
    "plans/{slug}/outcomes/": 12,
    "plans/{slug}/outcomes/?rag=red&q=a&days=1": 13,
    "plans/{slug}/outcomes/1.1/": 14,
    "plans/{slug}/outcomes/1.1/rate/": 13,
    "plans/{slug}/sections/1/rate/": 12,
    "plans/{slug}/export.xlsx": 12,
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
