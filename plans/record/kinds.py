"""The kinds of change that the record of a plan can be narrowed to."""

from django.db import models


class Kind(models.TextChoices):
    """What sort of change. A change may be of two kinds: a section renamed is wording, and about sections.

    With leads stand themes; with what is added and withdrawn, what is deleted, moved or given another ref.
    """

    RATING = "rating", "Ratings"
    CORRECTION = "correction", "Corrections"
    WORDING = "wording", "Wording"
    LEAD = "lead", "Leads and timescales"
    ADDED = "added", "Added and withdrawn"
    SECTION = "section", "Columns and sections"
    PLAN = "plan", "The plan itself"
    OUTSIDE = "outside", "Visits and findings"
    MEETING = "meeting", "Meetings and recommendations"
    PEOPLE = "people", "People"
    DRAFT = "draft", "Drafts of the next version"


OF_ADMINISTRATORS = frozenset({Kind.PEOPLE, Kind.DRAFT})
"""Told to nobody else: who became a member, and what drafts there were, which only they could see."""
