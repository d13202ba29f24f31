"""The list of outcomes, and its filter: in the address, in words, in the pages and in the workbook."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.http import urlencode

from plans.models import Plan, Rag, Rating, User

from .cast import Cast, days_ago, place, withdraw
from .factories import OutcomeFactory, PlanFactory, SectionFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
LIST = "/plans/westermoor-2024/outcomes/"


@pytest.fixture
def listed(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``listed(rag=["red"])``: the list as a board member sees it, filtered."""
    return lambda **asked: page(client_for(cast.reader), f"{LIST}?{urlencode(asked, doseq=True)}")


@pytest.fixture
def rated(rate: Rate) -> None:
    """2.1: red in Wexley 61 days ago, green in Thornby; 2.2: the other way round; 1.1: complete."""
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(61), commentary="Two vacancies in Duty")
    rate("2.1", "Thornby", Rag.GREEN)
    rate("2.2", "Wexley", Rag.GREEN, effective_on=days_ago(60))
    rate("2.2", "Thornby", Rag.RED)
    rate("1.1", None, Rag.COMPLETE, effective_on=days_ago(100))


def refs(seen: Part) -> list[str]:
    return [row[0] for row in seen.rows] if seen.has("tbody") else []


def said(seen: Part) -> str:
    return seen.the("p", role="status").words


def test_every_outcome_is_listed_in_the_plans_order(listed: Callable[..., Part], rated: None) -> None:
    seen = listed()
    assert refs(seen) == ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2"]
    assert said(seen) == "7 outcomes"
    assert seen.rows[2] == [
        "2.1",
        "Workers have supervision every four weeks, and it is written up",
        "Team Managers",
        "Wexley 2.1 Wexley: Red, 61 days old Thornby 2.1 Thornby: Green Overall 2.1 Overall: Not rated",
        "12 Jun",
    ]
    assert seen.rows[4][4] == "Not yet"
    assert not seen.has("li", css="is-match")


def test_the_letters_and_the_mark_of_an_old_rating_are_explained(
    listed: Callable[..., Part], rated: None
) -> None:
    seen = listed()
    assert seen.has("a", css="rag--stale")
    key = seen.the("ul", css="key").items
    assert key[0].startswith("Red Off track")
    assert key[-1] == "Rated over 60 days ago"


def test_each_rating_leads_to_its_outcome_and_column(listed: Callable[..., Part]) -> None:
    table = listed().the("table")
    assert table.links["2.2"] == f"{LIST}2.2/"
    wexley = place("Wexley")
    assert wexley
    assert table.links["2.2 Wexley: Not rated"] == f"{LIST}2.2/#column-{wexley.pk}"
    assert table.links["1.2 Overall: Not rated"] == f"{LIST}1.2/#column-overall"
    assert len(list(table.all("a", css="rag"))) == 15


