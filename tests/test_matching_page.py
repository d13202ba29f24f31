"""The page on which a version is matched to the one before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from plans.actions import records
from plans.actions.refusals import Refused
from plans.actions.setting_up import save_section
from plans.actions.versions import match_outcomes, start_version
from plans.matched import read_matched
from plans.models import Locality, Plan, User

from .cast import Cast, place
from .factories import OutcomeFactory
from .next_version import ids, links
from .reading import page
from .version_pages import at, form_of, reworded, shown

ClientFor = Callable[[User | None], Client]


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.administrator)


@pytest.fixture
def draft(forward: Callable[..., Plan]) -> Plan:
    return forward()


# --- The matching -------------------------------------------------------------------------------------------


def test_each_outcome_says_what_became_of_it_with_the_wording_side_by_side(
    draft: Plan, cast: Cast, administrator: Client
) -> None:
    one = reworded(draft, cast, "2.1", "Workers have supervision every month, and it is written up")
    there = page(administrator, at("matching", draft))
    row = there.the("tr", id=f"match-{one.pk}")
    assert "Reworded from 2.1," in row.words
    assert [part.words for part in row.all("del")] == ["[removed: four weeks]"]
    assert [part.words for part in row.all("ins")] == ["[added: month]"]
    assert "Same as 1.1" in there.words
    assert "6 same 1 reworded" in there.words


def test_what_is_proposed_is_marked_ticked_and_kept_only_when_it_is_saved(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client
) -> None:
    [part] = [OutcomeFactory(section=draft.sections.get(number="2"), statement="Lifts in both offices work")]
    address = at("matching", draft)
    there = page(administrator, address)
    assert "New Proposed" in there.the("tr", id=f"match-{part.pk}").words
    assert "1 proposed, not saved" in there.words
    assert read_matched(draft).undecided == (part.pk,)
    response = administrator.post(address, form_of(there), follow=True)
    assert "Every outcome is matched." in shown(response).words
    assert read_matched(draft).is_finished
    assert "Proposed" not in page(administrator, address).words


def test_a_person_may_choose_otherwise_by_tick_or_by_ref(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    address = at("matching", draft)
    sent = form_of(page(administrator, address))
    [one, two] = ids(draft, "1.1", "1.2")
    sent |= {f"other-{one}": ["2.1, 2.2"], f"new-{two}": ["1"]}
    del sent[f"from-{two}"]
    administrator.post(address, sent)
    assert links(draft)["1.1"] == {"1.1", "2.1", "2.2"}
    assert "1.2" not in links(draft)
    there = page(administrator, address)
    assert "Merged from 1.1, 2.1 and 2.2" in there.words or "Merged from" in there.words
    # Nothing continues 1.2 of the version before any more, and nobody has said that it is dropped.
    assert read_matched(draft).left_over == tuple(ids(plan, "1.2"))
    administrator.post(address, form_of(there))
    assert read_matched(draft).said_dropped == set(ids(plan, "1.2"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"other": "9.9"}, "1.1: The version before has no 9.9."),
        ({"new": "1"}, "1.1: 1.1 cannot be new and continue another"),
        ({"reason": ""}, "Say why, in up to 500 characters"),
        ({"reason": "x" * 501}, "Say why, in up to 500 characters"),
    ],
)
def test_a_wrong_match_is_said_beside_it_and_nothing_is_lost(
    draft: Plan, administrator: Client, typed: Any, says: str
) -> None:
    address = at("matching", draft)
    [one, two] = ids(draft, "1.1", "2.3")
    before = links(draft)
    sent = form_of(page(administrator, address)) | {f"other-{two}": ["1.2"]}
    sent |= {name if name == "reason" else f"{name}-{one}": [value] for name, value in typed.items()}
    response = administrator.post(address, sent)
    assert "Error: Match the outcomes" in response.content.decode()
    back = shown(response)
    assert says in back.words
    assert links(draft) == before
    assert form_of(back) == sent


@pytest.mark.parametrize("sent", ["9" * 5000, "\u0661", "", "1.1"])
def test_what_no_tick_sends_ticks_nothing(draft: Plan, administrator: Client, sent: str) -> None:
    address = at("matching", draft)
    [one] = ids(draft, "1.1")
    form = form_of(page(administrator, address)) | {f"from-{one}": [sent]}
    assert administrator.post(address, form).status_code == 302
    assert "1.1" not in links(draft)


def test_a_stale_form_is_refused_and_shows_what_was_saved_meanwhile(
    plan: Plan, draft: Plan, administrator: Client
) -> None:
    address = at("matching", draft)
    mine = form_of(page(administrator, address))
    [one] = ids(draft, "1.1")
    theirs = mine | {f"other-{one}": ["1.2"]}
    administrator.post(address, theirs)
    mine = mine | {f"other-{one}": ["2.3"]}
    back = shown(administrator.post(address, mine))
    assert "Somebody else has changed this" in back.words
    assert "Saved meanwhile: 1.1, 1.2" in back.words or "Saved meanwhile: 1.2, 1.1" in back.words
    kept = form_of(back)
    assert kept[f"other-{one}"] == ["2.3"]
    assert links(draft)["1.1"] == {"1.1", "1.2"}
    administrator.post(address, kept)
    assert links(draft)["1.1"] == {"1.1", "2.3"}


def test_names_that_differ_slightly_are_proposed_as_one_and_can_be_made_one(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client
) -> None:
    section = draft.sections.get(number="2")
    save_section(section=section, columns=["Wexleys", "Thornby"], by=cast.administrator, reason="As printed")
    address = at("matching", draft)
    there = page(administrator, address)
    assert "Like “Wexley” of the version before: one letter differs." in there.words
    name = f"locality-{place('Wexleys').pk}"
    administrator.post(address, form_of(there))
    assert place("Wexleys").columns.count() == 1  # nobody has decided
    administrator.post(address, form_of(page(administrator, address)) | {name: ["renamed"]})
    assert [link.locality.name for link in section.columns.all()] == ["Wexley", "Thornby"]
    assert "Wexley is called Wexleys." in page(administrator, at("start_version", draft)).words
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    assert sorted(Locality.objects.values_list("name", flat=True))[-1] == "Wexleys"


@pytest.fixture
def renamed(draft: Plan, cast: Cast, administrator: Client) -> Plan:
    """Wexley is to be called Wexleys from the start on."""
    section = draft.sections.get(number="2")
    save_section(section=section, columns=["Wexleys", "Thornby"], by=cast.administrator, reason="As printed")
    address, name = at("matching", draft), f"locality-{place('Wexleys').pk}"
    administrator.post(address, form_of(page(administrator, address)) | {name: ["renamed"]})
    return draft


def test_a_new_name_can_be_changed_and_given_up_until_the_start(renamed: Plan, administrator: Client) -> None:
    address, name = at("matching", renamed), f"name-{place('Wexley').pk}"
    assert form_of(page(administrator, address))[name] == ["Wexleys"]
    administrator.post(address, form_of(page(administrator, address)) | {name: ["Wexley Vale"]})
    assert "Wexley is called Wexley Vale." in page(administrator, at("start_version", renamed)).words
    administrator.post(address, form_of(page(administrator, address)) | {name: [""]})
    assert "is called" not in page(administrator, at("start_version", renamed)).words
    assert name not in form_of(page(administrator, address))


def test_a_new_name_that_another_locality_has_is_refused_and_stays_typed(
    renamed: Plan, administrator: Client
) -> None:
    address, name = at("matching", renamed), f"name-{place('Wexley').pk}"
    again = shown(administrator.post(address, form_of(page(administrator, address)) | {name: ["thornby"]}))
    assert "has a column called “thornby”" in again.words
    assert form_of(again)[name] == ["thornby"]
    assert "Wexley is called Wexleys." in page(administrator, at("start_version", renamed)).words


def test_a_name_taken_meanwhile_is_mended_on_this_page(
    renamed: Plan, cast: Cast, administrator: Client
) -> None:
    taken = Locality(authority=renamed.authority, name="Wexleys", kind=Locality.Kind.AREA)
    records.save(taken, by=cast.administrator, reason="Opened in May")
    begin = at("start_version", renamed)
    refused = shown(administrator.post(begin, form_of(page(administrator, begin))))
    assert "Choose another name where the outcomes are matched." in refused.words
    address, name = at("matching", renamed), f"name-{place('Wexley').pk}"
    administrator.post(address, form_of(page(administrator, address)) | {name: ["Wexley and Dale"]})
    assert administrator.post(begin, form_of(page(administrator, begin))).status_code == 302
    assert place("Wexley and Dale").columns.filter(section__plan=renamed).exists()


def test_no_other_locality_is_renamed_from_here(renamed: Plan, cast: Cast) -> None:
    thornby = place("Thornby").pk
    with pytest.raises(Refused):
        match_outcomes(
            plan=renamed, matches={}, names={thornby: "Thornham"},
            by=cast.administrator, reason="In passing",
        )  # fmt: skip


def test_a_live_version_is_matched_on_the_same_page(
    plan: Plan, draft: Plan, cast: Cast, administrator: Client
) -> None:
    start_version(plan=draft, by=cast.administrator, reason="Agreed")
    address = at("matching", draft)
    assert address in page(administrator, at("plan", draft)).links.values()
    [one] = ids(draft, "1.1")
    administrator.post(address, form_of(page(administrator, address)) | {f"other-{one}": ["1.2"]})
    assert links(draft)["1.1"] == {"1.1", "1.2"}
