"""The guard at the door of every plan page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Plan, User
from ..permissions import Access, access_to


def person(request: HttpRequest) -> User:
    """Who is signed in. Every page but the sign-in pages is behind ``LoginRequiredMiddleware``."""
    assert isinstance(request.user, User)  # noqa: S101 - tells mypy what the middleware has made sure of
    return request.user


def plan_for(request: HttpRequest, slug: str) -> tuple[Plan, Access]:
    """The plan at this address, and what the person may do on it.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
    """
    user = person(request)
    plan = get_object_or_404(Plan.objects.visible_to(user).select_related("authority"), slug=slug)
    return plan, access_to(plan, user)


def predecessor_for(plan: Plan, user: User) -> Plan:
    """The version before a plan, for somebody who may see that one too.

    Raises:
        Http404: the plan follows none, or one that is not for them to see.
    """
    return get_object_or_404(
        Plan.objects.visible_to(user).select_related("authority"), pk=plan.predecessor_id
    )


def found(thing: object) -> None:
    """Raise Http404 where the thing asked for is not in the plan."""
    if thing is None:
        raise Http404


def allowed(may: bool) -> None:
    """Raise PermissionDenied (403) where a person may see a page's subject but not do this to it."""
    if not may:
        raise PermissionDenied


def as_id(typed: str) -> int:
    """An id as an address has it; 0, which is nobody's, where that is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
