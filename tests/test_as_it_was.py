"""A plan's pages at a past date show it as it was, whatever has been done to it since."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import (
    Lead,
    Outcome,
    OutcomeLead,
    Plan,
    Rag,
    Rating,
    User,
)

from .cast import Cast, place
from .dated import PLAN, bar, change, look, moment, on, plan
from .factories import OutcomeFactory, SectionFactory, set_up_by
from .reading import Part, read

__all__ = ["look", "plan"]
pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]


# --- As it was ----------------------------------------------------------------------------------------------


def test_a_reworded_outcome_reads_as_it_did(plan: Plan, look: Callable[..., Part]) -> None:
    was = "Workers have supervision every four weeks, and it is written up"
    with on("2025-02-10"):
        change(plan.outcomes.get(ref="2.1"), statement="Supervision is monthly")
    for address in (f"{PLAN}sections/2/", f"{PLAN}outcomes/", f"{PLAN}outcomes/2.1/"):
        assert was in look(address, at="2025-02-09").words
        assert was not in look(address, at="2025-02-10").words
        assert "Supervision is monthly" in look(address, at="2025-02-10").words


def test_a_withdrawn_outcome_is_in_the_plan_until_then(
    plan: Plan, rate: Rate, look: Callable[..., Part]
) -> None:
    rate("1.1", None, Rag.RED, effective_on=dt.date(2024, 12, 1), recorded_at=moment("2024-12-01"))
    with on("2025-02-10"):
        change(plan.outcomes.get(ref="1.1"), withdrawn_on=dt.date(2025, 2, 10))
    assert "1 red" in look(PLAN, at="2025-02-09").words
    assert "0 red" in look(PLAN, at="2025-02-10").words
    assert "Withdrawn" not in look(f"{PLAN}sections/1/", at="2025-02-09").words
    assert "Withdrawn on 10 February 2025" in look(f"{PLAN}sections/1/", at="2025-02-10").words
    assert "Withdrawn" not in look(f"{PLAN}outcomes/1.1/", at="2025-02-09").words


def test_a_withdrawal_is_told_as_it_was_known_then(plan: Plan, cast: Cast, look: Callable[..., Part]) -> None:
    def withdrawn(**asked: str) -> str:
        seen = look(f"{PLAN}outcomes/1.1/", **asked)
        return next((part.words for part in seen.all("p", css="lead-in")), "")

    for day, by, reason, withdrawn_on in (
        ("2025-02-10", cast.administrator, "Joined with 1.2", dt.date(2025, 2, 10)),
        ("2025-03-10", cast.administrator, "Joined by mistake", None),
        ("2025-04-10", cast.smt, "The board agreed that it is done", dt.date(2025, 4, 10)),
    ):
        outcome = plan.outcomes.get(ref="1.1")
        outcome.withdrawn_on = withdrawn_on
        with on(day):
            records.save(outcome, by=by, reason=reason)
    last = "Withdrawn on 10 April 2025 by Sana Director: The board agreed that it is done"
    assert withdrawn() == withdrawn(at="2025-04-10") == last
    assert withdrawn(at="2025-04-09") == withdrawn(at="2025-02-09") == ""
    first = "Withdrawn on 10 February 2025 by Ada Administrator: Joined with 1.2"
    assert withdrawn(at="2025-02-10") == withdrawn(at="2025-03-09") == first


def test_a_deleted_outcome_is_there_until_then(
    plan: Plan, look: Callable[..., Part], cast: Cast, client_for: ClientFor
) -> None:
    with on("2025-02-10"):
        records.delete(plan.outcomes.get(ref="3.2"), by=set_up_by(), reason="It was in twice")
    address = f"{PLAN}outcomes/3.2/"
    assert look(address, at="2025-02-09").the("h1").words == "Pathway plans are written with the young person"
    assert "3.2" in look(f"{PLAN}outcomes/", at="2025-02-09").words
    assert "3.2" in look(f"{PLAN}sections/3/", at="2025-02-09").words
    assert look(PLAN, at="2025-02-09").has("a", href=f"{address}?at=2025-02-09")
    assert "3.2" not in look(f"{PLAN}outcomes/", at="2025-02-10").words

    for asked in ({}, {"at": "2025-02-10"}):
        response = client_for(cast.reader).get(address, asked)
        assert response.status_code == 404
        gone = read(response.content.decode()).the("main")
        assert "It was in the plan until 9 February 2025" in gone.words
        assert look(gone.links["9 February 2025"]).the("h1").words.startswith("Pathway plans")


def test_another_lead_holds_it_from_then(plan: Plan, look: Callable[..., Part]) -> None:
    outcome = plan.outcomes.get(ref="2.3")
    heads = Lead.objects.get(title="Heads of Service")
    with on("2025-02-10"):
        records.set_links(outcome, OutcomeLead, "lead", [heads], by=set_up_by(), reason="Handed over")
    with on("2025-03-10"):
        change(heads, title="Directors")
    for day, lead in (
        ("2025-02-09", "Independent Reviewing Officers"),
        ("2025-02-10", "Heads of Service"),
        ("2025-03-10", "Directors"),
    ):
        facts = look(f"{PLAN}outcomes/2.3/", at=day).the("dl", css="facts")
        assert lead in facts.words
        listed = look(f"{PLAN}outcomes/", at=day)
        assert [row[2] for row in listed.rows if row[0] == "2.3"] == [lead]


def test_an_outcome_is_found_in_the_section_it_was_in(plan: Plan, look: Callable[..., Part]) -> None:
    with on("2025-02-10"):
        change(plan.outcomes.get(ref="1.2"), section=plan.sections.get(number="3"), position=9)
    assert "1.2" in look(f"{PLAN}sections/1/", at="2025-02-09").words
    assert "1.2" not in look(f"{PLAN}sections/3/", at="2025-02-09").words
    assert "1.2" in look(f"{PLAN}sections/3/", at="2025-02-10").words
    seen = look(f"{PLAN}outcomes/1.2/", at="2025-02-09")
    assert "1. First Response" in seen.links
    assert look(f"{PLAN}outcomes/", section="1", at="2025-02-09").rows[-1][0] == "1.2"


def test_the_filter_looks_among_the_words_and_leads_of_that_day(
    plan: Plan, look: Callable[..., Part]
) -> None:
    team = Lead.objects.get(title="Team Managers")
    outcome = plan.outcomes.get(ref="2.1")
    with on("2025-02-10"):
        change(outcome, statement="Supervision is monthly")
        records.set_links(outcome, OutcomeLead, "lead", [], by=set_up_by(), reason="Nobody holds it")

    def refs(**asked: object) -> list[str]:
        seen = look(f"{PLAN}outcomes/", **asked)
        return [row[0] for row in seen.rows] if seen.has("tbody") else []

    assert refs(q="every four weeks", at="2025-02-09") == ["2.1"]
    assert refs(q="every four weeks") == []
    assert refs(q="is monthly", at="2025-02-09") == []
    assert refs(lead=team.pk, at="2025-02-09") == ["1.2", "2.1", "2.2"]
    assert refs(lead=team.pk) == ["1.2", "2.2"]


def test_two_changes_in_one_second_are_one_row_and_the_later_counts(
    plan: Plan, look: Callable[..., Part]
) -> None:
    outcome = plan.outcomes.get(ref="2.1")
    with on("2025-02-10"):
        change(outcome, statement="Supervision is monthly")
        change(outcome, statement="Supervision is fortnightly")
    dates = Outcome.history.filter(id=outcome.pk, history_type="~").values_list("history_date", flat=True)
    assert len(dates) == 2
    assert len(set(dates)) == 1
    for address in (PLAN, f"{PLAN}sections/2/", f"{PLAN}outcomes/"):
        seen = look(address, at="2025-02-10")
        assert [words for words in (link.words for link in seen.all("a")) if words == "2.1"] == ["2.1"]
        assert "monthly" not in seen.words
    assert look(f"{PLAN}outcomes/2.1/", at="2025-02-10").the("h1").words == "Supervision is fortnightly"
    assert "7 outcomes" in look(PLAN, at="2025-02-10").words


# --- Ratings ------------------------------------------------------------------------------------------------


def test_what_moved_and_what_is_old_count_back_from_that_day(rate: Rate, look: Callable[..., Part]) -> None:
    for day, rag in (("2024-12-01", Rag.RED), ("2025-01-20", Rag.AMBER), ("2025-05-20", Rag.GREEN)):
        rate("1.1", None, rag, effective_on=dt.date.fromisoformat(day), recorded_at=moment(day))
    seen = look(PLAN, at="2025-01-31")
    assert "1 up, 0 down in 30 days" in seen.words
    assert "Since 1 January 2025" in seen.words
    assert "1 January 2025, 30 days before" in seen.words
    moved = seen.after("Better")
    assert moved.items[0] == "1.1 Overall Red to Amber 20 Jan"
    oldest = seen.after("Oldest ratings")
    assert oldest.items[0].endswith("11 days")
    assert "0 over 60 days old" in seen.words
    later = look(PLAN, at="2025-04-01")
    assert "1 over 60 days old" in later.words
    assert "0 up, 0 down in 30 days" in later.words


def test_a_column_that_has_gone_since_is_compared_as_well(
    plan: Plan, rate: Rate, look: Callable[..., Part]
) -> None:
    """What moved is read with the columns of that day, and not with today's."""
    for day, rag in (("2024-12-01", Rag.RED), ("2025-01-20", Rag.AMBER)):
        rate("3.1", "CiC", rag, effective_on=dt.date.fromisoformat(day), recorded_at=moment(day))
    with on("2025-02-10"):
        change(plan.outcomes.get(ref="3.1"), section=plan.sections.get(number="1"), position=9)
    assert "1 up, 0 down in 30 days" in look(PLAN, at="2025-01-31").words


