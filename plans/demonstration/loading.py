"""Loads the demonstration into an empty database, through the actions that people's own work goes through."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..actions import records
from ..actions.correcting import correct_rating
from ..actions.rating import CellRating, rate_cells
from ..actions.refusals import Refused
from ..models import Authority, Lead, Locality, Plan, Rating, Theme, User
from ..parts import tell_stories
from .meetings import tell_of_meetings
from .papers import tell_of_papers
from .people import (
    FIRST,
    PASSWORD,
    PRESENT,
    SignIn,
    close_accounts_of_leavers,
    join,
    make_people,
    sign_ins_in,
)
from .plan_text import REASON, Shelf, make_plan, outcomes_in, reword, withdraw
from .reasons import ReasonBank
from .second_council import load_second_council, second_council_sign_in
from .sources import Calendar, dated, one_line, read
from .story import Story, Told

__all__ = ["PASSWORD", "DemonstrationRefused", "is_loaded", "load_demonstration", "sign_ins"]


class DemonstrationRefused(Refused):
    """The database is somebody's own; nothing was changed."""


def is_loaded() -> bool:
    """Whether the demonstration is in this database."""
    return Plan.objects.filter(slug=read("marlshire/plan.toml")["slug"]).exists()


def sign_ins() -> list[SignIn]:
    """The people who can sign in, with everybody's role; their password is ``PASSWORD``."""
    return [*sign_ins_in(read("marlshire/authority.toml")["people"]), second_council_sign_in()]


@transaction.atomic
def load_demonstration(*, today: dt.date | None = None) -> Plan:
    """Load everything, or nothing.

    Args:
        today: the day before which the story ends; today if not given.

    Returns:
        The present plan.

    Raises:
        DemonstrationRefused: the database holds plans already, or accounts with these addresses.
    """
    _refuse_unless_empty()
    source, letters = read("marlshire/authority.toml"), read("marlshire/ratings.toml")
    present, first = read("marlshire/plan.toml"), _with_shared_wording(read("marlshire/first_plan.toml"))
    calendar = Calendar.ending_before(today or timezone.localdate(), letters["story_ends"])
    rounds: list[dt.date] = letters["rounds"]
    # Set up a week before it is first rated.
    started = {FIRST: first["dated"], PRESENT: rounds[0] - dt.timedelta(days=7)}
    entries = source["people"]
    people = make_people(entries, started=started, rounds=rounds, calendar=calendar)
    administrator = next(iter(people.values()))
    shelf = _fill_shelf(source, [first, present], by=administrator, when=calendar.moment(started[FIRST]))
    predecessor: Plan | None = None
    for which, text, ratings_file, month in (
        (FIRST, first, "marlshire/first_ratings.toml", calendar.month(started[FIRST])),
        (PRESENT, present, "marlshire/ratings.toml", calendar.month(rounds[0])),
    ):
        if which == PRESENT:
            _rename(source, shelf, by=administrator, when=calendar.moment(started[PRESENT], "10:30"))
        plan = make_plan(
            text, shelf=shelf, made=started[which], month=month, by=administrator, calendar=calendar,
            predecessor=predecessor,
        )  # fmt: skip
        join(
            plan, which, entries, people=people, leads=shelf.leads, localities=shelf.localities,
            rounds=rounds, made=started[which], by=administrator, calendar=calendar,
        )  # fmt: skip
        story = Story(
            read(ratings_file),
            read("marlshire/events.toml") if which == PRESENT else {},
            plan=text,
            people=entries,
            bank=ReasonBank(read("marlshire/reasons.toml")),
            called=letters["called"],
            calendar=calendar,
        )
        replay(story.tell(), plan=plan, people=people, localities=shelf.localities)
        until = first["closed"] if which == FIRST else None
        tell_stories(plan, people=people, calendar=calendar, until=until)
        if which == PRESENT:
            tell_of_meetings(plan, people=people, calendar=calendar, made=started[PRESENT])
        if which == FIRST:
            plan.status = Plan.Status.CLOSED
            closed = calendar.moment(first["closed"], "16:00")
            records.save(dated(plan, closed), by=administrator, reason="Replaced by the present plan")
        predecessor = plan
    reword(present, plan=plan, rounds=rounds, by=administrator, calendar=calendar)
    withdraw(present, plan=plan, people=people, calendar=calendar)
    close_accounts_of_leavers(entries, people=people, rounds=rounds, by=administrator, calendar=calendar)
    tell_of_papers(plan, people=people, calendar=calendar)
    load_second_council(calendar=calendar)
    return plan


