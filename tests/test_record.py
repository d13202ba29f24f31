"""The record of a plan: what each change says, in a sentence, with what it said and says."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.apps import apps

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.setting_up import delete_record, save_membership, save_section
from plans.models import (
    Lead,
    Locality,
    Membership,
    MembershipLead,
    OutcomeLead,
    OutcomeLocality,
    OutcomePredecessor,
    OutcomeTheme,
    Plan,
    Rag,
    Statement,
    Theme,
)
from plans.models.tracking import tracked_models
from plans.record import Kind
from plans.record.trails import TRAILS

from .cast import WHY, Cast, place
from .factories import OutcomeFactory, PlanFactory, SectionFactory, UserFactory, set_up_by
from .record_reading import (
    EVERY,
    change,
    later,
    outcome_of,
    page,
    sentences,
    told,
)

__all__ = ["later"]

pytestmark = pytest.mark.django_db


# --- Ratings ------------------------------------------------------------------------------------------------


def test_a_rating_says_what_stood_before_and_from_when(plan: Plan, rate: Callable, later: None) -> None:
    rate("2.3", "Wexley", Rag.AMBER, effective_on=dt.date(2025, 5, 1))
    rate("2.3", "Wexley", Rag.GREEN, effective_on=dt.date(2025, 6, 3), commentary="Nine of ten")
    rate("2.3", "Wexley", Rag.GREEN, effective_on=dt.date(2025, 6, 12), commentary="")
    rate("1.1", None, Rag.RED)
    assert sentences(plan) == [
        "2.3 Wexley rated Amber (not rated before), from 1 May 2025",
        "2.3 Wexley rated Green (was Amber), from 3 June 2025",
        "2.3 Wexley confirmed Green, from 12 June 2025",
        "1.1 Overall rated Red (not rated before), from 12 June 2025",
    ]
    assert [one.why for one in told(plan)] == [WHY, "Nine of ten", "", WHY]
    assert [one.rag for one in told(plan)] == [Rag.AMBER, Rag.GREEN, Rag.GREEN, Rag.RED]


def test_a_correction_says_what_was_entered_and_by_whom(
    plan: Plan, cast: Cast, rate: Callable, later: None
) -> None:
    wrong = rate("2.1", "Wexley", Rag.RED, by=cast.manager, effective_on=dt.date(2025, 6, 1))
    right = correct_rating(
        rating=wrong,
        reason="Pressed the wrong letter",
        by=cast.smt,
        rag=Rag.AMBER,
        locality=place("Thornby"),
        effective_on=dt.date(2025, 6, 2),
    )
    correct_rating(rating=right, reason="Neither was meant", by=cast.smt, rag=None)
    first, second, third = told(plan, kinds=frozenset({Kind.RATING, Kind.CORRECTION}))
    assert first.sentence == "2.1 Wexley rated Red (not rated before), from 1 June 2025"
    assert first.notes == ("Corrected since",)
    assert second.sentence == (
        "2.1 Thornby, rating corrected: Amber from 2 June 2025 "
        "(was entered in Wexley as Red from 1 June 2025 by Maya Team)"
    )
    assert second.why == "Pressed the wrong letter"
    assert third.sentence == ("2.1 Thornby, rating struck out: Amber from 2 June 2025 by Sana Director")
    assert sentences(plan, kinds=frozenset({Kind.RATING})) == [first.sentence]
    assert sentences(plan, kinds=frozenset({Kind.CORRECTION})) == [second.sentence, third.sentence]


def test_a_rating_is_seen_against_what_had_been_corrected_by_then(
    plan: Plan, cast: Cast, rate: Callable, later: None
) -> None:
    rate("2.1", None, Rag.GREEN)
    wrong = rate("2.1", None, Rag.RED)
    correct_rating(rating=wrong, reason="Not this outcome", by=cast.smt, rag=None)
    rate("2.1", None, Rag.AMBER)
    ratings = sentences(plan, kinds=frozenset({Kind.RATING}))
    assert ratings[-1] == "2.1 Overall rated Amber (was Green), from 12 June 2025"


# --- Outcomes -----------------------------------------------------------------------------------------------


def test_a_new_wording_comes_with_the_old(plan: Plan, later: None) -> None:
    old = outcome_of(plan, "2.3").statement
    change(outcome_of(plan, "2.3"), statement="Plans are reviewed a day early")
    [one] = told(plan)
    assert one.sentence == "Outcome 2.3 reworded"
    assert (one.said, one.says) == (old, "Plans are reviewed a day early")
    assert one.kinds == {Kind.WORDING}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ref": "2.9"}, "Outcome 2.9, which was 2.3, given a new ref"),
        ({"timescale": "TBC"}, "Timescale of 2.3: from none to TBC"),
        ({"withdrawn_on": dt.date(2025, 5, 4)}, "Outcome 2.3 withdrawn from 4 May 2025"),
    ],
)
def test_what_changes_of_an_outcome(plan: Plan, values: dict, sentence: str, later: None) -> None:
    change(outcome_of(plan, "2.3"), **values)
    assert sentences(plan) == [sentence]


def test_a_timescale_goes_from_words_to_words(plan: Plan, later: None) -> None:
    outcome = change(outcome_of(plan, "1.2"), timescale="March 2015", timescale_on=dt.date(2015, 3, 31))
    change(outcome, timescale="TBC", timescale_on=None)
    change(outcome, timescale="March 2016", timescale_on=dt.date(2016, 3, 1))
    change(outcome, timescale_on=dt.date(2016, 3, 31))
    assert sentences(plan) == [
        "Timescale of 1.2: from none to March 2015",
        "Timescale of 1.2: from March 2015 to TBC",
        "Timescale of 1.2: from TBC to March 2016",
        "Timescale of 1.2, March 2016, means 31 March 2016 (was 1 March 2016)",
    ]
    assert told(plan)[0].notes == ("It means by 31 March 2015",)


def test_an_outcome_comes_back_and_moves(plan: Plan, later: None) -> None:
    outcome = change(outcome_of(plan, "2.3"), withdrawn_on=dt.date(2025, 5, 4))
    change(outcome, withdrawn_on=dt.date(2025, 5, 5))
    change(outcome, withdrawn_on=None)
    change(outcome, section=plan.sections.get(number="3"))
    assert sentences(plan)[1:] == [
        "Outcome 2.3 withdrawn from 5 May 2025 (was 4 May 2025)",
        "Outcome 2.3 brought back, which was withdrawn from 5 May 2025",
        "Outcome 2.3 moved from section 2 to section 3",
    ]


def test_an_outcome_added_and_deleted_says_its_text(plan: Plan, later: None) -> None:
    section = plan.sections.get(number="1")
    outcome = OutcomeFactory(section=section, statement="Calls are answered", timescale="May 2026")
    delete_record(record=outcome, by=set_up_by(), reason="Added twice")
    added, deleted = told(plan)
    assert (added.sentence, added.says) == ("Outcome 1.3 added", "Calls are answered")
    assert added.notes == ("Timescale: May 2026",)
    assert (deleted.sentence, deleted.said) == ("Outcome 1.3 deleted", "Calls are answered")


def test_leads_themes_and_columns_of_an_outcome(plan: Plan, later: None) -> None:
    outcome, theme = outcome_of(plan, "2.3"), Theme.objects.get(name="Case recording")
    by = {"by": set_up_by(), "reason": "Agreed by the board"}
    heads = Lead.objects.get(title="Heads of Service")
    records.set_links(outcome, OutcomeLead, "lead", [heads], **by)
    records.set_links(outcome, OutcomeTheme, "theme", [theme], **by)
    records.set_links(outcome, OutcomeLocality, "locality", [place("Wexley")], **by)
    records.set_links(outcome, OutcomeLocality, "locality", [], **by)
    assert sentences(plan) == [
        "Lead of 2.3: Heads of Service added",
        "Lead of 2.3: Independent Reviewing Officers removed",
        "Theme of 2.3: Case recording added",
        "2.3 narrowed to Wexley",
        "2.3 no longer narrowed to Wexley",
    ]


def test_a_lead_put_in_place_of_another_by_hand_is_told(plan: Plan, later: None) -> None:
    link = OutcomeLead.objects.get(outcome__ref="2.3")
    change(link, lead=Lead.objects.get(title="Heads of Service"))
    assert sentences(plan) == ["Lead of 2.3: from Independent Reviewing Officers to Heads of Service"]


def test_places_and_versions_are_not_told(plan: Plan, later: None) -> None:
    outcome = outcome_of(plan, "2.2")
    change(outcome, position=9)
    change(outcome)
    both = [link.lead for link in outcome.lead_links.all()]
    records.set_links(outcome, OutcomeLead, "lead", both[::-1], by=set_up_by(), reason="In another order")
    assert OutcomeLead.history.filter(history_type="~").count() == 2
    assert sentences(plan) == []


def test_what_an_outcome_continues(plan: Plan, cast: Cast, later: None) -> None:
    old = PlanFactory(
        authority=plan.authority, title="The plan before", dated=dt.date(2023, 10, 1), status="closed"
    )
    change(plan, predecessor=old)
    before = OutcomeFactory(section=SectionFactory(plan=old, number="4"), ref="4.7")
    link = OutcomePredecessor(outcome=outcome_of(plan, "2.3"), predecessor=before)
    records.save(link, by=set_up_by(), reason="Rolled forward")
    added = frozenset({Kind.ADDED})
    assert sentences(plan, kinds=added) == ["2.3 continues 4.7 of the version of October 2023"]
    # Who may not see the version before is told no more than its month.
    assert sentences(plan, kinds=added, by=cast.reader) == [
        "2.3 continues an outcome of the version of October 2023"
    ]


# --- Sections, statements, the plan, what the authority keeps ---------------------------------------------


def test_sections_and_their_columns(plan: Plan, later: None) -> None:
    section, by = plan.sections.get(number="2"), {"by": set_up_by(), "reason": "Three areas now"}
    save_section(section=section, columns=["Wexley", "Thornby", "Calder"], **by)
    section.title, section.has_overall = "Assessment", False
    save_section(section=section, columns=["Wexley", "Thornby"], **by)
    change(section, number="2a")
    new = SectionFactory(plan=plan, number="9", title="Early Help")
    delete_record(record=new, by=set_up_by(), reason="Not yet")
    assert sentences(plan) == [
        "Section 2: column Calder added",
        "Section 2 renamed",
        "Section 2: column Overall removed",
        "Section 2: column Calder removed",
        "Section 2a, which was 2, renumbered",
        "Section 9 added: Early Help",
        "Section 9 deleted: Early Help",
    ]
    assert "Section 2 renamed" in sentences(plan, kinds=frozenset({Kind.WORDING}))


def test_statements(plan: Plan, later: None) -> None:
    statement = Statement.objects.get(kind="want")
    old = statement.text
    change(statement, text="Children are seen alone")
    change(statement, kind="objective", number=3)
    records.delete(statement, by=set_up_by(), reason="Said elsewhere")
    first, second, third = told(plan)
    assert first.sentence == "Section 2: “What do we want to see? 1” reworded"
    assert (first.said, first.says) == (old, "Children are seen alone")
    assert second.sentence == "Section 2: “What do we want to see? 1” is now “Objectives 3”"
    assert (third.sentence, third.said) == ("Section 2: “Objectives 3” deleted", "Children are seen alone")


def test_the_plan_itself(plan: Plan, later: None) -> None:
    old = PlanFactory(authority=plan.authority, dated=dt.date(2023, 10, 1), status="closed")
    change(plan, title="A better plan", introduction="Why we are here", red_means="Nothing has worked")
    change(plan, dated=dt.date(2024, 11, 1), predecessor=old, slug="westermoor")
    change(plan, status="closed", reason="Replaced by the next")
    assert sentences(plan) == [
        "Plan renamed",
        "Introduction added",
        "What Red means reworded",
        "Month on the cover: from October 2024 to November 2024",
        "Plan follows the version of October 2023",
        "Address of the plan: from westermoor-2024 to westermoor",
        "Plan closed",
    ]
    assert page(plan).saves[0].reason == "Replaced by the next"


def test_what_the_authority_keeps_is_told_where_the_plan_uses_it(plan: Plan, later: None) -> None:
    authority, by = plan.authority, {"by": set_up_by(), "reason": "The county's new names"}
    elsewhere = Lead(authority=authority, title="Not of this plan")
    records.save(elsewhere, **by)
    change(elsewhere, title="Still not of this plan")
    change(Locality.objects.get(name="Wexley"), name="Wexley Vale")
    change(Locality.objects.get(name="CiC"), kind="area")
    change(Lead.objects.get(title="Team Managers"), title="Team Leaders")
    change(Theme.objects.get(name="Case recording"), name="Recording")
    change(authority, name="Westermoor Council", short_name="WC")
    assert sentences(plan) == [
        "Locality Wexley renamed Wexley Vale",
        "Locality CiC: from service to area",
        "Lead Team Managers renamed Team Leaders",
        "Theme Case recording renamed Recording",
        "The council's name: from Westermoor County Council to Westermoor Council",
        "The council's short name: from Westermoor to WC",
    ]
    other = PlanFactory(authority=authority)
    assert all("Wexley" not in sentence for sentence in sentences(other))


def test_what_was_renamed_before_the_plan_used_it_is_not_told(plan: Plan, later: None) -> None:
    by = {"by": set_up_by(), "reason": "A new post"}
    lead = records.save(Lead(authority=plan.authority, title="Practice Leads"), **by)
    change(lead, title="Practice Educators")
    records.set_links(outcome_of(plan, "3.1"), OutcomeLead, "lead", [lead], **by)
    change(lead, title="Principal Social Workers")
    assert sentences(plan) == [
        "Lead of 3.1: Practice Educators added",
        "Lead of 3.1: Heads of Service removed",
        "Lead Practice Educators renamed Principal Social Workers",
    ]


def test_a_name_is_told_as_it_was_at_the_time(plan: Plan, rate: Callable, later: None) -> None:
    rate("2.3", "Wexley", Rag.RED)
    change(Locality.objects.get(name="Wexley"), name="Wexley Vale")
    change(outcome_of(plan, "2.3"), ref="2.8")
    rate("2.8", "Wexley Vale", Rag.GREEN)
    assert sentences(plan, kinds=frozenset({Kind.RATING})) == [
        "2.3 Wexley rated Red (not rated before), from 12 June 2025",
        "2.8 Wexley Vale rated Green (was Red), from 12 June 2025",
    ]


def test_a_lead_no_longer_used_is_told_until_it_is_deleted(plan: Plan, later: None) -> None:
    lead = Lead.objects.get(title="Personal Advisers")
    by = {"by": set_up_by(), "reason": "No longer a post"}
    records.set_links(Membership.objects.get(user__name="Oscar Other"), MembershipLead, "lead", [], **by)
    records.set_links(outcome_of(plan, "3.2"), OutcomeLead, "lead", [], **by)
    delete_record(record=lead, **by)
    assert sentences(plan, kinds=frozenset({Kind.LEAD})) == [
        "Lead of 3.2: Personal Advisers removed",
        "Lead Personal Advisers deleted from the council's list",
    ]


# --- People -------------------------------------------------------------------------------------------------


def test_who_became_what(plan: Plan, cast: Cast, later: None) -> None:
    dana = UserFactory(name="Dana Okafor")
    part = Membership(user=dana, plan=plan, role="manager")
    by = {"by": set_up_by(), "reason": "New head of service"}
    lead = Lead.objects.get(title="Heads of Service")
    save_membership(membership=part, leads=[lead], localities=[place("Wexley")], **by)
    part.role, part.every_locality = "smt", True
    save_membership(membership=part, leads=[], localities=[], **by)
    records.delete(part, by=set_up_by(), reason="Left the council")
    assert sentences(plan) == [
        "Dana Okafor became a manager",
        "Dana Okafor holds Heads of Service",
        "Dana Okafor rates Wexley",
        "Dana Okafor became one of the senior management team (was a manager)",
        "Dana Okafor may rate every locality",
        "Dana Okafor no longer holds Heads of Service",
        "Dana Okafor no longer rates Wexley",
        "Dana Okafor is no longer a member (was one of the senior management team)",
    ]
    assert sentences(plan, kinds=EVERY - {Kind.PEOPLE}) == []


def test_every_tracked_model_of_a_plan_has_a_trail() -> None:
    """A model that is added later must be told as well, or be named here with why not."""
    tracked = {model._meta.model_name for model in tracked_models()}
    assert tracked - {trail.model for trail in TRAILS} == {"user"}  # an account belongs to no plan


def test_every_field_is_told_or_known_not_to_be() -> None:
    untold = {"id", "version", "position", "plan_id", "source_digest", "outcome_id", "membership_id"}
    # Told with what they belong to, or by what stands beside them.
    beside = {
        "body": {"authority_id"},
        "recommendation": {"due_on"},
        "progress": {"recommendation_id"},
        "paper": {
            "meeting_id",
            "supplement",
            "waived",
            "known_at",
            "issued_by",
            "body_name",
            "meets_on",
            "item",
            "to_make",
            "template_id",
        },
        "visit": {"first_on", "last_on", "next_expected_by"},
        "judgement": {"visit_id", "adverse"},
        "attachment": {"visit_id", "stored_as", "content_type", "size", "sha256"},
        "deadlinemet": {"visit_id"},
        "finding": {"visit_id"},
        "findingoutcome": {"finding_id"},
        "sample": {"visit_id"},
        "sampleresult": {"sample_id"},
        "sitecheck": {"visit_id", "locality_id", "rating_id", "resolved_on"},
        "decision": {"decided_on"},
    }
    for trail in TRAILS:
        if trail.called:  # it tells no more of its rows than that they are there
            continue
        model = apps.get_model(trail.app, trail.model)
        fields = {field.attname for field in model._meta.concrete_fields} - untold
        fields -= beside.get(trail.model, set())
        fields -= (
            {"slug", "authority_id"} if trail.model in ("authority", "locality", "lead", "theme") else set()
        )
        fields -= {"section_id"} if trail.model == "sectioncolumn" else set()
        assert fields == set(trail.fields) - untold, trail.model
