"""How a version of a plan differs from the one before: the page, and the ways to it."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans.actions import records
from plans.models import Plan, User

from .cast import Cast
from .factories import OutcomeFactory, PlanFactory, StatementFactory, set_up_by
from .reading import Part, page
from .versions import CLOSED, close, follow, join, link, make_small_plan_then, make_version_before

pytestmark = pytest.mark.usefixtures("clock")
ClientFor = Callable[[User | None], Client]
NEW, OLD = "/plans/westermoor-2024/", "/plans/westermoor-2022/"
ADDRESS = f"{NEW}compared-with-version-before/"


@pytest.fixture
def plan(db: None) -> Plan:
    return make_small_plan_then()


@pytest.fixture
def before(plan: Plan, cast: Cast) -> Plan:
    return make_version_before(plan, members=[cast.reader, cast.smt])


@pytest.fixture
def compared(before: Plan, cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``compared("?kind=new")``: the page, as a board member sees it."""
    return lambda query="": page(client_for(cast.reader), ADDRESS + query)


def lines(seen: Part) -> list[list[str]]:
    """Every row of every table."""
    return [row for body in seen.all("table") for row in body.rows]


def test_every_outcome_stands_beside_what_it_was(compared: Callable[..., Part]) -> None:
    assert lines(compared()) == [
        ["Same", "1.1 the same words", "1.1 A contact is screened within one working day",
         "Lead gained: Service Managers"],
        ["Reworded", "1.2 Every referral decision has a manager's name on it",
         "1.2 Every referral decision has a manager's name [added: and reason ] on it",
         "Lead gained: Team Managers Theme gained: Supervision and management oversight"],
        ["Split the rest is 2.2",
         "2.1 Workers have supervision, and [removed: chronologies are current]",
         "2.1 Workers have supervision [added: every four weeks] , and [added: it is written up]",
         "Timescale lost: March 2023 Lead gained: Team Managers Lead lost: Director of Children's Services "
         "Theme gained: Supervision and management oversight"],
        ["Split the rest is 2.1",
         "2.1 Workers have supervision, and chronologies are current",
         "2.2 Chronologies are current in every open case",
         "Timescale lost: March 2023 Leads gained: Team Managers and Service Managers "
         "Lead lost: Director of Children's Services Theme gained: Case recording"],
        ["Moved", "2.2 the same words", "2.3 Plans are reviewed on the day they are due",
         "Lead gained: Independent Reviewing Officers"],
        ["Merged", "3.1 Each child has a plan by the second review "
         "3.2 Plans for permanence have a second plan beside them",
         "3.1 Each child has a permanence plan by the second review", "Lead gained: Heads of Service"],
        ["New", "Not in the plan", "3.2 Pathway plans are written with the young person", ""],
        ["Dropped", "3.3 Every child has a library card", "Nothing continues it", ""],
    ]  # fmt: skip


def test_sections_say_what_became_of_them_and_of_their_columns(compared: Callable[..., Part]) -> None:
    seen = compared()
    assert [heading.words for heading in seen.all("h2")] == [
        "The plan itself",
        "1. First Response",
        "2. Assessment Teams",
        "3. Children in Care",
    ]
    assert [notes.items for notes in seen.all("ul", css="version-notes")] == [
        ["The column Thornby Vale is now called Thornby."],
        ["Was called “3. Looked After Children”."],
    ]


def test_the_counts_lead_to_what_they_count(compared: Callable[..., Part], cast: Cast) -> None:
    seen = compared()
    links = [link for part in seen.all("ul", css="figures") for link in part.all("a")]
    counts = {link.words: link.attributes["href"] for link in links}
    assert list(counts) == [
        "7 then, 7 now",
        "1 the same",
        "1 reworded",
        "1 only moved",
        "2 from splits",
        "1 merged",
        "1 new",
        "1 dropped",
        "2 timescales lost",
        "6 changes of leads",
        "3 changes of themes",
        "1 change of columns",
        "2 statements changed",
    ]
    for words, address in counts.items():
        if "then" in words:
            continue
        narrowed = compared(address.removeprefix(ADDRESS))
        listed = len(lines(narrowed)) + ("columns" in words) + len(list(narrowed.all("dd")))
        assert listed == int(words.split()[0]), words
        assert f"Listed below: only {words}" in narrowed.words
        chosen = [a.words for a in narrowed.all("a") if a.attributes.get("aria-current") == "true"]
        assert chosen == [words]


@pytest.mark.parametrize("query", ["?kind=nonsense", "?kind="])
def test_an_unknown_kind_lists_everything(compared: Callable[..., Part], query: str) -> None:
    assert len(lines(compared(query))) == 8


def test_it_leads_to_both_outcomes(compared: Callable[..., Part]) -> None:
    row = next(row for row in compared().all("tr") if row.words.startswith("Moved"))
    assert row.links == {"2.2": f"{OLD}outcomes/2.2/", "2.3": f"{NEW}outcomes/2.3/"}


def test_it_says_as_at_when_each_is_read(compared: Callable[..., Part]) -> None:
    said = compared().words
    assert "Then: Westermoor First Plan, October 2022, as it was left on 25 September 2024." in said
    assert "Now: Westermoor Improvement Plan, October 2024, as at 12 June 2025." in said


