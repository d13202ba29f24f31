"""A paper for a meeting: what was chosen for it, and once it is issued, its files."""

from django.db import models
from django.db.models import Q

from ..dates import full_date
from .meeting import Meeting
from .paper_template import PaperTemplate
from .plan import Plan
from .tracking import Tracked, TrackedRecords, Versioned


class Paper(Versioned):
    """A paper about the plan for one meeting. Once issued it is never changed: a supplement follows it.

    What it says is not stored but follows from ``at``, ``known_at`` and what was chosen; its files are
    (``PaperFile``), and ``manage.py verify_papers`` makes each anew and compares.
    """

    plan_path = "plan_id"
    written_by = "plans.actions.papers.save_paper"
    deleted_by = "plans.actions.papers.delete_paper"

    class Status(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        ISSUED = "issued", "Issued"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="papers")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    supplement = models.PositiveSmallIntegerField(
        "number of the supplement", default=0, help_text="0 for the paper itself, 1.0; 1 for 1.1."
    )
    change_note = models.TextField("what the supplement changes", blank=True)
    at = models.DateField("as at", null=True, blank=True, help_text="Until it is issued, none means today.")
    since_paper = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="compared_by", help_text="Compared with."
    )
    since = models.DateField("compared with the plan as at", null=True, blank=True)
    parts = models.JSONField(
        default=list, blank=True, help_text="[key of a part, its Schedule 12A paragraph or 0], in order."
    )
    cover = models.JSONField(
        "cover report", default=list, blank=True, help_text="[heading, text, place], in order."
    )
    waived = models.JSONField(
        "checks that were waived", default=list, blank=True, help_text="Sentences, as the clerk read them."
    )
    known_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was issued: nothing recorded later is in it."
    )
    issued_by = models.CharField(max_length=255, blank=True, help_text="Their name as it was.")
    body_name = models.CharField(max_length=120, blank=True, help_text="Of the meeting, as it was then.")
    meets_on = models.DateField(null=True, blank=True, help_text="The day of the meeting, as it was then.")
    item = models.CharField(max_length=20, blank=True, help_text="Its agenda item, as it was then.")
    to_make = models.JSONField(
        default=list, blank=True, help_text="[pack, key] of every file that it has once all are made."
    )
    template = models.ForeignKey(
        PaperTemplate,
        models.PROTECT,
        verbose_name="Word template",
        null=True,
        blank=True,
        related_name="papers",
        help_text="That its Word files were made with. A draft has none yet: it goes by its body's.",
    )
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("meeting__on", "supplement", "id")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["draft", "issued"]), name="paper_status_is_known"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (
                    Q(at__isnull=False)
                    & Q(known_at__isnull=False)
                    & ~Q(issued_by="")
                    & ~Q(body_name="")
                    & Q(meets_on__isnull=False)
                ),
                name="issued_paper_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(supplement=0) | Q(status="draft") | ~Q(change_note=""),
                name="supplement_says_what_it_changes",
            ),
            models.CheckConstraint(
                condition=Q(status="issued") | Q(template__isnull=True), name="draft_goes_by_its_body"
            ),
            models.UniqueConstraint(
                fields=["meeting", "supplement"], name="paper_numbered_once_in_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, paper {self.number}"

    @property
    def number(self) -> str:
        """1.0, and of its supplements 1.1 and on."""
        return f"1.{self.supplement}"

    @property
    def is_issued(self) -> bool:
        """Whether it is frozen."""
        return self.status == self.Status.ISSUED

    @property
    def word_template(self) -> PaperTemplate | None:
        """Where its Word files take their look from: of an issued one for good, of a draft as it is now."""
        return self.template if self.is_issued else self.meeting.body.template

    @property
    def short_name(self) -> str:
        """Which paper of which day, for an issued one: "24 January 2026 (1.0)"."""
        return f"{full_date(self.meets_on)} ({self.number})" if self.meets_on else self.number


class PaperFile(models.Model):
    """One file of an issued paper. Written once; its bytes lie in storage under a made-up name."""

    class Pack(models.TextChoices):
        """Which of the two packs it belongs to."""

        PUBLIC = "public", "Public pack"
        FULL = "full", "Full pack, with what is not for publication"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    pack = models.CharField(max_length=10, choices=Pack)
    key = models.CharField(max_length=40, help_text="xlsx, docx, pdf, or of a CSV file what it lists.")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    says = models.CharField(max_length=64, help_text="SHA-256 of what it says, whatever wrote it.")
    stored_as = models.CharField(max_length=64, unique=True)
    made_with = models.CharField(max_length=200, help_text="Names and versions of what wrote it.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("paper", "pack", "id")
        constraints = [
            models.UniqueConstraint(fields=["paper", "pack", "key"], name="file_is_made_once_for_a_paper"),
            models.CheckConstraint(condition=Q(pack__in=["public", "full"]), name="pack_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
