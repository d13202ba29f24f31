"""The page of months: the bars with their table, the strips, and what they are narrowed to."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from plans.actions import records
from plans.models import Locality, Membership, Plan, Rag, SectionColumn, Theme, User

from .cast import Cast, make_cast, make_small_plan, place
from .factories import MembershipFactory, PlanFactory, set_up_by
from .reading import Part, page

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]

START = dt.datetime(2024, 10, 7, 9, tzinfo=dt.UTC)
NOW = dt.datetime(2025, 3, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def plan(db: None) -> Iterator[Plan]:
    """The small plan, set up on 7 October 2024; it is now 20 March 2025."""
    with time_machine.travel(START, tick=False):
        made = make_small_plan()
        make_cast_on(made)
    with time_machine.travel(NOW, tick=False):
        yield made


people: dict[int, Cast] = {}


def make_cast_on(plan: Plan) -> None:
    people.clear()
    people[plan.pk] = make_cast(plan)


@pytest.fixture
def cast(plan: Plan) -> Cast:
    return people[plan.pk]


@pytest.fixture
def rated(plan: Plan, rate: Callable[..., object]) -> Plan:
    """Outcome 1.1 red in October and amber from January; 2.1 in Wexley green from February."""
    for day, ref, column, rag in (
        (dt.date(2024, 10, 20), "1.1", None, Rag.RED),
        (dt.date(2025, 1, 10), "1.1", None, Rag.AMBER),
        (dt.date(2025, 2, 3), "2.1", "Wexley", Rag.GREEN),
    ):
        at = dt.datetime.combine(day, dt.time(10), dt.UTC)
        rate(ref, column, rag, effective_on=day, recorded_at=at)
    return plan


@pytest.fixture
def see(cast: Cast, plan: Plan, client_for: ClientFor) -> Callable[..., Part]:
    """``see(section="2")``: the page as a reader has it."""
    client = client_for(cast.reader)
    return lambda **asked: page(client, f"/plans/{plan.slug}/months/", **asked)


def counts(main: Part) -> dict[str, list[str]]:
    """The table: month -> its figures."""
    return {row[0]: row[1:] for row in main.the("table", css="months-counts").rows}


def strip(main: Part, ref: str, column: str) -> list[str]:
    """What is heard of a cell's months."""
    for body in main.all("tbody"):
        rows = list(body.all("tr"))
        if rows and rows[0].words.startswith(f"{ref} "):
            row = next(row for row in rows[1:] if row.the("th").words == f"{ref} {column}")
            return [cell.words for cell in row.all("td")]
    raise AssertionError(f"No {ref} on the page")


# --- The bars and their table -------------------------------------------------------------------------------


def test_the_table_counts_each_month_newest_first(rated: Plan, see: Callable[..., Part]) -> None:
    table = counts(see())
    assert list(table) == [
        "20 March 2025",
        "February 2025",
        "January 2025",
        "December 2024",
        "November 2024",
        "October 2024",
    ]
    assert table["20 March 2025"] == ["0", "1 7%", "1 7%", "0", "13 87%", "15"]
    assert table["December 2024"] == ["1 7%", "0", "0", "0", "14 93%", "15"]


def test_the_bars_say_the_first_and_the_last_month(rated: Plan, see: Callable[..., Part]) -> None:
    assert see().the("svg", css="months-bars").words == (
        "Ratings at each month end. October 2024: 1 red, 14 not rated. "
        "20 March 2025: 1 amber, 1 green, 13 not rated. The table has every month."
    )


