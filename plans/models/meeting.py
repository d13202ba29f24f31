"""The bodies that the improvement is reported to, and their meetings."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ..dates import full_date
from .authority import Authority
from .paper_template import PaperTemplate
from .plan import Plan
from .tracking import Tracked, TrackedRecords, Versioned


def usual_chase_days() -> list[int]:
    """Two weeks, one week and two days before publication, in working days."""
    return [10, 5, 2]


class Body(Versioned):
    """Who the improvement is reported to, with what its papers keep to.

    An authority keeps its bodies from one version of the plan to the next.
    """

    written_by = "plans.actions.bodies.save_body"
    deleted_by = "plans.actions.bodies.delete_body"

    class Kind(models.TextChoices):
        """What sort of body."""

        BOARD = "board", "Improvement Board"
        COMMITTEE = "committee", "Select Committee"
        CABINET = "cabinet", "Cabinet"
        SMT = "smt", "SMT"
        OTHER = "other", "Another body"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    clear_days = models.PositiveSmallIntegerField(
        "clear working days",
        default=5,
        help_text="How many working days lie between the day papers are published and the meeting.",
    )
    chase_days = models.JSONField(
        default=usual_chase_days,
        blank=True,
        help_text="How many working days before publication people are chased, largest first.",
    )
    cycle_days = models.PositiveSmallIntegerField(
        "ratings are updated every", default=31, help_text="Days. A rating older than that is late."
    )
    cover = models.JSONField(
        "headings of the cover report",
        default=list,
        blank=True,
        help_text="In order, each with its title, what to write, its usual text and its place.",
    )
    template = models.ForeignKey(
        PaperTemplate,
        models.PROTECT,
        verbose_name="Word template",
        null=True,
        blank=True,
        related_name="bodies",
        help_text="Where Word papers take their look from; the service's own where there is none.",
    )
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name_plural = "bodies"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("authority", Lower("name"), name="body_named_once_in_an_authority"),
            models.CheckConstraint(
                condition=Q(kind__in=["board", "committee", "cabinet", "smt", "other"]),
                name="body_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(cycle_days__gt=0), name="body_cycle_is_some_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(Versioned):
    """A meeting of a body at which the plan is on the agenda.

    It belongs to the version of the plan that was in use when it was last written about, as a visit does; a
    plan shows the meetings of the versions before it too (``plans.line``).
    """

    plan_path = "plan_id"
    written_by = "plans.actions.meetings.save_meeting"
    deleted_by = "plans.actions.meetings.delete_meeting"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    on = models.DateField("date")
    begins_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    item = models.CharField("agenda item", max_length=20, blank=True, help_text="Its number, such as 11.")
    pages = models.CharField(
        "pages of the pack", max_length=20, blank=True, help_text="Once they are known, such as 71 to 82."
    )
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("on", "id")
        indexes = [models.Index(fields=["plan", "on"], name="meetings_of_a_plan")]
        constraints = [
            models.UniqueConstraint(fields=["body", "on"], name="body_meets_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {full_date(self.on)}"
