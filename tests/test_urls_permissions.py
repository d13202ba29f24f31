"""Who gets what at every address: a table, and an address that is missing from it fails.

What a person may not see is not found (404); what they may see but not do is forbidden (403); a visitor is
sent to sign in (302). A save that is done is a redirect (302) too, so it is told by what it leaves behind.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldError
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from plans.actions.rolling_forward import roll_forward
from plans.forms.next_version import NextVersionForm
from plans.matched import read_matched
from plans.models import Authority, ImportDraft, Outcome, Plan, Rag, Rating, User
from plans.snapshot import take_snapshot
from tests.cast import WHY, Cast, place
from tests.factories import PlanFactory
from tests.meeting_addresses import MEETINGS
from tests.paper_addresses import PAPERS
from tests.versions import follow, join
from tests.visit_addresses import VISITS

PEOPLE = (
    "anonymous", "stranger", "reader", "manager", "other_manager", "head", "smt", "clerk", "administrator",
    "outsider", "superuser",
)  # fmt: skip
NOT_ADMITTED = ("anonymous", "stranger", "reader", "manager", "other_manager", "head", "smt", "clerk")

PLAN_TEXT = """Early Help Plan

1. Early Help
What do we want to see?
1. Families are helped sooner
What needs to change?
1. Too many are asked the same things twice

Ref\tOutcome\tLead\tRAG
1.1\tEvery family has one plan\tTeam Managers\t
1.2\tEach plan is reviewed in six weeks\tTeam Managers\t
"""


@dataclass
class World:
    """What the addresses are about: outcome 2.1 of the small plan, rated for Wexley."""

    plan: Plan
    outcome: Outcome
    rating: Rating
    draft: ImportDraft

    @property
    def cell(self) -> str:
        return f"{self.outcome.pk}-{self.rating.locality_id}"


@pytest.fixture
def world(plan: Plan, cast: Cast, rate) -> World:
    rating = rate("2.1", "Wexley", Rag.AMBER, by=cast.manager)
    draft = ImportDraft.objects.create(
        started_by=cast.administrator, authority=plan.authority, text=PLAN_TEXT, title="New plan"
    )
    return World(plan, rating.outcome, rating, draft)


def a_rating(world: World) -> dict[str, Any]:
    return {
        "column": world.rating.locality_id,
        f"seen-{world.rating.locality_id}": world.rating.pk,
        "rag": "green",
        "commentary": WHY,
        "effective_on": timezone.localdate().isoformat(),
        "entry": uuid.uuid4(),
    }


def a_grid(world: World) -> dict[str, Any]:
    return {
        f"seen-{world.cell}": f"{world.rating.pk}.amber",
        f"rag-{world.cell}": "green",
        f"commentary-{world.cell}": WHY,
        "entry": uuid.uuid4(),
    }


def a_correction(world: World) -> dict[str, Any]:
    return {
        "reason": "Pressed the wrong letter",
        "what": "replace",
        "column": world.rating.locality_id,
        "rag": "red",
        "commentary": WHY,
        "effective_on": timezone.localdate().isoformat(),
        "entry": uuid.uuid4(),
    }


def a_confirmed_import(world: World) -> dict[str, Any]:
    return {"title": "Early Help Plan", "dated": "October 2025", "confirm": "yes"}


def a_next_version(world: World) -> dict[str, Any]:
    outcomes = list(world.plan.outcomes.values_list("pk", flat=True))
    sent = {
        "title": "Next", "dated": "June 2025", "reason": "On", "members": "on", "carries": "none",
        "outcomes": outcomes,
    }  # fmt: skip
    data = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    )
    form = NextVersionForm(data, snapshot=take_snapshot(world.plan))
    return {**sent, "confirm": "1", "previewed": form.digest if form.is_valid() else ""}


def a_matching(world: World) -> dict[str, Any]:
    draft = Plan.objects.get(predecessor=world.plan)
    [pk] = draft.outcomes.filter(ref="1.1").values_list("pk", flat=True)
    return {"row": pk, f"new-{pk}": "1", "reason": "It is another", "seen": read_matched(draft).seen}


def a_start(world: World) -> dict[str, Any]:
    draft = Plan.objects.get(predecessor=world.plan)
    return {"carries": "none", "reason": "Agreed", "seen": read_matched(draft).seen}


def a_reason(world: World) -> dict[str, Any]:
    return {"reason": "Not yet"}


def nothing(world: World) -> dict[str, Any]:
    return {}


def slug(world: World) -> dict[str, Any]:
    return {"slug": world.plan.slug}


def slug_after_another(world: World) -> dict[str, Any]:
    """The plan, when it follows a version that everybody is a member of who is of the plan."""
    before = PlanFactory(authority=world.plan.authority, status=Plan.Status.CLOSED)
    join(before, *User.objects.filter(memberships__plan=world.plan))
    follow(world.plan, before, {})
    return slug(world)


def a_draft(world: World) -> dict[str, Any]:
    """The plan's next version, made by its administrator with all its members."""
    by = world.plan.memberships.get(role="administrator").user
    made = roll_forward(plan=world.plan, title="Next", dated=date(2025, 6, 1), by=by, reason="On")
    return {"slug": made.slug}


