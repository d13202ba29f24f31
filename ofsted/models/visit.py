"""A visit by outside eyes, or by SMT to a site: when it was, who came, what they looked at and judged."""

from django.db import models
from django.urls import reverse

from plans.models import Locality, Plan
from plans.models.tracking import Tracked, TrackedRecords, Versioned

ORDINALS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
)  # fmt: skip


def visit_title(kind: str, number: int | None, framework: str = "", locality: str = "") -> str:
    """What a visit is called, such as "Fourth monitoring visit" or "SMT site day, Wexley".

    Args:
        kind: a ``Visit.Kind`` value.
        number: which of its kind it is, if it is counted.
        framework: the short name of an inspection's framework.
        locality: the name of the site's locality.
    """
    label = Visit.Kind(kind).label
    if number:
        count = ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}{_ending(number)}"
        label = f"{count} {label if label[:2].isupper() or label.startswith('DfE') else label.lower()}"
    if framework:
        label += f" ({framework})"
    return f"{label}, {locality}" if locality else label


def _ending(number: int) -> str:
    """The ending of an ordinal in figures: 21st, 22nd, 113th."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


class Visit(Versioned):
    """One visit, inspection or review.

    It belongs to the version of the plan that was in use when it was last written about, so that its record
    is that version's; a plan shows the visits of the versions before it too (``plans.line``).
    """

    plan_path = "plan_id"
    written_by = "ofsted.actions.visits.save_visit"
    deleted_by = "ofsted.actions.visits.delete_visit"

    class Kind(models.TextChoices):
        """What sort of visit."""

        INSPECTION = "inspection", "Inspection"
        MONITORING_VISIT = "monitoring_visit", "Monitoring visit"
        FOCUSED_VISIT = "focused_visit", "Focused visit"
        JTAI = "jtai", "Joint targeted area inspection"
        ANNUAL_ENGAGEMENT = "annual_engagement", "Annual engagement meeting"
        DFE_REVIEW = "dfe_review", "DfE review"
        CASE_REVIEW = "case_review", "Case review"
        PEER_REVIEW = "peer_review", "Peer review"
        SITE_DAY = "site_day", "SMT site day"

    class SelfAssessment(models.TextChoices):
        """Whether the visitors agreed with the authority's own account."""

        ACCEPTED = "accepted", "Accepted in full"
        PARTLY = "partly", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(
        "which one", null=True, blank=True, help_text="4 for the fourth monitoring visit."
    )
    framework = models.CharField(
        max_length=40, blank=True, help_text="Of an inspection: a code of ofsted/rules/frameworks.toml."
    )
    locality = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="visits", help_text="Of a site day."
    )
    on_site = models.CharField(max_length=200, help_text="Its days as they are written.")
    first_on = models.DateField("first day")
    last_on = models.DateField("last day")
    letter_on = models.DateField("date of the letter or report", null=True, blank=True)
    ofsted_published_on = models.DateField("published by Ofsted", null=True, blank=True)
    council_published_on = models.DateField("published by the council", null=True, blank=True)
    inspectors = models.TextField("who came", blank=True, help_text="One a line.")
    looked_at = models.TextField("what was looked at", blank=True, help_text="One a line.")
    evidence_seen = models.TextField("kinds of evidence", blank=True, help_text="One a line.")
    summary = models.TextField(blank=True)
    self_assessment = models.CharField(
        "the authority's self-assessment", max_length=20, choices=SelfAssessment, blank=True
    )
    next_expected = models.CharField("next visit expected", max_length=200, blank=True)
    next_expected_by = models.DateField("next visit expected by", null=True, blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("-last_on", "-id")
        indexes = [models.Index(fields=["plan", "-last_on"], name="visits_of_a_plan")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="visit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "inspection", "monitoring_visit", "focused_visit", "jtai", "annual_engagement",
                        "dfe_review", "case_review", "peer_review", "site_day",
                    ]
                ),
                name="visit_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="site_day") | models.Q(locality__isnull=False),
                name="site_day_is_somewhere",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, {self.on_site}"

    @property
    def title(self) -> str:
        """What it is called; its framework's short name is not looked up here."""
        return visit_title(self.kind, self.number, locality=self.locality.name if self.locality else "")

    def get_absolute_url(self) -> str:
        """Its page, on the version of the plan that it belongs to."""
        return reverse("visit", args=[self.plan.slug, self.pk])


class Judgement(Tracked):
    """What an inspection judged one area to be, in its framework's own words."""

    plan_path = "visit.plan_id"
    written_by = deleted_by = "ofsted.actions.visits.save_visit"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="judgements")
    position = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=200)
    grade = models.CharField(max_length=100)
    adverse = models.BooleanField(help_text="Whether the framework holds this grade to be a failing.")
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("visit", "position")
        constraints = [
            models.UniqueConstraint(fields=["visit", "area"], name="area_is_judged_once_in_a_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"


class Attachment(Tracked):
    """A letter, report or other file of a visit. The file itself lies in storage under a made-up name."""

    plan_path = "visit.plan_id"
    written_by = "ofsted.actions.attachments.attach_file"
    deleted_by = "ofsted.actions.attachments.remove_file"

    class Kind(models.TextChoices):
        """What the file is of the visit."""

        LETTER = "letter", "Letter"
        REPORT = "report", "Report"
        RESPONSE = "response", "Our response"
        OTHER = "other", "Other"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LETTER)
    name = models.CharField(max_length=150, help_text="As it was called, made safe; for people to read.")
    stored_as = models.CharField(max_length=64, unique=True, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(editable=False, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, editable=False)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("visit", "id")

    def __str__(self) -> str:
        return self.name


class DeadlineMet(Tracked):
    """That a deadline which a visit brought (``ofsted.clocks``) was met, when and by what."""

    plan_path = "visit.plan_id"
    written_by = deleted_by = "ofsted.actions.deadlines.meet_deadline"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="deadlines_met")
    clock = models.CharField(max_length=60, help_text="A code of ofsted/rules/clocks.toml.")
    met_on = models.DateField()
    document = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="meets", help_text="What was sent."
    )
    note = models.CharField(max_length=500, blank=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name = "deadline met"
        verbose_name_plural = "deadlines met"
        constraints = [
            models.UniqueConstraint(fields=["visit", "clock"], name="deadline_of_a_visit_is_met_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} met on {self.met_on}"
