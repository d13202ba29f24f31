"""Where files of papers and templates of bodies lie, and reading a template back as it was uploaded."""

import hashlib
import os
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from ..models import PaperTemplate


class TemplateLost(Exception):
    """The bytes of a template cannot be had as they were uploaded.

    Attributes:
        wrong: how, after its name: "it is not in the folder of files".
    """

    def __init__(self, template: PaperTemplate, wrong: str) -> None:
        super().__init__(f"Word template “{template.name}”: {wrong}")
        self.wrong = wrong


def kept_papers() -> Storage:
    """Where the bytes of issued papers and of templates lie, beside the files of visits."""
    return storages["attachments"]


def to_disk(stored_as: str, content: bytes) -> None:
    """Write a file under its name. Where the storage is a folder here, it is on the disk before this returns.

    A database keeps its rows through a loss of power; the bytes that they name must not be lost by one.
    """
    kept_papers().save(stored_as, ContentFile(content))
    try:
        path = Path(kept_papers().path(stored_as))
    except NotImplementedError:  # it is elsewhere, and keeps what it has said it keeps
        return
    for one in (path, path.parent):  # its bytes, and that it is there
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_back(stored_as: str, content: bytes) -> None:
    """Write a file under its name in place of what lies there, which is there until the new one is whole.

    Raises:
        OSError: it cannot be written.
    """
    try:
        path = Path(kept_papers().path(stored_as))
    except NotImplementedError:
        kept_papers().delete(stored_as)
        to_disk(stored_as, content)
        return
    if path.is_dir():  # of what is no file nothing can be lost
        path.rmdir()
    beside = f"{stored_as}.{uuid.uuid4().hex}"
    try:
        to_disk(beside, content)
        Path(kept_papers().path(beside)).replace(path)
    finally:
        kept_papers().delete(beside)


def template_bytes(template: PaperTemplate) -> bytes:
    """A template as it was uploaded.

    Raises:
        TemplateLost: it is not there, cannot be read, or is something else: a paper made with it would not be
            the one that was issued.
    """
    try:
        with kept_papers().open(template.stored_as) as kept:
            content: bytes = kept.read()
    except FileNotFoundError:
        raise TemplateLost(template, "it is not in the folder of files") from None
    except OSError as error:
        raise TemplateLost(template, f"it cannot be read ({error.strerror or error})") from None
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise TemplateLost(template, "its content is not what was uploaded")
    return content
