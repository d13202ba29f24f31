"""Whether every file of a visit lies in the storage as it was attached.

The database names files that lie outside it. Where a backup of the one is put back without the other, each
page looks as it should until somebody asks for a letter; so ``verify_history`` reads every file.
"""

from collections.abc import Iterator

from django.core.files.storage import Storage

from plans.models import Plan
from plans.verification import Added, Problem

from .actions.attachments import digest_of, kept_files
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
    return Added("files of visits", len(found), tuple(_problems(found, kept_files())))


def _problems(rows: list[Attachment], storage: Storage) -> Iterator[Problem]:
    for row in rows:
        wrong = _wrong_with(row, storage)
        if wrong:
            check, what = wrong
            record = f"the file “{row.name}” of the {row.visit} (attachment {row.pk})"
            yield Problem(check, record, row.visit.plan.slug, what, _PUT_BACK)


def _wrong_with(row: Attachment, storage: Storage) -> tuple[str, str] | None:
    """The name of the check and what it found; None where the file is whole."""
    try:
        with storage.open(row.stored_as) as file:
            if file.size != row.size:
                return "file of another size", f"it has {file.size:,} bytes, and {row.size:,} were attached"
            if digest_of(file) != row.sha256:
                return "file changed", "its content is not what was attached"
    except FileNotFoundError:
        return "file missing", "it is not in the folder of files"
    except OSError as error:
        return "file not readable", f"it cannot be read ({error.strerror or error})"
    return None
