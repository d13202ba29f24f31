"""A plan's text on its way in: pasted or uploaded, previewed, not yet confirmed."""

import datetime as dt

from django.db import models
from django.utils import timezone

from .authority import Authority
from .tracking import PERSON

KEPT_FOR_DAYS = 30
"""A text that nobody has confirmed by then can no longer be opened, and the next import throws it away."""


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    """Texts on their way in."""

    def kept(self) -> "ImportDraftQuerySet":
        """Those not too old to go on with."""
        return self.filter(started_at__gte=timezone.now() - dt.timedelta(days=KEPT_FOR_DAYS))

    def left_lying(self) -> "ImportDraftQuerySet":
        """Those to be thrown away."""
        return self.filter(started_at__lt=timezone.now() - dt.timedelta(days=KEPT_FOR_DAYS))


class ImportDraft(models.Model):
    """Working material of one person; it is deleted when the plan is made or the import is given up."""

    started_by = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    authority = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    title = models.CharField(max_length=200, blank=True)
    dated = models.DateField(null=True, blank=True)
    lead_splits = models.JSONField(
        default=dict, blank=True, help_text="For a Lead cell as written: the leads a person says it means."
    )
    theme_names = models.JSONField(
        default=dict, blank=True, help_text="Proposed theme: the name a person gave it."
    )

    locality_names = models.JSONField(
        default=dict,
        blank=True,
        help_text="For a column's name: the locality a person says it is; itself for a new one.",
    )
    follows = models.ForeignKey(
        "plans.Plan",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        help_text="The version it is to follow, if it is the next version of a plan.",
    )
    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return self.title or self.file_name or "Pasted text"

    @property
    def kept_until(self) -> dt.date:
        """The last day on which it can be gone on with."""
        return timezone.localdate(self.started_at + dt.timedelta(days=KEPT_FOR_DAYS))