def test_the_old_one_stays_as_it_was_left_and_the_new_one_follows_the_date(
    plan: Plan, before: Plan, compared: Callable[..., Part]
) -> None:
    for version, ref in ((before, "1.1"), (plan, "1.1")):
        outcome = version.outcomes.get(ref=ref)
        outcome.statement = "Said otherwise today"
        records.save(outcome, by=set_up_by(), reason="Changed")
    assert lines(compared())[0][:3] == [
        "Written anew",
        "1.1 A contact is screened within one working day",
        "1.1 Said otherwise today",
    ]
    then = compared("?at=2025-05-31")
    assert lines(then)[0][0] == "Same"
    assert "as at 31 May 2025" in then.words
    assert "?kind=new&at=2025-05-31" in "".join(then.links.values())


def test_links_are_those_of_the_date_shown(plan: Plan, before: Plan, compared: Callable[..., Part]) -> None:
    records.delete(
        plan.outcomes.get(ref="1.1").predecessor_links.get(), by=set_up_by(), reason="Matched again"
    )
    assert lines(compared())[0][0] == "New"
    assert lines(compared("?at=2025-05-31"))[0][0] == "Same"


def test_before_the_old_one_was_closed_it_is_read_at_the_date_shown(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    before = make_version_before(plan, members=[cast.reader, cast.clerk], closed=False)
    outcome = before.outcomes.get(ref="1.1")
    outcome.statement = "Reworded in its last days"
    records.save(outcome, by=set_up_by(), reason="Changed", when=CLOSED + dt.timedelta(days=90, hours=2))
    close(before, dt.datetime(2025, 6, 5, 10, tzinfo=dt.UTC))
    late = CLOSED.date() + dt.timedelta(days=90)
    for person, query, kind, left in (
        (cast.reader, "", "Written anew", "as it was left on 5 June 2025"),
        (cast.reader, f"?at={late}", "Written anew", "as at 24 December 2024"),
        (cast.reader, "?at=2024-12-23", "Same", "as at 23 December 2024"),
        (cast.clerk, f"?at={late}&known={late}T12:00", "Same", "as at 24 December 2024"),
    ):
        seen = page(client_for(person), ADDRESS + query)
        assert (lines(seen)[0][0], left in seen.words) == (kind, True), query
    kept = "?at=2024-12-24&known=2024-12-24T12%3A00"
    assert seen.links["1.1"] == f"{NEW}outcomes/1.1/{kept}"
    assert seen.links["Westermoor First Plan"] == f"{OLD}{kept}"


def test_who_may_not_see_the_version_before_does_not_find_it(
    before: Plan, cast: Cast, client_for: ClientFor
) -> None:
    assert client_for(cast.clerk).get(ADDRESS).status_code == 404
    assert "Compare with October" not in page(client_for(cast.clerk), NEW).words


def test_a_plan_with_none_before_it_is_not_compared(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.reader).get(ADDRESS).status_code == 404
    assert "Compare with October" not in page(client_for(cast.reader), NEW).words


def test_both_plan_pages_lead_to_it(before: Plan, cast: Cast, client_for: ClientFor) -> None:
    links = page(client_for(cast.reader), NEW).links
    assert links["Compare with October 2022"] == ADDRESS
    links = page(client_for(cast.reader), OLD).links
    assert links["Compare with October 2024"] == ADDRESS


def test_an_empty_version_after_an_empty_one(cast: Cast, plan: Plan, client_for: ClientFor) -> None:
    first = PlanFactory(authority=plan.authority, slug="first", status="closed")
    second = PlanFactory(authority=plan.authority, slug="second")
    follow(second, first, {})
    join(first, cast.reader)
    join(second, cast.reader)
    seen = page(client_for(cast.reader), "/plans/second/compared-with-version-before/")
    assert "Neither version has any outcomes." in seen.words


def test_it_asks_as_much_of_many_outcomes_as_of_few(
    plan: Plan, before: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.reader)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    few = asked()
    section = plan.sections.get(number="1")
    for number in range(20):
        outcome = OutcomeFactory(section=section, ref=f"1.x{number}")
        link(outcome, before.outcomes.get(ref="1.1"))
    assert asked() == few
    assert few <= 30


def test_statements_and_the_plans_own_words_are_compared(
    plan: Plan, before: Plan, compared: Callable[..., Part]
) -> None:
    with time_machine.travel(CLOSED - dt.timedelta(days=30), tick=False):
        section = before.sections.get(number="2")
        StatementFactory(section=section, number=1, text="Nobody waits for a visit")
        StatementFactory(
            section=section, number=2, text="Children are seen, and what they say is written down"
        )
    seen = compared()
    own, statements, *_ = seen.all("dl", css="changes")
    assert own.the("dd").words == "Reworded: Westermoor [removed: First ] [added: Improvement ] Plan"
    assert [each.words for each in statements.all("dd")] == [
        "Reworded: Children are seen [added: on their own] , and what they say is written [removed: down]",
        "Dropped: Nobody waits for a visit",
        "New: Assessments wait too long for sign-off",
    ]
    assert "3 statements changed" in seen.links
    only = compared(seen.links["3 statements changed"].removeprefix(ADDRESS))
    assert len(list(only.all("dl", css="changes"))) == 1
    assert not list(compared("?kind=new").all("dl", css="changes"))
