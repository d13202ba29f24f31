"""Recording findings, linking them to outcomes, and saying what is done about them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max, ProtectedError

from plans.actions import records
from plans.actions.child_details import check_no_child_details, check_record
from plans.actions.deleting import check_seen
from plans.actions.opening import belongs, bring_under, open_to
from plans.actions.refusals import NotAllowed, Refused
from plans.models import Outcome, Plan, User

from ..models import Finding, FindingOutcome, Visit
from ..permissions import may_respond
from .opening import VISITS, open_for

Links = Mapping[int, str]
"""The id of an outcome -> why it answers the finding; the reason may be empty."""


class SavedAlready(Refused):
    """Some of these findings were saved since the form was made: it was sent twice, or somebody was faster.

    Attributes:
        places: which of those given, counted from 0 -> the finding that was saved.
        every: whether all of them were.
    """

    def __init__(self, places: Mapping[int, Finding], *, every: bool) -> None:
        message = "These findings have been saved already." if every else "Some of these were saved already."
        super().__init__(message)
        self.places, self.every = places, every


@transaction.atomic
def add_findings(
    *,
    visit: Visit,
    plan: Plan,
    findings: Sequence[tuple[Finding, Links]],
    by: User,
    reason: str,
    after: int | None = None,
    false_alarm: str = "",
    when: dt.datetime | None = None,
) -> list[Finding]:
    """Add findings to a visit, after those it has: all of them, or none.

    Args:
        visit: whose findings they are.
        plan: the version in use.
        findings: new ones, in the report's order, each with its outcomes. Their visit, plan and position are
            set here.
        by: SMT, a clerk or an administrator.
        reason: why, such as where they were read.
        after: the last position that the visit had when the form was made. What has been added since with the
            same ref and words is not added again.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        when: the moment their history gives; now if None.

    Raises:
        SavedAlready: one or more were added since.
        ChildDetailsFound: their words seem to hold a child's details.
        NotAllowed, Refused: they may not, the plan is not open, or something is of another plan.
    """
    open_for(plan, by, visit)
    if after is not None:
        _not_twice(visit, [finding for finding, _ in findings], after)
    texts = {"Findings: why": reason}
    for place, (finding, links) in enumerate(findings, start=1):
        texts |= _typed(f"{place} ({finding.ref})" if finding.ref else str(place), finding, links)
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    bring_under(visit, plan, by=by, when=when)
    last = visit.findings.aggregate(last=Max("position"))["last"] or 0
    for position, (finding, links) in enumerate(findings, start=last + 1):
        finding.visit, finding.plan, finding.position = visit, plan, position
        _check(finding, plan)
        records.save(finding, by=by, reason=reason, when=when)
        _link(finding, links, by=by, reason=reason, when=when)
    return [finding for finding, _ in findings]


@transaction.atomic
def save_finding(
    *,
    finding: Finding,
    plan: Plan,
    by: User,
    reason: str,
    links: Links | None = None,
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Finding:
    """Change a finding as recorded: its words, kind, place, owner, what it repeats, its outcomes.

    Args:
        finding: with its new values.
        plan: the version in use.
        by: SMT, a clerk or an administrator.
        reason: why.
        links: all its outcomes; None leaves them as they are.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version: the version the form was made from.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, or something is of another plan.
        ChildDetailsFound: its words, or why an outcome answers it, seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    open_for(plan, by, finding.visit)
    _move_under(finding, plan, by=by, when=when)
    _check(finding, plan)
    check_record(record=finding, by=by, reason=reason, false_alarm=false_alarm)
    said = {row.outcome_id: row.reason for row in finding.outcome_links.all()}
    new = {pk: why for pk, why in (links or {}).items() if why.strip() != said.get(pk)}
    check_no_child_details(plan=plan, texts=_whys(finding.ref, new), by=by, false_alarm=false_alarm)
    records.save(finding, by=by, reason=reason, seen_version=seen_version, when=when)
    if links is not None:
        _link(finding, links, by=by, reason=reason, when=when)
    return finding


