"""Ways of spoiling the record past the service, and the check that must name each."""

from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from plans.actions import records
from plans.models import Outcome, Plan, VersionDraft

from .factories import (
    AuthorityFactory,
    LeadFactory,
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
)
from .lifted_refusals import LIFTED
from .past_the_triggers import forge, sql, unguarded
from .spoilt_ratings import SPOILT_RATINGS

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
    **SPOILT_RATINGS,
    **LIFTED,
    move_an_outcome: "section elsewhere",
    follow_a_stranger: "predecessor elsewhere",
    follow_another_authority_s_plan: "version of another authority",
    open_the_version_before: "version before still open",
    cut_a_draft_loose: "draft cut loose",
    start_past_its_own_page: "draft cut loose",
    lead_from_another_authority: "another authority",
}