@pytest.mark.parametrize(
    ("asked", "found", "words"),
    [
        ({"section": "2"}, ["2.1", "2.2", "2.3"], "Section: 2. Assessment Teams"),
        ({"rag": "red"}, ["2.1", "2.2"], "RAG: Red"),
        ({"rag": ["complete", "red"]}, ["1.1", "2.1", "2.2"], "RAG: Complete or Red"),
        ({"rag": "none"}, ["1.2", "2.1", "2.2", "2.3", "3.1", "3.2"], "RAG: Not rated"),
        ({"rag": "amber"}, [], "RAG: Amber"),
        ({"column": "overall"}, ["1.1", "1.2", "2.1", "2.2", "2.3"], "Locality: Overall"),
        ({"column": "overall", "rag": "complete"}, ["1.1"], "Locality: Overall; RAG: Complete"),
        ({"days": 61, "rag": ["red", "green"]}, ["2.1"], "RAG: Red or Green; Not rated for: 61 days"),
        ({"days": 60, "rag": ["red", "green"]}, ["2.1", "2.2"], "RAG: Red or Green; Not rated for: 60 days"),
        ({"days": 1, "rag": "red"}, ["2.1"], "RAG: Red; Not rated for: 1 day"),
        ({"days": 0, "rag": "red"}, ["2.1", "2.2"], "RAG: Red; Not rated for: 0 days"),
        ({"days": 61, "section": "1"}, ["1.1", "1.2"], "Section: 1. First Response; Not rated for: 61 days"),
        ({"q": "SUPERVISION"}, ["2.1"], "Words: “SUPERVISION”"),
        ({"q": "3.1"}, ["3.1"], "Words: “3.1”"),
        ({"q": "3."}, [], "Words: “3.”"),
        ({"q": "vacancies in duty"}, ["2.1"], "Words: “vacancies in duty”"),
        ({"q": "%"}, [], "Words: “%”"),
        ({"q": "_"}, [], "Words: “_”"),
    ],
)
def test_the_filter_narrows_and_says_so_in_words(
    listed: Callable[..., Part], rated: None, asked: dict, found: list[str], words: str
) -> None:
    seen = listed(**asked)
    assert refs(seen) == found
    before, _, after = said(seen).partition("outcomes")
    assert before == f"{len(found)} of 7 "
    assert after.endswith(f" {words}")


def test_locality_and_colour_are_of_the_same_rating(
    plan: Plan, listed: Callable[..., Part], rated: None
) -> None:
    wexley, thornby = (plan.authority.localities.get(name=name).pk for name in ("Wexley", "Thornby"))
    assert refs(listed(column=wexley, rag="red")) == ["2.1"]
    assert refs(listed(column=thornby, rag="red")) == ["2.2"]
    assert refs(listed(column=thornby, rag="red", days=1)) == []
    assert said(listed(column=wexley, rag="red")) == (
        "1 of 7 outcomes, with 1 rating that matches Locality: Wexley; RAG: Red"
    )


def test_the_ratings_asked_for_are_marked(listed: Callable[..., Part], rated: None) -> None:
    assert [item.words for item in listed(rag="red").all("li", css="is-match")] == [
        "Wexley 2.1 Wexley: Red, 61 days old",
        "Thornby 2.2 Thornby: Red",
    ]
    assert not listed(section="2").has("li", css="is-match")


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ({"rag": "red"}, "2 of 7 outcomes, with 2 ratings that match RAG"),
        ({"rag": "complete"}, "1 of 7 outcomes, with 1 rating that matches RAG"),
        ({"rag": ["red", "green"]}, "2 of 7 outcomes, with 4 ratings that match RAG"),
        ({"rag": "none"}, "6 of 7 outcomes, with 10 not rated RAG"),
        ({"column": "overall"}, "5 of 7 outcomes, with 1 rating that matches and 4 not rated Locality"),
        ({"rag": "amber"}, "0 of 7 outcomes RAG"),
        ({"section": "2"}, "3 of 7 outcomes Section"),
    ],
)
def test_the_ratings_asked_for_are_counted_beside_their_outcomes(
    listed: Callable[..., Part], rated: None, asked: dict, counted: str
) -> None:
    seen = listed(**asked)
    assert said(seen).startswith(counted)
    marked = len(list(seen.all("li", css="is-match")))
    assert sum(int(word) for word in counted.partition("with")[2].split() if word.isdigit()) == marked


def test_the_ratings_asked_for_are_counted_over_every_page(
    monkeypatch: pytest.MonkeyPatch, listed: Callable[..., Part], rated: None
) -> None:
    monkeypatch.setattr("plans.views.outcomes.PER_PAGE", 1)
    assert said(listed(rag="red")).startswith("2 of 7 outcomes, with 2 ratings that match")


