"""An outcome and what stands beside it in the plan's table."""

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator

from .authority import Lead, Locality, Theme
from .plan import Plan, Section
from .tracking import Tracked, TrackedRecords, Versioned


class Outcome(Versioned):
    """A line of a section's table: what will be different, who leads it and by when."""

    plan_path = "plan_id"
    written_by = "plans.actions.setting_up.save_outcome"

    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        related_name="outcomes",
        help_text="Its section's plan, so that a ref is unique in it.",
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="outcomes")
    ref = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    statement = models.TextField("outcome")
    leads = models.ManyToManyField(Lead, through="OutcomeLead", related_name="outcomes", blank=True)
    themes = models.ManyToManyField(Theme, through="OutcomeTheme", related_name="outcomes", blank=True)
    localities = models.ManyToManyField(
        Locality,
        through="OutcomeLocality",
        related_name="+",
        blank=True,
        help_text="The columns it applies to; none means every column of its section.",
    )
    timescale = models.CharField(
        max_length=200, blank=True, help_text="As it is written, such as March 2015 or TBC."
    )
    timescale_on = models.DateField("timescale means by", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    continues = models.ManyToManyField(
        "self",
        through="OutcomePredecessor",
        symmetrical=False,
        related_name="continued_by",
        blank=True,
        help_text="The outcomes of the version before that it takes on.",
    )
    history = TrackedRecords(lists_deleted=True)

    class Meta(Tracked.Meta):
        ordering = ("section", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="ref_used_once_in_a_plan",
                violation_error_message="Another outcome of this plan has this ref.",
            ),
            models.CheckConstraint(condition=~models.Q(statement=""), name="outcome_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {Truncator(self.statement).words(8)}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("outcome", args=[self.plan.slug, self.ref])


class OutcomeLead(Tracked):
    """A lead of an outcome, in the order the plan names them."""

    plan_path = "outcome.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_outcome"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="lead_links")
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="outcome_links")
    position = models.PositiveIntegerField()
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("outcome", "position")
        constraints = [models.UniqueConstraint(fields=["outcome", "lead"], name="outcome_has_a_lead_once")]

    def __str__(self) -> str:
        return f"{self.outcome.ref}: {self.lead}"


class OutcomeTheme(Tracked):
    """A theme an outcome belongs to."""

    plan_path = "outcome.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_outcome"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="outcome_links")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(fields=["outcome", "theme"], name="outcome_has_a_theme_once")]

    def __str__(self) -> str:
        return f"{self.outcome.ref}: {self.theme}"


class OutcomeLocality(Tracked):
    """Narrows an outcome to some of its section's columns."""

    plan_path = "outcome.plan_id"
    written_by = deleted_by = "plans.actions.setting_up.save_outcome"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="locality_links")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="outcome_links")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(fields=["outcome", "locality"], name="outcome_applies_to_a_locality_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcome.ref}: {self.locality}"


class OutcomePredecessor(Tracked):
    """An outcome of the version before that an outcome takes on.

    One to one where it stays the same, is reworded or moves; one to several where it is split; several to one
    where outcomes are merged.
    """

    plan_path = "outcome.plan_id"
    written_by = deleted_by = "plans.actions.versions.match_outcomes"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="predecessor_links")
    predecessor = models.ForeignKey(Outcome, models.PROTECT, related_name="successor_links")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "predecessor"], name="outcome_continues_a_predecessor_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=models.F("predecessor")), name="outcome_does_not_continue_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome.ref} continues {self.predecessor.ref}"
