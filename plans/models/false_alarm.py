"""That a person said of something like a child's details that it is none."""

from django.db import models
from django.db.models import Q

from .plan import Plan
from .tracking import PERSON


class FalseAlarm(models.Model):
    """Somebody was shown what looked like a child's details in what they wrote, and said why it is none.

    Append-only: the database refuses to update or delete a row (``append_only.py``).

    What was found is not kept here. If the person was wrong after all, it would be a child's number, with its
    kind beside it, in a second place from which nothing can be taken out; if they were right, it tells nobody
    anything. Where it was written, when and by whom is enough to find it where it stands.

    The plan is no constraint of the database, for a draft may be discarded and this stays.
    """

    plan = models.ForeignKey(
        Plan,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # the index below begins with it
        help_text="Empty for what an authority keeps, and for people.",
    )
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    said_by_name = models.CharField("said by", max_length=255)
    recorded_at = models.DateTimeField()
    where = models.CharField(max_length=300, help_text="What it was written in, such as “2.1 Wexley: why”.")
    kinds = models.CharField("looked like", max_length=200, help_text="Such as “NHS number, date of birth”.")
    reason = models.TextField("false alarm because")

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = [models.Index(fields=["plan", "-recorded_at", "-id"], name="false_alarm_of_plan")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(said_by_name="") & ~Q(where="") & ~Q(kinds="") & ~Q(reason=""),
                name="a_false_alarm_says_who_where_what_and_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.kinds}"
