"""Recording what SMT saw on a site day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from plans.actions import records
from plans.actions.child_details import check_no_child_details
from plans.actions.opening import bring_under
from plans.actions.rating import standing_rating
from plans.actions.refusals import CellProblem, Refused, Stale
from plans.models import Locality, Outcome, Plan, Rag, Rating, User

from ..models import SiteCheck, Visit
from .opening import open_to_check
from .visit_days import NOT_YET

SEEN = "Recorded on the site day"
EMPTIED = "Emptied on the page of the site day"
NO_SUCH_RATING = "Choose one of the colours, or none."
NOT_SITE_DAY = "Only on a site day does SMT record what it saw of outcomes."

Key = tuple[int, int | None]
"""(outcome id, locality id; None for Overall)"""


@dataclass(frozen=True, slots=True)
class Saw:
    """What SMT saw of one outcome in one column.

    Attributes:
        locality: the column; None for Overall.
        seen: in words; not empty.
        question, met, of: what was counted, and how many of how many; empty and None where nothing was.
        rag: SMT's own rating, a ``Rag`` value; empty where they give none.
        check_id, seen_version: the check that the form was made from, and its version; None where there was
            none. It may be of the outcome of a version before that this one continues.
    """

    outcome: Outcome
    locality: Locality | None
    seen: str
    question: str = ""
    met: int | None = None
    of: int | None = None
    rag: str = ""
    check_id: int | None = None
    seen_version: int | None = None

    @property
    def key(self) -> Key:
        """The cell it is about."""
        return self.outcome.pk, self.locality.pk if self.locality else None

    @property
    def label(self) -> str:
        """Such as "2.1 Wexley"."""
        return f"{self.outcome.ref} {self.locality.name if self.locality else 'Overall'}"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A check that is to be deleted.

    Attributes:
        key: the cell of the form.
        check_id, seen_version: the check that the form was made from, and its version.
    """

    key: Key
    check_id: int
    seen_version: int | None


