"""What the pages of papers say of them."""

from typing import Any

from django import template

from ..line import line_of
from ..models import Paper, Plan
from ..packs import chosen_parts
from ..papers.committee import Chosen
from ..permissions import Access

register = template.Library()


@register.filter
def parts_chosen(paper: Paper) -> Chosen:
    """The parts of a paper, each with its paragraph of Schedule 12A, 0 for public."""
    return chosen_parts(paper)


@register.simple_tag
def papers_of(meeting: Any, plan: Plan, access: Access) -> list[Paper]:
    """The papers of a meeting that this person may see, the newest first.

    Args:
        meeting: the record or a row of it.
        plan: the version whose page it is, which has no papers of later ones.
        access: theirs.
    """
    papers = Paper.objects.filter(meeting_id=meeting.id, plan_id__in=line_of(plan)).order_by("-supplement")
    return list(papers if access.may_see_drafts else papers.filter(status=Paper.Status.ISSUED))
