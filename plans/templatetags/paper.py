"""What the pages of papers say of them."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from ..changes import Compared
from ..models import Paper
from ..movement import CellChange, CellKind
from ..packs import chosen_parts
from ..papers.committee import Chosen

register = template.Library()

_PATIENCE = dt.timedelta(seconds=20)


@register.filter
def parts_chosen(paper: Paper) -> Chosen:
    """The parts of a paper, each with its paragraph of Schedule 12A, 0 for public."""
    return chosen_parts(paper)


@register.filter
def changed_cells(since: Compared) -> list[CellChange]:
    """The cells in which another rating stands than did."""
    same = (CellKind.NO_UPDATE, CellKind.STILL_COMPLETE, CellKind.NOT_RATED)
    return [cell for cell in since.comparison.cells if cell.kind not in same]


@register.filter
def waits_too_long(making: Any) -> bool:
    """Whether a task has waited so long that nothing may be there to run it."""
    if making is None:
        return True
    waits = making.status == "READY"
    return waits and timezone.now() - making.enqueued_at > _PATIENCE
