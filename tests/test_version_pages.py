"""The pages of a next version: what it takes on, its start, giving it up, and importing its text."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions.rolling_forward import roll_forward
from plans.actions.versions import Carries, match_outcomes
from plans.matched import read_matched
from plans.models import ImportDraft, Membership, Plan, Rag, Rating, User, VersionDraft

from .cast import Cast, place
from .factories import OutcomeFactory
from .next_version import MONTH, ids, links
from .reading import page
from .version_pages import at, form_of, reworded, shown

ClientFor = Callable[[User | None], Client]

TEXT = """Westermoor Improvement Plan
April 2025

1. First Response

Ref\tOutcome\tLead\tRAG
1.1\tA contact is screened within one working day\tService Managers\tGreen
1.2\tNight duty is staffed by two qualified workers\tTeam Managers\t

2. Assessment Teams

Ref\tOutcome\tLead\tWexleys\tThornby\tOverall
2.1\tWorkers have supervision every four weeks\tTeam Managers\tRed\t\t
2.2\tIt is written up, and chronologies are current in every open case\tTeam Managers\t\t\t
"""


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def draft(forward: Callable[..., Plan]) -> Plan:
    return forward()


# --- The choice ---------------------------------------------------------------------------------------------


def test_the_plan_page_leads_its_administrator_to_the_next_version(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    address = at("next_version", plan)
    assert address in page(client_for(cast.administrator), at("plan", plan)).links.values()
    assert address not in page(client_for(cast.smt), at("plan", plan)).links.values()


def test_everything_is_ticked_and_what_it_makes_is_said_before_it_is_made(
    plan: Plan, administrator: Client, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    address = at("next_version", plan)
    sent = form_of(page(administrator, address))
    assert len(sent["outcomes"]) == 7
    sent |= {"dated": ["June 2025"], "title": ["Second plan"], "carries": ["all"]}
    sent["outcomes"].remove(str(ids(plan, "1.1")[0]))
    preview = shown(administrator.post(address, sent))
    assert (
        "A draft, “Second plan” of June 2025, with 3 sections and 6 outcomes; 1 of this plan is dropped: "
        "1.1. When it starts, 1 rating is carried into it"
    ) in preview.words
    assert not Plan.objects.filter(predecessor=plan).exists()
    response = administrator.post(address, form_of(preview, "confirm"), follow=True)
    draft = Plan.objects.get(predecessor=plan)
    assert response.redirect_chain[-1][0] == at("plan", draft)
    assert "Second plan, June 2025 is a draft. This plan goes on until you start it." in shown(response).words
    assert draft.outcomes.count() == 6
    assert VersionDraft.objects.get(plan=draft).carries == Carries.ALL


def test_what_is_confirmed_is_what_was_shown(plan: Plan, administrator: Client) -> None:
    address = at("next_version", plan)
    sent = form_of(page(administrator, address)) | {"dated": ["June 2025"]}
    sent = form_of(shown(administrator.post(address, sent)), "confirm")
    again = shown(administrator.post(address, sent | {"title": ["Another title"]}))
    assert "“Another title” of June 2025" in again.words
    assert not Plan.objects.filter(predecessor=plan).exists()


def test_single_ratings_can_be_chosen(plan: Plan, administrator: Client, rate: Any) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    rate("2.1", None, Rag.RED)
    address = at("next_version", plan)
    [pk] = ids(plan, "2.1")
    sent = form_of(page(administrator, address)) | {"dated": ["June 2025"]}
    sent |= {"carries": ["chosen"], "cells": [f"{pk}-overall"]}
    administrator.post(address, form_of(shown(administrator.post(address, sent)), "confirm"))
    stored = VersionDraft.objects.get()
    assert (stored.carries, stored.cells) == ("chosen", [[pk, None]])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": [""]}, "Enter a title for the new version."),
        ({"dated": ["soon"]}, "Enter a month and year, such as October 2021."),
        ({"dated": [""]}, "Enter the month on its cover."),
        ({"reason": [" "]}, "Say why: it is kept in the record."),
        ({"outcomes": []}, "Tick at least one outcome for the new version."),
        ({"carries": ["chosen"]}, "Tick the ratings to start with, or choose none."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    plan: Plan, administrator: Client, typed: Any, says: str
) -> None:
    address = at("next_version", plan)
    sent = form_of(page(administrator, address)) | {"dated": ["June 2025"], "title": ["Typed"]} | typed
    back = shown(administrator.post(address, sent | {"confirm": ["1"]}))
    assert says in back.words
    kept = form_of(back)
    assert {name: kept.get(name, []) for name in ("title", "dated", "carries", "outcomes")} == {
        name: sent[name] for name in ("title", "dated", "carries", "outcomes")
    }


def test_ticked_ratings_that_would_not_be_carried_are_asked_about(
    plan: Plan, administrator: Client, rate: Any
) -> None:
    rate("1.1", None, Rag.RED)
    address = at("next_version", plan)
    sent = form_of(page(administrator, address)) | {"cells": [f"{ids(plan, '1.1')[0]}-overall"]}
    back = shown(administrator.post(address, sent))
    assert "You ticked ratings: choose “Those ticked below”, or untick them." in back.words
    assert form_of(back)["cells"] == sent["cells"]


def test_where_there_is_a_next_version_the_page_names_it(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    there = page(administrator, at("next_version", plan))
    assert "it is Second plan, June 2025, draft." in there.words
    assert not there.has("form")


def test_a_draft_says_what_is_to_be_done_with_it(draft: Plan, administrator: Client) -> None:
    mine = page(administrator, at("plan", draft))
    assert "A draft of the next version. It takes no ratings" in mine.words
    there = mine.links.values()
    assert {at(name, draft) for name in ("matching", "start_version", "discard_version")} <= set(there)


# --- The start ----------------------------------------------------------------------------------------------


def test_the_start_says_what_happens_and_does_it(
    plan: Plan, draft: Plan, administrator: Client, rate: Any
) -> None:
    rate("2.1", "Wexley", Rag.AMBER)
    address = at("start_version", draft)
    there = page(administrator, address)
    assert "Westermoor Improvement Plan, October 2024 is closed. Nothing in it can be changed" in there.words
    assert "All that stand in the version before (1)" in there.words
    assert "Nothing: every outcome of both versions is matched, new or dropped." in there.words
    response = administrator.post(address, form_of(there) | {"carries": ["all"]}, follow=True)
    assert "Second plan has started, with 1 rating." in shown(response).words
    plan.refresh_from_db()
    draft.refresh_from_db()
    assert (plan.status, draft.status) == ("closed", "live")
    assert Rating.objects.get(plan=draft).rag == "amber"
    assert administrator.get(address).status_code == 404


def test_what_is_unfinished_is_listed_and_may_be_left_so(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client
) -> None:
    OutcomeFactory(section=draft.sections.get(number="1"), ref="1.9")
    address = at("start_version", draft)
    there = page(administrator, address)
    assert "1 of this version is neither matched nor said to be new. It starts as new: 1.9." in there.words
    back = shown(administrator.post(address, form_of(there)))
    assert "Tick this to start it with what is unfinished" in back.words
    draft.refresh_from_db()
    assert draft.status == Plan.Status.DRAFT
    administrator.post(address, form_of(back) | {"unfinished": ["on"]})
    draft.refresh_from_db()
    assert draft.status == Plan.Status.LIVE


def test_a_start_from_an_old_page_is_refused_once(draft: Plan, cast: Cast, administrator: Client) -> None:
    address = at("start_version", draft)
    sent = form_of(page(administrator, address))
    reworded(draft, cast, "1.1", "Something else altogether")
    back = shown(administrator.post(address, sent))
    assert "Somebody else has changed this version since you opened the page. Look again." in back.words
    administrator.post(address, form_of(back))
    draft.refresh_from_db()
    assert draft.status == Plan.Status.LIVE


def test_a_draft_is_discarded_once_one_is_sure_and_says_why(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    address = at("discard_version", draft)
    assert "Say why" in shown(administrator.post(address, {"reason": ""})).words
    response = administrator.post(address, {"reason": "Not yet"}, follow=True)
    assert response.redirect_chain[-1][0] == at("plan", plan)
    assert not Plan.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(("ref", "cells"), [("1.2", ""), ("2.1", "2 cells")])
def test_the_start_page_counts_the_cells_that_merged_outcomes_leave_open(
    plan: Plan,
    draft: Plan,
    administrator: Client,
    cast: Cast,
    rate: Callable[..., Rating],
    ref: str,
    cells: str,
) -> None:
    """1.2 is rated Overall alone, where both are amber; 2.1 in Wexley and Thornby too, where they differ."""
    for old, rag in (("2.1", Rag.RED), ("2.2", Rag.GREEN)):
        for column in ("Wexley", "Thornby"):
            rate(old, column, rag)
        rate(old, None, Rag.AMBER)
    [merged] = ids(draft, ref)
    match_outcomes(
        plan=draft, matches={merged: ids(plan, "2.1", "2.2")}, by=cast.administrator, reason="Merged"
    )
    said = page(administrator, at("start_version", draft)).words
    assert ("Merged outcomes differ in colour" in said) == bool(cells)
    assert f"differ in colour in {cells}" in said or not cells


@pytest.mark.parametrize("name", ["matching", "start_version", "discard_version"])
def test_a_plan_that_follows_none_has_no_such_page(plan: Plan, administrator: Client, name: str) -> None:
    assert administrator.get(at(name, plan)).status_code == 404


def test_what_became_unfinished_meanwhile_is_said_and_the_page_shown_then_is_the_one_that_counts(
    draft: Plan, administrator: Client
) -> None:
    address = at("start_version", draft)
    sent = form_of(page(administrator, address))
    OutcomeFactory(section=draft.sections.get(number="1"), ref="1.9")
    back = shown(administrator.post(address, sent))
    assert "This version has changed since you opened the page. Look again." in back.words
    assert "It starts as new: 1.9." in back.words
    administrator.post(address, form_of(back) | {"unfinished": ["on"]})
    draft.refresh_from_db()
    assert draft.status == Plan.Status.LIVE


def test_nothing_has_changed_where_only_the_form_is_wrong(draft: Plan, administrator: Client) -> None:
    address = at("start_version", draft)
    back = shown(administrator.post(address, form_of(page(administrator, address)) | {"reason": [""]}))
    assert "There is a problem Say why: it is kept in the record." in back.words


# --- Importing its text -------------------------------------------------------------------------------------


def test_the_next_versions_text_is_imported_matched_and_started(
    plan: Plan, cast: Cast, administrator: Client, rate: Any
) -> None:
    rate("1.1", None, Rag.AMBER)
    rate("2.1", "Thornby", Rag.GREEN)
    start = f"{reverse('import_start')}?follows={plan.slug}"
    assert start in page(administrator, at("next_version", plan)).links.values()
    there = page(administrator, start)
    assert "It follows Westermoor Improvement Plan, October 2024, and is a draft until" in there.words
    response = administrator.post(start, {"text": TEXT}, follow=True)
    preview = shown(response)
    assert "This is the next version of Westermoor Improvement Plan, October 2024." in preview.words
    stored = ImportDraft.objects.get()
    names = (field.attributes["name"] for field in preview.all("select"))
    [question] = [name for name in names if name.startswith("locality")]
    sent = form_of(preview, "confirm") | {question: ["Wexleys"]}
    response = administrator.post(reverse("import_preview", args=[stored.pk]), sent, follow=True)
    draft = Plan.objects.get(predecessor=plan)
    assert response.redirect_chain[-1][0] == at("matching", draft)
    assert (draft.status, draft.dated.month) == ("draft", 4)
    assert draft.memberships.count() == plan.memberships.count()
    assert not Rating.objects.filter(plan=draft).exists()
    matching = page(administrator, at("matching", draft))
    assert "Same as 1.1 Proposed" in matching.words
    assert "Dropped" in matching.words
    name = f"locality-{place('Wexleys').pk}"
    administrator.post(at("matching", draft), form_of(matching) | {name: ["before"]})
    assert read_matched(draft).is_finished
    assert links(draft)["1.1"] == {"1.1"}
    assert links(draft)["2.1"] == {"2.1"}
    there = page(administrator, at("start_version", draft))
    assert "2 ratings printed in the text are entered, dated April 2025." in there.words
    administrator.post(at("start_version", draft), form_of(there) | {"carries": ["all"]})
    assert {
        (one.outcome.ref, one.locality.name if one.locality else "Overall", one.rag)
        for one in Rating.objects.filter(plan=draft)
    } == {("1.1", "Overall", "green"), ("2.1", "Wexley", "red"), ("2.1", "Thornby", "green")}


def test_only_a_plan_that_one_administers_is_followed(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    start = f"{reverse('import_start')}?follows={plan.slug}"
    assert client_for(cast.outsider).get(start).status_code == 404
    assert client_for(cast.smt).get(start).status_code == 403


def test_a_text_for_a_plan_that_has_a_next_version_is_refused(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    start = f"{reverse('import_start')}?follows={plan.slug}"
    back = shown(administrator.post(start, {"text": TEXT}))
    assert "There is a draft of the next version already: it is “Second plan, June 2025”" in back.words
    assert not ImportDraft.objects.exists()
    assert "Wexleys" in back.the("textarea").words


# --- Not slower for a larger plan ---------------------------------------------------------------------------

BUDGETS = {"next_version": 16, "matching": 32, "start_version": 24, "discard_version": 8}


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_a_page_asks_as_much_of_50_outcomes_as_of_5(
    make_plan: Any, cast: Cast, client_for: ClientFor, name: str, budget: int
) -> None:
    asked = []
    for outcomes in (5, 50):
        plan = make_plan(outcomes=outcomes)
        if name != "next_version":
            plan = roll_forward(
                plan=plan, title="Next", dated=MONTH, by=cast.superuser, reason="On", carries=Carries.ALL
            )
        client = client_for(cast.superuser)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(name, plan)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= budget


def test_who_made_it_alone_sees_a_draft_without_members(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    draft = roll_forward(
        plan=plan, title="Second", dated=MONTH, members=False, by=cast.administrator, reason="On"
    )
    assert draft.memberships.get().role == Membership.Role.ADMINISTRATOR
    assert client_for(cast.smt).get(at("plan", draft)).status_code == 404
    assert "draft" not in page(client_for(cast.smt), at("plan", plan)).words.lower().split("versions")[-1]
