"""Who may do what on a plan, as a table."""

import pytest

from plans.models import Authority, Plan
from plans.permissions import Access, Role, access_to, may_import, may_import_for
from tests.cast import Cast

TEAM, SERVICE = 1, 2  # leads
WEXLEY, THORNBY = 10, 20  # localities
OVERALL = None
BOTH = {WEXLEY, THORNBY}

# role, leads held, localities, every locality -- the outcome's leads, column, its localities -- may they?
RATING = [
    # A manager: their leads, in their localities.
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM}, WEXLEY, BOTH, True),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM, SERVICE}, WEXLEY, BOTH, True),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM}, THORNBY, BOTH, False),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {SERVICE}, WEXLEY, BOTH, False),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, set(), WEXLEY, BOTH, False),
    (Role.MANAGER, set(), {WEXLEY}, False, {TEAM}, WEXLEY, BOTH, False),
    (Role.MANAGER, set(), BOTH, True, {TEAM}, WEXLEY, BOTH, False),
    (Role.MANAGER, {TEAM}, set(), False, {TEAM}, WEXLEY, BOTH, False),
    # Overall sums up every locality, so a manager needs them all.
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM}, OVERALL, BOTH, False),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM}, OVERALL, {WEXLEY}, True),
    (Role.MANAGER, {TEAM}, BOTH, False, {TEAM}, OVERALL, BOTH, True),
    (Role.MANAGER, {TEAM}, {WEXLEY}, False, {TEAM}, OVERALL, set(), True),
    (Role.MANAGER, {TEAM}, set(), False, {TEAM}, OVERALL, set(), False),
    (Role.MANAGER, {TEAM}, BOTH, False, {SERVICE}, OVERALL, BOTH, False),
    # Every locality is every column, of their leads.
    (Role.MANAGER, {TEAM}, set(), True, {TEAM}, THORNBY, BOTH, True),
    (Role.MANAGER, {TEAM}, set(), True, {TEAM}, OVERALL, BOTH, True),
    (Role.MANAGER, {TEAM}, set(), True, {SERVICE}, OVERALL, BOTH, False),
    # SMT and administrators: anything, whoever leads it, led by nobody included.
    (Role.SMT, set(), set(), False, {TEAM}, WEXLEY, BOTH, True),
    (Role.SMT, set(), set(), False, set(), OVERALL, BOTH, True),
    (Role.ADMINISTRATOR, set(), set(), False, {TEAM}, THORNBY, BOTH, True),
    (Role.ADMINISTRATOR, set(), set(), False, {TEAM}, OVERALL, BOTH, True),
    # Readers, clerks and strangers: nothing, whatever stands on their membership.
    (Role.READER, {TEAM}, BOTH, True, {TEAM}, WEXLEY, BOTH, False),
    (Role.CLERK, {TEAM}, BOTH, True, {TEAM}, WEXLEY, BOTH, False),
    (Role.CLERK, {TEAM}, BOTH, True, {TEAM}, OVERALL, BOTH, False),
    (None, {TEAM}, BOTH, True, {TEAM}, WEXLEY, BOTH, False),
]


@pytest.mark.parametrize(("role", "held", "places", "every", "leads", "column", "columns", "may"), RATING)
def test_who_may_rate(role, held, places, every, leads, column, columns, may) -> None:
    access = Access(None, role, frozenset(held), frozenset(places), every)
    assert access.may_rate(lead_ids=leads, locality_id=column, outcome_localities=columns) is may


def test_what_a_membership_gives(plan: Plan, cast: Cast) -> None:
    def named(access: Access) -> tuple[set[str], set[str]]:
        leads = plan.authority.leads.filter(pk__in=access.lead_ids)
        places = plan.authority.localities.filter(pk__in=access.locality_ids)
        return {lead.title for lead in leads}, {place.name for place in places}

    manager, head = access_to(plan, cast.manager), access_to(plan, cast.head)
    assert named(manager) == ({"Team Managers"}, {"Wexley"})
    assert not manager.every_locality
    assert named(head) == ({"Team Managers", "Heads of Service"}, set())
    assert head.every_locality


@pytest.mark.parametrize(
    ("who", "role", "rates", "sets_up"),
    [
        ("manager", Role.MANAGER, True, False),
        ("head", Role.MANAGER, True, False),
        ("other_manager", Role.MANAGER, True, False),
        ("smt", Role.SMT, True, False),
        ("clerk", Role.CLERK, False, False),
        ("reader", Role.READER, False, False),
        ("administrator", Role.ADMINISTRATOR, True, True),
        ("stranger", None, False, False),
        ("outsider", None, False, False),
        ("superuser", Role.ADMINISTRATOR, True, True),
    ],
)
def test_the_cast_on_the_plan(who: str, role: Role, rates: bool, sets_up: bool, plan: Plan, cast: Cast):
    access = access_to(plan, getattr(cast, who))
    assert (access.role, access.rates_anything, access.may_set_up) == (role, rates, sets_up)
    assert access.is_manager is (role == Role.MANAGER)
    assert access.may_choose_known_at is (role in (Role.CLERK, Role.ADMINISTRATOR))


def test_a_manager_who_holds_nothing_rates_nothing() -> None:
    assert not Access(None, Role.MANAGER).rates_anything
    assert not Access(None, Role.MANAGER, lead_ids=frozenset({TEAM})).rates_anything
    assert not Access(None, Role.MANAGER, locality_ids=frozenset({WEXLEY})).rates_anything


def test_who_may_import(plan: Plan, cast: Cast) -> None:
    importers = {name for name, person in vars(cast).items() if may_import(person)}
    assert importers == {"administrator", "outsider", "superuser"}
    eastholme = Authority.objects.get(slug="eastholme")
    for authority, expected in (
        (plan.authority, {"administrator", "superuser"}),
        (eastholme, {"outsider", "superuser"}),
    ):
        assert {n for n, person in vars(cast).items() if may_import_for(person, authority)} == expected
