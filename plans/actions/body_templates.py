"""The Word document that a body's papers take their look from: putting one in use, and giving it up."""

import datetime as dt
import hashlib
import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from ..kept_files import kept_files, put_back, to_disk, wrong_with_template
from ..models import Body, PaperTemplate, Plan, User
from ..uploaded.faint_styles import faint_styles
from ..uploaded.names import clean_name, ending_of
from ..uploaded.template_check import TemplateRefused
from ..uploaded.word_template import Template
from . import records
from .bodies import open_to_set_up
from .child_details import check_no_child_details
from .refusals import RecordedAlready, Refused


def set_template(
    *,
    body: Body,
    plan: Plan,
    name: str,
    content: bytes,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Body:
    """Have a body's Word papers take their look from a document, in place of the one before if there was one.

    Papers that are issued keep the template they were made with. It is a transaction of its own, and raises
    RuntimeError within another: only so can it take the bytes away again if their row is not committed.

    Args:
        body: whose papers.
        plan: a version in use, which whoever writes administers.
        name: of the file, as uploaded.
        content: the .docx.
        by: an administrator.
        reason: why.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version of the body that the form was made from.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed: they may not.
        Refused: the file cannot be a template (the message says what to do), or the plan is not open.
        RecordedAlready: this very file is in use already.
        ChildDetailsFound: its name, its head or foot, or the reason seems to hold a child's details.
        Stale: somebody has changed the body since the form was made.
    """
    name = clean_name(name)
    try:
        found = Template(content)
    except TemplateRefused as refused:
        raise Refused(str(refused), "file") from None
    if (ending := ending_of(name).lower()) != ".docx":
        called = f"ends in {ending}" if ending else "has no ending"
        raise Refused(
            f"This is a Word document by its content, but its name {called}. If it is the right file, change "
            "its name to end in .docx and choose it again.",
            "file",
        )
    template = PaperTemplate(
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        faint=[asdict(style) for style in faint_styles(found.styles)],
        stored_as=f"template-{uuid.uuid4().hex}",
        added_at=when or timezone.now(),
        added_by=by,
        added_by_name=by.display_name,
    )
    try:
        with transaction.atomic(durable=True):
            open_to_set_up(plan, by, body)
            texts = {
                "Name of a Word template": name,
                "Head and foot of a Word template": found.said,
                "Body: why its Word template is chosen": reason,
            }
            check_no_child_details(plan=None, texts=texts, by=by, false_alarm=false_alarm)
            there = plan.authority.paper_templates.filter(sha256=template.sha256).first()
            if there:
                if wrong_with_template(there):  # whoever uploads again what was lost puts it back
                    put_back(there.stored_as, content)
                if Body.objects.filter(pk=body.pk, template=there).exists():
                    raise RecordedAlready(f"“{there.name}”, the same file, is in use already.")
            else:
                template.authority = plan.authority
                to_disk(template.stored_as, content)
                template.save(force_insert=True)
            body.template = there or template
            return records.save(body, by=by, reason=reason, seen_version=seen_version, when=when)
    except BaseException:
        kept_files().delete(template.stored_as)
        raise


@transaction.atomic
def remove_template(
    *,
    body: Body,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Body:
    """Have a body's Word papers take the service's own look again. The file stays, for papers made with it.

    Args:
        body, plan, by, reason, false_alarm, seen_version, when: as for ``set_template``.

    Raises:
        NotAllowed, Refused, ChildDetailsFound, Stale: as for ``set_template``.
        RecordedAlready: the body has no template.
    """
    open_to_set_up(plan, by, body)
    if not Body.objects.filter(pk=body.pk, template__isnull=False).exists():
        raise RecordedAlready("This body has no Word template in use.")
    texts = {"Body: why its Word template is given up": reason}
    check_no_child_details(plan=None, texts=texts, by=by, false_alarm=false_alarm)
    body.template = None
    return records.save(body, by=by, reason=reason, seen_version=seen_version, when=when)
