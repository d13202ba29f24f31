"""Uploaded files that are larger than any page keeps: taken in to their end, and not kept."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .errors import HEARD_OUT, TooMuchToHear

_AROUND = 1024 * 1024  # bytes of a request that may be its other fields


class LimitedUploadHandler(FileUploadHandler):
    """Keeps nothing of a file past ``UPLOAD_MAX_FILE_SIZE``, and tells the form how large it was.

    It stands before the handlers that keep what they are given. A file that is too large arrives at the form
    with its name and its size and with nothing in it: the form says how large it is, and what else was typed
    stays. The rest is read and dropped, since a browser shows no answer before it has sent everything.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse, before anything is read, what would be read too long.

        Raises:
            TooMuchToHear: it is larger than is ever heard out.
        """
        if content_length > HEARD_OUT + _AROUND:
            raise TooMuchToHear(f"The request has {content_length} bytes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a part on, while the file is not too large."""
        received = start + len(raw_data)
        return raw_data if received <= settings.UPLOAD_MAX_FILE_SIZE else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file without its content where it was too large; else the next handler gives it."""
        if file_size <= settings.UPLOAD_MAX_FILE_SIZE:
            return None
        return UploadedFile(
            io.BytesIO(), self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
