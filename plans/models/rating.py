"""A RAG rating: a row that is written once and never changed."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .authority import Locality
from .outcome import Outcome
from .plan import Plan
from .tracking import PERSON


class Rag(models.TextChoices):
    """The four colours. No rating is no row, so it has no member here."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    COMPLETE = "complete", "Complete"

    @property
    def letter(self) -> str:
        """R, A, G or C."""
        return self.value[0].upper()

    @property
    def rank(self) -> int:
        """0 for red up to 3 for complete: a higher rank is better."""
        return _RANKS[self.value]

    @property
    def needs_reason(self) -> bool:
        """Whether a rating of this colour must always say why."""
        return self in (Rag.RED, Rag.AMBER)


LONGEST_COMMENTARY = 10_000
"""Characters that a form takes as the reason of a rating."""

_RANKS = {"red": 0, "amber": 1, "green": 2, "complete": 3}


class RatingQuerySet(models.QuerySet["Rating"]):
    """Reads of ratings."""

    def known(self, *, at: dt.date, known_at: dt.datetime) -> Self:
        """Ratings in effect by ``at`` that had been recorded by ``known_at``, and not corrected by then."""
        corrected = Rating.objects.filter(corrects=OuterRef("pk"), recorded_at__lte=known_at)
        return self.filter(
            ~Exists(corrected), rag__isnull=False, effective_on__lte=at, recorded_at__lte=known_at
        )

    def newest_first(self) -> Self:
        """The order that decides which rating stands: effective date, then when it was recorded, then id."""
        return self.order_by("-effective_on", "-recorded_at", "-id")

    def by(self, *, at: dt.date, known_at: dt.datetime) -> Self:
        """Every row of ``at`` or before that had been recorded by ``known_at``, corrected ones among them."""
        return self.filter(effective_on__lte=at, recorded_at__lte=known_at)

    def entered_after(self, moment: dt.datetime, *, about: dt.date) -> Self:
        """What was recorded after a moment about a day or those before: corrections, and what came late."""
        of_then = Q(effective_on__lte=about) | Q(corrects__effective_on__lte=about)
        return self.filter(of_then, recorded_at__gt=moment).order_by("-recorded_at", "-id")

    def in_cell(self, outcome: Outcome, locality: Locality | None) -> Self:
        """Ratings of one outcome in one column; ``None`` is Overall."""
        return self.filter(outcome=outcome, locality=locality)


class Rating(models.Model):
    """What somebody said of an outcome in one column, from when, and why.

    Append-only: the database refuses to update or delete a row (``append_only.py``). A mistake is mended by a
    new row that names the one it ``corrects``; with no ``rag`` it only strikes that one out.

    A rating that a version starts with may be ``carried_from`` the version before: who recorded it is who
    carried it, and when; who gave it is told by the one it comes from (``plans.carried``).
    """

    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        related_name="ratings",
        editable=False,
        help_text="Its outcome's plan, which never changes: the whole record of a plan is read by it.",
    )
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="ratings")
    locality = models.ForeignKey(
        Locality,
        models.PROTECT,
        related_name="ratings",
        null=True,
        blank=True,
        help_text="Empty for Overall.",
    )
    rag = models.CharField("RAG", max_length=10, choices=Rag, null=True, blank=True)
    commentary = models.TextField(blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="ratings")
    recorded_by_name = models.CharField(max_length=255)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.TextField(blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    entry = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        help_text="The form it came from: a form sent twice makes one rating.",
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("-effective_on", "-recorded_at", "-id")
        indexes = [
            # The colour is in it, so that who asks for colours alone need not look at the rows.
            models.Index(
                fields=["outcome", "locality", "-effective_on", "-recorded_at", "-id", "rag"],
                name="rating_standing",
            ),
            # PostgreSQL does not read the index above in order where the locality is null.
            models.Index(
                fields=["outcome", "-effective_on", "-recorded_at", "-id"],
                condition=Q(locality=None),
                name="rating_standing_overall",
            ),
            models.Index(fields=["plan", "-recorded_at", "-id"], name="rating_record"),
            models.Index(fields=["plan", "recorded_by", "-recorded_at", "-id"], name="rating_by_person"),
            models.Index(
                fields=["plan", "-recorded_at", "-id"],
                condition=Q(corrects__isnull=False),
                name="rating_corrections",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                # Not null is said as well: a check that comes out as null counts as passed.
                condition=Q(rag__isnull=False, rag__in=["red", "amber", "green", "complete"])
                | Q(rag=None, corrects__isnull=False),
                name="rating_has_a_colour_or_strikes_one_out",
            ),
            models.CheckConstraint(
                condition=~Q(rag__in=["red", "amber"]) | ~Q(commentary=""), name="red_and_amber_say_why"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="a_correction_says_why",
            ),
            models.CheckConstraint(condition=~Q(recorded_by_name=""), name="rating_names_its_author"),
            models.CheckConstraint(
                condition=Q(carried_from=None) | Q(corrects=None), name="a_carried_rating_corrects_nothing"
            ),
            models.UniqueConstraint(
                fields=["entry", "outcome", "locality"],
                condition=Q(locality__isnull=False),
                name="one_rating_per_form_and_cell",
            ),
            models.UniqueConstraint(
                fields=["entry", "outcome"],
                condition=Q(locality=None),
                name="one_rating_per_form_and_overall",
            ),
        ]

    def __str__(self) -> str:
        where = self.locality.name if self.locality else "Overall"
        return f"{self.outcome.ref} {where}: {self.get_rag_display() or 'struck out'} on {self.effective_on}"
