"""What was counted: the measured questions of a review, and what SMT saw on a site day."""

from django.db import models
from django.db.models import F, Q

from plans.models import Locality, Outcome, Plan, Rag, Rating
from plans.models.tracking import Tracked, TrackedRecords, Versioned

from .visit import Visit


class Sample(Versioned):
    """A cohort of pieces of work that a review looked at, such as 20 child and family assessments."""

    plan_path = "plan_id"
    written_by = "ofsted.actions.samples.save_sample"
    deleted_by = "ofsted.actions.samples.delete_sample"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="samples")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="samples")
    position = models.PositiveSmallIntegerField()
    cohort = models.CharField(max_length=200, help_text="Such as child and family assessments.")
    size = models.PositiveIntegerField("how many", help_text="Pieces of work looked at.")
    note = models.TextField(blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("visit", "position", "id")
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="sample_is_of_something"),
            models.UniqueConstraint(fields=["visit", "cohort"], name="cohort_is_sampled_once_in_a_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.cohort}"


class SampleResult(Versioned):
    """The answer to one measured question: met, partly and not, of so many; or how they spread."""

    plan_path = "sample.plan_id"
    written_by = "ofsted.actions.samples.save_result"
    deleted_by = "ofsted.actions.samples.delete_result"

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    standard = models.CharField(
        max_length=300, blank=True, help_text="What is asked for, such as a visit every 10 working days."
    )
    met = models.PositiveIntegerField(null=True, blank=True)
    partly = models.PositiveIntegerField(default=0)
    not_met = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(help_text="Of how many this question was asked.")
    spread = models.JSONField(
        default=list, blank=True, help_text="[label, how many] of each band, where it is no yes or no."
    )
    note = models.TextField(blank=True)
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="sample_results")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("sample", "position", "id")
        verbose_name = "measured result"
        constraints = [
            models.CheckConstraint(condition=Q(of__gt=0), name="result_is_of_something"),
            models.CheckConstraint(
                condition=Q(met=None) | Q(of__gte=F("met") + F("partly") + F("not_met")),
                name="result_counts_no_more_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.met} of {self.of}" if self.met is not None else self.question


class SiteCheck(Versioned):
    """What SMT saw of one outcome on a site day, and how they would rate it.

    It stands beside the manager's rating and never changes it.
    """

    plan_path = "visit.plan_id"
    written_by = "ofsted.actions.site_days.save_check"
    deleted_by = "ofsted.actions.site_days.delete_check"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="checks")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="site_checks")
    locality = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="site_checks",
        help_text="The column it is about; none for Overall.",
    )  # fmt: skip
    question = models.CharField("what was counted", max_length=300, blank=True)
    seen = models.TextField("what was seen")
    met = models.PositiveIntegerField(null=True, blank=True)
    of = models.PositiveIntegerField(null=True, blank=True)
    rag = models.CharField("SMT's rating", max_length=10, choices=Rag.choices, blank=True)
    rating = models.ForeignKey(
        Rating, models.PROTECT, null=True, blank=True, related_name="site_checks",
        help_text="The rating that stood when SMT looked.",
    )  # fmt: skip
    resolution = models.TextField("how the difference was resolved", blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("visit", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "outcome", "locality"],
                condition=Q(locality__isnull=False),
                name="cell_is_checked_once_on_a_site_day",
            ),
            models.UniqueConstraint(
                fields=["visit", "outcome"],
                condition=Q(locality=None),
                name="overall_is_checked_once_on_a_site_day",
            ),
            models.CheckConstraint(
                condition=Q(met=None, of=None) | Q(met__isnull=False, of__gt=0, of__gte=F("met")),
                name="check_counts_no_more_than_there_are",
            ),
            models.CheckConstraint(
                condition=Q(resolution="", resolved_on=None)
                | (~Q(resolution="") & Q(resolved_on__isnull=False)),
                name="difference_is_resolved_with_words_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(rag__in=["", "red", "amber", "green", "complete"]), name="check_rag_is_known"
            ),
        ]

    def __str__(self) -> str:
        where = self.locality.name if self.locality else "Overall"
        return f"{self.outcome.ref} {where}: {self.get_rag_display() or 'seen'}"
