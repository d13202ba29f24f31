"""Issuing a paper whole: frozen, shown to be makeable, and its files on their way."""

from collections.abc import Sequence

from django.db import transaction

from .actions.papers import issue_paper
from .models import Paper, Plan, User
from .packs import Pack, packs_of
from .tasks import make_files


@transaction.atomic
def issue_whole(
    *,
    paper: Paper,
    plan: Plan,
    packs: Sequence[Pack],
    waived: Sequence[str],
    by: User,
    seen_version: int | None = None,
) -> Paper:
    """Freeze a draft as a numbered paper, and have its files made. All of it, or nothing.

    Args:
        packs: of the draft: which files there are to be.
        paper, plan, waived, by, seen_version: as for ``issue_paper``.

    Raises:
        NotAllowed, Refused, Stale: as for ``issue_paper``.
        CannotCompare: as it would be issued the paper cannot be made, as where midnight has passed.
    """
    to_make = [(pack.kind, key) for pack in packs for key in pack.keys]
    issued = issue_paper(
        paper=paper, plan=plan, waived=waived, to_make=to_make, by=by, seen_version=seen_version
    )
    packs_of(issued)
    make_files.enqueue(issued.pk)
    return issued
