"""Keeping the letter, the report and other files of a visit, and removing them.

The bytes lie in the storage ``attachments`` under a made-up name; what a file is called and what it is are
in the database. Of the two neither is there without the other: bytes are written before the row is
committed and taken away again if it is not, and deleted only once a removal is committed.
"""

import datetime as dt
import uuid
from functools import partial

from django.core.files import File
from django.db import transaction
from django.db.models import ProtectedError

from plans.actions import records
from plans.actions.child_details import check_no_child_details
from plans.actions.opening import bring_under
from plans.actions.refusals import Refused
from plans.kept_files import kept_files, sha256_of, to_disk
from plans.models import Plan, User
from plans.uploaded.names import clean_name

from ..file_check import FileRefused, check_file
from ..models import Attachment, Visit
from .opening import open_for


def attach_file(
    *,
    visit: Visit,
    plan: Plan,
    file: File,
    kind: str,
    by: User,
    reason: str = "",
    false_alarm: str = "",
    when: dt.datetime | None = None,
) -> Attachment:
    """Keep a file with a visit.

    It is a transaction of its own, and raises RuntimeError within another: only so can it take the bytes
    away again if the row is not committed.

    Args:
        visit: whose file it is.
        plan: the version in use.
        file: as uploaded, with its name.
        kind: an ``Attachment.Kind`` value.
        by: whoever may record visits.
        reason: why; "Letter attached" or the like if empty.
        false_alarm: why what looks like a child's details in its name is none; empty if nobody said.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: the file is no letter or report that can be kept, or is there already; the plan is not open.
        ChildDetailsFound: its name seems to hold a child's details.
    """
    name = clean_name(file.name or "")
    try:
        what = check_file(file, file.name or "")
    except FileRefused as refused:
        raise Refused(str(refused)) from refused
    attachment = Attachment(
        visit=visit,
        kind=kind,
        name=name,
        stored_as=uuid.uuid4().hex,
        content_type=what.content_type,
        size=file.size,
        sha256=sha256_of(file),
    )
    reason = reason.strip() or f"{Attachment.Kind(kind).label} attached"
    try:
        with transaction.atomic(durable=True):
            open_for(plan, by, visit)
            bring_under(visit, plan, by=by, when=when)
            same = visit.attachments.filter(sha256=attachment.sha256).first()
            if same:
                raise Refused(f"This file is here already, as “{same.name}”.")
            texts = {"Name of a file": name, "Why a file is attached": reason}
            check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
            to_disk(attachment.stored_as, file)
            return records.save(attachment, by=by, reason=reason, when=when)
    except BaseException:
        kept_files().delete(attachment.stored_as)
        raise


@transaction.atomic
def remove_file(*, attachment: Attachment, plan: Plan, by: User, reason: str, false_alarm: str = "") -> None:
    """Remove a file from its visit, its bytes too. The record keeps what it was called.

    Args:
        attachment: which.
        plan, by, false_alarm: as for ``attach_file``.
        reason: why.

    Raises:
        NotAllowed: they may not.
        Refused: a deadline is shown to be met by it, or the plan is not open.
        ChildDetailsFound: the reason seems to hold a child's details.
    """
    open_for(plan, by, attachment.visit)
    bring_under(attachment.visit, plan, by=by)
    texts = {"Why a file is removed": reason}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    stored_as = attachment.stored_as
    try:
        records.delete(attachment, by=by, reason=reason)
    except ProtectedError:
        raise Refused(
            "A deadline is recorded as met by this file, so it stays. "
            "Change what is said of that deadline first."
        ) from None
    transaction.on_commit(partial(kept_files().delete, stored_as))
