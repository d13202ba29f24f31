"""Pages for requests that are refused."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.models import Plan, User
from plans.permissions import access_to, may_import

HEARD_OUT = 100 * 1024 * 1024
"""Bytes of a request that are still taken in before it is refused; whoever sends more is hung up on."""
_AT_ONCE = 64 * 1024


class TooMuchToHear(RequestDataTooBig):
    """More was sent than is taken in to its end."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be used; where it was simply too much, say how much is not and what to do."""
    hear_out(request)
    reasons = {
        "too_long": isinstance(exception, TooMuchToHear),
        "longest": HEARD_OUT // (1024 * 1024),
        "too_big": isinstance(exception, RequestDataTooBig),
        "too_many_fields": isinstance(exception, TooManyFieldsSent),
        "in_parts": request.content_type == "multipart/form-data",
        "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024),
        "most_fields": f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,}",
    }
    return render(request, "400.html", reasons, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """They may see this, or there is nothing here to hide, but what they asked for is not theirs to do.

    The page keeps the way about: what is about a plan that they see leads back to it.
    """
    context: dict[str, Any] = {}
    user, match = getattr(request, "user", None), request.resolver_match
    if isinstance(user, User):
        context["may_import"] = may_import(user)
        slug = match.kwargs.get("slug") if match else None
        plan = Plan.objects.visible_to(user).filter(slug=slug).first() if slug else None
        if plan:
            context |= {"plan": plan, "access": access_to(plan, user)}
    return render(request, "403.html", context, status=403)


def hear_out(request: HttpRequest) -> None:
    """Read and drop the rest of what a browser is sending.

    A browser reads no answer before it has sent everything. Answered sooner, it finds the connection closed
    and shows its own "cannot be reached" in place of the page that says what is wrong.
    """
    heard = 0
    while heard < HEARD_OUT:
        try:
            part = request.read(_AT_ONCE)
        except OSError:  # it has given up
            return
        if not part:
            return
        heard += len(part)
