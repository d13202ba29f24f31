"""Whether every file of an issued paper lies in the storage as it was made, and every Word template.

The database names files that lie outside it, as it does for visits. ``verify_history`` reads every one of
them here without making any anew; ``verify_papers`` does both (``plans.paper_proof``).
"""

from collections.abc import Iterator

from .kept_files import wrong_with_file, wrong_with_template
from .models import PaperFile, PaperTemplate, Plan
from .verification import Added, Problem

_PUT_BACK = (
    "Run manage.py verify_papers --restore, which puts back what it can make byte for byte; for the rest, "
    "put the folder of files back from the backup that belongs to this database (README, “Backup, and proof "
    "that it works”)."
)
_CHOOSE_AGAIN = (
    "Have an administrator choose the same file again on the page of the body's Word template, which puts it "
    "back; or put the folder of files back from the backup that belongs to this database (README, “Backup, "
    "and proof that it works”). Until then no Word paper can be made with it."
)


def check_files(plan: Plan | None = None) -> Added:
    """Read every file of every issued paper. One query, and as long as it takes to read the files.

    Args:
        plan: of papers of this version of a plan; of every paper if None.
    """
    rows = PaperFile.objects.select_related("paper__plan", "paper__meeting__body").order_by("pk")
    if plan:
        rows = rows.filter(paper__plan=plan)
    found = list(rows)
    return Added("files of papers", len(found), tuple(_problems(found)))


def check_templates(plan: Plan | None = None) -> Added:
    """Read every Word template, in use or not: papers were made with it.

    Args:
        plan: of the authority of this version of a plan; of every authority if None.
    """
    rows = PaperTemplate.objects.select_related("authority").order_by("pk")
    found = list(rows.filter(authority=plan.authority_id) if plan else rows)
    return Added("Word templates", len(found), tuple(_lost(found)))


def _problems(files: list[PaperFile]) -> Iterator[Problem]:
    for file in files:
        if wrong := wrong_with_file(file):
            record = f"the file “{file.name}” of the paper for {file.paper} (file {file.pk})"
            yield Problem(wrong.check, record, file.paper.plan.slug, wrong.what, _PUT_BACK)


def _lost(templates: list[PaperTemplate]) -> Iterator[Problem]:
    for template in templates:
        if wrong := wrong_with_template(template):
            record = f"the Word template “{template.name}” of {template.authority} (file {template.pk})"
            yield Problem(wrong.check, record, "", wrong.what, _CHOOSE_AGAIN)
