"""The cast: one person of each kind, on one small plan with each kind of section.

The plan, with its leads in brackets:

1. First Response — Overall only: 1.1 (Service Managers), 1.2 (Team Managers)
2. Assessment Teams — Wexley, Thornby, Overall: 2.1 (Team Managers), 2.2 (Team Managers and Service Managers),
   2.3 (Independent Reviewing Officers)
3. Children in Care — CiC, Care Leavers, no Overall: 3.1 (Heads of Service), 3.2 (Personal Advisers)
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from plans.actions import records
from plans.actions.rating import standing_rating
from plans.models import Locality, Membership, Plan, Rating, Statement, User

from .factories import (
    AuthorityFactory,
    LeadFactory,
    LocalityFactory,
    MembershipFactory,
    OutcomeFactory,
    PlanFactory,
    SectionFactory,
    StatementFactory,
    ThemeFactory,
    UserFactory,
    set_up_by,
)

Role = Membership.Role


@dataclass(frozen=True)
class Cast:
    """Who is who. ``None`` stands for a visitor who has not signed in, and is nobody of the cast.

    Attributes:
        manager: holds Team Managers, for Wexley: rates 2.1 and 2.2 there, and 1.2, which has Overall alone.
        head: holds Team Managers and Heads of Service, in every locality: also Overall of 2.1, and 3.1.
        other_manager: another service's: holds Personal Advisers for Care Leavers: rates 3.2 there.
        smt: of the senior management team.
        clerk: of democratic services.
        reader: a board member.
        administrator: sets this plan up.
        stranger: has an account and no plan.
        outsider: administers another authority's plan.
        superuser: may do anything.
    """

    manager: User
    head: User
    other_manager: User
    smt: User
    clerk: User
    reader: User
    administrator: User
    stranger: User
    outsider: User
    superuser: User


def make_small_plan() -> Plan:
    """The plan that this module describes, with no ratings."""
    authority = AuthorityFactory(name="Westermoor County Council", slug="westermoor")
    plan = PlanFactory(authority=authority, title="Westermoor Improvement Plan", slug="westermoor-2024")
    wexley, thornby = (LocalityFactory(authority=authority, name=name) for name in ("Wexley", "Thornby"))
    in_care, leavers = (
        LocalityFactory(authority=authority, name=name, kind=Locality.Kind.SERVICE)
        for name in ("CiC", "Care Leavers")
    )
    team, service, reviewing, heads, advisers = (
        LeadFactory(authority=authority, title=title)
        for title in (
            "Team Managers",
            "Service Managers",
            "Independent Reviewing Officers",
            "Heads of Service",
            "Personal Advisers",
        )
    )
    supervision, recording = (
        ThemeFactory(authority=authority, name=name)
        for name in ("Supervision and management oversight", "Case recording")
    )

    first = SectionFactory(plan=plan, title="First Response")
    OutcomeFactory(section=first, statement="A contact is screened within one working day", led_by=[service])
    OutcomeFactory(
        section=first,
        statement="Every referral decision has a manager's name and reason on it",
        led_by=[team],
        about=[supervision],
    )

    assessment = SectionFactory(plan=plan, title="Assessment Teams", columns=[wexley, thornby])
    StatementFactory(section=assessment, text="Children are seen on their own, and what they say is written")
    StatementFactory(
        section=assessment, kind=Statement.Kind.CHANGE, text="Assessments wait too long for sign-off"
    )
    OutcomeFactory(
        section=assessment,
        statement="Workers have supervision every four weeks, and it is written up",
        led_by=[team],
        about=[supervision],
    )
    OutcomeFactory(
        section=assessment,
        statement="Chronologies are current in every open case",
        led_by=[team, service],
        about=[recording],
    )
    OutcomeFactory(
        section=assessment, statement="Plans are reviewed on the day they are due", led_by=[reviewing]
    )

    care = SectionFactory(plan=plan, title="Children in Care", has_overall=False, columns=[in_care, leavers])
    OutcomeFactory(
        section=care, statement="Each child has a permanence plan by the second review", led_by=[heads]
    )
    OutcomeFactory(
        section=care, statement="Pathway plans are written with the young person", led_by=[advisers]
    )
    return plan


def make_cast(plan: Plan) -> Cast:
    """The people of that plan, and of none and another."""
    lead = {lead.title: lead for lead in plan.authority.leads.all()}
    place = {locality.name: locality for locality in plan.authority.localities.all()}

    def member(name: str, role: Role, on: Plan = plan, **part: object) -> User:
        user: User = UserFactory(name=name)
        MembershipFactory(user=user, plan=on, role=role, **part)
        return user

    elsewhere = PlanFactory(
        authority=AuthorityFactory(name="Eastholme Borough Council", slug="eastholme"),
        title="Eastholme Improvement Plan",
        slug="eastholme-2024",
    )
    return Cast(
        manager=member("Maya Team", Role.MANAGER, holds=[lead["Team Managers"]], rates_in=[place["Wexley"]]),
        head=member(
            "Hana Head",
            Role.MANAGER,
            holds=[lead["Team Managers"], lead["Heads of Service"]],
            every_locality=True,
        ),
        other_manager=member(
            "Oscar Other", Role.MANAGER, holds=[lead["Personal Advisers"]], rates_in=[place["Care Leavers"]]
        ),
        smt=member("Sana Director", Role.SMT),
        clerk=member("Cleo Clerk", Role.CLERK),
        reader=member("Rory Reader", Role.READER),
        administrator=member("Ada Administrator", Role.ADMINISTRATOR),
        stranger=UserFactory(name="Stan Stranger"),
        outsider=member("Olga Outsider", Role.ADMINISTRATOR, on=elsewhere),
        superuser=UserFactory(name="Sue Superuser", is_superuser=True),
    )


WHY = "Six of ten audited cases met the standard"


def place(name: str | None) -> Locality | None:
    """The locality of that name; None, which is Overall, for None."""
    return Locality.objects.get(name=name) if name else None


def days_ago(days: int) -> dt.date:
    """A date within the life of the plan, told from today."""
    return timezone.localdate() - dt.timedelta(days=days)


def at(days: int, hour: int = 9) -> dt.datetime:
    """An hour of the day so many days ago."""
    return timezone.make_aware(dt.datetime.combine(days_ago(days), dt.time(hour)))


def withdraw(plan: Plan, ref: str, days: int = 5) -> None:
    """Withdraw an outcome, so many days ago."""
    outcome = plan.outcomes.get(ref=ref)
    outcome.withdrawn_on = days_ago(days)
    records.save(outcome, by=set_up_by(), reason="Taken into another outcome")


def stands(plan: Plan, ref: str, column: str | None) -> Rating | None:
    """The rating that stands in a cell, None for Overall, told by name."""
    return standing_rating(plan.outcomes.get(ref=ref), place(column))
