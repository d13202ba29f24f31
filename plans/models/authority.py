"""The council, and what it keeps from one version of its plan to the next."""

from django.db import models
from django.db.models.functions import Lower

from .tracking import Tracked, TrackedRecords, Versioned


class Authority(Versioned):
    """A council (or the trust that runs its children's services)."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name_plural = "authorities"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Locality(Versioned):
    """What a RAG column stands for: an area of the county, or a service."""

    class Kind(models.TextChoices):
        """Two kinds of column head."""

        AREA = "area", "Area"
        SERVICE = "service", "Service"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="localities")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AREA)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        verbose_name_plural = "localities"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("authority", Lower("name"), name="locality_named_once_in_an_authority"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["area", "service"]), name="locality_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lead(Versioned):
    """A role, or a named person, who answers for an outcome."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="leads")
    title = models.CharField(max_length=200)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("title",)
        constraints = [
            models.UniqueConstraint("authority", Lower("title"), name="lead_titled_once_in_an_authority")
        ]

    def __str__(self) -> str:
        return self.title


class Theme(Versioned):
    """What cuts across the sections, such as supervision."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120)
    history = TrackedRecords()

    class Meta(Tracked.Meta):
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("authority", Lower("name"), name="theme_named_once_in_an_authority")
        ]

    def __str__(self) -> str:
        return self.name
