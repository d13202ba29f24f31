"""Giving out a file that is kept, so that no browser runs anything in it."""

from typing import IO, Any

from django.http import FileResponse

_INERT = "sandbox; default-src 'none'"
"""Should a browser ever show such a file as a page, nothing in it may run, load or lead anywhere."""


def as_download(content: IO[Any] | Any, *, name: str, content_type: str) -> FileResponse:
    """A file as a download.

    Args:
        content: opened for reading.
        name: what it is called.
        content_type: what it is.
    """
    return FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=content_type,
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": _INERT},
    )
