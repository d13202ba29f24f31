"""A council's own Word document, from which Word papers take their look."""

from django.db import models
from django.db.models import Q

from .authority import Authority
from .tracking import PERSON


class PaperTemplate(models.Model):
    """A Word document as it was uploaded. Its bytes lie in storage under a made-up name.

    Append-only: the database refuses to change or delete a row (``append_only.py``), for papers were made
    with it. Which body uses which is said by the body, whose history says who chose it, when and why. An
    authority has the same bytes once, whichever of its bodies they were uploaded for.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="paper_templates")
    name = models.CharField(max_length=150, help_text="As it was first uploaded.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    faint = models.JSONField(
        default=list,
        help_text="Styles whose colour not everybody can read: name, contrast, and what is needed.",
    )
    stored_as = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_by_name = models.CharField(max_length=255, help_text="As it was.")

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["authority", "sha256"], name="template_kept_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(sha256="") & ~Q(added_by_name=""),
                name="template_says_what_who",
            ),
        ]

    def __str__(self) -> str:
        return self.name
