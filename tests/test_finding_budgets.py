"""How many queries the pages of findings ask: as many of 60 findings as of 5."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ofsted.models import Finding, Visit
from plans.models import Membership, Plan, User

from .factories import MembershipFactory, UserFactory
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]

# Among them are the session, the person, the plan, their part in it and its snapshot.
BUDGETS = {
    "plans/{slug}/findings/": 19,
    "plans/{slug}/findings/?kind=improve&only=again&q=a&order=due": 19,
    "plans/{slug}/findings/export.xlsx": 19,
    "plans/{slug}/findings/{finding}/": 26,
    "plans/{slug}/findings/{finding}/change/": 20,
    "plans/{slug}/findings/{finding}/respond/": 19,
    "plans/{slug}/visits/{visit}/findings/new/": 20,
    "plans/{slug}/visits/{visit}/findings/paste/": 19,
}


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
def test_a_page_asks_as_much_of_60_findings_as_of_5(
    make_plan: Callable[..., Plan], client_for: ClientFor, address: str, budget: int
) -> None:
    asked = []
    for findings in (5, 60):
        plan = make_plan(outcomes=findings // 5 + 1)
        user = UserFactory()
        MembershipFactory(user=user, plan=plan, role=Membership.Role.SMT)
        visit, finding = told(plan, findings)
        client = client_for(user)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/" + address.format(slug=plan.slug, finding=finding.pk, visit=visit.pk))
        assert response.status_code == 200
        asked.append([query["sql"][:200] for query in queries if "SAVEPOINT" not in query["sql"]])
    few, many = map(len, asked)
    assert few == many, f"{few} queries with 5 findings, {many} with 60"
    assert few <= budget, f"{few} queries, where {budget} are allowed:\n" + "\n".join(asked[0])


def told(plan: Plan, findings: int) -> tuple[Visit, Finding]:
    """A visit whose findings are linked to outcomes in turn; the last to all of them."""
    visit, outcomes = a_visit(plan), list(plan.outcomes.all())
    finding = None
    for number in range(findings):
        linked = outcomes if number == findings - 1 else [outcomes[number % len(outcomes)]]
        finding = a_finding(visit, *linked, repeats=finding, ref=str(number))
    assert finding
    return visit, finding