def test_an_outcomes_page_stops_at_the_date(rate: Rate, look: Callable[..., Part]) -> None:
    for day, rag in (("2024-12-01", Rag.RED), ("2025-01-20", Rag.AMBER), ("2025-05-20", Rag.GREEN)):
        rate(
            "1.1", None, rag, effective_on=dt.date.fromisoformat(day), recorded_at=moment(day), commentary=day
        )
    seen = look(f"{PLAN}outcomes/1.1/", at="2025-01-31")
    assert "History until 31 January 2025" in seen.words
    assert "Amber" in seen.rows[0][1]
    assert "Red in December 2024; Amber in January 2025" in seen.rows[0][2]
    assert "2025-01-20" in seen.words
    assert "2025-05-20" not in seen.words
    assert [place.attributes["id"] for place in seen.all("li") if "id" in place.attributes] == [
        f"rating-{pk}"
        for pk in Rating.objects.filter(effective_on__lt="2025-02-01")
        .order_by("-pk")
        .values_list("pk", flat=True)
    ]


def test_a_correction_made_later_is_told_only_where_it_was_known(
    cast: Cast, rate: Rate, look: Callable[..., Part]
) -> None:
    wrong = rate("1.1", None, Rag.GREEN, effective_on=dt.date(2024, 12, 1), recorded_at=moment("2024-12-01"))
    correct_rating(
        rating=wrong, reason="Wrong letter", rag=Rag.RED, by=cast.smt, recorded_at=moment("2025-01-20")
    )
    address = f"{PLAN}outcomes/1.1/"
    known = look(address, cast.clerk, at="2024-12-31")
    assert "Red" in known.rows[0][1]
    assert "Corrected on 20 January 2025" in known.words
    then = look(address, cast.clerk, at="2024-12-31", known="2025-01-19")
    assert "Green" in then.rows[0][1]
    assert "Wrong letter" not in then.words
    assert not then.has("li", css="is-struck")