def section(world: World) -> dict[str, Any]:
    return {**slug(world), "number": "2"}


def outcome(world: World) -> dict[str, Any]:
    return {**slug(world), "ref": "2.1"}


def rating(world: World) -> dict[str, Any]:
    return {**slug(world), "pk": world.rating.pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk}


# Address -> what fills in its name, what is sent to it, and for GET and for POST a code for each of PEOPLE.
Row = tuple[Callable[[World], dict[str, Any]], Callable[[World], dict[str, Any]], str, str]
#                                        anon stra read mana othe head smt  cler admi outs supe
HOME = "                                 302  200  200  200  200  200  200  200  200  200  200"
MEMBERS = "                              302  404  200  200  200  200  200  200  200  404  200"
READ_ONLY = "                            302  405  405  405  405  405  405  405  405  405  405"
RATERS = "                               302  404  403  200  403  200  200  403  200  404  200"
RATED = "                                302  404  403  302  403  302  302  403  302  404  302"
IMPORTERS = "                            302  403  403  403  403  403  403  403  200  200  200"
ADMINISTRATORS = "                       302  404  403  403  403  403  403  403  200  404  200"
ADMINISTERED = "                         302  404  403  403  403  403  403  403  302  404  302"
OF_A_DRAFT = "                           302  404  404  404  404  404  404  404  200  404  200"
DONE_TO_A_DRAFT = "                      302  404  404  404  404  404  404  404  302  404  302"
STARTED_IT = "                           302  404  404  404  404  404  404  404  200  404  404"
ENDED_IT = "                             302  404  404  404  404  404  404  404  302  404  404"
TABLE: dict[str, Row] = {
    "home": (nothing, nothing, HOME, READ_ONLY),
    "plan": (slug, nothing, MEMBERS, READ_ONLY),
    "section": (section, nothing, MEMBERS, READ_ONLY),
    "outcomes": (slug, nothing, MEMBERS, READ_ONLY),
    "outcome": (outcome, nothing, MEMBERS, READ_ONLY),
    "changes": (slug, nothing, MEMBERS, READ_ONLY),
    "record": (slug, nothing, MEMBERS, READ_ONLY),
    "months": (slug, nothing, MEMBERS, READ_ONLY),
    "version_comparison": (slug_after_another, nothing, MEMBERS, READ_ONLY),
    "export_xlsx": (slug, nothing, MEMBERS, READ_ONLY),
    "rate_section": (section, a_grid, RATERS, RATED),
    "rate_outcome": (outcome, a_rating, RATERS, RATED),
    "correct_rating": (rating, a_correction, RATERS, RATED),
    "next_version": (slug, a_next_version, ADMINISTRATORS, ADMINISTERED),
    "matching": (a_draft, a_matching, OF_A_DRAFT, DONE_TO_A_DRAFT),
    "start_version": (a_draft, a_start, OF_A_DRAFT, DONE_TO_A_DRAFT),
    "discard_version": (a_draft, a_reason, OF_A_DRAFT, DONE_TO_A_DRAFT),
    "import_start": (nothing, nothing, IMPORTERS, IMPORTERS),
    "import_preview": (draft, a_confirmed_import, STARTED_IT, ENDED_IT),
    "import_discard": (draft, nothing, READ_ONLY, ENDED_IT),
    **MEETINGS,
    **PAPERS,
    **VISITS,
}

CASES = [
    pytest.param(name, method, who, int(code), id=f"{name}-{method}-{who}")
    for name, (_, _, get, post) in TABLE.items()
    for method, codes in (("GET", get), ("POST", post))
    for who, code in zip(PEOPLE, codes.split(), strict=True)
]


@pytest.mark.parametrize(("name", "method", "who", "code"), CASES)
def test_who_gets_what(name, method, who, code, world: World, cast: Cast, client_for) -> None:
    arguments, data, *_ = TABLE[name]
    client = client_for(getattr(cast, who, None))
    address, before = reverse(name, kwargs=arguments(world)), everything()
    response = client.get(address) if method == "GET" else client.post(address, data(world))
    assert response.status_code == code
    if who == "anonymous":
        assert response.url == f"{reverse('account_login')}?next={address}"
    done = method == "POST" and code == 302 and who != "anonymous"
    assert (everything() != before) is done


def everything() -> dict[str, int]:
    """How many rows there are of everything, history and what waits for the worker included."""
    ours = [
        model
        for app in ("plans", "ofsted", "django_tasks_database")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: model._base_manager.count() for model in ours}


# --- Every address ------------------------------------------------------------------------------------------


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or namespace)
        else:
            yield namespace, entry


def test_every_address_is_in_the_table() -> None:
    own = {
        entry.name or str(entry.pattern)
        for namespace, entry in patterns(get_resolver())
        if namespace != "admin" and not (entry.name or "").startswith("account_")
    }
    assert own == set(TABLE)


