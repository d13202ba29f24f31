"""The page of what changed between two dates."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from plans.actions import records
from plans.actions.setting_up import save_outcome
from plans.models import Plan, Rating

from .cast import Cast, place
from .factories import MembershipFactory
from .from_march import START, TODAY, ClientFor, changes_seen, on, tell, withdraw
from .reading import Part, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Iterator[None]:
    with on(START):
        yield


@pytest.fixture
def told(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Plan:
    return tell(plan, cast, rate)


@pytest.fixture
def page(cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``page(plan, since=…)``: what SMT sees in June."""
    return lambda plan, **asked: changes_seen(cast.smt, client_for, plan, asked)


@pytest.fixture
def withdrawn(told: Plan, cast: Cast) -> Plan:
    return withdraw(told, cast)


def test_two_dates_side_by_side(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="2025-04-30", until="2025-06-12")
    assert "What changed between 30 April 2025 and 12 June 2025" in said.words
    assert "1 better" in said.words
    assert "1 corrected" in said.words
    assert "Red to Amber Better Six of ten, from <b>two</b> Sana Director, 20 May" in said.words
    assert "Reworded: A contact is screened within [removed: one ] [added: two ]" in said.words
    assert "[removed: day ] [added: days]" in said.words
    assert "Lead changed" in said.words


def test_a_kind_of_change_alone(told: Plan, page: Callable[..., Part]) -> None:
    dates = {"since": "2025-04-30", "until": "2025-06-12"}
    assert "Reworded:" not in page(told, **dates, kind="better").words
    reworded = page(told, **dates, kind="reworded").words
    assert "Reworded:" in reworded
    assert "Six of ten" not in reworded
    assert "Nothing of this kind" in page(told, **dates, kind="reopened").words


def test_a_section_and_a_locality(told: Plan, page: Callable[..., Part]) -> None:
    dates = {"since": "2025-04-30", "until": "2025-06-12"}
    only = page(told, **dates, section="1").words
    assert "Reworded:" in only
    assert "Six of ten" not in only
    thornby = page(told, **dates, column=str(place("Thornby").pk)).words
    assert "Six of ten" not in thornby


def test_as_known_today_nothing_was_ever_wrong(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="2025-04-30", until="2025-06-12", earlier="today")
    assert "corrected since are left out" in said.words
    assert "1 corrected" not in said.words


def test_without_dates_the_last_thirty_days(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told)
    assert "between 13 May 2025 and 12 June 2025" in said.words


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "31/02/2025"}, "From must be a date, such as 31/10/2026."),
        ({"since": "2025-07-01"}, "From must be today or in the past."),
        (
            {"since": "2025-05-01", "until": "2025-04-01"},
            "From must be an earlier day than To, 1 April 2025.",
        ),
        ({"since": "2025-06-12"}, "From must be an earlier day than To, 12 June 2025."),
        ({"since": "2020-01-01"}, "The plan starts on 1 October 2024: choose that day or later."),
        ({"until": "2024-10-01"}, "The plan starts on 1 October 2024: choose a later day."),
        ({"until": "0001-01-01"}, "The plan starts on 1 October 2024: choose a later day."),
    ],
)
def test_dates_that_cannot_be_compared(
    plan: Plan, page: Callable[..., Part], asked: dict[str, str], message: str
) -> None:
    said = page(plan, **asked)
    assert message in said.words
    assert "There is a problem" in said.words


def test_up_to_an_earlier_day_the_thirty_days_before_it(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, until="2025-06-01")
    assert "between 2 May 2025 and 1 June 2025" in said.words
    assert said.the("input", id="id_since").attributes["value"] == "2025-05-02"


def test_a_plan_younger_than_thirty_days_is_compared_with_its_start(
    cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 6, 1)):
        young = MembershipFactory.create(user=cast.smt, plan__dated=dt.date(2025, 6, 1)).plan
    assert "between 1 June 2025 and 12 June 2025" in page(young).words
    with on(TODAY):
        newborn = MembershipFactory.create(user=cast.smt, plan__dated=TODAY).plan
    assert "The plan starts on 12 June 2025: there is nothing to compare yet." in page(newborn).words


def test_a_closed_plan_is_compared_up_to_the_day_it_closed(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 25)):
        told.status = Plan.Status.CLOSED
        records.save(told, by=cast.administrator, reason="Replaced")
    said = page(told)
    assert "between 25 April 2025 and 25 May 2025" in said.words
    assert "1 better" in said.words
    assert "From must be an earlier day than To, 25 May 2025." in page(told, since="2025-06-01").words


