"""Who may: what a person's membership lets them do on one plan. Reads only.

*Who may* is apart from *when allowed* (a closed plan takes no ratings from anyone), which the actions decide.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .models import Authority, Membership, Plan, User

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class Access:
    """One person's standing on one plan.

    Attributes:
        role: their role; an administrator for a superuser; None for a stranger, and on a draft of the next
            version for whoever does not administer it.
        lead_ids: the leads they hold, as a manager.
        locality_ids: the localities they rate, as a manager.
        every_locality: as a manager, they rate every column.
    """

    user: User
    role: Role | None
    lead_ids: frozenset[int] = frozenset()
    locality_ids: frozenset[int] = frozenset()
    every_locality: bool = False

    @property
    def rates_anything(self) -> bool:
        """Whether rating pages are of use to them."""
        return self.role in (Role.SMT, Role.ADMINISTRATOR) or (
            self.role == Role.MANAGER
            and bool(self.lead_ids)
            and (self.every_locality or bool(self.locality_ids))
        )

    @property
    def is_manager(self) -> bool:
        """Whether they rate only what they lead."""
        return self.role == Role.MANAGER

    @property
    def may_set_up(self) -> bool:
        """Whether they administer the plan."""
        return self.role == Role.ADMINISTRATOR

    @property
    def may_choose_known_at(self) -> bool:
        """Whether they may look at a date as it was known at another time, and not only as it is known now.

        It is for those who answer for papers that have gone out: what a paper said is told by both dates.
        """
        return self.role in (Role.CLERK, Role.ADMINISTRATOR)

    @property
    def may_run_meetings(self) -> bool:
        """Whether they record meetings and what these ask for, and make and issue papers."""
        return self.role in (Role.CLERK, Role.ADMINISTRATOR)

    @property
    def may_see_drafts(self) -> bool:
        """Whether they see papers before these are issued: who makes them, and SMT, who sign them off."""
        return self.role in (Role.SMT, Role.CLERK, Role.ADMINISTRATOR)

    @property
    def may_report_progress(self) -> bool:
        """Whether they say how far a recommendation or action has come."""
        return self.role in (Role.SMT, Role.CLERK, Role.ADMINISTRATOR)

    def may_rate(
        self, *, lead_ids: Collection[int], locality_id: int | None, outcome_localities: Collection[int]
    ) -> bool:
        """Whether they may rate an outcome in one column.

        Args:
            lead_ids: the outcome's leads.
            locality_id: the column; None for Overall.
            outcome_localities: every locality the outcome is rated in. Overall sums these up, so a manager
                sets it only where they rate each of them (or where there are none).
        """
        if self.role in (Role.SMT, Role.ADMINISTRATOR):
            return True
        if self.role != Role.MANAGER or self.lead_ids.isdisjoint(lead_ids):
            return False
        if self.every_locality:
            return True
        if locality_id is None:
            return bool(self.locality_ids) and self.locality_ids.issuperset(outcome_localities)
        return locality_id in self.locality_ids


def access_to(plan: Plan, user: User) -> Access:
    """What this person may do on this plan."""
    if user.is_superuser:
        return Access(user, Role.ADMINISTRATOR)
    membership = Membership.objects.filter(plan=plan, user=user).first()
    if membership is None:
        return Access(user, None)
    role = Role(membership.role)
    if plan.is_next_draft and role != Role.ADMINISTRATOR:
        return Access(user, None)
    if role != Role.MANAGER:
        return Access(user, role)
    return Access(
        user,
        role,
        frozenset(membership.lead_links.values_list("lead_id", flat=True)),
        frozenset(membership.locality_links.values_list("locality_id", flat=True)),
        membership.every_locality,
    )


def people_above_managers(plan: Plan) -> set[int]:
    """Ids of the SMT members and administrators of a plan: what they rated, a manager does not correct."""
    above = Membership.objects.filter(plan=plan, role__in=(Role.SMT, Role.ADMINISTRATOR))
    return set(above.values_list("user_id", flat=True))


def may_correct_rating_of(access: Access, plan: Plan, author_id: int) -> bool:
    """Whether somebody who may rate a cell may also correct what this author gave there.

    Of a rating carried from the version before, its author is who gave it (``plans.carried.giver_of``).
    """
    if not access.is_manager or author_id == access.user.pk:
        return True
    return author_id not in people_above_managers(plan)


def may_import_for(user: User, authority: Authority) -> bool:
    """Whether they may bring in a plan for this authority: they administer one of its plans."""
    return user.is_superuser or Plan.objects.administered_by(user).filter(authority=authority).exists()


def may_import(user: User) -> bool:
    """Whether they may bring in a plan for some authority."""
    return user.is_superuser or Plan.objects.administered_by(user).exists()
