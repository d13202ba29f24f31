"""What has been chosen for a version of a plan that has not started yet."""

from django.db import models

from .plan import Plan


class VersionDraft(models.Model):
    """Working material beside a draft that follows another version; it is deleted when the version starts.

    It is no part of the record; what comes of it (ratings, names, links between outcomes) is, and so is what
    is said of outcomes that have no link, which the plan keeps by ref (``said_new``, ``said_dropped``).

    A draft takes no ratings, since a rating can never be deleted and a draft may be discarded; so which
    ratings come with it is kept here as a choice, and they are entered when it starts.
    """

    class Carries(models.TextChoices):
        """Which of the ratings that stand in the version before are entered in this one when it starts."""

        NONE = "none", "None"
        ALL = "all", "All that stand then"
        CHOSEN = "chosen", "Those chosen"

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="version_draft")
    carries = models.CharField(max_length=10, choices=Carries, default=Carries.NONE)
    cells = models.JSONField(
        default=list,
        blank=True,
        help_text="The cells chosen of the version before: outcome's id, locality's or null for Overall.",
    )
    printed = models.JSONField(
        default=list,
        blank=True,
        help_text="The colours printed in its text: outcome's id, locality's or null (Overall), the colour.",
    )
    said_new = models.JSONField(
        default=list, blank=True, help_text="Ids of its outcomes that a person says are new."
    )
    said_dropped = models.JSONField(
        default=list, blank=True, help_text="Ids of outcomes before it that a person says are dropped."
    )
    locality_names = models.JSONField(
        default=dict, blank=True, help_text="A locality's id, and the name it is to have from the start on."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(carries__in=["none", "all", "chosen"]),
                name="version_draft_carries_what_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"What {self.plan} starts with"
