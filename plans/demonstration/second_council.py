"""A second, tiny council, so that there is somebody who must see nothing of the first."""

from django.contrib.auth.hashers import make_password

from ..actions import records
from ..models import Authority, Lead, Locality, Membership
from .people import PASSWORD, SignIn, make_account
from .plan_text import REASON, Shelf, make_plan, outcomes_in
from .sources import Calendar, dated, read

_FILE = "wendlebury/plan.toml"


def second_council_sign_in() -> SignIn:
    """Its administrator."""
    person = read(_FILE)["administrator"]
    return SignIn(person["name"], person["post"], Membership.Role.ADMINISTRATOR.label, person["email"])


def load_second_council(*, calendar: Calendar) -> None:
    """Its plan and its administrator; nothing of it is rated yet."""
    source = read(_FILE)
    when = calendar.moment(source["dated"])
    by = make_account(source["administrator"], made=when, by=None, password=make_password(PASSWORD))
    authority = Authority(name=source["authority"], slug=source["authority_slug"])
    records.save(dated(authority, when), by=by, reason=REASON)
    localities = [Locality(authority=authority, name=source["area"])]
    leads = [
        Lead(authority=authority, title=title)
        for title in {lead: None for row in outcomes_in(source) for lead in row["leads"]}
    ]
    records.create_many([dated(locality, when) for locality in localities], by=by, reason=REASON)
    records.create_many([dated(lead, when) for lead in leads], by=by, reason=REASON)
    shelf = Shelf(
        authority,
        {locality.name: locality for locality in localities},
        {lead.title: lead for lead in leads},
        {},
    )
    plan = make_plan(
        source, shelf=shelf, made=source["dated"], month=calendar.month(source["dated"]), by=by,
        calendar=calendar,
    )  # fmt: skip
    member = Membership(user=by, plan=plan, role=Membership.Role.ADMINISTRATOR)
    records.save(dated(member, when), by=by, reason="Set up with the plan")
