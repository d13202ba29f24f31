"""A plan as it is printed: sections, their columns and their statements."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from ..dates import month_year
from .authority import Authority, Locality
from .tracking import Tracked, TrackedQuerySet, TrackedRecords, Versioned

if TYPE_CHECKING:
    from .people import User


class PlanQuerySet(TrackedQuerySet):
    """Reads of plans."""

    def visible_to(self, user: Any) -> Self:
        """The plans this person is a member of; every plan for a superuser; none for a stranger.

        A draft of the next version is its administrators' until it starts: others would read in it, and on
        the pages of the plan in use, what may never come to be.

        This is the one place where access to anything is decided: all else is reached through its plan.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        administers = models.Q(memberships__role="administrator")
        next_draft = models.Q(status="draft", predecessor__isnull=False)
        return self.filter(administers | ~next_draft, memberships__user=user)

    def administered_by(self, user: "User") -> Self:
        """The plans this person sets up."""
        if user.is_superuser:
            return self
        return self.filter(memberships__user=user, memberships__role="administrator")


class Plan(Versioned):
    """One version of an authority's improvement plan."""

    plan_path = "pk"

    class Status(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    dated = models.DateField(
        "plan month", help_text="The month on its cover, as the first day of that month."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)
    introduction = models.TextField(blank=True)
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        help_text="The version before.",
    )
    source_digest = models.CharField(
        "imported from", max_length=64, blank=True, editable=False, help_text="SHA-256 of the imported text."
    )
    said_new = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="Refs of its outcomes that a person says continue none of the version before.",
    )
    said_dropped = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="Refs of outcomes of the version before that a person says nothing continues.",
    )
    red_means = models.CharField(
        "red means", max_length=300, default="Off track: action so far has not worked, or has not started."
    )
    amber_means = models.CharField(
        "amber means", max_length=300, default="At risk: action is in hand, and its effect is not yet steady."
    )
    green_means = models.CharField(
        "green means", max_length=300, default="On track: the change can be seen in practice."
    )
    complete_means = models.CharField(
        "complete means", max_length=300, default="Done and embedded: it no longer needs watching here."
    )
    history = TrackedRecords()
    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ("authority", "-dated")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "live", "closed"]), name="plan_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["authority", "source_digest"],
                condition=~models.Q(source_digest=""),
                name="a_text_is_imported_once_in_an_authority",
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor=None) | ~models.Q(predecessor=models.F("id")),
                name="plan_does_not_follow_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {month_year(self.dated)}"

    def get_absolute_url(self) -> str:
        """The plan page."""
        return reverse("plan", args=[self.slug])

    @property
    def is_next_draft(self) -> bool:
        """Whether it is a version to come, which only its administrators see (``visible_to``)."""
        return self.status == self.Status.DRAFT and self.predecessor_id is not None

    @property
    def takes_ratings(self) -> bool:
        """Whether it is open for rating: only a live plan is."""
        return self.status == self.Status.LIVE


class Section(Versioned):
    """A numbered part of a plan, with its own RAG columns."""

    plan_path = "plan_id"
    written_by = "plans.actions.setting_up.save_section"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections")
    number = models.CharField(
        max_length=10,
        validators=[
            RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z.\-]*$", "Use letters, digits, full stops and hyphens.")
        ],
    )
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    has_overall = models.BooleanField("has an Overall column", default=True)
    localities = models.ManyToManyField(Locality, through="SectionColumn", related_name="sections")
    history = TrackedRecords(lists_deleted=True)

    class Meta(Tracked.Meta):
        ordering = ("plan", "position")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="section_numbered_once_in_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """The section as the printed plan has it."""
        return reverse("section", args=[self.plan.slug, self.number])


class SectionColumn(Tracked):
    """A locality's RAG column in a section's table."""

    plan_path = "section.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_section"

    section = models.ForeignKey(Section, models.CASCADE, related_name="columns")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="columns")
    position = models.PositiveIntegerField()
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("section", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "locality"], name="locality_has_one_column_in_a_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.locality}"


class Statement(Versioned):
    """A sentence of a section that is not an outcome."""

    plan_path = "section.plan_id"

    class Kind(models.TextChoices):
        """The heading it stands under."""

        WANT = "want", "What do we want to see?"
        CHANGE = "change", "What needs to change?"
        OBJECTIVE = "objective", "Objectives"
        MEASURE = "measure", "Measured by"

    section = models.ForeignKey(Section, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveIntegerField()
    text = models.TextField()
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("section", "kind", "number")
        constraints = [
            models.UniqueConstraint(fields=["section", "kind", "number"], name="statement_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["want", "change", "objective", "measure"]),
                name="statement_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
