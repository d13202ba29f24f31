"""The plan as it is now, whatever date an address asks for: what a form is about."""

from copy import copy

from django.http import HttpRequest, QueryDict


def as_now(request: HttpRequest) -> HttpRequest:
    """The same request with no date asked for, so that nothing typed is refused for its address.

    Args:
        request: of a page with a form; its address may still say ``?at=`` from the page before.
    """
    now = copy(request)
    now.GET = QueryDict()
    return now
