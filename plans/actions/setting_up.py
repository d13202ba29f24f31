"""Changing the plan itself: its outcomes, sections and people."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from ..models import (
    Lead,
    Locality,
    Membership,
    MembershipLead,
    MembershipLocality,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomeTheme,
    Section,
    SectionColumn,
    Theme,
    User,
)
from . import records


@transaction.atomic
def save_outcome(
    *,
    outcome: Outcome,
    leads: Sequence[str],
    themes: Iterable[Theme],
    localities: Iterable[Locality],
    by: User,
    reason: str,
    seen_version: int | None = None,
) -> Outcome:
    """Create or change an outcome and what stands beside it.

    Args:
        outcome: with its new values; its plan follows from its section.
        leads: titles in the plan's order; one the authority does not have yet is added.
        themes: the themes it belongs to.
        localities: the columns it is narrowed to; none means every column of its section.
        by, reason, seen_version: as in ``records.save``.

    Raises:
        Stale: somebody changed it since the form was made.
    """
    outcome.plan = outcome.section.plan
    records.save(outcome, by=by, reason=reason, seen_version=seen_version)
    authority = outcome.plan.authority
    people = [named(Lead, authority, "title", title, by=by, reason=reason) for title in leads]
    records.set_links(outcome, OutcomeLead, "lead", people, by=by, reason=reason)
    records.set_links(outcome, OutcomeTheme, "theme", themes, by=by, reason=reason)
    records.set_links(outcome, OutcomeLocality, "locality", localities, by=by, reason=reason)
    return outcome


@transaction.atomic
def save_section(
    *, section: Section, columns: Sequence[str], by: User, reason: str, seen_version: int | None = None
) -> Section:
    """Create or change a section and its columns.

    Args:
        section: with its new values.
        columns: names of localities in order, without Overall; one the authority does not have yet is added.
        by, reason, seen_version: as in ``records.save``.

    Raises:
        Stale: somebody changed it since the form was made.
    """
    records.save(section, by=by, reason=reason, seen_version=seen_version)
    authority = section.plan.authority
    localities = [named(Locality, authority, "name", name, by=by, reason=reason) for name in columns]
    records.set_links(section, SectionColumn, "locality", localities, by=by, reason=reason)
    return section


@transaction.atomic
def save_membership(
    *,
    membership: Membership,
    leads: Iterable[Lead],
    localities: Iterable[Locality],
    by: User,
    reason: str,
    seen_version: int | None = None,
) -> Membership:
    """Give a person a part in a plan, or change it.

    Args:
        membership: with its user, plan and role.
        leads: for a manager: the leads they hold.
        localities: for a manager: the localities they rate.
        by, reason, seen_version: as in ``records.save``.
    """
    records.save(membership, by=by, reason=reason, seen_version=seen_version)
    records.set_links(membership, MembershipLead, "lead", leads, by=by, reason=reason)
    records.set_links(membership, MembershipLocality, "locality", localities, by=by, reason=reason)
    return membership


@transaction.atomic
def person_with(*, email: str, name: str, by: User, reason: str) -> User:
    """The person with this e-mail address, in any case; made if there is none.

    A new person has no password: they choose one through "reset your password".
    """
    existing = User.objects.filter(email__iexact=email).first()
    return existing or User.objects.create_user(email, name=name, by=by, reason=reason)


def named(model: type[Any], authority: Any, field: str, words: str, *, by: User, reason: str) -> Any:
    """An authority's lead or locality by its name, in any case; made if there is none."""
    existing = model.objects.filter(authority=authority, **{f"{field}__iexact": words}).first()
    return existing or records.save(model(authority=authority, **{field: words}), by=by, reason=reason)
