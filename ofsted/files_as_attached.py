"""Whether every file of a visit lies in the storage as it was attached.

The database names files that lie outside it. Where a backup of the one is put back without the other, each
page looks as it should until somebody asks for a letter; so ``verify_history`` reads every file.
"""

from collections.abc import Iterator

from plans.kept_files import Wrong, wrong_with
from plans.models import Plan
from plans.verification import Added, Problem

from .models import Attachment

_PUT_BACK = (
    "Put the folder of files back from the backup that belongs to this database (README, “Backup, and proof "
    "that it works”). If no backup has it, remove the file on the page of its visit, and attach it again."
)


def check_files(plan: Plan | None = None) -> Added:
    """Read every file of every visit. One query, and as long as it takes to read the files.

    Args:
        plan: of the visits that belong to this version of a plan; of every visit if None.
    """
    rows = Attachment.objects.select_related("visit__plan", "visit__locality").order_by("pk")
    if plan:
        rows = rows.filter(visit__plan=plan)
    found = list(rows)
    return Added("files of visits", len(found), tuple(_problems(found)))


def _problems(rows: list[Attachment]) -> Iterator[Problem]:
    for row in rows:
        if wrong := wrong_with_attachment(row):
            record = f"the file “{row.name}” of the {row.visit} (attachment {row.pk})"
            yield Problem(wrong.check, record, row.visit.plan.slug, wrong.what, _PUT_BACK)


def wrong_with_attachment(row: Attachment) -> Wrong | None:
    """What is wrong with the kept bytes of a file of a visit; None where they are whole."""
    return wrong_with(row.stored_as, size=row.size, sha256=row.sha256, was="attached")
