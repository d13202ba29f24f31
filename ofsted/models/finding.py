"""What a visit found, in its own words, and what the authority does about it."""

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator

from plans.models import Lead, Outcome, Plan, Section
from plans.models.tracking import Tracked, TrackedRecords, Versioned

from .visit import Visit


class Finding(Versioned):
    """One thing that a visit found.

    Like its visit it belongs to the version of the plan that was in use when it was last written about.
    """

    plan_path = "plan_id"
    written_by = "ofsted.actions.findings.save_finding"
    deleted_by = "ofsted.actions.findings.delete_finding"

    class Kind(models.TextChoices):
        """What sort of finding."""

        STRENGTH = "strength", "Strength"
        TO_IMPROVE = "improve", "To improve"
        PRIORITY_ACTION = "priority", "Priority action"
        RECOMMENDATION = "recommend", "Recommendation"

    class Status(models.TextChoices):
        """Where the authority stands with it."""

        OPEN = "open", "Open"
        ADDRESSED = "addressed", "Being addressed"
        CLOSED = "closed", "Closed with evidence"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField(help_text="Its place among the findings of the visit.")
    ref = models.CharField(max_length=40, blank=True, help_text="As the report has it, such as c or 1.3.8.")
    paragraph = models.CharField(max_length=40, blank=True, help_text="Of the letter or report.")
    words = models.TextField("finding", help_text="As written in the letter or report.")
    kind = models.CharField(max_length=10, choices=Kind)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="findings")
    area = models.CharField(
        max_length=200, blank=True, help_text="What it is about, where that is no one section."
    )
    outcomes = models.ManyToManyField(Outcome, through="FindingOutcome", related_name="findings", blank=True)
    owner = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="findings")
    response = models.TextField("what we are doing about it", blank=True)
    due_on = models.DateField("due", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    evidence = models.TextField("evidence that it is put right", blank=True)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name="repeated from",
        help_text="The earlier finding that this one raises again; none where it is new.",
    )
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("visit", "position", "id")
        indexes = [models.Index(fields=["plan", "status"], name="findings_of_a_plan")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="finding_says_something"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["strength", "improve", "priority", "recommend"]),
                name="finding_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "addressed", "closed"]), name="finding_status_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | ~models.Q(evidence=""),
                name="finding_is_closed_with_evidence",
            ),
            models.CheckConstraint(
                condition=models.Q(repeats=None) | ~models.Q(repeats=models.F("id")),
                name="finding_does_not_repeat_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {Truncator(self.words).words(8)}".strip()

    def get_absolute_url(self) -> str:
        """Its page, on the version of the plan that it belongs to."""
        return reverse("finding", args=[self.plan.slug, self.pk])


ADVERSE = frozenset({Finding.Kind.TO_IMPROVE, Finding.Kind.PRIORITY_ACTION, Finding.Kind.RECOMMENDATION})
"""The kinds of finding that ask for something; a strength does not."""


class FindingOutcome(Tracked):
    """An outcome of the plan that answers a finding, and why it does."""

    plan_path = "finding.plan_id"
    written_by = deleted_by = "ofsted.actions.findings.link_outcomes"

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="finding_links")
    reason = models.TextField("why it answers the finding", blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name = "outcome of a finding"
        verbose_name_plural = "outcomes of findings"
        constraints = [
            models.UniqueConstraint(fields=["finding", "outcome"], name="finding_has_an_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding.ref}: {self.outcome.ref}"
