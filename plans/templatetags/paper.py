"""What the pages of papers say of them."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone

from ..changes import Compared
from ..line import line_of
from ..models import Paper, Plan
from ..movement import CellChange, CellKind
from ..packs import chosen_parts
from ..papers.committee import Chosen
from ..permissions import Access

register = template.Library()

_PATIENCE = dt.timedelta(seconds=20)
_CUT_OFF = dt.timedelta(minutes=5)


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


@register.filter
def changed_cells(since: Compared) -> list[CellChange]:
    """The cells in which another rating stands than did."""
    same = (CellKind.NO_UPDATE, CellKind.STILL_COMPLETE, CellKind.NOT_RATED)
    return [cell for cell in since.comparison.cells if cell.kind not in same]


@register.filter
def has_stopped(making: Any) -> bool:
    """Whether a task ended without making every file, or was cut off: its worker was stopped or has died."""
    if making is None or making.status in ("FAILED", "SUCCESSFUL"):
        return True
    return making.status == "RUNNING" and timezone.now() - making.started_at > _CUT_OFF


@register.filter
def waits_too_long(making: Any) -> bool:
    """Whether a task has waited so long that nothing may be there to run it."""
    waits = making.status == "READY"
    return waits and timezone.now() - making.enqueued_at > _PATIENCE
