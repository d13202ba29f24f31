"""A plan's text on its way in: pasted or uploaded, previewed, not yet confirmed."""

from django.db import models

from .authority import Authority
from .tracking import PERSON


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

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return self.title or self.file_name or "Pasted text"
