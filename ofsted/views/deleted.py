"""What somebody is told who presses Delete twice: it is done, and where it was."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest

from .opening import Opened


def deleted_already(request: HttpRequest, opened: Opened, model: Any, pk: int) -> Any:
    """Tell somebody that they have deleted something already.

    Args:
        request: theirs.
        opened: the page.
        model: what was deleted: a tracked model.
        pk: which.

    Returns:
        Its last row of history: what it was.

    Raises:
        Http404: it was never there, or somebody else deleted it.
    """
    gone = model.history.filter(
        id=pk,
        history_type="-",
        history_user=opened.access.user,
        history_plan_id__in=opened.register.line,
    ).first()
    if gone is None:
        raise Http404
    messages.info(request, f"This {model._meta.verbose_name} has been deleted already.")
    return gone
