"""What those who govern the improvement decided: the board, the cabinet, the minister."""

from django.db import models

from plans.models import Plan
from plans.models.tracking import Tracked, TrackedRecords, Versioned


class Decision(Versioned):
    """A decision or direction that belongs to the plan's journey."""

    plan_path = "plan_id"
    written_by = "ofsted.actions.decisions.save_decision"
    deleted_by = "ofsted.actions.decisions.delete_decision"

    class Body(models.TextChoices):
        """Who decided."""

        BOARD = "board", "Improvement Board"
        CABINET = "cabinet", "Cabinet or council"
        COMMITTEE = "committee", "Select committee"
        MINISTER = "minister", "Minister or DfE"
        OFSTED = "ofsted", "Ofsted"
        OTHER = "other", "Another body"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="decisions")
    decided = models.CharField("when", max_length=100, help_text="As it is written: 24 April 2017.")
    decided_on = models.DateField(help_text="The day that means; of a month, its last.")
    body = models.CharField("who decided", max_length=10, choices=Body)
    words = models.TextField("what was decided")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("decided_on", "id")
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="decision_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.decided}"