def test_asked_for_an_age_an_outcome_is_dated_by_its_oldest_rating_that_matches(
    rate: Rate, listed: Callable[..., Part], rated: None
) -> None:
    rate("2.1", None, Rag.AMBER, effective_on=days_ago(70))
    rate("2.2", None, Rag.COMPLETE, effective_on=days_ago(200))

    def dated(**asked: object) -> tuple[str, dict[str, str]]:
        seen = listed(**asked)
        heads = [part.words for part in seen.the("thead").all("th")]
        return heads[4], {row[0]: row[4] for row in seen.rows}

    grows_old = ["red", "amber", "green"]
    assert dated(rag=grows_old) == ("Last rated", {"2.1": "12 Jun", "2.2": "12 Jun"})
    assert dated(rag=grows_old, days=60) == ("Oldest rating", {"2.1": "3 Apr", "2.2": "13 Apr"})
    assert dated(days=60, section="1") == ("Oldest rating", {"1.1": "4 Mar", "1.2": "Not rated"})


def test_leads_and_themes_narrow(plan: Plan, listed: Callable[..., Part]) -> None:
    team = plan.authority.leads.get(title="Team Managers").pk
    theme = plan.authority.themes.get(name="Case recording").pk
    assert refs(listed(lead=team)) == ["1.2", "2.1", "2.2"]
    assert refs(listed(theme=theme)) == ["2.2"]
    assert said(listed(lead=team, theme=theme)) == (
        "1 of 7 outcomes Lead: Team Managers; Theme: Case recording"
    )


def test_words_are_sought_in_reasons_that_stand_alone(
    rate: Rate, listed: Callable[..., Part], rated: None
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, commentary="All posts filled")
    assert refs(listed(q="vacancies")) == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"section": "99"}, "Choose a section from the list."),
        ({"column": "x"}, "Choose a locality from the list."),
        ({"rag": "purple"}, "Choose RAG ratings from those listed."),
        ({"rag": ["red", "purple"]}, "Choose RAG ratings from those listed."),
        ({"lead": "0"}, "Choose a lead from the list."),
        ({"theme": "9" * 4000}, "Choose a theme from the list."),
        ({"days": "often"}, "Enter a number"),
        ({"days": "-1"}, "greater than or equal to 0"),
        ({"days": "10000"}, "less than or equal to 9999"),
        ({"days": "NaN"}, "Enter a number"),
        ({"days": "1.5"}, "no more than 0 decimal places"),
        ({"days": "1e9999999"}, ""),
        ({"q": "\0"}, "Null characters are not allowed"),
    ],
)
def test_a_value_that_is_not_offered_gets_a_message(
    cast: Cast, client_for: ClientFor, listed: Callable[..., Part], asked: dict, says: str
) -> None:
    seen = listed(**asked)
    assert "There is a problem" in seen.words
    assert says in seen.the("div", css="govuk-error-summary").words
    assert said(seen) == "7 outcomes"
    assert seen.links["Clear"] == LIST
    workbook = client_for(cast.reader).get(seen.links["Export to Excel"])
    assert workbook.status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "\0", "9" * 5000])
def test_a_page_that_is_not_there_is_one_that_is(listed: Callable[..., Part], number: str) -> None:
    assert len(refs(listed(page=number))) == 7


def test_the_form_keeps_what_was_asked(listed: Callable[..., Part], plan: Plan) -> None:
    team = plan.authority.leads.get(title="Team Managers").pk
    asked = {"q": 'a "word"', "section": "2", "rag": ["red", "none"], "days": 30, "lead": team}
    form = listed(**asked).the("form", role="search")
    typed = {part.attributes["name"]: part.attributes.get("value") for part in form.all("input", type="text")}
    assert typed == {"q": 'a "word"'}
    assert form.the("input", type="number").attributes["value"] == "30"
    assert [part.attributes["value"] for part in form.all("input") if "checked" in part.attributes] == [
        "red",
        "none",
    ]
    assert [part.words for part in form.all("option") if "selected" in part.attributes] == [
        "2. Assessment Teams",
        "Any",
        "Team Managers",
        "Any",
    ]


