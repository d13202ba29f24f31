"""Making the next version of a plan from the one that is in use: a draft with all that is in it."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..dates import month_year
from ..models import (
    Membership,
    MembershipLead,
    MembershipLocality,
    Outcome,
    OutcomeLead,
    OutcomeLocality,
    OutcomePredecessor,
    OutcomeTheme,
    Plan,
    Rag,
    Section,
    SectionColumn,
    Statement,
    User,
    VersionDraft,
)
from . import records
from .addresses import free_slug
from .child_details import check_no_child_details
from .refusals import Refused
from .same_moment import hold_names, refused_if_taken
from .version_order import read_again
from .versions import Carries, check_administers, check_has_no_successor, say_of_outcomes


@transaction.atomic
def roll_forward(
    *,
    plan: Plan,
    title: str,
    dated: dt.date,
    by: User,
    reason: str,
    outcomes: Collection[int] | None = None,
    carries: Carries = Carries.NONE,
    cells: Iterable[tuple[int, int | None]] = (),
    members: bool = True,
    false_alarm: str = "",
) -> Plan:
    """Make the next version of a plan, as a draft: nothing of the plan itself changes until that starts.

    It has the plan's sections, columns, statements, definitions and introduction, and its outcomes with their
    leads, themes, timescales and columns, each continuing the one it was made from. All of it is made at one
    moment. Ratings are not copied now: a draft takes none, and those chosen are entered, as they stand then,
    when the draft starts.

    Args:
        plan: the version to go on from: live, or closed.
        title: of the new version.
        dated: any day of the month on its cover.
        by: who makes it. They administer the plan, and come to administer the draft.
        reason: why.
        outcomes: ids of those it takes on; every one that is not withdrawn if None. A withdrawn one is never
            taken on. Those left out are said to be dropped.
        carries: whether the ratings that stand come with it: none, all, or those in ``cells``.
        cells: an outcome's id, and a locality's or None for Overall.
        members: whether the plan's members have the same part in the draft. Accounts that are closed are left
            out.
        false_alarm: as in ``check_no_child_details``, which may refuse the title or the reason.

    Raises:
        NotAllowed: the person does not administer the plan.
        Refused: there is a next version already, the plan is a draft itself, or the title, the
            month or the choice of outcomes will not do.
    """
    hold_names(plan.authority)
    plan = read_again(plan)
    title, month = " ".join(title.split()), dated.replace(day=1)
    check_may_follow(plan, month, by)
    if not title or len(title) > 200:
        raise Refused("Give the new version a title, in 200 characters or fewer.")
    texts = {"Next version: title": title, "Next version: why": reason}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
    copied = _outcomes_of(plan, outcomes)
    draft = Plan(
        authority=plan.authority,
        title=title,
        slug=free_slug(plan.authority, title, month),
        dated=month,
        introduction=plan.introduction,
        **what_follows(plan),
    )
    kept = {outcome.pk for outcome in copied}
    in_use = Outcome.objects.filter(plan=plan, withdrawn_on=None).values_list("pk", flat=True)
    dropped = [pk for pk in in_use if pk not in kept]
    say_of_outcomes(draft, (), dropped)
    now = timezone.now()
    with refused_if_taken("Somebody else has just made the next version of this plan. Look at theirs."):
        records.save(draft, by=by, reason=reason, when=now)
    _Copy(plan, draft, by, reason, now).make(copied)
    copy_members(plan, draft, everybody=members, by=by, reason=reason, when=now)
    VersionDraft.objects.create(
        plan=draft,
        carries=carries,
        cells=[list(cell) for cell in cells if cell[0] in kept] if carries == Carries.CHOSEN else [],
        said_dropped=dropped,
    )
    return draft


def check_may_follow(plan: Plan, month: dt.date, by: User) -> None:
    """Whether a person may make the version after a plan now. The caller holds the authority.

    Raises:
        NotAllowed: the person does not administer the plan.
        Refused: it is a draft itself, there is a next version already, or it cannot be of that month.
    """
    check_administers(plan, by)
    if read_again(plan).status == Plan.Status.DRAFT:
        raise Refused(f"“{plan}” is a draft itself. Start it before you make the version after it.")
    check_has_no_successor(plan, by)
    check_month(month, after=plan.dated)


def check_month(month: dt.date, *, after: dt.date) -> None:
    """Whether the version after one of the month ``after`` can be of this month.

    Raises:
        Refused: it is earlier, or more than five years from now.
    """
    if month < after:
        raise Refused(f"The new version cannot be of an earlier month than this one ({month_year(after)}).")
    latest = timezone.localdate().year + 5
    if month.year > latest:
        raise Refused(
            f"{month_year(month)} cannot be the month of this plan: the latest is December {latest}."
        )


def what_follows(plan: Plan) -> dict[str, Any]:
    """What the next version of a plan has because it follows it: it is a draft, with the same definitions."""
    means = {f"{rag}_means": getattr(plan, f"{rag}_means") for rag in Rag.values}
    return {"status": Plan.Status.DRAFT, "predecessor": plan, **means}


def copy_members(
    plan: Plan, draft: Plan, *, everybody: bool, by: User, reason: str, when: dt.datetime
) -> None:
    """Give a plan's members the same part in its next version; whoever makes it administers it in any case.

    Args:
        plan, draft: the version before and the next.
        everybody: its members whose accounts are open; else only ``by``.
    """
    parts = Membership.objects.filter(plan=plan, user__is_active=True).prefetch_related(
        "lead_links__lead", "locality_links__locality"
    )
    made = [
        (
            part,
            Membership(plan=draft, user_id=part.user_id, role=part.role, every_locality=part.every_locality),
        )
        for part in (parts if everybody else parts.filter(user=by))
    ]
    if not by.is_superuser and not any(part.user_id == by.pk for part, _ in made):
        made.append((Membership(), Membership(plan=draft, user=by, role=Membership.Role.ADMINISTRATOR)))
    records.create_many([copy for _, copy in made], by=by, reason=reason, when=when)
    for link, name, field in (
        (MembershipLead, "lead_links", "lead"),
        (MembershipLocality, "locality_links", "locality"),
    ):
        records.create_many(
            [
                link(membership=copy, **{field: getattr(one, field)})
                for part, copy in made
                if part.pk
                for one in getattr(part, name).all()
            ],
            by=by,
            reason=reason,
            when=when,
        )


class _Copy:
    """What is within a plan, made again within another; as many statements whatever its size."""

    def __init__(self, plan: Plan, draft: Plan, by: User, reason: str, now: dt.datetime) -> None:
        self.plan, self.draft, self.by, self.reason, self.now = plan, draft, by, reason, now

    def make(self, outcomes: list[Outcome]) -> None:
        """Make it, with these outcomes."""
        sections = self._sections()
        copies = {
            outcome.pk: Outcome(
                plan=self.draft,
                section=sections[outcome.section_id],
                ref=outcome.ref,
                position=outcome.position,
                statement=outcome.statement,
                timescale=outcome.timescale,
                timescale_on=outcome.timescale_on,
            )
            for outcome in outcomes
        }
        self._create(copies.values())
        self._create(
            OutcomePredecessor(outcome=copies[outcome.pk], predecessor=outcome) for outcome in outcomes
        )
        links = (
            (OutcomeLead, ("lead", "position")),
            (OutcomeTheme, ("theme",)),
            (OutcomeLocality, ("locality",)),
        )
        for model, fields in links:
            rows = model.objects.filter(outcome__plan=self.plan).select_related(fields[0]).order_by("pk")
            self._create(
                model(outcome=copies[row.outcome_id], **{field: getattr(row, field) for field in fields})
                for row in rows
                if row.outcome_id in copies
            )

    def _sections(self) -> dict[int, Section]:
        """The new sections with their columns and statements, by the old one's id."""
        sections = {
            section.pk: Section(
                plan=self.draft,
                number=section.number,
                title=section.title,
                position=section.position,
                has_overall=section.has_overall,
            )
            for section in Section.objects.filter(plan=self.plan)
        }
        self._create(sections.values())
        columns = SectionColumn.objects.filter(section__plan=self.plan).select_related("locality")
        self._create(
            SectionColumn(section=sections[row.section_id], locality=row.locality, position=row.position)
            for row in columns
        )
        self._create(
            Statement(section=sections[row.section_id], kind=row.kind, number=row.number, text=row.text)
            for row in Statement.objects.filter(section__plan=self.plan)
        )
        return sections

    def _create(self, made: Iterable[Any]) -> None:
        records.create_many(list(made), by=self.by, reason=self.reason, when=self.now)


def _outcomes_of(plan: Plan, wanted: Collection[int] | None) -> list[Outcome]:
    found = list(Outcome.objects.filter(plan=plan, withdrawn_on=None))
    if wanted is None:
        return found
    if not {outcome.pk for outcome in found}.issuperset(wanted):
        raise Refused("One of these outcomes is not in this plan any more, or has been withdrawn.")
    if not wanted:
        raise Refused("Choose at least one outcome for the new version.")
    return [outcome for outcome in found if outcome.pk in wanted]