def test_a_rating_corrected_to_a_later_date_does_not_stand_before_it(
    cast: Cast, rate: Rate, look: Callable[..., Part]
) -> None:
    wrong = rate("1.1", None, Rag.GREEN, effective_on=dt.date(2024, 12, 1), recorded_at=moment("2024-12-01"))
    correct_rating(
        rating=wrong,
        reason="It was January",
        rag=Rag.GREEN,
        effective_on=dt.date(2025, 1, 10),
        by=cast.smt,
        recorded_at=moment("2025-01-20"),
    )
    seen = look(f"{PLAN}outcomes/1.1/", at="2024-12-31")
    assert "Not rated" in seen.rows[0][1]
    assert seen.the("li", css="is-struck").attributes["id"] == f"rating-{wrong.pk}"
    assert "Corrected on 20 January 2025 by Sana Director: It was January" in seen.words


def test_columns_are_called_what_they_were_called(rate: Rate, look: Callable[..., Part]) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=dt.date(2024, 12, 1), recorded_at=moment("2024-12-01"))
    with on("2025-02-10"):
        change(place("Wexley"), name="Wexley and the Vale")
    seen = look(f"{PLAN}outcomes/2.1/", at="2025-01-31")
    assert seen.has("p", css="timeline__what")
    assert "the Vale" not in seen.words
    assert (
        "Wexley and the Vale"
        in look(f"{PLAN}outcomes/2.1/", at="2025-02-28").the("p", css="timeline__what").words
    )