def test_the_pages_of_two_dates_are_reached_up_to_the_date_shown(
    told: Plan, cast: Cast, client_for: ClientFor
) -> None:
    with on(TODAY):
        response = client_for(cast.smt).get(f"/plans/{told.slug}/", {"at": "2025-05-31"})
    links = read(response.content.decode()).links
    assert links["What changed"] == f"/plans/{told.slug}/changes/?until=2025-05-31"
    assert links["Record"] == f"/plans/{told.slug}/record/?to=2025-05-31"
    with on(TODAY):
        record = client_for(cast.smt).get(links["Record"])
    back = read(record.content.decode()).links
    assert back["Plan"] == f"/plans/{told.slug}/?at=2025-05-31"
    assert back["Outcomes"] == f"/plans/{told.slug}/outcomes/?at=2025-05-31"


def test_a_date_may_be_typed_as_people_write_it(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, since="30 April 2025", until="01/06/2025")
    assert "between 30 April 2025 and 1 June 2025" in said.words
    assert said.links["2.1"].startswith(f"/plans/{told.slug}/outcomes/2.1/?at=2025-06-01")


def test_a_hostile_filter_changes_nothing(told: Plan, page: Callable[..., Part]) -> None:
    said = page(told, kind="'; drop table", section="<script>", earlier="x" * 500)
    assert said.words


def test_a_withdrawal_is_told_with_who_and_why(withdrawn: Plan, page: Callable[..., Part]) -> None:
    said = page(withdrawn, since="2025-05-22", until="2025-06-12")
    why = "The board agreed that it is finished"
    (wexley,) = [row for row in said.rows if row[1:2] == ["Wexley"]]
    assert wexley[2:] == ["Amber to Not rated", "No longer asked for", why, "Ada Administrator, 27 May"]
    assert f"Withdrawn on 27 May 2025 by Ada Administrator: {why}" in said.words
    assert "(withdrawn)" not in said.words
    assert "Six of ten" not in said.words
    assert "Withdrawn on" not in page(withdrawn, since="2025-05-22", until="2025-05-26").words


def test_another_day_of_withdrawal_is_told_with_the_one_before(
    withdrawn: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 6, 2)):
        outcome = withdrawn.outcomes.get(ref="2.1")
        outcome.withdrawn_on = dt.date(2025, 6, 1)
        records.save(outcome, by=cast.administrator, reason="From the month after")
    said = page(withdrawn, since="2025-05-28", until="2025-06-12").words
    assert "Withdrawn on 1 June 2025 (was 27 May 2025) by Ada Administrator: From the month after" in said


def test_a_rating_that_a_narrowed_outcome_no_longer_asks_for_has_no_reason(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 26)):
        save_outcome(
            outcome=told.outcomes.get(ref="2.1"), leads=[], themes=[], localities=[place("Thornby")],
            by=cast.administrator, reason="Wexley has none",
        )  # fmt: skip
    (wexley,) = [row for row in page(told, since="2025-05-22").rows if row[1:2] == ["Wexley"]]
    assert wexley[3:] == ["No longer asked for", "", ""]


def test_only_a_kind_of_several_fields_names_the_field(
    told: Plan, cast: Cast, page: Callable[..., Part]
) -> None:
    with on(dt.date(2025, 5, 26)):
        outcome = told.outcomes.get(ref="1.2")
        outcome.ref = "1.9"
        records.save(outcome, by=cast.administrator, reason="Renumbered")
    said = page(told, since="2025-04-30").words
    assert "Moved or renumbered (ref): " in said
    assert "Lead changed: " in said


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"section": "77"}, {"Choose a section from the list.": "#id_section"}),
        ({"column": "x"}, {"Choose a locality from the list.": "#id_column"}),
        ({"theme": "0"}, {"Choose a theme from the list.": "#id_theme"}),
        ({"kind": "x"}, {"Choose a kind of change from the list.": "#id_kind"}),
    ],
)
def test_a_filter_that_is_not_offered_is_among_the_errors_above_the_page(
    told: Plan, page: Callable[..., Part], asked: dict[str, str], says: dict[str, str]
) -> None:
    said = page(told, **asked)
    assert said.the("div", css="govuk-error-summary").links == says
    assert next(iter(says)) in said.the("p", css="govuk-error-message").words
    assert said.has("ul", css="figures")  # all of it, unfiltered


def test_whether_corrections_count_is_asked_in_those_words(told: Plan, page: Callable[..., Part]) -> None:
    form = page(told).the("form", method="get")
    assert "Corrections, late entries" in form.words
    choice = form.the("select", name="earlier")
    assert {one.attributes["value"]: one.words for one in choice.all("option")} == {
        "then": "count as changes",
        "today": "do not count",
    }


def test_nothing_changed(plan: Plan, page: Callable[..., Part]) -> None:
    said = page(plan, since="2025-04-30", until="2025-06-12")
    assert "No rating and no wording changed between these dates." in said.words
