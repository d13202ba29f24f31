"""Ways of taking away what the database refuses, and the check that must name each."""

from collections.abc import Callable

from django.db import connection

from plans.models import Plan

from .past_the_triggers import sql


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


def _false_alarms_kept_from(events: str, gone: str) -> None:
    if connection.vendor == "sqlite":
        sql(f"DROP TRIGGER {gone}")
    else:
        sql(f"CREATE OR REPLACE TRIGGER false_alarm_append_only BEFORE {events} ON plans_falsealarm "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_false_alarm_change()")  # fmt: skip


def change_false_alarms(plan: Plan) -> None:
    _false_alarms_kept_from("DELETE OR TRUNCATE", "false_alarm_no_update")


def delete_false_alarms(plan: Plan) -> None:
    _false_alarms_kept_from("UPDATE OR TRUNCATE", "false_alarm_no_delete")


def empty_false_alarms(plan: Plan) -> None:
    _false_alarms_kept_from("UPDATE OR DELETE", "false_alarm_no_delete")


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


LIFTED: dict[Callable[[Plan], None], str] = {
    change_a_rating_freely: "ratings can be changed",
    delete_ratings_freely: "ratings can be deleted",
    correct_freely: "ratings can be corrected elsewhere",
    replace_or_empty_freely: {"sqlite": "ratings can be replaced", "postgresql": "ratings can be emptied"}[
        connection.vendor
    ],
    change_false_alarms: "false alarms can be changed",
    delete_false_alarms: "false alarms can be deleted",
    empty_false_alarms: f"false alarms can be {'replaced' if connection.vendor == 'sqlite' else 'emptied'}",
    rewrite_history_freely: "history can be changed",
    sign_history_freely: "history can be signed again",
    delete_history_freely: "history can be deleted",
    replace_or_empty_history_freely: {
        "sqlite": "history can be replaced",
        "postgresql": "history can be emptied",
    }[connection.vendor],
}
"""What is done -> the check that must name it."""
