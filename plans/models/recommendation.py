"""What meetings recommended and asked for, and how far it has come."""

from django.db import models
from django.db.models import Q

from .meeting import Meeting
from .plan import Plan
from .rating import Rag
from .tracking import Tracked, TrackedRecords, Versioned


class Recommendation(Versioned):
    """What a meeting recommended, or an action that its minutes give somebody."""

    plan_path = "plan_id"
    written_by = "plans.actions.recommendations.save_recommendation"
    deleted_by = "plans.actions.recommendations.delete_recommendation"

    class Kind(models.TextChoices):
        """Which of the two."""

        RECOMMENDATION = "recommendation", "Recommendation"
        ACTION = "action", "Action"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="recommendations")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="recommendations", help_text="That made it."
    )
    kind = models.CharField(max_length=20, choices=Kind)
    ref = models.CharField(max_length=20, blank=True, help_text="As the minutes number it, such as 3.")
    words = models.TextField("what it says")
    who = models.CharField("who is to do it", max_length=200)
    due = models.CharField(
        max_length=100, blank=True, help_text="As it is written: January 2027, next meeting."
    )
    due_on = models.DateField(null=True, blank=True, help_text="The last day that means.")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("meeting__on", "id")
        indexes = [models.Index(fields=["plan"], name="recommendations_of_a_plan")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["recommendation", "action"]), name="recommendation_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(words="") & ~Q(who=""), name="recommendation_says_what_who"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref}".strip()


class Progress(Tracked):
    """How a recommendation stands from a day on: its RAG, what was done, and whether a meeting agreed it.

    A change of status is a row; the newest by (on, id) stands.
    """

    plan_path = "recommendation.plan_id"
    written_by = deleted_by = "plans.actions.recommendations.record_progress"

    class Review(models.TextChoices):
        """What a meeting said of the status it was shown."""

        AGREED = "agreed", "Status agreed"
        UPDATE_ASKED = "update_asked", "Members asked for an update"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="progress")
    rag = models.CharField("RAG", max_length=10, choices=Rag)
    words = models.TextField("progress", blank=True)
    on = models.DateField("from")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="reviewed", help_text="That reviewed it."
    )
    review = models.CharField(max_length=20, choices=Review, blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name_plural = "progress"
        ordering = ("recommendation", "on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(rag__in=["red", "amber", "green", "complete"]), name="progress_rag_is_known"
            ),
            models.CheckConstraint(
                condition=Q(review="", meeting=None)
                | (Q(review__in=["agreed", "update_asked"]) & Q(meeting__isnull=False)),
                name="progress_is_reviewed_by_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rag} from {self.on}"