def test_every_number_leads_to_its_outcomes_at_that_date(
    rated: Plan, see: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    main = see(section="1", months="6")
    row = next(r for r in main.the("table", css="months-counts").all("tr") if "December" in r.words)
    month, red, unrated, every = (link.attributes["href"] for link in row.all("a"))
    base = f"/plans/{rated.slug}/"
    assert month == f"{base}?at=2024-12-31"
    assert red == f"{base}outcomes/?rag=red&section=1&at=2024-12-31"
    assert unrated == f"{base}outcomes/?rag=none&section=1&at=2024-12-31"
    assert every == f"{base}outcomes/?section=1&at=2024-12-31"
    listed = page(client_for(cast.reader), red)
    assert "1 of 7 outcome" in listed.the(role="status").words
    newest = next(main.the("table", css="months-counts").the("tbody").all("tr"))
    assert [link.attributes["href"] for link in newest.all("a")][:2] == [
        base,
        f"{base}outcomes/?rag=amber&section=1",
    ]


def test_a_month_with_more_cells_than_the_one_before_is_marked(rated: Plan, see: Callable[..., Part]) -> None:
    assert "number above a bar" not in see().words
    with time_machine.travel(dt.datetime(2025, 2, 10, tzinfo=dt.UTC), tick=False):
        link = SectionColumn(section=rated.sections.get(number="1"), locality=place("CiC"), position=1)
        records.save(link, by=set_up_by(), reason="Rated by service, too")
    main = see()
    table = counts(main)
    assert (table["January 2025"][-1], table["February 2025"][-1], table["20 March 2025"][-1]) == (
        "15",
        "17 +2",
        "17",
    )
    assert "number above a bar" in main.words
    assert [text.inside for text in main.all("text", css="months-bars__change")] == [["+2"]]


# --- The strips ---------------------------------------------------------------------------------------------


def test_a_strip_has_a_block_for_as_long_as_a_rating_stood(rated: Plan, see: Callable[..., Part]) -> None:
    main = see()
    assert strip(main, "1.1", "Overall") == [
        "October 2024 to December 2024: Red",
        "January 2025 to 20 March 2025: Amber",
    ]
    assert strip(main, "2.1", "Wexley") == [
        "October 2024 to January 2025: Not rated",
        "February 2025 to 20 March 2025: Green",
    ]
    assert strip(main, "3.2", "CiC") == ["October 2024 to 20 March 2025: Not rated"]
    assert strip(see(at="2024-11-03"), "1.1", "Overall") == ["October 2024 to 3 November 2024: Red"]


def test_a_column_leads_to_the_outcome_there_at_the_date_shown(
    rated: Plan, see: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    links = see().links
    base = f"/plans/{rated.slug}/outcomes/1.1/"
    assert (links["1.1"], links["1.1 Overall"]) == (base, f"{base}#column-overall")
    past = see(at="2025-01-31").links
    assert past["1.1 Overall"] == f"{base}?at=2025-01-31#column-overall"
    then = page(client_for(cast.reader), past["1.1 Overall"].partition("#")[0])
    assert then.has("tr", id="column-overall")


def test_as_known_on_goes_with_its_links(
    rated: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    rate("1.2", None, Rag.GREEN, effective_on=dt.date(2024, 10, 20))  # entered today
    clerk = client_for(cast.clerk)
    address = f"/plans/{rated.slug}/months/"
    assert strip(page(clerk, address), "1.2", "Overall") == ["October 2024 to 20 March 2025: Green"]
    main = page(clerk, address, at="2025-02-28", known="2025-03-10")
    assert strip(main, "1.2", "Overall") == ["October 2024 to February 2025: Not rated"]
    assert main.links["1.1 Overall"].endswith("?at=2025-02-28&known=2025-03-10#column-overall")
    assert main.links["December 2024"].endswith("?at=2024-12-31&known=2025-03-10")


def test_a_withdrawn_outcome_ends_and_says_so(rated: Plan, see: Callable[..., Part]) -> None:
    with time_machine.travel(dt.datetime(2025, 2, 10, tzinfo=dt.UTC), tick=False):
        outcome = rated.outcomes.get(ref="1.1")
        outcome.withdrawn_on = dt.date(2025, 2, 10)
        records.save(outcome, by=set_up_by(), reason="Taken into 1.2")
    main = see()
    assert strip(main, "1.1", "Overall") == [
        "October 2024 to December 2024: Red",
        "January 2025: Amber",
        "Not in the plan",
    ]
    assert "1.1 Withdrawn:" in main.words
    assert main.links["1.1 Overall"].endswith("/outcomes/1.1/?at=2025-01-31#column-overall")


def test_an_outcome_that_is_gone_leads_to_where_it_still_was(rated: Plan, see: Callable[..., Part]) -> None:
    with time_machine.travel(dt.datetime(2025, 2, 10, tzinfo=dt.UTC), tick=False):
        records.delete(rated.outcomes.get(ref="3.2"), by=set_up_by(), reason="Entered twice")
    main = see()
    assert main.links["3.2"] == f"/plans/{rated.slug}/outcomes/3.2/?at=2025-01-31"
    assert strip(main, "3.2", "CiC") == ["October 2024 to January 2025: Not rated", "Not in the plan"]


# --- What is chosen -----------------------------------------------------------------------------------------


def test_a_part_of_the_plan(rated: Plan, see: Callable[..., Part]) -> None:
    wexley, recording = Locality.objects.get(name="Wexley"), Theme.objects.get(name="Case recording")
    assert counts(see(section="2"))["20 March 2025"][-1] == "9"
    assert counts(see(column=wexley.pk))["20 March 2025"] == ["0", "0", "1 33%", "0", "2 67%", "3"]
    main = see(section="1", column="overall")
    assert counts(main)["20 March 2025"][-1] == "2"
    chosen = [o.words for s in main.all("select") for o in s.all("option") if "selected" in o.attributes]
    assert chosen == ["1. First Response", "Overall", "12"]
    assert "Nothing was rated" in see(theme=recording.pk).words


def test_the_months_asked_for(rated: Plan, see: Callable[..., Part]) -> None:
    assert len(counts(see(months="6"))) == 6
    assert "only 6 months to show" not in see(months="6").words
    main = see(months="60")
    assert len(counts(main)) == 6
    assert "begins in October 2024, so there are only 6 months to show" in main.words
    assert len(counts(see(months="all"))) == len(counts(see(months="seven"))) == 6


def test_of_very_many_a_section_is_to_be_chosen(
    rated: Plan, see: Callable[..., Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.views.months.MOST_SQUARES", 50)
    main = see()
    assert not main.has("table", css="months-strips")
    assert counts(main)["20 March 2025"][-1] == "15"
    links = main.links
    assert links["2. Assessment Teams"].endswith("/months/?section=2&column=&theme=&lead=&months=12")
    assert "2. Assessment Teams 3 outcomes" in main.items
    assert see(every="yes").has("table", css="months-strips")
    assert see(section="2").has("table", css="months-strips")


# --- Nothing to show ----------------------------------------------------------------------------------------


def test_a_plan_that_nobody_has_rated(plan: Plan, see: Callable[..., Part]) -> None:
    main = see()
    assert "Nothing was rated in these months" in main.words
    assert not main.has("svg", css="months-bars")


def test_a_plan_with_no_outcomes(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    bare = PlanFactory(authority=plan.authority, slug="bare")
    MembershipFactory(user=cast.reader, plan=bare, role=Membership.Role.READER)
    assert "no outcomes to rate" in page(client_for(cast.reader), "/plans/bare/months/").words


def test_a_part_that_the_plan_does_not_have(rated: Plan, see: Callable[..., Part]) -> None:
    for asked in ({"section": "77"}, {"theme": "x"}, {"column": "999999"}, {"lead": "9" * 30}):
        main = see(**asked)
        assert "nothing of that kind" in main.words
        assert main.links["Show the whole plan"] == f"/plans/{rated.slug}/months/?months=12"


def test_a_date_that_is_none_shows_today(rated: Plan, see: Callable[..., Part]) -> None:
    assert "is not a date" in see(at="soon").words
    assert next(iter(counts(see(at="soon")))) == "20 March 2025"
