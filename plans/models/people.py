"""People and what they may do on a plan."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from .authority import Lead, Locality
from .plan import Plan
from .tracking import Tracked, TrackedQuerySet, TrackedRecords, Versioned


class UserManager(BaseUserManager.from_queryset(TrackedQuerySet)):  # type: ignore[misc]
    """Makes people; signing in is by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who can sign in.

        Args:
            email: their work address; compared without regard to case.
            password: None gives an account that can only be opened through "reset your password".
            fields: other fields of the model, such as ``name``.
        """
        if not email:
            raise ValueError("An e-mail address is needed: it is what people sign in with.")
        by = fields.pop("by", None)
        reason = fields.pop("reason", "Account made")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user._history_user = by or user  # the first account of all can only have made itself
        user._change_reason = reason
        user.save(using=self._db)
        del user._history_user, user._change_reason  # it signs this change alone
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who may do anything on every plan and set up the service."""
        return self.create_user(
            email, password, is_superuser=True, reason="Superuser made at the command line", **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, in any case."""
        return self.get(email__iexact=username)


class User(Versioned, AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    written_by = "plans.actions.people.save_person"
    deleted_by = "plans.actions.people.remove_person"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=255, blank=True, help_text="As it should stand beside a rating.")
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Untick instead of deleting: their name stays in the record."
    )
    # Sign-ins are not part of the record: a column that changes without a reason has no place here.
    last_login = None

    history = TrackedRecords(excluded_fields=["password"])
    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(Tracked.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("name", "email")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message="There is an account with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to show and to keep beside what they did; the address where no name is known."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """Name, for Django's own pages."""
        return self.display_name

    def get_short_name(self) -> str:
        """Name, for Django's own pages."""
        return self.display_name

    @property
    def is_staff(self) -> bool:
        """Whether the set-up pages (Django admin) open for them."""
        return self.is_superuser or self.memberships.filter(role=Membership.Role.ADMINISTRATOR).exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a change nobody else signed (a new password) is the account holder's own."""
        if not hasattr(self, "_history_user"):
            self._history_user = self
            self._change_reason = "Changed by the account holder"
            super().save(*args, **kwargs)
            del self._history_user, self._change_reason
        else:
            super().save(*args, **kwargs)


class Membership(Versioned):
    """A person's part in one plan."""

    plan_path = "plan_id"
    written_by = "plans.actions.setting_up.save_membership"
    deleted_by = "plans.actions.people.end_membership"

    class Role(models.TextChoices):
        """What a member does here."""

        READER = "reader", "Reader"
        MANAGER = "manager", "Manager"
        SMT = "smt", "Senior management team"
        CLERK = "clerk", "Clerk"
        ADMINISTRATOR = "administrator", "Plan administrator"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="person")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    leads = models.ManyToManyField(Lead, through="MembershipLead", related_name="+", blank=True)
    localities = models.ManyToManyField(Locality, through="MembershipLocality", related_name="+", blank=True)
    every_locality = models.BooleanField(
        "rates every locality",
        default=False,
        help_text="For a manager: their leads in every column, including Overall. "
        "If this is off, choose the localities they rate.",
    )
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("plan", "user")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan"],
                name="one_membership_per_person_and_plan",
                violation_error_message="This person is a member of this plan already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["reader", "manager", "smt", "clerk", "administrator"]),
                name="membership_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class MembershipLead(Tracked):
    """A lead that a manager holds: they rate the outcomes it leads."""

    plan_path = "membership.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_membership"

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="lead_links")
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="+")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(fields=["membership", "lead"], name="membership_holds_a_lead_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.lead}"


class MembershipLocality(Tracked):
    """A locality that a manager rates."""

    plan_path = "membership.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_membership"

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="locality_links")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="+")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "locality"], name="membership_rates_a_locality_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.locality}"
