"""What the database itself refuses, whoever asks, and what is left behind when something changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.rating import rate_outcome
from plans.models import (
    Authority,
    FalseAlarm,
    Lead,
    Locality,
    Membership,
    MembershipLead,
    MembershipLocality,
    Outcome,
    OutcomeLead,
    OutcomePredecessor,
    OutcomeTheme,
    Plan,
    Rag,
    Rating,
    Section,
    SectionColumn,
    Statement,
    Theme,
    UntracedChange,
    User,
    VersionDraft,
)
from tests.broken_rows import OF_MEETINGS, copy, met
from tests.cast import Cast
from tests.factories import AuthorityFactory, OutcomeFactory, PlanFactory, SectionFactory, ThemeFactory

TRACKED = [model for model in apps.get_app_config("plans").get_models() if hasattr(model, "history")]


def insert(row: models.Model) -> None:
    """Straight into the table: no validation, no actions, no signals."""
    models.QuerySet(type(row)).bulk_create([row])


@pytest.fixture
def rating(plan: Plan, cast: Cast) -> Rating:
    outcome = plan.outcomes.get(ref="2.1")
    wexley = plan.authority.localities.get(name="Wexley")
    return rate_outcome(
        outcome=outcome, locality=wexley, rag=Rag.AMBER, commentary="Six of ten on time", by=cast.smt
    )


@pytest.fixture
def overall(plan: Plan, cast: Cast) -> Rating:
    outcome = plan.outcomes.get(ref="2.1")
    return rate_outcome(outcome=outcome, locality=None, rag=Rag.GREEN, commentary="Steady", by=cast.smt)


# Constraint -> a row that breaks it and no other.
BROKEN: dict[str, Callable[[Rating, Rating], models.Model]] = {
    "locality_named_once_in_an_authority": lambda r, o: copy(Locality.objects.first(), name="WEXLEY"),
    "locality_kind_is_known": lambda r, o: copy(Locality.objects.first(), name="New", kind="parish"),
    "lead_titled_once_in_an_authority": lambda r, o: copy(Lead.objects.first(), title="TEAM managers"),
    "theme_named_once_in_an_authority": lambda r, o: copy(Theme.objects.first(), name="case RECORDING"),
    "plan_status_is_known": lambda r, o: copy(r.outcome.plan, slug="new", status="lapsed"),
    "a_text_is_imported_once_in_an_authority": lambda r, o: copy(_imported(), slug="new"),
    "plan_does_not_follow_itself": lambda r, o: copy(
        r.outcome.plan, slug="new", id=987_654, predecessor_id=987_654
    ),
    "section_numbered_once_in_a_plan": lambda r, o: copy(Section.objects.first(), title="Again"),
    "locality_has_one_column_in_a_section": lambda r, o: copy(SectionColumn.objects.first(), position=9),
    "statement_numbered_once": lambda r, o: copy(Statement.objects.first(), text="Again"),
    "statement_kind_is_known": lambda r, o: copy(Statement.objects.first(), kind="wish"),
    "ref_used_once_in_a_plan": lambda r, o: copy(r.outcome, statement="Again"),
    "outcome_says_something": lambda r, o: copy(r.outcome, ref="2.9", statement=""),
    "outcome_has_a_lead_once": lambda r, o: copy(OutcomeLead.objects.first(), position=9),
    "outcome_has_a_theme_once": lambda r, o: copy(OutcomeTheme.objects.first()),
    "outcome_applies_to_a_locality_once": lambda r, o: copy(_narrowed()),
    "outcome_continues_a_predecessor_once": lambda r, o: copy(_continued(r)),
    "outcome_does_not_continue_itself": lambda r, o: OutcomePredecessor(
        outcome=r.outcome, predecessor=r.outcome
    ),
    "version_draft_carries_what_is_known": lambda r, o: VersionDraft(plan=r.plan, carries="some"),
    "one_account_per_address": lambda r, o: copy(User.objects.first(), email="SET-UP@council.example"),
    "one_membership_per_person_and_plan": lambda r, o: copy(Membership.objects.first(), role="reader"),
    "membership_role_is_known": lambda r, o: copy(
        Membership.objects.first(), role="chair", user_id=User.objects.get(email__startswith="set-up").pk
    ),
    "membership_holds_a_lead_once": lambda r, o: copy(MembershipLead.objects.first()),
    "membership_rates_a_locality_once": lambda r, o: copy(MembershipLocality.objects.first()),
    "rating_has_a_colour_or_strikes_one_out": lambda r, o: copy(r, rag=None, entry=_new()),
    "red_and_amber_say_why": lambda r, o: copy(r, commentary="", entry=_new()),
    "a_correction_says_why": lambda r, o: copy(r, corrects_id=r.pk, entry=_new()),
    "a_carried_rating_corrects_nothing": lambda r, o: copy(
        r, corrects_id=r.pk, correction_reason="Slip", carried_from_id=o.pk, entry=_new()
    ),
    "rating_names_its_author": lambda r, o: copy(r, recorded_by_name="", entry=_new()),
    "a_false_alarm_says_who_where_what_and_why": lambda r, o: FalseAlarm(
        said_by=r.recorded_by, said_by_name="Sana", recorded_at=r.recorded_at, where="2.1", kinds="UPN"
    ),
    "one_rating_per_form_and_cell": lambda r, o: copy(r, rag="green"),
    "one_rating_per_form_and_overall": lambda r, o: copy(o, rag="complete"),
    **OF_MEETINGS,
}


def _new() -> Any:
    return Rating._meta.get_field("entry").get_default()


def _imported() -> Plan:
    return PlanFactory(source_digest="a" * 64)


def _continued(rating: Rating) -> models.Model:
    """A link to an outcome of the version before."""
    plan = rating.plan
    plan.predecessor = PlanFactory(authority=plan.authority, status="closed")
    records.save(plan, by=rating.recorded_by, reason="Follows it")
    before = OutcomeFactory(section=SectionFactory(plan=plan.predecessor))
    link = OutcomePredecessor(outcome=rating.outcome, predecessor=before)
    return records.save(link, by=rating.recorded_by, reason="Matched")


def _narrowed() -> models.Model:
    outcome = Outcome.objects.get(ref="2.2")
    [wexley] = Locality.objects.filter(name="Wexley")
    return OutcomeFactory(section=outcome.section, only_in=[wexley]).locality_links.get()


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str, rating: Rating, overall: Rating) -> None:
    row = BROKEN[constraint](rating, overall)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        insert(row)
    if connection.vendor == "postgresql" or "CHECK" in str(refused.value):
        assert constraint in str(refused.value)
    else:
        assert "UNIQUE" in str(refused.value)


def test_every_constraint_has_a_case() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("plans").get_models()
        for constraint in model._meta.constraints
        if not constraint.name.endswith("_history_says_who_why")
    }
    assert declared == set(BROKEN)


@pytest.mark.past_the_actions
def test_the_same_name_is_free_in_another_authority(plan: Plan) -> None:
    insert(copy(Locality.objects.get(name="Wexley"), authority_id=AuthorityFactory().pk))
    assert Locality.objects.filter(name="Wexley").count() == 2


# --- Ratings are append-only --------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[Rating], object]] = {
    "queryset update": lambda rating: Rating.objects.filter(pk=rating.pk).update(rag="green"),
    "save": lambda rating: rating.save(),
    "queryset delete": lambda rating: Rating.objects.filter(pk=rating.pk).delete(),
    "delete": lambda rating: rating.delete(),
    "raw update": lambda rating: _sql(f"UPDATE plans_rating SET rag = 'green' WHERE id = {rating.pk}"),
    "raw delete": lambda rating: _sql(f"DELETE FROM plans_rating WHERE id = {rating.pk}"),
    "bulk_create that updates": lambda rating: Rating.objects.bulk_create(
        [copy(rating, id=rating.pk, rag="green")],
        update_conflicts=True,
        update_fields=["rag"],
        unique_fields=["id"],
    ),
}


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rating_is_never_changed_or_deleted(change: str, rating: Rating) -> None:
    with pytest.raises(DatabaseError, match="Ratings are never changed or deleted"), transaction.atomic():
        CHANGES[change](rating)
    assert Rating.objects.get().rag == Rag.AMBER


def test_a_rating_is_not_replaced_or_truncated(rating: Rating) -> None:
    statement = {
        "sqlite": "INSERT OR REPLACE INTO plans_rating SELECT * FROM plans_rating",
        "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE plans_rating CASCADE",
    }[connection.vendor]
    with pytest.raises(DatabaseError, match="Ratings are never changed or deleted"), transaction.atomic():
        _sql(statement)
    assert Rating.objects.get().rag == Rag.AMBER


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_triggers_outlive_the_emptying_of_a_test_database(time: str, cast: Cast, plan: Plan) -> None:
    assert not Rating.objects.exists()
    made = rate_outcome(
        outcome=plan.outcomes.get(ref="1.1"), locality=None, rag=Rag.GREEN, commentary="Yes", by=cast.smt
    )
    with pytest.raises(DatabaseError, match="never changed or deleted"):
        made.delete()


def test_what_has_been_rated_cannot_be_deleted(rating: Rating, cast: Cast) -> None:
    for record in (rating.outcome, rating.locality, rating.recorded_by):
        with pytest.raises(ProtectedError):
            records.delete(record, by=cast.superuser, reason="Tidying up")


# --- History ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_nothing_is_saved_or_deleted_unsigned(plan: Plan, cast: Cast, reason: str | None) -> None:
    theme = ThemeFactory(authority=plan.authority)
    before = Theme.history.count()
    for unsigned in (copy(theme, name="New").save, theme.save, theme.delete):
        theme._history_user, theme._change_reason = cast.smt, reason
        with pytest.raises(UntracedChange), transaction.atomic():
            unsigned()
    theme._history_user, theme._change_reason = None, "A reason, and nobody who gives it"
    with pytest.raises(UntracedChange), transaction.atomic():
        theme.save()
    assert Theme.history.count() == before
    assert Theme.objects.filter(pk=theme.pk).exists()


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_every_row_of_history_says_who_and_why(
    model: Any, cast: Cast, request: pytest.FixtureRequest
) -> None:
    if model is OutcomePredecessor:
        _continued(request.getfixturevalue("rating"))
    elif model.__name__ in {"Body", "Meeting", "Recommendation", "Progress", "Paper"}:
        met(request.getfixturevalue("rating"))
    elif not model.history.exists():
        _narrowed()
    rows = model.history.all()
    assert rows
    assert not rows.filter(history_user=None).exists()
    assert not rows.filter(history_by="").exists()
    for column in ("history_change_reason", "history_by"):
        for nothing in ("", None):
            row = rows[0]
            row.pk = None
            setattr(row, column, nothing)
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save(force_insert=True)


def test_a_signature_is_for_one_change(plan: Plan, cast: Cast) -> None:
    theme = records.save(Theme.objects.first(), by=cast.smt, reason="Touched")
    with pytest.raises(UntracedChange), transaction.atomic():
        theme.save()


def test_a_change_keeps_who_when_and_why(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="1.1")
    outcome.statement = "A contact is screened on the day it arrives"
    records.save(outcome, by=cast.administrator, reason="Agreed at the October board")
    now, before = outcome.history.all()
    assert (now.statement, before.statement) == (
        "A contact is screened on the day it arrives",
        "A contact is screened within one working day",
    )
    assert now.history_user == cast.administrator
    assert now.history_by == "Ada Administrator"
    assert now.history_change_reason == "Agreed at the October board"
    assert now.history_date >= before.history_date


def test_the_name_stays_as_it_was(plan: Plan, cast: Cast) -> None:
    theme = Theme.objects.first()
    records.save(theme, by=cast.clerk, reason="Touched")
    cast.clerk.name = "Cleo Married"
    records.save(cast.clerk, by=cast.superuser, reason="New name")
    assert theme.history.first().history_by == "Cleo Clerk"


def test_what_is_deleted_leaves_its_history(plan: Plan, cast: Cast) -> None:
    outcome = plan.outcomes.get(ref="2.2")
    key, links = outcome.pk, list(outcome.lead_links.values_list("pk", flat=True))
    records.delete(outcome, by=cast.administrator, reason="Entered twice")
    assert not Outcome.objects.filter(pk=key).exists()
    last = Outcome.history.filter(id=key).first()
    assert (last.history_type, last.statement) == ("-", "Chronologies are current in every open case")
    for link in links:
        gone = OutcomeLead.history.filter(id=link).first()
        assert (gone.history_type, gone.history_by, gone.history_change_reason) == (
            "-",
            "Ada Administrator",
            "Entered twice",
        )


def test_many_made_at_once_each_leave_history(plan: Plan, cast: Cast) -> None:
    themes = ThemeFactory.build_batch(3, authority=plan.authority)
    for theme in records.create_many(themes, by=cast.administrator, reason="From the paper plan"):
        row = theme.history.get()
        assert (row.history_type, row.history_by, row.history_change_reason) == (
            "+",
            "Ada Administrator",
            "From the paper plan",
        )
    with pytest.raises(ValueError, match="reason"):
        records.create_many(ThemeFactory.build_batch(1, authority=plan.authority), by=cast.smt, reason=" ")
    assert records.create_many([], by=cast.smt, reason="Nothing to make") == []


# --- People -------------------------------------------------------------------------------------------------


def test_who_sees_which_plan(plan: Plan, cast: Cast) -> None:
    def seen(user: Any) -> list[str]:
        return sorted(Plan.objects.visible_to(user).values_list("slug", flat=True))

    for member in (cast.manager, cast.other_manager, cast.smt, cast.clerk, cast.reader, cast.administrator):
        assert seen(member) == ["westermoor-2024"]
    assert seen(cast.stranger) == []
    assert seen(cast.outsider) == ["eastholme-2024"]
    assert seen(cast.superuser) == ["eastholme-2024", "westermoor-2024"]
    assert seen(AnonymousUser()) == []


def test_who_administers_which_plan(plan: Plan, cast: Cast) -> None:
    administered = {
        name: [plan.slug for plan in Plan.objects.administered_by(person).order_by("slug")]
        for name, person in vars(cast).items()
    }
    assert {name: slugs for name, slugs in administered.items() if slugs} == {
        "administrator": ["westermoor-2024"],
        "outsider": ["eastholme-2024"],
        "superuser": ["eastholme-2024", "westermoor-2024"],
    }


def test_set_up_pages_open_for_administrators_only(cast: Cast) -> None:
    assert {name for name, person in vars(cast).items() if person.is_staff} == {
        "administrator",
        "outsider",
        "superuser",
    }


def test_an_address_is_one_account_in_any_case(cast: Cast) -> None:
    person = User.objects.create_user("Pat.New@Council.Example", by=cast.superuser)
    assert person.email == "pat.new@council.example"
    assert not person.has_usable_password()
    assert User.objects.get_by_natural_key("PAT.new@council.example") == person
    assert person.display_name == "pat.new@council.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("pat.new@COUNCIL.example", by=cast.superuser)
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


def test_a_superuser_is_one_line(db: None) -> None:
    person = User.objects.create_superuser(email="it@council.example", password="a long enough password")
    assert person.is_superuser
    assert person.check_password("a long enough password")
    assert person.history.get().history_user == person


def test_a_password_is_in_no_history(cast: Cast) -> None:
    cast.clerk.set_password("a quite different password")
    cast.clerk.save()
    latest = cast.clerk.history.first()
    assert not hasattr(latest, "password")
    assert (latest.history_by, latest.history_change_reason) == (
        "Cleo Clerk",
        "Changed by the account holder",
    )


def test_how_records_name_themselves(plan: Plan, cast: Cast, rating: Rating) -> None:
    struck = correct_rating(rating=rating, reason="Wrong outcome", rag=None, by=cast.smt)
    assert str(plan) == "Westermoor Improvement Plan, October 2024"
    assert str(plan.sections.get(number="2")) == "2. Assessment Teams"
    assert str(rating.outcome).startswith("2.1 Workers have supervision")
    assert f"{rating.outcome.ref} Wexley: Amber on " in str(rating)
    assert "struck out" in str(struck)
    assert str(Membership.objects.get(user=cast.smt)) == "Sana Director, Senior management team"
    assert str(Authority.objects.get(slug="eastholme")) == "Eastholme Borough Council"
