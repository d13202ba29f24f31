"""Links between a plan's pages keep the date that is shown, and none leads to a change of the plan."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from plans.actions import records
from plans.models import Plan, Rag, Rating, User

from .cast import Cast, withdraw
from .dated import PLAN, change, moment, on, plan
from .factories import OutcomeFactory, rate_everything, set_up_by
from .reading import Part, page, read

__all__ = ["plan"]
pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
ClientFor = Callable[[User | None], Client]
# The page of months leads to the plan at the end of each, so it is linked to at the date and not crawled.
KEEP_IT = {"plan", "section", "outcomes", "outcome", "months", "export_xlsx"}
CHANGE_IT = {"rate_section", "rate_outcome", "correct_rating"}


@pytest.fixture
def rated(plan: Plan, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Every cell rated three times; one outcome withdrawn since and one deleted; a list of many pages."""
    rate_everything(plan, by=set_up_by(), times=3)
    with on("2024-12-01"):
        short = OutcomeFactory(section=plan.sections.get(number="2"))
    with on("2025-03-01"):
        records.delete(short, by=set_up_by(), reason="It was in twice")
    withdraw(plan, "1.1")
    monkeypatch.setattr("plans.views.outcomes.PER_PAGE", 3)
    return plan


def in_plan(address: str, found: Part) -> list[tuple[str, str, str]]:
    """(what a link says, where it leads, that page's name), for the links from one page to the plan's own."""
    links = []
    for link in found.all("a"):
        href = urljoin(address, link.attributes["href"])
        path = urlsplit(href).path
        if path.startswith(PLAN):
            links.append((link.words, href.partition("#")[0], resolve(path).url_name))
    return links


def crawl(client: Client, start: str, asked: dict[str, list[str]]) -> dict[str, Part]:
    """Every page that links at this date lead to, by its address; fails at a link that does not keep it."""
    seen: dict[str, Part] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        seen[address] = whole = read(response.content.decode())
        bar = whole.the("section", css="date-bar")
        to_other_dates = {urljoin(address, link.attributes["href"]) for link in bar.all("a")}
        for words, href, name in in_plan(address, whole):
            if href in to_other_dates:
                continue
            assert name not in CHANGE_IT, f"{address} offers {words!r}"
            if name in KEEP_IT:
                query = parse_qs(urlsplit(href).query)
                kept = {key: values for key, values in query.items() if key in ("at", "known")}
                assert kept == asked, f"{address}: {words!r} leads to {href}"
                if name not in ("months", "export_xlsx"):
                    waiting.append(href)
    return seen


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("administrator", {"at": ["2025-01-31"]}),
        ("administrator", {"at": ["2025-01-31"], "known": ["2025-02-05"]}),
        ("clerk", {"at": ["2024-12-31"], "known": ["2025-02-05T14:30"]}),
        ("smt", {"at": ["2025-01-31"]}),
        ("head", {"at": ["2025-01-31"]}),
    ],
)
def test_every_link_keeps_the_date(
    who: str, asked: dict[str, list[str]], rated: Plan, cast: Cast, client_for: ClientFor
) -> None:
    query = urlencode(asked, doseq=True)
    seen = crawl(client_for(getattr(cast, who)), f"{PLAN}?{query}", asked)

    assert f"{PLAN}outcomes/2.4/?{query}" in seen, "deleted since"
    kinds = [resolve(urlsplit(address).path).url_name for address in seen]
    assert {kind: min(kinds.count(kind), 7) for kind in set(kinds)} == {
        "plan": 3,  # and compared with 30 and with 90 days before
        "section": 3,
        "outcomes": 7,
        "outcome": 7,
    }
    for address, whole in seen.items():
        main = whole.the("main")
        for form in main.all("form"):
            assert form.attributes["method"] == "get", address
            names = {part.attributes.get("name"): part.attributes.get("value") for part in form.all("input")}
            assert [names["at"]] == asked["at"], address
            assert names.get("known") in (asked.get("known", [None])[0], ""), address
        for words in ("Rate this", "Rate the whole", "Correct"):
            assert words not in main.words, address


def test_links_to_elsewhere_do_not_carry_it(rated: Plan, cast: Cast, client_for: ClientFor) -> None:
    html = client_for(cast.administrator).get(f"{PLAN}?at=2025-01-31").content.decode()
    others = {
        link.attributes["href"]
        for link in read(html).all("a")
        if not urljoin(PLAN, link.attributes["href"]).startswith(PLAN)
    }
    assert {"/", "/set-up/", "/plans/import/"} <= others
    assert not [href for href in others if "at=" in href]


def test_today_nothing_is_added_to_any_link(rated: Plan, cast: Cast, client_for: ClientFor) -> None:
    for query in ("", "?at=", "?at=2025-06-12", "?at=12/06/2025&known=2025-06-12"):
        seen = page(client_for(cast.administrator), f"{PLAN}sections/2/{query}")
        links = [href for _, href, name in in_plan(f"{PLAN}sections/2/", seen) if name in KEEP_IT]
        assert [href for href in links if "at=" in href] == [href for href in links if "same=" in href], (
            "only those to other dates"
        )
        assert "Rate this section" in seen.links


def test_pages_are_turned_and_the_filter_used_at_the_date(
    rated: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.reader)
    first = page(client, f"{PLAN}outcomes/?at=2025-01-31&section=2&section=2&q=e&page=1")
    bar = first.the("section", css="date-bar")
    assert bar.links["Back to today"] == f"{PLAN}outcomes/?section=2&section=2&q=e"
    hidden = [(p.attributes["name"], p.attributes["value"]) for p in bar.all("input", type="hidden")]
    assert hidden == [("section", "2"), ("section", "2"), ("q", "e")]
    every = page(client, f"{PLAN}outcomes/?at=2025-01-31&q=e")
    second = page(client, urljoin(f"{PLAN}outcomes/", every.links["Next page"]))
    assert "as it stood on 31 January 2025" in second.words
    clear = second.the("form", role="search").links["Clear"]
    assert clear == f"{PLAN}outcomes/?at=2025-01-31"


# --- Ratings and corrections are given today ----------------------------------------------------------------


def test_pages_that_rate_are_todays_whatever_the_address_says(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    rating = rate("2.1", "Wexley", Rag.RED)
    with on("2025-06-01"):
        change(plan.outcomes.get(ref="2.1"), statement="Supervision is monthly")
    client = client_for(cast.smt)
    for address in ("outcomes/2.1/rate/", "sections/2/rate/", f"ratings/{rating.pk}/correct/"):
        seen = page(client, f"{PLAN}{address}?at=2025-01-31&known=2025-02-05")
        assert "Supervision is monthly" in seen.words
        assert not seen.has("section", css="date-bar")
    sent = {
        "column": "overall",
        "seen-overall": "",
        "rag": "green",
        "commentary": "All ten cases",
        "effective_on": "2025-06-12",
        "entry": "6f0f4b0e-3a3a-4a7e-9a39-0c2b4c6f3f11",
    }
    response = client.post(f"{PLAN}outcomes/2.1/rate/?at=2025-01-31", sent)
    assert response.url == f"{PLAN}outcomes/2.1/"
    made = Rating.objects.latest("pk")
    assert (made.rag, made.recorded_at) == (Rag.GREEN, moment("2025-06-12", 10))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_at_a_date_takes_nothing(method: str, cast: Cast, client_for: ClientFor) -> None:
    assert getattr(client_for(cast.administrator), method)(f"{PLAN}?at=2025-01-31").status_code == 405