@transaction.atomic
def link_outcomes(
    *,
    finding: Finding,
    plan: Plan,
    links: Links,
    by: User,
    reason: str,
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Finding:
    """Say which outcomes answer a finding: exactly these; raises as ``save_finding``."""
    return save_finding(
        finding=finding, plan=plan, by=by, reason=reason, links=links, seen_version=seen_version, when=when
    )


@transaction.atomic
def respond(
    *,
    finding: Finding,
    plan: Plan,
    response: str,
    due_on: dt.date | None,
    status: str,
    evidence: str,
    by: User,
    reason: str = "",
    false_alarm: str = "",
    seen_version: int | None = None,
    when: dt.datetime | None = None,
) -> Finding:
    """Say what is done about a finding, by when, and where it stands.

    Args:
        finding: which.
        plan: the version in use.
        response: what we are doing about it.
        due_on: by when; None where no day is set.
        status: a ``Finding.Status`` value.
        evidence: what shows that it is put right; needed to close it.
        by: whoever may record findings of its visit, or a manager who holds the lead that owns it.
        reason: why; "Response and status updated" if empty.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        seen_version, when: as for ``save_finding``.

    Raises:
        NotAllowed: they may not.
        Refused: it is closed with no evidence, or the plan is not open.
        ChildDetailsFound: its words seem to hold a child's details.
        Stale: somebody has changed it since the form was made.
    """
    access = open_to(plan, by, VISITS)
    of_site_day = finding.visit.kind == Visit.Kind.SITE_DAY
    if not may_respond(access, finding.owner_id, of_site_day=of_site_day):
        raise NotAllowed("You cannot answer this finding: it is owned by another lead.")
    if finding.kind == Finding.Kind.STRENGTH:
        raise Refused("A strength asks for nothing, so there is nothing to answer.")
    if status == Finding.Status.CLOSED and not evidence.strip():
        raise Refused("Say what shows that it is put right: a finding is closed with evidence.")
    _move_under(finding, plan, by=by, when=when)
    finding.response, finding.due_on = response.strip(), due_on
    finding.status, finding.evidence = status, evidence.strip()
    reason = reason.strip() or "Response and status updated"
    check_record(record=finding, by=by, reason=reason, false_alarm=false_alarm)
    return records.save(finding, by=by, reason=reason, seen_version=seen_version, when=when)


@transaction.atomic
def delete_finding(
    *,
    finding: Finding,
    plan: Plan,
    by: User,
    reason: str,
    false_alarm: str = "",
    seen_version: int | None = None,
) -> None:
    """Delete a finding that was recorded by mistake, with its links. Its history stays.

    Args:
        finding, plan, by, reason, false_alarm: as for ``save_finding``.
        seen_version: the version that the page showed which asked; None where there was none.

    Raises:
        NotAllowed: they may not.
        Refused: a later finding is recorded as repeating it, or the plan is not open.
        ChildDetailsFound: the reason seems to hold a child's details.
        Stale: somebody has changed it since.
    """
    open_for(plan, by, finding.visit)
    check_seen(finding, seen_version)
    where = "Finding: why it is deleted"
    check_no_child_details(plan=plan, texts={where: reason}, by=by, false_alarm=false_alarm)
    _move_under(finding, plan, by=by)
    try:
        records.delete(finding, by=by, reason=reason)
    except ProtectedError:
        raise Refused("Another finding is recorded as a repeat of this one. Change that one first.") from None


def _typed(name: str, finding: Finding, links: Links) -> dict[str, str]:
    """What somebody typed of a new finding, by where."""
    fields = ("ref", "paragraph", "words", "area", "response", "evidence")
    return {f"Finding {name}: {field}": getattr(finding, field) for field in fields} | _whys(name, links)


def _whys(name: str, links: Links) -> dict[str, str]:
    return {f"Finding {name}: why outcome {place} answers it": links[pk] for place, pk in enumerate(links, 1)}


def _not_twice(visit: Visit, findings: Sequence[Finding], after: int) -> None:
    """Raise SavedAlready where findings were added since. The plan is held, so nobody adds any meanwhile."""
    since = list(Finding.objects.filter(visit=visit, position__gt=after).order_by("position"))
    places = {}
    for place, finding in enumerate(findings):
        same = next((one for one in since if (one.ref, one.words) == (finding.ref, finding.words)), None)
        if same is not None:
            since.remove(same)
            places[place] = same
    if places:
        raise SavedAlready(places, every=len(places) == len(findings))


def _move_under(finding: Finding, plan: Plan, *, by: User, when: dt.datetime | None = None) -> None:
    """Bring a finding, its visit and its links under the version in use, before anything is changed."""
    stored = Finding.objects.select_related("visit").get(pk=finding.pk)
    belongs(plan, stored.plan_id)
    bring_under(stored.visit, plan, by=by, when=when)
    finding.visit, finding.plan = stored.visit, plan


def _check(finding: Finding, plan: Plan) -> None:
    """Raise Refused where what a finding refers to is of another plan or authority."""
    if finding.section and finding.section.plan_id != plan.pk:
        belongs(plan, finding.section.plan_id)
    if finding.owner and finding.owner.authority_id != plan.authority_id:
        raise Refused("That lead is of another authority.")
    before = finding.repeats
    if before is not None:
        belongs(plan, before.plan_id)
        if before.pk == finding.pk or before.visit.last_on > finding.visit.last_on:
            raise Refused("A finding repeats an earlier one.")
        passed = {finding.pk}
        while before is not None:
            if before.pk in passed:
                raise Refused("A finding cannot repeat itself, by way of others.")
            passed.add(before.pk)
            before = before.repeats


def _link(finding: Finding, links: Links, *, by: User, reason: str, when: dt.datetime | None) -> None:
    """Make a finding's outcomes exactly these; a link whose reason stays as it is keeps its row.

    Outcomes of a version before, which a finding may have been linked to then, stay linked unless the same
    outcome is left out by somebody who was shown it; who links anew chooses outcomes of this plan.
    """
    was = {row.outcome_id: row for row in finding.outcome_links.all()}
    wanted = _outcomes(links, finding.plan, kept=was)
    for outcome in wanted:
        row = was.pop(outcome.pk, None) or FindingOutcome(finding=finding, outcome=outcome)
        row.finding = finding
        why = links[outcome.pk].strip()
        if row.pk and row.reason == why:
            continue
        row.reason = why
        records.save(row, by=by, reason=reason, when=when)
    for row in was.values():
        row.finding = finding
    records.delete_many(list(was.values()), by=by, reason=reason, when=when)


def _outcomes(links: Links, plan: Plan, kept: Iterable[int]) -> list[Outcome]:
    found = Outcome.objects.in_bulk(links)
    stay = set(kept)
    for pk in links:
        outcome = found.get(pk)
        if outcome is None or (outcome.plan_id != plan.pk and pk not in stay):
            raise Refused("One of the outcomes is not in this plan any more. Choose again.")
    return [found[pk] for pk in links]
