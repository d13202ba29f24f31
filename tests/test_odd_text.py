"""Text that would break a page: markup in what people type, and refs that are not numbers."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from plans.actions.correcting import correct_rating
from plans.models import Membership, Plan, Rag, Rating, Statement, User
from plans.permissions import access_to
from plans.snapshot import take_snapshot

from .factories import (
    AuthorityFactory,
    LeadFactory,
    LocalityFactory,
    MembershipFactory,
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
    StatementFactory,
    ThemeFactory,
    UserFactory,
    rate_everything,
    set_up_by,
)
from .reading import page, read

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
ODD_REFS = [
    "4.1/2",
    "a b",
    "50%",
    "1.1?x=2",
    "#3",
    "2.1&b",
    'Q"uote',
    "é.1",
    "+1",
    "1.1%2F",
    "'; --",
    "{{ x }}",
    "4.10",
]


def nasty(name: str) -> str:
    """A text that names itself, and breaks out of an element, an attribute and a template."""
    return f"{name}\"'></b><script>alert(1)</script><img src=x onerror=x>{{{{x}}}}&lt;"


@pytest.fixture
def hostile(db: None) -> Plan:
    """A plan of nothing but such text, rated twice, with a correction."""
    authority = AuthorityFactory(name=nasty("authority"))
    plan = PlanFactory(
        authority=authority,
        title=nasty("plan"),
        introduction=nasty("introduction"),
        **{f"{rag}_means": nasty(f"{rag} means") for rag in Rag.values},
    )
    places = [LocalityFactory(authority=authority, name=nasty(f"locality {n}")) for n in (1, 2)]
    lead = LeadFactory(authority=authority, title=nasty("lead"))
    theme = ThemeFactory(authority=authority, name=nasty("theme"))
    section = SectionFactory(plan=plan, title=nasty("section"), columns=places)
    for kind in Statement.Kind:
        StatementFactory(section=section, kind=kind, text=nasty(kind))
    for ref in ("1.1", '1"><i>2'):
        OutcomeFactory(
            section=section, ref=ref, statement=nasty(f"outcome {ref}"), timescale=nasty("timescale"),
            led_by=[lead], about=[theme],
        )  # fmt: skip
    manager = UserFactory(name=nasty("person"), email="nasty@council.example")
    MembershipFactory(
        user=manager, plan=plan, role=Membership.Role.MANAGER, holds=[lead], every_locality=True
    )
    ratings = rate_everything(plan, by=manager, times=2)
    correct_rating(
        rating=ratings[0], reason=nasty("mistake"), by=manager, rag=Rag.RED, commentary=nasty("commentary"),
        locality=ratings[0].locality, effective_on=ratings[-1].effective_on,
    )  # fmt: skip
    return plan


PAGES = [
    ("/", ["authority", "plan", "section", "outcome 1.1", "locality 1", "commentary"]),
    ("/plans/{slug}/", ["authority", "plan", "section", "locality 1", "theme", "red means"]),
    (
        "/plans/{slug}/sections/1/",
        ["plan", "section", "want", "change", "objective", "measure", "lead", "timescale", "outcome 1.1"],
    ),
    ("/plans/{slug}/outcomes/", ["plan", "outcome 1.1", "lead", "locality 2"]),
    ("/plans/{slug}/outcomes/?q={nasty}", ["words"]),
    (
        "/plans/{slug}/outcomes/1.1/",
        ["outcome 1.1", "section", "commentary", "mistake", "person", "lead", "theme", "timescale"],
    ),
    ("/plans/{slug}/outcomes/1.1/rate/", ["outcome 1.1", "red means", "commentary", "locality 1"]),
    ("/plans/{slug}/sections/1/rate/", ["section", "outcome 1.1", "commentary", "locality 1"]),
    ("/plans/{slug}/ratings/{rating}/correct/", ["outcome 1.1", "person", "locality 1"]),
]


@pytest.mark.parametrize(("address", "shown"), PAGES)
def test_markup_in_any_text_is_only_text(
    hostile: Plan, client_for: ClientFor, address: str, shown: list[str]
) -> None:
    user = User.objects.get(email="nasty@council.example")
    rating = Rating.objects.filter(corrects=None, corrected_by=None, outcome__ref="1.1").latest(
        "effective_on"
    )
    client = client_for(user)
    asked = {"q": nasty("words")} if "?" in address else None
    response = client.get(address.partition("?")[0].format(slug=hostile.slug, rating=rating.pk), asked)
    assert response.status_code == 200
    html = response.content.decode()

    everything = read(html)  # and every element is closed where it should be
    assert [part.attributes["src"] for part in everything.all("script")] == [
        part.attributes["src"] for part in everything.all("script", type="module")
    ]
    assert not re.search(r"<img|<i>|alert\(1\)</script", html)
    assert not [name for part in everything.all() for name in part.attributes if name.startswith("on")]
    values = " ".join(value for part in everything.all() for value in part.attributes.values())
    for name in shown:
        assert nasty(name) in f"{everything.words} {values}", name


@pytest.fixture
def odd(db: None) -> Plan:
    """A plan whose outcomes, and one of whose sections, are numbered as no computer would."""
    plan = PlanFactory(slug="odd")
    column = LocalityFactory(authority=plan.authority)
    theme = ThemeFactory(authority=plan.authority)
    section = SectionFactory(plan=plan, number="4a/b ?#%", columns=[column])
    for ref in ODD_REFS:
        OutcomeFactory(section=section, ref=ref, statement=f"The one numbered {ref}", about=[theme])
    SectionFactory(plan=plan, number="5")
    return plan


def test_every_odd_ref_leads_to_its_outcome(odd: Plan, client_for: ClientFor) -> None:
    rate_everything(odd, by=set_up_by(), times=3)
    client = client_for(set_up_by())
    pages = ["", "sections/4a%2Fb%20%3F%23%25/", "outcomes/", "outcomes/4.10/"]
    for seen in (page(client, f"/plans/odd/{address}") for address in pages):
        for ref in ODD_REFS[:-1]:
            to_it = [
                href
                for words, href in seen.links.items()
                if (words == ref or words.startswith((f"{ref} ", f"{ref}:"))) and href
            ]
            assert to_it or seen.links["Rate this outcome"], ref
            for href in {href.partition("#")[0] for href in to_it}:
                assert page(client, href).the("h1").words == f"The one numbered {ref}"


@pytest.mark.parametrize("ref", ODD_REFS)
def test_an_outcome_with_an_odd_ref_is_rated_and_corrected(
    odd: Plan, client_for: ClientFor, ref: str
) -> None:
    client = client_for(set_up_by())
    outcome = odd.outcomes.get(ref=ref)
    rate_everything(odd, by=set_up_by(), times=1)
    seen = page(client, outcome.get_absolute_url())
    assert page(client, seen.links["Rate this outcome"]).has("textarea", name="commentary")
    assert page(client, seen.links["Rate the whole section"]).has("textarea")
    correct = next(href for words, href in seen.links.items() if words.startswith("Correct"))
    assert page(client, correct).links["Cancel"] == outcome.get_absolute_url()


def test_a_section_with_an_odd_number_is_filtered_and_exported(odd: Plan, client_for: ClientFor) -> None:
    client = client_for(set_up_by())
    seen = page(client, "/plans/odd/")
    section = page(client, seen.links["4a/b ?#%. Section 4a/b ?#%"])
    assert client.get(section.links["Export to Excel"]).status_code == 200
    bar = next(href for words, href in seen.after("Sections").links.items() if words.startswith("Overall"))
    assert f"{len(ODD_REFS)} of {len(ODD_REFS)} outcomes" in page(client, bar).words
    assert section.links["Next: 5. Section 5"] == "/plans/odd/sections/5/"
    assert page(client, page(client, "/plans/odd/sections/5/").links["Previous: 4a/b ?#%. Section 4a/b ?#%"])


def test_a_manager_reaches_odd_refs_from_home(odd: Plan, client_for: ClientFor) -> None:
    lead = LeadFactory(authority=odd.authority)
    section = odd.sections.get(position=1)
    OutcomeFactory(section=section, ref="9/9 ?", led_by=[lead])
    user = UserFactory()
    MembershipFactory(user=user, plan=odd, role=Membership.Role.MANAGER, holds=[lead], every_locality=True)
    assert access_to(odd, user).is_manager
    assert take_snapshot(odd).outcome("9/9 ?")
    client = client_for(user)
    assert page(client, page(client, "/").links["9/9 ?"]).has("textarea", name="commentary")
