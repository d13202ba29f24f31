"""Ways of spoiling the record past the service, and the check that must name each."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from plans.actions import records
from plans.models import Authority, Outcome, Plan, Rating, VersionDraft, append_only

from .cast import days_ago
from .factories import (
    AuthorityFactory,
    LeadFactory,
    LocalityFactory,
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
)
from .past_the_triggers import forge, sql, unguarded


def rating_of(ref: str, **asked: Any) -> Rating:
    return Rating.objects.filter(outcome__ref=ref, **asked).earliest("pk")


def new_rating(**values: Any) -> Rating:
    """A rating written straight into its table: a copy of another, but for these values."""
    row = rating_of("1.1")
    row.pk = None
    row.entry = Rating._meta.get_field("entry").get_default()
    for name, value in values.items():
        setattr(row, name, value)
    Rating.objects.bulk_create([row])
    return row


# --- A change to each kind of thing, straight into the tables -----------------------------------------------


def reword(plan: Plan) -> None:
    sql("UPDATE plans_outcome SET statement = 'Said otherwise' WHERE ref = '1.1'")


def promote(plan: Plan) -> None:
    sql("UPDATE plans_user SET is_superuser = NOT is_superuser WHERE name = 'Rory Reader'")


def relead(plan: Plan) -> None:
    heads = plan.authority.leads.get(title="Heads of Service").pk
    sql(f"UPDATE plans_outcomelead SET lead_id = {heads} WHERE id = (SELECT MIN(id) FROM plans_outcomelead)")


def clear_a_field(plan: Plan) -> None:
    """From something to null, which no ordinary comparison notices."""
    sql("UPDATE plans_plan SET predecessor_id = NULL WHERE slug = 'westermoor-2024'")


def rewrite_history(plan: Plan) -> None:
    newest = Outcome.history.filter(ref="1.1").values_list("history_id", flat=True)[0]
    forge(f"UPDATE plans_historicaloutcome SET timescale = 'May' WHERE history_id = {newest}")


def forget(plan: Plan) -> None:
    forge("DELETE FROM plans_historicaltheme WHERE id = (SELECT MIN(id) FROM plans_theme)")


def forget_the_start(plan: Plan) -> None:
    outcome = plan.outcomes.get(ref="2.3")
    records.save(outcome, by=Plan.history.all()[0].history_user, reason="Read through")
    forge(f"DELETE FROM plans_historicaloutcome WHERE id = {outcome.pk} AND history_type = '+'")


def begin_twice(plan: Plan) -> None:
    outcome = plan.outcomes.get(ref="2.3")
    records.save(outcome, by=Plan.history.all()[0].history_user, reason="Read through")
    forge(f"UPDATE plans_historicaloutcome SET history_type = '+' WHERE id = {outcome.pk}")


def change_after_deletion(plan: Plan) -> None:
    row = Outcome.history.filter(ref="3.2", history_type="-").get()
    row.history_id, row.history_type, row.history_date = None, "~", timezone.now()
    type(row).objects.bulk_create([row])


def delete_unseen(plan: Plan) -> None:
    sql("DELETE FROM plans_statement WHERE id = (SELECT MIN(id) FROM plans_statement)")


def bring_back(plan: Plan) -> None:
    gone = Outcome.history.filter(ref="3.2", history_type="-").get()
    columns = ", ".join(connection.ops.quote_name(f.column) for f in Outcome._meta.concrete_fields)
    sql(
        f"INSERT INTO plans_outcome ({columns}) SELECT {columns} FROM plans_historicaloutcome "
        f"WHERE history_id = {gone.history_id}"
    )


def slip_in(plan: Plan) -> None:
    sql(
        "INSERT INTO plans_theme (name, version, authority_id) "
        "SELECT 'Slipped in', 1, MIN(id) FROM plans_authority"
    )


def blank_a_reason(plan: Plan) -> None:
    unguarded("plans_historicaltheme.theme_history_says_who_why")
    sql("UPDATE plans_historicaltheme SET history_change_reason = ''")


def blank_a_reason_with_spaces(plan: Plan) -> None:
    forge("UPDATE plans_historicaltheme SET history_change_reason = '  '")


def blank_a_name(plan: Plan) -> None:
    unguarded("plans_historicaltheme.theme_history_says_who_why")
    sql("UPDATE plans_historicaltheme SET history_by = ''")


def take_the_person_off(plan: Plan) -> None:
    sql("UPDATE plans_historicaltheme SET history_user_id = NULL")


def sign_for_somebody_else(plan: Plan) -> None:
    forge("UPDATE plans_historicaltheme SET history_by = 'The Secretary of State'")


def move_a_change(plan: Plan) -> None:
    other = Plan.objects.get(slug="westermoor-2023").pk
    forge(f"UPDATE plans_historicaloutcomelead SET history_plan_id = {other}")


def move_a_plan_s_own_change(plan: Plan) -> None:
    forge("UPDATE plans_historicalplan SET history_plan_id = NULL WHERE slug = 'westermoor-2024'")


def give_a_theme_a_plan(plan: Plan) -> None:
    forge(f"UPDATE plans_historicaltheme SET history_plan_id = {plan.pk}")


def carry_from_elsewhere(plan: Plan) -> None:
    new_rating(carried_from=rating_of("1.1"))


def carry_another_colour(plan: Plan) -> None:
    old = Outcome.objects.get(plan__slug="westermoor-2023")
    source = new_rating(outcome=old, plan_id=old.plan_id)
    new_rating(carried_from=source, rag="complete")


def move_a_rating(plan: Plan) -> None:
    new_rating(plan_id=Plan.objects.get(slug="westermoor-2023").pk)


def rate_in_another_authority(plan: Plan) -> None:
    new_rating(locality=LocalityFactory(authority=Authority.objects.get(slug="eastholme")))


def rate_for_nobody(plan: Plan) -> None:
    unguarded("plans_rating.rating_names_its_author")
    new_rating(recorded_by_name="")


def rate_as_somebody_else(plan: Plan) -> None:
    new_rating(recorded_by_name="The Secretary of State")


def rate_without_a_reason(plan: Plan) -> None:
    unguarded("plans_rating.red_and_amber_say_why")
    new_rating(rag="red", commentary="")


def rate_for_tomorrow(plan: Plan) -> None:
    new_rating(effective_on=days_ago(-1))


def strike_nothing_out(plan: Plan) -> None:
    unguarded("plans_rating.rating_has_a_colour_or_strikes_one_out")
    new_rating(rag=None)


def correct_another_outcome_s(plan: Plan) -> None:
    unguarded()
    new_rating(corrects=rating_of("2.1", rag="red", locality__name="Thornby"), correction_reason="Slip")
    append_only.install(connection)


def correct_in_a_ring(plan: Plan) -> None:
    unguarded()
    first = new_rating()
    second = new_rating(corrects=first, correction_reason="Slip")
    sql(f"UPDATE plans_rating SET corrects_id = {second.pk}, correction_reason = 'x' WHERE id = {first.pk}")
    append_only.install(connection)


def correct_before(plan: Plan) -> None:
    wrong = new_rating()
    early = wrong.recorded_at - dt.timedelta(minutes=1)
    new_rating(corrects=wrong, correction_reason="Slip", recorded_at=early)


def correct_what_is_struck_out(plan: Plan) -> None:
    struck = rating_of("2.1", rag=None)
    new_rating(outcome=struck.outcome, corrects=struck, correction_reason="Slip", recorded_at=timezone.now())


def correct_twice(plan: Plan) -> None:
    """SQLite does not let the rule be taken away, so the table is made again without it."""
    unguarded()
    if connection.vendor == "sqlite":
        sql("CREATE TABLE copy AS SELECT * FROM plans_rating")
        sql("DROP TABLE plans_rating")
        sql("ALTER TABLE copy RENAME TO plans_rating")
        columns = ", ".join(f.column for f in Rating._meta.concrete_fields if not f.primary_key)
        sql(
            f"INSERT INTO plans_rating (id, {columns}) SELECT id + 1000, {columns} FROM plans_rating "
            "WHERE corrects_id IS NOT NULL AND rag IS NOT NULL"
        )
    else:
        sql("ALTER TABLE plans_rating DROP CONSTRAINT plans_rating_corrects_id_key")
        again = rating_of("2.1", corrects__isnull=False)
        again.pk, again.entry = None, Rating._meta.get_field("entry").get_default()
        Rating.objects.bulk_create([again])
    append_only.install(connection)


def correct_what_is_not_there(plan: Plan) -> None:
    unguarded()
    wrong = rating_of("2.1", corrects__isnull=True, locality__name="Wexley")
    sql(f"DELETE FROM plans_rating WHERE id = {wrong.pk}")
    append_only.install(connection)


def rate_what_is_not_there(plan: Plan) -> None:
    new_rating(outcome_id=987_654)


def change_a_rating_freely(plan: Plan) -> None:
    """One trigger of the three gone."""
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER rating_no_update")
    else:
        sql("CREATE OR REPLACE TRIGGER rating_append_only BEFORE DELETE OR TRUNCATE ON plans_rating "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rating_change()")  # fmt: skip


def delete_ratings_freely(plan: Plan) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER rating_no_delete")
    else:
        sql("CREATE OR REPLACE TRIGGER rating_append_only BEFORE UPDATE OR TRUNCATE ON plans_rating "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rating_change()")  # fmt: skip


def correct_freely(plan: Plan) -> None:
    on = " ON plans_rating" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER rating_corrects_its_own{on}")


def replace_or_empty_freely(plan: Plan) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER rating_no_delete")
    else:
        sql("CREATE OR REPLACE TRIGGER rating_append_only BEFORE UPDATE OR DELETE ON plans_rating "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rating_change()")  # fmt: skip


def rewrite_history_freely(plan: Plan) -> None:
    """One trigger gone, of one table."""
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER plans_historicalstatement_no_update")
    else:
        sql("DROP TRIGGER history_no_update ON plans_historicalstatement")


def sign_history_freely(plan: Plan) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER plans_historicalstatement_no_new_person")
    else:
        sql(
            "CREATE OR REPLACE TRIGGER history_no_update BEFORE UPDATE ON plans_historicalstatement "
            "FOR EACH ROW WHEN (NEW.history_user_id IS NULL) EXECUTE FUNCTION refuse_history_rewrite()"
        )


def delete_history_freely(plan: Plan) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER plans_historicalstatement_no_delete")
    else:
        sql("CREATE OR REPLACE TRIGGER history_no_delete BEFORE TRUNCATE ON plans_historicalstatement "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()")  # fmt: skip


def replace_or_empty_history_freely(plan: Plan) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER plans_historicalstatement_no_delete")
    else:
        sql("CREATE OR REPLACE TRIGGER history_no_delete BEFORE DELETE ON plans_historicalstatement "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()")  # fmt: skip


def move_an_outcome(plan: Plan) -> None:
    other = SectionFactory(plan=Plan.objects.get(slug="westermoor-2023")).pk
    sql(f"UPDATE plans_outcome SET section_id = {other} WHERE ref = '2.3'")


def follow_a_stranger(plan: Plan) -> None:
    other = OutcomeFactory(section=SectionFactory(plan=PlanFactory(authority=plan.authority))).pk
    sql(f"UPDATE plans_outcomepredecessor SET predecessor_id = {other}")


def follow_another_authority_s_plan(plan: Plan) -> None:
    other = Plan.objects.get(slug="eastholme-2024").pk
    sql(f"UPDATE plans_plan SET predecessor_id = {other} WHERE slug = 'westermoor-2024'")


def open_the_version_before(plan: Plan) -> None:
    sql("UPDATE plans_plan SET status = 'live' WHERE slug = 'westermoor-2023'")


def cut_a_draft_loose(plan: Plan) -> None:
    """What a draft was to start with is kept, and it is live and follows nothing."""
    plan.predecessor = None
    records.save(plan, by=Plan.history.all()[0].history_user, reason="On its own")
    VersionDraft.objects.create(plan=plan)


def start_past_its_own_page(plan: Plan) -> None:
    VersionDraft.objects.create(plan=plan)


def lead_from_another_authority(plan: Plan) -> None:
    other = LeadFactory(authority=AuthorityFactory()).pk
    sql(f"UPDATE plans_outcomelead SET lead_id = {other} WHERE id = (SELECT MIN(id) FROM plans_outcomelead)")


# What is done -> the check that must name it.
SPOILT: dict[Callable[[Plan], None], str] = {
    reword: "differs: outcome",
    promote: "differs: superuser status",
    relead: "differs: lead",
    clear_a_field: "differs: predecessor",
    rewrite_history: "differs: timescale",
    forget: "no history",
    forget_the_start: "history begins",
    begin_twice: "history goes on",
    change_after_deletion: "history goes on",
    delete_unseen: "gone without record",
    bring_back: "deleted and here",
    slip_in: "no history",
    blank_a_reason: "reason missing",
    blank_a_reason_with_spaces: "reason missing",
    blank_a_name: "name missing",
    take_the_person_off: "person missing",
    sign_for_somebody_else: "name not theirs",
    move_a_change: "plan of a change",
    move_a_plan_s_own_change: "plan of a change",
    give_a_theme_a_plan: "plan of a change",
    carry_from_elsewhere: "carried from elsewhere",
    carry_another_colour: "carried otherwise",
    move_a_rating: "plan of a rating",
    rate_in_another_authority: "locality elsewhere",
    rate_for_nobody: "author missing",
    rate_as_somebody_else: "author not theirs",
    rate_without_a_reason: "reason missing",
    rate_for_tomorrow: "dated ahead",
    strike_nothing_out: "neither colour nor correction",
    correct_another_outcome_s: "corrects elsewhere",
    correct_in_a_ring: "corrects too soon",
    correct_before: "corrects too soon",
    correct_what_is_struck_out: "corrects what is struck out",
    correct_twice: "corrected twice",
    correct_what_is_not_there: "corrects nothing",
    rate_what_is_not_there: "outcome missing",
    change_a_rating_freely: "ratings can be changed",
    delete_ratings_freely: "ratings can be deleted",
    correct_freely: "ratings can be corrected elsewhere",
    replace_or_empty_freely: {"sqlite": "ratings can be replaced", "postgresql": "ratings can be emptied"}[
        connection.vendor
    ],
    rewrite_history_freely: "history can be changed",
    sign_history_freely: "history can be signed again",
    delete_history_freely: "history can be deleted",
    replace_or_empty_history_freely: {
        "sqlite": "history can be replaced",
        "postgresql": "history can be emptied",
    }[connection.vendor],
    move_an_outcome: "section elsewhere",
    follow_a_stranger: "predecessor elsewhere",
    follow_another_authority_s_plan: "version of another authority",
    open_the_version_before: "version before still open",
    cut_a_draft_loose: "draft cut loose",
    start_past_its_own_page: "draft cut loose",
    lead_from_another_authority: "another authority",
}
