"""A draft's localities that are the version before's under another name: its columns become the same ones."""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import ProtectedError

from ..models import (
    Locality,
    MembershipLocality,
    OutcomeLocality,
    Plan,
    Rating,
    SectionColumn,
    User,
    VersionDraft,
)
from . import records
from .refusals import Refused


@dataclass(frozen=True, slots=True)
class SameLocality:
    """A person's word that two localities are one.

    Attributes:
        locality_id: the draft's.
        before_id: the one of the version before, which the draft's columns come to stand for.
        name: what it is to be called from the draft's start on; its name as it is, if empty.
    """

    locality_id: int
    before_id: int
    name: str = ""


def join_localities(
    plan: Plan,
    draft: VersionDraft,
    same: Iterable[SameLocality],
    *,
    by: User,
    reason: str,
    when: dt.datetime,
) -> bool:
    """Have a draft's columns stand for localities of the version before. Its caller has locked the draft.

    A locality that is then in no use at all is deleted. A new name is kept in ``draft`` until the start: the
    version before, which may be live, has the old one until it is closed.

    Returns:
        Whether anything changed.

    Raises:
        Refused: one of the two is no column of its version, a section has a column for both, a rating was
            given, or the name is another locality's.
    """
    changed = False
    columns_before = _columns_of(plan.predecessor_id)
    for one in same:
        mine = Locality.objects.filter(authority=plan.authority, pk=one.locality_id).first()
        before = Locality.objects.filter(authority=plan.authority, pk=one.before_id).first()
        if mine is None or before is None or mine == before:
            raise Refused("One of the two localities is not there any more. Open the page again.")
        if mine.pk not in _columns_of(plan.pk) or before.pk not in columns_before:
            raise Refused(
                f"“{mine}” is no column of this version, or “{before}” none of the one before. "
                "Open the page again."
            )
        _check_apart(plan, mine, before)
        for model, owner in (
            (SectionColumn, "section__plan"),
            (OutcomeLocality, "outcome__plan"),
            (MembershipLocality, "membership__plan"),
        ):
            _point(model, owner, plan, mine, before, by=by, reason=reason, when=when)
        draft.printed = [
            [pk, before.pk if locality == mine.pk else locality, colour]
            for pk, locality, colour in draft.printed
        ]
        with suppress(ProtectedError):  # another plan has a column for it
            records.delete(mine, by=by, reason=reason, when=when)
        _keep_name(plan, draft, before, one.name.strip())
        changed = True
    return changed


def change_names(plan: Plan, draft: VersionDraft, names: Mapping[int, str]) -> None:
    """Give localities that are to have a new name from the start on another one, or none.

    Args:
        plan, draft: as for ``join_localities``.
        names: a locality's id -> its new name; empty to keep the name it has.

    Raises:
        Refused: it is not among those, or the name is another locality's.
    """
    for locality in Locality.objects.filter(authority=plan.authority, pk__in=names):
        if str(locality.pk) not in draft.locality_names:
            raise Refused(f"{locality} is to have no new name. Open the page again.")
        _keep_name(plan, draft, locality, names[locality.pk].strip())


def _columns_of(plan_id: int | None) -> set[int]:
    """Ids of the localities that a version has a column for."""
    columns = SectionColumn.objects.filter(section__plan=plan_id)
    return set(columns.values_list("locality_id", flat=True))


def _check_apart(plan: Plan, mine: Locality, before: Locality) -> None:
    if Rating.objects.filter(plan=plan, locality=mine).exists():
        raise Refused(f"Ratings have been given for {mine}, so its column stays its own.")
    beside = set(SectionColumn.objects.filter(section__plan=plan, locality=before).values_list("section_id"))
    columns = SectionColumn.objects.filter(section__plan=plan, locality=mine).select_related("section")
    for column in columns:
        if (column.section_id,) in beside:
            raise Refused(
                f"Section {column.section.number} has a column for “{before}” and one for “{mine}”, so they "
                "cannot be one locality."
            )


def _point(
    model: type[SectionColumn] | type[OutcomeLocality] | type[MembershipLocality],
    owner: str,
    plan: Plan,
    mine: Locality,
    before: Locality,
    *,
    by: User,
    reason: str,
    when: dt.datetime,
) -> None:
    """Have the draft's links to one locality lead to the other; one that is there twice then goes."""
    of = f"{owner.split('__')[0]}_id"
    there = set(model._base_manager.filter(**{owner: plan}, locality=before).values_list(of, flat=True))
    for link in model._base_manager.filter(**{owner: plan}, locality=mine):
        if getattr(link, of) in there:
            records.delete(link, by=by, reason=reason, when=when)
        else:
            link.locality = before
            records.save(link, by=by, reason=reason, when=when)


def _keep_name(plan: Plan, draft: VersionDraft, locality: Locality, name: str) -> None:
    if not name or name == locality.name:
        draft.locality_names.pop(str(locality.pk), None)
        return
    if len(name) > 80:
        raise Refused("A locality's name must be 80 characters or fewer.")
    others = plan.authority.localities.exclude(pk=locality.pk)
    taken = {other.lower() for pk, other in draft.locality_names.items() if pk != str(locality.pk)}
    if others.filter(name__iexact=name).exists() or name.lower() in taken:
        raise Refused(f"Another plan has a column called “{name}”, so {locality} keeps its name for now.")
    draft.locality_names[str(locality.pk)] = name
