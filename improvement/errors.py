"""Pages for requests that never reach a view."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be used; where it was simply too much, say how much is not."""
    too_big = isinstance(exception, RequestDataTooBig)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return render(request, "400.html", {"too_big": too_big, "limit": limit}, status=400)
