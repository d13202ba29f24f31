"""What somebody is told who presses Delete twice: it is done, and where it was."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest

from .access import person


def deleted_already(request: HttpRequest, model: Any, pk: int, *, line: Collection[int]) -> Any:
    """Tell somebody that they have deleted something already.

    Args:
        request: theirs.
        model: what was deleted: a tracked model.
        pk: which.
        line: the versions of the plan whose record may tell of it (``plans.line``).

    Returns:
        Its last row of history: what it was.

    Raises:
        Http404: it was never there, or somebody else deleted it.
    """
    gone = model.history.filter(
        id=pk,
        history_type="-",
        history_user=person(request),
        history_plan_id__in=line,
    ).first()
    if gone is None:
        raise Http404
    messages.info(request, f"This {model._meta.verbose_name} has been deleted already.")
    return gone
