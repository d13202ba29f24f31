"""A plan's text on its way in: kept while a person checks it, then made a plan or thrown away."""

import datetime as dt

from django.db import transaction

from ..models import Authority, ImportDraft, Plan, User
from ..permissions import may_import_for
from ..plan_draft import PlanDraft
from .importing import import_plan
from .refusals import NotAllowed
from .versions import check_administers, check_has_no_successor


def confirm_import(
    *,
    import_draft: ImportDraft,
    draft: PlanDraft,
    source_text_digest: str,
    by: User,
    false_alarm: str = "",
) -> Plan:
    """Make the plan of a stored draft and throw the draft away; see ``import_plan`` for what else is refused.

    Raises:
        NotAllowed: somebody else started this import.
    """
    _check_is_theirs(import_draft, by)
    with transaction.atomic():
        plan = import_plan(
            draft=draft,
            authority=import_draft.authority,
            by=by,
            source_text_digest=source_text_digest,
            title=import_draft.title,
            dated=import_draft.dated,
            file_name=import_draft.file_name,
            follows=import_draft.follows,
            false_alarm=false_alarm,
        )
        import_draft.delete()
    return plan


def start_import(
    *,
    authority: Authority,
    text: str,
    file_name: str,
    draft: PlanDraft,
    by: User,
    follows: Plan | None = None,
) -> ImportDraft:
    """Keep a text that a person is about to check; texts that were left lying are thrown away.

    Args:
        follows: the version of the authority's plan that it is the next version of.

    Raises:
        NotAllowed: the person may not import for this authority, or does not administer ``follows``.
        Refused: that has a next version already.
    """
    if not may_import_for(by, authority):
        raise NotAllowed(f"You cannot import a plan for {authority}.")
    if follows:
        check_administers(follows, by)
        check_has_no_successor(follows, by)
    ImportDraft.objects.left_lying().delete()
    return ImportDraft.objects.create(
        started_by=by,
        authority=authority,
        file_name=file_name[:255],
        text=text,
        title=draft.title,
        dated=draft.dated,
        follows=follows,
    )


def change_import(
    *,
    import_draft: ImportDraft,
    title: str,
    dated: dt.date | None,
    lead_splits: dict,
    theme_names: dict,
    locality_names: dict,
    by: User,
) -> ImportDraft:
    """Keep what a person has typed into the preview.

    Raises:
        NotAllowed: somebody else started this import.
    """
    _check_is_theirs(import_draft, by)
    import_draft.title, import_draft.dated = title, dated
    import_draft.lead_splits, import_draft.theme_names = lead_splits, theme_names
    import_draft.locality_names = locality_names
    import_draft.save(update_fields=["title", "dated", "lead_splits", "theme_names", "locality_names"])
    return import_draft


def discard_import(*, import_draft: ImportDraft, by: User) -> None:
    """Throw away a text that is not to be imported.

    Raises:
        NotAllowed: somebody else started this import.
    """
    _check_is_theirs(import_draft, by)
    import_draft.delete()


def _check_is_theirs(import_draft: ImportDraft, by: User) -> None:
    if import_draft.started_by_id != by.pk:
        raise NotAllowed("Somebody else started this import.")
