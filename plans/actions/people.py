"""People leaving: a plan, or the service. What they said and did stays in the record under their name."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from ..models import ImportDraft, Membership, Plan, Rating, User
from ..models.tracking import tracked_models
from . import records
from .child_details import check_record
from .refusals import Refused
from .version_order import hold


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person has to do with the service, for whoever is asked whether to remove them.

    Attributes:
        memberships: their parts in plans, which end.
        ratings, changes: how many of each bear their name. Their own account is not counted.
    """

    memberships: tuple[Membership, ...]
    ratings: int
    changes: int

    @property
    def in_the_record(self) -> bool:
        """Whether their account has to stay, so that the record can say who they are."""
        return bool(self.ratings or self.changes)


def standing_of(person: User) -> Standing:
    """What removing this person would end, and what of theirs stays. Reads only."""
    changes = 0
    for model in tracked_models():
        signed = model.history.filter(history_user=person)
        changes += (signed.exclude(id=person.pk) if model is User else signed).count()
    return Standing(
        memberships=tuple(Membership.objects.filter(user=person).select_related("plan", "user")),
        ratings=Rating.objects.filter(recorded_by=person).count(),
        changes=changes,
    )


@transaction.atomic
def remove_person(*, person: User, by: User, reason: str) -> bool:
    """End a person's sign-in and their part in every plan. Their name stays on all that they said and did.

    The account itself is deleted only where the record nowhere names it: somebody invited by mistake, say.

    Args:
        person: who leaves.
        by: a superuser, and somebody else.
        reason: why; kept with each change.

    Returns:
        Whether the account was deleted.

    Raises:
        Refused: it would be their own, or leave an open plan with no administrator.
    """
    if person.pk == by.pk:
        raise Refused("You cannot remove yourself: ask another superuser.")
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = standing_of(person)
    for membership in standing.memberships:
        end_membership(membership=membership, by=by, reason=reason)
    ImportDraft.objects.filter(started_by=person).delete()
    if not standing.in_the_record:
        try:
            with transaction.atomic():
                records.delete(person, by=by, reason=reason)
        except ProtectedError:
            pass  # something refers to them after all, so the account stays
        else:
            return True
    person.is_active = person.is_superuser = False
    person.set_unusable_password()
    records.save(person, by=by, reason=reason)
    return False


@transaction.atomic
def save_person(
    *, person: User, by: User, reason: str, seen_version: int | None = None, false_alarm: str = ""
) -> User:
    """Create or change an account.

    Args:
        person: with its new values.
        by, reason, seen_version: as in ``records.save``.
        false_alarm: as in ``check_no_child_details``, which may refuse what is typed.

    Raises:
        Refused: they would shut themselves out, or an open plan would be left with no administrator.
        Stale: somebody changed it since the form was made.
    """
    if person.pk == by.pk and not (person.is_active and person.is_superuser):
        raise Refused("You cannot shut yourself out: ask another superuser.")
    if person.pk and not person.is_active:
        for membership in Membership.objects.filter(user=person).select_related("plan"):
            keep_an_administrator(membership.plan, without=person)
    check_record(record=person, by=by, reason=reason, false_alarm=false_alarm)
    return records.save(person, by=by, reason=reason, seen_version=seen_version)


@transaction.atomic
def end_membership(*, membership: Membership, by: User, reason: str) -> None:
    """End a person's part in a plan. Their account stays, and their name on all that they said and did.

    Raises:
        Refused: they are the only administrator of an open plan.
    """
    keep_an_administrator(membership.plan, without=membership.user)
    records.delete(membership, by=by, reason=reason)


def keep_an_administrator(plan: Plan, *, without: User) -> None:
    """Refuse to leave an open plan with nobody to set it up. Call it in a transaction, before the change.

    A plan that never had an administrator is a superuser's to set up; a closed one is set up no more.

    Args:
        plan: the plan.
        without: who is about to stop being one of its administrators.

    Raises:
        Refused: they are its only one, or the plan was a draft that somebody has discarded.
    """
    if plan.status == Plan.Status.CLOSED:
        return
    # Of two administrators who leave at the same moment, the second finds that they are the only one.
    hold(plan)
    administrators = Membership.objects.filter(
        plan=plan, role=Membership.Role.ADMINISTRATOR, user__is_active=True
    )
    names = {membership.user_id for membership in administrators}
    if names == {without.pk}:
        raise Refused(
            f"{without} is the only administrator of {plan}, so nobody would be left to set it up. "
            "Make somebody else an administrator of it first."
        )