# --- An outcome that had another ref, and one that was not there --------------------------------------------


def test_another_date_of_an_outcomes_page_is_that_outcomes(
    plan: Plan, cast: Cast, client_for: ClientFor, look: Callable[..., Part]
) -> None:
    """2.2 and 2.1 changed places: the date is chosen for the outcome, and not for whatever had its ref."""
    first, second = plan.outcomes.get(ref="2.1"), plan.outcomes.get(ref="2.2")
    with on("2025-02-10"):
        change(first, ref="2.x")
        change(second, ref="2.1")
        change(first, ref="2.2")
    seen = look(f"{PLAN}outcomes/2.1/")
    assert seen.the("h1").words.startswith("Chronologies")
    hidden = {
        part.attributes["name"]: part.attributes["value"] for part in bar(seen).all("input", type="hidden")
    }
    assert hidden == {"same": str(second.pk)}
    for href in (bar(seen).links["At plan start"], f"{PLAN}outcomes/2.1/?at=2025-01-31&same={second.pk}"):
        response = client_for(cast.reader).get(href)
        assert response.status_code == 302
        assert response.url.startswith(f"{PLAN}outcomes/2.2/?at=")
        then = look(response.url)
        assert then.the("h1").words.startswith("Chronologies")
        back = client_for(cast.reader).get(bar(then).links["Back to today"])
        assert back.url == f"{PLAN}outcomes/2.1/"


def test_another_date_of_a_sections_page_is_that_sections(
    plan: Plan, cast: Cast, client_for: ClientFor, look: Callable[..., Part]
) -> None:
    section = plan.sections.get(number="3")
    with on("2025-02-10"):
        change(section, number="4")
    response = client_for(cast.reader).get(
        bar(look(f"{PLAN}sections/4/")).links["Previous month end, 31 May"]
    )
    assert response.status_code == 200
    response = client_for(cast.reader).get(bar(look(f"{PLAN}sections/4/")).links["At plan start"])
    assert response.url == f"{PLAN}sections/3/?at=2024-10-01"


def test_what_was_not_there_yet_is_said_so(
    plan: Plan, cast: Cast, client_for: ClientFor, look: Callable[..., Part]
) -> None:
    with on("2025-02-10"):
        section = SectionFactory(plan=plan)
        added = OutcomeFactory(section=section)
    for address, record in ((f"{PLAN}sections/4/", section), (f"{PLAN}outcomes/4.1/", added)):
        for asked in ({"at": "2025-01-31"}, {"at": "2025-01-31", "same": record.pk}):
            response = client_for(cast.reader).get(address, asked)
            assert response.status_code == 404
            seen = read(response.content.decode()).the("main")
            assert seen.the("h1").words == "Not in the plan on 31 January 2025"
            assert "It is in the plan today" in seen.words
            assert look(seen.links["today"]).has("h1")
            assert look(bar(seen).links["Next month end, 28 Feb"]).has("h1")


@pytest.mark.parametrize("same", ["0", "-1", "x", "9" * 30, "²", "999999"])
def test_an_outcome_that_never_was_is_not_found(same: str, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.reader)
    assert client.get(f"{PLAN}outcomes/9.9/?at=2025-01-31&same={same}").status_code == 404
    assert client.get(f"{PLAN}outcomes/9.9/?at=2025-01-31").status_code == 404
