"""What the pages of papers say of them."""

from django import template

from ..models import Paper
from ..packs import chosen_parts
from ..papers.committee import Chosen

register = template.Library()


@register.filter
def parts_chosen(paper: Paper) -> Chosen:
    """The parts of a paper, each with its paragraph of Schedule 12A, 0 for public."""
    return chosen_parts(paper)