@dataclass
class ChecksRefused(Refused):
    """One or more of what SMT saw cannot be saved, so nothing was.

    Attributes:
        problems: the cell -> what is wrong there; where another check is there by now, ``overtaken_by``.
    """

    problems: dict[Key, CellProblem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__("; ".join(problem.message for problem in self.problems.values()))


@transaction.atomic
def save_checks(
    *,
    visit: Visit,
    plan: Plan,
    saw: Sequence[Saw],
    taken_out: Sequence[TakenOut] = (),
    by: User,
    reason: str = SEEN,
    false_alarm: str = "",
    when: dt.datetime | None = None,
) -> list[SiteCheck]:
    """Record what SMT saw on a site day: all of it, or nothing. It changes no rating.

    With each is kept the rating that stood on the site day, however much later it is written up.

    Args:
        visit: the site day.
        plan: the version in use.
        saw: of each outcome that was looked at; one of a cell.
        taken_out: what was recorded by mistake. Its history stays.
        by: SMT or an administrator.
        reason: why; that it was seen on the site day, unless said otherwise.
        false_alarm: why what looks like a child's details is none; empty if nobody said.
        when: the moment its history gives; now if None.

    Raises:
        NotAllowed, Refused: they may not, the plan is not open, it is no site day, or one still to come.
        ChildDetailsFound: something that is written seems to hold a child's details.
        ChecksRefused: of some cells it says nothing, counts more than there are, or somebody else has
            recorded something else since the form was made.
    """
    open_to_check(plan, by)
    _no_child_details(saw, plan, by=by, reason=reason, false_alarm=false_alarm)
    # Who records on a site day waits their turn, so that a cell is not recorded twice.
    day = Visit.objects.select_for_update().get(pk=visit.pk)
    if day.kind != Visit.Kind.SITE_DAY:
        raise Refused(NOT_SITE_DAY)
    if day.first_on > timezone.localdate():
        raise Refused(NOT_YET)
    bring_under(day, plan, by=by, when=when)
    there = {check.pk: check for check in day.checks.all()}
    cells = {(check.outcome_id, check.locality_id): check for check in there.values()}
    made, problems = [], {}
    for one in saw:
        check = there.get(one.check_id or 0)
        problem = _problem(one, plan)
        if problem is None and check is None and one.key in cells:
            problem = _overtaken(cells[one.key])
        if problem is None:
            try:
                made.append(_save(one, day, check, by=by, reason=reason, when=when))
            except Stale as stale:
                problem = _overtaken(stale.current)
        if problem is not None:
            problems[one.key] = problem
    for gone in taken_out:
        check = there.get(gone.check_id)
        if check is not None and check.version != gone.seen_version:
            problems[gone.key] = _overtaken(check)
        elif check is not None:
            records.delete(check, by=by, reason=EMPTIED, when=when)
    if problems:
        raise ChecksRefused(problems)
    return made


@transaction.atomic
def save_check(
    *, visit: Visit, plan: Plan, saw: Saw, by: User, reason: str = SEEN, false_alarm: str = ""
) -> SiteCheck:
    """Record what SMT saw of one outcome; as ``save_checks`` does several."""
    return save_checks(visit=visit, plan=plan, saw=[saw], by=by, reason=reason, false_alarm=false_alarm)[0]


@transaction.atomic
def delete_check(*, check: SiteCheck, plan: Plan, by: User, seen_version: int | None = None) -> None:
    """Take out one thing that was recorded by mistake; as ``save_checks`` does several. Its history stays."""
    key = check.outcome_id, check.locality_id
    gone = TakenOut(key, check.pk, seen_version or check.version)
    save_checks(visit=check.visit, plan=plan, saw=(), taken_out=[gone], by=by)


def rating_on(
    day: Visit, outcome: Outcome, locality: Locality | None, *, when: dt.datetime | None = None
) -> Rating | None:
    """The manager's rating of one cell that stood when SMT looked.

    Args:
        day: the site day.
        outcome: as it was looked at; of the version in which that was.
        locality: the column; None for Overall.
        when: as known at that moment; now if None.
    """
    on = min(day.last_on, timezone.localdate(when))
    return standing_rating(outcome, locality, at=on, known_at=when)


def _save(
    saw: Saw,
    day: Visit,
    check: SiteCheck | None,
    *,
    by: User,
    reason: str,
    when: dt.datetime | None,
) -> SiteCheck:
    check = check or SiteCheck(outcome=saw.outcome, locality=saw.locality)
    check.visit = day
    if check.rag != saw.rag or not check.pk:
        check.rating = rating_on(day, saw.outcome, saw.locality, when=when)
        # What was resolved was the difference from the rating that SMT gave before.
        check.resolution, check.resolved_on = "", None
    check.seen, check.question = saw.seen.strip(), saw.question.strip()
    check.met, check.of, check.rag = saw.met, saw.of, saw.rag
    return records.save(check, by=by, reason=reason, seen_version=saw.seen_version, when=when)


def _problem(saw: Saw, plan: Plan) -> CellProblem | None:
    if saw.outcome.plan_id != plan.pk:
        return CellProblem("This outcome is not in this plan any more.")
    if not saw.seen.strip():
        return CellProblem("Say what was seen.", "seen")
    if saw.rag and saw.rag not in Rag.values:
        return CellProblem(NO_SUCH_RATING, "rag")
    if (saw.met is None) != (saw.of is None):
        return CellProblem("Enter both numbers: how many met it, and of how many.", "met")
    if saw.of is not None and (saw.of == 0 or (saw.met or 0) > saw.of):
        return CellProblem("It cannot be more than it is of, nor of 0.", "met")
    if saw.of is not None and not saw.question.strip():
        return CellProblem("Say what was counted.", "question")
    return None


def _overtaken(current: SiteCheck | None) -> CellProblem:
    message = "Somebody else has recorded something here since you opened this page. Yours is kept below."
    return CellProblem(message, overtaken=True, overtaken_by=current)


def _no_child_details(saw: Iterable[Saw], plan: Plan, *, by: User, reason: str, false_alarm: str) -> None:
    texts = {"Site day: why": reason}
    for one in saw:
        texts |= {f"{one.label}: what was seen": one.seen, f"{one.label}: what was counted": one.question}
    check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
