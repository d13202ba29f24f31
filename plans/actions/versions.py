"""From one version of a plan to the next: what continues what, the start, and giving a draft up.

The next version itself is made by ``rolling_forward.roll_forward`` or ``importing.import_plan``.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from ..matched import Matched, read_matched
from ..models import (
    Locality,
    Membership,
    Outcome,
    OutcomePredecessor,
    Plan,
    Rating,
    Section,
    User,
    VersionDraft,
)
from ..permissions import access_to
from . import records
from .carrying import RatingToEnter, enter_ratings, ratings_to_enter
from .child_details import check_no_child_details
from .joining import SameLocality, change_names, join_localities
from .refusals import NotAllowed, Refused, Stale
from .same_moment import hold_names, refused_if_taken
from .version_order import check_open, hold

Carries = VersionDraft.Carries


def check_administers(plan: Plan, by: User) -> None:
    """Whether a person sets a plan up.

    Raises:
        NotAllowed: they do not.
    """
    if not access_to(plan, by).may_set_up:
        raise NotAllowed(f"You do not administer “{plan}”.")


def check_sees_version_before(plan: Plan, by: User) -> None:
    """Whether a person may see the version that a plan follows, which they then learn of or change.

    Raises:
        NotAllowed: they may not.
    """
    if not Plan.objects.visible_to(by).filter(pk=plan.predecessor_id).exists():
        raise NotAllowed(f"You are not a member of the version before “{plan}”.")


def why_no_next_version(plan: Plan, by: User) -> str:
    """Why no version can be made after a plan, in sentences; empty where one can.

    The version that there is already is named to those who may see it; others are told whom to ask.
    """
    successor = Plan.objects.filter(predecessor=plan).first()
    if successor is None:
        return ""
    what = "draft of the next version" if successor.status == Plan.Status.DRAFT else "next version"
    if Plan.objects.visible_to(by).filter(pk=successor.pk).exists():
        return f"There is a {what} already: it is “{successor}”. A plan has one next version."
    whose = "administrators" if successor.is_next_draft else "members"
    return (
        f"Another administrator has made a {what} already, and a plan has one next version. You are not one "
        f"of its {whose}, so it is not shown to you: ask the other administrators of this plan."
    )


def check_has_no_successor(plan: Plan, by: User) -> None:
    """Whether the version after a plan is still to be made.

    Raises:
        Refused: there is one; see ``why_no_next_version``.
    """
    if why_not := why_no_next_version(plan, by):
        raise Refused(why_not)


@transaction.atomic
def match_outcomes(
    *,
    plan: Plan,
    matches: Mapping[int, Collection[int]],
    by: User,
    reason: str,
    new: Collection[int] = (),
    dropped: Collection[int] | None = None,
    localities: Sequence[SameLocality] = (),
    names: Mapping[int, str] | None = None,
    seen: str | None = None,
) -> bool:
    """Say which outcomes of a version continue which of the version before.

    Args:
        plan: a draft that follows a version, or a live plan that does.
        matches: an outcome's id -> ids of what it continues; none where it continues nothing, or nothing is
            said yet. Outcomes that are not named stay as they are.
        by: who says so.
        reason: why.
        new: ids of those that continue nothing because they are new.
        dropped: ids of old outcomes that nothing is to continue; those said before if None. One that
            something continues is not dropped, whatever was said.
        localities: for a draft: its localities that are one of the version before under another name.
        names: for a draft: localities' ids -> the new names that they are to have from its start on, in place
            of those chosen before; empty to keep the name it has.
        seen: ``Matched.seen`` of the form; None where nobody was shown one.

    Returns:
        Whether anything changed.

    Raises:
        NotAllowed: the person does not administer the plan, or may not see the version before.
        Stale: somebody has changed this, or an outcome, since the form was made.
        Refused: it follows no version, is closed or has been discarded; or an outcome is not of its version,
            or said to be new and to continue something.
    """
    plan = hold(plan)
    check_administers(plan, by)
    if plan.predecessor is None:
        raise Refused(f"“{plan}” follows no other version, so there is nothing to match.")
    check_sees_version_before(plan, by)
    check_open(plan)
    matched = read_matched(plan)
    if seen is not None and seen != matched.seen:
        raise Stale(
            "Somebody else has changed this, or an outcome of either version, since you opened it. "
            "Nothing of yours has been saved yet: compare, and save again.",
            matched,
        )
    _check_theirs(plan, matches, new, dropped or ())
    check_no_child_details(plan=plan, texts={"Matching: why": reason}, by=by)
    now = timezone.now()
    changed = _link(plan, matches, matched, by, reason, now)
    if plan.status == Plan.Status.DRAFT:
        draft, _ = VersionDraft.objects.get_or_create(plan=plan)
        before = (draft.said_new, draft.said_dropped, dict(draft.locality_names))
        if localities:
            changed |= join_localities(plan, draft, localities, by=by, reason=reason, when=now)
        change_names(plan, draft, names or {})
        followed = read_matched(plan).followed
        said_before = {pk for pk in draft.said_new if pk not in matches}
        draft.said_new = sorted(said_before | set(new))
        draft.said_dropped = sorted(set(draft.said_dropped if dropped is None else dropped) - followed)
        draft.save()
        changed |= before != (draft.said_new, draft.said_dropped, draft.locality_names)
    said = read_matched(plan)
    if say_of_outcomes(plan, said.said_new, said.said_dropped):
        records.save(plan, by=by, reason=reason, when=now)
    return changed


@transaction.atomic
def start_version(
    *,
    plan: Plan,
    by: User,
    reason: str,
    carries: Carries | None = None,
    seen: str | None = None,
    false_alarm: str = "",
) -> list[RatingToEnter]:
    """A draft goes live, and the version before it is closed: at one moment, or neither.

    The ratings chosen for it are entered, and localities that were to have a new name get it, just after the
    old version is closed, which so keeps the names it had.

    Args:
        plan: the draft.
        by: who starts it: an administrator of both versions.
        reason: why.
        carries: which ratings of the version before come with it; what was chosen when it was made if None.
        seen: ``Matched.seen`` of the page that said what would happen; None where nobody was shown it.
        false_alarm: as in ``check_no_child_details``, which may refuse the reason.

    Returns:
        The ratings that were entered in it.

    Raises:
        NotAllowed: the person does not administer both.
        Refused: it is no draft, follows no version or has no outcomes, or a name is taken.
        Stale: the matching has changed since that page was made.
    """
    hold_names(plan.authority)
    plan = hold(plan)
    check_administers(plan, by)
    before = _check_is_draft(plan)
    check_sees_version_before(plan, by)
    before = hold(before)
    check_administers(before, by)
    # Whoever is rating the old version holds the outcome: their rating is in before it closes.
    list(Outcome.objects.select_for_update(no_key=True).filter(plan=before).order_by("pk").values_list("pk"))
    matched = read_matched(plan)
    if seen is not None and seen != matched.seen:
        raise Stale("Somebody else has changed this version since you opened the page. Look again.", matched)
    if not matched.news:
        raise Refused("This version has no outcomes yet, so it cannot start.")
    check_no_child_details(plan=plan, texts={"Start: why": reason}, by=by, false_alarm=false_alarm)
    now = timezone.now()
    draft, _ = VersionDraft.objects.get_or_create(plan=plan)
    draft.carries = draft.carries if carries is None else carries
    entered = ratings_to_enter(plan, draft, matched.links)
    enter_ratings(plan, entered, by=by, when=now)
    plan.status = Plan.Status.LIVE
    say_of_outcomes(plan, set(matched.news) - matched.links.keys(), set(matched.olds) - matched.followed)
    records.save(plan, by=by, reason=reason, when=now)
    if before.status != Plan.Status.CLOSED:
        before.status = Plan.Status.CLOSED
        records.save(before, by=by, reason=reason, when=now)
    _rename(draft, by=by, reason=reason, when=now + dt.timedelta(microseconds=1))
    draft.delete()
    return entered


@transaction.atomic
def discard_draft(*, plan: Plan, by: User, reason: str, false_alarm: str = "") -> None:
    """Give up a draft of the next version: it is deleted with its sections, outcomes and memberships.

    What it was stays in the history, with who gave it up and why. The version before is as if it had never
    been made. Leads, themes and localities are the authority's and stay.

    Args:
        plan: the draft.
        by, reason: who gives it up, and why.
        false_alarm: as in ``check_no_child_details``, which may refuse the reason.

    Raises:
        NotAllowed: the person does not administer it, or may not see the version before.
        Refused: it is no draft that follows a version, or it holds ratings, which are never deleted.
    """
    plan = hold(plan)
    check_administers(plan, by)
    _check_is_draft(plan)
    check_sees_version_before(plan, by)
    if Rating.objects.filter(plan=plan).exists():
        raise Refused("Ratings have been given in this version, and a rating is never deleted, so it stays.")
    # Told of the version before, since this one goes.
    texts = {"Discarded draft: why": reason}
    check_no_child_details(plan=plan.predecessor, texts=texts, by=by, false_alarm=false_alarm)
    now = timezone.now()
    for model in (Outcome, Section, Membership):
        records.delete_many(list(model._base_manager.filter(plan=plan)), by=by, reason=reason, when=now)
    records.delete(plan, by=by, reason=reason, when=now)


def say_of_outcomes(plan: Plan, new: Collection[int], dropped: Collection[int]) -> bool:
    """Have a plan say, by ref, which of its outcomes are new and which of the version before are dropped.

    Links between outcomes are kept in the record; that there is none would not be, nor who said so and why.

    Returns:
        Whether it says anything else than before. It is for the caller to save it.
    """
    before = (plan.said_new, plan.said_dropped)
    for name, ids in (("said_new", new), ("said_dropped", dropped)):
        outcomes = Outcome.objects.filter(pk__in=ids).order_by("section__position", "position", "pk")
        setattr(plan, name, ", ".join(outcomes.values_list("ref", flat=True)))
    return before != (plan.said_new, plan.said_dropped)


def _check_is_draft(plan: Plan) -> Plan:
    """The version before a draft.

    Raises:
        Refused: it is no draft, or follows no version.
    """
    if plan.status != Plan.Status.DRAFT:
        raise Refused(f"“{plan}” is {plan.get_status_display().lower()}: it has started already.")
    if plan.predecessor is None:
        raise Refused(f"“{plan}” follows no other version.")
    return plan.predecessor


def _check_theirs(
    plan: Plan, matches: Mapping[int, Collection[int]], new: Collection[int], dropped: Collection[int]
) -> None:
    own = set(Outcome.objects.filter(plan=plan).values_list("pk", flat=True))
    before = set(Outcome.objects.filter(plan=plan.predecessor_id).values_list("pk", flat=True))
    named = {pk for befores in matches.values() for pk in befores}
    if not own.issuperset({*matches, *new}) or not before.issuperset({*named, *dropped}):
        raise Refused("An outcome is not of this version, or not of the one before.")
    if any(matches.get(pk) for pk in new):
        raise Refused("An outcome cannot be new and continue another.")


def _link(
    plan: Plan,
    matches: Mapping[int, Collection[int]],
    matched: Matched,
    by: User,
    reason: str,
    now: dt.datetime,
) -> bool:
    """Make the links of these outcomes exactly what ``matches`` says; whether any changed."""
    wanted = {(pk, before) for pk, befores in matches.items() for before in befores}
    had = {(pk, before) for pk in matches for before in matched.links.get(pk, ())}
    outcomes = Outcome.objects.select_related("plan").in_bulk({pk for pair in wanted - had for pk in pair})
    gone = had - wanted
    if gone:
        rows = OutcomePredecessor.objects.filter(outcome__plan=plan).select_related("outcome")
        doomed = [row for row in rows if (row.outcome_id, row.predecessor_id) in gone]
        records.delete_many(doomed, by=by, reason=reason, when=now)
    records.create_many(
        [
            OutcomePredecessor(outcome=outcomes[pk], predecessor=outcomes[before])
            for pk, before in sorted(wanted - had)
        ],
        by=by,
        reason=reason,
        when=now,
    )
    return wanted != had


def _rename(draft: VersionDraft, *, by: User, reason: str, when: dt.datetime) -> None:
    for pk, name in draft.locality_names.items():
        locality = Locality.objects.filter(pk=int(pk)).first()
        if locality is None or locality.name == name:
            continue
        locality.name = name
        with refused_if_taken(
            f"Another locality has been called “{name}” meanwhile. Choose another name where the outcomes "
            "are matched."
        ):
            records.save(locality, by=by, reason=reason, when=when)
