"""A plan with a long record: 100,000 changes of every kind, for the pages that read it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import time_machine
from django.apps import apps
from django.urls import reverse

from plans.models import Membership, Plan, Rag, Rating, User
from plans.record.keys import Key
from tests import factories

CHANGES = {
    "rating": 60_000,
    "outcome": 20_000,
    "outcomelead": 10_000,
    "statement": 4_000,
    "outcometheme": 3_000,
    "section": 1_500,
    "sectioncolumn": 1_000,
    "membership": 500,
}
"""How many of each, spread evenly over five years: most of them ratings, as in use."""
FIRST = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)
WORDS = (
    "Workers have supervision every four weeks, and it is written up on the file of each child",
    "Workers have reflective supervision every month, and what was decided is on the file of each child",
)
WHY = "An audit of {n} files showed oversight on most of them, with the reason for each decision."


@dataclass
class LongRecord:
    """The plan; who reads it; somebody who made few of its changes; one outcome and one section."""

    plan: Plan
    administrator: User
    seldom: User
    outcome_id: int
    section_id: int


@time_machine.travel(FIRST - dt.timedelta(days=1))
def make_long_record() -> LongRecord:
    """60 outcomes by 4 columns, and the 100,000 changes of ``CHANGES`` by 20 people."""
    people = factories.UserFactory.create_batch(20)
    plan = factories.PlanFactory(dated=dt.date(2020, 1, 1))
    areas = factories.LocalityFactory.create_batch(3, authority=plan.authority)
    leads = factories.LeadFactory.create_batch(8, authority=plan.authority)
    theme = factories.ThemeFactory(authority=plan.authority)
    sections = [factories.SectionFactory(plan=plan, columns=areas) for _ in range(7)]
    for section in sections:
        factories.StatementFactory(section=section)
    outcomes = [
        factories.OutcomeFactory(section=sections[n % 7], led_by=[leads[n % 8]], about=[theme])
        for n in range(60)
    ]
    administrator, seldom = people[0], people[-1]
    factories.MembershipFactory(plan=plan, user=administrator, role=Membership.Role.ADMINISTRATOR)
    ratings = [
        Rating(
            plan=plan,
            outcome=outcomes[n % 60],
            locality=[*areas, None][n // 60 % 4],
            rag=list(Rag)[(n // 240 // 3 + n) % 4],
            commentary=WHY.format(n=n),
            effective_on=moment.date(),
            recorded_at=moment,
            recorded_by=by,
            recorded_by_name=by.display_name,
        )
        for n, moment, by in _spread(CHANGES["rating"], people)
    ]
    Rating.objects.bulk_create(ratings, batch_size=5_000)
    for model in (name for name in CHANGES if name != "rating"):
        _change(model, CHANGES[model], plan, people)
    return LongRecord(plan, administrator, seldom, outcomes[30].pk, sections[3].pk)


def record_pages(reader: User) -> list[tuple[str, str, float]]:
    """What is measured of the record: the newest page, one amid it, those of an outcome, a section, a person.

    Args:
        reader: made an administrator of the plan, who is shown the most.
    """
    made = make_long_record()
    factories.MembershipFactory(plan=made.plan, user=reader, role=Membership.Role.ADMINISTRATOR)
    amid = Key(FIRST + dt.timedelta(days=900), 0, 0).address
    address = reverse("record", args=[made.plan.slug])
    return [
        (f"Record of {sum(CHANGES.values()):,} changes: {name}", f"{address}{query}", 6.0)
        for name, query in (
            ("the newest", ""),
            ("amid them", f"?before={amid}"),
            ("of one outcome", f"?outcome={made.outcome_id}"),
            ("of one section", f"?section={made.section_id}"),
            ("of somebody who made few", f"?person={made.seldom.pk}"),
        )
    ]


def _spread(count: int, people: list[User]) -> Iterator[tuple[int, dt.datetime, User]]:
    """Moments over five years, each with one of the people; the last of them made one in a thousand."""
    step = dt.timedelta(days=5 * 365) / count
    for n in range(count):
        yield n, FIRST + step * n, people[-1] if n % 1_000 == 500 else people[n % (len(people) - 1)]


def _change(name: str, count: int, plan: Plan, people: list[User]) -> None:
    """Write ``count`` rows of history of one model, as changes to the records that the plan has."""
    history = apps.get_model("plans", f"historical{name}")
    rows = list(islice(cycle(history.objects.filter(history_plan_id=plan.pk)), count))
    seen: dict[int, int] = {}
    made = []
    for (n, moment, by), row in zip(_spread(count, people), rows, strict=True):
        turn = seen[row.id] = seen.get(row.id, 0) + 1
        values = {f.attname: getattr(row, f.attname) for f in history._meta.concrete_fields}
        values |= _said(name, turn) | {
            "history_id": None,
            "history_date": moment + dt.timedelta(days=1),
            "history_user_id": by.pk,
            "history_by": by.display_name,
            "history_change_reason": WHY.format(n=n),
        }
        made.append(history(**values))
    history.objects.bulk_create(made, batch_size=2_000)


def _said(name: str, turn: int) -> dict[str, Any]:
    """What the next change of a record says: links come and go, texts go to and fro, some say nothing."""
    if name in ("outcomelead", "outcometheme", "sectioncolumn"):
        return {"history_type": "+" if turn % 2 == 0 else "-"}
    changed: dict[str, Any] = {"history_type": "~", "version": turn + 1}
    if name == "outcome":
        changed |= {"statement": WORDS[turn // 2 % 2], "timescale": ("March 2021", "TBC")[turn // 3 % 2]}
    elif name == "statement":
        changed["text"] = WORDS[turn % 2]
    elif name == "section":
        changed["title"] = ("Assessment", "Assessment Teams")[turn % 2]
    elif name == "membership":
        changed["role"] = ("reader", "clerk")[turn % 2]
    return changed
