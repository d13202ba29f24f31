"""Ratings carried into the next version: whose they are said to be, to whom, and who may correct them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.actions.correcting import correct_rating
from plans.actions.people import end_membership
from plans.actions.rating import rate_outcome
from plans.actions.refusals import NotAllowed, Refused
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_record
from plans.actions.versions import Carries, match_outcomes
from plans.models import Membership, Plan, Rag, User
from plans.snapshot import take_snapshot

from .cast import Cast, days_ago, place
from .next_version import carried, start
from .reading import Part, page
from .record_reading import told
from .workbooks import opened, rows_of, workbook_of

ClientFor = Callable[[User | None], Client]
NOTE = "Carried from the version of {}, where Maya Team gave it on {}"


def today() -> str:
    day = timezone.localdate()
    return f"{day.day} {day:%B %Y}"


@pytest.fixture
def second(cast: Cast, rate: Any, forward: Any) -> Plan:
    """The next version, started by its administrator with a manager's rating and one of SMT's."""
    rate("2.1", "Wexley", Rag.AMBER, by=cast.manager, effective_on=days_ago(40), commentary="Six of ten")
    rate("2.2", "Wexley", Rag.GREEN, by=cast.smt, commentary="Nine of ten")
    draft = forward(carries=Carries.ALL)
    start(draft, cast)
    return Plan.objects.get(pk=draft.pk)


@pytest.fixture
def third(second: Plan, cast: Cast) -> Plan:
    """The version after that."""
    draft = roll_forward(
        plan=second,
        title="Third plan",
        dated=dt.date(2025, 9, 1),
        by=cast.administrator,
        reason="Another year",
        carries=Carries.ALL,
    )
    start(draft, cast)
    return Plan.objects.get(pk=draft.pk)


def looked(client: Client, plan: Plan, ref: str = "2.1") -> Part:
    return page(client, plan.outcomes.get(ref=ref).get_absolute_url())


def test_the_record_keeps_who_carried_it_and_the_page_shows_who_gave_it(
    second: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = carried(second)["2.1", "Wexley"]
    assert (one.recorded_by, one.commentary) == (cast.administrator, "Six of ten")
    seen = looked(client_for(cast.administrator), second)
    entry = seen.the("li", id=f"rating-{one.pk}")
    assert entry.words.startswith(f"{days_ago(40).day} {days_ago(40):%B %Y} · Maya Team")
    assert NOTE.format("October 2024", today()) in entry.words
    assert cast.administrator.display_name not in entry.words
    cell = take_snapshot(second).outcome("2.1").cell(place("Wexley").pk)
    assert cell.standing.recorded_by == "Maya Team"


def test_carried_twice_it_is_still_its_giver_s_and_names_the_version_just_before(
    third: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = carried(third)["2.1", "Wexley"]
    assert one.commentary == "Six of ten"
    entry = looked(client_for(cast.administrator), third).the("li", id=f"rating-{one.pk}")
    assert NOTE.format("June 2025", today()) in entry.words
    assert entry.words.count("Carried from") == 1
    assert take_snapshot(third).outcome("2.1").cell(place("Wexley").pk).standing.recorded_by == "Maya Team"


def test_the_form_for_rating_the_record_and_the_workbook_say_whose_it_is(
    second: Plan, cast: Cast, client_for: ClientFor
) -> None:
    outcome = second.outcomes.get(ref="2.1")
    rating = page(client_for(cast.smt), f"{outcome.get_absolute_url()}rate/").words
    assert "Maya Team (carried from October 2024)" in rating
    notes = [note for one in told(second) for note in one.notes]
    assert NOTE.format("October 2024", today()) in notes
    sheet = opened(workbook_of(take_snapshot(second)))["All ratings"]
    assert "Maya Team (carried from October 2024)" in {cell for row in rows_of(sheet) for cell in row}
    correcting = page(
        client_for(cast.smt), f"/plans/{second.slug}/ratings/{carried(second)['2.1', 'Wexley'].pk}/correct/"
    )
    assert f"Maya Team, {today()}. Carried from the version of October 2024" in correcting.words


def test_who_may_not_see_the_version_before_learns_its_month_and_the_words_alone(
    plan: Plan, second: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = carried(second)["2.1", "Wexley"]
    link = f"#rating-{one.carried_from_id}"
    assert link in looked(client_for(cast.reader), second).the("li", id=f"rating-{one.pk}").links.values()
    part = Membership.objects.get(user=cast.reader, plan=plan)
    end_membership(membership=part, by=cast.superuser, reason="Reads the new one only")
    entry = looked(client_for(cast.reader), second).the("li", id=f"rating-{one.pk}")
    assert NOTE.format("October 2024", today()) in entry.words
    assert not [address for address in entry.links.values() if link in address or plan.slug in address]
    assert plan.title not in entry.words


def test_set_up_shows_nothing_of_the_version_it_comes_from(
    second: Plan, cast: Cast, client_for: ClientFor
) -> None:
    one = carried(second)["2.1", "Wexley"]
    html = client_for(cast.administrator).get(f"/set-up/plans/rating/{one.pk}/change/").content.decode()
    assert "Six of ten" in html
    assert "carried from" not in html.lower()


def test_a_manager_corrects_what_they_gave_though_an_administrator_carried_it(
    third: Plan, cast: Cast, client_for: ClientFor
) -> None:
    own = carried(third)["2.1", "Wexley"]
    seen = looked(client_for(cast.manager), third).the("li", id=f"rating-{own.pk}")
    address = next(there for name, there in seen.links.items() if name.startswith("Correct"))
    assert client_for(cast.manager).get(address).status_code == 200
    mended = correct_rating(
        rating=own, reason="It was red", by=cast.manager, rag=Rag.RED, locality=own.locality
    )
    assert mended.recorded_by == cast.manager


def test_what_smt_gave_is_still_theirs_alone_to_correct(
    second: Plan, cast: Cast, client_for: ClientFor
) -> None:
    theirs = carried(second)["2.2", "Wexley"]
    seen = looked(client_for(cast.manager), second, "2.2").the("li", id=f"rating-{theirs.pk}")
    assert not [name for name in seen.links if name.startswith("Correct")]
    with pytest.raises(NotAllowed, match="given by the senior management team"):
        correct_rating(
            rating=theirs, reason="No", by=cast.manager, rag=Rag.RED, locality=theirs.locality,
            commentary="Worse",
        )  # fmt: skip


def test_a_version_goes_on_following_the_one_it_carried_from(second: Plan, cast: Cast) -> None:
    """Even where its outcomes have since been said to continue nothing."""
    every: dict[int, list[int]] = {pk: [] for pk in second.outcomes.values_list("pk", flat=True)}
    match_outcomes(plan=second, matches=every, by=cast.administrator, reason="Not the same after all")
    second.predecessor = None
    with pytest.raises(Refused, match="Ratings were carried into it"):
        save_record(record=second, by=cast.administrator, reason="On its own")


def test_the_queries_of_a_page_do_not_grow_with_what_was_carried(
    cast: Cast, rate: Any, forward: Any, client_for: ClientFor
) -> None:
    def queries(plan: Plan) -> list[int]:
        counts = []
        outcome = plan.outcomes.get(ref="2.1").get_absolute_url()
        for address in (outcome, plan.get_absolute_url(), f"{plan.get_absolute_url()}record/"):
            client_for(cast.reader).get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client_for(cast.reader).get(address).status_code == 200
            counts.append(len(captured))
        return counts

    rate("2.1", "Wexley", Rag.RED)
    one = forward(carries=Carries.ALL)
    start(one, cast)
    few = queries(one)
    for ref, name in (("2.1", "Thornby"), ("2.1", None), ("1.1", None)):
        rate_outcome(
            outcome=one.outcomes.get(ref=ref),
            locality=place(name),
            rag=Rag.RED,
            by=cast.smt,
            commentary="Why",
        )
    two = roll_forward(plan=Plan.objects.get(pk=one.pk), title="Third plan", dated=dt.date(2025, 9, 1),
                       by=cast.administrator, reason="More", carries=Carries.ALL)  # fmt: skip
    start(two, cast)
    assert queries(two) == few