def replay(
    story: Sequence[Told], *, plan: Plan, people: Mapping[str, User], localities: Mapping[str, Locality]
) -> None:
    """Give the ratings of a story one save after another, as each person gave theirs.

    Args:
        story: in the order in which it was entered.
        people: the part of an address before the ``@`` -> the person.
        localities: name -> locality; Overall is none of them.
    """
    outcomes = {outcome.ref: outcome for outcome in plan.outcomes.select_related("plan")}
    given: dict[Told, Rating] = {}

    def where(told: Told) -> Locality | None:
        return localities.get(told.cell[1])

    def one_save(told: Told) -> tuple[dt.datetime, str, bool]:
        return told.recorded_at, told.person, told.mends is not None

    for (recorded_at, person, mending), entered in groupby(story, key=one_save):
        if mending:
            for told in entered:
                assert told.mends is not None  # noqa: S101 - what `mending` means
                correct_rating(
                    rating=given[told.mends], reason=told.mended_because, by=people[person], rag=told.rag,
                    locality=where(told), commentary=told.commentary, effective_on=told.on,
                    recorded_at=recorded_at,
                )  # fmt: skip
            continue
        save = list(entered)
        wanted = [
            CellRating(outcomes[told.cell[0]], where(told), told.rag, told.commentary, told.on)
            for told in save
            if told.rag
        ]
        saved = rate_cells(plan=plan, ratings=wanted, by=people[person], recorded_at=recorded_at)
        given.update(zip(save, saved, strict=True))


def _refuse_unless_empty() -> None:
    if Plan.objects.exists() or Authority.objects.exists():
        raise DemonstrationRefused(
            "This database holds plans of its own, so the demonstration was not loaded. "
            "Load it into a new one: give another in DATABASE_URL."
        )
    taken = User.objects.filter(email__in=[person.email for person in sign_ins()]).first()
    if taken:
        raise DemonstrationRefused(
            f"This database has an account for {taken.email}, who is one of the demonstration's people, "
            "so the demonstration was not loaded."
        )


def _with_shared_wording(first: dict[str, Any]) -> dict[str, Any]:
    """The first plan with the statements that its file leaves to the present plan's."""
    present = {row["ref"]: row for row in outcomes_in(read("marlshire/plan.toml"))}
    for row in outcomes_in(first):
        if "same_as" in row:
            shared = present[row["same_as"]]
            row["statement"] = one_line(shared["statement"])
            row["themes"] = shared.get("themes", [])
    return first


def _fill_shelf(
    source: Mapping[str, Any], plans: Sequence[Mapping[str, Any]], *, by: User, when: dt.datetime
) -> Shelf:
    """The authority with its localities, themes, and every lead that a plan or a person names.

    A locality that was called otherwise at first begins under that name; it is found under both.
    """
    authority = Authority(name=source["name"], short_name=source["short_name"], slug=source["slug"])
    records.save(dated(authority, when), by=by, reason=REASON)
    named = [lead for plan in plans for row in outcomes_in(plan) for lead in row["leads"]]
    held = [lead for person in source["people"] for lead in person.get("leads", ())]
    first_names = source["once_called"]
    localities = [
        Locality(authority=authority, name=first_names.get(name, name), kind=kind)
        for kind, names in (
            (Locality.Kind.AREA, source["areas"]),
            (Locality.Kind.SERVICE, source["services"]),
        )
        for name in names
    ]
    leads = [Lead(authority=authority, title=title) for title in dict.fromkeys([*named, *held])]
    themes = [Theme(authority=authority, name=name) for name in source["themes"]]
    for made in (localities, leads, themes):
        records.create_many([dated(record, when) for record in made], by=by, reason=REASON)
    called = {locality.name: locality for locality in localities}
    return Shelf(
        authority,
        called | {name: called[first] for name, first in first_names.items()},
        {lead.title: lead for lead in leads},
        {theme.name: theme for theme in themes},
    )


def _rename(source: Mapping[str, Any], shelf: Shelf, *, by: User, when: dt.datetime) -> None:
    """Give the localities that were called otherwise at first the names that they have now."""
    for name in source["once_called"]:
        locality = shelf.localities[name]
        locality.name = name
        records.save(dated(locality, when), by=by, reason="Called so in the new plan")
