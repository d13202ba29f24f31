"""Where the files that people attach, issue or upload lie, how they are written, and whether they are whole.

The database has what a file is called, its size and its SHA-256; its bytes lie in the storage ``attachments``
under a made-up name. The one can be lost without the other, or put back from another day's backup, so whoever
gives out a file or makes something with it asks first whether it is whole.
"""

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from .models import PaperFile, PaperTemplate


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why the bytes of a file cannot be given out.

    Attributes:
        check: which check they do not pass: "file missing".
        what: what was found, after the file's name: "it is not in the folder of files".
    """

    check: str
    what: str


class TemplateLost(Exception):
    """The bytes of a template cannot be had as they were uploaded.

    Attributes:
        wrong: how, after its name: "it is not in the folder of files".
    """

    def __init__(self, template: PaperTemplate, wrong: str) -> None:
        super().__init__(f"Word template “{template.name}”: {wrong}")
        self.wrong = wrong


def kept_files() -> Storage:
    """Where the bytes lie: of files of visits, of issued papers, and of Word templates."""
    return storages["attachments"]


def sha256_of(file: File) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal; the file is at its beginning again afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


# --- Writing ------------------------------------------------------------------------------------------------


def to_disk(stored_as: str, content: bytes | File) -> None:
    """Write a file under its name. Where the storage is a folder here, it is on the disk before this returns.

    A database keeps its rows through a loss of power; the bytes that they name must not be lost by one.
    """
    kept_files().save(stored_as, ContentFile(content) if isinstance(content, bytes) else content)
    try:
        path = Path(kept_files().path(stored_as))
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
        path = Path(kept_files().path(stored_as))
    except NotImplementedError:
        kept_files().delete(stored_as)
        to_disk(stored_as, content)
        return
    if path.is_dir():  # of what is no file nothing can be lost
        path.rmdir()
    beside = f"{stored_as}.{uuid.uuid4().hex}"
    try:
        to_disk(beside, content)
        Path(kept_files().path(beside)).replace(path)
    finally:
        kept_files().delete(beside)


# --- Whether it is whole ------------------------------------------------------------------------------------


def wrong_with(stored_as: str, *, size: int, sha256: str, was: str) -> Wrong | None:
    """What is wrong with the bytes that lie under a name; None where they are whole.

    Args:
        stored_as: the name they lie under.
        size: how many bytes there should be.
        sha256: theirs, in hexadecimal.
        was: what was done with the file when it was whole: "attached", "issued", "uploaded".
    """
    try:
        with kept_files().open(stored_as) as kept:
            if kept.size != size:
                return Wrong("file of another size", f"it has {kept.size:,} bytes, and {size:,} were {was}")
            if sha256_of(kept) != sha256:
                return Wrong("file changed", f"its content is not what was {was}")
    except FileNotFoundError:
        return Wrong("file missing", "it is not in the folder of files")
    except OSError as error:
        return Wrong("file not readable", f"it cannot be read ({error.strerror or error})")
    return None


def wrong_with_file(file: PaperFile) -> Wrong | None:
    """What is wrong with the kept bytes of a file of an issued paper; None where they are whole."""
    return wrong_with(file.stored_as, size=file.size, sha256=file.sha256, was="issued")


def wrong_with_template(template: PaperTemplate) -> Wrong | None:
    """What is wrong with the kept bytes of a Word template; None where they are whole."""
    return wrong_with(template.stored_as, size=template.size, sha256=template.sha256, was="uploaded")


def template_bytes(template: PaperTemplate) -> bytes:
    """A template as it was uploaded.

    Raises:
        TemplateLost: it is not there, cannot be read, or is something else: a paper made with it would not be
            the one that was issued.
    """
    if wrong := wrong_with_template(template):
        raise TemplateLost(template, wrong.what)
    with kept_files().open(template.stored_as) as kept:
        content: bytes = kept.read()
    return content