# --- Plans, sections, outcomes and ratings that are not there -----------------------------------------------


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("plan", {"slug": "no-such-plan"}),
        ("section", {"number": "9"}),
        ("rate_section", {"number": "9"}),
        ("outcome", {"ref": "9.9"}),
        ("rate_outcome", {"ref": "9.9"}),
        ("correct_rating", {"pk": 10**9}),
        ("correct_rating", {"slug": "eastholme-2024"}),
        ("section", {"slug": "eastholme-2024"}),
        ("outcome", {"slug": "eastholme-2024"}),
    ],
)
def test_what_is_not_there_is_not_found(name, wrong, world: World, cast: Cast, client_for) -> None:
    arguments = {**TABLE[name][0](world), **wrong}
    assert client_for(cast.superuser).get(reverse(name, kwargs=arguments)).status_code == 404


def test_a_cell_that_is_not_theirs_is_left_alone(world: World, cast: Cast, client_for) -> None:
    thornby = f"{world.outcome.pk}-{place('Thornby').pk}"
    sent = {f"rag-{thornby}": "green", f"commentary-{thornby}": WHY, "entry": uuid.uuid4()}
    client_for(cast.manager).post(reverse("rate_section", kwargs=section(world)), sent)
    assert list(Rating.objects.all()) == [world.rating]


# --- The set-up pages ---------------------------------------------------------------------------------------


def set_up_addresses() -> Iterator[str]:
    """Every address of Django admin, about record 1 where it is about a record."""
    for namespace, entry in patterns(get_resolver()):
        if namespace == "admin" and entry.name:
            groups = entry.pattern.regex.groupindex
            about = {"app_label": "plans", "url": "nothing"}
            named = {name: about.get(name, "1") for name in groups}
            unnamed = ["1"] * (entry.pattern.regex.groups - len(groups))
            yield reverse(f"admin:{entry.name}", args=unnamed, kwargs=named)


@pytest.mark.parametrize("who", NOT_ADMITTED)
def test_only_administrators_are_admitted_to_set_up(who: str, cast: Cast, client_for) -> None:
    client = client_for(getattr(cast, who, None))
    sign_in = {reverse("admin:login"), reverse("account_login")}
    addresses = set(set_up_addresses()) - sign_in - {reverse("admin:logout")}
    assert len(addresses) > 10
    for address in addresses:
        for response in (client.get(address), client.post(address, {})):
            assert response.status_code in (302, 403, 404), address
            if response.status_code == 302:
                assert response.url.split("?")[0] in (reverse("admin:login"), reverse("account_login")), (
                    address
                )


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_administrators_are_admitted_to_set_up(who: str, cast: Cast, client_for) -> None:
    assert client_for(getattr(cast, who)).get(reverse("admin:index")).status_code == 200


def record_in(model: type[Model], plan: Plan) -> Model | None:
    """A record of that model that belongs to the small plan or its authority."""
    for owner in ("plan", "section__plan", "outcome__plan", "authority__plans"):
        try:
            return model._base_manager.filter(**{owner: plan}).first()
        except FieldError:
            continue
    return {Plan: plan, Authority: plan.authority}.get(model)


def test_an_administrator_does_not_reach_another_plan_in_set_up(world: World, cast: Cast, client_for) -> None:
    client, tried = client_for(cast.outsider), 0
    for model in admin.site._registry:
        record = record_in(model, world.plan)
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if record is None:
            continue
        pages: dict[str, list[Any]] = {"change": [], "delete": [], "history": []}
        if hasattr(record, "history"):
            pages["simple_history"] = [record.history.first().pk]
        for action, more in pages.items():
            before = everything()
            address = reverse(f"{name}_{action}", args=[record.pk, *more])
            for response in (client.get(address), client.post(address, {"post": "yes"})):
                assert response.status_code in (302, 403, 404), address
            assert everything() == before
            tried += 1
    assert tried > 10


# --- Signing in and out -------------------------------------------------------------------------------------

OPEN_TO_ALL = {
    "account_login",
    "account_signup",  # which says that there is none
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def test_a_visitor_sees_the_sign_in_pages_and_no_others(db: None, client_for) -> None:
    opened = set()
    for namespace, entry in patterns(get_resolver()):
        if namespace != "admin" and (entry.name or "").startswith("account_"):
            keys = {"uidb36": "1", "key": "wrong-key"} if entry.name.endswith("from_key") else {}
            response = client_for(None).get(reverse(entry.name, kwargs=keys))
            assert response.status_code in (200, 302), entry.name
            if response.status_code == 200:
                opened.add(entry.name)
    assert opened <= OPEN_TO_ALL
    assert "account_login" in opened


def test_no_page_of_anybody_answers_with_an_error(world: World, cast: Cast, client_for) -> None:
    for person in vars(cast).values():
        for address in ("/", reverse("account_change_password"), reverse("account_logout")):
            assert client_for(person).get(address).status_code in (200, 302)
