"""PLACEHOLDER so that the addresses load; the importer's pages replace this file whole."""

from django.http import HttpRequest, HttpResponse


def import_start(request: HttpRequest) -> HttpResponse:
    """Not built yet."""
    return HttpResponse(status=501)


def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Not built yet."""
    return HttpResponse(status=501)


def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Not built yet."""
    return HttpResponse(status=501)
