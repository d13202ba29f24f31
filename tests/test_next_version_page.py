"""What a plan's administrator is told where the plan has changed while they chose its next version."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import Plan, Rag, User, VersionDraft

from .cast import Cast, withdraw
from .factories import OutcomeFactory, SectionFactory
from .next_version import ids
from .reading import Part, page
from .version_pages import at, form_of, reworded, shown

ClientFor = Callable[[User | None], Client]


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def address(plan: Plan) -> str:
    return at("next_version", plan)


def filled(client: Client, address: str, **typed: list[str]) -> dict[str, list[str]]:
    return form_of(page(client, address)) | {"dated": ["June 2025"], "title": ["Typed"]} | typed


def previewed(client: Client, address: str, **typed: list[str]) -> dict[str, list[str]]:
    return form_of(shown(client.post(address, filled(client, address, **typed))), "confirm")


def told(back: Part) -> str:
    """The list above the page, each of whose links leads to something that is on it."""
    summary = back.the("div", css="govuk-error-summary")
    on_page = {part.attributes.get("id") for part in back.all()}
    assert [link for link in summary.links.values() if link.removeprefix("#") not in on_page] == []
    return summary.words


# --- Changed between the preview and the last word ----------------------------------------------------------


def test_an_outcome_added_meanwhile_is_not_dropped_without_a_word(
    plan: Plan, administrator: Client, address: str
) -> None:
    sent = previewed(administrator, address)
    new = OutcomeFactory(section=plan.sections.get(number="1"), ref="1.99")
    back = shown(administrator.post(address, sent))
    assert told(back).endswith(
        "This plan has changed since you opened this page. Added, and not ticked: 1.99. Check what is ticked."
    )
    assert "1 of this plan is dropped: 1.99." in back.words
    assert not Plan.objects.filter(predecessor=plan).exists()
    again = form_of(back, "confirm")
    assert {name: again[name] for name in ("title", "dated", "outcomes", "carries")} == {
        name: sent[name] for name in ("title", "dated", "outcomes", "carries")
    }
    again["outcomes"] = [field.attributes["value"] for field in back.all("input", name="outcomes")]
    assert str(new.pk) in again["outcomes"]
    back = shown(administrator.post(address, again))
    assert not back.has("div", css="govuk-error-summary")
    administrator.post(address, form_of(back, "confirm"))
    draft = Plan.objects.get(predecessor=plan)
    assert (draft.outcomes.count(), draft.said_dropped) == (8, "")


def test_it_is_said_before_the_preview_too(plan: Plan, administrator: Client, address: str) -> None:
    sent = filled(administrator, address)
    OutcomeFactory(section=plan.sections.get(number="1"), ref="1.99")
    assert "Added, and not ticked: 1.99." in told(shown(administrator.post(address, sent)))


def test_an_outcome_reworded_meanwhile_is_shown_again(
    plan: Plan, cast: Cast, administrator: Client, address: str
) -> None:
    sent = previewed(administrator, address)
    reworded(plan, cast, "2.1", "Something else altogether")
    back = shown(administrator.post(address, sent))
    assert "since you opened this page. Changed: 2.1." in told(back)
    assert "Something else altogether" in back.words
    administrator.post(address, form_of(back, "confirm"))
    assert Plan.objects.filter(predecessor=plan).exists()


def test_a_section_added_meanwhile_is_shown_again(plan: Plan, administrator: Client, address: str) -> None:
    sent = previewed(administrator, address)
    SectionFactory(plan=plan, number="9")
    back = shown(administrator.post(address, sent))
    assert "This plan has changed since you opened this page. Check what is ticked." in told(back)
    assert "with 4 sections and 7 outcomes" in back.words


@pytest.mark.parametrize(("carries", "goes_through"), [("chosen", False), ("all", True), ("none", True)])
def test_a_rating_given_meanwhile_matters_where_ratings_are_chosen_one_by_one(
    plan: Plan, administrator: Client, address: str, rate: Any, carries: str, goes_through: bool
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    cell = f"{ids(plan, '2.1')[0]}-{plan.authority.localities.get(name='Wexley').pk}"
    cells = [cell] if carries == "chosen" else []
    sent = previewed(administrator, address, carries=[carries], cells=cells)
    rate("2.1", "Wexley", Rag.RED)
    response = administrator.post(address, sent)
    assert (response.status_code == 302) is goes_through
    if goes_through:
        return
    back = shown(response)
    assert "Ratings have changed since you opened this page: 2.1 Wexley. Check which are ticked." in told(
        back
    )
    administrator.post(address, form_of(back, "confirm"))
    assert VersionDraft.objects.get().cells == [[int(part) for part in cell.split("-")]]


# --- Ticked, and not there any more -------------------------------------------------------------------------


def test_a_ticked_outcome_that_is_withdrawn_is_told_of_in_words(
    plan: Plan, administrator: Client, address: str
) -> None:
    sent = previewed(administrator, address)
    withdraw(plan, "1.1")
    back = shown(administrator.post(address, sent))
    says = (
        "An outcome ticked here has been withdrawn or taken out since you opened this page. "
        "Check what is ticked."
    )
    assert told(back) == f"There is a problem {says}"
    assert back.words.count(says) == 2
    assert form_of(back)["title"] == ["Typed"]
    administrator.post(address, form_of(shown(administrator.post(address, form_of(back))), "confirm"))
    assert Plan.objects.get(predecessor=plan).outcomes.count() == 6


def test_a_ticked_rating_that_is_taken_back_is_told_of_in_words(
    plan: Plan, cast: Cast, administrator: Client, address: str, rate: Any
) -> None:
    rating = rate("1.1", None, Rag.AMBER)
    cells = [f"{ids(plan, '1.1')[0]}-overall"]
    sent = previewed(administrator, address, carries=["chosen"], cells=cells)
    correct_rating(rating=rating, rag=None, by=cast.smt, reason="Another outcome was meant")
    back = shown(administrator.post(address, sent))
    says = (
        "A rating ticked here has been corrected, or its outcome changed, since you opened this page. "
        "Check which ratings are ticked."
    )
    assert told(back) == f"There is a problem {says}"
    assert back.words.count(says) == 2
    # Now there is none to tick, which is true.
    assert "Tick the ratings to start with, or choose none." in told(
        shown(administrator.post(address, form_of(back)))
    )


# --- A month that cannot be ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["January 1990", "September 2024", "far"])
def test_a_month_that_cannot_be_is_said_at_its_field_before_anything_is_promised(
    plan: Plan, administrator: Client, address: str, typed: str
) -> None:
    latest = timezone.localdate().year + 5
    month = f"January {latest + 1}" if typed == "far" else typed
    back = shown(administrator.post(address, filled(administrator, address, dated=[month])))
    says = (
        f"January {latest + 1} cannot be the month of this plan: the latest is December {latest}."
        if typed == "far"
        else "The new version cannot be of an earlier month than this one (October 2024)."
    )
    assert told(back) == f"There is a problem {says}"
    assert says in back.the("p", id="id_dated_error").words
    assert "What this makes" not in back.words
    assert form_of(back)["dated"] == [month]


def test_a_refusal_of_the_action_is_shown(
    plan: Plan, cast: Cast, administrator: Client, address: str
) -> None:
    sent = previewed(administrator, address)
    plan.status = Plan.Status.DRAFT
    records.save(plan, by=cast.administrator, reason="Not yet")
    assert "is a draft itself. Start it before" in told(shown(administrator.post(address, sent)))
