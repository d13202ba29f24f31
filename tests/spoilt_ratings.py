"""Ways of spoiling ratings past the service, and the check that must name each."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from plans.models import Authority, Outcome, Plan, Rating, append_only

from .cast import days_ago
from .factories import LocalityFactory
from .past_the_triggers import sql, unguarded


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
        sql("CREATE UNIQUE INDEX rating_id ON plans_rating (id)")  # other tables refer to it
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


SPOILT_RATINGS: dict[Callable[[Plan], None], str] = {
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
}
"""What is done -> the check that must name it."""
