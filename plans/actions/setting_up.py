"""Changing the plan itself: its outcomes, sections and people."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q

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
    Plan,
    Rating,
    Section,
    SectionColumn,
    Statement,
    Theme,
    User,
)
from . import records
from .child_details import check_no_child_details, check_record
from .people import keep_an_administrator
from .refusals import Refused
from .same_moment import hold_names, refused_if_taken
from .version_order import check_open, check_versions, hold

Record = TypeVar("Record", bound=Model)


@transaction.atomic
def save_record(
    *, record: Record, by: User, reason: str, seen_version: int | None = None, false_alarm: str = ""
) -> Record:
    """Create or change a record that has no action of its own: a locality, lead, theme, statement or plan.

    Args:
        record: with its new values.
        by, reason, seen_version: as in ``records.save``.
        false_alarm: as in ``check_no_child_details``, which may refuse what is typed.

    Raises:
        Refused: somebody else has taken its name since the form was checked; it is part of a closed version;
            or a plan would part from the versions before and after it.
        Stale: somebody changed it since the form was made.
    """
    _hold_names_of(record)
    if isinstance(record, Plan):
        check_versions(record)
    _check_plans_open(record)
    check_record(record=record, by=by, reason=reason, false_alarm=false_alarm)
    what = record._meta.verbose_name
    with refused_if_taken(f"Somebody else has just saved a {what} with the same name, number or address."):
        return records.save(record, by=by, reason=reason, seen_version=seen_version)


@transaction.atomic
def delete_record(*, record: Model, by: User, reason: str) -> None:
    """Delete a record, and what belongs to it alone; see ``records.delete``.

    Raises:
        Refused: something has come to refer to it since the person was asked whether they are sure, or it is
            part of a closed version.
    """
    _hold_names_of(record)
    _check_plans_open(record)
    check_no_child_details(plan=None, texts={"Why it is deleted": reason}, by=by)
    try:
        records.delete(record, by=by, reason=reason)
    except ProtectedError:
        raise Refused(f"This {record._meta.verbose_name} has just come into use, so it stays.") from None


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
    false_alarm: str = "",
) -> Outcome:
    """Create or change an outcome and what stands beside it.

    Args:
        outcome: with its new values; its plan follows from its section.
        leads: titles in the plan's order; one the authority does not have yet is added.
        themes: the themes it belongs to.
        localities: the columns it is narrowed to; none means every column of its section.
        by, reason, seen_version: as in ``records.save``.
        false_alarm: as in ``check_no_child_details``, which may refuse what is typed.

    Raises:
        Refused: it would move to another plan, its plan is closed, or somebody else has taken its ref.
        Stale: somebody changed it since the form was made.
    """
    if outcome.pk and outcome.plan_id != outcome.section.plan_id:
        raise Refused("An outcome stays in its plan: choose a section of the same plan.")
    outcome.plan = outcome.section.plan
    authority = outcome.plan.authority
    hold_names(authority)
    check_open(outcome.plan)
    check_record(record=outcome, by=by, reason=reason, false_alarm=false_alarm)
    with refused_if_taken(f"Somebody else has just given the ref {outcome.ref} to another outcome."):
        records.save(outcome, by=by, reason=reason, seen_version=seen_version)
    signed: dict[str, Any] = {"by": by, "reason": reason, "false_alarm": false_alarm}
    people = [named(Lead, authority, "title", title, **signed) for title in leads]
    records.set_links(outcome, OutcomeLead, "lead", people, by=by, reason=reason)
    records.set_links(outcome, OutcomeTheme, "theme", themes, by=by, reason=reason)
    records.set_links(outcome, OutcomeLocality, "locality", localities, by=by, reason=reason)
    return outcome


@transaction.atomic
def save_section(
    *,
    section: Section,
    columns: Sequence[str],
    by: User,
    reason: str,
    seen_version: int | None = None,
    false_alarm: str = "",
) -> Section:
    """Create or change a section and its columns.

    Args:
        section: with its new values.
        columns: names of localities in order, without Overall; one the authority does not have yet is added.
        by, reason, seen_version: as in ``records.save``.
        false_alarm: as in ``check_no_child_details``, which may refuse what is typed.

    Raises:
        Refused: it would move to another plan, or lose a column that holds ratings, or its plan is closed, or
            somebody else has taken its number.
        Stale: somebody changed it since the form was made.
    """
    authority = section.plan.authority
    hold_names(authority)
    check_open(section.plan)
    if section.pk:
        if Section.objects.get(pk=section.pk).plan_id != section.plan_id:
            raise Refused("A section stays in its plan, with its outcomes and their ratings.")
        for refusal in columns_that_hold_ratings(section, columns, section.has_overall):
            raise Refused(refusal)
    check_record(record=section, by=by, reason=reason, false_alarm=false_alarm)
    with refused_if_taken(f"Somebody else has just given the number {section.number} to another section."):
        records.save(section, by=by, reason=reason, seen_version=seen_version)
    signed: dict[str, Any] = {"by": by, "reason": reason, "false_alarm": false_alarm}
    localities = [named(Locality, authority, "name", name, **signed) for name in columns]
    records.set_links(section, SectionColumn, "locality", localities, by=by, reason=reason)
    return section


def columns_that_hold_ratings(section: Section, columns: Sequence[str], has_overall: bool) -> list[str]:
    """Why these columns cannot be a section's: each one left out that holds ratings, in a sentence.

    Ratings in a column that is gone would still be there, and nobody would see them.
    """
    kept = {name.lower() for name in columns}
    rated = Rating.objects.filter(outcome__section=section)
    refusals = []
    for link in section.columns.select_related("locality"):
        count = rated.filter(locality=link.locality).count()
        if count and link.locality.name.lower() not in kept:
            refusals.append(
                f"{link.locality} holds {count} ratings, so it cannot be left out. "
                "If it has a new name, change that under Localities."
            )
    overall = rated.filter(locality=None).count()
    if overall and not has_overall:
        refusals.append(f"Overall holds {overall} ratings, so it cannot be left out.")
    return refusals


@transaction.atomic
def save_membership(
    *,
    membership: Membership,
    leads: Iterable[Lead],
    localities: Iterable[Locality],
    by: User,
    reason: str,
    seen_version: int | None = None,
    false_alarm: str = "",
) -> Membership:
    """Give a person a part in a plan, or change it.

    Args:
        membership: with its user, plan and role.
        leads: for a manager: the leads they hold.
        localities: for a manager: the localities they rate.
        by, reason, seen_version: as in ``records.save``.
        false_alarm: as in ``check_no_child_details``, which may refuse what is typed.

    Raises:
        Refused: somebody else has just made them a member, their sign-in has ended, an open plan would be
            left with no administrator, or the plan was a draft that somebody has discarded.
        Stale: somebody changed it since the form was made.
    """
    if not membership.pk and not membership.user.is_active:
        raise Refused(
            f"{membership.user} has been removed from the service. "
            "First a superuser ticks “may sign in” on their account, under People."
        )
    if not membership.pk:
        hold(membership.plan)
    elif membership.role != Membership.Role.ADMINISTRATOR:
        keep_an_administrator(membership.plan, without=membership.user)
    check_record(record=membership, by=by, reason=reason, false_alarm=false_alarm)
    with refused_if_taken(f"Somebody else has just made {membership.user} a member of this plan."):
        records.save(membership, by=by, reason=reason, seen_version=seen_version)
    records.set_links(membership, MembershipLead, "lead", leads, by=by, reason=reason)
    records.set_links(membership, MembershipLocality, "locality", localities, by=by, reason=reason)
    return membership


@transaction.atomic
def person_with(*, email: str, name: str, by: User, reason: str) -> User:
    """The person with this e-mail address, in any case; made if there is none.

    A new person has no password: they choose one through "reset your password".
    """
    known = User.objects.filter(email__iexact=email)
    existing = known.first()
    if existing:
        return existing
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, by=by, reason=reason)
    except IntegrityError:  # somebody else made them at the same moment
        return known.get()


def named(
    model: type[Any], authority: Any, field: str, words: str, *, by: User, reason: str, false_alarm: str = ""
) -> Any:
    """An authority's lead or locality by its name, in any case; made if there is none."""
    known = model.objects.filter(authority=authority, **{f"{field}__iexact": words})
    existing = known.first()
    if existing:
        return existing
    where = f"{model._meta.verbose_name}: {field}".capitalize()
    check_no_child_details(plan=None, texts={where: words}, by=by, false_alarm=false_alarm)
    try:
        with transaction.atomic():
            return records.save(model(authority=authority, **{field: words}), by=by, reason=reason)
    except IntegrityError:  # somebody else added it at the same moment
        return known.get()


def _check_plans_open(record: Model) -> None:
    """Whether the plan that a section, outcome or statement is part of is open, and was before."""
    if isinstance(record, Section | Outcome):
        check_open(record.plan)
    elif isinstance(record, Statement):
        sections = Section.objects.filter(Q(pk=record.section_id) | Q(statements=record.pk))
        for plan in Plan.objects.filter(sections__in=sections).distinct().order_by("pk"):
            check_open(plan)


def _hold_names_of(record: Model) -> None:
    if isinstance(record, Locality | Lead | Theme | Plan):
        hold_names(record.authority)