def test_only_this_plans_choices_are_offered(plan: Plan, listed: Callable[..., Part]) -> None:
    form = listed().the("form", role="search")
    offered = {
        select.attributes["name"]: [o.words for o in select.all("option")] for select in form.all("select")
    }
    assert offered == {
        "section": ["Any", "1. First Response", "2. Assessment Teams", "3. Children in Care"],
        "column": ["Any", "Care Leavers", "CiC", "Thornby", "Wexley", "Overall"],
        "lead": [
            "Any",
            "Heads of Service",
            "Independent Reviewing Officers",
            "Personal Advisers",
            "Service Managers",
            "Team Managers",
        ],
        "theme": ["Any", "Case recording", "Supervision and management oversight"],
    }


def test_the_filter_stays_in_the_export_and_from_page_to_page(
    monkeypatch: pytest.MonkeyPatch, listed: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    monkeypatch.setattr("plans.views.outcomes.PER_PAGE", 2)
    first = listed(rag=["red", "none"], q="e")
    assert said(first).startswith("7 of 7 outcomes")
    assert first.links["Export these to Excel"] == ("/plans/westermoor-2024/export.xlsx?rag=red&rag=none&q=e")
    seen, found, pages = first, refs(first), 1
    while "Next page" in seen.links:
        seen = page(client_for(cast.reader), LIST + seen.links["Next page"])
        assert said(seen) == said(first)
        assert "page" not in seen.links["Export these to Excel"]
        found += refs(seen)
        pages += 1
    assert found == ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2"]
    assert pages == 4
    assert seen.links["Page 2"] == "?rag=red&rag=none&q=e&page=2"
    assert seen.the("a", **{"aria-current": "page"}).words == "Page 4"


def test_one_page_has_no_pages(listed: Callable[..., Part]) -> None:
    assert not listed().has("nav", css="govuk-pagination")


def test_nothing_found_says_so_and_leads_back(listed: Callable[..., Part]) -> None:
    seen = listed(q="no outcome says this")
    assert "No outcome matches this filter." in seen.words
    assert seen.links["Show every outcome"] == LIST
    assert seen.links["Clear"] == LIST


def test_without_a_filter_there_is_nothing_to_clear(listed: Callable[..., Part]) -> None:
    seen = listed(q="", section="", days="")
    assert "Clear" not in seen.links
    assert said(seen) == "7 outcomes"
    assert "Export to Excel" in seen.links


def test_a_withdrawn_outcome_is_listed_as_such(plan: Plan, listed: Callable[..., Part], rated: None) -> None:
    withdraw(plan, "2.1", 2)
    seen = listed()
    assert said(seen) == "7 outcomes, 1 of them withdrawn"
    assert "Withdrawn on 10 June 2025." in seen.rows[2][1]
    assert seen.rows[2][3:] == ["", "Not yet"]
    assert refs(listed(rag="red")) == ["2.2"]
    assert refs(listed(q="vacancies")) == []


def test_an_outcome_is_not_found_by_a_column_it_does_not_have(
    plan: Plan, listed: Callable[..., Part]
) -> None:
    thornby, wexley = place("Thornby"), place("Wexley")
    assert thornby
    assert wexley
    OutcomeFactory(section=plan.sections.get(number="2"), only_in=[thornby])
    assert "2.4" in refs(listed(column=thornby.pk))
    assert "2.4" not in refs(listed(column=wexley.pk))


@pytest.mark.parametrize("sections", [0, 1])
def test_a_plan_with_no_outcomes_says_so(client_for: ClientFor, db: None, sections: int) -> None:
    SectionFactory.create_batch(sections, plan=PlanFactory(slug="westermoor-2024"))
    seen = page(client_for(set_up_by()), LIST)
    assert "This plan has no outcomes yet." in seen.words
    assert said(seen) == "0 outcomes"
