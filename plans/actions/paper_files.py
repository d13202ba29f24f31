"""Keeping the files of an issued paper, each written once."""

import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from ..kept_files import kept_files, put_back, to_disk
from ..models import Paper, PaperFile
from .refusals import Refused


def keep_file(
    *,
    paper: Paper,
    pack: str,
    key: str,
    name: str,
    content_type: str,
    content: bytes,
    says: str,
    made_with: str,
) -> PaperFile:
    """Keep a file of an issued paper. Where it is there already, that one stays and is given back.

    Args:
        paper: issued.
        pack: a ``PaperFile.Pack`` value.
        key: which of its files; one of ``Paper.to_make``.
        name: what people call it.
        content_type, content: what it is.
        says, made_with: as on ``PaperFile``.

    Raises:
        Refused: the paper is not to have such a file.
    """
    if [pack, key] not in paper.to_make:
        raise Refused("This paper has no such file.")
    row = PaperFile(
        paper=paper,
        pack=pack,
        key=key,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        says=says,
        stored_as=f"paper-{uuid.uuid4().hex}",
        made_with=made_with,
        made_at=timezone.now(),
    )
    try:
        to_disk(row.stored_as, content)
        with transaction.atomic():
            Paper.objects.select_for_update(of=("self",), no_key=True).get(pk=paper.pk)
            there = PaperFile.objects.filter(paper=paper, pack=pack, key=key).first()
            if there is None:
                row.save(force_insert=True)
                return row
    except BaseException:
        kept_files().delete(row.stored_as)
        raise
    kept_files().delete(row.stored_as)
    return there


def put_file_back(*, file: PaperFile, content: bytes) -> None:
    """Put back the bytes of a file of an issued paper, in place of what lies there, if anything does.

    Args:
        file: whose bytes are missing or damaged.
        content: the very bytes that were issued, made anew.

    Raises:
        Refused: they are other bytes.
        OSError: they cannot be written.
    """
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused("These are not the bytes that were issued.")
    put_back(file.stored_as, content)
