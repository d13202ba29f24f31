"""How reading the past compares with reading today, and whether a snapshot grows with what lies behind it."""

import datetime as dt
import math
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import Plan, Rating
from plans.snapshot import take_snapshot

from .measure import pair

Get = Callable[[Client, str], Callable[[], None]]
Row = Callable[..., int]
GROWTH = 0.15


def as_at_pages(client: Client, plan: Plan, get: Get, row: Row) -> int:
    """The plan page at three dates of its past, each against today's; the slowest is told."""
    base = f"/plans/{plan.slug}/"
    today = timezone.localdate()
    slowest, at, seconds_then = 0.0, "", 0.0
    for days in (1, 700, 1490):
        address = f"{base}?at={today - dt.timedelta(days=days)}"
        now, then = pair(get(client, base), get(client, address), 40)
        if then / now > slowest:
            slowest, at, seconds_then = then / now, address, then
    asked = []
    for address in (base, at):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    over = row("Plan page as at an earlier date", seconds_then, slowest, "of today's", 1.3, queries=asked[1])
    if asked[0] != asked[1]:
        print(f"| OVER: {asked[1]} queries as at an earlier date, {asked[0]} today | | | | |")
    return over or int(asked[0] != asked[1])


def snapshot_growth(few: Plan, many: Plan, floor: Callable[[], None], row: Row) -> int:
    """How a plan's snapshot grows with its own ratings, and with everybody else's.

    Args:
        few: a plan with one rating in each of its 240 cells.
        many: one of the same shape with 60 in each.
        floor: the floor page, against which the same plan is timed before and after the database grows.
        row: prints.
    """
    one, sixty = pair(lambda: take_snapshot(few), lambda: take_snapshot(many), 40)
    grown = math.log(sixty / one) / math.log(60)
    over = row("Snapshot, 240 to 14,400 ratings in the plan", sixty, grown, "exponent", GROWTH)
    seconds = []
    for total in (6_000, 600_000):
        _fill(few, total)
        seconds.append(pair(floor, lambda: take_snapshot(few), 40))
    (floor_before, before), (floor_after, after) = seconds
    grown = math.log((after / floor_after) / (before / floor_before)) / math.log(100)
    name = "Snapshot, 6,000 to 600,000 ratings in the database"
    return over | row(name, after, grown, "exponent", GROWTH)


def _fill(plan: Plan, total: int) -> None:
    """Give other outcomes of the same authority so many ratings that there are ``total`` besides the plan's.

    They are copies of one another, each with an entry of its own, made by the database: through the ORM, half
    a million would take longer than everything that is measured.
    """
    other = Rating.objects.exclude(plan=plan).order_by("plan_id").values_list("plan_id", flat=True)[0]
    wanted = total - Rating.objects.exclude(plan=plan).count()
    if wanted <= 0:
        return
    unique = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}[connection.vendor]
    columns = "plan_id, outcome_id, locality_id, rag, commentary, effective_on, recorded_at, recorded_by_id"
    copied = Rating.objects.filter(plan_id=other, corrects=None).count()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE times(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < %s)
            INSERT INTO plans_rating ({columns}, recorded_by_name, correction_reason, entry)
            SELECT {columns}, recorded_by_name, '', {unique}
            FROM plans_rating, times WHERE plan_id = %s AND corrects_id IS NULL LIMIT %s
            """,
            [wanted // copied + 1, other, wanted],
        )
        cursor.execute("ANALYZE")
