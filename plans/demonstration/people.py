"""The demonstration's people: their accounts, their part in each plan, and when they came and left."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from ..actions import records
from ..models import Lead, Locality, Membership, MembershipLead, MembershipLocality, Plan, User
from .sources import Calendar, dated

PASSWORD = "improvement-demo-2026"  # noqa: S105 - printed for everybody who tries the demonstration
FIRST, PRESENT = "first", "present"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in to the demonstration."""

    name: str
    post: str
    role: str
    email: str


def sign_ins_in(people: list[dict[str, Any]]) -> list[SignIn]:
    """Those of the file who have not left, in its order."""
    return [
        SignIn(person["name"], person["post"], Membership.Role(person["role"]).label, person["email"])
        for person in people
        if "left_round" not in person
    ]


def known_as(entry: Mapping[str, Any]) -> str:
    """How the other files name a person: their address before the ``@``."""
    return str(entry["email"]).split("@")[0]


def make_account(entry: Mapping[str, Any], *, made: dt.datetime, by: User | None, password: str) -> User:
    """One account.

    Args:
        entry: the person in the file.
        made: when their history begins.
        by: who made it; None for the first, who can only have made their own.
        password: hashed. It is the same for everybody and public, so it is hashed once for all of them.
    """
    user = dated(User(email=entry["email"], name=entry["name"], password=password), made)
    return records.save(user, by=by or user, reason=f"Account made: {entry['post']}")


def make_people(
    entries: list[dict[str, Any]],
    *,
    started: Mapping[str, dt.date],
    rounds: list[dt.date],
    calendar: Calendar,
) -> dict[str, User]:
    """Every account of the file.

    Args:
        entries: the people.
        started: ``first`` and ``present`` -> when that plan was set up, as written.
        rounds: the rounds of ratings of the present plan, as written.

    Returns:
        The part of their e-mail address before the ``@`` -> the person. The administrator is the first.
    """
    password = make_password(PASSWORD)
    made: dict[str, User] = {}
    by: User | None = None
    for entry in entries:
        began = started[FIRST] if FIRST in entry.get("plans", ()) else started[PRESENT]
        if "joined_round" in entry:
            began = rounds[entry["joined_round"]] - dt.timedelta(days=7)
        user = make_account(entry, made=calendar.moment(began), by=by, password=password)
        by = by or user
        made[known_as(entry)] = user
    return made


def join(
    plan: Plan,
    which: str,
    entries: list[dict[str, Any]],
    *,
    people: Mapping[str, User],
    leads: Mapping[str, Lead],
    localities: Mapping[str, Locality],
    rounds: list[dt.date],
    made: dt.date,
    by: User,
    calendar: Calendar,
) -> None:
    """Give the people who belong to a plan their part in it.

    Args:
        which: ``first`` or ``present``.
        made: the day the plan was set up, as written; those who came later joined later.
    """
    reason = "Given their part in the plan"
    members: list[Membership] = []
    held: list[MembershipLead] = []
    rated: list[MembershipLocality] = []
    for entry in entries:
        if which not in entry.get("plans", (PRESENT,)):
            continue
        joined = rounds[entry["joined_round"]] - dt.timedelta(days=7) if "joined_round" in entry else made
        when = calendar.moment(joined, "10:00")
        member = Membership(
            user=people[known_as(entry)],
            plan=plan,
            role=entry["role"],
            every_locality=entry.get("localities") == "every",
        )
        members.append(dated(member, when))
        held += [
            dated(MembershipLead(membership=member, lead=leads[title]), when)
            for title in entry.get("leads", ())
        ]
        rated += [
            dated(MembershipLocality(membership=member, locality=localities[name]), when)
            for name in entry.get("localities", ())
            if not member.every_locality
        ]
    records.create_many(members, by=by, reason=reason)
    records.create_many(held, by=by, reason=reason)
    records.create_many(rated, by=by, reason=reason)


def close_accounts_of_leavers(
    entries: list[dict[str, Any]],
    *,
    people: Mapping[str, User],
    rounds: list[dt.date],
    by: User,
    calendar: Calendar,
) -> None:
    """Close the accounts of those who left, in the week before the round they no longer took part in."""
    for entry in entries:
        if "left_round" in entry:
            user = people[known_as(entry)]
            user.is_active = False
            left = rounds[entry["left_round"]] - dt.timedelta(days=3)
            records.save(dated(user, calendar.moment(left, "17:00")), by=by, reason="Left the council")
