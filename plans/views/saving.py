"""What a form that changes or deletes something does: one action, and what that refuses said in it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from ..actions.refusals import Refused, Stale
from .access import person


def done(
    request: HttpRequest, form: Any, act: Callable[..., object], *, raising: tuple[type[Refused], ...] = ()
) -> bool:
    """Whether a form was sent, was valid, and its action was carried out; if not, it says what is wrong.

    Args:
        request: what was sent.
        form: asks for ``reason``, and looks for a child's details.
        act: the action; it is given ``by``, ``reason`` and ``false_alarm``.
        raising: refusals that the view answers itself; every other is said in the form.

    Raises:
        Refused: one of those.
        Stale: somebody has changed the record since the form was made.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    answered_by_view: tuple[type[Refused], ...] = (Stale, *raising)
    try:
        act(by=person(request), reason=form.cleaned_data["reason"], false_alarm=form.said_false_alarm)
    except answered_by_view:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def saved(
    request: HttpRequest, form: Any, act: Callable[..., object], *, raising: tuple[type[Refused], ...] = ()
) -> tuple[bool, Any]:
    """The same, for a form that carries the version it was made from.

    Where somebody else has changed the record, what was typed stays in the form, which is then made from what
    is recorded now.

    Args:
        request, form, act, raising: as for ``done``; the form has ``version``, and the action is given
            ``seen_version`` too. A form that has lost its version is of none that is recorded.

    Returns:
        Whether it was saved; and what is recorded now, where that is not what the form was made from.

    Raises:
        Refused: one of ``raising``.
    """
    try:
        return done(
            request,
            form,
            lambda **signed: act(**signed, seen_version=form.cleaned_data["version"] or 0),
            raising=raising,
        ), None
    except Stale as stale:
        form.add_error(None, stale.message)
        form.data = {**request.POST.dict(), "version": stale.current.version if stale.current else ""}
        return False, stale.current
