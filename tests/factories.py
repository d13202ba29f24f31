"""Makes the people, plans and ratings of the tests.

Everything goes through ``plans.actions``, as in use, so that what is made has its history.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import factory
from factory.django import DjangoModelFactory

from plans.actions import records
from plans.actions.rating import CellRating, rate_cells
from plans.models import (
    Authority,
    Lead,
    Locality,
    Membership,
    MembershipLead,
    MembershipLocality,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomeTheme,
    Plan,
    Rag,
    Rating,
    Section,
    SectionColumn,
    Statement,
    Theme,
    User,
)

REASON = "Made for a test"
# All in the past whenever the tests are run, and in this order.
DATED = dt.date(2024, 10, 1)
FIRST_RATED = dt.date(2024, 11, 4)


def set_up_by() -> User:
    """The person who sets everything up; not one of the cast."""
    person = User.objects.filter(email="set-up@council.example").first()
    return person or User.objects.create_superuser("set-up@council.example", name="Set Up")


class Tracked(DjangoModelFactory):
    """Saves as the actions do."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        return records.save(model_class(*args, **kwargs), by=set_up_by(), reason=REASON)


class AuthorityFactory(Tracked):
    """A made-up council."""

    class Meta:
        model = Authority

    name = factory.Sequence(lambda n: f"Westermoor {n} County Council")
    short_name = "Westermoor"
    slug = factory.Sequence(lambda n: f"westermoor-{n}")


class LocalityFactory(Tracked):
    """An area."""

    class Meta:
        model = Locality

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Area {n}")


class LeadFactory(Tracked):
    """A lead."""

    class Meta:
        model = Lead

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Lead {n}")


class ThemeFactory(Tracked):
    """A theme."""

    class Meta:
        model = Theme

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Theme {n}")


class PlanFactory(Tracked):
    """A live plan of October 2024."""

    class Meta:
        model = Plan

    authority = factory.SubFactory(AuthorityFactory)
    title = "Improvement Plan"
    slug = factory.Sequence(lambda n: f"improvement-plan-{n}")
    dated = DATED


class SectionFactory(Tracked):
    """A section; ``columns`` are its localities, in order."""

    class Meta:
        model = Section
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    number = factory.LazyAttribute(lambda section: str(section.plan.sections.count() + 1))
    title = factory.LazyAttribute(lambda section: f"Section {section.number}")
    position = factory.LazyAttribute(lambda section: section.plan.sections.count() + 1)

    @factory.post_generation
    def columns(self: Any, create: bool, localities: Iterable[Locality] | None, **extra: Any) -> None:
        """Give it its columns."""
        records.set_links(self, SectionColumn, "locality", localities or (), by=set_up_by(), reason=REASON)


class StatementFactory(Tracked):
    """A *want* statement."""

    class Meta:
        model = Statement

    section = factory.SubFactory(SectionFactory)
    kind = Statement.Kind.WANT
    number = factory.LazyAttribute(
        lambda statement: statement.section.statements.filter(kind=statement.kind).count() + 1
    )
    text = factory.LazyAttribute(lambda statement: f"Statement {statement.number} of this section")


class OutcomeFactory(Tracked):
    """An outcome; ``led_by``, ``about`` and ``only_in`` are its leads, themes and own localities."""

    class Meta:
        model = Outcome
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    plan = factory.SelfAttribute("section.plan")
    position = factory.LazyAttribute(lambda outcome: outcome.section.outcomes.count() + 1)
    ref = factory.LazyAttribute(lambda outcome: f"{outcome.section.number}.{outcome.position}")
    statement = factory.LazyAttribute(lambda outcome: f"What outcome {outcome.ref} sets out to change")

    @factory.post_generation
    def led_by(self: Any, create: bool, leads: Iterable[Lead] | None, **extra: Any) -> None:
        """Give it its leads."""
        records.set_links(self, OutcomeLead, "lead", leads or (), by=set_up_by(), reason=REASON)

    @factory.post_generation
    def about(self: Any, create: bool, themes: Iterable[Theme] | None, **extra: Any) -> None:
        """Give it its themes."""
        records.set_links(self, OutcomeTheme, "theme", themes or (), by=set_up_by(), reason=REASON)

    @factory.post_generation
    def only_in(self: Any, create: bool, localities: Iterable[Locality] | None, **extra: Any) -> None:
        """Narrow it."""
        records.set_links(self, OutcomeLocality, "locality", localities or (), by=set_up_by(), reason=REASON)


class UserFactory(DjangoModelFactory):
    """A person with no part in any plan. Everybody's password is ``PASSWORD``."""

    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@council.example")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        by = None if kwargs.get("is_superuser") else set_up_by()
        return model_class.objects.create_user(password=PASSWORD, by=by, **kwargs)


PASSWORD = "correct horse battery staple"


class MembershipFactory(Tracked):
    """A part in a plan; ``holds`` are a manager's leads, ``rates_in`` their localities."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    plan = factory.SubFactory(PlanFactory)
    role = Membership.Role.READER

    @factory.post_generation
    def holds(self: Any, create: bool, leads: Iterable[Lead] | None, **extra: Any) -> None:
        """Give a manager their leads."""
        records.set_links(self, MembershipLead, "lead", leads or (), by=set_up_by(), reason=REASON)

    @factory.post_generation
    def rates_in(self: Any, create: bool, localities: Iterable[Locality] | None, **extra: Any) -> None:
        """Give a manager their localities."""
        records.set_links(
            self, MembershipLocality, "locality", localities or (), by=set_up_by(), reason=REASON
        )


def rate_everything(plan: Plan, *, by: User, times: int, first: dt.date = FIRST_RATED) -> list[Rating]:
    """Rate every cell of a plan ``times`` times, a month apart, moving through the colours."""
    colours = [Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE]
    made: list[Rating] = []
    outcomes = list(plan.outcomes.select_related("section").prefetch_related("localities"))
    columns = {
        section.pk: [column.locality for column in section.columns.select_related("locality")]
        + ([None] if section.has_overall else [])
        for section in plan.sections.all()
    }
    for time in range(times):
        day = first + dt.timedelta(days=30 * time)
        ratings = []
        for row, outcome in enumerate(outcomes):
            narrowed = set(outcome.localities.all())
            for place, locality in enumerate(columns[outcome.section_id]):
                if locality is None or not narrowed or locality in narrowed:
                    rag = colours[(row + place + time) % 4]
                    why = f"{outcome.ref} in month {time + 1}: what an audit of ten cases showed"
                    ratings.append(CellRating(outcome, locality, rag, why, day))
        at_nine = dt.datetime.combine(day, dt.time(9), dt.UTC)
        made += rate_cells(plan=plan, ratings=ratings, by=by, recorded_at=at_nine)
    return made
